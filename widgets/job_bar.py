"""Long work under way: what it does, how far it is, and how to stop it."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from data.words import N_, _
from widgets.cells import Line, Part, Tone, bar, cut, harmless, line_width, width_of
from widgets.one_line import OneLine

_LONGEST = 200
_WIDEST_BAR, _NARROWEST_BAR = 30, 6


class JobBar(OneLine, can_focus=True):
    """One piece of work; the line is there only while it runs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,enter",
            "cancel",
            N_("Cancel"),
            id="job.cancel",
            tooltip=N_("Stop the work; nothing half-done stays"),
        )
    ]

    DEFAULT_CSS = """
    JobBar { display: none; background: $boost; }
    JobBar.-running { display: block; }
    JobBar:focus { background: $block-cursor-blurred-background; }
    """

    class CancelAsked(Message):
        """The work was to be stopped.

        Attributes:
            bar: the line of the work.
        """

        def __init__(self, job: "JobBar") -> None:
            super().__init__()
            self.job = job

        @property
        def control(self) -> "JobBar":
            """The line of the work."""
            return self.job

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._what = ""
        self._done = 0
        self._total: int | None = None
        self._stopping = False

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self.has_class("-running")

    def begin(self, what: str, total: int | None = None) -> None:
        """Show a piece of work; `total` is how many steps it has, None where nobody knows."""
        self._what, self._done, self._total, self._stopping = harmless(what, _LONGEST), 0, total, False
        self.add_class("-running")
        self.refresh()

    def advance(self, done: int, total: int | None = None) -> None:
        """Show how many steps are done; `total` where it is known only now."""
        self._done = done
        self._total = self._total if total is None else total
        self.refresh()

    def end(self) -> None:
        """Take the line away; the work is done or was stopped."""
        self.remove_class("-running")

    def line(self, width: int) -> Line:
        """Return the work, its bar, its figures and the way to stop it."""
        stop = _("stopping …") if self._stopping else _("esc stops it")
        figures = f"{self._done:,}"
        if self._total:
            percent = min(100, 100 * self._done // self._total)
            figures = _("{percent}%  {done} of {total}").format(
                percent=percent, done=f"{self._done:,}", total=f"{self._total:,}"
            )
        right = (Part(f"{figures}  "), Part(f"{stop} ", Tone.MUTED))
        room = max(0, width - line_width(right) - 2)
        what = cut(self._what, max(4, room - _NARROWEST_BAR - 2)) if room > _NARROWEST_BAR else ""
        rest = room - width_of(what) - 2
        drawn = bar(self._done, self._total, min(_WIDEST_BAR, rest)) if self._total and rest >= _NARROWEST_BAR else ""
        left = (Part(f" {what}"), Part(f"  {drawn}" if drawn else "", Tone.GOOD))
        return (*left, Part(" " * max(1, width - line_width(left) - line_width(right))), *right)

    def action_cancel(self) -> None:
        """Ask that the work be stopped; asking again changes nothing."""
        if self.running and not self._stopping:
            self._stopping = True
            self.refresh()
            self.post_message(self.CancelAsked(self))

    def on_click(self, event: events.Click) -> None:
        """Stop the work by a click on the words that say so."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.x >= self.space.width - width_of(_("esc stops it")) - 1:
            self.action_cancel()
