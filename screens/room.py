"""What all five rooms are: a list of orders, the order of the cursor beside it, verbs on it or on the selection."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from data.errors import NotFound, Refusal
from data.orders import Order, OrderRow
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.rooms import ROOM_STATES, due
from data.rules.workflow import Stage, Verb
from data.words import N_, _, ngettext
from data.words.labels import field_label
from screens.base import DeskScreen
from screens.dialog_columns import ColumnChooser
from screens.headline import Headline
from screens.keybar import Key
from screens.keys import ORDERS, SHORT, footer_verbs, key
from screens.messages import OrderChanged
from screens.rows import DeskRows
from screens.seen import Seen, common_verbs, seen
from screens.summary import clock_parts, joined, order_facts, state_parts
from widgets import table_messages as told
from widgets.cells import Part, Tone
from widgets.columns import Column
from widgets.facts import Facts
from widgets.filter_bar import FilterBar
from widgets.filter_values import FilterValues
from widgets.order_table import OrderTable, due_column, order_columns

if TYPE_CHECKING:
    from screens.office import Office


class RoomScreen(DeskScreen):
    """A room.

    A subclass says its stage, its columns and its first query, and what stands beside the list.
    """

    CSS_PATH = "room.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("slash", "search", "room.search", N_("Search"), N_("Search in this list as you type"), ORDERS),
        key("f", "filter", "room.filter", N_("Filter"), N_("Choose which orders the list shows"), ORDERS),
        key("escape", "back", "room.back", N_("Back"), N_("Take the search, the filter or the selection back"), ORDERS),
    ]

    stage: ClassVar[Stage] = Stage.ANYWHERE
    first_sort: ClassVar[Sort] = Sort.RECEIVED_AT
    first_descending: ClassVar[bool] = False
    column_names: ClassVar[tuple[str, ...]] = ("number", "customer", "state", "total")
    """The columns that are shown at first, of `widgets.order_table.order_columns` or of `own_columns`."""

    def __init__(self, office: "Office") -> None:
        """Make the room; nothing is read before it is shown."""
        super().__init__(office)
        self.query_now = self.first_query()
        self.row: OrderRow | None = None
        self.order: Order | None = None
        self._rows: DeskRows | None = None
        self._wanted = ""
        self._reading = False
        self._counting = False
        self._again = False
        self._chosen_rows: dict[str, Seen] = {}

    # --- what a room says of itself -----------------------------------------------------------------------------

    def first_query(self) -> ListQuery:
        """Return the list that the room shows before anybody filters it, sorted as it was left."""
        found = OrderFilter(states=ROOM_STATES.get(self.stage, ()))
        sort, descending = self.first_sort, self.first_descending
        remembered = self.office.memory.get(self.section, "sort")
        if isinstance(remembered, str) and remembered in set(Sort):
            sort, descending = Sort(remembered), self.office.memory.get(self.section, "descending") is True
        return ListQuery(found, sort, descending)

    def empty_text(self) -> str:
        """Return what is said where the list has no orders: why, and what to do."""
        if self.query_now.filter != self.first_query().filter:
            return _("No order fits the search. Esc takes it back.")
        return self.nothing_here()

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("Nothing waits here.")

    def own_columns(self) -> Sequence[Column[OrderRow]]:
        """Return the columns that only this room has."""
        return (due_column("due", N_("Due"), due, self.office.moment, Sort.DUE.value),)

    def compose_detail(self) -> ComposeResult:
        """Compose what stands beside the list."""
        yield Headline(id="headline")
        yield Facts(id="facts")

    def compose_third(self) -> ComposeResult:
        """Compose the pane that appears on a wide terminal; none unless a room has one."""
        yield from ()

    def show_row(self, row: OrderRow) -> None:
        """Show what the list knows of the order of the cursor, before it is read whole."""
        moment = self.office.moment()
        number = Part(row.number, Tone.HEADING)
        name = Part(row.customer_name or row.customer_code or _("no customer"), Tone.STRONG)
        lines = [joined([number, name]), joined(state_parts(row))]
        if clocks := clock_parts(row, moment):
            lines.append(joined(clocks))
        self.query_one(Headline).show(lines)

    def show_order(self, order: Order) -> None:
        """Show the order of the cursor."""
        self.query_one("#facts", Facts).show(order_facts(order, self.office.moment()))

    def show_nothing(self) -> None:
        """Show that there is no order."""
        self.query_one(Headline).show(())
        self.query_one("#facts", Facts).show(())

    # --- the frame of the room ----------------------------------------------------------------------------------

    @property
    def section(self) -> str:
        """The name under which the room is remembered."""
        return f"room.{self.stage.value}"

    def body(self) -> ComposeResult:
        """Compose list and panes."""
        with Horizontal(id="panes"):
            with Vertical(id="list"):
                yield from self.above_list()
                yield OrderTable(self.columns(), empty="", id="orders")
            with Vertical(id="detail"):
                yield from self.compose_detail()
            third = list(self.compose_third())
            if third:
                yield Vertical(*third, id="third")

    def above_list(self) -> Iterable[Widget]:
        """Return what stands above the list."""
        return (FilterBar(id="filter"),)

    def columns(self) -> list[Column[OrderRow]]:
        """Return all columns that the list can have; those that the room names come first and are shown."""
        known = {**order_columns(self.office.moment), **{column.id: column for column in self.own_columns()}}
        first = [replace(known[name], shown=True) for name in self.column_names]
        return [*first, *(replace(column, shown=False) for name, column in known.items()
                          if name not in self.column_names)]  # fmt: skip

    @property
    def table(self) -> OrderTable:
        """The list."""
        return self.query_one("#orders", OrderTable)

    def begin(self) -> None:
        """Begin to read once the room is painted."""
        super().begin()
        remembered = self.office.memory.get(self.section, "columns")
        if remembered is not None:
            self.table.column_state = remembered
        self.query_one(FilterBar).remember(self.office.memory.get(self.section, "filters"))
        self.table.focus()
        self.show_keys()
        self.call_after_refresh(self.read)

    # --- reading ------------------------------------------------------------------------------------------------

    def read(self, query: ListQuery | None = None) -> None:
        """Show a list from its beginning: the one of now, or another one.

        Whoever types faster than the desk can answer is shown the list of what stands there then.
        """
        self.query_now = query or self.query_now
        if self._counting:
            self._again = True
            return
        self._counting = True
        self.table.empty = self.empty_text()
        self._rows = DeskRows(self.office.bridge, self.query_now)
        self.table.show(self._rows, sorted_by=self.query_now.sort.value, descending=self.query_now.descending)

    def _read_on(self) -> bool:
        """Read the list that was asked for meanwhile; return whether there was one."""
        again, self._again, self._counting = self._again, False, False
        if again:
            self.read()
        return again

    @on(told.Counted)
    def _counted(self, message: told.Counted) -> None:
        if self._read_on():
            return
        self.query_one(FilterBar).found(message.total)
        if self._rows is not None:
            self.run_worker(self._scan(self._rows), group="scan", exclusive=True, description="anchors of the list")
        self.show_status()

    async def _scan(self, rows: DeskRows) -> None:
        try:
            await rows.scan()
        except Refusal as refusal:
            self.refuse(refusal)

    @on(told.ReloadAsked)
    def _reload(self) -> None:
        self._rows = DeskRows(self.office.bridge, self.query_now)
        self.table.reload(self._rows)

    @on(told.SortAsked)
    def _sort(self, message: told.SortAsked) -> None:
        sort = Sort(message.sort)
        again = sort is self.query_now.sort
        descending = not self.query_now.descending if again else False
        self.office.memory.put(self.section, "sort", sort.value)
        self.office.memory.put(self.section, "descending", descending)
        self.read(replace(self.query_now, sort=sort, descending=descending))

    @on(told.ReadingRefused)
    def _refused(self, message: told.ReadingRefused) -> None:
        if self._read_on():
            return
        self.refuse(message.refusal)

    @on(told.NotListed)
    def _not_listed(self, message: told.NotListed) -> None:
        self.open_order(message.number)

    @on(told.Copied)
    def _copied(self, message: told.Copied) -> None:
        self.say(ngettext("{number} row copied", "{number} rows copied", message.rows).format(number=message.rows))

    @on(told.TooManySelected)
    def _too_many(self, message: told.TooManySelected) -> None:
        self.say(_("At most {number} orders can be selected at once.").format(number=f"{message.most:,}"), bad=True)

    # --- search and filters -------------------------------------------------------------------------------------

    def filter_of(self, values: FilterValues) -> OrderFilter:
        """Return the filter that the bar says, within what the room shows."""
        whole = self.first_query().filter
        return replace(
            whole,
            states=values.states or whole.states,
            text=values.text,
            customer_part=values.customer,
            late=True if values.late else None,
            on_hold=values.on_hold,
        )

    @on(FilterBar.Changed)
    def _filtered(self, message: FilterBar.Changed) -> None:
        self.read(replace(self.query_now, filter=self.filter_of(message.values)))

    @on(FilterBar.Left)
    def _filter_left(self) -> None:
        self.table.focus()

    @on(FilterBar.SavedChanged)
    def _filters_saved(self, message: FilterBar.SavedChanged) -> None:
        self.office.memory.put(self.section, "filters", message.saved)

    def action_search(self) -> None:
        """Go to the search."""
        self.query_one(FilterBar).search()

    def action_filter(self) -> None:
        """Open the filters."""
        self.query_one(FilterBar).open_filters()

    # --- columns ------------------------------------------------------------------------------------------------

    @on(told.ColumnsAsked)
    def _choose_columns(self) -> None:
        self.app.push_screen(ColumnChooser(self.table.columns), self._columns_chosen)

    def _columns_chosen(self, state: list[dict[str, object]] | None) -> None:
        if state is not None:
            self.table.column_state = state
            self._remember_columns()

    @on(told.ColumnsChanged)
    def _remember_columns(self) -> None:
        self.office.memory.put(self.section, "columns", self.table.column_state)

    # --- the order of the cursor --------------------------------------------------------------------------------

    @on(told.Highlighted)
    def _highlighted(self, message: told.Highlighted) -> None:
        self.row = message.row
        if self.row is None:
            if self.table.total == 0:
                self.order = None
                self._wanted = ""
                self.show_nothing()
        else:
            self.show_row(self.row)
            self._want(self.row.number)
        self.show_keys()

    def _want(self, number: str) -> None:
        """Read an order whole, for the panes; while one is being read only the last one asked for is kept."""
        self._wanted = number
        if not self._reading and self.query_one("#detail").display:
            self._reading = True
            self.run_worker(self._read_order(number), group="detail", description="order of the cursor")

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
                self._want(self._wanted)
            return
        self.order = order
        if order is not None:
            self.show_order(order)
        self.show_keys()

    def fit(self) -> None:
        """Fold panes; read the order of the cursor where the pane for it has just appeared."""
        super().fit()
        if self.row is not None and (self.order is None or self.order.number != self.row.number):
            self.call_after_refresh(self._want, self.row.number)

    @on(told.Opened)
    def _opened(self, message: told.Opened) -> None:
        self.open_order(message.number)

    # --- verbs --------------------------------------------------------------------------------------------------

    @on(told.SelectionChanged)
    def _selection(self, message: told.SelectionChanged) -> None:
        kept = {number: one for number, one in self._chosen_rows.items() if number in message.numbers}
        at_hand = {row.number: seen(row) for _place, row in self.table.window.items() if row.number in message.numbers}
        self._chosen_rows = kept | at_hand
        lacking = message.numbers - self._chosen_rows.keys()
        if lacking:
            self.run_worker(self._read_selected(lacking), group="selected", description="selected orders")
        self.show_keys()
        self.show_status()

    async def _read_selected(self, numbers: frozenset[str]) -> None:
        try:
            rows = await self.ask(lambda desk: desk.lists.rows(tuple(numbers)))
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._chosen_rows |= {row.number: seen(row) for row in rows if row.number in self.table.selected}
        self.show_keys()

    def chosen(self) -> tuple[Seen, ...]:
        """Return the selected orders, else the one of the cursor."""
        if self._chosen_rows:
            return tuple(self._chosen_rows.values())
        row = self.row
        return () if row is None else (seen(row),)

    def whole(self) -> Order | None:
        """Return the order of the cursor whole, where it is at hand as the list shows it."""
        same = self.order is not None and self.row is not None and self.order.version == self.row.version
        return self.order if same else None

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Mark the orders in their places and read the one of the cursor anew."""
        if not self.is_mounted:
            return
        self.table.mark_changed(numbers)
        again = numbers & self._chosen_rows.keys()
        if again:
            self.run_worker(self._read_selected(frozenset(again)), group="selected", description="selected orders")
        if self.row is not None and self.row.number in numbers:
            self._want(self.row.number)

    @on(OrderChanged)
    def _done(self) -> None:
        self.table.action_select_none()

    # --- the lines at the bottom --------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """Show the verbs that are used most of those that are possible now."""
        letters = self.verb_keys()
        possible = footer_verbs(self.stage, tuple(verb for verb in common_verbs(self.chosen()) if verb in letters))
        self.show_key_bar([self._verb_key(verb, letters) for verb in possible])
        self.refresh_bindings()

    def _verb_key(self, verb: Verb, letters: dict[Verb, str]) -> Key:
        return Key(letters[verb], _(SHORT[verb]), f"verb('{verb.value}')")

    def status_text(self) -> str:
        """Return what the status line says of the list: how many orders, how sorted, how many are selected."""
        total = self.table.total
        if total is None:
            return _("reading …")
        parts = [
            ngettext("{number} order", "{number} orders", total).format(number=f"{total:,}"),
            _("by {field}").format(field=self.sort_title()),
        ]
        if self.table.selected:
            parts.append(_("{number} selected").format(number=len(self.table.selected)))
        if self.table.changed:
            parts.append(_("{number} changed, F5 sorts anew").format(number=len(self.table.changed)))
        return _(" · ").join(parts)

    def sort_title(self) -> str:
        """Return by what the list is sorted."""
        sort = self.query_now.sort
        return _("due date") if sort is Sort.DUE else field_label(sort.value)

    def action_back(self) -> None:
        """Take back what narrows the view: the selection first, then search and filter."""
        if self.table.selected:
            self.table.action_select_none()
        elif self.query_now.filter != self.first_query().filter:
            self.query_one(FilterBar).action_clear()

    # --- language -----------------------------------------------------------------------------------------------

    def keep(self) -> Any:
        """Return the filter, the selection and the order of the cursor."""
        return self.row.number if self.row else "", self.table.selected, self.query_one(FilterBar).values

    def restore(self, kept: Any) -> None:
        """Show the list again where it was."""
        number, selected, values = kept
        self._counting = self._again = False
        self.begin()
        self.query_one(FilterBar).put(values)
        if number:
            self.call_after_refresh(self.table.go_to, number)
        self.table.select(selected)
