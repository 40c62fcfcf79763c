"""What is due: late first, then today, then later, each with its sign, its word and the time left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import ClassVar

from textual.message import Message

from data.rules.urgency import Urgency
from data.words import _, ngettext
from widgets.badge import Clock, badge, urgency_word
from widgets.cells import Part, Tone, cut, fit, width_of
from widgets.lines_view import LinesView, Row

_LEFT = 11
"""Cells for the sign and the time left."""
_TWO = 44
"""From this room on what is to be done and whom it concerns stand in columns of their own."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that is due.

    Attributes:
        due: the time in UTC, or the office's day; None where nobody said by when.
        what: what has to be done, in the language that is spoken.
        number: the order's number; "" where it is about no order.
        who: the customer, or whoever it concerns.
        key: what the room knows it by.
    """

    due: datetime | date | None
    what: str
    number: str = ""
    who: str = ""
    key: str = ""


def _sorting(item: DueItem, zone: tzinfo) -> datetime:
    """Return when an item is due as a time; a day is due at its end, and what has no time after everything."""
    if item.due is None:
        return datetime.max.replace(tzinfo=UTC)
    if isinstance(item.due, datetime):
        return item.due
    return datetime.combine(item.due, time.max, zone).astimezone(UTC)


class DueList(LinesView):
    """A list of what is due."""

    ITEMS: ClassVar[bool] = True

    class Opened(Message):
        """Something due was opened.

        Attributes:
            due_list: the list.
            item: what.
        """

        def __init__(self, due_list: "DueList", item: DueItem) -> None:
            super().__init__()
            self.due_list = due_list
            self.item = item

        @property
        def control(self) -> "DueList":
            """The list."""
            return self.due_list

    def __init__(
        self,
        clock: Clock,
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty list; `clock` gives the moment that urgency is measured by."""
        super().__init__(empty=empty, id=id, classes=classes)
        self.clock = clock
        self._due: tuple[DueItem, ...] = ()

    def show(self, items: Sequence[DueItem]) -> None:
        """Show what is due, the most urgent first."""
        zone = self.clock().zone
        self._due = tuple(sorted(items, key=lambda item: _sorting(item, zone)))
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return a heading for each urgency, and a line for each item."""
        moment = self.clock()
        marks = [badge(item.due, moment) for item in self._due]
        number = min(18, max((width_of(item.number) for item in self._due), default=0))
        what = max((width_of(item.what) for item in self._due), default=0)
        rows: list[Row] = []
        before: Urgency | None = None
        for at, (item, mark) in enumerate(zip(self._due, marks, strict=True)):
            if mark.urgency is not before:
                before = mark.urgency
                count = sum(1 for one in marks if one.urgency is before)
                rows.append(Row((Part(_heading(before, count), Tone.HEADING),)))
            room = max(0, width - _LEFT - number - 1)
            parts = [
                Part(fit(mark.short.text, _LEFT), mark.tone),
                Part(fit(item.number, number) + " " if number else ""),
            ]
            if room >= _TWO:
                wide = min(what, room // 2)
                parts += [Part(fit(item.what, wide) + "  "), Part(cut(item.who, room - wide - 2), Tone.MUTED)]
            else:
                parts.append(Part(cut(_(" · ").join(text for text in (item.what, item.who) if text), room)))
            rows.append(Row(tuple(parts), at))
        return rows

    def chosen(self, item: int) -> None:
        """Say what was opened."""
        self.post_message(self.Opened(self, self._due[item]))


def _heading(urgency: Urgency, count: int) -> str:
    if urgency is Urgency.NONE:
        return ngettext("no date: {number}", "no date: {number}", count).format(number=count)
    return ngettext("{word}: {number}", "{word}: {number}", count).format(word=urgency_word(urgency), number=count)
