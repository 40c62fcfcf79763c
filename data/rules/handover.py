"""To whom an approved order is handed on, and who of them has not taken note yet (A7)."""

from data.orders import Order
from data.rules.policy import Policy
from data.states import OrderKind, OrderState, Role

HANDED_ON = (OrderState.APPROVED, OrderState.ALLOCATED)
"""States in which departments are asked to take note; once the work has begun, they know."""


def departments(kind: OrderKind, policy: Policy) -> tuple[Role, ...]:
    """Return the departments to which orders of a kind are handed on."""
    return tuple(dict.fromkeys(policy.handover.departments.get(kind, ())))


def to_take_note(order: Order, policy: Policy) -> tuple[Role, ...]:
    """Return the departments that have not taken note of an order since it was approved last."""
    have = {one.department for one in order.notes_taken if one.round == order.review_round}
    return tuple(role for role in departments(order.kind, policy) if role not in have)
