"""A full screen as tests drive it: keys sent as the driver sends them, settled after each, looked at as text."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.worker import WorkerCancelled

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.pilot import Pilot
    from textual.screen import Screen

PATIENCE = 20
"""Seconds after which a screen that does not come to rest has failed."""

SOON = 0.5
"""What happens once within so many seconds is waited for."""

_KEYS = {" ": "space", "-": "minus", ".": "full_stop", "/": "slash", "+": "plus", ":": "colon", ",": "comma"}


class Driven:
    """An app that is driven."""

    app: App[Any]
    pilot: Pilot[Any]

    async def settle(self) -> None:
        """Wait until nothing is under way any more; the pilot's own pauses guess by the time of the processor.

        What can be seen to wait is waited for by looking; only when nothing is seen each widget is asked once, since
        one that is in the middle of something has no message waiting.
        """
        end = time.monotonic() + PATIENCE
        asked = False
        while True:
            assert time.monotonic() < end, "the screen does not come to rest"
            with suppress(WorkerCancelled):  # one that another took the place of
                await self.app.workers.wait_for_complete()
            await self.app.animator.wait_until_complete()
            screen = self.app.screen
            screen._on_timer_update()
            await asyncio.sleep(0)
            if self._acts(screen):
                asked = False
            elif self._waits_for_timer():
                asked = False
                await asyncio.sleep(0.005)
            elif asked:
                return
            else:
                asked = True
                await self.pilot._wait_for_screen()

    def _busy(self, screen: Screen[Any]) -> bool:
        """Return whether anything is still to come."""
        return self._acts(screen) or self._waits_for_timer()

    def _acts(self, screen: Screen[Any]) -> bool:
        """Return whether a message, a callback, work or a repaint is still to come."""
        return (
            any(not worker.is_finished for worker in self.app.workers)
            or any((screen._callbacks, screen._dirty_widgets, screen._layout_required))
            or any((screen._repaint_required, screen._recompose_required))
            or any(pump._message_queue.qsize() > 0 or len(pump._next_callbacks) > 0 for pump in self._pumps())
        )

    def _pumps(self) -> list[DOMNode]:
        screens = [screen for stack in self.app._screen_stacks.values() for screen in stack]
        return [self.app, *(node for screen in screens for node in screen.walk_children(with_self=True))]

    def _waits_for_timer(self) -> bool:
        """Return whether something is to happen once and soon, such as what waits for a pause between keys."""
        return any(
            timer._repeat == 0 and timer._interval <= SOON and timer._task is not None and not timer._task.done()
            for pump in self._pumps()
            for timer in pump._timers
        )

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._send(key)
            await self.settle()

    async def write(self, text: str) -> None:
        for character in text:
            await self._send(_KEYS.get(character, character))
        await self.settle()

    async def _send(self, key: str) -> None:
        """Send a key as the driver does."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        try:
            character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
        except KeyError:
            character = name if len(name) == 1 else ""
        event = Key(name, character or None)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)
        await self.pilot._wait_for_screen()

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in lines[:height])[
            : (width * 2 + 1) * height
        ]
