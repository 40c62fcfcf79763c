"""Whether the orders of a desk agree with their records: what is derived is worked out anew and compared."""

from collections.abc import Iterator, Mapping

from data.drafts import Problem, Where
from data.orders import Order
from data.rules.compose import priced, totalled
from data.rules.progress import billing_state, delivery_state, disagreement
from data.store.queries.orders import OrderFilter, openings, order_ids
from data.store.queries.whole import orders_by_id
from data.store.unit import Reader


def rule_faults(reader: Reader) -> Iterator[Problem]:
    """Yield a problem for each order whose states, sums or amounts are not what its records make."""
    brought = openings(reader)
    for order in orders_by_id(reader, list(order_ids(reader, OrderFilter()))):
        for field, found, expected in differences(order, brought.get(order.order_id, {})):
            yield Problem(Where(), field, "order_disagrees", order.number, f"{found} ≠ {expected}")


def differences(order: Order, brought: Mapping[int | None, Mapping[str, int]]) -> Iterator[tuple[str, object, object]]:
    """Yield field, stored value and worked-out value of everything about an order that does not agree.

    Args:
        order: the order as it is stored.
        brought: what it brought along when it was taken over (`openings`).
    """
    if order.taken_over and not order.lines:
        return
    for line in order.lines:
        began = brought.get(line.line_id, {})
        sums = {
            "allocated": sum(
                one.quantity for one in order.allocations if one.line_no == line.line_no and not one.withdrawn
            ),
            "finished": sum(one.quantity for one in order.progress if one.line_no == line.line_no),
            "shipped": sum(m.quantity for one in order.shipments for m in one.moved if m.line_no == line.line_no),
            "delivered": sum(m.quantity for one in order.deliveries for m in one.moved if m.line_no == line.line_no),
            "invoiced": sum(m.quantity for one in order.invoices for m in one.moved if m.line_no == line.line_no),
        }
        for name, found in sums.items():
            expected = found + int(began.get(name, 0))
            if getattr(line, name) != expected:
                yield f"line.{line.line_no}.{name}", getattr(line, name), expected
        fresh = priced(line, order.currency)
        for name in ("net", "tax", "total"):
            if getattr(line, name) != getattr(fresh, name):
                yield f"line.{line.line_no}.{name}", getattr(line, name), getattr(fresh, name)
    whole = brought.get(None, {})
    fresh_order = totalled(order)
    invoiced = sum(one.total for one in order.invoices) + int(whole.get("invoiced_amount", 0))
    paid = sum(one.amount for one in order.receipts) + int(whole.get("paid_amount", 0))
    for name, expected_value in (
        ("net", fresh_order.net),
        ("tax", fresh_order.tax),
        ("total", fresh_order.total),
        ("invoiced", invoiced),
        ("paid", paid),
        ("delivery_state", delivery_state(order.lines)),
        ("billing_state", billing_state(order.total, order.invoiced, order.paid, order.lines)),
    ):
        if getattr(order, name) != expected_value:
            yield name, getattr(order, name), expected_value
    fault = disagreement(order.state, order.lines, order.billing_state)
    if fault:
        yield "state", order.state, fault
