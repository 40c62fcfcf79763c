"""Painting whole characters: one that takes two cells is never cut at the edge of what is painted anew.

Textual paints the part of a line that changed. Where that ended amid a Chinese character of what lies below (a box over
a list has become smaller), it painted a space for the first half and left the second one: the character was gone.
"""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.strip import Strip


class WholeCompositor(Compositor):
    """Puts the parts of a screen together."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what has changed, of which no character is cut."""
        update = super().render_partial_update()
        return None if update is None else WholeUpdate(update.chops, update.spans, update.chop_ends)


class WholeUpdate(ChopsUpdate):
    """What has changed on a screen."""

    def render_segments(self, console: Console) -> str:
        """Return it as it is written to the terminal."""
        self.spans = [(y, left, _whole(self.chops[y], self.chop_ends[y], right)) for y, left, right in self.spans]
        return super().render_segments(console)


def _whole(parts: Mapping[int, Strip | None], ends: Sequence[int], right: int) -> int:
    """Return where the change of a line ends: at `right`, or a cell later if a character stands across it."""
    for end, (left, strip) in zip(ends, parts.items(), strict=False):
        if left < right < end and strip is not None:
            return right + _across(strip, right - left)
    return right


def _across(strip: Strip, width: int) -> int:
    """Return 1 if the first `width` cells of a strip end amid a character, else 0."""
    past = 0
    for segment in strip:
        inside = width - past
        past += segment.cell_length
        if past >= width:
            if segment.text.isascii():
                return 0
            cells = 0
            for character in segment.text:
                cells += cell_len(character)
                if cells >= inside:
                    return cells - inside
    return 0
