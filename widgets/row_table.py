"""The one table for all lists: it draws what is visible of a list of any length, and nothing moves under the cursor.

Rows come through a window over the source; each is known by its key, so that a selection and the marks of what was
changed by others survive scrolling and sorting.
"""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.reactive import reactive
from textual.strip import Strip

from data.errors import Refusal
from data.words import _
from widgets import table_messages as messages
from widgets.cells import Part, Tone, cut, fit, width_of, wrap
from widgets.columns import Column, Columns
from widgets.row_columns import GUTTER, RowColumns
from widgets.row_select import RowSelection
from widgets.table_keys import TABLE_BINDINGS
from widgets.window import RowSource

R = TypeVar("R")

_CURSOR, _SELECTED, _CHANGED = "›", "✓", "*"
_MOST_MARKED = 20_000
"""More changes than these are not marked one by one."""


class RowTable(RowSelection[R], RowColumns[R], Generic[R], can_focus=True):
    """A list of rows of one kind.

    A subclass says what a row's key is.
    """

    BINDINGS: ClassVar[list[BindingType]] = TABLE_BINDINGS

    DEFAULT_CSS = """
    RowTable { height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The place of the row on which the cursor is; 0 is the first."""

    Opened = messages.Opened
    Highlighted = messages.Highlighted
    SelectionChanged = messages.SelectionChanged
    TooManySelected = messages.TooManySelected
    SortAsked = messages.SortAsked
    ReloadAsked = messages.ReloadAsked
    ColumnsAsked = messages.ColumnsAsked
    ColumnsChanged = messages.ColumnsChanged
    Counted = messages.Counted
    NotListed = messages.NotListed
    Copied = messages.Copied
    ReadingRefused = messages.ReadingRefused

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty table; `empty` is what it says when the list has no rows."""
        super().__init__(id=id, classes=classes)
        self.columns = Columns(columns)
        self.empty = empty
        self.changed: set[str] = set()
        self.gone: set[str] = set()
        self._told: Any = None
        self._forward = True

    def row_key(self, row: R) -> str:
        """Return the key of a row: what people name it by."""
        raise NotImplementedError

    # --- the list ------------------------------------------------------------------------------------------------

    def show(self, source: RowSource[R], *, sorted_by: str = "", descending: bool = False) -> None:
        """Show a list from its first row; the selection stays.

        Args:
            source: where its rows come from.
            sorted_by: by what it is sorted (`Column.sort`), for the mark in the header.
            descending: whether the largest comes first.
        """
        self.sorted_by, self.descending = sorted_by, descending
        self._forget_marks()
        self.begin(source, same_list=False)
        self.set_cursor(0)
        self.roll_to(y=0)
        self._measure()

    def reload(self, source: RowSource[R] | None = None) -> None:
        """Read the list anew, sorted as it is now; the cursor stays on its row, wherever that has come to."""
        now = source or self.source
        if now is None:
            return
        row = self.current
        self._forget_marks()
        self.begin(now, same_list=True)
        if row is not None:
            self.ask("stay", partial(now.find, self.row_key(row)), self.row_key(row))
        self.refresh()

    def mark_changed(self, numbers: Collection[str]) -> None:
        """Mark rows that somebody changed, and show them as they are now, in their places."""
        if len(self.changed) + len(numbers) > _MOST_MARKED:
            self.changed.clear()
        self.changed.update(list(numbers)[:_MOST_MARKED])
        here = [self.row_key(row) for _place, row in self.window.items() if self.row_key(row) in self.changed]
        if here and self.source is not None:
            self.ask("again", partial(self.source.named, here), frozenset(here))
        self.refresh()

    def go_to(self, number: str) -> None:
        """Bring the cursor to a row; `NotListed` says that the list does not have it."""
        if self.source is not None:
            self.ask("find", partial(self.source.find, number), number)

    @property
    def current(self) -> R | None:
        """The row on which the cursor is, if it is at hand."""
        return self.window.get(self.cursor)

    @property
    def rows_shown(self) -> int:
        """How many rows a page of the screen has."""
        return max(1, self.space.height - 1)

    def set_cursor(self, place: int) -> None:
        """Bring the cursor to a place of the list and into view."""
        self._forward = place >= self.cursor
        self.cursor = max(0, min(place, (self.total or 1) - 1))
        top = round(self.scroll_y)
        if self.cursor < top:
            self.roll_to(y=self.cursor)
        elif self.cursor >= top + self.rows_shown:
            self.roll_to(y=self.cursor - self.rows_shown + 1)
        self.try_again()
        self._tell()

    def watch_cursor(self, before: int, after: int) -> None:
        """Paint the two lines anew that the cursor left and came to."""
        for place in (before, after):
            self.refresh_row(place - round(self.scroll_y) + 1)

    def _tell(self) -> None:
        """Say which row the cursor is on, once for each."""
        row = self.current
        if row != self._told:
            self._told = row
            self.post_message(messages.Highlighted(self, row))

    def _forget_marks(self) -> None:
        self.changed.clear()
        self.gone.clear()

    # --- answers of the source -----------------------------------------------------------------------------------

    def looked_at(self) -> tuple[int, int]:
        """Return the places that are visible."""
        top = round(self.scroll_y)
        return top, top + self.rows_shown - 1

    def ahead(self) -> int:
        """Return the place half a page beyond what is visible, in the direction of the last move."""
        first, last = self.looked_at()
        return last + self.window.page // 2 if self._forward else max(0, first - self.window.page // 2)

    def rows_came(self, first: int, count: int) -> None:
        """Paint what came."""
        top, last = self.looked_at()
        if first <= last and first + count > top:
            self.refresh()
        self._tell()

    def total_came(self) -> None:
        """Let the list be as long as it is."""
        total = self.total or 0
        self._measure()
        self.cursor = max(0, min(self.cursor, total - 1))
        self.post_message(messages.Counted(self, total))
        self._tell()
        self.refresh()

    def refused(self, refusal: Refusal) -> None:
        """Hand a refusal on to the room."""
        self.post_message(messages.ReadingRefused(self, refusal))

    def answered(self, what: str, value: Any, about: Any) -> None:
        """Take up the answer to a question of the table's own."""
        match what:
            case "again":
                self.window.replace(value, self.row_key)
                self.gone |= about - {self.row_key(row) for row in value}
                self._tell()
                self.refresh()
            case "find" if value is None:
                self.post_message(messages.NotListed(self, about))
            case "find" | "stay":
                self._come_to(value)
            case _:
                self.selection_answered(what, value, about)

    def _come_to(self, place: int | None) -> None:
        """Bring the cursor to where a row was found, without a jump where it is in view already."""
        if place is None:
            return
        self.total = max(self.total or 0, place + 1)
        self._measure()
        first, last = self.looked_at()
        if not first <= place <= last:
            self.roll_to(y=max(0, place - self.rows_shown // 2))
        self.set_cursor(place)
        self.read_on()

    # --- measuring -----------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay the columns out anew and read what has come into view."""
        self._measure()
        self.set_cursor(self.cursor)
        self.read_on()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what has come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._forward = new_value >= old_value
        self.read_on()

    # --- painting ------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Return one line: the header, a row, or what is said of an empty list."""
        width = self.space.width
        if y == 0:
            return self._header(width)
        if self.total == 0:
            return self._said(y - 1, width)
        place = round(self.scroll_y) + y - 1
        if self.total is not None and place >= self.total:
            return Strip.blank(width, self.ground)
        return self._row(place, width)

    def _header(self, width: int) -> Strip:
        style = self.get_component_rich_style("painted--header")
        chosen = self.get_component_rich_style("painted--chosen")
        gone_to = self._column if self.has_focus else ""
        segments = [Segment(" " * GUTTER, style)]
        at = GUTTER
        more = f" +{self._folded}" if self._folded and at < width else ""
        for column, start, whole in self._placed:
            cells = max(1, min(whole, width - len(more) - start))  # how many columns are folded away stands behind all
            sign = ("↓" if self.descending else "↑") if column.sort and column.sort == self.sorted_by else ""
            title = fit(_(column.title), max(1, cells - width_of(sign)), right=column.right)
            title = sign + title if column.right else title.rstrip() + sign
            segments.append(Segment(" " * (start - at), style))
            shown = fit(title, cells, right=column.right)
            segments.append(Segment(shown, chosen if column.id == gone_to else style))
            at = start + cells
        strip = Strip(segments).adjust_cell_length(width - len(more), style)
        return strip + Strip([Segment(more, style)]) if more else strip

    def _row(self, place: int, width: int) -> Strip:
        row = self.window.get(place)
        here = place == self.cursor
        base = self.ground
        if here:
            base = self.cursor_style()
        elif place % 2:
            base = self.get_component_rich_style("painted--alternate")
        if row is None or not self._placed:
            return Strip([Segment(_CURSOR if here else " ", base), Segment(" …".ljust(width - 1), base)], width)
        key = self.row_key(row)
        marks = (_CURSOR if here else " ") + (_SELECTED if key in self.selected else " ")
        marks += ("×" if key in self.gone else _CHANGED) if key in self.changed else " "
        segments = [Segment(marks, base if marks.isspace() else base + self._emphasis(here=here))]
        ends = [placed.start for placed in self._placed[1:]] + [width]
        for (column, start, cells), end in zip(self._placed, ends, strict=True):
            # What is between two columns belongs to the first: half as many pieces for the terminal.
            segments.append(self._cell(column, row, cells, base, end - start - cells, here=here))
        # Every piece has the width that it was fitted to, so the strip need not be measured.
        return Strip(segments, width) if width > GUTTER else Strip(segments).crop(0, width)

    def _emphasis(self, *, here: bool) -> Style:
        return Style(bold=True) if here else self.tone(Tone.HEADING)

    def _cell(self, column: Column[R], row: R, cells: int, base: Style, gap: int, *, here: bool) -> Segment:
        value = column.cell(row)
        style = base
        if isinstance(value, Part):
            text = value.text
            if value.tone is not Tone.PLAIN:
                own = self.tone(value.tone)
                style = base + (Style(bold=own.bold) if here else own)
        elif isinstance(value, Text):
            text = value.plain
            style = base if here or isinstance(value.style, str) else base + value.style
        else:
            text = value
        return Segment(fit(text, cells, right=column.right) + " " * gap, style)

    def _said(self, line: int, width: int) -> Strip:
        """Return a line of what an empty list says, in the middle of the table."""
        lines = wrap(self.empty, max(2, width - 4)) if self.empty else []
        number = line - max(0, (self.rows_shown - len(lines)) // 2)
        text = cut(lines[number], width) if 0 <= number < len(lines) else ""
        before = " " * ((width - width_of(text)) // 2)
        return self.paint((Part(before), Part(text, Tone.MUTED)), width)

    # --- keys and mouse ------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Open the row of the cursor."""
        row = self.current
        if row is not None:
            self.post_message(messages.Opened(self, self.row_key(row)))

    def action_move(self, by: int, select: bool = False) -> None:
        """Move the cursor by some rows."""
        self._moved(self.cursor + by, select=select)

    def action_page(self, pages: int, select: bool = False) -> None:
        """Move the cursor by pages of the screen."""
        self._moved(self.cursor + pages * max(1, self.rows_shown - 1), select=select)

    def action_edge(self, last: bool, select: bool = False) -> None:
        """Move the cursor to the first or the last row."""
        self._moved((self.total or 1) - 1 if last else 0, select=select)

    def _moved(self, place: int, *, select: bool) -> None:
        before = self.cursor
        self.set_cursor(place)
        self.range_moved(before, self.cursor, select=select)

    def action_reload(self) -> None:
        """Ask the room to read and sort the list anew."""
        self.post_message(messages.ReloadAsked(self))

    def on_click(self, event: events.Click) -> None:
        """Sort by a heading; go to a row, select it with ctrl, open it by a second click."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        if offset.y == 0:
            for column, start, cells in self._placed:
                if start <= offset.x < start + cells:
                    self.ask_sort(column.id)
            return
        place = round(self.scroll_y) + offset.y - 1
        if self.total is None or place >= self.total:
            return
        self.set_cursor(place)
        if event.ctrl or offset.x < GUTTER:
            self.toggle_row(place)
        elif event.chain > 1:
            self.action_open()
