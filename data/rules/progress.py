"""How far an order is, derived from its lines, invoices and receipts; nothing here is ever set by hand (design, 3)."""

from collections.abc import Sequence

from data.orders import OrderLine
from data.states import BillingState, DeliveryState, OrderState


def live_lines(lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
    """Return the lines of which something is still meant to be delivered."""
    return tuple(line for line in lines if line.wanted > 0)


def open_to_allocate(line: OrderLine) -> int:
    """Return the quantity not placed with any source yet."""
    return max(0, line.wanted - line.allocated)


def open_to_finish(line: OrderLine) -> int:
    """Return the quantity not reported finished yet."""
    return max(0, line.wanted - line.finished)


def open_to_ship(line: OrderLine) -> int:
    """Return the quantity finished but not shipped yet."""
    return max(0, min(line.wanted, line.finished) - line.shipped)


def open_to_deliver(line: OrderLine) -> int:
    """Return the quantity shipped but not signed for yet."""
    return max(0, line.shipped - line.delivered)


def open_to_invoice(line: OrderLine) -> int:
    """Return the quantity delivered but not billed yet."""
    return max(0, line.delivered - line.invoiced)


def all_allocated(lines: Sequence[OrderLine]) -> bool:
    """Whether every quantity that is not cancelled is placed."""
    return all(open_to_allocate(line) == 0 for line in lines)


def all_finished(lines: Sequence[OrderLine]) -> bool:
    """Whether every quantity that is not cancelled is finished."""
    return all(open_to_finish(line) == 0 for line in lines)


def all_shipped(lines: Sequence[OrderLine]) -> bool:
    """Whether every quantity that is not cancelled is shipped (S2)."""
    return all(line.shipped >= line.wanted for line in lines) and any(line.shipped for line in lines)


def all_delivered(lines: Sequence[OrderLine]) -> bool:
    """Whether every quantity that is not cancelled is signed for (S6)."""
    return all_shipped(lines) and all(line.delivered >= line.wanted for line in lines)


def delivery_state(lines: Sequence[OrderLine]) -> DeliveryState:
    """Return how far the goods are."""
    if not any(line.shipped for line in lines):
        return DeliveryState.NONE
    if all_delivered(lines):
        return DeliveryState.DELIVERED
    if any(line.delivered for line in lines):
        return DeliveryState.PARTLY_DELIVERED
    return DeliveryState.SHIPPED if all_shipped(lines) else DeliveryState.PARTLY_SHIPPED


def billing_state(total: int, invoiced: int, paid: int, lines: Sequence[OrderLine]) -> BillingState:
    """Return how far the money is; all amounts are in minor units of one currency.

    An order that costs nothing is paid as soon as it is delivered.

    Args:
        total: what the order costs.
        invoiced: what was billed, advances included.
        paid: what was received.
        lines: the order's lines, which say whether all that was delivered is billed.
    """
    if total <= 0:
        return BillingState.PAID if all_delivered(lines) else BillingState.NONE
    if paid > 0:
        return BillingState.PAID if paid >= total and invoiced >= total else BillingState.PARTLY_PAID
    if invoiced <= 0:
        return BillingState.NONE
    billed = invoiced >= total and all(open_to_invoice(line) == 0 for line in lines)
    return BillingState.INVOICED if billed else BillingState.PARTLY_INVOICED


def after_quantities(state: OrderState, lines: Sequence[OrderLine]) -> OrderState:
    """Return the state that an order is in once the quantities of its lines are as given.

    It moves on to shipped and delivered only when every quantity that is not cancelled has, and back when a
    line was reopened; all other states stay (design, section 3).
    """
    moving = (OrderState.IN_PROGRESS, OrderState.READY, OrderState.SHIPPED)
    if state in (OrderState.APPROVED, OrderState.ALLOCATED):
        return OrderState.ALLOCATED if lines and all_allocated(lines) else OrderState.APPROVED
    if state not in moving:
        return state
    if all_delivered(lines):
        return OrderState.DELIVERED
    if all_shipped(lines):
        return OrderState.SHIPPED
    if state is OrderState.IN_PROGRESS:
        return state
    return OrderState.READY if all_finished(lines) else OrderState.IN_PROGRESS


_REACHED: dict[OrderState, str] = {
    OrderState.ALLOCATED: "allocated",
    OrderState.READY: "finished",
    OrderState.SHIPPED: "shipped",
    OrderState.DELIVERED: "delivered",
    OrderState.SETTLED: "delivered",
    OrderState.CLOSED: "delivered",
    OrderState.ARCHIVED: "delivered",
}


def disagreement(state: OrderState, lines: Sequence[OrderLine], billing: BillingState) -> str:
    """Return what contradicts the state, as a problem code, or "" when quantities and state agree.

    Used by the property tests, by `check`, and when orders are taken over from another desk.
    """
    for line in lines:
        ordered = line.quantity or 0
        # what a tolerance allows is finished before it is shipped (E17), and delivered before it is billed
        if not line.delivered <= line.shipped <= max(ordered, line.finished):
            return "quantities_disagree"
        if line.invoiced > max(ordered, line.delivered) or line.closed_short > ordered:
            return "quantities_disagree"
    reached = _REACHED.get(state)
    if lines and reached and any(getattr(line, reached) < line.wanted for line in lines):
        return f"not_all_{reached}"
    before_work = (
        OrderState.DRAFT,
        OrderState.CLARIFYING,
        OrderState.RECEIVED,
        OrderState.IN_REVIEW,
        OrderState.RETURNED,
        OrderState.ESCALATED,
    )
    if state in before_work and any(line.allocated or line.finished or line.shipped or line.invoiced for line in lines):
        return "work_before_approval"
    open_states = (OrderState.IN_PROGRESS, OrderState.READY)
    if state in open_states and lines and all_shipped(lines):
        return "all_shipped"
    if state is OrderState.SHIPPED and lines and all_delivered(lines):
        return "all_delivered"
    if state in (OrderState.SETTLED, OrderState.CLOSED, OrderState.ARCHIVED) and billing is not BillingState.PAID:
        return "not_all_paid"
    return ""
