"""Text files: which encoding their bytes are in, and which sign separates their columns.

Chinese offices send UTF-8, GBK and Big5, Excel's "Unicode text" is UTF-16, western programs write cp1252. A wrong guess
would turn names into nonsense that nobody notices, so a guess must be supported by the text: the characters that it
yields have to be common ones. What no encoding explains is refused.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from charset_normalizer import from_bytes

from data.errors import Unreadable

Cell = str | int | float | bool | date | datetime | Decimal

MAX_CELL_CHARACTERS = 1_000_000
"""The longest cell; the csv module's own limit is 131 072, which long notes have been seen to exceed."""

csv.field_size_limit(MAX_CELL_CHARACTERS)

DELIMITERS = (",", "\t", ";", "|")
_SNIFFED_LINES = 60
_SAMPLE_BYTES = 200_000
_COMMON_ENOUGH = 0.75
_CHARSETS = ["utf_8", "gb18030", "big5", "utf_16", "cp1252"]
_GBK_LEVEL_1 = range(0xB0, 0xD8)
_BIG5_LEVEL_1 = range(0xA4, 0xC7)
_FIRST_HIGH_BYTE = 0xA1
_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœŒŠšŽžŸ€£§°²³µ½¼¾–—‘’“”…•®©™´«»¿¡ºª·±× ")
_WESTERN_RUN = 3
"""More accented letters in a row than this are no western word."""


def decode(content: bytes, name: str) -> str:
    """Return the text of the bytes: by byte order mark, then as strict UTF-8, then by the likeliest other encoding.

    Raises:
        Unreadable: `encoding`, where no encoding yields a sensible text, or the bytes are not text at all; `detail` is
            the encoding that the mark promised, or the offset of the first byte that is not UTF-8.
    """
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(bom):
            return _strict(content[len(bom) :], encoding, name)
    if b"\x00" in content:
        return _utf16_without_mark(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guessed(content, name, error)
    if _control_share(text) > 0:
        raise Unreadable(name, "encoding", "binary")
    return text


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(name, "encoding", encoding) from error
    if "\x00" in text:
        raise Unreadable(name, "encoding", encoding)
    return text


def _utf16_without_mark(content: bytes, name: str) -> str:
    """Read text whose every second byte is mostly zero, which is western UTF-16 without its mark."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) * 5 < len(content) * 2 or min(even, odd) * 20 > max(even, odd):
        raise Unreadable(name, "encoding", "binary")
    return _strict(content, encoding, name)


def _control_share(text: str) -> float:
    """Return the share of control characters if it is more than a stray few, else 0."""
    control = sum(text.count(chr(code)) for code in range(32) if code not in {9, 10, 12, 13, 27})
    return control / len(text) if control * 20 > len(text) else 0


def _guessed(content: bytes, name: str, error: UnicodeDecodeError) -> str:
    sample = content[:_SAMPLE_BYTES]
    if len(content) > len(sample):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    scores = {
        "gb18030": _east_asian(sample, "gb18030", _GBK_LEVEL_1, _FIRST_HIGH_BYTE),
        "big5hkscs": _east_asian(sample, "big5hkscs", _BIG5_LEVEL_1, 0),
        "cp1252": _western(sample),
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < _COMMON_ENOUGH:
        best = _normalizers(sample, scores)
    if best:
        try:
            text = content.decode(best)
        except UnicodeDecodeError:
            text = ""
        if text and not _control_share(text) and "\x00" not in text:
            return text
    raise Unreadable(name, "encoding", f"byte {error.start + 1}") from error


def _normalizers(sample: bytes, scores: dict[str, float]) -> str:
    """Ask charset-normalizer where the common characters do not decide; it must not contradict them."""
    match = from_bytes(sample, cp_isolation=_CHARSETS).best()
    found = {"big5": "big5hkscs"}.get(match.encoding, match.encoding) if match else ""
    return found if scores.get(found, 0) >= _COMMON_ENOUGH / 1.5 else ""


def _east_asian(sample: bytes, encoding: str, level_1: range, trail: int) -> float:
    """Return the share of two-byte characters that are of the encoding's common first level or its signs."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    foreign = Counter(character for character in text if character > "\x7f")
    if not foreign:
        return 0.0
    common = 0
    for character, times in foreign.items():
        raw = character.encode(encoding)
        signs = raw[0] in range(_FIRST_HIGH_BYTE, 0xA4) and raw[-1] >= trail
        if len(raw) == 2 and raw[-1] >= trail and (raw[0] in level_1 or signs):  # noqa: PLR2004 - two bytes a character
            common += times
    return common / sum(foreign.values())


def _western(sample: bytes) -> float:
    """Return the share of accented letters and signs that stand as western words have them: few at a time."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return 0.0
    good = total = run = 0
    for character in text:
        if character <= "\x7f":
            run = 0
            continue
        run += 1
        total += 1
        good += character in _WESTERN and run <= _WESTERN_RUN
    return (
        0.9 * good / total if total else 0.0
    )  # Chinese text whose characters are all common is the better explanation


def delimited(text: str, name: str) -> tuple[list[list[str]], tuple[int, ...]]:
    """Split text into rows of cells; blank rows are kept, so that row numbers are those that a spreadsheet shows.

    Returns:
        The rows, and the 1-based numbers of rows in which a quotation mark was opened and never closed. Such a row
        would swallow all that follow, so from there on each physical line is read for itself.

    Raises:
        Unreadable: `damaged`, where a cell is longer than MAX_CELL_CHARACTERS.
    """
    hint = ""
    if text[:4].lower() == "sep=" and text[5:6] in {"\r", "\n"}:  # Excel's own hint; the row stays, as a blank one
        hint, text = text[4], text[5:]
    delimiter = hint or sniff(text, prefer_tab=name.lower().endswith((".tsv", ".tab", ".xls")))
    try:
        return _rows(text, delimiter)
    except csv.Error as error:
        raise Unreadable(name, "damaged", "csv") from error


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], tuple[int, ...]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[list[str]] = []
    unclosed: list[int] = []
    started = 0
    for row in reader:
        rows.append(row)
        if reader.line_num - started > 1 and lines.tell() >= len(text) and _is_unclosed(row, text):
            rows.pop()
            unclosed.append(len(rows) + 1)
            rest = text.splitlines(keepends=False)[started:]
            rows.extend(next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), []) for line in rest)
            break
        started = reader.line_num
    return rows, tuple(unclosed)


def _is_unclosed(row: list[str], text: str) -> bool:
    """Tell whether the last row of the text ends inside a quotation: its last cell then holds the text's end."""
    tail = text.rstrip("\r\n")
    return bool(row) and "\n" in row[-1] and not tail.endswith('"') and tail.endswith(row[-1].rstrip("\r\n")[-20:])


def rejoined(cells: Sequence[Cell], wanted: int) -> Sequence[Cell]:
    """Return a row with texts put together again that a comma in them has split: `Rua do Paço` and ` 67`.

    Only where the cells that begin with a space, as a text goes on behind a comma, are just those that are too many.

    Args:
        cells: the row's cells.
        wanted: how many there should be.
    """
    filled = len(cells)
    while filled > wanted and cells[filled - 1] == "":
        filled -= 1
    going_on = [place for place, cell in enumerate(cells[:filled]) if type(cell) is str and cell[:1] == " " and place]
    if filled <= wanted or len(going_on) != filled - wanted:
        return cells
    result: list[Cell] = []
    for place, cell in enumerate(cells[:filled]):
        if place in going_on:
            result[-1] = f"{result[-1]},{cell}"
        else:
            result.append(cell)
    return result


def sniff(text: str, *, prefer_tab: bool = False) -> str:
    """Return the separator that splits the first lines most evenly into the most columns; a comma where none does."""
    best, best_score = "\t" if prefer_tab and "\t" in text[:_SAMPLE_BYTES] else ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _first_rows(text, delimiter) if len(row) > 1 or (row and row[0].strip())]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        wide = sum(each > 1 for each in widths)
        score = (times / len(widths)) * min(width, 30) if width > 1 else wide / len(widths)
        if delimiter == "\t" and prefer_tab:
            score *= 1.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _first_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    head = text[:_SAMPLE_BYTES]
    try:
        for count, row in enumerate(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)):
            if count >= _SNIFFED_LINES:
                return
            yield row
    except csv.Error:
        return
