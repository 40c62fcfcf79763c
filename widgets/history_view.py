"""The record of an order: who did what and when, the newest first (P6)."""

from collections.abc import Sequence
from typing import ClassVar

from data.orders import Event
from data.words.explain import explain_event
from widgets.badge import Clock, short_time
from widgets.cells import Part, Tone, fit, width_of, wrap
from widgets.lines_view import LinesView, Row

_MOST = 40
"""Lines that one event may take; the dossier and the export have the whole of it."""


class HistoryView(LinesView):
    """The events of an order."""

    ITEMS: ClassVar[bool] = True

    def __init__(
        self,
        clock: Clock,
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty view; `clock` says in which zone times are told."""
        super().__init__(empty=empty, id=id, classes=classes)
        self.clock = clock
        self.events: tuple[Event, ...] = ()
        """What is shown, the newest first; an item is a place in it."""
        self._currency = ""

    def show(self, events: Sequence[Event], currency: str = "") -> None:
        """Show events, in whatever order they come; `currency` is the order's, for amounts."""
        self.events = tuple(sorted(events, key=lambda event: event.seq, reverse=True))
        self._currency = currency
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return each event: its time, and what happened wrapped beside it."""
        moment = self.clock()
        times = [short_time(event.at, moment) for event in self.events]
        head = 2 + max(map(width_of, times), default=0)
        rows = []
        for at, (event, time) in enumerate(zip(self.events, times, strict=True)):
            for place, text in enumerate(wrap(explain_event(event, self._currency), width - head, most=_MOST)):
                when = Part(fit(time if place == 0 else "", head), Tone.MUTED)
                rows.append(Row((when, Part(text)), at))
        return rows
