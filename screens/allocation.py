"""The allocation room: what is to be placed beside the load of every work centre and supplier (A3, A5, A7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from data.errors import Refusal
from data.orders import Order, OrderRow
from data.rules.lists import OrderFilter, Sort
from data.rules.load import NOT_BEGUN, TO_PLACE
from data.rules.workflow import Stage, Verb
from data.words import N_, _
from data.words.formats import format_quantity
from screens.allocation_board import AllocationBoard, source_name
from screens.allocation_pane import BoardPane
from screens.allocation_parts import CellOrders, Choice, Lines
from screens.allocation_words import line_lines, standing_lines, where_part
from screens.headline import Headline
from screens.keybar import Key
from screens.keys import ORDERS, key
from screens.room import RoomScreen
from screens.seen import Seen
from screens.summary import joined, order_facts, state_parts
from screens.work import start
from widgets import table_messages as told
from widgets.badge import amendable
from widgets.cells import Part, Tone
from widgets.columns import CellValue, Column, Width
from widgets.facts import Facts
from widgets.filter_bar import FilterBar
from widgets.load_board import LoadBoard

if TYPE_CHECKING:
    from datetime import date

    from screens.office import Office

_LINES_SHOWN = 10
"""Lines of an order that the third pane shows."""
_FILLED_IN = ("source", "code", "start", "finish")
"""Fields of the verb that the cell of the board's cursor fills in."""


class AllocationScreen(RoomScreen):
    """The allocation room."""

    CSS_PATH = ["room.tcss", "allocation.tcss"]  # type: ignore[assignment]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        key("tab,shift+tab", "other_pane", "allocation.other_pane", N_("List or board"),
            N_("Go from the list to the board, or back"), ORDERS),
        key("f8", "other_list", "allocation.other_list", N_("Other list"),
            N_("List what is to be placed, or what is placed and not begun"), ORDERS),
        key("ctrl+w", "places", "allocation.places", N_("Work centres"),
            N_("List, enter and change work centres and suppliers"), ORDERS),
        key("plus", "zoom(1)", "allocation.zoom_in", N_("Zoom in"), N_("Show fewer weeks, wider"), ORDERS),
        key("minus", "zoom(-1)", "allocation.zoom_out", N_("Zoom out"), N_("Show more weeks, narrower"), ORDERS),
    ]  # fmt: skip

    stage: ClassVar[Stage] = Stage.ALLOCATION
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = ("due", "number", "customer", "free", "plan")

    placing: bool = True
    """Whether the list shows what is to be placed, or what is placed and not begun."""

    def __init__(self, office: "Office") -> None:
        """Make the room; nothing is read before it is shown."""
        super().__init__(office)
        self._loading = False
        self._load_again = False
        self._cells_of_forms: dict[tuple[str, ...], tuple[str, date] | None] = {}

    # --- the list -----------------------------------------------------------------------------------------------

    def first_filter(self) -> OrderFilter:
        """Return which of the two lists is shown."""
        return OrderFilter(states=TO_PLACE if self.placing else NOT_BEGUN)

    def own_columns(self) -> Sequence[Column[OrderRow]]:
        """Return the columns that only this room has: when it is due, what is to be placed or where it stands."""
        (due,) = super().own_columns()
        plan = Column("plan", N_("Plan"), self._plan_cell, Width(8, 14), right=True, rank=1)
        return replace(due, cell=lambda row: self._due_cell(row, due)), plan

    def _due_cell(self, row: OrderRow, due: Column[OrderRow]) -> CellValue:
        """Return what is due, and a sign where the customer may still amend freely, whose time folds away (I8)."""
        cell = due.cell(row)
        free = amendable(row, self.office.moment())
        if not free or not isinstance(cell, Part):
            return cell
        return Part(f"{cell.text} {free[0]}", cell.tone if cell.tone is Tone.BAD else Tone.WARN)

    def _plan_cell(self, row: OrderRow) -> Part:
        plan = self.query_one(BoardPane).plan
        if plan is None:
            return Part("…", Tone.MUTED)
        found = plan.to_place.get(row.number)
        if found is None or not (found.quantity or found.held):
            return where_part(plan.where.get(row.number))
        return Part(format_quantity(found.quantity)) if found.quantity else Part(_("on hold"), Tone.WARN)

    def nothing_here(self) -> str:
        """Say that the list is empty, and what to do."""
        if self.placing:
            return _("Everything that is approved is placed. F8 shows what waits to be begun.")
        return _("Nothing that is placed waits to be begun. F8 shows what is to be placed.")

    def above_list(self) -> Iterable[Widget]:
        """Return the choice of the list and the search."""
        return (Choice(id="choice"), *super().above_list())

    def action_other_list(self) -> None:
        """Show the other list."""
        self.placing = not self.placing
        self.show_choice()
        self.table.action_select_none()
        self.read(replace(self.query_now, filter=self.filter_of(self.query_one(FilterBar).values)))

    def show_choice(self) -> None:
        """Show which list is chosen, and how many orders both have."""
        plan = self.query_one(BoardPane).plan
        counts = (plan.orders_to_place, plan.orders_not_begun) if plan else None
        name = self.key_of("allocation.other_list")
        self.query_one("#choice", Choice).show(first=self.placing, counts=counts, key=name)

    # --- the panes ----------------------------------------------------------------------------------------------

    def compose_detail(self) -> ComposeResult:
        """Compose the board with what belongs to it."""
        zoom = self.office.memory.get(self.section, "zoom")
        yield BoardPane(
            self.office.moment,
            self.key_of("allocation.places"),
            zoom=zoom if isinstance(zoom, int) else None,
            id="board-pane",
        )

    def compose_third(self) -> ComposeResult:
        """Compose the order of the cursor."""
        yield Headline(id="headline")
        yield Lines(id="lines-of-order")
        yield Facts(id="facts")

    @property
    def board(self) -> AllocationBoard:
        """The board."""
        return self.query_one("#board", AllocationBoard)

    def begin(self) -> None:
        """Read the list, then the load."""
        super().begin()
        self.show_choice()
        self.call_after_refresh(self.read_load)

    def show_row(self, row: OrderRow) -> None:
        """Show nothing more than the keys do: what placing the order would do is shown with them."""

    def show_order(self, order: Order) -> None:
        """Show the order of the cursor whole."""
        moment = self.office.moment()
        name = Part(order.customer_name or order.customer_code or _("no customer"), Tone.STRONG)
        head = [joined([Part(order.number, Tone.HEADING), name]), joined(state_parts(order))]
        lines = [*line_lines(order, _LINES_SHOWN), *standing_lines(order, moment)]
        self.query_one("#headline", Headline).show(head)
        self.query_one("#facts", Facts).show(order_facts(order, moment))
        self.query_one("#lines-of-order", Lines).show([*lines, ()])

    def show_nothing(self) -> None:
        """Show that there is no order."""
        self.query_one("#headline", Headline).show(())
        self.query_one("#facts", Facts).show(())
        self.query_one("#lines-of-order", Lines).show(())

    def show_keys(self) -> None:
        """Show the verbs that are possible now on what is chosen, and what placing it would do."""
        super().show_keys()
        pane = self.query_one(BoardPane)
        pane.choose(self.chosen(), self.row, self.whole(), len(self.table.selected))

    # --- the load -----------------------------------------------------------------------------------------------

    @on(told.ReloadAsked)
    def read_load(self) -> None:
        """Read the load; while it is being read only one more reading is kept."""
        if self._loading:
            self._load_again = True
            return
        self._loading = True
        start(self, self._read_load, "load", "load of the sources")

    async def _read_load(self) -> None:
        try:
            plan = await self.ask(lambda desk: desk.load.board())
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            self.query_one(BoardPane).show_plan(plan)
            self.show_choice()
            self.table.refresh()
        self._loading = False
        if self._load_again:
            self._load_again = False
            self.read_load()

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Mark the orders in their places, and read the load anew."""
        super().orders_changed(numbers)
        if self.there:
            self.read_load()

    # --- placing ------------------------------------------------------------------------------------------------

    def open_form(
        self, verb: Verb, orders: Sequence[Seen], values: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open the form of a verb; where something is placed, the cell of the board is filled in."""
        if verb is Verb.ALLOCATE and values is None and not draft and self.detail_shown:
            values = self._filled_in(orders)
        super().open_form(verb, orders, values, draft)

    def _filled_in(self, orders: Sequence[Seen]) -> dict[str, str] | None:
        """Return the fields as the cell fills them in; None where what was typed for this very cell is to stand."""
        pane = self.query_one(BoardPane)
        found = pane.fields(orders)
        if found is None:
            return None
        form = (Verb.ALLOCATE.value, *(order.number for order in orders))
        left = self.office.left.get(form)
        if left is not None and self._cells_of_forms.get(form) == pane.cell:
            return None
        self._cells_of_forms[form] = pane.cell
        return {name: text for name, text in (left or {}).items() if name not in _FILLED_IN} | found

    @on(LoadBoard.Opened)
    def _cell_opened(self, message: LoadBoard.Opened) -> None:
        message.stop()
        pane = self.query_one(BoardPane)
        here, orders = pane.source_here(), message.orders
        if not orders or here is None or pane.plan is None:
            self.say(_("Nothing is planned here."))
        elif len(orders) == 1:
            self.open_order(orders[0].number)
        else:
            week = _("wk {number}").format(number=message.week.isocalendar().week)
            title = _(" · ").join((source_name(here[0]), week))
            self.app.push_screen(CellOrders(title, orders, pane.plan.late, self.office.moment()), self._order_of_cell)

    def _order_of_cell(self, number: str | None) -> None:
        if number is not None:
            self.open_order(number)

    # --- work centres and suppliers -----------------------------------------------------------------------------

    def action_places(self) -> None:
        """List the work centres and suppliers; what is changed there is on the board at once."""
        from screens.places import PlaceList

        self.app.push_screen(PlaceList(self.office.bridge), self._places_left)

    def _places_left(self, changed: bool | None) -> None:
        if changed:
            self.read_load()

    def own_commands(self) -> list[tuple[str, str, str]]:
        """Return what the palette offers of this room: action, title, key."""
        places = ("places", _("Work centres and suppliers …"), self.key_of("allocation.places"))
        return [*super().own_commands(), places]

    # --- moving -------------------------------------------------------------------------------------------------

    def action_other_pane(self) -> None:
        """Go from the list to the board, or back; where there is room for one only, it takes the other's place."""
        if self.typing:
            self.focus_next()
            return
        to_board = self.focused is not self.board
        self.set_class(to_board and not self.has_class("-wide"), "-board")
        (self.board if to_board else self.table).focus()
        if to_board and self.row is not None and self.whole() is None:
            self.call_after_refresh(self.want, self.row.number)

    def action_back(self) -> None:
        """Go back from the board to the list, else take back what narrows the list."""
        if self.focused is self.board:
            self.action_other_pane()
        else:
            super().action_back()

    def action_zoom(self, by: int) -> None:
        """Show the weeks wider or narrower."""
        self.board.zoom(by)

    @on(AllocationBoard.Zoomed)
    def _zoomed(self, message: AllocationBoard.Zoomed) -> None:
        self.office.memory.put(self.section, "zoom", message.level)

    def fit(self) -> None:
        """Fold panes; where both have room again, both are shown."""
        super().fit()
        if self.has_class("-wide"):
            self.remove_class("-board")

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.show_keys()

    def show_key_bar(self, keys: Sequence[Key]) -> None:
        """Show the way to the board, or back, before the verbs."""
        on_board = self.focused is not None and self.focused.id == "board"
        found = [Key(self.key_of("allocation.other_pane"), _("list") if on_board else _("board"), "other_pane")]
        if on_board:
            found.append(Key(self.key_of("allocation.zoom_in"), _("wider"), "zoom(1)"))
            found.append(Key(self.key_of("allocation.zoom_out"), _("narrower"), "zoom(-1)"))
            found.append(Key(self.key_of("allocation.places"), _("work centres"), "places"))
        super().show_key_bar([*found, *keys])

    # --- language -----------------------------------------------------------------------------------------------

    def keep(self) -> Any:
        """Return also where the board's cursor is."""
        return super().keep(), self.query_one(BoardPane).cell

    def restore(self, kept: Any) -> None:
        """Show list and board again where they were."""
        of_list, cell = kept
        self.query_one(BoardPane).come_back(cell)
        super().restore(of_list)
        if self.has_class("-board"):
            self.board.focus()
