"""Taking acts back: which of an order's events still stand, and which acts are asked about first."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from data.rules.workflow import Verb

UNDO = "undo"
"""The verb under which the record keeps that an act was taken back; the workflow table has no such edge."""

REFUSED = "refused"
"""The verb under which the record keeps that somebody tried what they may not do; nothing was done."""

REMINDED = "overdue"
"""The verb under which the desk keeps that a late opinion went to the supervisor by rule; it is nobody's act (R8)."""

OUTWARD = frozenset({Verb.CONFIRM, Verb.SHIP, Verb.DELIVER, Verb.INVOICE, Verb.RECEIVE_PAYMENT})
"""Acts that others know of: papers, goods or money went out or came in, and stay out when the desk takes them back."""


class Recorded(Protocol):
    """Anything that says which verb it records."""

    @property
    def verb(self) -> str:
        """The verb of the event."""


E = TypeVar("E", bound=Recorded)


def standing(events: Iterable[E]) -> list[E]:
    """Return the events of an order that were not taken back, first things first.

    An act is only ever taken back while it is the last one that stands, so the events need no references to each other.
    """
    found: list[E] = []
    for event in events:
        if event.verb == UNDO:
            del found[-1:]
        elif event.verb not in (REFUSED, REMINDED):
            found.append(event)
    return found
