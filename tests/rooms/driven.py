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

        What can be seen to wait is waited for by looking. Asking each widget with a message, as the pilot does, cost
        more than what the tests do.
        """
        end = time.monotonic() + PATIENCE
        while True:
            await self._quiet(end)
            with suppress(WorkerCancelled):  # one that another took the place of
                await self.app.workers.wait_for_complete()
            await self.app.animator.wait_until_complete()
            if self.app._exit:  # nobody reads what still waits for a program that ends
                return
            screen = self.app.screen
            screen._on_timer_update()
            await asyncio.sleep(0)
            if self._runs() or self._acts(screen):
                assert time.monotonic() < end, "the screen does not come to rest"
            elif self._waits_for_timer():
                assert time.monotonic() < end, "the screen waits for its timers"
                await asyncio.sleep(0.005)
            elif all(self._at_rest(pump) for pump in self._pumps()):
                return

    async def _quiet(self, end: float) -> None:
        """Wait until each widget waits for its next message and the loop has nothing to go on with."""
        while self.app._exception is None:
            while self._runs():
                assert time.monotonic() < end, "the screen does not become quiet"
                await asyncio.sleep(0)
            if all(self._at_rest(pump) for pump in self._pumps()):
                return
            assert time.monotonic() < end, "a widget does not come to its next message"
            await asyncio.sleep(0.001)  # one of them waits for a thread

    @staticmethod
    def _runs() -> bool:
        """Return whether the loop has something to go on with at once."""
        loop: Any = asyncio.get_running_loop()
        return len(loop._ready) > 0

    @staticmethod
    def _at_rest(pump: DOMNode) -> bool:
        """Return whether a widget waits for its next message: it is neither before its first nor amid one."""
        waiters: Any = pump._message_queue.ready_event._waiters
        return pump._closing or pump._closed or any(not waiter.done() for waiter in waiters)

    def _busy(self, screen: Screen[Any]) -> bool:
        """Return whether anything is still to come."""
        return self._acts(screen) or self._waits_for_timer()

    def _acts(self, screen: Screen[Any]) -> bool:
        """Return whether a message, a callback, work or a repaint is still to come."""
        return (
            getattr(self.app, "is_typed_to", False)
            or any(not worker.is_finished for worker in self.app.workers)
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
        await self._quiet(time.monotonic() + PATIENCE)

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in lines[:height])[
            : (width * 2 + 1) * height
        ]
