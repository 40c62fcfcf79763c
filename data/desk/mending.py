"""Refused rows written back in the shape they came in, to be mended and imported again (N1)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from data.drafts import Problem, Reading, RefusedRow, Source
from data.files.grids import Grid, grids
from data.files.values import text_of
from data.files.writers import Format, errors_file


def write_refused(
    target: Path, source: Source, reading: Reading, refused: tuple[RefusedRow, ...], reason: Callable[[Problem], str]
) -> None:
    """Write the refused rows of a file; as a workbook where the target is named so, else as csv.

    Rows that only the desk refused are read from the file once more: until then they were good, so nobody kept them.

    Args:
        target: is replaced whole.
        source: the file.
        reading: what the readers made of it.
        refused: the rows.
        reason: says in words why a row was refused.

    Raises:
        StorageFailed: the file cannot be written. BadValue: a worksheet cannot hold a text.
    """
    if any(not row.cells for row in refused):
        grid = _grid_of(source, reading)
        if grid is not None:
            refused = tuple(row if row.cells else replace(row, cells=_cells(grid, row.row)) for row in refused)
    ordered = tuple(sorted(refused, key=lambda row: row.row))
    kind: Format = "xlsx" if target.suffix.lower() == ".xlsx" else "csv"
    errors_file(target, replace(reading, refused=ordered), kind, reason)


def _grid_of(source: Source, reading: Reading) -> Grid | None:
    """Return the sheet that was read."""
    return next((grid for grid in grids(source) if grid.sheet == reading.sheet), None)


def _cells(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(text_of(cell) for cell in grid.rows[row - 1]) if 0 < row <= len(grid.rows) else ()
