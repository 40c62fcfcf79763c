"""Reads one workbook in a process of its own: bytes on stdin, sheets of plain cells on stdout.

The reader of workbooks is a library in a language without exceptions: a damaged file can make it panic, print to the
terminal or, where a number in the file claims an absurd size, end the process that it runs in. None of that may happen
to a desk, hence the process. This file is run as a script, with little memory (see limited_process.py), and imports
nothing of the project.
"""

import io
import pickle
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


def _row(cells: list[object]) -> list[Cell]:
    while cells and cells[-1] == "":
        cells.pop()
    if all(type(cell) in _TYPES for cell in cells):
        return cast("list[Cell]", cells)
    return [_plain(cell) for cell in cells]


def read(content: bytes) -> tuple[str, object]:
    """Return ("sheets", [(name, hidden, rows, merged)]) or (why, detail), why being a code of `Unreadable`."""
    import python_calamine as calamine

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
            rows: list[list[Cell]] = [[] for _ in range(start[0])]
            kept = 0
            left: list[object] = [""] * start[1]
            for cells in sheet.to_python(skip_empty_area=True):
                row = _row(left + cells)
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
