"""Text that keeps its place on the screen: made harmless, measured in cells, cut, padded and wrapped.

A Chinese character takes two cells, a combining mark none. Every text from outside goes through here before it is
painted, so that columns line up and nothing that a terminal would obey gets through.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size, set_cell_size, split_graphemes

from data.words.printable import printable

ELLIPSIS = "…"
_CHARACTERS_PER_CELL = 4
"""More characters than this per cell are combining marks heaped up by somebody; the rest of them is not shown."""

_MOST_MARKS = 4
"""More combining marks than these on one character are no writing."""

# Terminals disagree on how wide a picture with a variation selector is, so the selectors are left out.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_PIECES = re.compile(r"\s+|[^\s\u1100-\uffdc\U0001f000-\U0003fffd]+|.", re.DOTALL)


class Tone(StrEnum):
    """What a piece of text means to the eye; each is a class of the style sheets, never a colour of its own."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    HEADING = "heading"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CURSOR = "cursor"
    HERE = "here"


class Part(NamedTuple):
    """A piece of a line in one tone. The text is fit for the terminal already."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Part, ...]
"""One line of a painted widget."""


def harmless(text: str, longest: int | None = None) -> str:
    """Return text from outside on one line, with nothing in it that a terminal would obey.

    Args:
        text: any text.
        longest: how many of its characters matter; a text of 10,000 characters costs no more than what is shown.
    """
    return _calm(printable(text if longest is None else text[:longest]))


def _calm(text: str) -> str:
    """Return a text without the characters that terminals measure differently or that pile up on one another."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if character not in "\n\t" and get_character_cell_size(character) == 0 else 0
        if marks <= _MOST_MARKS and character not in _SELECTORS:
            kept.append(character)
    return "".join(kept)


def width_of(text: str) -> int:
    """Return how many cells a harmless text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """Return a text from outside in at most `width` cells; what is cut ends in an ellipsis."""
    if width <= 0:
        return ""
    longest = width * _CHARACTERS_PER_CELL
    shown = harmless(text, longest)
    if len(text) <= longest and width_of(shown) <= width:
        return shown
    if width == 1:
        return ELLIPSIS
    return set_cell_size(shown, min(width - 1, width_of(shown))).rstrip() + ELLIPSIS


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text from outside in exactly `width` cells, cut or padded; `right` aligns figures."""
    if len(text) <= width and text.isascii() and text.isprintable():  # nearly every cell
        return text.rjust(width) if right else text.ljust(width)
    shown = cut(text, width)
    padding = " " * (width - width_of(shown))
    return padding + shown if right else shown + padding


def bar(share: int, whole: int, width: int) -> str:
    """Return a bar of `width` cells, filled by `share` of `whole`; more than the whole fills it."""
    if width <= 0:
        return ""
    filled = 0 if whole <= 0 else min(width, max(0, (2 * share * width + whole) // (2 * whole)))
    if share > 0:
        filled = max(1, filled)
    return "█" * filled + "░" * (width - filled)


def wrap(text: str, width: int, most: int | None = None) -> list[str]:
    """Return a text from outside in lines of at most `width` cells, at least one.

    Latin words stay whole where they fit; Chinese breaks anywhere. A line feed begins a new line.

    Args:
        text: any text.
        width: cells of a line.
        most: how many lines there may be; the last one then ends in an ellipsis.
    """
    width = max(2, width)
    lines: list[str] = []
    given = printable(text if most is None else text[: most * width * _CHARACTERS_PER_CELL], multiline=True)
    for paragraph in _calm(given).expandtabs(4).split("\n"):
        lines += _wrapped(paragraph, width)
        if most is not None and len(lines) > most:
            break
    if most is not None and len(lines) > most:
        lines = lines[:most]
        lines[-1] = cut(lines[-1] + " " * width, width)  # longer than the line, so it ends in an ellipsis
    return lines


def _wrapped(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for piece in _PIECES.findall(paragraph):
        size = width_of(piece)
        if used + size > width and line and not piece.isspace():
            lines.append(line.rstrip())
            line, used = "", 0
        rest = piece
        while size > width:  # a word longer than the line is cut anywhere
            head, rest = _split(rest, width)
            lines.append(head)
            size = width_of(rest)
        if not (rest.isspace() and used + size > width):
            line, used = line + rest, used + size
    lines.append(line.rstrip())
    return lines


def _split(text: str, width: int) -> tuple[str, str]:
    """Return the longest beginning of a text that fits, never less than one character, and the rest."""
    if text.isascii():
        return text[:width], text[width:]
    taken, end = 0, 0
    for start, stop, size in split_graphemes(text)[0]:
        if taken + size > width and start:
            break
        taken, end = taken + size, stop
    return text[:end], text[end:]


def line_width(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(width_of(part.text) for part in line)


def crop(line: Line, start: int, width: int) -> Line:
    """Return the part of a line from the cell `start` on, in exactly `width` cells."""
    found: list[Part] = []
    place, end = 0, start + width
    for text, tone in line:
        size = width_of(text)
        if place + size > start and place < end:
            inside = place >= start and place + size <= end
            found.append(Part(text if inside else _between(text, start - place, end - place), tone))
        place += size
    rest = width - line_width(tuple(found))
    if rest > 0:
        found.append(Part(" " * rest))
    return tuple(found)


def _between(text: str, start: int, end: int) -> str:
    """Return the cells of a text from `start` to `end`; half of a wide character becomes a space."""
    if text.isascii():
        return text[max(0, start) : end]
    kept = ""
    place = 0
    for first, last, size in split_graphemes(text)[0]:
        if place >= end:
            break
        after = place + size
        if place >= start and after <= end:
            kept += text[first:last]
        elif after > start:
            kept += " " * (min(end, after) - max(start, place))
        place = after
    return kept
