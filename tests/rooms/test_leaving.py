"""A screen that is left while the desk is still at its questions: the answers find nothing, and that is no failure."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from screens.order import OrderScreen
from screens.review import ReviewScreen
from screens.work import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from tests.rooms.trial import Trial


class _Lingering(Widget):
    """The last part of a screen to be taken away: it stays until the work of the screen has come to its end."""

    def __init__(self, go_on: Callable[[], None]) -> None:
        super().__init__()
        self._go_on = go_on

    async def on_unmount(self) -> None:
        """Let the answers come when all other parts are gone."""
        while len(self.screen.query("*")) > 1:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
        self._go_on()
        while self.app._exception is None and _works(self.screen):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)


def _works(screen: Screen[Any]) -> bool:
    return any(worker.node is screen and not worker.is_finished for worker in screen.workers)


async def test_a_dossier_that_is_left_while_it_is_read_ends_nothing(trial: Trial) -> None:
    answering = threading.Event()
    async with trial.run() as desk:
        await desk.press("enter")
        shown = desk.screen(OrderScreen)
        await shown.mount(_Lingering(answering.set))
        ask = desk.bridge._answer
        desk.bridge._answer = lambda question: (answering.wait(20), ask(question))[1]  # type: ignore[method-assign]
        shown.read()
        await desk._send("escape")
        await desk.settle()
        assert desk.app._exception is None
        assert not isinstance(desk.app.screen, OrderScreen)


async def test_a_screen_that_is_taken_away_begins_no_work_and_shows_nothing(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("enter")
        shown = desk.screen(OrderScreen)
        there = [shown.there]
        begun: list[str] = []

        async def work() -> None:
            begun.append("work")

        leaving = shown.remove()
        there.append(shown.there)
        start(shown, work, "late", "work of a screen that is left")
        shown.show_status()
        await desk.app.pop_screen()
        await leaving
        await desk.settle()
        assert there == [True, False]
        assert begun == []


async def test_work_of_another_screen_goes_on(trial: Trial) -> None:
    answering = threading.Event()
    async with trial.run() as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        seen: list[str] = []

        async def work() -> None:
            await room.ask(lambda _desk: answering.wait(20))
            seen.append("answer")

        await desk.press("enter")
        desk.screen(OrderScreen)
        start(room, work, "slow", "work of the room below")
        await desk._send("escape")
        answering.set()
        await desk.settle()
        assert seen == ["answer"]
