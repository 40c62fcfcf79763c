"""Writes lists for people and for other programs: csv, xlsx and json.

A file stands complete under its name or not at all. What was text in the desk is text in the file: nothing in it can
run as a formula, and codes keep their zeros.
"""

import csv
import errno
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Literal

import xlsxwriter

from data.drafts import Problem, Reading
from data.errors import BadValue, StorageFailed
from data.files.cells import FORMULA_STARTS
from data.files.fields import KEY_FIELDS, REASON

Format = Literal["csv", "xlsx", "json"]
Value = str | int | Decimal | date | datetime | bool | None

FORMATS: tuple[Format, ...] = ("csv", "xlsx", "json")

MAX_XLSX_ROWS = 1_048_575
"""Rows that a worksheet holds below its header."""

MAX_XLSX_TEXT = 32_767
"""Characters that a cell of a worksheet holds."""

_EXACT_DIGITS = 15
"""A spreadsheet's numbers are exact to so many digits."""

_FIRST_SHEET_DATE = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was; earlier dates would be a day off."""

_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""When a workbook was made, as its packing says: the same rows are the same bytes, whenever they are written."""

_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
_WIDEST, _NARROWEST = 40, 9


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its heading."""

    heading: str


def write(
    target: str | os.PathLike[str] | IO[bytes], fmt: Format, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    """Write a list to a file or to a stream of bytes.

    csv is UTF-8 with a byte order mark, which Excel needs. Decimals are written plain; times as ISO 8601 in UTC.

    Raises:
        StorageFailed: the file cannot be written; what stood there before is untouched.
        BadValue: a worksheet cannot hold a text (`too_long`) or so many rows (`too_large`); csv can.
    """
    if not isinstance(target, str | os.PathLike):
        _WRITERS[fmt](target, columns, rows)
        return
    with _Replacing(Path(target)) as file:
        _WRITERS[fmt](file, columns, rows)


class _Replacing:
    """Gives a new file beside the wanted one, its owner's alone, which takes the other's place once it is complete."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> IO[bytes]:
        try:
            self.file = tempfile.NamedTemporaryFile(
                dir=self.path.parent, prefix=f".{self.path.name[:40]}.", delete=False
            )
        except OSError as error:
            raise self._refused(error) from error
        return self.file.file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        temporary = Path(self.file.name)
        try:
            if kind is None:
                self.file.flush()
                os.fsync(self.file.fileno())
            self.file.close()
            if kind is None:
                temporary.replace(self.path)
                _sync_folder(self.path.parent)
        except OSError as failure:
            raise self._refused(failure) from failure
        finally:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> StorageFailed:
        return StorageFailed(str(self.path), _why(error), errno.errorcode.get(error.errno or 0, ""))


def _why(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "full"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "no_permission"
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return "missing"
    return "is_folder" if error.errno == errno.EISDIR else "io"


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power failure, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _csv(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
    file.write(b"\xef\xbb\xbf")
    writer = csv.writer(_Encoded(file), lineterminator="\r\n")
    writer.writerow([_escaped(column.heading) for column in columns])
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])


class _Encoded:
    """Passes text on to a stream of bytes, which stays open."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def write(self, text: str) -> int:
        """Pass the text on as UTF-8."""
        return self.file.write(text.encode("utf-8"))


def _csv_text(value: Value) -> str:
    return _escaped(value) if isinstance(value, str) else _text(value)


def _escaped(text: str) -> str:
    """Put an apostrophe before a text that would run as a formula, and before one that already looks so escaped."""
    text = _NO_TEXT.sub("\ufffd", text).replace("\x00", "\ufffd")
    return f"'{text}" if text.lstrip("'")[:1] in FORMULA_STARTS else text


def _text(value: Value) -> str:
    """Return a value as text: decimals without exponent, dates and times as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return moment.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _xlsx(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"constant_memory": True, "in_memory": False, **options})
    workbook.set_properties({"created": _NO_TIME})
    try:
        sheet = workbook.add_worksheet()
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, min(max(len(column.heading) + 2, _NARROWEST), _WIDEST))
        for place, column in enumerate(columns):
            sheet.write_string(0, place, _cell_text(column.heading, column.heading), bold)
        for number, row in enumerate(rows, 1):
            if number > MAX_XLSX_ROWS:
                raise BadValue("rows", str(number), "too_large", str(MAX_XLSX_ROWS))
            for place, value in enumerate(row):
                exact = _exact(value)
                if exact is not None:
                    sheet.write_number(number, place, exact)
                elif isinstance(value, bool):
                    sheet.write_boolean(number, place, value)
                elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_SHEET_DATE:
                    sheet.write_datetime(number, place, value, day)
                elif value is not None and value != "":
                    sheet.write_string(number, place, _cell_text(_text(value), columns[place].heading))
    finally:
        workbook.close()
    file.write(content.getbuffer())


def _cell_text(text: str, heading: str) -> str:
    if len(text) > MAX_XLSX_TEXT:
        raise BadValue(heading, text[:_WIDEST], "too_long", str(MAX_XLSX_TEXT))
    return _NO_TEXT.sub("\ufffd", text)


def _exact(value: Value) -> float | int | None:
    """Return a number as a spreadsheet can hold it without loss, or None."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    if not number.is_finite() or len(number.normalize().as_tuple().digits) > _EXACT_DIGITS:
        return None
    near = float(number)
    return near if Decimal(repr(near)) == number else None


def _json(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
    names = [json.dumps(_NO_TEXT.sub("\ufffd", column.heading), ensure_ascii=False) for column in columns]
    file.write(b"[")
    for number, row in enumerate(rows):
        pairs = ", ".join(f"{name}: {_literal(value)}" for name, value in zip(names, row, strict=True))
        file.write(f"{',' if number else ''}\n  {{{pairs}}}".encode())
    file.write(b"\n]\n")


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | Decimal):
        return _text(value)
    return json.dumps(_NO_TEXT.sub("\ufffd", _text(value)), ensure_ascii=False)


_WRITERS: dict[Format, Callable[[IO[bytes], Sequence[Column], Iterable[Sequence[Value]]], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}


def errors_file(
    target: str | os.PathLike[str] | IO[bytes], reading: Reading, fmt: Format, reason: Callable[[Problem], str]
) -> None:
    """Write the refused rows in the shape they came in, with a column `reason`, ready to be mended and imported again.

    Where the order's number stood beside the table and not in it, a column for it is added.

    Raises:
        StorageFailed: the file cannot be written.
        BadValue: a worksheet cannot hold a text.
    """
    kept = [place for place, heading in enumerate(reading.headings) if heading != REASON]
    headings = [reading.headings[place] for place in kept]
    beside = [label for label, name in reading.mapping.items() if name in KEY_FIELDS and label not in reading.headings]
    in_table = any(reading.mapping.get(heading) in KEY_FIELDS for heading in headings)
    key = beside[:1] if not in_table else []
    columns = [Column(heading) for heading in (*headings, *key, REASON)]
    rows = (
        [
            *(row.cells[place] if place < len(row.cells) else "" for place in kept),
            *([row.order_key] if key else []),
            "; ".join(dict.fromkeys(reason(problem) for problem in row.problems if problem.fatal)),
        ]
        for row in reading.refused
    )
    write(target, fmt, columns, rows)
