"""Refused rows written back in the shape they came in, to be mended and imported again (N1)."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.files.grids import grids
from data.files.values import text_of
from data.files.writers import Format, errors_file
from data.words.explain import problem_text

if TYPE_CHECKING:
    from data.drafts import Reading, RefusedRow, Source
    from data.files.grids import Grid


def write_refused(target: Path, source: "Source", reading: "Reading", refused: "tuple[RefusedRow, ...]") -> None:
    """Write the refused rows of a file; as a workbook where the target is named so, else as csv.

    Rows that only the desk refused are read from the file once more: until then they were good, so nobody kept them.

    Raises:
        StorageFailed: the file cannot be written. BadValue: a worksheet cannot hold a text.
    """
    if any(not row.cells for row in refused):
        grid = _grid_of(source, reading)
        if grid is not None:
            refused = tuple(row if row.cells else replace(row, cells=_cells(grid, row.row)) for row in refused)
    ordered = tuple(sorted(refused, key=lambda row: row.row))
    kind: Format = "xlsx" if target.suffix.lower() == ".xlsx" else "csv"
    errors_file(target, replace(reading, refused=ordered), kind, problem_text)


def _grid_of(source: "Source", reading: "Reading") -> "Grid | None":
    """Return the sheet that was read: the one with the header row of the reading."""
    wanted = tuple(heading for heading in reading.headings if heading)
    for grid in grids(source):
        for row in grid.rows:
            if set(wanted) <= {text_of(cell) for cell in row}:
                return grid
    return None


def _cells(grid: "Grid", row: int) -> tuple[str, ...]:
    return tuple(text_of(cell) for cell in grid.rows[row - 1]) if 0 < row <= len(grid.rows) else ()
