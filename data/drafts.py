"""What comes out of a file or a form before the desk has taken it in, and the problems found on the way.

Problems in data are values, not exceptions: the good rows beside a bad one go in (design, section 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file, as a person finds it there: sheet, row (1 is the first) and column heading."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in data: where it is, which field, and why.

    Attributes:
        where: the place; empty for what was typed.
        field: the desk's name of the field (`quantity`), or "".
        code: why, a word that `data.words.explain` has a sentence and a remedy for (`not_a_number`).
        value: the text as it was found.
        detail: what else the sentence needs, such as a bound or a near match.
        fatal: the row is refused; False is a warning, with which the row goes in.
    """

    where: Where
    field: str
    code: str
    value: str = ""
    detail: str = ""
    fatal: bool = True


class Subject(StrEnum):
    """What a file holds (`import --what`)."""

    ORDERS = "orders"
    CUSTOMERS = "customers"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came: its name, its bytes, and their SHA-256 in hexadecimal."""

    name: str
    content: bytes
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of an order as a file or a form states it; None or "" is what it does not say.

    Quantities and prices are plain decimals here; the desk scales them. `stated_total` is the line's total as the
    source states it, before tax if the order's prices are net, with tax if they are gross; it then stands (E3).
    """

    row: int | None = None
    line_no: int | None = None
    product_code: str = ""
    product_name: str = ""
    specification: str = ""
    customer_part_no: str = ""
    drawing_no: str = ""
    revision: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    second_quantity: Decimal | None = None
    second_unit: str = ""
    unit_price: Decimal | None = None
    price_basis: str = ""
    discount_rate: Decimal | None = None
    tax_rate: Decimal | None = None
    stated_total: Decimal | None = None
    requested_date: date | None = None
    promised_date: date | None = None
    job_no: str = ""
    note: str = ""
    closed_short: Decimal | None = None
    allocated: Decimal | None = None
    finished: Decimal | None = None
    shipped: Decimal | None = None
    delivered: Decimal | None = None
    invoiced: Decimal | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """One order as a file or a form states it; None or "" is what it does not say.

    `number` is our own order number where the source carries it, `customer_po_no` the customer's. The fields from
    `state` on are those of the desk's own exports; they are honoured while a desk is being set up (take-over) only.
    `extra` keeps columns that the desk has no field for, by their headings, so that nothing is lost.
    """

    row: int | None = None
    number: str = ""
    customer_code: str = ""
    customer_name: str = ""
    contact: str = ""
    customer_po_no: str = ""
    contract_no: str = ""
    kind: str = ""
    handling_class: str = ""
    channel: str = ""
    ordered_on: date | None = None
    received_at: datetime | None = None
    requested_date: date | None = None
    promised_date: date | None = None
    planned_ship_date: date | None = None
    delivery_place: str = ""
    delivery_method: str = ""
    payment_terms: str = ""
    currency: str = ""
    price_basis: str = ""
    discount_rate: Decimal | None = None
    rounding_off: Decimal | None = None
    freight: Decimal | None = None
    stated_total: Decimal | None = None
    special_requirements: str = ""
    note: str = ""
    salesperson: str = ""
    merchandiser: str = ""
    state: str = ""
    delivery_state: str = ""
    billing_state: str = ""
    on_hold: str = ""
    net: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    invoiced: Decimal | None = None
    paid: Decimal | None = None
    lines: tuple[DraftLine, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftCustomer:
    """A customer as a file or a form states it (C1)."""

    row: int | None = None
    code: str = ""
    name: str = ""
    foreign_name: str = ""
    customer_class: str = ""
    contact: str = ""
    contact_title: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    delivery_place: str = ""
    payment_terms: str = ""
    credit_limit: Decimal | None = None
    currency: str = ""
    tax_no: str = ""
    salesperson: str = ""
    merchandiser: str = ""
    note: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftProduct:
    """A product as a file or a form states it (C4)."""

    row: int | None = None
    code: str = ""
    name: str = ""
    specification: str = ""
    unit: str = ""
    product_type: str = ""
    origin: str = ""
    special: str = ""
    lead_days: int | None = None
    list_price: Decimal | None = None
    standard_cost: Decimal | None = None
    currency: str = ""
    tax_rate: Decimal | None = None
    drawing_no: str = ""
    revision: str = ""
    note: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


Draft = DraftOrder | DraftCustomer | DraftProduct


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that did not go in: its cells as they came, and each reason.

    `order_key` is our number or the customer's number of the order that the row belongs to, where it says so.
    """

    sheet: str
    row: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]
    order_key: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers made of one file.

    Attributes:
        subject: what the file holds.
        headings: the header row's texts as they stand in the file.
        mapping: heading → the desk's field ("" for columns kept as `extra`).
        drafts: what could be read, in the file's order.
        refused: the rows that could not, with reasons.
        problems: remarks on the file as a whole or on rows that went in (never fatal).
        sheet: the sheet that was read; "" for a text file.
    """

    subject: Subject
    headings: tuple[str, ...]
    mapping: Mapping[str, str]
    drafts: tuple[DraftOrder, ...] | tuple[DraftCustomer, ...] | tuple[DraftProduct, ...]
    refused: tuple[RefusedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheet: str = ""


class FileStatus(StrEnum):
    """How an import of one file ended (design, section 6)."""

    IMPORTED = "imported"
    ALREADY = "already"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileReport:
    """The result of importing one file; `records` counts customers or products."""

    path: str
    status: FileStatus
    orders: int = 0
    lines: int = 0
    records: int = 0
    clarifying: int = 0
    already: int = 0
    rejected: int = 0
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    headings: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    event: int | None = None


DERIVED_COLUMNS = frozenset({"line_net", "line_tax", "line_total", "open_quantity", "missing", "customer_id"})
"""Columns of the desk's own exports that are worked out from the others; a reader leaves them out."""
