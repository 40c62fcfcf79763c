"""Lines that stand still: a widget of one line, painted from what it knows."""

from textual.strip import Strip

from widgets.cells import Line, Part, crop, line_width
from widgets.painted import Painted


class OneLine(Painted, can_focus=False):
    """A widget of one line; a subclass makes it in `line`."""

    DEFAULT_CSS = """
    OneLine { height: 1; overflow: hidden hidden; background: $panel; }
    """

    _painted: Line | None = None
    """The line as it was painted last."""

    def line(self, width: int) -> Line:
        """Return the line for a width in cells, in the language that is spoken."""
        raise NotImplementedError

    def renew(self) -> None:
        """Paint the line anew where it is another one now: most of what is told of it changes nothing."""
        if self._painted is None or self.line(self.space.width) != self._painted:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.space.width
        if y:
            return self.paint((), width)
        self._painted = self.line(width)
        return self.paint(self._painted, width)


def both_ends(left: Line, right: Line, width: int) -> Line:
    """Return a line with parts at both its ends; where they meet the left end gives way, and ends in an ellipsis."""
    room = width - line_width(right) - 1
    if room < 1:
        return crop(left, 0, width)
    if line_width(left) > room:
        left = (*crop(left, 0, room - 1), Part("…"))
    return (*left, Part(" " * (width - line_width(left) - line_width(right))), *right)
