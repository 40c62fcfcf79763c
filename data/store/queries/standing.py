"""Reading how a customer stands with the office: agreed orders, invoices, receipts, faults (R5)."""

from datetime import date, datetime

from sqlalchemy import Select, func, or_, select

from data.rules.standing import Bill, Payment
from data.states import ExceptionKind
from data.store.queries.orders import ORDER
from data.store.queries.review_paper import SOLD
from data.store.tables.base import table
from data.store.tables.work import ExceptionRow, InvoiceRow, ReceiptRow
from data.store.unit import Reader

_INVOICE = table(InvoiceRow)
_RECEIPT = table(ReceiptRow)
_EXCEPTION = table(ExceptionRow)
_LOOKED_AT = 200
"""Of many invoices only so many of the newest tell how punctual a customer is."""


def sold_of(reader: Reader, customer_id: int) -> tuple[datetime | None, int]:
    """Return when the first agreed order of a customer was received, and how many there are."""
    statement = select(func.min(ORDER.c.received_at).label("first"), func.count().label("orders")).where(
        ORDER.c.customer_id == customer_id, ORDER.c.state.in_(SOLD)
    )
    row = reader.execute(statement).mappings().one()
    return row["first"], row["orders"]


def turnover_of(reader: Reader, customer_id: int, since: date) -> tuple[tuple[str, int], ...]:
    """Return currency → what a customer was invoiced since a day, without tax, the largest first."""
    amount = func.sum(_INVOICE.c.net)
    statement = (
        select(ORDER.c.currency, amount.label("amount"))
        .join(_INVOICE, _INVOICE.c.order_id == ORDER.c.id)
        .where(ORDER.c.customer_id == customer_id, _INVOICE.c.issued_on >= since)
        .group_by(ORDER.c.currency)
        .order_by(amount.desc(), ORDER.c.currency)
    )
    return tuple((row["currency"], int(row["amount"])) for row in reader.execute(statement).mappings())


def bills_of(reader: Reader, customer_id: int, since: date) -> tuple[Bill, ...]:
    """Return the invoices of those orders of a customer that were billed last, since a day, or are not paid."""
    statement = (
        select(_INVOICE.c.number, ORDER.c.number.label("order"), ORDER.c.currency, _INVOICE.c.due_on, _INVOICE.c.total)
        .join(ORDER, ORDER.c.id == _INVOICE.c.order_id)
        .where(_INVOICE.c.order_id.in_(_looked_at(customer_id, since)))
    )
    return tuple(Bill(**row) for row in reader.execute(statement).mappings())


def payments_of(reader: Reader, customer_id: int, since: date) -> tuple[Payment, ...]:
    """Return what was received on the orders of `bills_of`."""
    statement = (
        select(
            ORDER.c.number.label("order"),
            func.coalesce(_INVOICE.c.number, "").label("bill"),
            _RECEIPT.c.amount,
            _RECEIPT.c.received_on.label("on"),
        )
        .join(ORDER, ORDER.c.id == _RECEIPT.c.order_id)
        .outerjoin(_INVOICE, _INVOICE.c.id == _RECEIPT.c.invoice_id)
        .where(_RECEIPT.c.order_id.in_(_looked_at(customer_id, since)))
        .order_by(_RECEIPT.c.id)
    )
    return tuple(Payment(**row) for row in reader.execute(statement).mappings())


def _looked_at(customer_id: int, since: date) -> Select[tuple[int]]:
    """Return which orders of a customer are looked at: what is not paid, and what was billed last."""
    own = select(ORDER.c.id).where(ORDER.c.customer_id == customer_id)
    billed = (
        select(_INVOICE.c.order_id)
        .where(_INVOICE.c.order_id.in_(own), _INVOICE.c.issued_on >= since)
        .order_by(_INVOICE.c.id.desc())
        .limit(_LOOKED_AT)
    )
    return own.where(or_(ORDER.c.invoiced > ORDER.c.paid, ORDER.c.id.in_(billed)))


def faults_of(reader: Reader, customer_id: int, since: datetime) -> int:
    """Return how many faults of quality were put on record since a time for the orders of a customer."""
    statement = (
        select(func.count())
        .select_from(_EXCEPTION)
        .join(ORDER, ORDER.c.id == _EXCEPTION.c.order_id)
        .where(
            ORDER.c.customer_id == customer_id,
            _EXCEPTION.c.kind == ExceptionKind.QUALITY.value,
            _EXCEPTION.c.at >= since,
        )
    )
    return int(reader.execute(statement).scalar_one())
