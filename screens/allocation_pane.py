"""The pane beside the list of the allocation room: the board, and below it what placing what is chosen would do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from data.orders import Order, OrderRow
from data.rules.workflow import Verb
from data.words import _
from screens.allocation_board import AllocationBoard, board_lines, line_code
from screens.allocation_parts import Lines
from screens.allocation_words import (
    caption_parts,
    effect_lines,
    line_lines,
    order_head,
    source_remarks,
    standing_lines,
    to_place_parts,
)
from screens.seen import Seen
from screens.summary import joined
from widgets.badge import Clock
from widgets.cells import Line, Part, Tone
from widgets.load_board import LoadBoard

if TYPE_CHECKING:
    from data.desk.load import Board, BoardSource, ToPlace
    from data.rules.placing import Effect

_LINES_SHOWN = 4
"""Lines of an order that are shown below the board."""


class BoardPane(Vertical):
    """The board with what belongs to it; the room says what is chosen, the board's cursor says where it would go."""

    def __init__(
        self,
        clock: Clock,
        places_key: str,
        *,
        zoom: int | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """Make the pane.

        Args:
            clock: gives this week.
            places_key: the key that enters work centres and suppliers, as it is shown.
            zoom: the width of the weeks that was chosen before.
            id: Textual's.
        """
        super().__init__(id=id)
        self.clock = clock
        self.places_key = places_key
        self.plan: Board | None = None
        self.effect: Effect | None = None
        self._zoom = zoom
        self._orders: tuple[Seen, ...] = ()
        self._row: OrderRow | None = None
        self._whole: Order | None = None
        self._selected = 0
        self._come_back: tuple[str, date] | None = None

    def compose(self) -> ComposeResult:
        """Lay the state of the board over it, and the effect below it."""
        yield Lines(id="caption")
        yield AllocationBoard(
            self.clock,
            zoom=self._zoom,
            empty=_("reading …"),
            id="board",
        )
        yield Lines(id="placing")

    @property
    def board(self) -> AllocationBoard:
        """The board."""
        return self.query_one("#board", AllocationBoard)

    # --- the load -----------------------------------------------------------------------------------------------

    def show_plan(self, plan: "Board") -> None:
        """Show the load as it was read; the cursor stays in its cell."""
        self.plan = plan
        today = self.clock().today
        board = self.board
        board.show(board_lines(plan), plan.weeks)
        board.remark({line_code(one.kind, one.code): source_remarks(one, today) for one in plan.sources}, plan.late)
        if self._come_back is not None:
            board.go_to(*self._come_back)
            self._come_back = None
        self.query_one("#caption", Lines).show([caption_parts(plan, board.overloads, self.places_key)])
        self.show_effect()

    @property
    def cell(self) -> tuple[str, date] | None:
        """The cell of the cursor, by the source's name on the board and the week."""
        found = self.board.at_cursor
        return None if found is None else (found[0].code, found[1])

    def come_back(self, cell: tuple[str, date] | None) -> None:
        """Go to a cell once the load is read."""
        self._come_back = cell

    def source_here(self) -> "tuple[BoardSource, date] | None":
        """Return source and week of the cursor."""
        cell = self.cell
        if cell is None or self.plan is None:
            return None
        source = next((one for one in self.plan.sources if line_code(one.kind, one.code) == cell[0]), None)
        return None if source is None else (source, cell[1])

    # --- what placing would do ----------------------------------------------------------------------------------

    def choose(self, orders: Sequence[Seen], row: OrderRow | None, whole: Order | None, selected: int) -> None:
        """Show what it would do to place orders.

        Args:
            orders: the selected ones, else the one of the list's cursor.
            row: the order of the list's cursor.
            whole: the same, where it is read.
            selected: how many are selected.
        """
        self._orders = tuple(order for order in orders if Verb.ALLOCATE in order.verbs)
        self._row, self._whole, self._selected = row, whole, selected
        self.board.show_own(order.number for order in orders)
        self.show_effect()

    def to_place(self, orders: Sequence[Seen]) -> "ToPlace | None":
        """Return what of these orders together is to be placed, by the earliest of their days."""
        known = self.plan.to_place if self.plan else {}
        found = [known[order.number] for order in orders if order.number in known]
        if not found:
            return None
        return replace(
            found[0],
            due=min((one.due for one in found if one.due is not None), default=None),
            quantity=sum(one.quantity for one in found),
            held=sum(one.held for one in found),
        )

    def effect_of(self, orders: Sequence[Seen]) -> "Effect | None":
        """Return what it would do to place these orders at the cursor; None where nothing of them can be placed."""
        from data.rules.placing import Target, effect

        here, wanted, plan = self.source_here(), self.to_place(orders), self.plan
        if here is None or wanted is None or plan is None or not wanted.quantity or here[0].retired:
            return None
        source, week = here
        load = {one: source.load.load(one) for one in source.load.weeks}
        target = Target(source.kind, source.code, load, source.capacity, source.lead_days)
        return effect(target, week, wanted.quantity, wanted.due, plan.workdays, plan.today)

    def fields(self, orders: Sequence[Seen]) -> dict[str, str] | None:
        """Return the fields by which orders are placed at the cursor; None where they cannot be."""
        here, effect = self.source_here(), self.effect_of(orders)
        if here is None or effect is None:
            return None
        values = {"source": here[0].kind.value}
        if here[0].code:
            values["code"] = here[0].code
        if effect.start is not None and effect.finish is not None:
            values |= {"start": effect.start.isoformat(), "finish": effect.finish.isoformat()}
        return values

    def show_effect(self) -> None:
        """Show what it would do to place what is chosen at the cursor, in words and on the board."""
        moment = self.clock()
        here, wanted = self.source_here(), self.to_place(self._orders)
        self.effect = self.effect_of(self._orders)
        lines = [self._head(wanted)]
        if self.effect is not None and here is not None and wanted is not None:
            lines += effect_lines(self.effect, here[0], wanted.due, moment)
            after = {week: load for week, (_before, load) in self.effect.weeks.items()}
            self.board.show_placing(line_code(here[0].kind, here[0].code), after)
        else:
            self.board.show_placing("", {})
        whole = self._whole
        if whole is not None and not self._selected:
            more = line_lines(whole, _LINES_SHOWN) if self.effect is not None else standing_lines(whole, moment)
            lines += more
        self.query_one("#placing", Lines).show(lines)

    def _head(self, wanted: "ToPlace | None") -> Line:
        moment = self.clock()
        if self._selected:
            count = Part(_("{number} selected").format(number=self._selected), Tone.HEADING)
            return joined([count, *(to_place_parts(wanted, moment) if wanted else ())])
        row = self._row
        if row is None:
            return ()
        return order_head(row, self.plan.to_place.get(row.number) if self.plan else None, moment)

    @on(LoadBoard.Moved)
    def _moved(self, message: LoadBoard.Moved) -> None:
        if not isinstance(message, LoadBoard.Opened):  # which is the room's, though it is one of these, too
            message.stop()
            self.show_effect()
