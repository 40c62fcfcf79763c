"""Reads one workbook in a process of its own: bytes on stdin, sheets of plain cells on stdout.

The reader of workbooks is a library in a language without exceptions: a damaged file can make it panic, print to the
terminal or, where a number in the file claims an absurd size, end the process that it runs in. None of that may happen
to a desk, hence the process. This file is run as a script, with little memory (see limited_process.py), and imports
nothing of the project.
"""

import html
import io
import pickle
import re
import sys
from datetime import date, datetime, time, timedelta
from typing import cast

MAX_SCANNED_CELLS = 30_000_000
"""How large the rectangle around all cells of a sheet may be; one stray cell in the last row stays below it."""

MAX_KEPT_CELLS = 8_000_000
"""How many cells a sheet may hold: 200 000 order lines with 40 columns."""

MAX_MERGED = 100_000
"""How many merged areas of a sheet are looked at."""

Cell = str | int | float | bool | date | datetime


def _plain(cell: object) -> Cell:
    """Return the cell as one of the plain types; times of day and durations become text."""
    if isinstance(cell, str | bool | int | float | date):  # a datetime is a date
        return cell
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


_TYPES = {str, bool, int, float, date, datetime}


_BLANK: list[Cell] = []
"""Every blank row: a stray cell in the last row of a sheet leaves a million of them."""


def _row(cells: list[object], blank: list[object]) -> list[Cell]:
    if cells == blank:
        return _BLANK
    while cells and cells[-1] == "":
        cells.pop()
    if all(type(cell) in _TYPES for cell in cells):
        return cast("list[Cell]", cells)
    return [_plain(cell) for cell in cells]


_REPEATS = b"s-repeated"
"""How the names of `number-rows-repeated` and `number-columns-repeated` end."""

_REPEATED = re.compile(rb"""s-repeated\s*=\s*["']\s*\+?(\d{1,20})([^>]*)>(</)?""")
"""How often a row or a cell stands there, what else its tag says, and whether the element ends at once."""

_FILLED = re.compile(rb"</[^<>]*>\s*</[\w.-]*:?(?:covered-)?table-cell\s*>")
"""The end of a cell that holds something."""


_SHEET = re.compile(rb"""<[\w.-]*:?table\s[^>]*?name\s*=\s*["']([^"'>]*)""")
"""The beginning of a sheet, with its name."""


def _repeating_too_much(content: bytes) -> str | None:
    """Return the sheet of an OpenDocument that says of filled cells that they repeat more often than it may hold.

    A hundred bytes can stand for billions of cells there, so that it is asked before any of them is made.
    """
    if content[:2] != b"PK" or b"content.xml" not in content:
        return None
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            said = archive.read("content.xml")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
        return None  # the reader of workbooks says what is wrong
    kept, row_end, times = 0, -1, 1
    sheet_end = said.find(b"table>")
    at = said.find(_REPEATS)
    while at >= 0:
        if at > sheet_end >= 0:
            kept, sheet_end = 0, said.find(b"table>", at)
        found = _REPEATED.match(said, at)
        if found and not (found[3] or found[2].endswith(b"/")):  # what ends at once holds nothing
            often = int(found[1])
            if said.endswith(b"row", 0, at):
                row_end, times = said.find(b"table-row>", at), often
                kept += often * len(_FILLED.findall(said, at, row_end)) if often > 1 else 0
            else:
                kept += (often - 1) * (times if at < row_end else 1)
            if kept > MAX_KEPT_CELLS:
                named = _SHEET.findall(said, 0, at)
                return html.unescape(named[-1].decode("utf-8", "replace")) if named else ""
        at = said.find(_REPEATS, at + 1)
    return None


def read(content: bytes) -> tuple[str, object]:
    """Return ("sheets", [(name, hidden, rows, merged)]) or (why, detail), why being a code of `Unreadable`."""
    import python_calamine as calamine

    too_large = _repeating_too_much(content)
    if too_large is not None:
        return "too_large", too_large
    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        sheets = []
        for sheet_data in workbook.sheets_metadata:
            if sheet_data.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(sheet_data.name)
            start, end = sheet.start, sheet.end
            if start is None or end is None:
                continue
            if (end[0] + 1) * (end[1] + 1) > MAX_SCANNED_CELLS:
                return "too_large", sheet_data.name
            rows: list[list[Cell]] = [_BLANK] * start[0]
            kept = 0
            left: list[object] = [""] * start[1]
            blank: list[object] = [""] * (end[1] + 1)
            for cells in sheet.to_python(skip_empty_area=True):
                row = _row(left + cells, blank)
                kept += len(row)
                if kept > MAX_KEPT_CELLS:
                    return "too_large", sheet_data.name
                rows.append(row)
            while rows and not rows[-1]:
                rows.pop()
            hidden = sheet_data.visible != calamine.SheetVisibleEnum.Visible
            if rows:
                merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()][:MAX_MERGED]
                sheets.append((sheet_data.name, hidden, rows, merged))
    except calamine.PasswordError:
        return "password", ""
    except (calamine.CalamineError, OSError, ValueError, OverflowError, MemoryError) as error:
        return "damaged", type(error).__name__
    return "sheets", sheets


if __name__ == "__main__":
    pickle.dump(read(sys.stdin.buffer.read()), sys.stdout.buffer, protocol=5)
