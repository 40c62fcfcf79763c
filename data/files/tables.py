"""Finds the table in a sheet: the header row, the rows of data, and what stands around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from data.drafts import Problem, Subject, Where
from data.errors import Unreadable
from data.files import asides, headers
from data.files.columns import Columns, assign, hints_of, normal, unit_of
from data.files.fields import CONTENT_FIELDS, KEY_FIELDS, SPECS, Kind, Level
from data.files.grids import Cell, Grid
from data.files.headers import SEARCHED_ROWS, Header
from data.files.labels import Fact, facts
from data.files.texts import rejoined
from data.files.values import is_nothing, text_of

_TELLING_APART = (*KEY_FIELDS, "customer_code", "customer_name", "ordered_on")
"""What stands above the lines of a form and differs from the form above it where it is another order."""

_FEW_UNSAID = 5
"""So many lines without a quantity may be forgotten ones; in a list of everything on offer there are more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data.

    Attributes:
        number: its number in the sheet (1 is the first).
        cells: its cells, as many as there are columns.
        block: which of the forms that stand below each other in the sheet it belongs to.
        other_header: the number of a row above it that names other columns than the table has; 0 for none.
        below: texts that go on with its description in the rows below it.
    """

    number: int
    cells: tuple[Cell, ...]
    block: int = 0
    other_header: int = 0
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet.

    Attributes:
        grid: the sheet.
        columns: the recognised columns.
        header: the number of the header row.
        rows: the rows of data: neither blank nor totals, footers or a repeated header.
        second: units that a second header row names, by column.
        blocks: for each form in the sheet (mostly one) what stands above and below its lines, by field.
        problems: remarks on the file, such as other sheets that were left out.
    """

    grid: Grid
    columns: Columns
    header: int
    rows: tuple[Row, ...]
    second: Mapping[int, str] = field(default_factory=dict)
    blocks: tuple[Mapping[str, Fact], ...] = ()
    problems: tuple[Problem, ...] = ()


def find(name: str, grids: Sequence[Grid], subject: Subject, mapping: Mapping[str, str]) -> Table:
    """Return the table of the sheet that fits the subject best.

    Raises:
        Unreadable: `no_header`, `no_rows`, or `bad_mapping` where no heading of the mapping is in the file.
    """
    wanted = {normal(heading): heading for heading in mapping}
    named = [(grid, header) for grid in grids if (header := headers.find(grid, subject, wanted)) is not None]
    if not named:
        if mapping:
            raise Unreadable(name, "bad_mapping", ", ".join(mapping))
        raise Unreadable(name, "no_header")
    tables = [
        (not grid.hidden, bool(table.rows), header.score, len(table.rows), -place, table)
        for place, (grid, header) in enumerate(named)
        for table in (_table(name, grid, header, subject, mapping, wanted),)
    ]
    best = max(tables, key=lambda each: each[:5])[5]
    if not best.rows:
        raise Unreadable(name, "no_rows")
    problems = [
        Problem(Where(name, grid.sheet), "", "sheet_left_out", grid.sheet, fatal=False)
        for grid in grids
        if grid is not best.grid
    ]
    found = {normal(heading) for heading in best.columns.headings}
    problems += [
        Problem(
            Where(name, best.grid.sheet, best.header, heading), mapping[heading], "bad_mapping", heading, fatal=False
        )
        for key, heading in wanted.items()
        if key not in found
    ]
    problems += [
        Problem(Where(name, best.grid.sheet, row), "", "unclosed_quote", fatal=False) for row in best.grid.unclosed
    ]
    return replace(best, problems=(*best.problems, *problems))


def _table(
    name: str, grid: Grid, header: Header, subject: Subject, mapping: Mapping[str, str], wanted: Mapping[str, str]
) -> Table:
    by_heading = {
        heading: mapping[wanted[normal(heading)]]
        for heading in header.headings
        if heading and normal(heading) in wanted
    }
    headings = _trimmed(header.headings, grid, header.last)
    columns = assign(subject, headings, by_heading, _counting(grid, header), _blank(headings, grid, header.last))
    found = _Body(grid, header, columns, subject)
    found.read()
    around: list[Mapping[str, Fact]] = [{}]
    if subject is Subject.ORDERS and not columns.own:
        around = [
            {name: fact for name, fact in facts(rows).items() if not _has_column(columns, name)}
            for rows in found.beside
        ]
    rows, unsaid = _asked_for(found.rows, columns, subject)
    problems = [
        Problem(Where(name, grid.sheet, number), "note", "kept_as_note", text, fatal=False)
        for number, text in found.joined
    ]
    if unsaid:
        where = Where(name, grid.sheet, unsaid[0].number)
        problems.append(Problem(where, "quantity", "nothing_ordered", str(len(unsaid)), fatal=False))
    columns = replace(columns, hints=found.hints)
    return Table(grid, columns, header.last + 1, rows, found.units, tuple(around), tuple(problems))


def _counting(grid: Grid, header: Header) -> set[int]:
    """Return the columns that count the rows from 1 or 10 on, perhaps anew for each order."""
    rows = grid.rows[header.last + 1 : header.last + 1 + SEARCHED_ROWS]
    counting = set()
    for column in range(len(header.headings)):
        texts = [text_of(row[column]).strip() for row in rows if column < len(row)]
        numbers = [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < len(str(10**6))]
        filled = sum(bool(text) for text in texts)
        steps = pairwise(numbers)
        first = numbers[0] if numbers else 0
        if first in {1, 10} and len(numbers) * 2 > filled and all(one < two or two == first for one, two in steps):
            counting.add(column)
    return counting


def _blank(headings: Sequence[str], grid: Grid, last: int) -> set[int]:
    """Return the columns with a heading and nothing below it."""
    blank = {column for column, heading in enumerate(headings) if heading}
    for row in grid.rows[last + 1 :]:
        blank -= {column for column in blank if column < len(row) and not is_nothing(row[column])}
        if not blank:
            break
    return blank


def _has_column(columns: Columns, name: str) -> bool:
    bare = name.removeprefix("order_")
    if bare == "note":
        return name in columns.fields
    return any(each in columns.fields for each in (name, bare))


def _trimmed(headings: Sequence[str], grid: Grid, last: int) -> list[str]:
    """Return the headings, with empty ones for columns that have cells but no heading."""
    width = max((len(row) for row in grid.rows[last : last + SEARCHED_ROWS]), default=0)
    shown = [*headings, *[""] * (width - len(headings))]
    while (
        shown
        and not shown[-1]
        and not any(len(row) >= len(shown) and row[len(shown) - 1] != "" for row in grid.rows[last + 1 :])
    ):
        shown.pop()
    return shown


def _asked_for(rows: Sequence[Row], columns: Columns, subject: Subject) -> tuple[tuple[Row, ...], list[Row]]:
    """Take out the lines of an order form on which the customer has filled in no quantity.

    Only where the sheet is one order and most of its lines are such: else a quantity was forgotten.
    """
    counted = columns.of("quantity")
    keys = [*KEY_FIELDS, "customer_code", "customer_name", "line_total_gross", "line_total_net"]
    if subject is not Subject.ORDERS or columns.own or not counted or any(columns.of(name) for name in keys):
        return tuple(rows), []
    unsaid = [row for row in rows if all(is_nothing(row.cells[place]) or row.cells[place] == 0 for place in counted)]
    if len(unsaid) < _FEW_UNSAID or not len(rows) / 2 < len(unsaid) < len(rows):
        return tuple(rows), []
    left_out = {row.number for row in unsaid}
    return tuple(row for row in rows if row.number not in left_out), unsaid


class _Body:
    """What stands below a header: rows of data, and beside them, form by form, titles, totals and footers."""

    def __init__(self, grid: Grid, header: Header, columns: Columns, subject: Subject) -> None:
        self.grid = grid
        self.header = header
        self.columns = columns
        self.subject = subject
        self.hints = dict(columns.hints)
        self.units: dict[int, str] = {}
        self.rows: list[Row] = []
        self.joined: list[tuple[int, str]] = []
        self.beside: list[list[tuple[int, Sequence[Cell]]]] = [
            [(number, cells) for number, cells in enumerate(grid.rows[: header.first], 1)]
        ]
        self._titles = sum(any(not is_nothing(cell) for cell in cells) for _, cells in self.beside[0])
        self._stated = {name: fact.cell for name, fact in facts(self.beside[0]).items()}
        self._pending: list[Row] = []
        self._since_total = 0
        self._other_header = 0
        self._sums = asides.Sums(columns)
        self._merged = _merged_down(grid, columns)

    def read(self) -> None:
        """Sort all rows below the header."""
        width = len(self.columns.headings)
        blank = [""] * width
        names = {column: normal(heading) for column, heading in enumerate(self.header.headings) if heading}
        content = _content_columns(self.columns, self.subject)
        named = max(names, default=-1) + 1
        begun = gap = False
        for number, given in enumerate(self.grid.rows[self.header.last + 1 :], self.header.last + 2):
            raw = rejoined(given, named) if self.grid.is_text and len(given) > named else given
            cells = tuple([*raw, *blank[len(raw) :]][:width]) if len(raw) != width else tuple(raw)
            if number in self._merged:
                cells = tuple(
                    self._merged[number].get(place, cell) if is_nothing(cell) else cell
                    for place, cell in enumerate(cells)
                )
            if not any(cells) and all(is_nothing(cell) for cell in cells):
                gap = True
                continue
            if headers.repeats(cells, names):
                self._begin_anew(number)
                self._other_header = 0
                begun = False
            elif self.columns.own:
                self.rows.append(Row(number, cells))
            elif not begun and headers.is_second_row(cells, self.subject):
                self._second_row(cells)
            elif begun and headers.is_other(cells, self.subject):
                self._other_header = number
            else:
                begun = True
                self._sort(Row(number, cells, len(self.beside) - 1, self._other_header), content, after_gap=gap)
            gap = False
        for row in self._pending:  # what follows the last row with content: footers, unless it has a key of its own
            keep = asides.says_anything(row.cells, self.columns) and not asides.is_footer(row.cells, self.columns)
            self._put(row, keep=keep)
        if len(self.rows) > 1 and not self.columns.own and self._is_sum(self.rows[-1], self.rows[:-1], fewest=1):
            self._put(self.rows.pop(), keep=False)

    def _second_row(self, cells: Sequence[Cell]) -> None:
        """Keep what a second header row says besides: `(USD)` under a price, `(PCS)` under a quantity."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and self.columns.fields[column]:
                self.hints[column] = self.hints.get(column, frozenset()) | hints_of(cell)
                unit = unit_of(cell)
                if unit:
                    self.units[column] = unit

    def _sort(self, row: Row, content: Sequence[int], *, after_gap: bool) -> None:
        if asides.is_total(row.cells, self.columns) or asides.is_remark(row.cells, self.columns):
            self._put(row, keep=False)
            self._since_total = len(self.rows)
            return
        if not any(not is_nothing(row.cells[column]) for column in content):
            self._pending.append(row)
            return
        if self._is_sum(row, self.rows, fewest=2):
            self._put(row, keep=False)
            self._since_total = len(self.rows)
            return
        if self.rows and not after_gap and not self._pending:
            words = asides.continues(row.cells, self.columns, self.rows[-1].cells)
            if words:
                self.joined.append((row.number, "; ".join(words)))
                self.rows[-1] = replace(self.rows[-1], below=(*self.rows[-1].below, *words))
                return
        if self._pending:
            keyed = any(not is_nothing(row.cells[place]) for name in KEY_FIELDS for place in self.columns.of(name))
            for each in self._pending:
                note = keyed and asides.is_note(each.cells)
                self._put(each, keep=asides.says_anything(each.cells, self.columns) and not note)
            self._pending = []
        self.rows.append(row)

    def _is_sum(self, row: Row, above: Sequence[Row], *, fewest: int) -> bool:
        """Tell whether a row without words sums the rows since the last total, or all of them."""
        if not self._sums.may_be(row.cells):
            return False
        parts = [above[since:] for since in {self._since_total, 0}]
        return any(
            len(part) >= fewest and self._sums.is_sum(row.cells, [each.cells for each in part]) for part in parts
        )

    def _put(self, row: Row, *, keep: bool) -> None:
        if keep:
            self.rows.append(row)
        else:
            self.beside[-1].append((row.number, row.cells))

    def _begin_anew(self, number: int) -> None:
        """Begin the next form or page at a repeated header: as many titles as stand above the first one are its own.

        A form that states another number, customer or date than the one above it is another order; a page goes on.
        """
        titles: list[tuple[int, Sequence[Cell]]] = []
        last_line = next((row.number for row in reversed(self.rows) if _counts(row.cells, self.columns)), 0)
        for above in range(number - 2, max(self.header.last, last_line - 1), -1):
            cells = self.grid.rows[above]
            if len(titles) < self._titles and any(not is_nothing(cell) for cell in cells):
                titles.insert(0, (above + 1, cells))
        first = titles[0][0] if titles else number
        while self.rows and self.rows[-1].number >= first:
            self.rows.pop()
        while len(self.beside[-1]) > 0 and self.beside[-1][-1][0] >= first:
            self.beside[-1].pop()
        for row in self._pending:
            if row.number < first:
                self._put(row, keep=False)
        self._pending = []
        self._since_total = len(self.rows)
        stated = facts(titles)
        if any(name in stated and stated[name].cell != self._stated.get(name) for name in _TELLING_APART):
            self.beside.append(titles)
            self._stated = {name: fact.cell for name, fact in stated.items()}
        else:
            self.beside[-1] += titles


def _counts(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row has a quantity that is a number or a text of figures."""
    return any(any(sign.isdecimal() for sign in text_of(cells[place])) for place in columns.of("quantity"))


def _merged_down(grid: Grid, columns: Columns) -> dict[int, dict[int, Cell]]:
    """Return the cells that stand for those below them in a merged area, by row number and column.

    Quantities, amounts and notes are left alone: a sum for several lines is not the sum of each.
    """
    single = {Kind.QUANTITY, Kind.COUNT, Kind.AMOUNT, Kind.SIGNED, Kind.FREE}
    specs = {name: spec for subject in SPECS.values() for name, spec in subject.items()}
    found: dict[int, dict[int, Cell]] = {}
    for first, column, last, _ in grid.merged:
        if last == first or column >= len(columns.fields) or first >= len(grid.rows):
            continue
        name = columns.fields[column]
        above = grid.rows[first]
        if not name or name == "line_no" or specs[name].kind in single or column >= len(above):
            continue
        for row in range(first + 1, last + 1):
            found.setdefault(row + 1, {})[column] = above[column]
    return found


def _content_columns(columns: Columns, subject: Subject) -> list[int]:
    """Return the columns of which one must say something for a row to be data."""
    if subject is not Subject.ORDERS:
        wanted = {"code", "name"}
    elif has_lines(columns):
        wanted = set(CONTENT_FIELDS)
    else:
        wanted = {*KEY_FIELDS, "customer_code", "customer_name"}
    found = [column for column, name in enumerate(columns.fields) if name in wanted]
    return found or [column for column, name in enumerate(columns.fields) if name]


def has_lines(columns: Columns) -> bool:
    """Tell whether a sheet of orders has columns that only lines have."""
    specs = SPECS[Subject.ORDERS]
    return any(name and specs[name].level is Level.LINE for name in columns.fields)
