"""The views of a room in one line: which of its orders the list shows, how many there are, how many are late."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from data.words import _
from widgets.cells import Line, Part, Tone, harmless, line_width
from widgets.one_line import OneLine, both_ends

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class View:
    """One view.

    Attributes:
        id: the room's name for it.
        title: marked with `N_`.
        count: how many orders it has; None while that is not known.
        late: how many of them are late.
        tone: what its number means to the eye, if it is not 0.
    """

    id: str
    title: str
    count: int | None = None
    late: int = 0
    tone: Tone = Tone.PLAIN


class ViewBar(OneLine):
    """The views of a room; the one that is shown is set off, a click chooses another."""

    class Chosen(Message):
        """A view was chosen with the mouse.

        Attributes:
            bar: the line.
            view: its id.
        """

        def __init__(self, bar: "ViewBar", view: str) -> None:
            super().__init__()
            self.bar = bar
            self.view = view

        @property
        def control(self) -> "ViewBar":
            """The line."""
            return self.bar

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Make an empty line."""
        super().__init__(id=id, classes=classes)
        self._views: tuple[View, ...] = ()
        self._here = ""
        self._hint = ""
        self._ends: list[tuple[int, int, str]] = []

    def show(self, views: Sequence[View], here: str, hint: str = "") -> None:
        """Show views from left to right.

        Args:
            views: what matters most first.
            here: the id of the one that the list shows.
            hint: the key that goes to the next one.
        """
        if (tuple(views), here, hint) != (self._views, self._here, self._hint):
            self._views, self._here, self._hint = tuple(views), here, hint
            self.refresh()

    def line(self, width: int) -> Line:
        """Return the views; where the line is short those without orders go first, then from the right."""
        hint = (Part(f"{self._hint} ", Tone.MUTED),) if self._hint else ()
        kept = list(self._views)
        while len(kept) > 1 and line_width(self._placed(kept)) >= width:
            spare = [one for one in kept if one.id != self._here]
            kept.remove(next((one for one in reversed(spare) if not one.count), spare[-1]))
        found = self._placed(kept)
        room = width - line_width(found) - line_width(hint)
        return both_ends(found, hint if room > 1 else (), width)

    def _placed(self, views: Sequence[View]) -> Line:
        parts: list[Part] = []
        self._ends = []
        for view in views:
            if parts:
                parts.append(Part("│", Tone.MUTED))
            start = line_width(tuple(parts))
            here = view.id == self._here
            quiet = Tone.HERE if here else Tone.MUTED if view.count == 0 else Tone.PLAIN
            parts.append(Part(f" {harmless(_(view.title), _LONGEST)} ", quiet))
            if view.count is not None:
                parts.append(Part(f"{view.count:,} ", Tone.HERE if here else view.tone if view.count else Tone.MUTED))
            if view.late:
                parts.append(Part(f"▲{view.late:,} ", Tone.HERE if here else Tone.BAD))
            self._ends.append((start, line_width(tuple(parts)), view.id))
        return tuple(parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the view that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for start, end, view in self._ends:
            if start <= offset.x < end:
                self.post_message(self.Chosen(self, view))
