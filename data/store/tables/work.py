"""What is done with an order after it is approved: allocation, tracking, shipping, money."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from data.states import ExceptionKind, InvoiceKind, SourceKind
from data.store.tables.base import STRICT, day, day_or_none, key, ref, ref_or_none, time, time_or_none
from data.store.types import at_least_zero, not_empty, one_of


def _positive() -> CheckConstraint:
    return CheckConstraint("quantity > 0", name="quantity_positive")


class AllocationRow(SQLModel, table=True):
    """A quantity of a line placed with stock, a work centre or a supplier (A5, A7)."""

    __tablename__ = "allocation"
    __table_args__ = (_positive(), one_of("source_kind", SourceKind), STRICT)

    id: int | None = key()
    line_id: int = ref("order_line.id")
    source_kind: str
    source_code: str = ""
    quantity: int
    planned_start: date | None = day_or_none()
    planned_finish: date | None = day_or_none(index=True)
    at: datetime = time()
    by: str
    acknowledged_at: datetime | None = time_or_none()
    acknowledged_by: str = ""
    withdrawn_at: datetime | None = time_or_none()


class ProgressRow(SQLModel, table=True):
    """A quantity of a line reported finished (T2)."""

    __tablename__ = "progress_report"
    __table_args__ = (_positive(), STRICT)

    id: int | None = key()
    line_id: int = ref("order_line.id")
    quantity: int
    step: str = ""
    note: str = ""
    at: datetime = time()
    by: str


class CheckInRow(SQLModel, table=True):
    """A look at an order under way (T1)."""

    __tablename__ = "check_in"
    __table_args__ = (STRICT,)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    source: str = ""
    result: str
    next_due: date | None = day_or_none(index=True)
    at: datetime = time()
    by: str


class ExceptionRow(SQLModel, table=True):
    """Something that went wrong, until it is resolved (T3)."""

    __tablename__ = "exception_case"
    __table_args__ = (UniqueConstraint("order_id", "exception_no"), one_of("kind", ExceptionKind), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    exception_no: int
    kind: str
    cause: str
    measure: str = ""
    responsible: str = ""
    due: date | None = day_or_none()
    result: str = ""
    at: datetime = time()
    by: str
    resolved_at: datetime | None = time_or_none()
    resolved_by: str = ""


class ShipmentRow(SQLModel, table=True):
    """Goods sent (S2, S4)."""

    __tablename__ = "shipment"
    __table_args__ = (UniqueConstraint("order_id", "shipment_no"), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    shipment_no: int
    shipped_on: date = day()
    carrier: str = ""
    waybill_no: str = ""
    method: str = ""
    note: str = ""
    at: datetime = time()
    by: str


class ShipmentLine(SQLModel, table=True):
    """A quantity of a line in a shipment."""

    __tablename__ = "shipment_line"
    __table_args__ = (_positive(), STRICT)

    id: int | None = key()
    shipment_id: int = ref("shipment.id")
    line_id: int = ref("order_line.id")
    quantity: int


class DeliveryRow(SQLModel, table=True):
    """Goods accepted by the customer against a signature (S6)."""

    __tablename__ = "delivery"
    __table_args__ = (*not_empty("signed_by"), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    delivered_on: date = day()
    signed_by: str
    note: str = ""
    at: datetime = time()
    by: str


class DeliveryLine(SQLModel, table=True):
    """A quantity of a line in a delivery."""

    __tablename__ = "delivery_line"
    __table_args__ = (_positive(), STRICT)

    id: int | None = key()
    delivery_id: int = ref("delivery.id")
    line_id: int = ref("order_line.id")
    quantity: int


class InvoiceRow(SQLModel, table=True):
    """What was billed (M2), in minor units of the order's currency."""

    __tablename__ = "invoice"
    __table_args__ = (one_of("kind", InvoiceKind), *not_empty("number"), *at_least_zero("total"), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    number: str = Field(unique=True)
    kind: str
    issued_on: date = day()
    due_on: date = day(index=True)
    net: int
    tax: int
    total: int
    note: str = ""
    at: datetime = time()
    by: str


class InvoiceLine(SQLModel, table=True):
    """A quantity of a line in an invoice, with its amount, tax included."""

    __tablename__ = "invoice_line"
    __table_args__ = (_positive(), STRICT)

    id: int | None = key()
    invoice_id: int = ref("invoice.id")
    line_id: int = ref("order_line.id")
    quantity: int
    amount: int


class ReceiptRow(SQLModel, table=True):
    """Money received on an order (M2), in minor units of the order's currency."""

    __tablename__ = "receipt"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    invoice_id: int | None = ref_or_none("invoice.id")
    amount: int
    received_on: date = day()
    method: str = ""
    reference: str = ""
    at: datetime = time()
    by: str
