"""Columns of a table: what they show, how wide they are, which fold away when the terminal is narrow.

What a person chooses (which, in which order, how wide) is plain data that can be remembered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from rich.text import Text

from widgets.cells import Part

R = TypeVar("R")

CellValue = str | Part | Text
"""What a cell holds: a text from anywhere, alone or with a tone, or rich text, of which its own style counts."""

NARROWEST, WIDEST = 3, 120
"""Bounds, in cells, of the width that a person may give a column."""


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a column is, in cells: never less than `least`, `best` where there is room, more by `grow` shares."""

    least: int
    best: int
    grow: int = 0


@dataclass(frozen=True)  # without slots: with them Python 3.11 cannot make a `Column[OrderRow](…)`
class Column(Generic[R]):
    """One column.

    Attributes:
        id: its name for the settings.
        title: marked with `N_`, translated where it is shown.
        cell: from a row to what the cell shows.
        width: the rule of its width.
        right: whether it holds figures, which are aligned right.
        rank: when the terminal is too narrow the column of the highest rank folds away first; 0 stays longest.
        sort: by what the list is sorted for it (`ListQuery.sort`); "" where it cannot be.
        shown: whether it is there before a person has chosen.
    """

    id: str
    title: str
    cell: Callable[[R], CellValue]
    width: Width
    right: bool = False
    rank: int = 1
    sort: str = ""
    shown: bool = True


class Chosen(NamedTuple):
    """What a person has chosen for one column; a width of 0 leaves it to the rule."""

    id: str
    shown: bool
    width: int = 0


class Placed(NamedTuple, Generic[R]):
    """A column with its place on the line, in cells."""

    column: Column[R]
    start: int
    width: int


class Columns(Generic[R]):
    """The columns of one table, in the order that is chosen."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        """Start with the columns as they are declared."""
        self._known = {column.id: column for column in columns}
        self._declared = [Chosen(column.id, column.shown) for column in columns]
        self._chosen = list(self._declared)

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """What is chosen now, in order."""
        return tuple(self._chosen)

    def column(self, name: str) -> Column[R]:
        """Return a column by its id."""
        return self._known[name]

    def state(self) -> list[dict[str, object]]:
        """Return what is chosen as plain data."""
        return [{"id": name, "shown": shown, "width": width} for name, shown, width in self._chosen]

    def restore(self, state: object) -> None:
        """Take up what was remembered; what it says of unknown columns or says wrongly is passed over.

        Columns that came later stand where they are declared.
        """
        found: list[Chosen] = []
        for entry in state if isinstance(state, list) else []:
            name = entry.get("id") if isinstance(entry, Mapping) else None
            if isinstance(name, str) and name in self._known and name not in (one.id for one in found):
                width = entry.get("width", 0)
                right_width = isinstance(width, int) and NARROWEST <= width <= WIDEST
                found.append(Chosen(name, entry.get("shown") is not False, width if right_width else 0))
        for place, declared in enumerate(self._declared):
            if declared.id not in (one.id for one in found):
                found.insert(min(place, len(found)), declared)
        self._chosen = found
        if not any(one.shown for one in found):
            self.reset()

    def reset(self) -> None:
        """Go back to the columns as they are declared."""
        self._chosen = list(self._declared)

    def show(self, name: str, *, shown: bool) -> None:
        """Show a column or hide it; the last one stays."""
        others = any(one.shown for one in self._chosen if one.id != name)
        if shown or others:
            self._change(name, shown=shown)

    def widen(self, name: str, by: int, now: int) -> None:
        """Make a column wider by some cells (narrower if negative), from the width that it has now."""
        self._change(name, width=min(WIDEST, max(NARROWEST, now + by)))

    def move(self, name: str, by: int) -> None:
        """Move a column among the shown ones, to the right if positive."""
        place = self._place(name)
        step = 1 if by > 0 else -1
        for _count in range(abs(by)):
            target = place + step
            while 0 <= target < len(self._chosen) and not self._chosen[target].shown:
                target += step
            if not 0 <= target < len(self._chosen):
                return
            self._chosen.insert(target, self._chosen.pop(place))
            place = target

    def _place(self, name: str) -> int:
        return next(place for place, one in enumerate(self._chosen) if one.id == name)

    def _change(self, name: str, *, shown: bool | None = None, width: int | None = None) -> None:
        place = self._place(name)
        one = self._chosen[place]
        self._chosen[place] = Chosen(name, one.shown if shown is None else shown, one.width if width is None else width)

    def lay_out(self, available: int, start: int = 0, gap: int = 2) -> tuple[tuple[Placed[R], ...], int]:
        """Return the columns that fit, each with its place, and how many had to fold away.

        Args:
            available: cells from `start` to the end of the line.
            start: the first cell.
            gap: cells between two columns.
        """
        wanted = [self._ruled(one) for one in self._chosen if one.shown]
        everything = len(wanted)
        while len(wanted) > 1 and sum(column.width.least + gap for column in wanted) - gap > available:
            worst = max(range(len(wanted)), key=lambda at: (wanted[at].rank, at))
            del wanted[worst]
        widths = [column.width.least for column in wanted]
        spare = available - sum(widths) - gap * (len(wanted) - 1)
        for at in sorted(range(len(wanted)), key=lambda at: wanted[at].rank):
            more = max(0, min(spare, wanted[at].width.best - widths[at]))
            widths[at] += more
            spare -= more
        shares = sum(column.width.grow for column in wanted)
        if spare > 0 and shares:
            for at, column in enumerate(wanted):
                widths[at] += spare * column.width.grow // shares
        placed = []
        for at, column in enumerate(wanted):
            placed.append(Placed(column, start, max(1, min(widths[at], available))))
            start += widths[at] + gap
        return tuple(placed), everything - len(wanted)

    def _ruled(self, one: Chosen) -> Column[R]:
        """Return the column with the width that the person gave it, if one did."""
        column = self._known[one.id]
        return replace(column, width=Width(one.width, one.width)) if one.width else column
