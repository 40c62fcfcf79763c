"""What an order is to everybody above the store: frozen values, read in one piece, never database rows.

Money is in minor units of the order's currency; quantities and unit prices are scaled by a million; rates are parts
per million (`data.amounts`). Times are UTC, dates are plain dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from data.opinions import NoteTaken, ReviewCondition, SupervisorCall
from data.states import (
    BillingState,
    Channel,
    DeliveryState,
    DocumentKind,
    ExceptionKind,
    HandlingClass,
    Importance,
    InvoiceKind,
    Opinion,
    OrderKind,
    OrderState,
    PriceBasis,
    Review,
    SourceKind,
)


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One planned delivery of an order line (E17)."""

    due: date
    quantity: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order.

    Attributes:
        line_no: the number by which people name the line; unique in its order.
        quantity: ordered, in `unit`; None while it is missing.
        unit_price: per unit, on the order line's `price_basis`; None while it is missing.
        stated_total: the line's total as the source states it; where present it stands (E3).
        net, tax, total: amounts of the line after its discount.
        closed_short: the quantity that will not be delivered any more (E8).
        allocated … invoiced: how far the quantity has come; each is the sum of its records.
        supplied: field → where a value came from that the source did not state (I3).
        extra: columns of the source that the desk has no field for.
    """

    line_no: int
    product_code: str = ""
    product_name: str = ""
    specification: str = ""
    customer_part_no: str = ""
    drawing_no: str = ""
    revision: str = ""
    quantity: int | None = None
    unit: str = ""
    second_quantity: int | None = None
    second_unit: str = ""
    unit_price: int | None = None
    price_basis: PriceBasis = PriceBasis.NET
    discount_rate: int = 0
    tax_rate: int = 0
    stated_total: int | None = None
    net: int = 0
    tax: int = 0
    total: int = 0
    requested_date: date | None = None
    promised_date: date | None = None
    job_no: str = ""
    note: str = ""
    on_hold: bool = False
    hold_reason: str = ""
    closed_short: int = 0
    close_reason: str = ""
    allocated: int = 0
    finished: int = 0
    shipped: int = 0
    delivered: int = 0
    invoiced: int = 0
    schedule: tuple[ScheduleLine, ...] = ()
    supplied: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    line_id: int = 0

    @property
    def wanted(self) -> int:
        """The quantity still meant to be delivered: ordered less closed short."""
        return (self.quantity or 0) - self.closed_short


@dataclass(frozen=True, slots=True)
class ReviewOpinion:
    """One department's opinion in one round of review (R9, R10)."""

    round: int
    review: Review
    opinion: Opinion
    comment: str
    asked_at: datetime
    due_at: datetime
    by: str = ""
    role: str = ""
    at: datetime | None = None
    turn: int = 1
    policy: int = 0
    as_in_round: int = 0
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """A quantity of a line placed with a source (A5)."""

    allocation_id: int
    line_no: int
    source_kind: SourceKind
    source_code: str
    quantity: int
    planned_start: date | None
    planned_finish: date | None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """A quantity of a line reported finished (T2)."""

    line_no: int
    quantity: int
    step: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A look at how an order under way is doing (T1)."""

    source: str
    result: str
    next_due: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExceptionCase:
    """Something that went wrong with an order under way (T3)."""

    exception_no: int
    kind: ExceptionKind
    cause: str
    measure: str
    responsible: str
    due: date | None
    raised_at: datetime
    result: str = ""
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A quantity of one line in a shipment, a delivery or an invoice; `amount` is money where it is billed."""

    line_no: int
    quantity: int
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods sent (S2), in part too; `delivered` is what the customer has signed for."""

    shipment_no: int
    shipped_on: date
    carrier: str
    waybill_no: str
    method: str
    moved: tuple[Moved, ...]
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """Goods accepted by the customer against a signature (S6)."""

    delivered_on: date
    signed_by: str
    moved: tuple[Moved, ...]
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Invoice:
    """What was billed (M2), in minor units of the order's currency, tax included in `total`."""

    number: str
    kind: InvoiceKind
    issued_on: date
    due_on: date
    net: int
    tax: int
    total: int
    moved: tuple[Moved, ...] = ()
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received on an order (M2)."""

    amount: int
    received_on: date
    method: str
    reference: str
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with the customer (I4, C3)."""

    at: datetime
    channel: str
    person: str
    content: str
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of the order, kept by its SHA-256 (D1)."""

    kind: DocumentKind
    name: str
    sha256: str
    size: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order with everything on record about it, as of `version`.

    `net`, `tax`, `total` are sums of the lines less the order's discount (E7); `total` is also less `rounding_off`
    and plus `freight`. `supplied` and `extra` are as on the line. `refused_rows` counts the rows of the source that
    were refused and have not been mended: while there are any, the order is not complete (I4).
    """

    order_id: int
    number: str
    version: int
    state: OrderState
    kind: OrderKind
    handling_class: HandlingClass
    channel: Channel
    received_at: datetime
    entered_at: datetime
    entered_by: str
    currency: str
    customer_id: int | None = None
    customer_code: str = ""
    customer_name: str = ""
    on_hold: bool = False
    hold_reason: str = ""
    contact: str = ""
    customer_po_no: str = ""
    contract_no: str = ""
    ordered_on: date | None = None
    requested_date: date | None = None
    promised_date: date | None = None
    planned_finish: date | None = None
    planned_ship_date: date | None = None
    confirmed_at: datetime | None = None
    confirmation_no: str = ""
    decided_at: datetime | None = None
    decision_due_at: datetime | None = None
    delivery_place: str = ""
    delivery_method: str = ""
    payment_terms: str = ""
    price_basis: PriceBasis = PriceBasis.NET
    discount_rate: int = 0
    discount: int = 0
    rounding_off: int = 0
    freight: int = 0
    net: int = 0
    tax: int = 0
    total: int = 0
    stated_total: int | None = None
    special_requirements: str = ""
    note: str = ""
    salesperson: str = ""
    merchandiser: str = ""
    delivery_state: DeliveryState = DeliveryState.NONE
    billing_state: BillingState = BillingState.NONE
    invoiced: int = 0
    paid: int = 0
    review_round: int = 0
    verified_at: datetime | None = None
    verified_by: str = ""
    closing_summary: str = ""
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    importance: Importance = Importance.ORDINARY
    keep_until: date | None = None
    taken_over: bool = False
    original_sha256: str = ""
    refused_rows: int = 0
    missing: tuple[str, ...] = ()
    supplied: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[OrderLine, ...] = ()
    opinions: tuple[ReviewOpinion, ...] = ()
    conditions: tuple[ReviewCondition, ...] = ()
    notes_taken: tuple[NoteTaken, ...] = ()
    calls: tuple[SupervisorCall, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    progress: tuple[ProgressReport, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    exceptions: tuple[ExceptionCase, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    contacts: tuple[Contact, ...] = ()
    documents: tuple[Document, ...] = ()

    def line(self, line_no: int) -> OrderLine | None:
        """Return the line with this number, or None."""
        return next((line for line in self.lines if line.line_no == line_no), None)

    @property
    def round_due_at(self) -> datetime | None:
        """When the opinions of the round of review under way are due; None before the first round (R9)."""
        return max((one.due_at for one in self.opinions if one.round == self.review_round), default=None)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as a list shows it; `round_due_at` is `Order.round_due_at`, while it is in review."""

    order_id: int
    number: str
    version: int
    state: OrderState
    delivery_state: DeliveryState
    billing_state: BillingState
    on_hold: bool
    handling_class: HandlingClass
    customer_code: str
    customer_name: str
    customer_po_no: str
    received_at: datetime
    decision_due_at: datetime | None
    requested_date: date | None
    promised_date: date | None
    currency: str
    total: int
    lines: int
    missing: tuple[str, ...]
    decided_at: datetime | None = None
    round_due_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on the desk, as the record keeps it (P6).

    `payload` is what was recorded with it, as canonical JSON; None when it has been destroyed on approval (D5): the
    chain covers only `payload_hash`, so it stays whole.
    """

    seq: int
    at: datetime
    actor: str
    role: str
    verb: str
    subject: str
    subject_key: str
    from_state: str
    to_state: str
    payload_hash: str
    previous_hash: str
    hash: str
    payload: str | None
