"""Reading what is placed and not finished, and what is still to be placed (A5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, select

from data.rules.load import LOADING, NOT_BEGUN, TO_PLACE, Placed
from data.store.queries.orders import CUSTOMER, LINE, ORDER
from data.store.queries.shape import shape
from data.store.tables.base import table
from data.store.tables.work import AllocationRow
from data.store.unit import Reader

_ALLOCATION = table(AllocationRow)
_DUE = func.coalesce(ORDER.c.promised_date, ORDER.c.requested_date).label("due")
_WANTED = func.coalesce(LINE.c.quantity, 0) - LINE.c.closed_short


def placed(reader: Reader) -> tuple[Placed, ...]:
    """Return everything that stands with a source, of orders whose work is not finished."""
    statement = (
        select(
            ORDER.c.number,
            CUSTOMER.c.name.label("customer"),
            ORDER.c.state,
            _DUE,
            LINE.c.id.label("line_id"),
            _WANTED.label("wanted"),
            LINE.c.finished,
            _ALLOCATION.c.source_kind,
            _ALLOCATION.c.source_code,
            _ALLOCATION.c.quantity,
            _ALLOCATION.c.planned_start,
            _ALLOCATION.c.planned_finish,
            _ALLOCATION.c.acknowledged_at.is_not(None).label("acknowledged"),
        )
        .select_from(ORDER)
        .join(LINE, LINE.c.order_id == ORDER.c.id)
        .join(_ALLOCATION, _ALLOCATION.c.line_id == LINE.c.id)
        .outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)
        .where(ORDER.c.state.in_([state.value for state in LOADING]), _ALLOCATION.c.withdrawn_at.is_(None))
        .order_by(_ALLOCATION.c.id)
    )
    return tuple(shape(Placed, row) for row in reader.execute(statement).mappings())


def to_place(reader: Reader) -> Sequence[Mapping[str, Any]]:
    """Return number, due day, open quantity and held quantity of the orders of which something is to be placed."""
    lacking = _WANTED - LINE.c.allocated
    still = case((lacking > 0, lacking), else_=0)
    held = func.sum(case((LINE.c.on_hold.is_(True), still), else_=0))
    statement = (
        select(ORDER.c.number, _DUE, func.sum(still).label("quantity"), held.label("held"))
        .select_from(ORDER)
        .join(LINE, LINE.c.order_id == ORDER.c.id)
        .where(ORDER.c.state.in_([state.value for state in TO_PLACE]))
        .group_by(ORDER.c.id)
    )
    return [dict(row) for row in reader.execute(statement).mappings()]


def waiting(reader: Reader) -> tuple[int, int]:
    """Return how many orders are to be placed, and how many are placed and not begun."""
    statement = (
        select(ORDER.c.state, func.count().label("orders"))
        .where(ORDER.c.state.in_([state.value for state in (*TO_PLACE, *NOT_BEGUN)]))
        .group_by(ORDER.c.state)
    )
    found = {row["state"]: int(row["orders"]) for row in reader.execute(statement).mappings()}
    return (
        sum(found.get(state.value, 0) for state in TO_PLACE),
        sum(found.get(state.value, 0) for state in NOT_BEGUN),
    )
