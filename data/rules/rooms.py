"""Which orders wait in which room, and what their clock is: for lists, tallies and marks of urgency alike.

Plain enough to be read before the database is loaded: the first picture of the full screen needs it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from data.orders import Order, OrderRow
from data.rules.workflow import Stage
from data.states import OrderState

ROOMS: tuple[Stage, ...] = (Stage.INTAKE, Stage.REVIEW, Stage.ALLOCATION, Stage.TRACKING, Stage.ARCHIVE)
"""The rooms, in the order in which an order passes them."""

ROOM_STATES: Mapping[Stage, tuple[OrderState, ...]] = {
    Stage.INTAKE: (OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED, OrderState.RETURNED),
    Stage.REVIEW: (OrderState.IN_REVIEW, OrderState.ESCALATED),
    Stage.ALLOCATION: (OrderState.APPROVED,),
    Stage.TRACKING: (
        OrderState.ALLOCATED,
        OrderState.IN_PROGRESS,
        OrderState.READY,
        OrderState.SHIPPED,
        OrderState.DELIVERED,
    ),
    Stage.ARCHIVE: (OrderState.SETTLED, OrderState.CLOSED, OrderState.ARCHIVED, OrderState.CANCELLED),
}
"""Room → the states whose orders are at home there."""

WAITING: Mapping[Stage, tuple[OrderState, ...]] = {
    **ROOM_STATES,
    Stage.ARCHIVE: (OrderState.SETTLED, OrderState.CLOSED),
}
"""Room → the states whose orders wait for somebody there; what is archived or cancelled waits for nobody."""

DECIDING: tuple[OrderState, ...] = (
    OrderState.DRAFT,
    OrderState.CLARIFYING,
    OrderState.RECEIVED,
    OrderState.IN_REVIEW,
    OrderState.ESCALATED,
)
"""States in which the clock of the first decision runs, until it is made (I7)."""

DELIVERING: tuple[OrderState, ...] = (
    OrderState.APPROVED,
    OrderState.ALLOCATED,
    OrderState.IN_PROGRESS,
    OrderState.READY,
    OrderState.SHIPPED,
)
"""States in which the goods are due: on the promised date, else on the requested one."""


AMENDABLE: tuple[OrderState, ...] = (OrderState.APPROVED, OrderState.ALLOCATED)
"""States in which the customer may still amend freely: work has not begun (I8)."""


def amended_until(row: Order | OrderRow, hours: int, now: datetime) -> datetime | None:
    """Return until when the customer of an order amends freely; None where he does not (any more) (I8).

    Args:
        row: the order.
        hours: how long the policy leaves him after the confirmation.
        now: in UTC.
    """
    if row.confirmed_at is None or not hours or row.state not in AMENDABLE:
        return None
    end = row.confirmed_at + timedelta(hours=hours)
    return end if now <= end else None


def due(row: Order | OrderRow) -> datetime | date | None:
    """Return what is due next of an order: the moment of the first decision, the day of delivery, or nothing (I7).

    An order that was returned waits for the customer: its first decision is made, and no clock of ours runs until it
    comes back: then the opinions of the new round are due (R9).
    """
    if row.state in DECIDING:
        if row.decided_at is None:
            return row.decision_due_at
        return row.round_due_at if row.state is OrderState.IN_REVIEW else None
    if row.state in DELIVERING:
        return row.promised_date or row.requested_date
    return None


def room_of(state: OrderState) -> Stage:
    """Return the room in which orders of a state are at home."""
    return next(room for room, states in ROOM_STATES.items() if state in states)
