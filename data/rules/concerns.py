"""Which fields of an order concern which department: what it looks at again before it stands by its opinion (R9)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from data.rules.verbs import LINE_FIELDS, ORDER_FIELDS
from data.states import Review

if TYPE_CHECKING:
    from data.rules.review import FieldChange

EVERYTHING = "*"
"""Every field."""

LINES = "line"
"""A line that came or went."""

NAMES: frozenset[str] = frozenset(
    {
        *ORDER_FIELDS,
        *(f"line.{name}" for name in LINE_FIELDS if name != "remove"),
        LINES, "total", "discount", "extra", "line.extra", "line.schedule", "line.closed_short", "line.on_hold",
    }
)  # fmt: skip
"""What can concern a department: fields of the order, `line.` and a field of a line, `line` for a line as such."""

_THING = ("line.product_code", "line.product_name", "line.specification", "line.drawing_no", "line.revision")
_HOW_MUCH = (LINES, "line.quantity", "line.unit", "line.second_quantity", "line.second_unit", "line.closed_short")
_WHEN = (
    "handling_class", "requested_date", "promised_date", "planned_finish", "planned_ship_date", "line.requested_date",
    "line.promised_date", "line.schedule",
)  # fmt: skip
_MONEY = (
    "customer", "currency", "price_basis", "discount_rate", "discount", "rounding_off", "freight", "total",
    "payment_terms", "line.unit_price", "line.price_basis", "line.discount_rate", "line.tax_rate", "line.stated_total",
)  # fmt: skip
_ASKED = ("kind", "special_requirements", "extra", "line.extra", "line.note", "line.customer_part_no")

CONCERNS: Mapping[Review, tuple[str, ...]] = {
    Review.SALES: (EVERYTHING,),
    Review.TECHNICAL: (LINES, *_THING, *_ASKED),
    # the product decides what it costs us, and so what is left of the price (R3)
    Review.FINANCE: ("line.product_code", *_HOW_MUCH, *_MONEY),
    Review.PRODUCTION: (*_THING, *_HOW_MUCH, *_WHEN, *_ASKED),
    Review.PURCHASING: (*_THING, *_HOW_MUCH, *_WHEN, *_ASKED),
    Review.WAREHOUSE: (*_THING, *_HOW_MUCH, *_WHEN, "delivery_place", "delivery_method"),
    Review.JOINT: (EVERYTHING,),
}
"""Department → what concerns it where the policy (`[review.concerns]`) does not say otherwise."""

_SAME = {"customer_code": "customer", "customer_name": "customer"}
"""What the record names otherwise than a clerk does."""


def name_of(path: str) -> str:
    """Return under which of `NAMES` a change of the record falls (`lines.2.quantity` → `line.quantity`)."""
    parts = path.split(".")
    if parts[0] != "lines":
        return _SAME.get(parts[0], parts[0])
    return LINES if len(parts) < 3 else f"line.{parts[2]}"  # noqa: PLR2004 - lines, its number, its field


def concerning(
    review: Review, changes: Iterable["FieldChange"], own: Mapping[Review, Sequence[str]] | None = None
) -> tuple["FieldChange", ...]:
    """Return the changes that concern a department.

    Args:
        review: whose opinion.
        changes: since it gave its opinion.
        own: what the policy says instead of `CONCERNS`, for the departments that it names.
    """
    names = (own or {}).get(review, CONCERNS[review])
    return tuple(change for change in changes if EVERYTHING in names or name_of(change.path) in names)
