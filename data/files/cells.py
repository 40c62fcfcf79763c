"""A table's columns read into values: what records and orders are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from data.drafts import DERIVED_COLUMNS, Problem, RefusedRow, Subject, Where
from data.files import dates, pricing, proofs, values
from data.files.fields import EXTRA_PREFIXES, REASON, SPECS, Kind, Level
from data.files.grids import Cell
from data.files.numbers import of_float, of_text, writes_commas
from data.files.tables import Table
from data.files.values import Column, Context, Value, is_nothing, text_of

_DATES = frozenset({Kind.DATE, Kind.MOMENT})
_NUMBERS = frozenset({Kind.QUANTITY, Kind.COUNT, Kind.PRICE, Kind.AMOUNT, Kind.SIGNED})


@dataclass(slots=True)
class Body:
    """The rows of a table, read.

    Attributes:
        file: the file's name.
        table: the table.
        subject: what it holds.
        columns: the values by field; of several columns that fill one field together, the joined ones.
        places: the column of each field (the first of several).
        extras: columns without a field: heading and texts, one per row.
        problems: for each row, by place, what is wrong with it.
        remarks: what concerns whole columns.
    """

    file: str
    table: Table
    subject: Subject
    columns: dict[str, Column] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    extras: list[tuple[str, list[str]]] = field(default_factory=list)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)

    def where(self, row: int | None, column: int | None = None) -> Where:
        """Return the place of a row (by its place among the rows) and of a column, as a person finds it."""
        heading = "" if column is None else self.table.columns.headings[column]
        number = None if row is None else self.table.rows[row].number
        return Where(self.file, self.table.grid.sheet, number, heading)

    def note(self, row: int, name: str, code: str, value: str = "", detail: str = "", *, fatal: bool = True) -> None:
        """Add a problem of a row."""
        where = self.where(row, self.places.get(name))
        self.problems.setdefault(row, []).append(Problem(where, name, code, value, detail, fatal))

    def note_faults(self, place: int, name: str, column: Column, cells: Sequence[Cell]) -> None:
        """Add the faults of a column's cells as problems of their rows."""
        for row, fault in column.faults.items():
            text = text_of(cells[row])[: values.MAX_TEXT]
            problem = Problem(self.where(row, place), name, fault.code, text, fault.detail, fault.fatal)
            self.problems.setdefault(row, []).append(problem)

    def is_refused(self, row: int) -> bool:
        """Tell whether a row has a fatal problem."""
        return any(problem.fatal for problem in self.problems.get(row, ()))

    def refused(self, row: int, order_key: str = "") -> RefusedRow:
        """Return the row as one that does not go in."""
        cells = tuple(text_of(cell) for cell in self.table.rows[row].cells)
        return RefusedRow(
            self.table.grid.sheet, self.table.rows[row].number, cells, tuple(self.problems[row]), order_key
        )

    def warnings(self) -> list[Problem]:
        """Return the remarks on columns and on rows that go in."""
        rows = [problem for row in sorted(self.problems) if not self.is_refused(row) for problem in self.problems[row]]
        return [*self.remarks, *rows]


def read(file: str, table: Table, subject: Subject, context: Context) -> Body:
    """Read all columns of a table."""
    table = _as_typed(table)
    body = Body(file, table, subject)
    specs = SPECS[subject]
    columns = [list(cells) for cells in zip(*(row.cells for row in table.rows), strict=True)]
    context = _informed(context, table, columns, subject)
    late = []
    for place, name in enumerate(table.columns.fields):
        heading = table.columns.headings[place]
        if not name:
            _keep_aside(body, place, columns[place], context)
            continue
        if specs[name].kind is Kind.DISCOUNT:
            late.append(place)
            continue
        _add(
            body,
            place,
            values.read(specs[name], columns[place], context, _hints(table, place), heading),
            columns[place],
        )
    proofs.settle(body, columns, context)
    for place in late:  # prices and totals may prove how a discount is meant
        spec = specs[table.columns.fields[place]]
        is_line = not context.own and spec.level is not Level.ORDER
        proof = pricing.discount_proof(body.columns, _bare(columns[place])) if is_line else None
        column = values.read(spec, columns[place], context, _hints(table, place), table.columns.headings[place], proof)
        _add(body, place, column, columns[place])
    _refuse_misplaced(body)
    for place, like in table.columns.guessed.items():
        heading = table.columns.headings[place]
        where = Where(file, table.grid.sheet, table.header, heading)
        body.remarks.append(Problem(where, table.columns.fields[place], "guessed_column", heading, like, fatal=False))
    return body


def _as_typed(table: Table) -> Table:
    """Return the table with the texts that programs wrapped for a spreadsheet's sake as they were meant."""
    if table.grid.is_text and (table.columns.own or REASON in table.columns.headings):  # the desk wrote the file
        rows = tuple(replace(row, cells=tuple(map(unescaped, row.cells))) for row in table.rows)
        table = replace(table, rows=rows)
    elif table.grid.is_text:
        table = replace(table, rows=tuple(replace(row, cells=tuple(map(_unwrapped, row.cells))) for row in table.rows))
    return table


def _refuse_misplaced(body: Body) -> None:
    """Refuse rows whose cells do not stand under the headings that they belong to."""
    table = body.table
    if table.grid.is_text and not table.columns.own:
        _refuse_overlong(body)
    for row, each in enumerate(table.rows):
        if each.other_header:
            body.problems[row] = []  # what its cells seem to say is said under other headings
            body.note(row, "", "other_columns", str(each.other_header))


def _informed(context: Context, table: Table, columns: Sequence[Sequence[Cell]], subject: Subject) -> Context:
    """Return the context with what one column shows of how the others are written."""
    if context.own:
        return context
    kinds = {place: SPECS[subject][name].kind for place, name in enumerate(table.columns.fields) if name}
    orders = {dates.order_of(columns[place], context.today) for place, kind in kinds.items() if kind in _DATES} - {""}
    written = {writes_commas(columns[place]) for place, kind in kinds.items() if kind in _NUMBERS}
    return replace(
        context,
        table_order=orders.pop() if len(orders) == 1 else "",
        european=True in written and False not in written,
    )


def _refuse_overlong(body: Body) -> None:
    """Refuse rows with more cells than there are headings: a comma in a number or a text has moved what follows it."""
    named = max((place for place, heading in enumerate(body.table.columns.headings) if heading), default=0) + 1
    rows = [row for row, each in enumerate(body.table.rows) if any(not is_nothing(cell) for cell in each.cells[named:])]
    if len(rows) * 2 > len(body.table.rows):
        return  # a column without a heading
    for row in rows:
        cell = next(cell for cell in reversed(body.table.rows[row].cells) if not is_nothing(cell))
        body.note(row, "", "too_many_cells", text_of(cell)[: values.MAX_TEXT])


def _letters(place: int) -> str:
    """Return a column as spreadsheets name it: A, B, … AA."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _keep_aside(body: Body, place: int, cells: Sequence[Cell], context: Context) -> None:
    """Keep a column that the desk has no field for under its heading, or under its letter if it has none."""
    heading = body.table.columns.headings[place]
    worked_out = context.own and heading in DERIVED_COLUMNS
    if heading and heading != REASON and not worked_out:
        body.extras.append((heading, _extra(cells, context)))
    elif not heading and not context.own and any(not is_nothing(cell) for cell in cells):
        body.extras.append((f"({_letters(place)})", _extra(cells, context)))


def _hints(table: Table, place: int) -> frozenset[str]:
    return table.columns.hints.get(place, frozenset())


def _bare(cells: Sequence[Cell]) -> list[Decimal | None]:
    """Return the numbers of a discount column that have neither a sign for per cent nor 折 behind them."""
    bare: list[Decimal | None] = []
    for cell in cells:
        if isinstance(cell, str):
            number = of_text(cell)
            bare.append(None if number.percent or number.unit or number.currency else number.value)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            bare.append(of_float(float(cell)).value)
        else:
            bare.append(None)
    return bare


def _extra(cells: Sequence[Cell], context: Context) -> list[str]:
    if context.own:
        return [text_of(cell) for cell in cells]
    return ["" if cell == "" or is_nothing(cell) else text_of(cell).strip() for cell in cells]


def _add(body: Body, place: int, column: Column, cells: Sequence[Cell]) -> None:
    name = body.table.columns.fields[place]
    heading = body.table.columns.headings[place]
    body.note_faults(place, name, column, cells)
    for code, detail in column.remarks:
        where = Where(body.file, body.table.grid.sheet, body.table.header, heading)
        body.remarks.append(Problem(where, name, code, heading, detail, fatal=False))
    if column.kept:
        body.extras.append((heading, [column.kept.get(row, "") for row in range(len(cells))]))
    first = body.columns.get(name)
    if first is None:
        body.columns[name] = column
        body.places[name] = place
        return
    first.values = [_joined(one, other) for one, other in zip(first.values, column.values, strict=True)]


def _joined(one: Value, other: Value) -> Value:
    return "; ".join(dict.fromkeys(str(each) for each in (one, other) if each))


def unescaped(cell: Cell) -> Cell:
    """Take away the apostrophe that the writer put before a text that a spreadsheet would run as a formula."""
    if type(cell) is str and cell[:1] == "'" and cell.lstrip("'")[:1] in FORMULA_STARTS:
        return cell[1:]
    return cell


def _unwrapped(cell: Cell) -> Cell:
    """Return the text of `="00123"`, which programs write into csv so that Excel keeps the zeros of a code."""
    if type(cell) is str and cell.startswith('="') and cell.endswith('"') and len(cell) > len('="'):
        return cell[2:-1].replace('""', '"')
    return cell


FORMULA_STARTS = frozenset("=+-@\t\r")
"""A text that begins with one of these is run as a formula by some spreadsheet program that opens a csv file."""


def extra_heading(heading: str) -> tuple[str, str]:
    """Return the level (`order`, `line` or "") and the heading of an extra column of an own export."""
    for prefix in EXTRA_PREFIXES:
        if heading.startswith(prefix):
            return prefix.removesuffix("extra:").rstrip("_"), heading.removeprefix(prefix)
    return "", heading
