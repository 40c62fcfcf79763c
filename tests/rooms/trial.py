"""The full screen as tests drive it: opened on a desk, settled after each key, looked at as text."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from orderclerk.app import OrderclerkApp
from orderclerk.ui_settings import UiSettings
from screens.base import DeskScreen
from screens.bridge import Bridge
from screens.office import Office
from tests.rooms.driven import Driven

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from data.desk.desk import Desk

S = TypeVar("S", bound="Screen[Any]")

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
PERSON = "zhang"


class Trial(Driven):
    """One run of the full screen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = UiSettings(None)
        self.now = NOW
        self.bridge = Bridge(self.open_desk)
        self.office = Office(self.bridge, lambda: self.now, PERSON, self.settings)
        self.app: OrderclerkApp
        self.pilot: Pilot[int]

    def open_desk(self) -> Desk:
        from data.desk.desk import Desk
        from data.store.unit import Store

        return Desk(Store.open(self.folder, patience=0.2), lambda: self.now, PERSON)

    @asynccontextmanager
    async def run(self, width: int = 120, height: int = 40, *, hold: float = 0) -> AsyncIterator[Trial]:
        """Open it at a size; a scanner is heard only where `hold` says how long a letter is held."""
        self.app = OrderclerkApp(self.office, self.settings, hold=hold, watch=0)
        self.app.animation_level = "none"
        async with self.app.run_test(size=(width, height), notifications=True) as pilot:
            self.pilot = pilot
            await self.settle()
            yield self
            assert self.text  # what the test left behind can be painted
        self.bridge.close()

    def screen(self, kind: type[S]) -> S:
        """The screen that is shown, which has to be of a kind."""
        shown = self.app.screen
        assert isinstance(shown, kind), shown
        return shown

    @property
    def here(self) -> DeskScreen:
        return self.screen(DeskScreen)

    @property
    def toasts(self) -> list[str]:
        return [notification.message for notification in self.app._notifications]

    def ask(self, question: Callable[[Desk], object]) -> object:
        """Ask the desk past the screen."""
        desk = self.open_desk()
        try:
            return question(desk)
        finally:
            desk.close()
