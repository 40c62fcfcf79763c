"""Which required elements an order lacks (I3): what is missing is listed by name and makes it need clarification."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from data.orders import Order, OrderLine

if TYPE_CHECKING:
    from data.rules.policy import Policy  # pydantic, which a screen that only shows a check does not wait for

_ORDER: Mapping[str, Callable[[Order], bool]] = {
    "customer": lambda order: order.customer_id is not None,
    "contact": lambda order: bool(order.contact),
    "customer_po_no": lambda order: bool(order.customer_po_no),
    "contract_no": lambda order: bool(order.contract_no),
    "currency": lambda order: bool(order.currency),
    "delivery_place": lambda order: (
        bool(order.delivery_place)
        or _all(order, lambda line: bool(line.schedule) and all(planned.place for planned in line.schedule))
    ),
    "delivery_method": lambda order: bool(order.delivery_method),
    "payment_terms": lambda order: bool(order.payment_terms),
    "special_requirements": lambda order: bool(order.special_requirements),
    "requested_date": lambda order: (
        order.requested_date is not None
        or _all(order, lambda line: line.requested_date is not None or bool(line.schedule))
    ),
}

_LINE: Mapping[str, Callable[[OrderLine], bool]] = {
    "product": lambda line: bool(line.product_code or line.product_name or line.customer_part_no),
    "specification": lambda line: bool(line.specification or line.drawing_no),
    "quantity": lambda line: line.quantity is not None,
    "unit": lambda line: bool(line.unit),
    "unit_price": lambda line: line.unit_price is not None or line.stated_total is not None,
}

LINES = "lines"
"""The element that an order without any line lacks."""

REFUSED_ROWS = "refused_rows"
"""The element that an order lacks while rows of its source were refused and are not mended."""


def _all(order: Order, has: Callable[[OrderLine], bool]) -> bool:
    return bool(order.lines) and all(has(line) for line in order.lines)


def missing(order: Order, policy: "Policy") -> tuple[str, ...]:
    """Return the required elements that the order lacks, each once, in the policy's order."""
    found = []
    for element in policy.required.of(order.kind):
        whole = _ORDER.get(element)
        if whole is not None:
            if not whole(order):
                found.append(element)
        elif missing_lines(order, element):
            found.append(element)
    if not order.lines:
        found.append(LINES)
    if order.refused_rows:
        found.append(REFUSED_ROWS)
    return tuple(found)


def missing_lines(order: Order, element: str) -> tuple[int, ...]:
    """Return the numbers of the lines that lack an element; none for what the order has as a whole."""
    has = _LINE.get(element)
    return () if has is None else tuple(line.line_no for line in order.lines if not has(line))
