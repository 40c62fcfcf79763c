"""Text of painted widgets, selected with the mouse and copied: a place is a line and a cell, never a character.

A Chinese character takes two cells; whoever touches one of them has selected it whole.
"""

import re
from typing import NamedTuple

from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.selection import Selection
from textual.strip import Strip

from widgets.cells import width_of
from widgets.painted import Painted

_SELECTED = Style(reverse=True)
"""What is selected stands out in every theme, on the line of the cursor, and without colours."""
_WORD = re.compile(r"\S+")
_WORD_CLICKS, _LINE_CLICKS = 2, 3


class Span(NamedTuple):
    """Cells of a line, from `start` up to `end`."""

    start: int
    end: int


class Selectable(Painted):
    """A painted widget of which a mouse selects text.

    A subclass says what stands in a line (`text_of`, `lines_of_text`) and passes each strip through `selectable`.
    """

    ALLOW_SELECT = True

    _painting = False
    """Whether lines are made to be painted; otherwise Textual asks what is under the mouse."""

    def text_of(self, line: int) -> str:
        """Return what stands in a line from its first cell on; "" where it has nothing to copy."""
        raise NotImplementedError

    def lines_of_text(self) -> range:
        """Return the numbers of the lines."""
        raise NotImplementedError

    def copied(self, line: int, span: Span) -> str:
        """Return what is copied of a line."""
        return _cells(self.text_of(line), span)

    # --- painting ------------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines as they are painted."""
        self._painting = True
        try:
            return super().render_lines(crop)
        finally:
            self._painting = False

    def selectable(self, strip: Strip, line: int, *, margin: int = 0, start: int = 0) -> Strip:
        """Return a strip with what is selected of it set off.

        Args:
            strip: the line as it is painted.
            line: which it is.
            margin: cells before its text, which cannot be selected.
            start: the first cell of the text that is shown.
        """
        if not self._painting:
            return _located(strip, line, margin, start)
        selection = self.text_selection
        if selection is None:
            return strip
        span = self._span(selection, line)
        if span is None:
            return strip
        begin, end = (max(margin, min(cell - start + margin, strip.cell_length)) for cell in span)
        if begin >= end:
            return strip
        before, inside, after = strip.divide([begin, end, strip.cell_length])
        chosen = [Segment(one.text, one.style + _SELECTED if one.style else _SELECTED) for one in inside]
        return Strip.join([before, Strip(chosen, end - begin), after])

    # --- what is selected ----------------------------------------------------------------------------------------

    def _span(self, selection: Selection, line: int) -> Span | None:
        """Return the cells of a line that are selected; characters of two cells are in whole or not at all."""
        found = selection.get_span(line)
        if found is None:
            return None
        text = self.text_of(line)
        begin, end = found
        width = width_of(text)
        return _whole(text, Span(begin, width if end == -1 else min(end, width)))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text and what ends it; None where nothing is."""
        lines = self.lines_of_text()
        first = lines.start if selection.start is None else max(lines.start, selection.start.y)
        last = lines.stop - 1 if selection.end is None else min(lines.stop - 1, selection.end.y)
        found = []
        for line in range(first, last + 1):
            span = self._span(selection, line)
            found.append(self.copied(line, span).rstrip() if span is not None else "")
        return ("\n".join(found), "\n") if any(found) else None

    def forget_selection(self) -> None:
        """Select nothing here any more: what was selected has changed."""
        if self.is_attached and self in self.screen.selections:
            self.screen.selections = {one: of for one, of in self.screen.selections.items() if one is not self}

    def select_clicked(self, event: events.Click, line: int, cell: int) -> bool:
        """Select the word at a cell at the second click, its line at the third; return whether it was either."""
        if event.chain not in (_WORD_CLICKS, _LINE_CLICKS):
            return False
        text = self.text_of(line)
        span = _word(text, cell) if event.chain == _WORD_CLICKS else Span(0, width_of(text))
        if span is not None and span.start < span.end:
            self.screen.selections = {self: Selection(Offset(span.start, line), Offset(span.end, line))}
        return True


def _graphemes(text: str) -> list[tuple[str, int]]:
    if text.isascii():
        return [(character, 1) for character in text]
    return [(text[first:last], size) for first, last, size in split_graphemes(text)[0]]


def _located(strip: Strip, line: int, margin: int, start: int) -> Strip:
    """Return a strip that tells Textual of each cell which place it is.

    Textual counts characters within a piece, so each character is a piece of its own.
    """
    pieces: list[Segment] = []
    at = 0
    for text, style, _control in strip:
        for piece, size in _graphemes(text):
            place = Style.from_meta({"offset": (max(0, at - margin) + start, line)})
            pieces.append(Segment(piece, style + place if style else place))
            at += size
    return Strip(pieces, strip.cell_length)


def _whole(text: str, span: Span) -> Span:
    """Return a span that cuts no character of two cells."""
    if text.isascii():
        return span
    begin, end = span
    at = 0
    for _piece, size in _graphemes(text):
        after = at + size
        if at < span.start < after:
            begin = at
        if at < span.end < after:
            end = after
        at = after
    return Span(begin, end)


def _cells(text: str, span: Span) -> str:
    """Return the characters of a text in a span of cells."""
    if text.isascii():
        return text[span.start : span.end]
    found: list[str] = []
    at = 0
    for piece, size in _graphemes(text):
        if span.start <= at < span.end:
            found.append(piece)
        at += size
    return "".join(found)


def _word(text: str, cell: int) -> Span | None:
    """Return the cells of the word that a cell is in."""
    for match in _WORD.finditer(text):
        begin = width_of(text[: match.start()])
        span = Span(begin, begin + width_of(match.group()))
        if span.start <= cell < span.end:
            return span
    return None
