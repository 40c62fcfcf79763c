"""Whether two orders say the same: how a file that comes twice, in whatever form, is known again (I5)."""

from data.orders import Order, OrderLine

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
    if one.lines and not other.lines:
        return True  # a list of orders without their lines says nothing new about an order that has them
    return len(one.lines) == len(other.lines) and all(map(_same_line, one.lines, other.lines))


def lines_beyond(one: Order, other: Order) -> tuple[OrderLine, ...]:
    """Return the lines of `other` that `one` does not have; the same line twice is two lines."""
    left = list(one.lines)
    found = []
    for line in other.lines:
        known = next((mine for mine in left if _same_line(mine, line)), None)
        if known is None:
            found.append(line)
        else:
            left.remove(known)
    return tuple(found)


def _same_line(mine: OrderLine, theirs: OrderLine) -> bool:
    return all(getattr(mine, name) == getattr(theirs, name) for name in _LINE)
