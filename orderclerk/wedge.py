"""Telling a scanner from a person: a scanner types a number as fast as the line carries it, and Enter behind it.

Scanners put in between keyboard and computer type letters like a person does. Where no field has the focus a letter is
a verb, so it is held for a moment: what follows at once shows that it was the first one of a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

E = TypeVar("E")

HOLD = 0.04
"""Seconds that a letter is held: nobody types the next one that fast, every scanner does."""

LEAST = 3
"""Characters of the shortest number that is taken for scanned when Enter follows."""

LEAST_WITHOUT_ENTER = 5
"""The same where no Enter follows."""

AT_ONCE = frozenset("jk /?[]")
"""Keys that do no harm and must not wait."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[E]):
    """What is to be done with what came.

    Attributes:
        keys: events that go their way now.
        scanned: a number that was scanned, "" for none.
        entered: whether Enter stood behind it.
        hold: whether something is held, so that `timed_out` has to be called.
    """

    keys: tuple[E, ...] = ()
    scanned: str = ""
    entered: bool = False
    hold: bool = False


class Wedge(Generic[E]):
    """The keys that came last, while it is not clear yet who typed them."""

    def __init__(self, hold: float = HOLD) -> None:
        """Hold a letter for so many seconds; 0 holds nothing and sees no scanner."""
        self.hold = hold
        self._held: list[tuple[E, str]] = []
        self._before = ""
        self._last = float("-inf")

    @property
    def holding(self) -> bool:
        """Whether anything is held."""
        return bool(self._held)

    def came(self, event: E, character: str | None, key: str, at: float) -> Answer[E]:
        """Take up a key.

        Args:
            event: the key's event.
            character: what it types, None where it types nothing.
            key: its name.
            at: when it was pressed, in seconds.
        """
        fast = at - self._last <= self.hold
        self._last = at
        if key == "enter" and self._held and fast:
            text = self._before + "".join(typed for _event, typed in self._held)
            if len(text) >= LEAST:
                self._clear()
                return Answer(scanned=text, entered=True)
        if not self.hold or character is None or not character.isprintable() or key == "enter":
            return Answer(keys=(*self._release(), event))
        if self._held:
            if fast:
                self._held.append((event, character))
                return Answer(hold=True)
            released = self._release()
            return self._begin(event, character, fast=False, before=released)
        return self._begin(event, character, fast=fast, before=())

    def _begin(self, event: E, character: str, *, fast: bool, before: Sequence[E]) -> Answer[E]:
        if not fast:
            self._before = ""
        if character in AT_ONCE:
            # a key that is held down repeats itself as fast as a scanner, but no number is all one letter
            self._before = character if self._before.endswith(character) else self._before + character
            return Answer(keys=(*before, event))
        self._held.append((event, character))
        return Answer(keys=tuple(before), hold=True)

    def timed_out(self) -> Answer[E]:
        """Say what becomes of what is held, as nothing followed."""
        text = self._before + "".join(typed for _event, typed in self._held)
        if len(text) >= LEAST_WITHOUT_ENTER:
            self._clear()
            return Answer(scanned=text)
        return Answer(keys=self._release())

    def _release(self) -> tuple[E, ...]:
        released = tuple(event for event, _typed in self._held)
        self._clear()
        return released

    def _clear(self) -> None:
        self._held.clear()
        self._before = ""
