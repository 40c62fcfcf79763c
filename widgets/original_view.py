"""The original of an order as it came: the text of a mail, or the rows of a sheet, to be read beside the form (I2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from data.words import N_, _, current_language
from widgets.cells import Line, Part, Tone, crop, fit, harmless, line_width, width_of, wrap
from widgets.selecting import Selectable, Span

_LONGEST_TEXT = 100_000
"""Characters of a text that are shown; more than this is no order but a book."""
_MEASURED = 300
"""Rows of a sheet by which the widths of its columns are measured."""
_NARROWEST, _WIDEST = 4, 36
_MOST_COLUMNS = 200
_LONGEST_COPIED = 2_000
"""Characters of one cell that are copied at the most."""
_BETWEEN = "  "
_TITLE = -1
"""The number of the title among the lines that can be selected."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file: its name, its rows as texts, and what is said of some of them.

    Attributes:
        name: of the sheet; "" for a text table.
        rows: the cells as they stand in the file.
        notes: row (1 is the first) → what is wrong with it, in the language that is spoken.
        read: rows that became lines of the order.
    """

    name: str
    rows: Sequence[Sequence[str]]
    notes: Mapping[int, str] = field(default_factory=dict)
    read: frozenset[int] = frozenset()


class OriginalView(Selectable, can_focus=True):
    """An original, scrolled by keys and mouse, and copied; its title is the line before the first."""

    VIEW = Binding.Group(N_("Original"), compact=True)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "roll(1, 0)", N_("Down"), show=False, id="original.down",
                tooltip=N_("Scroll down"), group=VIEW),
        Binding("up,k", "roll(-1, 0)", N_("Up"), show=False, id="original.up", tooltip=N_("Scroll up"), group=VIEW),
        Binding("right", "roll(0, 8)", N_("Right"), show=False, id="original.right",
                tooltip=N_("Scroll right"), group=VIEW),
        Binding("left", "roll(0, -8)", N_("Left"), show=False, id="original.left",
                tooltip=N_("Scroll left"), group=VIEW),
        Binding("pagedown", "leaf(1)", N_("Page down"), show=False, id="original.page_down",
                tooltip=N_("Scroll down by a page"), group=VIEW),
        Binding("pageup", "leaf(-1)", N_("Page up"), show=False, id="original.page_up",
                tooltip=N_("Scroll up by a page"), group=VIEW),
        Binding("home,ctrl+home", "edge(False)", N_("First"), show=False, id="original.first",
                tooltip=N_("Scroll to the beginning"), group=VIEW),
        Binding("end,ctrl+end", "edge(True)", N_("Last"), show=False, id="original.last",
                tooltip=N_("Scroll to the end"), group=VIEW),
        Binding("ctrl+pagedown,greater_than_sign", "sheet(1)", N_("Next sheet"), show=False, id="original.next_sheet",
                tooltip=N_("Show the next sheet"), group=VIEW),
        Binding("ctrl+pageup,less_than_sign", "sheet(-1)", N_("Sheet before"), show=False, id="original.sheet_before",
                tooltip=N_("Show the sheet before"), group=VIEW),
        Binding("enter", "next_note", N_("Next remark"), show=False, id="original.next_note",
                tooltip=N_("Go to the next row that has a remark"), group=VIEW),
    ]  # fmt: skip

    DEFAULT_CSS = """
    OriginalView { height: 1fr; scrollbar-gutter: stable; }
    """

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Make an empty view; `empty` is what it says while there is no original."""
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self._title = ""
        self._text: str | None = None
        self._left_out = 0
        self._sheets: tuple[Sheet, ...] = ()
        self._sheet = 0
        self._marked = 0
        self._widths: tuple[int, ...] = ()
        self._lines: list[str] = []
        self._wrapped: tuple[int, str] | None = None

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Show that there is no original."""
        self._take("", None, ())

    def show_text(self, title: str, text: str) -> None:
        """Show a text, such as that of a mail."""
        self._take(title, text, ())

    def show_sheets(self, title: str, sheets: Sequence[Sheet]) -> None:
        """Show the sheets of a file, one at a time."""
        self._take(title, None, tuple(sheets))

    def go_to_row(self, row: int, sheet: str = "") -> None:
        """Bring a row of a sheet (1 is the first) into view and set it off."""
        names = [one.name for one in self._sheets]
        if sheet in names and names.index(sheet) != self._sheet:
            self._turn_to(names.index(sheet))
        self._marked = row
        top = round(self.scroll_y)
        if not top < row < top + self.space.height - 1:
            self.roll_to(y=max(0, row - self.space.height // 2))
        self.refresh()

    def _take(self, title: str, text: str | None, sheets: tuple[Sheet, ...]) -> None:
        self._title = harmless(title, 200)
        self._text = text if text is None or len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT]
        self._left_out = 0 if text is None else len(text) - len(self._text or "")
        self._sheets = sheets
        self._wrapped = None
        self._turn_to(0)

    def _turn_to(self, sheet: int) -> None:
        self._sheet = sheet
        self._marked = 0
        self._widths = _measure(self._sheets[sheet].rows) if self._sheets else ()
        self.forget_selection()
        self._fit()
        self.roll_to(x=0, y=0)
        self.refresh()

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is shown."""
        return self._sheets[self._sheet] if self._sheets else None

    # --- painting ------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        if not self.is_attached:
            return
        width = self.space.width
        sheet = self.sheet
        if sheet is not None:
            whole = self._gutter + sum(self._widths) + 2 * len(self._widths)
            foot = 1 if sheet.notes else 0
            self.virtual_size = Size(max(width, whole), len(sheet.rows) + 1 + foot)
        else:
            self.virtual_size = Size(width, len(self._text_lines()) + 1)

    def on_resize(self) -> None:
        """Wrap a text to the new width."""
        before = self._lines
        self._fit()
        if self._lines is not before:
            self.forget_selection()

    def _text_lines(self) -> list[str]:
        width = self.space.width
        key = (width, current_language())
        if self._wrapped != key:
            self._wrapped = key
            self._lines = wrap(self._text, width) if self._text else []
            if self._left_out:
                self._lines += ["", *wrap(_("… {number} characters more").format(number=f"{self._left_out:,}"), width)]
        return self._lines

    @property
    def _gutter(self) -> int:
        """Cells of the row numbers and of the mark beside them."""
        sheet = self.sheet
        return len(str(len(sheet.rows))) + 3 if sheet is not None else 0

    def render_line(self, y: int) -> Strip:
        """Return one line: the title, then a line of the text or a row of the sheet."""
        width = self.space.width
        if self._text is None and not self._sheets:
            said = wrap(self.empty, max(2, width - 2)) if self.empty else []
            return self.paint((Part(" "), Part(said[y], Tone.MUTED)) if y < len(said) else (), width)
        if y == 0:
            head = self.paint(self._head(), width, base=self.get_component_rich_style("painted--header"))
            return self.selectable(head, _TITLE)
        place = self._place(y)
        sheet = self.sheet
        if sheet is not None and sheet.notes and y == self.space.height - 1:
            note = self.paint(self._note(sheet), width, base=self.get_component_rich_style("painted--header"))
            return self.selectable(note, len(sheet.rows))
        if sheet is None:
            lines = self._text_lines()
            return self.selectable(self.paint((Part(lines[place]),) if place < len(lines) else (), width), place)
        row = self._row(sheet, place, width) if place < len(sheet.rows) else Strip.blank(width, self.ground)
        return self.selectable(row, place, margin=self._gutter, start=round(self.scroll_x))

    def _place(self, y: int) -> int:
        """Return which line, or which row from 0 on, stands in a line of the screen."""
        return round(self.scroll_y) + y - 1

    def _head(self) -> Line:
        sheet = self.sheet
        if sheet is None:
            return (Part(f" {self._title}"),)
        parts = [self._title]
        if len(self._sheets) > 1 or sheet.name:
            parts.append(f"{harmless(sheet.name, 40)} {self._sheet + 1}/{len(self._sheets)}")
        parts.append(_("{number} rows").format(number=f"{len(sheet.rows):,}"))
        if sheet.notes:
            parts.append(_("▲ {number} with a remark").format(number=len(sheet.notes)))
        return (Part(" " + " · ".join(part for part in parts if part.strip())),)

    def _note(self, sheet: Sheet) -> Line:
        """Return the remark on the row that is set off, or how to come to one."""
        if self._marked not in sheet.notes:
            return (Part(_(" enter: to the first remark"), Tone.MUTED),)
        at = sorted(sheet.notes).index(self._marked) + 1
        place = _("{at} of {number}, row {row}").format(at=at, number=len(sheet.notes), row=self._marked)
        return (Part(f" ▲ {place}: {harmless(sheet.notes[self._marked], 500)}"),)

    def _row(self, sheet: Sheet, place: int, width: int) -> Strip:
        number = place + 1
        note = sheet.notes.get(number)
        sign, tone = ("▲", Tone.BAD) if note else ("✔", Tone.GOOD) if number in sheet.read else (" ", Tone.MUTED)
        head: Line = (Part(f"{number:>{self._gutter - 3}} ", Tone.MUTED), Part(f"{sign} ", tone))
        base = self.cursor_style() if number == self._marked else None
        inside = crop(self._cells(sheet, place), round(self.scroll_x), max(0, width - self._gutter))
        return self.paint((*head, *inside), width, base=base)

    def _cells(self, sheet: Sheet, place: int) -> Line:
        """Return the cells of a row, each as wide as its column."""
        row = sheet.rows[place]
        texts = (row[column] if column < len(row) else "" for column in range(len(self._widths)))
        return tuple(
            Part(fit(text, cells, right=_is_figure(text)) + _BETWEEN)
            for text, cells in zip(texts, self._widths, strict=True)
        )

    # --- selecting -----------------------------------------------------------------------------------------------

    def text_of(self, line: int) -> str:
        """Return what stands in the title, in a line or in a row."""
        sheet = self.sheet
        if line == _TITLE:
            parts = self._head()
        elif sheet is None:
            parts = (Part(self._text_lines()[line]),) if line < len(self._text_lines()) else ()
        elif line < len(sheet.rows):
            parts = self._cells(sheet, line)
        else:
            parts = self._note(sheet) if line == len(sheet.rows) and sheet.notes else ()
        return "".join(part.text for part in parts)

    def lines_of_text(self) -> range:
        """Return the numbers of the lines: the title, the text or the rows, the remark at the foot."""
        sheet = self.sheet
        return range(_TITLE, len(sheet.rows) + 1 if sheet is not None else len(self._text_lines()))

    def copied(self, line: int, span: Span) -> str:
        """Return what is copied of a line; columns are set off by tabs, and one that is in whole is copied whole."""
        sheet = self.sheet
        if sheet is None or not 0 <= line < len(sheet.rows):
            return super().copied(line, span).strip()
        found: list[str] = []
        at = 0
        row = sheet.rows[line]
        for column, part in enumerate(self._cells(sheet, line)):
            end = at + line_width((part,)) - len(_BETWEEN)
            if span.start <= at and end <= span.end:
                found.append(harmless(row[column] if column < len(row) else "", _LONGEST_COPIED).strip())
            elif span.start < end and at < span.end:
                found.append(super().copied(line, Span(max(at, span.start), min(end, span.end))).strip())
            at = end + len(_BETWEEN)
        return "\t".join(found)

    def on_click(self, event: events.Click) -> None:
        """Select the word at the second click, its line at the third."""
        event.prevent_default()  # Textual selects everything at a second click
        offset = event.get_content_offset(self)
        if offset is None or (self._text is None and not self._sheets):
            return
        sheet = self.sheet
        foot = sheet is not None and bool(sheet.notes) and offset.y == self.space.height - 1
        if offset.y == 0 or sheet is None or foot:
            line = _TITLE if offset.y == 0 else len(sheet.rows) if sheet and foot else self._place(offset.y)
            self.select_clicked(event, line, offset.x)
        else:
            self.select_clicked(event, self._place(offset.y), offset.x - self._gutter + round(self.scroll_x))

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_roll(self, down: int, right: int) -> None:
        """Scroll by some lines and cells."""
        self.scroll_relative(x=right, y=down, animate=False)

    def action_leaf(self, by: int) -> None:
        """Scroll by a page."""
        self.scroll_relative(y=by * max(1, self.space.height - 2), animate=False)

    def action_edge(self, last: bool) -> None:
        """Scroll to the beginning or the end."""
        self.roll_to(y=self.max_scroll_y if last else 0)

    def action_sheet(self, by: int) -> None:
        """Show another sheet."""
        if self._sheets:
            self._turn_to((self._sheet + by) % len(self._sheets))

    def action_next_note(self) -> None:
        """Go to the next row that has a remark, from the top again after the last."""
        sheet = self.sheet
        if sheet is not None and sheet.notes:
            rows = sorted(sheet.notes)
            self.go_to_row(next((row for row in rows if row > self._marked), rows[0]))


def _measure(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return the widths of columns by what stands in the first rows."""
    count = min(_MOST_COLUMNS, max((len(row) for row in rows[:_MEASURED]), default=0))
    widths = [_NARROWEST] * count
    for row in rows[:_MEASURED]:
        for column, text in enumerate(row[:count]):
            widths[column] = min(_WIDEST, max(widths[column], width_of(harmless(text, _WIDEST))))
    return tuple(widths)


def _is_figure(text: str) -> bool:
    return bool(text) and text.replace(",", "").replace(".", "", 1).lstrip("-").isdecimal()
