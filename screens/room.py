"""What all five rooms are: a list of orders, the order of the cursor beside it, verbs on it or on the selection."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from data.errors import NotFound, Refusal
from data.orders import Order, OrderRow
from data.rules.workflow import Verb
from data.words import _
from screens.headline import Headline
from screens.keybar import Key
from screens.keys import SHORT, footer_verbs
from screens.list_screen import ListScreen
from screens.messages import OrderChanged
from screens.seen import Seen, common_verbs, seen
from screens.summary import clock_parts, joined, order_facts, state_parts
from screens.work import start
from widgets import table_messages as told
from widgets.cells import Part, Tone
from widgets.facts import Facts
from widgets.filter_bar import FilterBar
from widgets.order_table import OrderTable

if TYPE_CHECKING:
    from textual.timer import Timer

    from screens.office import Office


class RoomScreen(ListScreen):
    """A room.

    A subclass says what `ListScreen` asks for, and may put other things beside the list: `compose_detail` with
    `show_row`, `show_order`, `show_nothing`, and `compose_third` for the pane of a wide terminal.
    """

    CSS_PATH = "room.tcss"

    detail_pause: ClassVar[float] = 0.05
    """Seconds without a further move after which the order of the cursor is read: who leafs waits for none of them."""

    def __init__(self, office: "Office") -> None:
        """Make the room; nothing is read before it is shown."""
        super().__init__(office)
        self.row: OrderRow | None = None
        self.order: Order | None = None
        self._wanted = ""
        self._reading = False
        self._pause: Timer | None = None
        self._selected: dict[str, Seen] = {}

    # --- what stands beside the list ----------------------------------------------------------------------------

    def compose_detail(self) -> ComposeResult:
        """Compose what stands beside the list."""
        yield Headline(id="headline")
        yield Facts(id="facts")

    def compose_third(self) -> ComposeResult:
        """Compose the pane that appears on a wide terminal; none unless a room has one."""
        yield from ()

    def show_row(self, row: OrderRow) -> None:
        """Show what the list knows of the order of the cursor, before it is read whole."""
        number = Part(row.number, Tone.HEADING)
        name = Part(row.customer_name or row.customer_code or _("no customer"), Tone.STRONG)
        lines = [joined([number, name]), joined(state_parts(row))]
        if clocks := clock_parts(row, self.office.moment()):
            lines.append(joined(clocks))
        self.query_one("#headline", Headline).show(lines)

    def show_order(self, order: Order) -> None:
        """Show the order of the cursor."""
        self.query_one("#facts", Facts).show(order_facts(order, self.office.moment()))

    def show_nothing(self) -> None:
        """Show that there is no order."""
        self.query_one("#headline", Headline).show(())
        self.query_one("#facts", Facts).show(())

    def body(self) -> ComposeResult:
        """Compose list and panes."""
        with Horizontal(id="panes"):
            with Vertical(id="list"):
                yield from self.above_list()
                yield OrderTable(self.columns(), id="orders")
            with Vertical(id="detail"):
                yield from self.compose_detail()
            third = list(self.compose_third())
            if third:
                yield Vertical(*third, id="third")

    def begin(self) -> None:
        """Begin to read once the room is painted."""
        super().begin()
        self.show_keys()

    # --- the order of the cursor --------------------------------------------------------------------------------

    @on(told.Highlighted)
    def _highlighted(self, message: told.Highlighted) -> None:
        self.row = message.row
        if self.row is not None:
            self.show_row(self.row)
            self._want_soon()
        elif self.table.total == 0:
            self._nothing()
        self.show_keys()

    @on(told.Counted)
    def _counted_none(self, message: told.Counted) -> None:
        """Clear the panes when the list turns out to be empty: no row is told of then."""
        if message.total == 0:
            self._nothing()
            self.show_keys()

    def _nothing(self) -> None:
        self.row = self.order = None
        self._wanted = ""
        self.show_nothing()

    def _want_soon(self) -> None:
        """Read the order of the cursor once the cursor rests."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if self.detail_pause:
            self._pause = self.set_timer(self.detail_pause, self._rested)
        else:
            self._rested()

    def _rested(self) -> None:
        self._pause = None
        if self.row is not None:
            self.want(self.row.number)

    def want(self, number: str) -> None:
        """Read an order whole, for the panes; while one is being read only the last one asked for is kept."""
        self._wanted = number
        if not self._reading and self.detail_shown:
            self._reading = True
            start(self, partial(self._read_order, number), "detail", "order of the cursor")

    @property
    def detail_shown(self) -> bool:
        """Whether the pane beside the list is there, so that the order has to be read whole."""
        return self.query_one("#detail").display

    async def _read_order(self, number: str) -> None:
        order: Order | None = None
        try:
            order = await self.ask(lambda desk: desk.orders.get(number))
        except NotFound:
            order = None
        except Refusal as refusal:
            self.refuse(refusal)
        self._reading = False
        if number != self._wanted:
            if self._wanted:
                self.want(self._wanted)
            return
        self.order = order
        if order is not None:
            self.show_order(order)
        self.show_keys()

    def fit(self) -> None:
        """Fold panes; read the order of the cursor where the pane for it has just appeared."""
        super().fit()
        if self.row is not None and (self.order is None or self.order.number != self.row.number):
            self.call_after_refresh(self.want, self.row.number)

    # --- verbs --------------------------------------------------------------------------------------------------

    @on(told.SelectionChanged)
    def _selection(self, message: told.SelectionChanged) -> None:
        kept = {number: one for number, one in self._selected.items() if number in message.numbers}
        at_hand = {row.number: seen(row) for _place, row in self.table.window.items() if row.number in message.numbers}
        self._selected = kept | at_hand
        lacking = message.numbers - self._selected.keys()
        if lacking:
            start(self, partial(self._read_selected, lacking), "selected", "selected orders")
        self.show_keys()
        self.show_status()

    async def _read_selected(self, numbers: frozenset[str]) -> None:
        try:
            rows = await self.ask(lambda desk: desk.lists.rows(tuple(numbers)))
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._selected |= {row.number: seen(row) for row in rows if row.number in self.table.selected}
        self.show_keys()

    def chosen(self) -> tuple[Seen, ...]:
        """Return the selected orders, else the one of the cursor."""
        if self._selected:
            return tuple(self._selected.values())
        return () if self.row is None else (seen(self.row),)

    def whole(self) -> Order | None:
        """Return the order of the cursor whole, where it is at hand as the list shows it."""
        same = self.order is not None and self.row is not None and self.order.version == self.row.version
        return self.order if same else None

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Mark the orders in their places and read the one of the cursor anew."""
        if not self.there:
            return
        here = numbers & {row.number for _place, row in self.table.window.items()}
        self._mark(here)
        if beyond := numbers - here:
            start(self, partial(self._mark_listed, beyond), "listed", "changed orders that the list has")
        again = numbers & self._selected.keys()
        if again:
            start(self, partial(self._read_selected, frozenset(again)), "selected", "selected orders")
        if self.row is not None and self.row.number in numbers:
            self.want(self.row.number)

    async def _mark_listed(self, numbers: frozenset[str]) -> None:
        """Mark those of the changed orders that the list has: what others do in other rooms changes nothing here."""
        query = self.query_now
        try:
            listed = await self.ask(lambda desk: desk.lists.listed(query, numbers))
        except Refusal:  # which the status line tells; rather one mark too many
            listed = numbers
        self._mark(listed)

    def _mark(self, numbers: frozenset[str]) -> None:
        if numbers:
            self.table.mark_changed(numbers)
            self.query_one(FilterBar).changed(len(self.table.changed))

    @on(OrderChanged)
    def _done(self) -> None:
        self.table.action_select_none()

    def show_keys(self) -> None:
        """Show the verbs that are used most of those that are possible now."""
        letters = self.verb_keys()
        possible = tuple(verb for verb in common_verbs(self.chosen(), self.office.barred) if verb in letters)
        self.show_key_bar([self._verb_key(verb, letters) for verb in footer_verbs(self.stage, possible)])

    def _verb_key(self, verb: Verb, letters: dict[Verb, str]) -> Key:
        return Key(letters[verb], _(SHORT[verb]), f"verb('{verb.value}')")
