"""Whether two orders say the same: how a file that comes twice, in whatever form, is known again (I5)."""

from data.orders import Order

_ORDER = (
    "customer_id", "customer_po_no", "contract_no", "currency", "requested_date", "delivery_place", "discount_rate",
    "rounding_off", "freight", "special_requirements",
)  # fmt: skip
_LINE = (
    "product_code", "product_name", "specification", "customer_part_no", "quantity", "unit", "unit_price",
    "discount_rate", "tax_rate", "stated_total", "requested_date", "job_no", "note",
)  # fmt: skip


def same_content(one: Order, other: Order) -> bool:
    """Whether both orders ask for the same, by whomever and however they were entered."""
    if any(getattr(one, name) != getattr(other, name) for name in _ORDER):
        return False
    if (
        one.lines and not other.lines
    ):  # a list of orders without their lines says nothing new about an order that has them
        return True
    return len(one.lines) == len(other.lines) and all(
        getattr(mine, name) == getattr(theirs, name)
        for mine, theirs in zip(one.lines, other.lines, strict=True)
        for name in _LINE
    )
