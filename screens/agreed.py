"""What is agreed beside the opinions, as a screen shows it: sheets of joint reviews, confirmation, signed copies."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from data.orders import Order
from data.words.agreed import Group, Told, agreed, free_text, meetings
from widgets.badge import Moment
from widgets.cells import Part, Tone
from widgets.sections import Item, Section

if TYPE_CHECKING:
    from data.rules.confirming import Agreement
    from data.rules.joint import Sheet

LINES = 60
"""Lines that one paragraph may take: minutes are read whole."""


def agreed_sections(order: Order, agreement: "Agreement", sheets: "Sequence[Sheet]", moment: Moment) -> list[Section]:
    """Return sections, the newest of a kind first; what somebody still has to do is marked."""
    return _sections(agreed(order, agreement, sheets, moment.now, moment.zone))


def meeting_sections(order: Order, sheets: "Sequence[Sheet]", moment: Moment) -> list[Section]:
    """Return what a joint review waits for and its sheets, as sections."""
    return _sections(meetings(order, sheets, moment.zone))


def _sections(groups: Sequence[Group]) -> list[Section]:
    return [Section(group.title, tuple(item for row in group.rows for item in _items(row))) for group in groups]


def free_parts(agreement: "Agreement | None", moment: Moment) -> list[Part]:
    """Return until when the customer amends freely, for a headline; nothing where he does not."""
    text = free_text(agreement, moment.now, moment.zone) if agreement is not None else ""
    return [Part(text, Tone.WARN)] if text else []


def _items(row: Told) -> Iterator[Item]:
    """Yield a row; a text of several lines keeps them."""
    for place, line in enumerate(row.text.splitlines() or [""]):
        yield Item(line, row.name if place == 0 else "", Tone.WARN if row.open else Tone.PLAIN)
