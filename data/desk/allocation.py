"""Allocation: quantities are placed with stock, a work centre or a supplier, and the work is started (A)."""

from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.errors import NotFound
from data.orders import Allocation, OrderLine
from data.parties import Place
from data.rules.progress import open_to_allocate, open_to_finish
from data.rules.workflow import Verb
from data.states import OrderState, SourceKind
from data.store.queries.parties import suppliers, work_centres
from data.store.tables.orders import OrderLineRow
from data.store.tables.work import AllocationRow, ProgressRow


class AllocationDesk(Subject):
    """The third room: who makes it, by when."""

    def places(self) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """Return the work centres and the suppliers of the office."""
        with self.context.store.reading() as reader:
            return work_centres(reader), suppliers(reader)

    @carries_out(Verb.ALLOCATE)
    def allocate(self, move: Move) -> Change:
        """Place quantities with a source; the order is allocated once every quantity is placed (A5).

        Raises:
            QuantityRefused: more than is unplaced. NotFound: the source is unknown.
            NotReady: the planned finish lies before the start.
        """
        kind = SourceKind(move.text("source"))
        code = move.text("code").strip()
        self._known(move, kind, code)
        start, finish = move.day("start"), move.day("finish")
        if start and finish and finish < start:
            raise move.not_ready("finish_before_start")
        placed = move.quantities(open_to_allocate)
        for line, quantity in placed:
            move.tx.insert(
                AllocationRow,
                {
                    "line_id": line.line_id,
                    "source_kind": kind,
                    "source_code": code,
                    "quantity": quantity,
                    "planned_start": start,
                    "planned_finish": finish,
                    "at": move.at,
                    "by": move.person,
                },
            )
        move.add_to_lines("allocated", placed)
        columns: dict[str, object] = {}
        if finish and (move.order.planned_finish is None or finish > move.order.planned_finish):
            columns["planned_finish"] = finish
        if promised := move.day("promised"):
            columns["promised_date"] = promised
        return Change(columns=columns)

    def _known(self, move: Move, kind: SourceKind, code: str) -> None:
        if kind is SourceKind.STOCK:
            return
        known = work_centres(move.tx) if kind is SourceKind.WORK_CENTRE else suppliers(move.tx)
        codes = tuple(place.code for place in known)
        if move.must("code", code) not in codes:
            raise NotFound(kind.value, code, codes)

    @carries_out(Verb.ACKNOWLEDGE)
    def acknowledge(self, move: Move) -> Change:
        """Record that the sources have taken note of what was placed with them (A7).

        Raises:
            NotReady: nothing waits for an acknowledgement.
        """
        code = move.text("code")
        waiting = [
            one for one in _standing(move) if one.acknowledged_at is None and (not code or one.source_code == code)
        ]
        if not waiting:
            raise move.not_ready("nothing_to_acknowledge", code)
        for one in waiting:
            values = {"acknowledged_at": move.at, "acknowledged_by": move.text("person")}
            move.tx.update(AllocationRow, one.allocation_id, values)
        return Change()

    @carries_out(Verb.WITHDRAW_ALLOCATION)
    def withdraw(self, move: Move) -> Change:
        """Take allocations back, of one line or of all, as long as no work was done on them.

        The order is to be allocated again, unless what is placed is still enough (after a line was closed short).

        Raises:
            NotReady: nothing is placed. NotFound: there is no such line.
        """
        only = move.line().line_no if move.integer("line") else None
        gone = [one for one in _standing(move) if only in (None, one.line_no)]
        if not gone:
            raise move.not_ready("nothing_allocated")
        for one in gone:
            move.tx.update(AllocationRow, one.allocation_id, {"withdrawn_at": move.at})
        for line in move.order.lines:
            less = sum(one.quantity for one in gone if one.line_no == line.line_no)
            if less:
                move.tx.update(OrderLineRow, line.line_id, {"allocated": line.allocated - less})
        return Change()

    @carries_out(Verb.START)
    def start(self, move: Move) -> Change:
        """Begin the work; what was placed with stock is finished already (A2)."""
        finished: dict[int, int] = {}
        for one in _standing(move):
            if one.source_kind is SourceKind.STOCK:
                finished[one.line_no] = finished.get(one.line_no, 0) + one.quantity
        # a line that was closed short since it was placed takes no more from stock than is still wanted (E8)
        taken = tuple((line, min(finished.get(line.line_no, 0), open_to_finish(line))) for line in move.order.lines)
        from_stock = tuple((line, quantity) for line, quantity in taken if quantity)
        record_finished(move, from_stock, SourceKind.STOCK.value)
        return Change(OrderState.IN_PROGRESS)


def record_finished(move: Move, moved: tuple[tuple[OrderLine, int], ...], step: str) -> None:
    """Write progress reports, and their sums to the lines (T2)."""
    for line, quantity in moved:
        move.tx.insert(
            ProgressRow,
            {
                "line_id": line.line_id,
                "quantity": quantity,
                "step": step,
                "note": move.note,
                "at": move.at,
                "by": move.person,
            },
        )
    move.add_to_lines("finished", moved)


def _standing(move: Move) -> list[Allocation]:
    return [one for one in move.order.allocations if not one.withdrawn]
