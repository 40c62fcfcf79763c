"""Text laid out in cells of a terminal, where a Chinese character takes two of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

_WIDE = (
    r"\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    r"\U0001f300-\U0001faff\U00020000-\U0003fffd"
)
"""Scripts that are written without spaces and symbols as wide as they are."""

_PIECES = re.compile(rf"\s+|[^\s{_WIDE}]+|.")
_NOT_FIRST = frozenset("，。、；：！？）】》”’,.;:!?)]}")
_GAP = 2


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return the text filled with spaces to a number of cells."""
    space = " " * max(0, width - cells(text))
    return space + text if right else text + space


def shortened(text: str, width: int) -> str:
    """Return the text cut to a number of cells, with an ellipsis where something is cut off."""
    if cells(text) <= width:
        return text
    kept, taken = [], 1
    for character in text:
        taken += _cells(character)
        if taken > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Return the text in lines of at most so many cells, broken at spaces and between Chinese characters.

    A word that is longer than a line stands on a line of its own.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECES.findall(paragraph):
            if line and cells(line) + cells(piece.rstrip()) > width and piece[0] not in _NOT_FIRST:
                lines.append(line.rstrip())
                line = "" if piece.isspace() else piece
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def listed(rows: Sequence[tuple[str, str]], width: int, widest: int) -> list[str]:
    """Return names and their texts in two columns; a name wider than `widest` cells has its text below it."""
    first = max((cells(name) for name, _ in rows if cells(name) <= widest), default=0)
    lines: list[str] = []
    for name, text in rows:
        indent = " " * (_GAP + first + _GAP)
        body = wrapped(text, max(20, width - len(indent))) if text else [""]
        if cells(name) > first:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {padded(name, first)}  {body.pop(0)}".rstrip())
        lines.extend(f"{indent}{line}".rstrip() for line in body)
    return lines


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table's column; `right` for numbers, which are never cut, `least` is how far a text may shrink."""

    title: str
    right: bool = False
    least: int = 0


def table(heads: Sequence[Head], rows: Iterable[Sequence[str]], width: int | None) -> list[str]:
    """Return a table in aligned columns, its head first.

    Args:
        heads: the columns; one with a `least` is shortened, the widest first, until the table fits.
        rows: texts that are fit to be printed already.
        width: the cells of the terminal; None leaves every text whole.
    """
    body = [list(row) for row in rows]
    widths = [max([cells(head.title), *(cells(row[at]) for row in body)]) for at, head in enumerate(heads)]
    if width is not None:
        _narrow(heads, widths, width)
    lines = []
    for row in ([head.title for head in heads], *body):
        texts = [
            padded(text if heads[at].right else shortened(text, widths[at]), widths[at], right=heads[at].right)
            for at, text in enumerate(row)
        ]
        lines.append((" " * _GAP).join(texts).rstrip())
    return lines


def _narrow(heads: Sequence[Head], widths: list[int], width: int) -> None:
    """Shrink the widest of the columns that may shrink until all fit, or none can shrink any more."""
    while sum(widths) + _GAP * (len(widths) - 1) > width:
        able = [at for at, head in enumerate(heads) if head.least and widths[at] > max(head.least, 1)]
        if not able:
            return
        widest = max(able, key=lambda at: widths[at])
        widths[widest] -= 1
