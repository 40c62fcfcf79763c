"""The tracking room: orders under way, what asks for somebody today, and how each of them is doing (T)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from data.errors import Refusal
from data.orders import Order, OrderRow
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.rooms import ROOM_STATES
from data.rules.underway import Concern, TrackedRow
from data.rules.workflow import Stage
from data.states import OrderState
from data.words import N_, _
from screens.headline import Headline
from screens.milestones import milestones
from screens.summary import amendable_parts, clock_parts, joined, state_parts
from screens.tracking_list import TrackedRows, doing_parts, tracking_columns
from screens.tracking_views import goods_sections, watch_sections
from screens.viewed import ViewedRoom
from screens.work import start
from widgets import table_messages as told
from widgets.cells import Part, Tone
from widgets.columns import Column
from widgets.sections import Sections
from widgets.timeline import Timeline
from widgets.view_bar import View

if TYPE_CHECKING:
    from datetime import date

    from screens.office import Office

_OPEN, _CHECK_INS, _EXCEPTIONS, _TELL, _RISK, _UNPLACED = "open", "check_ins", "exceptions", "tell", "risk", "unplaced"

_MOST = 10_000
"""A view of single orders shows no more than these; whoever has more starts with the first."""

_NOBODY = ("",)
"""The numbers of a view without orders; an empty tuple would not filter."""


class TrackingScreen(ViewedRoom):
    """The tracking room."""

    CSS_PATH = "tracking.tcss"
    stage: ClassVar[Stage] = Stage.TRACKING
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = (
        "due",
        "number",
        "customer",
        "done",
        "next",
        "forecast",
        "check_in",
        "places",
        "state",
        "promised_date",
        "requested_date",
        "told",
        "total",
    )
    view = _OPEN

    def __init__(self, office: "Office") -> None:
        """Make the room; nothing is read before it is shown."""
        self.concerns: dict[str, Concern] | None = None
        self._view_numbers: tuple[str, ...] = ()
        self._seen_on: date | None = None
        self._looking = False
        self._look_again: set[str] | None = set()
        super().__init__(office)

    # --- the list -----------------------------------------------------------------------------------------------

    def first_filter(self) -> OrderFilter:
        """Return which orders the view shows."""
        if self.view == _UNPLACED:
            return OrderFilter(states=(OrderState.APPROVED,))
        return OrderFilter(states=ROOM_STATES[Stage.TRACKING], numbers=self._view_numbers)

    def own_columns(self) -> Sequence[Column[OrderRow]]:
        """Return the columns that only this room has."""
        return tracking_columns(self.office.moment)

    def rows_of(self, query: ListQuery) -> TrackedRows:
        """Return the rows of a list, each with how its order is doing."""
        return TrackedRows(self.office.bridge, query)

    def nothing_here(self) -> str:
        """Say that the view is empty, and what to do."""
        match self.view:
            case "check_ins":
                return _("Nobody has to be asked today. Esc shows all that is under way.")
            case "exceptions":
                return _("No exception is open. Where something goes wrong, put it on record with X.")
            case "tell":
                return _("Every customer knows what he has to know. Contacts are recorded with c.")
            case "risk":
                return _("Nothing is late, and nothing will be as far as progress and plans tell.")
            case "unplaced":
                return _("Everything that is approved is allocated.")
            case _:
                return _("Nothing is under way. Orders come here by themselves once they are allocated (room 3).")

    # --- views --------------------------------------------------------------------------------------------------

    def views(self) -> Sequence[View]:
        """Return the views with what is known of their numbers."""
        before = self.office.tallies.get(Stage.ALLOCATION.value)
        known = self.concerns
        today = self.office.today
        overdue = sum(1 for one in (known or {}).values() if one.check_in is not None and one.check_in < today)

        def single(view: str, title: str, tone: Tone, late: int = 0) -> View:
            return View(view, title, None if known is None else len(_numbers(view, known)), late, tone)

        return (
            View(_OPEN, N_("Under way")),
            single(_CHECK_INS, N_("Check-ins"), Tone.WARN, overdue),
            single(_EXCEPTIONS, N_("Exceptions"), Tone.BAD),
            single(_TELL, N_("To tell"), Tone.WARN),
            single(_RISK, N_("At risk"), Tone.BAD),
            View(_UNPLACED, N_("Not placed"), None if before is None else before.waiting),
        )

    def view_chosen(self) -> None:
        """Take the orders of the view as they are now; they stay in it until it is chosen or sorted anew."""
        single = self.view not in (_OPEN, _UNPLACED)
        self._view_numbers = (_numbers(self.view, self.concerns or {})[:_MOST] or _NOBODY) if single else ()

    def begin(self) -> None:
        """Begin to read, and to look who has to be asked today."""
        super().begin()
        self.call_after_refresh(self.look)

    def look(self, numbers: Collection[str] | None = None) -> None:
        """See which orders ask for somebody: all, or those that were changed; what comes meanwhile is done after it."""
        if self._looking:
            waiting = self._look_again
            self._look_again = None if waiting is None or numbers is None else waiting | set(numbers)
            return
        self._looking = True
        asked = None if numbers is None else frozenset(numbers)
        start(self, partial(self._look, asked), "concerns", "orders that ask for somebody")

    async def _look(self, numbers: Collection[str] | None) -> None:
        today = self.office.today
        try:
            found = await self.ask(lambda desk: desk.underway.concerns(numbers))
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            kept = {} if numbers is None else {n: c for n, c in (self.concerns or {}).items() if n not in numbers}
            self.concerns = {**kept, **found}
            if numbers is None:
                self._seen_on = today
        self._looking = False
        self.show_views()
        again, self._look_again = self._look_again, set()
        if again is None or again:
            self.look(again)

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Show the orders anew in their places, and what they ask for."""
        super().orders_changed(numbers)
        if self.there:
            self.look(numbers)

    def show_status(self) -> None:
        """Show what is known; on another day other orders ask for somebody."""
        super().show_status()
        if self.there and self._seen_on not in (None, self.office.today):
            self._seen_on = None
            self.look()

    @on(told.ReloadAsked)
    def _sorted_anew(self) -> None:
        """Take the orders of the view anew, before the list is read."""
        self.view_chosen()
        values = self.query_now.filter
        self.query_now = replace(self.query_now, filter=replace(values, numbers=self._view_numbers))
        self.look()

    # --- beside the list ----------------------------------------------------------------------------------------

    def compose_detail(self) -> ComposeResult:
        """Compose what stands beside the list."""
        yield Headline(id="headline")
        yield Timeline(self.office.moment, id="timeline")
        yield Sections(id="watch")

    def compose_third(self) -> ComposeResult:
        """Compose the pane of a wide terminal."""
        yield Sections(id="goods")

    def show_row(self, row: OrderRow) -> None:
        """Show what the list knows of the order of the cursor."""
        moment = self.office.moment()
        name = row.customer_name or row.customer_code or _("no customer")
        lines = [joined([Part(row.number, Tone.HEADING), Part(name, Tone.STRONG)]), joined(state_parts(row))]
        if clocks := [*clock_parts(row, moment), *amendable_parts(row, moment)]:
            lines.append(joined(clocks))
        if isinstance(row, TrackedRow) and (doing := doing_parts(row, moment)):
            lines.append(joined(doing))
        self.query_one("#headline", Headline).show(lines)

    def show_order(self, order: Order) -> None:
        """Show the order of the cursor."""
        moment = self.office.moment()
        row = self.row if isinstance(self.row, TrackedRow) and self.row.number == order.number else None
        self.query_one("#timeline", Timeline).show(milestones(order, row, moment))
        watch = watch_sections(order, row, moment)
        goods = goods_sections(order, moment)
        wide = self.has_class("-widest")
        self.query_one("#watch", Sections).show(watch if wide else [*watch, *goods])
        self.query_one("#goods", Sections).show(goods if wide else ())

    def show_nothing(self) -> None:
        """Show that there is no order."""
        self.query_one("#headline", Headline).show(())
        self.query_one("#timeline", Timeline).show(())
        for name in ("#watch", "#goods"):
            self.query_one(name, Sections).show(())

    def fit(self) -> None:
        """Fold panes; what stands in the third goes where there is room for it."""
        before = self.has_class("-widest")
        super().fit()
        if self.has_class("-widest") is not before and self.order is not None:
            self.show_order(self.order)


def _numbers(view: str, concerns: Mapping[str, Concern]) -> tuple[str, ...]:
    """Return the orders of a view, by their numbers."""
    match view:
        case "check_ins":
            return tuple(number for number, one in concerns.items() if one.check_in is not None)
        case "exceptions":
            return tuple(number for number, one in concerns.items() if one.exceptions)
        case "tell":
            return tuple(number for number, one in concerns.items() if one.tell)
        case _:
            return tuple(number for number, one in concerns.items() if one.risk)
