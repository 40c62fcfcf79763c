"""A file as sheets of cells, whatever its format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from data.drafts import Source
from data.errors import Unreadable
from data.files import markup, objects, texts, workbooks
from data.files.source import Format, format_of

Cell = str | int | float | bool | date | datetime | Decimal
"""One cell; an empty one is ""."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Attributes:
        sheet: its name; "" for a text file, which has only one.
        rows: all rows from the first on, blank ones too, so that `rows[0]` is the row that a person calls 1. Rows may
            be of different lengths.
        is_text: the cells come from a text file, where every value is typed text.
        hidden: the office has hidden the sheet.
        unclosed: 1-based numbers of rows in which a quotation mark was never closed.
        merged: areas of cells that are merged: first row, first column, last row, last column, each counted from 0.
    """

    sheet: str
    rows: Sequence[Sequence[Cell]]
    is_text: bool = False
    hidden: bool = False
    unclosed: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


def grids(source: Source) -> tuple[Grid, ...]:
    """Return the sheets of a file that hold anything.

    Raises:
        Unreadable: `empty`, `password`, `damaged`, `encoding`, `too_large` or `unknown_format`.
    """
    kind = format_of(source.content, source.name)
    if kind is Format.TEXT:
        text = texts.decode(source.content, source.name)
        listed = objects.rows(text, source.name)
        if listed is not None:
            found = [Grid("", listed)]
        else:
            rows, unclosed = texts.delimited(text, source.name)
            found = [Grid("", rows, is_text=True, unclosed=unclosed)]
    elif kind is Format.HTML:
        text = texts.decode(source.content, source.name)
        try:
            tables = markup.tables(text)
        except markup.TooLargeError as error:
            raise Unreadable(source.name, "too_large", "html") from error
        found = [
            Grid(str(place), table.rows, is_text=True, merged=tuple(table.merged))
            for place, table in enumerate(tables, 1)
        ]
        if not found:
            raise Unreadable(source.name, "unknown_format", "html")
    else:
        found = [
            Grid(name, rows, hidden=hidden, merged=tuple(merged))
            for name, hidden, rows, merged in workbooks.sheets_of(source.content, source.name)
        ]
    held = tuple(grid for grid in found if any(any(cell != "" for cell in row) for row in grid.rows))
    if not held:
        raise Unreadable(source.name, "empty")
    return held
