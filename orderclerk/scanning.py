"""An app that hears a scanner: numbers that are scanned or pasted where no field has the focus open their order."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from orderclerk.one_by_one import OneByOneApp
from orderclerk.style_sheet import KeptStyleSheet
from orderclerk.wedge import Answer, Wedge
from screens.base import DeskScreen, ScanTyped

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.timer import Timer


class ScanningApp(OneByOneApp):
    """The part of the frame through which keys come."""

    def __init__(self, *, hold: float, driver_class: "type[Driver] | None" = None) -> None:
        """Hold a letter for so many seconds, to tell a scanner from a person; 0 holds nothing."""
        super().__init__(driver_class=driver_class)
        self.stylesheet = KeptStyleSheet(variables=self.get_css_variables())
        self._wedge: Wedge[events.Key] = Wedge(hold)
        self._wedge_timer: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Take what is typed in the order in which it was typed."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.stand_in_line(self._hear, event)
        else:
            await super().on_event(event)

    async def _hear(self, event: events.Event) -> None:
        """Tell a scanner's keys from a person's before anything else sees them."""
        if isinstance(event, events.Key):
            if isinstance(self.screen, DeskScreen) and not self.screen.typing:
                await self._carry_out(self._wedge.came(event, event.character, event.key, event.time))
                return
            if self._wedge.holding:
                await self._carry_out(self._wedge.timed_out(), event)
                return
        elif isinstance(event, events.Paste) and self._pasted(event):
            return
        await self.hand_on(event)

    def _pasted(self, event: events.Paste) -> bool:
        """Look for what was pasted where no field has the focus; return whether it was."""
        screen = self.screen
        if not isinstance(screen, DeskScreen) or screen.typing or not event.text.strip():
            return False
        screen.post_message(ScanTyped(event.text.strip().splitlines()[0], entered=False))
        return True

    async def _carry_out(self, answer: "Answer[events.Key]", *behind: events.Key) -> None:
        if self._wedge_timer is not None:
            self._wedge_timer.stop()
            self._wedge_timer = None
        await self.go_first(self.hand_on, (*answer.keys, *behind))
        if answer.scanned and isinstance(self.screen, DeskScreen):
            self.screen.post_message(ScanTyped(answer.scanned, entered=answer.entered))
        if answer.hold:
            due = asyncio.get_running_loop().time() + self._wedge.hold
            self._wedge_timer = self.set_timer(self._wedge.hold, partial(self._held_long, due))

    async def _held_long(self, due: float) -> None:
        """Let go what was held; where the loop itself was late, keys may still wait behind it."""
        loop = asyncio.get_running_loop()
        if loop.time() - due > self._wedge.hold:
            self._wedge_timer = self.set_timer(self._wedge.hold, partial(self._held_long, loop.time() + 1))
            return
        self._wedge_timer = None
        await self._carry_out(self._wedge.timed_out())
