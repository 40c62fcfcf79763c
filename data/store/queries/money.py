"""Reading invoices."""

from sqlalchemy import func, select

from data.store.tables.base import table
from data.store.tables.work import InvoiceRow, ReceiptRow
from data.store.unit import Reader

_INVOICE = table(InvoiceRow)
_RECEIPT = table(ReceiptRow)


def invoice_exists(reader: Reader, number: str) -> bool:
    """Whether an invoice number is taken."""
    return reader.execute(select(_INVOICE.c.id).where(_INVOICE.c.number == number)).first() is not None


def invoice_key(reader: Reader, order_id: int, number: str) -> int | None:
    """Return the key of an order's invoice, or None."""
    found: int | None = reader.execute(
        select(_INVOICE.c.id).where(_INVOICE.c.order_id == order_id, _INVOICE.c.number == number)
    ).scalar_one_or_none()
    return found


def open_of_invoice(reader: Reader, invoice_id: int) -> int:
    """Return what was not received yet of an invoice, by the receipts that name it, in minor units."""
    received = select(func.coalesce(func.sum(_RECEIPT.c.amount), 0)).where(_RECEIPT.c.invoice_id == invoice_id)
    billed = select(_INVOICE.c.total).where(_INVOICE.c.id == invoice_id)
    return int(reader.execute(billed).scalar_one()) - int(reader.execute(received).scalar_one())
