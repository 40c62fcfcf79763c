"""A file as it came, and what kind of file its bytes say it is.

The content decides before the name does: offices rename workbooks, and many programs write tab-separated text or a web
page under the name `.xls`. Everything is bounded before it is parsed, so that a small malicious file cannot fill the
memory of the desk.
"""

import errno
import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from data.drafts import Source
from data.errors import Unreadable

MAX_FILE_BYTES = 64 * 1024 * 1024
"""The largest file that is read; an order sheet of half a million lines is below it."""

MAX_EXPANDED_BYTES = 768 * 1024 * 1024
"""The largest sum of a workbook's unpacked parts; real sheets unpack to some ten times their size."""

MAX_ZIP_PARTS = 10_000
"""A workbook has a few parts per sheet; more is no workbook that a person made."""

_TEXT_START = 4096
"""How much of the beginning is looked at for the tags of a web page."""


_XML_START = 65_536
_DECLARATIONS = re.compile(rb"<!doctype[^>\[]*\[", re.IGNORECASE)
"""Where a part of XML declares entities of its own."""

_MAX_SMALL_PART = 1024 * 1024
"""The parts of an archive that say what it is are a few kilobytes."""


class Format(StrEnum):
    """What the bytes of a file are."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    TEXT = "text"


MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.XLSB: "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    Format.XLS: "application/vnd.ms-excel",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.HTML: "text/html",
    Format.TEXT: "text/csv",
}

_OTHER_FORMATS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"{\\rtf", "rtf"),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF_STARTS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_RECORDS_BEFORE_LOCK = 6
"""FILEPASS follows the beginning (BOF) and at most a few records about write protection."""

_MAIL_NAMES = frozenset(
    {b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"received", b"return-path", b"content-type",
     b"delivered-to", b"reply-to", b"cc", b"content-transfer-encoding", b"x-mailer", b"sender"}
)  # fmt: skip
_MAIL_HEADERS, _LONGEST_HEADER = 30, 40
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def load(path: str | os.PathLike[str]) -> Source:
    """Read a file whole and tell what it is.

    Raises:
        Unreadable: `missing`, `is_folder`, `no_permission`, `empty`, `too_large`, `password`, `damaged` (also when the
            disk fails) or `unknown_format`.
    """
    shown = os.fspath(path)
    content = _bytes(Path(path), shown)
    if not content:
        raise Unreadable(shown, "empty")
    kind = format_of(content, shown)
    return Source(Path(path).name, content, hashlib.sha256(content).hexdigest(), MEDIA_TYPES[kind])


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(shown, "is_folder" if path.is_dir() else "unknown_format")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a null character in the path
        raise Unreadable(shown, "missing") from error
    except PermissionError as error:
        raise Unreadable(shown, "no_permission") from error
    except OSError as error:
        why = "missing" if error.errno in {errno.ENAMETOOLONG, errno.ELOOP} else "damaged"
        raise Unreadable(shown, why, errno.errorcode.get(error.errno or 0, "")) from error
    if len(content) > MAX_FILE_BYTES:
        raise Unreadable(shown, "too_large", f"{MAX_FILE_BYTES // 1024**2} MiB")
    return content


def format_of(content: bytes, name: str) -> Format:
    """Return what the bytes are; the name only tells a damaged workbook from damaged text.

    Raises:
        Unreadable: `empty`, `too_large`, `password`, `damaged` or `unknown_format` (with the format in `detail`).
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable(name, "empty")
    if content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zipped(content, name)
    if content.startswith(_OLE):
        return _compound(content, name)
    for magic, other in _OTHER_FORMATS:
        if content.startswith(magic):
            raise Unreadable(name, "unknown_format", other)
    return _textual(content, name)


def _zipped(content: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename.replace("\\", "/").lower() for part in parts}
            if len(parts) > MAX_ZIP_PARTS or sum(part.file_size for part in parts) > MAX_EXPANDED_BYTES:
                raise Unreadable(name, "too_large", f"{MAX_EXPANDED_BYTES // 1024**2} MiB")
            if "mimetype" in names and b"opendocument" not in _part(archive, "mimetype"):
                raise Unreadable(name, "unknown_format", "zip")
            if b"encryption-data" in _part(archive, "meta-inf/manifest.xml"):
                raise Unreadable(name, "password")
            if any(_declares(archive, part) for part in parts):
                raise Unreadable(name, "damaged", "DOCTYPE")
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(name, "damaged", "zip") from error
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if any(part.startswith("xl/") for part in names):
        return Format.XLSX
    if "content.xml" in names:
        return Format.ODS
    raise Unreadable(name, "unknown_format", _zip_detail(names))


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part of XML begins with declarations, by which a few bytes stand for gigabytes or another file.

    No program writes them into a workbook, though an old one may name a document type without any. They can stand
    before the first element only, so the beginning is enough; and the reader, which has little memory, knows none.
    """
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(part) as content:
        start = content.read(_XML_START).replace(b"\x00", b"")  # without zeros UTF-16 shows them too
    return _DECLARATIONS.search(start) is not None


def _part(archive: zipfile.ZipFile, wanted: str) -> bytes:
    for part in archive.infolist():
        if part.filename.lower() == wanted and part.file_size < _MAX_SMALL_PART:
            return archive.read(part)
    return b""


def _zip_detail(names: set[str]) -> str:
    if any(part.startswith("word/") for part in names):
        return "docx"
    return "pptx" if any(part.startswith("ppt/") for part in names) else "zip"


def _compound(content: bytes, name: str) -> Format:
    """Tell a BIFF workbook from other compound files by the names in the directory (UTF-16)."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable(name, "password")
    if "Workbook".encode("utf-16-le") in content or "Book\x00".encode("utf-16-le") in content:
        if _is_locked(content):
            raise Unreadable(name, "password")
        return Format.XLS
    if "WordDocument".encode("utf-16-le") in content:
        raise Unreadable(name, "unknown_format", "doc")
    if name.lower().endswith((".xls", ".xlsx", ".xlsb", ".xlt", ".et")):
        raise Unreadable(name, "damaged", "xls")
    raise Unreadable(name, "unknown_format", "ole")


def _is_locked(content: bytes) -> bool:
    """Tell whether the first records of a BIFF workbook say that the rest is encrypted (FILEPASS)."""
    at = min((found for found in map(content.find, _BIFF_STARTS) if found > 0), default=-1)
    for _ in range(_RECORDS_BEFORE_LOCK if at > 0 else 0):
        record, length = content[at : at + 2], int.from_bytes(content[at + 2 : at + 4], "little")
        if record == b"\x2f\x00":
            return True
        at += 4 + length
    return False


def _message_kind(start: bytes) -> str:
    """Return what kind of message a text is that offices exchange and that is no table, or ""."""
    if start.startswith((b"una:", b"una+", b"unb+", b"unh+")):
        return "edifact"
    if start.startswith(b"isa") and start[3:4] in b"*|~^!" and len(start) > len(b"isa*"):
        return "x12"
    lines = start.splitlines()[:_MAIL_HEADERS]
    names = {line.split(b":", 1)[0] for line in lines if b":" in line[:_LONGEST_HEADER]}
    return "eml" if len(names & _MAIL_NAMES) > 1 else ""


def _textual(content: bytes, name: str) -> Format:
    start = content[:_TEXT_START].replace(b"\x00", b"").lower()  # without zeros UTF-16 shows its tags too
    for bom in _BOMS:
        start = start.removeprefix(bom)
    start = start.lstrip()
    if start.startswith((b"<html", b"<!doctype html", b"<table")) or (start.startswith(b"<") and b"<table" in start):
        return Format.HTML
    if start.startswith(b"<") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return Format.HTML
    if start.startswith(b"<?xml"):
        raise Unreadable(name, "unknown_format", "xml")
    message = _message_kind(start)
    if message:
        raise Unreadable(name, "unknown_format", message)
    if name.lower().endswith((".xlsx", ".xlsb", ".xlsm", ".ods", ".xls")) and _is_binary(content):
        raise Unreadable(name, "damaged", Path(name).suffix.lower().lstrip("."))
    return Format.TEXT


def _is_binary(content: bytes) -> bool:
    if content.startswith(_BOMS[1:]):
        return False
    control = bytes(set(range(32)) - {9, 10, 12, 13, 27})
    sample = content[:65536]
    return len(sample) - len(sample.translate(None, control)) > len(sample) // 50
