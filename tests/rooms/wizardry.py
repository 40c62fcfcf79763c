"""The wizard of the first run as tests drive it: settled after each key, looked at as text."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.widgets import Input

from data.desk.desk import Desk
from data.store.unit import Store
from orderclerk.founding import DeskFounder
from orderclerk.settings import Settings
from orderclerk.setup import SetupApp
from orderclerk.ui_settings import UiSettings
from screens.wizard import WizardScreen
from screens.wizard_field import WizardField
from tests.rooms.driven import Driven
from tests.rooms.trial import NOW, PERSON

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot


class Setup(Driven):
    """One run of the wizard."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.memory = UiSettings(place.parent / "screen.toml")
        self.founder = DeskFounder(Settings(place, PERSON, colour=True), self.memory)
        self.app: SetupApp
        self.pilot: Pilot[int]

    @asynccontextmanager
    async def run(self, width: int = 60, height: int = 15) -> AsyncIterator[Setup]:
        self.app = SetupApp(self.founder, self.memory)
        async with self.app.run_test(size=(width, height)) as pilot:
            self.pilot = pilot
            await self.settle()
            yield self

    async def write(self, text: str) -> None:
        focused = self.app.screen.focused
        if len(text) > 20 and isinstance(focused, Input):  # letter by letter a path would take seconds
            focused.insert_text_at_cursor(text)
            await self.settle()
            return
        await super().write(text)

    async def instead(self, text: str) -> None:
        """Write something in place of what stands in the field."""
        await self.press("end", "ctrl+u")
        await self.write(text)

    async def to_confirming(self) -> None:
        await self.press("enter")
        await self.write("Ostara Lifts")
        await self.press("ctrl+s", "ctrl+s", "ctrl+s")
        assert self.step == "confirm"

    @property
    def screen(self) -> WizardScreen:
        assert isinstance(self.app.screen, WizardScreen)
        return self.app.screen

    @property
    def step(self) -> str:
        return self.screen._step.name

    def field(self, name: str) -> WizardField:
        return self.screen.query_one(f"#ask-{name}", WizardField)


def opened(folder: Path) -> Desk:
    return Desk(Store.open(folder), lambda: NOW, PERSON)
