"""Workbooks (xlsx, xlsb, xls, ods), read by a process of their own (see workbook_process.py)."""

import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

from data.errors import Unreadable
from data.files.workbook_process import Cell

PATIENCE_SECONDS = 120
"""How long one workbook may take; the largest that is let in takes some twenty seconds on a slow machine."""

Area = tuple[int, int, int, int]
Sheets = list[tuple[str, bool, list[list[Cell]], list[Area]]]


class _Plain(pickle.Unpickler):
    """Rebuilds dates and nothing else, whatever the process sends."""

    def find_class(self, module: str, name: str) -> type:
        """Return the classes of dates; anything else is not what the process writes."""
        if module == "datetime" and name in {"date", "datetime"}:
            found: type = super().find_class(module, name)
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def sheets_of(content: bytes, name: str) -> Sheets:
    """Return the worksheets that hold anything.

    Of each its name, whether it is hidden, its rows of cells from row 1 and column A on, and its merged areas (first
    row, first column, last row, last column, counted from 0).

    Raises:
        Unreadable: `password`, `damaged` or `too_large`.
    """
    scripts = (Path(__file__).with_name(name) for name in ("limited_process.py", "workbook_process.py"))
    command = [sys.executable, "-P", *map(str, scripts)]
    environment = {**os.environ, "RUST_BACKTRACE": "0", "PYTHONPATH": _import_path()}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=PATIENCE_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(name, "too_large", f"{PATIENCE_SECONDS} s") from error
    if done.returncode != 0 or not done.stdout:
        raise Unreadable(name, "damaged", "workbook")
    try:
        answer, result = _Plain(io.BytesIO(done.stdout)).load()
    except (pickle.UnpicklingError, EOFError, ValueError) as error:
        raise Unreadable(name, "damaged", "workbook") from error
    if answer != "sheets":
        raise Unreadable(name, answer, result)
    sheets: Sheets = result
    return sheets


def _import_path() -> str:
    """Return this process's own import path, so that the other finds the same libraries."""
    return os.pathsep.join(path for path in sys.path if path)
