"""The search for rubbish in memory, made in the pauses between keys, so that no repaint waits for it."""

import asyncio
import gc

from textual import events
from textual.app import App

_PAUSE = 0.1
"""Seconds after a key until it is searched: what the key causes first is painted by then."""
_RUBBISH = 50_000
"""New objects after which it is searched at once, whoever waits; a key makes some 2,000."""
_TIMES = 10
"""How often what is newest is searched until what stayed is searched too; Python's own measure."""


def tidy() -> None:
    """Search memory for rubbish: what is new, and now and then what is older."""
    _new, middle, old = gc.get_count()
    gc.collect(2 if old > _TIMES else 1 if middle > _TIMES else 0)


class TidyApp(App[int]):
    """The part of the frame that keeps memory tidy."""

    _tidying = False
    _tidy_at: asyncio.TimerHandle | None = None

    def keep_tidy(self) -> None:
        """Begin; what is in memory now stays until the end and is never looked through again."""
        gc.freeze()
        gc.set_threshold(_RUBBISH, _TIMES, _TIMES)
        gc.enable()
        self._tidying = True

    async def on_event(self, event: events.Event) -> None:
        """Put the search off until the person pauses."""
        if self._tidying and isinstance(event, events.InputEvent):
            if self._tidy_at is not None:
                self._tidy_at.cancel()
            self._tidy_at = asyncio.get_running_loop().call_later(_PAUSE, tidy)
        await super().on_event(event)
