"""From an order back to the draft that states it, for an edit: `data.rules.compose` makes it an order again."""

from typing import Any

from data.amounts import from_minor, unscaled
from data.drafts import DraftLine, DraftOrder
from data.orders import Order, OrderLine


def draft_of(order: Order) -> DraftOrder:
    """Return what an order states as a draft, ready for an edit; supplied values count as stated."""
    same: dict[str, Any] = {
        name: getattr(order, name)
        for name in (
            "number", "customer_code", "customer_name", "contact", "customer_po_no", "contract_no", "ordered_on",
            "received_at", "requested_date", "promised_date", "planned_ship_date", "delivery_place", "delivery_method",
            "payment_terms", "currency", "special_requirements", "note", "salesperson", "merchandiser", "extra",
        )
    }  # fmt: skip
    return DraftOrder(
        **same,
        kind=order.kind.value,
        handling_class=order.handling_class.value,
        channel=order.channel.value,
        price_basis=order.price_basis.value,
        discount_rate=unscaled(order.discount_rate),
        rounding_off=from_minor(order.rounding_off, order.currency),
        freight=from_minor(order.freight, order.currency),
        stated_total=None if order.stated_total is None else from_minor(order.stated_total, order.currency),
        lines=tuple(_draft_line(line, order.currency) for line in order.lines),
    )


def _draft_line(line: OrderLine, currency: str) -> DraftLine:
    same: dict[str, Any] = {
        name: getattr(line, name)
        for name in (
            "line_no", "product_code", "product_name", "specification", "customer_part_no", "drawing_no", "revision",
            "unit", "second_unit", "requested_date", "promised_date", "job_no", "note", "extra",
        )
    }  # fmt: skip
    return DraftLine(
        **same,
        quantity=None if line.quantity is None else unscaled(line.quantity),
        second_quantity=None if line.second_quantity is None else unscaled(line.second_quantity),
        unit_price=None if line.unit_price is None else unscaled(line.unit_price),
        price_basis=line.price_basis.value,
        discount_rate=unscaled(line.discount_rate),
        tax_rate=unscaled(line.tax_rate),
        stated_total=None if line.stated_total is None else from_minor(line.stated_total, currency),
    )
