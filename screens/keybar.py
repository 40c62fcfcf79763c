"""The last line of a screen: the keys of what is done most, each of which can be clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from widgets.cells import width_of

_GAP = 2


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the line.

    Attributes:
        key: as it is shown.
        title: what it does, in a word or two.
        action: what is run when it is clicked, as a binding of the screen names it.
        enabled: whether it can be done now.
    """

    key: str
    title: str
    action: str
    enabled: bool = True

    @property
    def width(self) -> int:
        """The cells that it takes."""
        return width_of(self.key) + 1 + width_of(self.title)


class KeyBar(Widget, can_focus=False):
    """Keys on the left and keys on the right; one that does not fit is left out whole, never cut."""

    COMPONENT_CLASSES = {"keybar--key", "keybar--off"}  # noqa: RUF012 - as Textual has it
    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        background: $footer-background;
        color: $footer-foreground;
        & > .keybar--key { color: $footer-key-foreground; text-style: bold; }
        & > .keybar--off { color: $text-disabled; }
    }
    """

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._left: tuple[Key, ...] = ()
        self._right: tuple[Key, ...] = ()
        self._placed: list[tuple[int, int, Key]] = []

    def show(self, left: Sequence[Key], right: Sequence[Key] = ()) -> None:
        """Show these keys; the first of `right` stays longest where the line is short."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        base = self.rich_style
        if y:
            return Strip.blank(width, base)
        strong, off = self.get_component_rich_style("keybar--key"), self.get_component_rich_style("keybar--off")
        self._placed = self._place(width)
        segments: list[Segment] = []
        at = 0
        for start, end, key in self._placed:
            segments += [
                Segment(" " * (start - at), base),
                Segment(key.key, base + (strong if key.enabled else off)),
                Segment(" ", base),
                Segment(key.title, base + off if not key.enabled else base),
            ]
            at = end
        return Strip(segments).adjust_cell_length(width, base)

    def _place(self, width: int) -> list[tuple[int, int, Key]]:
        right: list[Key] = []
        room = width - 2
        for key in self._right:
            if key.width + _GAP > room // 2:
                break
            right.append(key)
            room -= key.width + _GAP
        placed = []
        at = 1
        for key in self._left:
            if key.width > room:
                break
            placed.append((at, at + key.width, key))
            at += key.width + _GAP
            room -= key.width + _GAP
        at = width - 1
        for key in reversed(right):
            placed.append((at - key.width, at, key))
            at -= key.width + _GAP
        return sorted(placed, key=lambda one: one[0])

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        for start, end, key in self._placed:
            if start <= event.x < end and key.enabled:
                await self.screen.run_action(key.action)
