"""Taking over orders of another desk as they stand, while a desk is being set up: states, quantities, money.

An order that is taken over keeps its state only if its quantities agree with it; what it brings along is kept as an
opening balance, so that sums of records stay true.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from data.amounts import scaled, to_minor
from data.drafts import DraftLine, DraftOrder
from data.errors import BadValue
from data.orders import Order, OrderLine
from data.rules.compose import priced, totalled
from data.rules.policy import Policy
from data.rules.progress import billing_state, delivery_state, disagreement
from data.rules.required import missing
from data.rules.workflow import Verb, verbs_in
from data.states import BillingState, DeliveryState, OrderState

S = TypeVar("S", OrderState, DeliveryState, BillingState)

_QUANTITIES = ("allocated", "finished", "shipped", "delivered", "invoiced")
_BEFORE_REVIEW = (OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED, OrderState.RETURNED)


def taken_over(draft: DraftOrder, order: Order, policy: Policy) -> Order:
    """Return the order in the state in which the other desk had it.

    Raises:
        BadValue: a state or a quantity cannot be read.
    """
    lines = tuple(
        _line(line, stated, order.currency) for line, stated in zip(order.lines, _by_number(draft, order), strict=True)
    )
    currency = order.currency
    order = replace(
        order,
        state=_state(OrderState, "state", draft.state),
        on_hold=bool(draft.on_hold),
        hold_reason=draft.on_hold,
        taken_over=True,
        lines=lines,
        invoiced=_not_negative(_money(draft.invoiced, currency, "invoiced"), "invoiced"),
        paid=_not_negative(_money(draft.paid, currency, "paid"), "paid"),
    )
    if lines:
        order = totalled(order)
        delivery = delivery_state(lines)
        billing = billing_state(order.total, order.invoiced, order.paid, lines)
    else:
        delivery = _state(DeliveryState, "delivery_state", draft.delivery_state or DeliveryState.NONE)
        billing = _state(BillingState, "billing_state", draft.billing_state or BillingState.NONE)
        amounts: dict[str, Any] = {
            name: _money(getattr(draft, name), currency, name) for name in ("net", "tax", "total")
        }
        order = replace(order, **amounts)
    early = order.state in _BEFORE_REVIEW
    lacking = missing(order, policy) if early else ()
    return replace(order, delivery_state=delivery, billing_state=billing, missing=lacking)


def agree(order: Order) -> str:
    """Return why the state of an order that is taken over cannot be, as a problem code, or ""."""
    if not order.paid <= order.invoiced <= max(0, order.total):
        return "amounts_disagree"
    if order.on_hold and Verb.RELEASE not in verbs_in(order.state):
        return "held_for_good"
    if order.lines:
        return disagreement(order.state, order.lines, order.billing_state)
    paid = order.state in (OrderState.SETTLED, OrderState.CLOSED, OrderState.ARCHIVED)
    return "not_all_paid" if paid and order.billing_state is not BillingState.PAID else ""


def opening_rows(order: Order, first_line: int) -> list[dict[str, object]]:
    """Return the opening balances of an order that is taken over: one for the order, one per line that moved."""
    rows: list[dict[str, object]] = [
        {"order_id": order.order_id, "line_id": None, "invoiced_amount": order.invoiced, "paid_amount": order.paid,
         **dict.fromkeys(_QUANTITIES, 0)}
    ]  # fmt: skip
    for place, line in enumerate(order.lines):
        quantities = {name: getattr(line, name) for name in _QUANTITIES}
        if any(quantities.values()):
            rows.append(
                {"order_id": order.order_id, "line_id": first_line + place, "invoiced_amount": 0, "paid_amount": 0,
                 **quantities}
            )  # fmt: skip
    return rows


def _by_number(draft: DraftOrder, order: Order) -> tuple[DraftLine, ...]:
    """Return the draft's lines in the order's order."""
    named = {line.line_no: line for line in draft.lines}
    return tuple(named.get(line.line_no, draft.lines[place]) for place, line in enumerate(order.lines))


def _line(line: OrderLine, stated: DraftLine, currency: str) -> OrderLine:
    quantities: dict[str, Any] = {name: _quantity(getattr(stated, name), line.line_no, name) for name in _QUANTITIES}
    short = _quantity(stated.closed_short, line.line_no, "closed_short")
    return priced(replace(line, closed_short=short, **quantities), currency)


def _quantity(value: Decimal | None, line_no: int, name: str) -> int:
    if value is not None and value < 0:
        raise BadValue(f"line.{line_no}.{name}", str(value), "negative")
    try:
        return scaled(value or Decimal(0))
    except OverflowError as error:
        raise BadValue(f"line.{line_no}.{name}", str(value), "too_large") from error


def _money(value: Decimal | None, currency: str, name: str) -> int:
    try:
        return to_minor(value or Decimal(0), currency)
    except OverflowError as error:
        raise BadValue(name, str(value), "too_large") from error


def _not_negative(amount: int, name: str) -> int:
    if amount < 0:
        raise BadValue(name, str(amount), "negative")
    return amount


def _state(kind: type[S], name: str, text: str) -> S:
    try:
        return kind(text)
    except ValueError as error:
        raise BadValue(name, text, "not_in_list", ", ".join(kind)) from error
