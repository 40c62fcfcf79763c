"""An app that takes one key after the other: each finds what the one before it left, however fast they come.

Textual hands a key to what has the focus when it arrives, and carries out what a key stands for (Tab, Enter, a verb)
only after it went up through all that is around. Keys that come at once, out of a slow line, an input method or while
the computer is busy, would all go to the field that the first of them was meant for.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.message import Message

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.screen import Screen

PATIENCE = 1.0
"""Seconds after which the next key goes on although the one before it is not done with."""

_LOOK = 0.01
"""Seconds between two looks whether whoever has a key is there still."""

_FLOOD = 32
"""Keys that may wait; more at once than anybody types ahead are handed on as they come, so that none waits for long."""

Step = Callable[[events.Event], Awaitable[None]]
"""What is done with what was typed when its turn comes."""


class Handled(Message):
    """What was typed has gone all the way from the field up to the app: this came behind it.

    Attributes:
        turn: which it was.
        asked: the screen that was on top when it came; None where nobody is asked any more.
    """

    def __init__(self, turn: int, asked: "Screen[Any] | None") -> None:
        super().__init__()
        self.turn = turn
        self.asked = asked


class OneByOneApp(App[int]):
    """The part of the frame that keeps the order of the keys."""

    def __init__(self, *, driver_class: "type[Driver] | None" = None) -> None:
        """Begin with nothing typed."""
        super().__init__(driver_class=driver_class)
        self._line: deque[tuple[Step, events.Event]] = deque()
        self._turn = 0
        self._under_way = False
        self._overdue: asyncio.TimerHandle | None = None

    @property
    def is_typed_to(self) -> bool:
        """Whether anything that was typed is not done with yet."""
        return self._under_way or bool(self._line)

    async def stand_in_line(self, step: Step, *typed: events.Event) -> None:
        """Let something be done with what was typed, behind all that was typed before."""
        self._line.extend((step, event) for event in typed)
        await self._next_in_line()

    async def go_first(self, step: Step, typed: Iterable[events.Event]) -> None:
        """Let something be done with what was typed, before all that still waits."""
        self._line.extendleft(reversed([(step, event) for event in typed]))
        await self._next_in_line()

    async def _next_in_line(self) -> None:
        while self._line and (not self._under_way or len(self._line) > _FLOOD):
            step, event = self._line.popleft()
            await step(event)

    async def hand_on(self, event: events.Event) -> None:
        """Give what was typed to what has the focus; until it is done with, the next waits."""
        self._under_way = True
        self._turn += 1
        screen = self.screen
        target = screen.focused or screen
        await super().on_event(event)
        self._ask_behind(target, screen)

    def _ask_behind(self, target: "DOMNode", asked: "Screen[Any]") -> None:
        if target.post_message(Handled(self._turn, asked)):
            self._look_after(target, asked, self._turn, PATIENCE)
        else:
            self.post_message(Handled(self._turn, asked))

    def _look_after(self, target: "DOMNode", asked: "Screen[Any]", turn: int, left: float) -> None:
        """See to it that the next one goes on also where a widget went away that was asked, or takes long."""
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None
        if turn != self._turn or not self._under_way:
            return
        if left <= 0:
            self.post_message(Handled(turn, None))
        elif not target.is_attached:
            self.post_message(Handled(turn, asked))
        else:
            later = asyncio.get_running_loop().call_later
            self._overdue = later(_LOOK, self._look_after, target, asked, turn, left - _LOOK)

    def on_handled(self, message: Handled) -> None:
        """Let the next one go on behind what the one before put off, such as moving the focus."""
        message.stop()
        self.call_later(self._handled, message)

    async def _handled(self, message: Handled) -> None:
        """Let the next one go on; where another screen opened meanwhile, once that one can be typed into."""
        if message.turn != self._turn or not self._under_way:
            return
        if message.asked not in (None, self.screen):
            self._ask_behind(self.screen, self.screen)
            return
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None
        self._under_way = False
        await self._next_in_line()
