"""Reading invoices."""

from sqlalchemy import select

from data.store.tables.base import table
from data.store.tables.work import InvoiceRow
from data.store.unit import Reader

_INVOICE = table(InvoiceRow)


def invoice_exists(reader: Reader, number: str) -> bool:
    """Whether an invoice number is taken."""
    return reader.execute(select(_INVOICE.c.id).where(_INVOICE.c.number == number)).first() is not None


def invoice_key(reader: Reader, order_id: int, number: str) -> int | None:
    """Return the key of an order's invoice, or None."""
    found: int | None = reader.execute(
        select(_INVOICE.c.id).where(_INVOICE.c.order_id == order_id, _INVOICE.c.number == number)
    ).scalar_one_or_none()
    return found
