"""A screen around a list of orders: reading, sorting, searching, columns; what stands beside it is the room's."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from data.errors import Refusal
from data.orders import OrderRow
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.rooms import ROOM_STATES, due
from data.words import N_, _, ngettext
from data.words.labels import field_label
from screens.base import DeskScreen
from screens.dialog_columns import ColumnChooser
from screens.keys import ORDERS, key
from screens.rows import DeskRows
from screens.work import start
from widgets import table_messages as told
from widgets.columns import Column
from widgets.filter_bar import FilterBar
from widgets.filter_values import FilterValues
from widgets.order_table import OrderTable, due_column, order_columns

if TYPE_CHECKING:
    from screens.office import Office


class ListScreen(DeskScreen):
    """A list of orders with its search.

    A subclass says its stage, which columns are shown at first and by what the list is sorted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("slash,ctrl+f", "search", "room.search", N_("Search"), N_("Search in this list as you type"), ORDERS),
        key("f,f12", "filter", "room.filter", N_("Filter"), N_("Choose which orders the list shows"), ORDERS),
        key("escape", "back", "room.back", N_("Back"), N_("Take the selection back, then the search"), ORDERS),
    ]

    # else what is typed before the list has the focus would go into the search
    AUTO_FOCUS: ClassVar[str | None] = "#orders"

    first_sort: ClassVar[Sort] = Sort.DUE
    first_descending: ClassVar[bool] = False
    column_names: ClassVar[tuple[str, ...]] = ("due", "number", "customer", "state", "total")
    """The columns that are shown at first, of `widgets.order_table.order_columns` or of `own_columns`."""

    def __init__(self, office: "Office") -> None:
        """Make the screen; nothing is read before it is shown."""
        super().__init__(office)
        self.query_now = self.first_query()
        self._rows: DeskRows | None = None
        self._counting = False
        self._again = False

    # --- what a room says of its list ---------------------------------------------------------------------------

    def first_filter(self) -> OrderFilter:
        """Return which orders the room shows before anybody filters them."""
        return OrderFilter(states=ROOM_STATES.get(self.stage, ()))

    def own_columns(self) -> Sequence[Column[OrderRow]]:
        """Return the columns that only this room has."""
        return (due_column("due", N_("Due"), due, self.office.moment, Sort.DUE.value),)

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("Nothing waits here.")

    def above_list(self) -> Iterable[Widget]:
        """Return what stands above the list."""
        return (FilterBar(id="filter"),)

    # --- the list -----------------------------------------------------------------------------------------------

    @property
    def section(self) -> str:
        """The name under which the room is remembered."""
        return f"room.{self.stage.value}"

    @property
    def table(self) -> OrderTable:
        """The list."""
        return self.query_one("#orders", OrderTable)

    def first_query(self) -> ListQuery:
        """Return the list that the room shows before anybody filters it, sorted as it was left."""
        sort, descending = self.first_sort, self.first_descending
        remembered = self.office.memory.get(self.section, "sort")
        if isinstance(remembered, str) and remembered in set(Sort):
            sort, descending = Sort(remembered), self.office.memory.get(self.section, "descending") is True
        return ListQuery(self.first_filter(), sort, descending)

    def columns(self) -> list[Column[OrderRow]]:
        """Return all columns that the list can have; those that the room names come first and are shown."""
        known = {**order_columns(self.office.moment), **{column.id: column for column in self.own_columns()}}
        first = [replace(known[name], shown=True) for name in self.column_names]
        rest = [replace(column, shown=False) for name, column in known.items() if name not in self.column_names]
        return [*first, *rest]

    def begin(self) -> None:
        """Bring back what is remembered, and read once the room is painted."""
        super().begin()
        remembered = self.office.memory.get(self.section, "columns")
        if remembered is not None:
            self.table.column_state = remembered
        self.query_one(FilterBar).remember(self.office.memory.get(self.section, "filters"))
        self.table.focus()
        self.call_after_refresh(self.read)

    def empty_text(self) -> str:
        """Return what is said where the list has no orders: why, and what to do."""
        if self.query_now.filter != self.first_filter():
            return _("No order fits the search. Esc takes it back.")
        return self.nothing_here()

    def rows_of(self, query: ListQuery) -> DeskRows:
        """Return where the rows of a list come from; a room that needs more of each order than a row puts it here."""
        return DeskRows(self.office.bridge, query, self.office.beginning)

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
        self._rows = self.rows_of(self.query_now)
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
            start(self, partial(self._scan, self._rows), "scan", "anchors", only=True)
        self.show_status()

    async def _scan(self, rows: DeskRows) -> None:
        try:
            await rows.scan()
        except Refusal as refusal:
            self.refuse(refusal)

    @on(told.ReloadAsked)
    def _reload(self) -> None:
        self._rows = self.rows_of(self.query_now)
        self.table.reload(self._rows)
        self.query_one(FilterBar).changed(0)

    @on(told.SortAsked)
    def _sort(self, message: told.SortAsked) -> None:
        sort = Sort(message.sort)
        descending = sort is self.query_now.sort and not self.query_now.descending
        self.office.memory.put(self.section, "sort", sort.value)
        self.office.memory.put(self.section, "descending", descending)
        self.read(replace(self.query_now, sort=sort, descending=descending))

    @on(told.ReadingRefused)
    def _refused(self, message: told.ReadingRefused) -> None:
        if not self._read_on():
            self.refuse(message.refusal)

    @on(told.NotListed)
    def _not_listed(self, message: told.NotListed) -> None:
        self.open_order(message.number)

    @on(told.Opened)
    def _opened(self, message: told.Opened) -> None:
        self.open_order(message.number)

    @on(told.TooManySelected)
    def _too_many(self, message: told.TooManySelected) -> None:
        self.say(_("At most {number} orders can be selected at once.").format(number=f"{message.most:,}"), bad=True)

    # --- search and filters -------------------------------------------------------------------------------------

    def filter_of(self, values: FilterValues) -> OrderFilter:
        """Return the filter that the bar says, within what the room shows."""
        whole = self.first_filter()
        return replace(
            whole,
            states=values.states or whole.states,
            text=values.text,
            customer_part=values.customer,
            late=True if values.late else None,
            on_hold=values.on_hold,
            owners=(self.office.person,) if values.mine else None,
        )

    @on(FilterBar.Changed)
    def _filtered(self, message: FilterBar.Changed) -> None:
        query = replace(self.query_now, filter=self.filter_of(message.values))
        if query != self.query_now:  # it is the same when the bar was filled in anew
            self.read(query)

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

    def action_back(self) -> None:
        """Take back what narrows the view: the selection first, then search and filter."""
        if self.table.selected:
            self.table.action_select_none()
        elif self.query_now.filter != self.first_filter():
            self.query_one(FilterBar).action_clear()

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

    # --- the status line ----------------------------------------------------------------------------------------

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
        return _(" · ").join(parts)

    def sort_title(self) -> str:
        """Return by what the list is sorted."""
        sort = self.query_now.sort
        return _("due date") if sort is Sort.DUE else field_label(sort.value)

    # --- language -----------------------------------------------------------------------------------------------

    def keep(self) -> Any:
        """Return the filter, the selection and the order of the cursor."""
        row = self.table.current
        return row.number if row else "", self.table.selected, self.query_one(FilterBar).values

    def restore(self, kept: Any) -> None:
        """Show the list again where it was."""
        number, selected, values = kept
        self._counting = self._again = False
        self.begin()
        self.query_one(FilterBar).put(values)
        self.table.select(selected)
        if number:
            self.call_after_refresh(self.table.go_to, number)
