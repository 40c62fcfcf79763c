"""Load against capacity: a line for each work centre, a cell for each week, and the orders in the cell (A5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from data.words import N_, _
from data.words.formats import format_quantity
from widgets.badge import Clock, badge, short_date
from widgets.cells import Line, Part, Tone, bar, cut, fit, width_of, wrap
from widgets.painted import Painted

_NAME_LEAST, _NAME_MOST = 10, 22
_CELL = 17
"""Cells of a week: bar, percentage, sign of overload."""
_BAR = 9
_DETAIL = 4
"""Lines under the board for the orders of a cell."""
_FULL = 100
_CROWDED = 85
"""From this load, in per cent, on a work centre is as good as full."""


@dataclass(frozen=True, slots=True)
class BoardOrder:
    """An order in a cell: what of it is planned there (scaled by a million), and when it is due."""

    number: str
    customer: str
    quantity: int
    due: date | None = None


@dataclass(frozen=True, slots=True)
class BoardCell:
    """What is planned at a work centre in a week; the load is scaled by a million."""

    load: int
    orders: tuple[BoardOrder, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A work centre or supplier.

    Attributes:
        code: by which orders are allocated to it.
        name: for people.
        capacity: in a week, scaled by a million; None where nobody has said.
        cells: Monday of the week → what is planned in it.
    """

    code: str
    name: str
    capacity: int | None
    cells: Mapping[date, BoardCell] = field(default_factory=dict)

    def percent(self, week: date) -> int | None:
        """Return the load of a week in per cent of the capacity; None where that is not known."""
        load = self.cells[week].load if week in self.cells else 0
        return 100 * load // self.capacity if self.capacity else None


class LoadBoard(Painted, can_focus=True):
    """The board; arrows go from cell to cell."""

    MOVE = Binding.Group(N_("Move"), compact=True)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(0, -1)", N_("Week before"), show=False, id="board.left",
                tooltip=N_("Go to the week before"), group=MOVE),
        Binding("right", "go(0, 1)", N_("Next week"), show=False, id="board.right",
                tooltip=N_("Go to the next week"), group=MOVE),
        Binding("up,k", "go(-1, 0)", N_("Up"), show=False, id="board.up",
                tooltip=N_("Go to the work centre above"), group=MOVE),
        Binding("down,j", "go(1, 0)", N_("Down"), show=False, id="board.down",
                tooltip=N_("Go to the work centre below"), group=MOVE),
        Binding("pageup", "go(0, -4)", N_("Earlier"), show=False, id="board.earlier",
                tooltip=N_("Go back by four weeks"), group=MOVE),
        Binding("pagedown", "go(0, 4)", N_("Later"), show=False, id="board.later",
                tooltip=N_("Go on by four weeks"), group=MOVE),
        Binding("home", "this_week", N_("This week"), show=False, id="board.this_week",
                tooltip=N_("Go to this week"), group=MOVE),
        Binding("end", "next_overload", N_("Overload"), show=False, id="board.overload",
                tooltip=N_("Go to the next cell that is overloaded"), group=MOVE),
        Binding("enter", "open", N_("Open"), show=False, id="board.open",
                tooltip=N_("Open the orders of this cell"), group=MOVE),
    ]  # fmt: skip

    DEFAULT_CSS = """
    LoadBoard { height: 1fr; overflow: hidden hidden; }
    """

    row: reactive[int] = reactive(0)
    """The line of the cursor; 0 is the first."""
    column: reactive[int] = reactive(0)
    """The week of the cursor; 0 is the first that is shown at all."""

    class Moved(Message):
        """The cursor came to another cell.

        Attributes:
            board: the board.
            line: the work centre.
            week: Monday of the week.
            orders: what is planned there.
        """

        def __init__(self, board: "LoadBoard", line: BoardLine, week: date, orders: tuple[BoardOrder, ...]) -> None:
            super().__init__()
            self.board = board
            self.line = line
            self.week = week
            self.orders = orders

        @property
        def control(self) -> "LoadBoard":
            """The board."""
            return self.board

        def can_replace(self, message: Message) -> bool:
            """Only the last of many matters."""
            return type(message) is type(self) and message.control is self.board

    class Opened(Moved):
        """A cell was opened."""

        def can_replace(self, message: Message) -> bool:  # noqa: ARG002 - each counts
            """Each of them counts."""
            return False

    def __init__(
        self,
        clock: Clock,
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty board; `clock` gives this week, `empty` is said when there is no work centre."""
        super().__init__(id=id, classes=classes)
        self.clock = clock
        self.empty = empty
        self.lines: tuple[BoardLine, ...] = ()
        self.weeks: tuple[date, ...] = ()
        self._first_week = 0
        self._first_row = 0

    def show(self, lines: Sequence[BoardLine], weeks: Sequence[date]) -> None:
        """Show work centres over weeks (their Mondays, from the first on); the cursor stays in its cell."""
        before = self.at_cursor
        self.lines, self.weeks = tuple(lines), tuple(weeks)
        codes = [line.code for line in self.lines]
        if before is not None and before[0].code in codes and before[1] in self.weeks:
            self.row, self.column = codes.index(before[0].code), self.weeks.index(before[1])
        else:
            self.row, self.column = 0, self._this_week()
        self._into_view()
        self.refresh()
        self._tell()

    @property
    def at_cursor(self) -> tuple[BoardLine, date, BoardCell] | None:
        """The cell of the cursor: work centre, week, and what is planned there."""
        if not (0 <= self.row < len(self.lines) and 0 <= self.column < len(self.weeks)):
            return None
        line, week = self.lines[self.row], self.weeks[self.column]
        return line, week, line.cells.get(week, BoardCell(0))

    @property
    def overloads(self) -> int:
        """How many cells are planned beyond their capacity."""
        return sum(1 for line in self.lines for week in self.weeks if (line.percent(week) or 0) > _FULL)

    # --- painting ------------------------------------------------------------------------------------------------

    @property
    def _heads(self) -> int:
        longest = max((width_of(cut(line.name or line.code, _NAME_MOST)) for line in self.lines), default=0)
        return max(_NAME_LEAST, min(longest, _NAME_MOST, self.space.width // 3))

    @property
    def _weeks_shown(self) -> int:
        return max(1, (self.space.width - self._heads - 1) // _CELL)

    @property
    def _rows_shown(self) -> int:
        return max(1, self.space.height - 1 - self._detail_lines)

    @property
    def _detail_lines(self) -> int:
        return _DETAIL if self.space.height > 2 * _DETAIL else 1 if self.space.height > _DETAIL else 0

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(self.space.width, self.space.height)
        self._into_view()

    def _into_view(self) -> None:
        shown, rows = self._weeks_shown, self._rows_shown
        last = max(0, len(self.weeks) - shown)
        self._first_week = min(last, max(self.column - shown + 1, min(self._first_week, self.column)))
        self._first_row = max(self.row - rows + 1, min(self._first_row, self.row))

    def render_line(self, y: int) -> Strip:
        """Return one line of the board."""
        width = self.space.width
        if not self.lines or not self.weeks:
            said = wrap(self.empty, max(2, width - 2)) if self.empty else []
            return self.paint((Part(" "), Part(said[y], Tone.MUTED)) if y < len(said) else (), width)
        if y == 0:
            return self.paint(self._header(), width, base=self.get_component_rich_style("painted--header"))
        if y <= self._rows_shown:
            place = self._first_row + y - 1
            return self._line(place, width) if place < len(self.lines) else Strip.blank(width, self.ground)
        detail = self._detail(width)
        at = y - self._rows_shown - 1
        return self.paint(detail[at] if at < len(detail) else (), width)

    def _shown(self) -> range:
        return range(self._first_week, min(len(self.weeks), self._first_week + self._weeks_shown))

    def _header(self) -> Line:
        parts = [Part(" " * (self._heads + 1))]
        today = self.clock().today
        for place in self._shown():
            week = self.weeks[place]
            text = _("wk {number} {day}").format(number=week.isocalendar().week, day=short_date(week, today))
            here = week <= today < week + timedelta(days=7)
            parts.append(Part(fit(f"{'▸' if here else ' '}{text}", _CELL)))
        return tuple(parts)

    def _line(self, place: int, width: int) -> Strip:
        line = self.lines[place]
        strips = [self.paint((Part(fit(line.name or line.code, self._heads) + " ", Tone.STRONG),), self._heads + 1)]
        for at in self._shown():
            here = place == self.row and at == self.column
            cell = self._cell(line, self.weeks[at], here=here)
            strips.append(self.paint(cell, _CELL, base=self.cursor_style() if here else None))
        return Strip.join(strips).adjust_cell_length(width, self.ground)

    def _cell(self, line: BoardLine, week: date, *, here: bool) -> Line:
        load = line.cells[week].load if week in line.cells else 0
        mark = "›" if here else " "
        percent = line.percent(week)
        if percent is None or not line.capacity:
            return (Part(mark), Part(fit(format_quantity(load) if load else "–", _CELL - 2, right=True), Tone.MUTED))
        tone = Tone.BAD if percent > _FULL else Tone.WARN if percent >= _CROWDED else Tone.GOOD if load else Tone.MUTED
        sign = "▲" if percent > _FULL else " "
        shown = f"{percent}%" if percent < 10 * _FULL else f">{10 * _FULL - 1}%"
        return (
            Part(mark),
            Part(bar(load, line.capacity, _BAR), tone),
            Part(fit(shown, 5, right=True)),
            Part(sign, tone),
        )

    def _detail(self, width: int) -> list[Line]:
        """Return the cell of the cursor in words: load, capacity, and its orders."""
        found = self.at_cursor
        if found is None or not self._detail_lines:
            return []
        line, week, cell = found
        moment = self.clock()
        until = week + timedelta(days=6)
        load = _("{load} of {capacity}") if line.capacity else _("{load}, capacity not known")
        head = " · ".join(
            (
                line.name or line.code,
                _("week {number}, {first} – {last}").format(
                    number=week.isocalendar().week,
                    first=short_date(week, moment.today),
                    last=short_date(until, moment.today),
                ),
                load.format(load=format_quantity(cell.load), capacity=format_quantity(line.capacity or 0)),
            )
        )
        over, overload = (line.percent(week) or 0) > _FULL, _("overload")
        lines: list[Line] = [
            (Part(cut(head, width - 12), Tone.HEADING), Part(f"  ▲ {overload}" if over else "", Tone.BAD))
        ]
        room = self._detail_lines - 1
        for place, order in enumerate(cell.orders[:room]):
            more = len(cell.orders) - room
            if place == room - 1 and more > 0:
                lines.append((Part("  "), Part(_("and {number} more: enter").format(number=more + 1), Tone.MUTED)))
                break
            due = badge(order.due, moment)
            text = f"{order.number}  {order.customer}  {format_quantity(order.quantity)}"
            lines.append(
                (
                    Part(f"{due.sign} ", due.tone),
                    Part(cut(text, max(4, width - 16))),
                    Part(f"  {short_date(order.due, moment.today)}", Tone.MUTED),
                )
            )
        return (
            lines
            if cell.orders or room < 1
            else [*lines, (Part("  "), Part(_("Nothing is planned here."), Tone.MUTED))]
        )

    # --- keys and mouse ------------------------------------------------------------------------------------------

    def action_go(self, rows: int, weeks: int) -> None:
        """Go to another cell."""
        self._come_to(self.row + rows, self.column + weeks)

    def action_this_week(self) -> None:
        """Go to this week."""
        self._come_to(self.row, self._this_week())

    def action_next_overload(self) -> None:
        """Go to the next overloaded cell: down the weeks of this line, then of the lines below, then from the top."""
        cells = [(row, column) for row in range(len(self.lines)) for column in range(len(self.weeks))]
        over = [at for at in cells if (self.lines[at[0]].percent(self.weeks[at[1]]) or 0) > _FULL]
        after = [at for at in over if at > (self.row, self.column)]
        if over:
            self._come_to(*(after or over)[0])

    def action_open(self) -> None:
        """Say that the cell was opened."""
        if (found := self.at_cursor) is not None:
            self.post_message(self.Opened(self, found[0], found[1], found[2].orders))

    def _this_week(self) -> int:
        today = self.clock().today
        past = [place for place, week in enumerate(self.weeks) if week <= today]
        return past[-1] if past else 0

    def _come_to(self, row: int, column: int) -> None:
        before = (self.row, self.column)
        self.row = max(0, min(row, len(self.lines) - 1))
        self.column = max(0, min(column, len(self.weeks) - 1))
        self._into_view()
        self.refresh()
        if before != (self.row, self.column):
            self._tell()

    def _tell(self) -> None:
        if (found := self.at_cursor) is not None:
            self.post_message(self.Moved(self, found[0], found[1], found[2].orders))

    def on_click(self, event: events.Click) -> None:
        """Go to a cell; a second click opens it."""
        offset = event.get_content_offset(self)
        if offset is None or not 1 <= offset.y <= self._rows_shown or offset.x <= self._heads:
            return
        row = self._first_row + offset.y - 1
        column = self._first_week + (offset.x - self._heads - 1) // _CELL
        if row < len(self.lines) and column < len(self.weeks):
            self._come_to(row, column)
            if event.chain > 1:
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go to the work centre below."""
        event.stop()
        self._come_to(self.row + 1, self.column)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go to the work centre above."""
        event.stop()
        self._come_to(self.row - 1, self.column)
