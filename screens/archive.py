"""The archive room: found in seconds, complete, kept as long as it must be (D)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from data.errors import NotFound, Refusal
from data.orders import Order, OrderRow
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.rooms import ROOM_STATES
from data.rules.workflow import Stage, Verb
from data.states import OrderState
from data.words import N_, _
from screens.archive_list import FiledRows, archive_columns
from screens.archive_views import course_text, file_sections, order_sections
from screens.headline import Headline
from screens.summary import joined, state_parts
from screens.viewed import ViewedRoom
from screens.work import start
from widgets import table_messages as told
from widgets.cells import Part, Tone
from widgets.columns import Column
from widgets.filter_bar import FilterBar
from widgets.filter_values import FilterValues
from widgets.history_view import HistoryView
from widgets.sections import Sections
from widgets.view_bar import View

if TYPE_CHECKING:
    from data.rules.filing import FileCard
    from screens.office import Office
    from screens.seen import Seen

_DONE, _TO_CLOSE, _TO_FILE, _ALL = "done", "to_close", "to_file", "all"

_STATES: Mapping[str, tuple[OrderState, ...]] = {
    _DONE: ROOM_STATES[Stage.ARCHIVE],
    _TO_CLOSE: (OrderState.SETTLED,),
    _TO_FILE: (OrderState.CLOSED,),
    _ALL: (),
}
"""View → the states of its orders; none are all."""


class ArchiveScreen(ViewedRoom):
    """The archive room."""

    CSS_PATH = "archive.tcss"
    stage: ClassVar[Stage] = Stage.ARCHIVE
    first_sort: ClassVar[Sort] = Sort.RECEIVED_AT
    first_descending: ClassVar[bool] = True
    column_names: ClassVar[tuple[str, ...]] = (
        "number",
        "customer",
        "goods",
        "state",
        "papers",
        "received_at",
        "customer_po_no",
        "total",
        "closed_at",
        "keep_until",
    )
    view = _DONE

    def __init__(self, office: "Office") -> None:
        """Make the room; nothing is read before it is shown."""
        self.counts: Mapping[OrderState, int] | None = None
        self.card: FileCard | None = None
        self._card_wanted = ""
        self._carding = False
        super().__init__(office)

    # --- the list -----------------------------------------------------------------------------------------------

    def first_filter(self) -> OrderFilter:
        """Return which orders the view shows."""
        return OrderFilter(states=_STATES[self.view])

    def filter_of(self, values: FilterValues) -> OrderFilter:
        """Return the filter that the bar says; what is searched for may stand anywhere on an order (D4)."""
        return replace(super().filter_of(values), text="", anywhere=values.text)

    def own_columns(self) -> Sequence[Column[OrderRow]]:
        """Return the columns that only this room has."""
        return (*super().own_columns(), *archive_columns(self.office.moment))

    def rows_of(self, query: ListQuery) -> FiledRows:
        """Return the rows of a list, each with what the archive shows of it."""
        return FiledRows(self.office.bridge, query)

    def nothing_here(self) -> str:
        """Say that the view is empty, and what to do."""
        match self.view:
            case "to_close":
                return _("No settled order waits to be closed.")
            case "to_file":
                return _("No closed order waits to be archived.")
            case "all":
                return _("There is no order on this desk yet.")
            case _:
                return _("No order is finished yet: settled ones come here by themselves. F4 leads to all orders.")

    def empty_text(self) -> str:
        """Return what is said where nothing is found; in this room there is another place to look."""
        if self.query_now.filter.anywhere and self.view != _ALL:
            return _("Nothing finished fits the search. F4 leads to all orders, Esc takes the search back.")
        return super().empty_text()

    def begin(self) -> None:
        """Begin to read; the search says what it searches."""
        super().begin()
        self.query_one(FilterBar).query_one(".filter--search", Input).placeholder = _(
            "number, customer, product, note, paper, 2026-03 …"
        )
        self.call_after_refresh(self.count)

    # --- views --------------------------------------------------------------------------------------------------

    def views(self) -> Sequence[View]:
        """Return the views with what is known of their numbers."""

        def counted(view: str, title: str, tone: Tone = Tone.PLAIN) -> View:
            return View(view, title, self._count_of(view), tone=tone)

        return (
            counted(_DONE, N_("Finished")),
            counted(_TO_CLOSE, N_("To close"), Tone.WARN),
            counted(_TO_FILE, N_("To archive"), Tone.WARN),
            counted(_ALL, N_("All orders")),
        )

    def _count_of(self, view: str) -> int | None:
        if self.counts is None:
            return None
        return sum(self.counts.get(state, 0) for state in _STATES[view] or tuple(OrderState))

    def count(self) -> None:
        """Count the orders of each view."""
        start(self, self._count, "count", "orders by state", only=True)

    async def _count(self) -> None:
        try:
            self.counts = await self.ask(lambda desk: desk.orders.counts())
        except Refusal as refusal:
            self.refuse(refusal)
        self.show_views()

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Show the orders anew in their places, and count them."""
        super().orders_changed(numbers)
        if self.there:
            self.count()

    @on(told.Counted)
    def _found(self) -> None:
        """Say of how many orders the search found so many, once the list has said how many it found."""
        self.call_later(self._say_found)

    def _say_found(self) -> None:
        total = self.table.total
        if total is not None and self.query_now.filter != self.first_filter():
            self.query_one(FilterBar).found(total, self._count_of(self.view))

    # --- beside the list ----------------------------------------------------------------------------------------

    def compose_detail(self) -> ComposeResult:
        """Compose what stands beside the list."""
        yield Headline(id="headline")
        yield Sections(id="file")

    def compose_third(self) -> ComposeResult:
        """Compose the pane of a wide terminal."""
        yield HistoryView(self.office.moment, id="record")

    def show_row(self, row: OrderRow) -> None:
        """Show what the list knows of the order of the cursor."""
        name = row.customer_name or row.customer_code or _("no customer")
        lines = [joined([Part(row.number, Tone.HEADING), Part(name, Tone.STRONG)]), joined(state_parts(row))]
        self.query_one("#headline", Headline).show(lines)

    def show_order(self, order: Order) -> None:
        """Show the order of the cursor, and what its file says as soon as that is read."""
        if self.card is None or self.card.order.number != order.number:
            self.card = None
            self.query_one("#file", Sections).show(order_sections(order, self.office.moment()))
            self.query_one("#record", HistoryView).show(())
        self._want_card(order.number)

    def _want_card(self, number: str) -> None:
        self._card_wanted = number
        if not self._carding:
            self._carding = True
            start(self, partial(self._read_card, number), "card", "file of an order")

    async def _read_card(self, number: str) -> None:
        card: FileCard | None = None
        try:
            card = await self.ask(lambda desk: desk.filing.card(number))
        except NotFound:
            card = None
        except Refusal as refusal:
            self.refuse(refusal)
        self._carding = False
        if number != self._card_wanted:
            if self._card_wanted:
                self._want_card(self._card_wanted)
            return
        self.card = card
        if card is not None:
            self.query_one("#file", Sections).show(file_sections(card, self.office.moment()))
            self.query_one("#record", HistoryView).show(card.events, card.order.currency)

    def show_nothing(self) -> None:
        """Show that there is no order."""
        self.card = None
        self._card_wanted = ""
        self.query_one("#headline", Headline).show(())
        self.query_one("#file", Sections).show(())
        self.query_one("#record", HistoryView).show(())

    # --- verbs --------------------------------------------------------------------------------------------------

    def open_form(
        self, verb: Verb, orders: "Sequence[Seen]", values: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open the form of a verb; the summary of a closing begins with how long the order took (D3)."""
        first = orders[0].number
        card = self.card if self.card is not None and self.card.order.number == first else None
        fresh = values is None and len(orders) == 1 and (verb.value, first) not in self.office.left
        if verb is Verb.CLOSE and fresh and card is not None and (text := course_text(card.course)):
            values = {"summary": text}
        super().open_form(verb, orders, values, draft)
