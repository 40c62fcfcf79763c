"""The painted part of the line grid: cells, their marks, and where the cursor is."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from data.words import N_, _
from data.words.formats import format_amount
from widgets.cells import Line, Part, Tone, fit
from widgets.form_values import Typing
from widgets.line_model import LineModel
from widgets.painted import Painted

TOTAL = "total"
"""The column that is worked out; nobody types there."""

_HEAD = 7
"""Cells before the first column: the mark of the line, its number, the mark of what is wrong."""
_GAP = 1


_NARROWEST = 4
"""A column that is alone on a narrow terminal is cut, but not below this."""
_FIRST = 11
"""The columns up to the note, which are shown together where there is room."""


class GridColumn(NamedTuple):
    """A column of the grid: its field, its title marked with `N_`, its width in cells, whether it holds figures."""

    field: str
    title: str
    width: int
    right: bool = False
    grows: bool = False


COLUMNS: Sequence[GridColumn] = (
    GridColumn("product_code", N_("Product"), 15),
    GridColumn("product_name", N_("Name"), 13, grows=True),
    GridColumn("specification", N_("Specification"), 13, grows=True),
    GridColumn("quantity", N_("Quantity"), 9, right=True),
    GridColumn("unit", N_("Unit"), 5),
    GridColumn("unit_price", N_("Price"), 10, right=True),
    GridColumn("discount_rate", N_("Discount"), 8, right=True),
    GridColumn("tax_rate", N_("Tax"), 6, right=True),
    GridColumn(TOTAL, N_("Total"), 12, right=True),
    GridColumn("requested_date", N_("Wanted"), 11),
    GridColumn("note", N_("Note"), 16, grows=True),
    GridColumn("customer_part_no", N_("Their part number"), 18),
    GridColumn("drawing_no", N_("Drawing"), 14),
    GridColumn("revision", N_("Revision"), 8),
    GridColumn("promised_date", N_("Promised"), 11),
    GridColumn("stated_total", N_("Stated total"), 12, right=True),
    GridColumn("price_basis", N_("Price basis"), 11),
    GridColumn("second_quantity", N_("Second quantity"), 15, right=True),
    GridColumn("second_unit", N_("Second unit"), 11),
    GridColumn("job_no", N_("Job number"), 14),
)
"""The columns in their order: what is typed for every line first."""


class GridCanvas(Painted, can_focus=True):
    """The cells; keys are the grid's, which holds this."""

    DEFAULT_CSS = """
    GridCanvas { height: 1fr; overflow: hidden hidden; }
    """

    row: reactive[int] = reactive(0)
    """The line of the cursor; one after the last is where a new one begins."""
    column: reactive[int] = reactive(0)
    """The column of the cursor, of `COLUMNS`."""

    def __init__(self, model: LineModel, typing: Typing) -> None:
        super().__init__()
        self.model = model
        self.typing = typing
        self._top = 0
        self._left = 0

    @property
    def at(self) -> GridColumn:
        """The column of the cursor."""
        return COLUMNS[self.column]

    @property
    def closed(self) -> bool:
        """Whether nothing is typed into the cell of the cursor: a sum, or what is not for whoever types (P5)."""
        return self.at.field in (TOTAL, *self.typing.closed)

    def go(self, row: int, column: int) -> None:
        """Bring the cursor to a cell and into view."""
        self.row = max(0, min(row, len(self.model.rows)))
        self.column = max(0, min(column, len(COLUMNS) - 1))
        self.into_view()

    def into_view(self) -> None:
        """Let the cell of the cursor be seen."""
        rows = max(1, self.space.height - 1)
        self._top = max(self.row - rows + 1, min(self._top, self.row))
        self._left = min(self._left, self.column)
        while self._left < self.column and self.cell_region()[0] + self._width(self.column) > self.space.width:
            self._left += 1
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(self.space.width, self.space.height)
        self.into_view()

    def cell_region(self) -> tuple[int, int, int]:
        """Return where the cell of the cursor is: its first cell, its line, its width."""
        start = _HEAD + sum(self._width(column) + _GAP for column in range(self._left, self.column))
        return start, self.row - self._top + 1, self._width(self.column)

    def cell_at(self, x: int, y: int) -> tuple[int, int] | None:
        """Return row and column of the cell at an offset."""
        row = self._top + y - 1
        if y < 1 or row > len(self.model.rows):
            return None
        start = _HEAD
        for column in range(self._left, len(COLUMNS)):
            width = self._width(column)
            if start <= x < start + width + _GAP:
                return row, column
            start += width + _GAP
        return row, self.column

    def _width(self, column: int) -> int:
        """Return the width of a column; what is left of the line goes to those that grow."""
        one = COLUMNS[column]
        whole = _HEAD + sum(other.width + _GAP for other in COLUMNS[:_FIRST])
        spare = max(0, self.space.width - whole)
        return one.width + (min(spare // 3, 24) if one.grows else 0)

    # --- painting ------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Return the header, a line of the order, or the place of the next one."""
        width = self.space.width
        shown = self._shown(width)
        if y == 0:
            parts = [Part(" " * _HEAD)]
            for column, cells in shown:
                one = COLUMNS[column]
                parts.append(Part(fit(_(one.title), cells, right=one.right) + " " * _GAP))
            if len(shown) + self._left < len(COLUMNS):
                parts[-1] = Part(parts[-1].text[:-_GAP] + "›")
            return self.paint(tuple(parts), width, base=self.get_component_rich_style("painted--header"))
        row = self._top + y - 1
        if row > len(self.model.rows):
            return Strip.blank(width, self.ground)
        base = self.get_component_rich_style("painted--alternate") if row % 2 else None
        strips = [self.paint(self._head(row), _HEAD, base=None)]
        for column, cells in shown:
            here = row == self.row and column == self.column
            style = self.cursor_style() if here else base
            strips.append(self.paint((self._cell(row, column, cells),), cells, base=style))
            strips.append(Strip.blank(_GAP, base or self.ground))
        return Strip.join(strips).adjust_cell_length(width, base or self.ground)

    def _shown(self, width: int) -> list[tuple[int, int]]:
        """Return the columns that are in view, with their widths; the last one may be cut."""
        found: list[tuple[int, int]] = []
        start = _HEAD
        for column in range(self._left, len(COLUMNS)):
            cells = min(self._width(column), width - start - _GAP)
            if cells < self._width(column) and (found or cells < _NARROWEST):
                break
            found.append((column, cells))
            start += cells + _GAP
        return found

    def _head(self, row: int) -> Line:
        """Return the mark of a line (new, changed, taken out), its number, and the mark of what is wrong."""
        if row >= len(self.model.rows):
            return (Part(fit("+", _HEAD), Tone.MUTED),)
        line = self.model.rows[row]
        mark = "-" if line.removed else "+" if line.line_no is None else "*" if line.changed else " "
        number = line.line_no if line.line_no is not None else row + 1 if self.model.fresh else None
        wrong = any(self.model.problem(row, name, self.typing) is not None for name in line.cells)
        lacking = any(self.model.misses(row, column.field, self.typing) for column in COLUMNS)
        sign, tone = ("✘", Tone.BAD) if wrong else ("▲", Tone.BAD) if lacking else (" ", Tone.PLAIN)
        return (
            Part(mark, Tone.WARN),
            Part(fit(str(number or ""), 4, right=True), Tone.MUTED),
            Part(sign, tone),
            Part(" "),
        )

    def _cell(self, row: int, column: int, cells: int) -> Part:
        one = COLUMNS[column]
        if row >= len(self.model.rows):
            return Part(" " * cells)
        line = self.model.rows[row]
        if one.field == TOTAL:
            return Part(fit(self._total(row), cells, right=True), Tone.STRONG)
        text, tone = line.cell(one.field), Tone.PLAIN
        if line.removed:
            tone = Tone.MUTED
        elif self.model.problem(row, one.field, self.typing) is not None:
            text, tone = f"✘{text}", Tone.BAD
        elif not text.strip():
            text, tone = line.supplied(one.field)[0], Tone.MUTED
            if not text and self.model.misses(row, one.field, self.typing):
                text, tone = "▲", Tone.BAD
        elif one.field in self.typing.closed or (one.field in line.marks and one.field not in line.changed):
            tone = Tone.MUTED
        return Part(fit(text, cells, right=one.right), tone)

    def _total(self, row: int) -> str:
        """Return what a line comes to; a dash while that cannot be said."""
        line = self.model.rows[row]
        amounts = self.model.amounts(row, self.typing)
        priced = all(line.cell(name).strip() or line.supplied(name)[0] for name in ("quantity", "unit_price"))
        if line.empty or line.removed:
            return ""
        if amounts is None or not self.typing.currency or not (priced or line.cell("stated_total").strip()):
            return "–"
        return format_amount(amounts.total, self.typing.currency)

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002 - Textual's signature
        """Keep characters from the keys of the room: whoever types here means the cell."""
        return character is not None and character.isprintable()
