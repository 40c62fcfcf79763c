"""Signing in on the full screen, the lock, and what is offered to whom (P2)."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from data.desk.making import default_policy
from orderclerk.app import OrderclerkApp
from screens.dialog_verbs import VerbMenu
from screens.intake_form import OrderFormScreen
from screens.sign_in import SignInScreen
from tests.rooms.driven import PATIENCE
from tests.rooms.trial import PERSON, Trial

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from data.desk.desk import Desk

PASSWORD = "correct horse"  # noqa: S105 - of nobody


class Guarded(Trial):
    """A run in which questions may wait for somebody to be let in, so that work is never all done."""

    system_user = ""

    @asynccontextmanager
    async def run(self, width: int = 120, height: int = 40, *, hold: float = 0) -> AsyncIterator[Guarded]:
        self.app = OrderclerkApp(self.office, self.settings, hold=hold, watch=0, system_user=self.system_user)
        async with self.app.run_test(size=(width, height), notifications=True) as pilot:
            self.pilot = pilot
            await self.settle()
            yield self
        self.bridge.close()

    async def settle(self) -> None:
        quiet, end = 0, time.monotonic() + PATIENCE
        while time.monotonic() < end:
            await asyncio.sleep(0.005)
            await self.pilot._wait_for_screen()
            self.app.screen._on_timer_update()
            pumps: list[Any] = [*self._pumps()]
            waiting = [pump for pump in pumps if pump._message_queue.qsize() or pump._next_callbacks]
            screen: Any = self.app.screen
            busy = screen._trying if isinstance(screen, SignInScreen) else self._busy(screen)
            quiet = 0 if busy or waiting else quiet + 1
            if quiet > 5:
                return
        raise AssertionError("the screen does not come to rest")

    async def until(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            assert time.monotonic() < end, text
            await self.settle()


@pytest.fixture
def guarded(folder: Path) -> Guarded:
    """The full screen on a desk on which people are known by name."""
    return Guarded(folder)


def people(trial: Trial, *, sign_in: str = "password", lock: int = 0, roles: str = "clerk") -> None:
    """Register the person who works here, and a colleague; from then on only they act."""

    def register(desk: Desk) -> None:
        desk.people.enter("boss", {"name": "Boss"})
        desk.people.enter(PERSON, {"name": "Zhang", "roles": roles})
        desk.people.enter("wu", {"name": "Wu", "roles": "finance"})
        for code in ("boss", PERSON, "wu"):
            desk.people.set_password(code, PASSWORD)
        document = default_policy()
        for old, new in (
            ('mode = "open"', 'mode = "named"'),
            ('sign_in = "system"', f'sign_in = "{sign_in}"'),
            ("lock_minutes = 0", f"lock_minutes = {lock}"),
        ):
            assert document.count(old) == 1
            document = document.replace(old, new)
        desk.policy.set(document)

    trial.ask(register)


def said(trial: Trial) -> str:
    """What stands on the screen, without frames and ends of lines."""
    return " ".join(trial.text.replace("│", " ").split())


async def enter(trial: Trial, password: str = PASSWORD) -> None:
    await trial.write(password)
    await trial.press("enter")


async def test_an_open_office_asks_nothing(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        assert "SO-001" in desk.text
        await desk.press("ctrl+l")
        assert "You have no password" in desk.toasts[-1]
        assert "SO-001" in desk.text


async def test_nothing_is_seen_before_the_password(guarded: Guarded) -> None:
    people(guarded)
    async with guarded.run(80, 24) as desk:
        assert isinstance(desk.app.screen, SignInScreen)
        for number in ("SO-00", "Trial office", "Harbour"):
            assert number not in desk.text
        await desk.press("escape", "f9", "1", "ctrl+p")
        assert isinstance(desk.app.screen, SignInScreen)
        desk.app.screen.query_one("#password", Input).value = ""
        await enter(desk, "wrong")
        assert "This is not the password of zhang. Try again in 1 second." in said(desk)
        await enter(desk)
        assert isinstance(desk.app.screen, SignInScreen)  # the clock of the test stands still
        assert "The last password of zhang was wrong." in said(desk)
        desk.now = desk.now.replace(hour=7)
        await enter(desk)
        assert "SO-001" in desk.text
        assert desk.office.person == "zhang"


async def test_somebody_else_may_sign_in(guarded: Guarded) -> None:
    people(guarded)
    async with guarded.run(100, 30) as desk:
        desk.app.screen.query_one("#person", Input).value = "wu"
        await enter(desk)
        assert desk.office.person == "wu"
        assert desk.here.office.barred
        await desk.press("f2")
        assert "for: order clerk" in desk.text
        await desk.press("escape", "2", "f2")
    events = desk.ask(
        lambda opened: [one.actor for one in opened.as_person("boss").audit.events() if one.verb == "sign_in"]
    )
    assert events == ["wu"]


async def test_a_user_of_the_computer_is_let_in_without_a_password(guarded: Guarded) -> None:
    people(guarded, sign_in="system")
    async with guarded.run(80, 24) as desk:
        assert isinstance(desk.app.screen, SignInScreen)  # the computer does not know its user here
    again = Guarded(guarded.folder)
    again.system_user = PERSON
    async with again.run(80, 24) as desk:
        assert "SO-001" in desk.text


async def test_the_lock_hides_everything_and_keeps_what_was_typed(guarded: Guarded) -> None:
    people(guarded)
    async with guarded.run(100, 30) as desk:
        await enter(desk)
        await desk.press("n")
        form = desk.screen(OrderFormScreen)
        await desk.write("Ostara")
        await desk.press("ctrl+l")
        assert "The desk is locked" in desk.text
        assert "Ostara" not in desk.text
        assert desk.app.screen.query_one("#person", Input).disabled
        await desk.press("escape", "escape")
        assert "The desk is locked" in desk.text
        await enter(desk, "nonsense")
        desk.now = desk.now.replace(hour=8)
        await enter(desk)
        assert desk.app.screen is form
        assert "Ostara" in desk.text


async def test_a_dialog_that_is_done_below_the_lock_does_not_open_it(guarded: Guarded) -> None:
    people(guarded)
    async with guarded.run(100, 30) as desk:
        await enter(desk)
        await desk.press("f2")
        menu = desk.screen(VerbMenu)
        await desk.press("ctrl+l")
        menu.dismiss(None)
        desk.app.notify("SO-001 was saved.")
        await desk.settle()
        assert "The desk is locked" in desk.text
        assert "SO-001" not in desk.text
        await enter(desk)
        assert desk.app.screen is desk.here
        assert desk.toasts == ["SO-001 was saved."]


async def test_it_locks_itself_when_nobody_is_there(guarded: Guarded) -> None:
    people(guarded, lock=5)
    async with guarded.run(80, 24) as desk:
        await enter(desk)
        desk.now = desk.now.replace(minute=desk.now.minute + 4)
        desk.app.lock_if_idle()
        await desk.settle()
        assert "SO-001" in desk.text
        await desk.press("j")
        desk.now = desk.now.replace(minute=desk.now.minute + 4)
        desk.app.lock_if_idle()
        await desk.settle()
        assert "SO-001" in desk.text
        desk.now = desk.now.replace(minute=desk.now.minute + 2)
        desk.app.lock_if_idle()
        await desk.settle()
        assert "The desk is locked" in desk.text
        assert "SO-001" not in desk.text


async def test_what_is_not_for_a_person_is_not_offered(guarded: Guarded) -> None:
    people(guarded, roles="auditor")
    async with guarded.run(120, 40) as desk:
        await enter(desk)
        await desk.press("f2")
        assert "for: order clerk" in desk.text
        await desk.press("escape", "h")
        await desk.until("It is the work of: order clerk")
        await desk.press("escape")
        await desk.until("SO-001")
    events = desk.ask(lambda opened: {one.verb for one in opened.as_person(PERSON).audit.events(60)})
    assert "hold" not in str(events)


@pytest.mark.parametrize("size", [(60, 15), (200, 50)])
async def test_it_fits_any_terminal(guarded: Guarded, size: tuple[int, int]) -> None:
    people(guarded)
    async with guarded.run(*size) as desk:
        assert "Password" in desk.text
        assert "Quit" in desk.text
        await enter(desk)
        assert "SO-00" in desk.text
