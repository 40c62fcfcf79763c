"""Sheets made on the spot, and short ways to read them."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from data.drafts import DraftCustomer, DraftOrder, DraftProduct, Reading, Source, Subject
from data.files.grids import Cell, Grid
from data.files.readers import read, read_grids
from data.files.source import MEDIA_TYPES, format_of

TODAY = date(2026, 1, 5)
Rows = Sequence[Any]
"""Rows of cells; Any, since lists of mixed cells are lists of objects to a type checker."""


def source(content: bytes, name: str) -> Source:
    """A file that needs no disk."""
    return Source(name, content, hashlib.sha256(content).hexdigest(), MEDIA_TYPES[format_of(content, name)])


def csv_source(text: str, encoding: str = "utf-8", name: str = "orders.csv") -> Source:
    return source(text.encode(encoding), name)


def workbook(sheets: Mapping[str, Rows], *, hidden: Sequence[str] = (), merged: Sequence[str] = ()) -> bytes:
    """A workbook of some sheets; `merged` are ranges of the first sheet."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_numbers": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, time)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell not in {None, ""}:
                    sheet.write(number, column, cell)
        for area in merged:
            sheet.merge_range(area, "")
        merged = ()
    book.close()
    return content.getvalue()


def grid(rows: Rows) -> Grid:
    """Rows as the reader of workbooks gives them: numbers are floats, times have no zone."""
    return Grid("Sheet1", [[_cell(cell) for cell in row] for row in rows])


def _cell(cell: object) -> Cell:
    if cell is None:
        return ""
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return float(cell)
    assert isinstance(cell, str | float | bool | date)
    return cell


def reading(given: Source | Rows, subject: Subject = Subject.ORDERS, **options: Any) -> Reading:
    """Read a source, or rows as if they came from a workbook."""
    if isinstance(given, Source):
        return read(given, subject, today=TODAY, **options)
    return read_grids("orders.xlsx", [grid(given)], subject, today=TODAY, **options)


def orders(given: Source | Rows, **options: Any) -> tuple[DraftOrder, ...]:
    """The orders, where no row may be refused."""
    result = reading(given, **options)
    assert result.refused == ()
    return tuple(draft for draft in result.drafts if isinstance(draft, DraftOrder))


def customers(result: Reading) -> tuple[DraftCustomer, ...]:
    return tuple(draft for draft in result.drafts if isinstance(draft, DraftCustomer))


def products(result: Reading) -> tuple[DraftProduct, ...]:
    return tuple(draft for draft in result.drafts if isinstance(draft, DraftProduct))


def codes(result: Reading) -> list[tuple[int | None, str, str]]:
    """What was refused: row, field and code."""
    return [(row.row, problem.field, problem.code) for row in result.refused for problem in row.problems]


def remarks(result: Reading) -> set[str]:
    return {problem.code for problem in result.problems}
