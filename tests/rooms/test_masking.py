"""What the full screen shows to somebody who does not see prices and contacts: everything else (P5)."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from data.amounts import MASK
from data.desk.making import default_policy
from data.rules.workflow import Verb
from orderclerk.app import OrderclerkApp
from screens.dialogs import VerbForm
from screens.form_field import FormField
from screens.intake_form import OrderFormScreen
from screens.order import TAB_TITLES, OrderScreen
from screens.why import WhyDialog
from tests.rooms.trial import PERSON, Trial

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from data.desk.desk import Desk

SECRETS = ("86.50", "432.50", "8650", "43250", "Hall 3")
"""The unit price, the total of every order, and where the goods go."""


class Limited(Trial):
    """A run in which the user of the computer is a person of the register."""

    @asynccontextmanager
    async def run(self, width: int = 120, height: int = 40, *, hold: float = 0) -> AsyncIterator[Limited]:
        self.app = OrderclerkApp(self.office, self.settings, hold=hold, watch=0, system_user=PERSON)
        self.app.animation_level = "none"
        async with self.app.run_test(size=(width, height), notifications=True) as pilot:
            self.pilot = pilot
            await self.settle()
            yield self
        self.bridge.close()


@pytest.fixture
def limited(folder: Path) -> Limited:
    """The full screen for somebody of the technical department, who may also correct orders."""
    trial = Limited(folder)

    def shut(desk: Desk) -> None:
        desk.people.enter("boss", {"name": "Boss"})
        desk.people.enter(PERSON, {"name": "Zhang", "roles": "technical"})
        document = default_policy().replace('mode = "open" ', 'mode = "named" ')
        desk.policy.set(document.replace("# export = [", 'edit = ["technical"]\nexport = ['), user="boss")

    opened = trial.open_desk().as_person("boss")
    shut(opened)
    opened.close()
    return trial


def see_nothing(trial: Limited, where: str) -> None:
    """See that nothing confidential stands on the screen."""
    found = [secret for secret in SECRETS if secret in trial.text]
    assert not found, (where, found, trial.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_room_and_no_dossier_shows_what_is_not_for_everybody(limited: Limited, size: tuple[int, int]) -> None:
    async with limited.run(*size) as desk:
        masked = 0
        for room in "12345":
            await desk.press(room)
            for _row in range(3):
                see_nothing(desk, f"room {room}")
                masked += desk.text.count(MASK)
                await desk.press("down")
        assert masked
        shown: set[str] = set()
        for number in ("SO-001", "SO-008", "SO-009"):
            await desk.press("ctrl+g")
            await desk.write(number)
            await desk.press("enter")
            assert isinstance(desk.app.screen, OrderScreen)
            for tab in TAB_TITLES:
                see_nothing(desk, f"{number} {tab}")
                shown |= {tab} if MASK in desk.text else set()
                await desk.press("f4")
            await desk.press("escape")
        assert shown >= {"lines", "money"}


async def test_a_form_shows_masked_fields_and_writes_none_of_them(limited: Limited) -> None:
    async with limited.run(120, 40) as desk:
        await desk.press("ctrl+g")
        await desk.write("SO-001")
        await desk.press("enter", "e")
        form = desk.screen(OrderFormScreen)
        see_nothing(desk, "form")
        assert MASK in desk.text
        assert form.form.texts() == {}
        form.form.head.bring("contract_no")
        await desk.write("K-7")
        assert form.form.texts() == {"contract_no": "K-7"}
        await desk.press("ctrl+s")
        see_nothing(desk, "saved")
    order: Any = desk.ask(lambda opened: opened.as_person("boss").orders.get("SO-001"))
    assert (order.contract_no, order.total, order.lines[0].unit_price) == ("K-7", 43_250, 86_500_000)
    assert order.delivery_place == "Hall 3"


async def test_an_archived_file_is_opened_for_a_reason(folder: Path) -> None:
    trial = Trial(folder)
    opened = trial.open_desk()
    for verb, texts in (("close", {"gaps": "by post"}), ("archive", {})):
        opened.do("SO-009", verb, texts)
    opened.policy.set(default_policy().replace("ask_why = false ", "ask_why = true "))
    opened.close()
    async with trial.run(100, 30) as desk:
        await desk.press("ctrl+g")
        await desk.write("SO-009")
        await desk.press("enter")
        assert isinstance(desk.app.screen, WhyDialog)
        await desk.press("enter")
        assert "This is needed." in desk.text
        await desk.press("escape")
        assert not isinstance(desk.app.screen, OrderScreen)
        await desk.press("ctrl+g")
        await desk.write("SO-009")
        await desk.press("enter")
        await desk.write("customer asks for a copy")
        await desk.press("enter")
        assert isinstance(desk.app.screen, OrderScreen)
        assert "archived" in desk.text
        await desk.press("f5")
        seen = desk.ask(lambda one: [(event.verb, event.actor, event.payload) for event in one.consulting.of("SO-009")])
        assert seen == [("consult", PERSON, '{"why":"customer asks for a copy"}')]


async def test_masked_fields_are_closed_and_say_so(limited: Limited) -> None:
    async with limited.run(120, 40) as desk:
        await desk.press("ctrl+g")
        await desk.write("SO-001")
        await desk.press("enter", "e")
        form = desk.screen(OrderFormScreen).form
        lines = [line for line in desk.text.splitlines() if "place of delivery" in line]
        assert "⊘" in lines[0]
        assert "not for your role" in lines[0]
        form.head.bring("requested_date")
        await desk.press("tab")
        assert form.head.current == "delivery_method"  # the place between them is closed
        await desk.press("shift+tab")
        assert form.head.current == "requested_date"
        form.lines.go_to(0, "unit_price")
        await desk.settle()
        assert "not for your role" in desk.text
        await desk.press("7", "enter", "delete", "ctrl+d")
        assert not form.lines.is_typing
        assert form.texts() == {}
        form.lines.go_to(0, "quantity")
        await desk.settle()
        await desk.write("6")
        await desk.press("tab")
        assert form.texts() == {"line.1.quantity": "6"}


async def test_masked_fields_of_verbs_take_no_keys(limited: Limited) -> None:
    async with limited.run(80, 24) as desk:
        desk.here.open_order("SO-006")
        await desk.settle()
        desk.here.open_form(Verb.CANCEL, desk.here.chosen())
        await desk.settle()
        cost = next(one for one in desk.screen(VerbForm).query(FormField) if one.field.name == "cost")
        assert cost.closed
        assert cost.control.disabled
        assert "not for your role" in desk.text
        for _key in range(6):
            await desk.press("tab")
            assert not cost.control.has_focus
