"""The list of the review room: whose turn it is, and what each order still needs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from data.orders import OrderRow
from data.rules.lists import ListQuery, Sort
from data.rules.review import Duties, Needs, Queue
from data.rules.rooms import due
from data.rules.urgency import Urgency
from data.states import OrderState, Review
from data.words import N_, _
from data.words.labels import label
from data.words.phrases import listing
from screens.bridge import Bridge
from screens.rows import DeskRows
from widgets.badge import Clock, badge, time_left, urgency_word
from widgets.cells import Line, Part, Tone, width_of
from widgets.columns import Column, Width
from widgets.one_line import OneLine, both_ends
from widgets.order_table import order_columns

if TYPE_CHECKING:
    from data.desk.desk import Desk

DEPARTMENTS: Mapping[Review, str] = {
    Review.SALES: N_("sales"),
    Review.TECHNICAL: N_("technical"),
    Review.FINANCE: N_("finance"),
    Review.PRODUCTION: N_("production"),
    Review.PURCHASING: N_("purchasing"),
    Review.WAREHOUSE: N_("warehouse"),
    Review.JOINT: N_("joint"),
}
"""Review → the department that gives it, as short as a list needs it."""

_LONG_TIMES = (-6 * 3600 + 1, -47 * 3600, -99 * 86400)
"""Times left that take many cells."""

QUEUE_TITLES: Mapping[Queue, str] = {
    Queue.MINE: N_("Waiting for me"),
    Queue.ROLES: N_("My roles"),
    Queue.ALL: N_("All"),
}


class ReviewRows(DeskRows):
    """Rows of the review, each with what it still needs."""

    def __init__(self, bridge: Bridge, query: ListQuery, needs: dict[str, Needs]) -> None:
        """Read the list that the query names.

        Args:
            bridge: the way to the desk.
            query: which list.
            needs: is filled by order number before the rows are handed out.
        """
        super().__init__(bridge, query)
        self._way = bridge
        self._needs = needs

    async def rows(self, first: int, limit: int) -> Sequence[OrderRow]:
        """Return the rows from the place `first` on."""
        found = await super().rows(first, limit)
        await self._learn([row.number for row in found])
        return found

    async def named(self, keys: Sequence[str]) -> Sequence[OrderRow]:
        """Return these orders as they are now."""
        found = await super().named(keys)
        await self._learn([row.number for row in found])
        return found

    async def _learn(self, numbers: Sequence[str]) -> None:
        def needs(desk: "Desk") -> Mapping[str, Needs]:
            return desk.review.needs(numbers)

        if numbers:
            found = await self._way.ask(needs)
            self._needs.update({number: found.get(number, Needs()) for number in numbers})


def left_column(clock: Clock) -> Column[OrderRow]:
    """Return the column of the countdown: sign, word and time left, as wide as the language needs it."""
    words = max(width_of(urgency_word(urgency)) for urgency in Urgency)
    cells = 2 + words + 1 + max(width_of(time_left(seconds)) for seconds in _LONG_TIMES)
    return Column(
        "due", N_("Left"), lambda row: badge(due(row), clock()).long, Width(cells, cells), rank=0, sort=Sort.DUE.value
    )


def total_column(clock: Clock) -> Column[OrderRow]:
    """Return the column of the total, wide enough for a million with its cents: an amount that is cut misleads."""
    return replace(order_columns(clock)["total"], width=Width(12, 13))


def needs_column(needs: Mapping[str, Needs], own: Callable[[], Duties | None]) -> Column[OrderRow]:
    """Return the column of what an order still needs, what this person owes it first."""
    least = width_of(f"✘ {_names([Review.SALES])} ● {_names([Review.FINANCE])}")
    return Column(
        "needs",
        N_("Needs"),
        lambda row: needed(row, needs.get(row.number), own()),
        Width(least, max(least, 24), 2),
        rank=0,
    )


def needed(row: OrderRow, needs: Needs | None, own: Duties | None) -> Part:
    """Return what an order still needs, as short as a cell."""
    if row.state is OrderState.ESCALATED:
        return Part(f"↑ {label(row.state)}", Tone.BAD)
    if row.state is not OrderState.IN_REVIEW or needs is None:
        return Part(label(row.state), Tone.MUTED)
    mine = [review for review in needs.waiting if own is not None and review in own.reviews]
    others = [review for review in needs.waiting if review not in mine]
    parts = [f"✘ {_names(needs.failed)}"] if needs.failed else []
    if mine:
        parts.append(f"● {_names(mine)}")
    if others and not needs.failed:
        parts.append(f"+{len(others)}" if parts else f"○ {_names(others)}")
    tone = Tone.BAD if needs.failed else Tone.STRONG if mine else Tone.PLAIN
    return Part(" ".join(parts), tone)


def _names(reviews: Iterable[Review]) -> str:
    return listing(_(DEPARTMENTS[review]) for review in reviews)


class QueueTabs(OneLine):
    """The queues of the room with how many orders stand in each; a click chooses one."""

    class Chosen(Message):
        """A queue was chosen.

        Attributes:
            queue: which.
        """

        def __init__(self, queue: Queue) -> None:
            super().__init__()
            self.queue = queue

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show no numbers yet."""
        super().__init__(id=id)
        self.here = Queue.ALL
        self.counts: Mapping[Queue, int] = {}
        self.hint = ""
        self._places: list[tuple[int, int, Queue]] = []

    def show(self, here: Queue, counts: Mapping[Queue, int], hint: str) -> None:
        """Show the queues.

        Args:
            here: which one the list shows.
            counts: how many orders stand in each, as far as it is known.
            hint: the keys that go from one to the next.
        """
        self.here, self.counts, self.hint = here, dict(counts), hint
        self.refresh()

    def line(self, width: int) -> Line:
        """Return the queues, and at the end of the line the keys between them."""
        parts: list[Part] = []
        self._places = []
        at = 0
        for queue, title in QUEUE_TITLES.items():
            count = self.counts.get(queue)
            text = f" {_(title)} " if count is None else f" {_(title)} {count:,} "
            if parts:
                parts.append(Part("│", Tone.MUTED))
                at += 1
            parts.append(Part(text, Tone.HERE if queue is self.here else Tone.PLAIN))
            self._places.append((at, at + width_of(text), queue))
            at += width_of(text)
        hint = (Part(f"{self.hint} ", Tone.MUTED),) if at + width_of(self.hint) + 2 <= width else ()
        return both_ends(tuple(parts), hint, width)

    def on_click(self, event: events.Click) -> None:
        """Choose the queue that was clicked."""
        for start, end, queue in self._places:
            if start <= event.x < end:
                self.post_message(self.Chosen(queue))
