"""The fields that a column can fill, per subject, and how the cells of each are read.

A field of both an order and its lines has three names: bare (`note`) where the sheet decides, `order_note` for the
order. The bare name means the line's where the sheet has lines at all, else the order's; dates and the price basis go
to the order and stand on a line only where the line differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.drafts import Subject


class Kind(StrEnum):
    """How the cells of a column are read."""

    CODE = "code"
    TEXT = "text"
    FREE = "free"
    QUANTITY = "quantity"
    COUNT = "count"
    PRICE = "price"
    AMOUNT = "amount"
    SIGNED = "signed"
    DISCOUNT = "discount"
    TAX = "tax"
    DATE = "date"
    MOMENT = "moment"
    WHOLE = "whole"
    CURRENCY = "currency"
    CHOICE = "choice"


class Level(StrEnum):
    """What a field belongs to."""

    ORDER = "order"
    LINE = "line"
    EITHER = "either"
    PART = "part"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, how it is read, what it belongs to; `shared` is its name in the draft."""

    name: str
    kind: Kind
    level: Level
    shared: str = ""


def _fields(level: Level, **names: str) -> list[Field]:
    return [Field(name, Kind(kind), level) for kind, group in names.items() for name in group.split()]


_EITHER = {
    "requested_date": Kind.DATE,
    "promised_date": Kind.DATE,
    "price_basis": Kind.CHOICE,
    "discount_rate": Kind.DISCOUNT,
    "stated_total": Kind.AMOUNT,
    "note": Kind.FREE,
    "invoiced": Kind.COUNT,
}

_ORDER = [
    *_fields(
        Level.ORDER,
        code="number customer_code customer_po_no contract_no",
        text="customer_name contact delivery_place delivery_method payment_terms salesperson merchandiser state "
        "delivery_state billing_state on_hold",
        choice="kind handling_class channel",
        date="ordered_on planned_ship_date",
        moment="received_at",
        currency="currency",
        amount="freight net tax total paid",
        signed="rounding_off",
        free="special_requirements",
    ),
    *_fields(
        Level.LINE,
        whole="line_no price_per",
        code="product_code customer_part_no drawing_no revision job_no",
        text="product_name specification unit second_unit",
        quantity="quantity",
        count="second_quantity closed_short allocated finished shipped delivered",
        price="unit_price unit_price_gross unit_price_net",
        amount="line_total_gross line_total_net",
        tax="tax_rate",
    ),
    *(Field(name, kind, Level.EITHER, name) for name, kind in _EITHER.items()),
    *(Field(f"order_{name}", kind, Level.ORDER, name) for name, kind in _EITHER.items() if name != "invoiced"),
    Field("order_invoiced", Kind.AMOUNT, Level.ORDER, "invoiced"),
    *_fields(Level.PART, text="ship_name ship_address ship_city ship_region ship_country", code="ship_postal_code"),
]

_CUSTOMER = _fields(
    Level.RECORD,
    code="code postal_code tax_no phone fax",
    text="name foreign_name customer_class contact contact_title email address city region country delivery_place "
    "payment_terms salesperson merchandiser",
    amount="credit_limit",
    currency="currency",
    free="note",
)

_PRODUCT = _fields(
    Level.RECORD,
    code="code drawing_no revision",
    text="name specification unit product_type origin special",
    whole="lead_days",
    price="list_price standard_cost",
    currency="currency",
    tax="tax_rate",
    free="note",
)

_BY_SUBJECT = {Subject.ORDERS: _ORDER, Subject.CUSTOMERS: _CUSTOMER, Subject.PRODUCTS: _PRODUCT}

SPECS: Mapping[Subject, Mapping[str, Field]] = {
    subject: {field.name: field for field in fields} for subject, fields in _BY_SUBJECT.items()
}
"""The fields of each subject by name."""

FIELDS: Mapping[Subject, tuple[str, ...]] = {subject: tuple(specs) for subject, specs in SPECS.items()}
"""The names that a mapping or a heading of the desk's own exports can use, per subject."""

KEY_FIELDS = ("number", "customer_po_no", "contract_no")
"""What tells one order of a file from another, the surest first."""

CONTENT_FIELDS = frozenset(
    {"product_code", "product_name", "customer_part_no", "drawing_no", "specification", "quantity"}
)
"""A row with none of these is no order line."""

REASON = "reason"
"""The column that an errors file adds; ignored when the mended file comes back."""

EXTRA_PREFIXES = ("extra:", "order_extra:", "line_extra:")
"""Headings of own exports for columns that the desk has no field for; the text behind the colon is the heading."""
