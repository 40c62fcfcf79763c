"""Orders, their lines and delivery schedules.

Money is in minor units, quantities and unit prices are scaled by a million, rates are parts per million.
The quantities `allocated` to `invoiced` of a line and the states and amounts of an order are sums of the records in
`tables.work` (and of an opening balance), kept here so that lists are one read; `check` recomputes them.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from data.states import (
    BillingState,
    Channel,
    DeliveryState,
    HandlingClass,
    Importance,
    OrderKind,
    OrderState,
    PriceBasis,
)
from data.store.tables.base import STRICT, day, day_or_none, key, listing, mapping, ref, ref_or_none, time, time_or_none
from data.store.types import at_least_zero, not_empty, one_of, yes_or_no


class SalesOrder(SQLModel, table=True):
    """One order (I5: `number` is unique; I6: received and entered are apart)."""

    __tablename__ = "sales_order"
    __table_args__ = (
        one_of("state", OrderState),
        one_of("kind", OrderKind),
        one_of("handling_class", HandlingClass),
        one_of("channel", Channel),
        one_of("price_basis", PriceBasis),
        one_of("delivery_state", DeliveryState),
        one_of("billing_state", BillingState),
        one_of("importance", Importance),
        *yes_or_no("on_hold", "taken_over"),
        *not_empty("number", "currency"),
        *at_least_zero("discount", "freight", "invoiced", "paid", "review_round", "refused_rows"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("discount_rate BETWEEN 0 AND 1000000", name="discount_rate_in_bounds"),
        Index("ix_sales_order_state_id", "state", "id"),
        STRICT,
    )

    id: int | None = key()
    number: str = Field(unique=True)
    version: int = 1
    state: str
    kind: str
    handling_class: str
    channel: str
    received_at: datetime = time(index=True)
    entered_at: datetime = time()
    entered_by: str
    currency: str
    customer_id: int | None = ref_or_none("customer.id")
    on_hold: bool = False
    hold_reason: str = ""
    contact: str = ""
    customer_po_no: str = Field(default="", index=True)
    contract_no: str = ""
    ordered_on: date | None = day_or_none()
    requested_date: date | None = day_or_none(index=True)
    promised_date: date | None = day_or_none(index=True)
    planned_finish: date | None = day_or_none()
    planned_ship_date: date | None = day_or_none()
    confirmed_at: datetime | None = time_or_none()
    confirmation_no: str = ""
    decided_at: datetime | None = time_or_none()
    decision_due_at: datetime | None = time_or_none(index=True)
    delivery_place: str = ""
    delivery_method: str = ""
    payment_terms: str = ""
    price_basis: str
    discount_rate: int = 0
    discount: int = 0
    rounding_off: int = 0
    freight: int = 0
    net: int = 0
    tax: int = 0
    total: int = Field(default=0, index=True)
    stated_total: int | None = Field(default=None, nullable=True)
    special_requirements: str = ""
    note: str = ""
    salesperson: str = ""
    merchandiser: str = ""
    delivery_state: str = DeliveryState.NONE
    billing_state: str = BillingState.NONE
    invoiced: int = 0
    paid: int = 0
    review_round: int = 0
    verified_at: datetime | None = time_or_none()
    verified_by: str = ""
    closing_summary: str = ""
    closed_at: datetime | None = time_or_none()
    archived_at: datetime | None = time_or_none()
    importance: str = Importance.ORDINARY
    keep_until: date | None = day_or_none()
    taken_over: bool = False
    original_sha256: str | None = ref_or_none("stored_file.sha256", index=False)
    refused_rows: int = 0
    missing: list[str] = listing()
    supplied: dict[str, str] = mapping()
    extra: dict[str, str] = mapping()


class OrderLineRow(SQLModel, table=True):
    """One line of an order (E3 tax, E7 discount, E8 hold and short closing)."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line_no"),
        one_of("price_basis", PriceBasis),
        *yes_or_no("on_hold"),
        *at_least_zero("closed_short", "allocated", "finished", "shipped", "delivered", "invoiced", "tax_rate"),
        CheckConstraint("line_no >= 1", name="line_no_counts"),
        CheckConstraint("quantity IS NULL OR quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price IS NULL OR unit_price >= 0", name="unit_price_not_negative"),
        CheckConstraint("discount_rate BETWEEN 0 AND 1000000", name="discount_rate_in_bounds"),
        CheckConstraint("closed_short <= coalesce(quantity, 0)", name="closed_short_within_quantity"),
        CheckConstraint("delivered <= shipped", name="delivered_within_shipped"),
        STRICT,
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    line_no: int
    product_code: str = Field(default="", index=True)
    product_name: str = ""
    specification: str = ""
    customer_part_no: str = ""
    drawing_no: str = ""
    revision: str = ""
    quantity: int | None = Field(default=None, nullable=True)
    unit: str = ""
    second_quantity: int | None = Field(default=None, nullable=True)
    second_unit: str = ""
    unit_price: int | None = Field(default=None, nullable=True)
    price_basis: str
    discount_rate: int = 0
    tax_rate: int = 0
    stated_total: int | None = Field(default=None, nullable=True)
    net: int = 0
    tax: int = 0
    total: int = 0
    requested_date: date | None = day_or_none()
    promised_date: date | None = day_or_none()
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
    supplied: dict[str, str] = mapping()
    extra: dict[str, str] = mapping()


class ScheduleRow(SQLModel, table=True):
    """One planned delivery of a line (E17)."""

    __tablename__ = "order_schedule"
    __table_args__ = (
        UniqueConstraint("line_id", "seq"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        STRICT,
    )

    id: int | None = key()
    line_id: int = ref("order_line.id", index=False)
    seq: int
    due: date = day()
    quantity: int
    place: str = ""


class OpeningBalance(SQLModel, table=True):
    """What an order taken over from another desk brought along, per line and, with no line, for the whole order."""

    __tablename__ = "opening_balance"
    __table_args__ = (
        *at_least_zero("allocated", "finished", "shipped", "delivered", "invoiced", "invoiced_amount", "paid_amount"),
        STRICT,
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    line_id: int | None = ref_or_none("order_line.id")
    allocated: int = 0
    finished: int = 0
    shipped: int = 0
    delivered: int = 0
    invoiced: int = 0
    invoiced_amount: int = 0
    paid_amount: int = 0
