"""Finds the table in a sheet: the header row, the rows of data, and what stands around them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data.drafts import Problem, Subject, Where
from data.errors import Unreadable
from data.files.columns import Columns, assign, exactly, is_own, normal, total_words
from data.files.fields import CONTENT_FIELDS, KEY_FIELDS, SPECS, Level
from data.files.grids import Cell, Grid
from data.files.labels import Fact, facts, is_charge, is_label
from data.files.values import is_nothing, text_of

SEARCHED_ROWS = 40
"""The header row is looked for in this many rows from the top; letterheads are shorter."""

_FEWEST_HEADINGS = 2
_LONGEST_HEADING = 80
_MAPPED_WEIGHT, _FIELD_WEIGHT, _EXTRA_WEIGHT = 4.0, 2.0, 0.5
_MUCH_BETTER = 2.0
_TOTAL_END = re.compile(r"[:：]|(?<=\D)\s*[¥￥$€\d]")
_BRACKETED = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data: its number in the sheet (1 is the first) and its cells, as many as there are columns."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet.

    Attributes:
        grid: the sheet.
        columns: the recognised columns.
        header: the number of the header row.
        rows: the rows of data: neither blank nor totals, footers or a repeated header.
        facts: what stands above and below the table about the order, by field.
        problems: remarks on the file, such as other sheets that were left out.
    """

    grid: Grid
    columns: Columns
    header: int
    rows: tuple[Row, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    score: float
    first: int
    last: int
    headings: tuple[str, ...]


def find(name: str, grids: Sequence[Grid], subject: Subject, mapping: Mapping[str, str]) -> Table:
    """Return the table of the sheet that fits the subject best.

    Raises:
        Unreadable: `no_header`, `no_rows`, or `bad_mapping` where no heading of the mapping is in the file.
    """
    wanted = {normal(heading): heading for heading in mapping}
    headers = [(grid, header) for grid in grids if (header := _header(grid, subject, wanted)) is not None]
    if not headers:
        if mapping:
            raise Unreadable(name, "bad_mapping", ", ".join(mapping))
        raise Unreadable(name, "no_header")
    tables = [
        (not grid.hidden, bool(table.rows), header.score, len(table.rows), -place, table)
        for place, (grid, header) in enumerate(headers)
        for table in (_table(grid, header, subject, mapping, wanted),)
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
    return Table(best.grid, best.columns, best.header, best.rows, best.facts, tuple(problems))


def _header(grid: Grid, subject: Subject, wanted: Mapping[str, str]) -> _Header | None:
    best: _Header | None = None
    shown = [_headings(row) for row in grid.rows[: SEARCHED_ROWS + 1]]
    for place in range(min(len(shown), SEARCHED_ROWS)):
        score = _score(shown[place], subject, wanted)
        if score and (best is None or score > best.score):
            best = _Header(score, place, place, tuple(heading or "" for heading in shown[place]))
    for place in range(min(len(shown) - 1, SEARCHED_ROWS)):
        joined = _joined(shown[place], shown[place + 1], subject)
        score = _score(joined, subject, wanted) if joined else 0
        if score and best is not None and score >= best.score + _MUCH_BETTER:
            best = _Header(score, place, place + 1, tuple(heading or "" for heading in joined))
    return best


def _headings(row: Sequence[Cell]) -> list[str | None]:
    """Return the texts of a row; None for a number or a date, which no heading is."""
    return [
        " ".join(cell.split()) if type(cell) is str and len(cell) <= _LONGEST_HEADING else (None if cell != "" else "")
        for cell in row
    ]


def _score(headings: Sequence[str | None], subject: Subject, wanted: Mapping[str, str]) -> float:
    score, fields, mapped = 0.0, set(), 0
    names = [heading for heading in headings if heading]
    if is_own(subject, names):
        return len(names) * _MAPPED_WEIGHT
    for heading in headings:
        if heading is None:
            score -= 1
        elif heading:
            if wanted and normal(heading) in wanted:
                mapped += 1
                score += _MAPPED_WEIGHT
                continue
            known = exactly(subject, heading)
            if known is None:
                score -= 0.1
            elif not known.fields:
                score += _EXTRA_WEIGHT
            elif known.fields not in fields:
                fields.add(known.fields)
                score += _FIELD_WEIGHT
    return max(score, 0.1) if mapped or (len(fields) >= _FEWEST_HEADINGS and score > 0) else 0


def _joined(upper: Sequence[str | None], lower: Sequence[str | None], subject: Subject) -> list[str | None]:
    """Return the headings of two rows read as one, the upper naming groups of columns: 产品 over 编码, 名称."""
    if not any(lower) or any(cell is None for cell in (*upper, *lower)):
        return []
    result: list[str | None] = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        group = above or group
        if not below:
            result.append(above)
        elif group and exactly(subject, f"{group}{below}") is not None:
            result.append(f"{group} {below}")
        else:
            result.append(below)
    return result


def _table(
    grid: Grid, header: _Header, subject: Subject, mapping: Mapping[str, str], wanted: Mapping[str, str]
) -> Table:
    by_heading = {
        heading: mapping[wanted[normal(heading)]]
        for heading in header.headings
        if heading and normal(heading) in wanted
    }
    columns = assign(subject, _trimmed(header.headings, grid, header.last), by_heading, _counting(grid, header))
    width = len(columns.headings)
    rows, footers = _body(grid, header, columns, subject, width)
    around: dict[str, Fact] = {}
    if subject is Subject.ORDERS and not columns.own:
        above = [(number, cells) for number, cells in enumerate(grid.rows[: header.first], 1)]
        around = facts([*above, *footers])
        around = {name: fact for name, fact in around.items() if not _has_column(columns, name)}
    return Table(grid, columns, header.last + 1, rows, around)


def _counting(grid: Grid, header: _Header) -> set[int]:
    """Return the columns that count the rows: their first cells are whole numbers, each larger than the last."""
    rows = grid.rows[header.last + 1 : header.last + 1 + SEARCHED_ROWS]
    counting = set()
    for column in range(len(header.headings)):
        texts = [text_of(row[column]).strip() for row in rows if column < len(row)]
        numbers = [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < len(str(10**6))]
        filled = sum(bool(text) for text in texts)
        steps = pairwise(numbers)
        if numbers and numbers[0] in {1, 10} and len(numbers) * 2 > filled and all(one < two for one, two in steps):
            counting.add(column)
    return counting


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


def _body(
    grid: Grid, header: _Header, columns: Columns, subject: Subject, width: int
) -> tuple[tuple[Row, ...], list[tuple[int, Sequence[Cell]]]]:
    """Return the rows of data, and the rows of totals and footers with their numbers."""
    rows: list[Row] = []
    aside: list[tuple[int, Sequence[Cell]]] = []
    content = _content_columns(columns, subject)
    names = {column: normal(heading) for column, heading in enumerate(header.headings) if heading}
    blank = [""] * width
    pending: list[Row] = []
    for number, raw in enumerate(grid.rows[header.last + 1 :], header.last + 2):
        cells = tuple([*raw, *blank[len(raw) :]][:width]) if len(raw) != width else tuple(raw)
        if not any(cells) and all(is_nothing(cell) for cell in cells):
            continue
        if _repeats(cells, names):
            continue
        if columns.own:
            rows.append(Row(number, cells))
            continue
        if _is_total(cells, columns) or _is_charge(cells, columns) or _is_signatures(cells):
            aside.append((number, cells))
            continue
        row = Row(number, cells)
        if any(not is_nothing(cells[column]) for column in content):
            for each in pending:
                _sort_in(each, rows, aside, keep=_says_anything(each, columns))
            pending = []
            rows.append(row)
        else:
            pending.append(row)
    for row in pending:  # what follows the last row with content: footers, unless the row has a key of its own
        _sort_in(row, rows, aside, keep=_says_anything(row, columns) and not _is_footer(row, columns))
    return tuple(rows), aside


def _sort_in(row: Row, rows: list[Row], aside: list[tuple[int, Sequence[Cell]]], *, keep: bool) -> None:
    if keep:
        rows.append(row)
    else:
        aside.append((row.number, row.cells))


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


def _repeats(cells: Sequence[Cell], names: Mapping[int, str]) -> bool:
    """Tell whether a row is the header again."""
    shown = [(column, cell) for column, cell in enumerate(cells) if cell != ""]
    first, cell = shown[0]
    if type(cell) is not str or normal(cell) != names.get(first) or len(shown) < _FEWEST_HEADINGS:
        return False
    same = sum(type(cell) is str and column in names and normal(cell) == names[column] for column, cell in shown)
    return same * 4 >= len(shown) * 3


_NAMING = frozenset({
    "product_code", "product_name", "customer_part_no", "code", "name", "customer_code", "customer_name",
})  # fmt: skip
_FREE = frozenset({"note", "order_note", "special_requirements", "unit"})


def _is_total(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row holds totals: such a word in one of its cells, and no product or customer beside it."""
    naming = [place for place, name in enumerate(columns.fields) if name in _NAMING and not is_nothing(cells[place])]
    if len(naming) > 1 and not all(_is_total_word(cells[place]) for place in naming):
        return False
    for place, cell in enumerate(cells):
        if columns.fields[place] in _FREE or not _is_total_word(cell):
            continue
        if all(other == place or _is_total_word(cells[other]) for other in naming):
            return True
    return False


def _is_charge(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row names a charge of the order where lines name a product, and has no quantity."""
    naming = [place for place, name in enumerate(columns.fields) if name in _NAMING and not is_nothing(cells[place])]
    if len(naming) != 1 or not is_charge(cells[naming[0]]):
        return False
    return all(is_nothing(cells[place]) for place in columns.of("quantity"))


def _is_signatures(cells: Sequence[Cell]) -> bool:
    """Tell whether every cell of a row that is not empty has a colon: `制表人：王 | 审核：`, `Date: | Signed:`."""
    shown = [cell for cell in cells if cell != "" and not (type(cell) is str and not cell.strip())]
    return all(type(cell) is str and (":" in cell or "：" in cell) for cell in shown)


def _is_total_word(cell: Cell) -> bool:
    if type(cell) is not str or not cell or len(cell) > _LONGEST_HEADING:
        return False
    head = _TOTAL_END.split(cell, maxsplit=1)[0]
    return normal(head) in total_words() or normal(_BRACKETED.sub("", head)) in total_words()


def _says_anything(row: Row, columns: Columns) -> bool:
    """Tell whether a row without a product still has a key or a price; a number of the line alone says nothing."""
    telling = {
        *KEY_FIELDS,
        "customer_code",
        "customer_name",
        "unit_price",
        "unit_price_gross",
        "unit_price_net",
        "stated_total",
    }
    for column, cell in enumerate(row.cells):
        if columns.fields[column] in telling and not is_nothing(cell) and cell != 0:
            return True
    return False


def _is_footer(row: Row, columns: Columns) -> bool:
    """Tell whether a row below the data is a remark, a signature or a label with its value."""
    shown = [cell for cell in row.cells if not is_nothing(cell)]
    if len(shown) == 1 and len([name for name in columns.fields if name]) > 1:
        return True
    return any(type(cell) is str and (is_label(cell) or ":" in cell or "：" in cell) for cell in shown)
