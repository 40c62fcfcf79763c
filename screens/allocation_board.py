"""The board of the allocation room: weeks as wide as one wants, all sources, placing shown before it is done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from data.amounts import SCALE
from data.states import SourceKind
from data.words import _, current_language, ngettext
from data.words.formats import format_quantity
from widgets.badge import Clock, badge, short_date
from widgets.cells import Line, Part, Tone, bar, cut, fit, harmless, width_of
from widgets.load_board import BoardCell, BoardLine, BoardOrder, LoadBoard

if TYPE_CHECKING:
    from data.desk.load import Board, BoardSource

_BARS = (12, 9, 5, 3, 0)
"""Cells of a week's bar, from near to far."""
_AROUND = 8
"""Cells of a week beside its bar: mark, percentage, sign of overload, gap."""
_WEEKS_WANTED = 4
"""A board that nobody has zoomed shows at least so many weeks where that can be."""
_NAME_LEAST, _NAME_MOST = 10, 26
_DETAIL_LEAST, _DETAIL_MOST = 4, 9
_LONGEST = 80
"""Characters of a source's code and name that are ever shown."""
_LOW = 10
"""Below this height the orders of a cell take one line."""
_FULL, _CROWDED = 100, 85
_DAY = timedelta(days=1)
_ROUGH = 10
"""From this quantity on parts of a piece say nothing about a week."""


def line_code(kind: SourceKind, code: str) -> str:
    """Return the name of a source on the board: a supplier may have the code of a work centre."""
    return f"{kind.value}/{code}"


def rough(quantity: int) -> str:
    """Return a quantity as it stands in a plan: whole pieces, or one decimal of a few."""
    unit = SCALE if abs(quantity) >= _ROUGH * SCALE else SCALE // 10
    return format_quantity((2 * quantity + unit) // (2 * unit) * unit)


def source_name(source: "BoardSource") -> str:
    """Return code and name of a source, for people."""
    if source.kind is SourceKind.STOCK:
        return _("from stock")
    return harmless(f"{source.code} {source.name}".strip(), _LONGEST)


def board_lines(board: "Board") -> list[BoardLine]:
    """Return the lines of the board: work centres, and under headings suppliers and the stock."""
    headings = {SourceKind.SUPPLIER: _("suppliers: quantities open"), SourceKind.STOCK: _("stock")}
    lines: list[BoardLine] = []
    before: SourceKind | None = None
    for source in board.sources:
        if source.kind is not before and source.kind in headings:
            lines.append(BoardLine("", headings[source.kind], None))
        before = source.kind
        cells = {
            week: BoardCell(
                sum(share.quantity for share in shares),
                tuple(BoardOrder(share.number, share.customer, share.quantity, share.due) for share in shares),
            )
            for week, shares in source.load.weeks.items()
        }
        code = line_code(source.kind, source.code)
        lines.append(BoardLine(code, source_name(source), source.capacity, cells))
    return lines


class AllocationBoard(LoadBoard):
    """The board; a line without a code is a heading, over which the cursor passes."""

    DEFAULT_CSS = """
    AllocationBoard { height: 1fr; }
    """

    class Zoomed(Message):
        """Somebody chose how wide a week is.

        Attributes:
            level: which of the widths, 0 is the widest.
        """

        def __init__(self, level: int) -> None:
            super().__init__()
            self.level = level

    def __init__(self, clock: Clock, *, zoom: int | None = None, empty: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Make an empty board; `zoom` is the width that was chosen before, None lets the space decide."""
        super().__init__(clock, empty=empty, id=id)
        self._zoom = zoom if zoom is not None and 0 <= zoom < len(_BARS) else None
        self._head_cells, self._bar_cells, self._below, self._rows = _NAME_LEAST, 0, 0, 1
        self._told: tuple[object, list[Line]] | None = None
        self._after: Mapping[tuple[str, date], int] = {}
        self._own: frozenset[str] = frozenset()
        self._late: frozenset[str] = frozenset()
        self._remarks: Mapping[str, str] = {}

    # --- what is shown -------------------------------------------------------------------------------------------

    def show(self, lines: Sequence[BoardLine], weeks: Sequence[date]) -> None:
        """Show sources over weeks; the cursor stays in its cell, and never on a heading."""
        self._measure(lines)
        super().show(lines, weeks)
        if self.lines and not self.lines[self.row].code:
            self._come_to(self.row, self.column)

    def remark(self, remarks: Mapping[str, str], late: frozenset[str]) -> None:
        """Say more of sources (by their codes here), and which orders are planned to be late."""
        self._remarks, self._late = remarks, late
        self._told = None
        self.refresh()

    def show_placing(self, code: str, after: Mapping[date, int]) -> None:
        """Show what the load of a source would be, week by week; nothing takes it back."""
        found = {(code, week): load for week, load in after.items()}
        if found != self._after:
            self._after = found
            self.refresh()

    def show_own(self, numbers: Iterable[str]) -> None:
        """Mark the cells in which these orders stand."""
        found = frozenset(numbers)
        if found != self._own:
            self._own = found
            self.refresh()

    # --- measures ------------------------------------------------------------------------------------------------

    @property
    def level(self) -> int:
        """How wide a week is: 0 is the widest."""
        if self._zoom is not None:
            return self._zoom
        room = self.space.width - self._heads - 1
        enough = [level for level, cells in enumerate(_BARS) if room // (cells + _AROUND) >= _WEEKS_WANTED]
        return enough[0] if enough else len(_BARS) - 1

    def zoom(self, by: int) -> None:
        """Show weeks wider (1) or narrower (-1)."""
        level = max(0, min(self.level - by, len(_BARS) - 1))
        if level != self.level:
            self._zoom = level
            self._measure(self.lines)
            self._into_view()
            self.refresh()
            self.post_message(self.Zoomed(level))

    def on_resize(self) -> None:
        """Measure anew; the board below then brings the cursor into view."""
        self._measure(self.lines)

    def _measure(self, lines: Sequence[BoardLine]) -> None:
        """Work out once how the space is shared out: every cell that is painted asks for it."""
        space = self.space
        names = max((width_of(line.name) for line in lines if line.code), default=0)
        self._head_cells = max(_NAME_LEAST, min(names, _NAME_MOST, space.width // 4))
        self._bar_cells = _BARS[self.level]
        if space.height < _LOW:
            self._below = 1 if space.height > _DETAIL_LEAST else 0
        else:
            self._below = max(_DETAIL_LEAST, min(_DETAIL_MOST, space.height - 1 - len(lines)))
        self._rows = max(1, min(len(lines), space.height - 1 - self._below))
        self._told = None

    @property
    def _cells(self) -> int:
        return self._bar_cells + _AROUND

    @property
    def _heads(self) -> int:
        return self._head_cells

    @property
    def _weeks_shown(self) -> int:
        return max(1, (self.space.width - self._heads - 1) // self._cells)

    @property
    def _detail_lines(self) -> int:
        return self._below

    @property
    def _rows_shown(self) -> int:
        return self._rows

    # --- painting ------------------------------------------------------------------------------------------------

    def _header(self) -> Line:
        parts = [Part(" " * (self._heads + 1))]
        today = self.clock().today
        for place in self._shown():
            week = self.weeks[place]
            number = week.isocalendar().week
            text = _("wk {number} {day}").format(number=number, day=short_date(week, today))
            if cell_len(text) + 1 >= self._cells:
                text = _("wk {number}").format(number=number)
            here = week <= today < week + 7 * _DAY
            parts.append(Part(fit(f"{'▸' if here else ' '}{text}", self._cells)))
        return tuple(parts)

    def _line(self, place: int, width: int) -> Strip:
        line = self.lines[place]
        if not line.code:
            name = f"─ {cut(line.name, max(2, width - 4))} "
            return self.paint((Part(name + "─" * max(0, width - width_of(name)), Tone.MUTED),), width)
        tone = Tone.STRONG if line.capacity else Tone.PLAIN
        strips = [self.paint((Part(fit(line.name, self._heads) + " ", tone),), self._heads + 1)]
        for at in self._shown():
            here = place == self.row and at == self.column
            cell = self._cell(line, self.weeks[at], here=here)
            strips.append(self.paint(cell, self._cells, base=self.cursor_style() if here else None))
        return Strip.join(strips).adjust_cell_length(width, self.ground)

    def _cell(self, line: BoardLine, week: date, *, here: bool) -> Line:
        cell = line.cells.get(week, BoardCell(0))
        after = self._after.get((line.code, week), cell.load)
        mark = "›" if here else "+" if after != cell.load else "•" if self._stands_in(cell) else " "
        tone = Tone.HEADING if after != cell.load else Tone.PLAIN
        room = self._cells - 1
        if not line.capacity:
            text = rough(after) if after else "–"
            shown = fit(text, room - 2, right=True) + "  "
            return Part(mark, Tone.HEADING), Part(shown, tone if after else Tone.MUTED)
        percent = 100 * after // line.capacity
        over = percent > _FULL
        level = Tone.BAD if over else Tone.WARN if percent >= _CROWDED else Tone.GOOD if after else Tone.MUTED
        text = f"{percent}%" if percent < 10 * _FULL else f">{10 * _FULL - 1}%"
        if not after:
            text = "–"
        parts = [Part(mark, Tone.HEADING), *_filled(cell.load, after, line.capacity, self._bar_cells, level)]
        return (
            *parts,
            Part(fit(text, 5, right=True), level if over else Tone.MUTED if not after else tone),
            Part("▲ " if over else "  ", level),
        )

    def _stands_in(self, cell: BoardCell) -> bool:
        return bool(self._own) and any(order.number in self._own for order in cell.orders)

    def _detail(self, width: int) -> list[Line]:
        """Return the cell of the cursor in words, and its orders."""
        found = self.at_cursor
        if found is None or not self._detail_lines or not found[0].code:
            return []
        line, week, cell = found
        about = (line.code, week, width, self.clock().today, current_language())
        if self._told is None or self._told[0] != about:
            head = self._detail_head(line, week, cell, width)
            self._told = about, [head, *self._detail_orders(cell, self._detail_lines - 1, width)]
        return self._told[1]

    def _detail_head(self, line: BoardLine, week: date, cell: BoardCell, width: int) -> Line:
        today = self.clock().today
        days = _("{start} – {finish}").format(start=short_date(week, today), finish=short_date(week + 6 * _DAY, today))
        load = rough(cell.load)
        if line.capacity:
            load = _("{load} of {capacity}").format(load=load, capacity=format_quantity(line.capacity))
        over, overload = (line.percent(week) or 0) > _FULL, _("overload")
        sign = f"  ▲ {overload}" if over else ""
        head = _(" · ").join(
            part for part in (cut(line.name, _NAME_LEAST), days, load, self._remarks.get(line.code, "")) if part
        )
        return Part(cut(head, max(2, width - cell_len(sign))), Tone.HEADING), Part(sign, Tone.BAD)

    def _detail_orders(self, cell: BoardCell, room: int, width: int) -> list[Line]:
        if room < 1:
            return []
        if not cell.orders:
            return [(Part("  "), Part(_("Nothing is planned here."), Tone.MUTED))]
        moment = self.clock()
        planned_late = _("planned late")
        shown = cell.orders if len(cell.orders) <= room else cell.orders[: room - 1]
        lines: list[Line] = []
        for order in shown:
            due = badge(order.due, moment)
            late = order.number in self._late
            day = _("due {day}").format(day=short_date(order.due, moment.today)) if order.due else ""
            text = "  ".join(part for part in (order.number, rough(order.quantity), day, order.customer) if part)
            end = f"  {planned_late}" if late else ""
            sign = Part("▲ ", Tone.BAD) if late else Part(f"{due.sign} ", due.tone)
            room_left = max(4, width - 2 - cell_len(end))
            lines.append((sign, Part(fit(text, room_left)), Part(end, Tone.BAD)))
        if more := len(cell.orders) - len(shown):
            text = ngettext("and {number} more: Enter", "and {number} more: Enter", more).format(number=more)
            lines.append((Part("  "), Part(cut(text, width - 2), Tone.MUTED)))
        return lines

    # --- moving --------------------------------------------------------------------------------------------------

    def go_to(self, code: str, week: date) -> None:
        """Go to a cell, if it is there."""
        codes = [line.code for line in self.lines]
        if code in codes and week in self.weeks:
            self._come_to(codes.index(code), self.weeks.index(week))

    def _come_to(self, row: int, column: int) -> None:
        """Go to a cell, past headings in the direction of the move."""
        step = -1 if row < self.row else 1
        row = max(0, min(row, len(self.lines) - 1))
        while 0 <= row < len(self.lines) and not self.lines[row].code:
            row += step
        if not 0 <= row < len(self.lines):
            row = self.row
        super()._come_to(row, column)

    def on_click(self, event: events.Click) -> None:
        """Go to a cell; a second click opens it. The board below reckons with weeks of one width."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        if offset is None or not 1 <= offset.y <= self._rows_shown or offset.x <= self._heads:
            return
        row = self._first_row + offset.y - 1
        column = self._first_week + (offset.x - self._heads - 1) // self._cells
        if row < len(self.lines) and column < len(self.weeks) and self.lines[row].code:
            self._come_to(row, column)
            if event.chain > 1:
                self.action_open()


def _filled(load: int, after: int, capacity: int, cells: int, tone: Tone) -> list[Part]:
    """Return the bar of a week: what is there, what would come, what is free."""
    if not cells:
        return []
    whole = bar(after, capacity, cells)
    filled = whole.count("█")
    there = min(filled, bar(load, capacity, cells).count("█")) if after > load else filled
    return [Part("█" * there, tone), Part("▒" * (filled - there), tone), Part("░" * (cells - filled), Tone.MUTED)]
