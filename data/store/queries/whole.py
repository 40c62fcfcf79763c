"""Whole orders with everything on record about them, one or many at a time.

Parts are read per batch of orders, not per order: an export or a check of a large desk is a dozen statements per
batch.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Select, select

from data.orders import (
    Allocation,
    CheckIn,
    Contact,
    Delivery,
    Document,
    ExceptionCase,
    Invoice,
    Moved,
    Order,
    OrderLine,
    ProgressReport,
    Receipt,
    ReviewOpinion,
    ScheduleLine,
    Shipment,
)
from data.store.queries.shape import shape
from data.store.tables import files, orders, parties, work
from data.store.tables.base import table
from data.store.unit import Reader

_ORDER = table(orders.SalesOrder)
_LINE = table(orders.OrderLineRow)
_CUSTOMER = table(parties.CustomerRow)
_SCHEDULE = table(orders.ScheduleRow)
_OPINION = table(work.OpinionRow)
_ALLOCATION = table(work.AllocationRow)
_PROGRESS = table(work.ProgressRow)
_CHECK_IN = table(work.CheckInRow)
_EXCEPTION = table(work.ExceptionRow)
_SHIPMENT = table(work.ShipmentRow)
_SHIPMENT_LINE = table(work.ShipmentLine)
_DELIVERY = table(work.DeliveryRow)
_DELIVERY_LINE = table(work.DeliveryLine)
_INVOICE = table(work.InvoiceRow)
_INVOICE_LINE = table(work.InvoiceLine)
_RECEIPT = table(work.ReceiptRow)
_CONTACT = table(parties.ContactRow)
_DOCUMENT = table(files.OrderDocument)
_FILE = table(files.StoredFile)

_BATCH = 400
"""Orders read at a time: well below the number of variables that every SQLite allows in a statement."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a batch of orders: by order, and the number and order of each by its key."""

    of_order: Mapping[int, tuple[OrderLine, ...]]
    number: Mapping[int, int]
    order: Mapping[int, int]


def order_by_number(reader: Reader, number: str) -> Order | None:
    """Return the order with this number, whole, or None."""
    found = reader.execute(select(_ORDER.c.id).where(_ORDER.c.number == number)).scalar_one_or_none()
    return None if found is None else order_by_id(reader, found)


def order_by_id(reader: Reader, order_id: int) -> Order | None:
    """Return the order with this key, whole, or None."""
    return next(_batch(reader, [order_id]), None)


def orders_by_id(reader: Reader, order_ids: Iterator[int] | Sequence[int]) -> Iterator[Order]:
    """Yield the orders with these keys, whole, in the order of the keys given."""
    source = iter(order_ids)
    while some := list(islice(source, _BATCH)):
        yield from _batch(reader, some)


def _batch(reader: Reader, ids: Sequence[int]) -> Iterator[Order]:
    statement = (
        select(_ORDER, _CUSTOMER.c.code.label("customer_code"), _CUSTOMER.c.name.label("customer_name"))
        .outerjoin(_CUSTOMER, _ORDER.c.customer_id == _CUSTOMER.c.id)
        .where(_ORDER.c.id.in_(ids))
    )
    rows = {row["id"]: row for row in reader.execute(statement).mappings()}
    lines = _lines(reader, ids)
    parts = _parts(reader, ids, lines)
    for order_id in ids:
        row = rows.get(order_id)
        if row is not None:
            more = {name: found.get(order_id, ()) for name, found in parts.items()}
            original = row["original_sha256"] or ""
            yield shape(
                Order,
                row,
                order_id=order_id,
                original_sha256=original,
                lines=lines.of_order.get(order_id, ()),
                **more,
            )


def _parts(reader: Reader, ids: Sequence[int], lines: _Lines) -> Mapping[str, Mapping[int, tuple[Any, ...]]]:
    """Return everything that hangs on the orders, by the order's field and then by order."""

    def of_order(kind: type[Any], source: Any, **names: str) -> Mapping[int, tuple[Any, ...]]:
        def make(row: Row) -> Any:
            return shape(kind, row, **{new: row[old] for new, old in names.items()})

        return _grouped(reader, select(source).where(source.c.order_id.in_(ids)).order_by(source.c.id), make)

    def moving(kind: type[Any], source: Any, part: Any, key: str) -> Mapping[int, tuple[Any, ...]]:
        moved = _moved(reader, ids, part, source, key, lines)

        def make(row: Row) -> Any:
            return shape(kind, row, moved=moved.get(row["id"], ()))

        return _grouped(reader, select(source).where(source.c.order_id.in_(ids)).order_by(source.c.id), make)

    return {
        "opinions": of_order(ReviewOpinion, _OPINION),
        "allocations": _allocations(reader, lines),
        "progress": _progress(reader, lines),
        "check_ins": of_order(CheckIn, _CHECK_IN),
        "exceptions": of_order(ExceptionCase, _EXCEPTION, raised_at="at"),
        "shipments": moving(Shipment, _SHIPMENT, _SHIPMENT_LINE, "shipment_id"),
        "deliveries": moving(Delivery, _DELIVERY, _DELIVERY_LINE, "delivery_id"),
        "invoices": moving(Invoice, _INVOICE, _INVOICE_LINE, "invoice_id"),
        "receipts": of_order(Receipt, _RECEIPT),
        "contacts": of_order(Contact, _CONTACT),
        "documents": _documents(reader, ids),
    }


def _grouped(
    reader: Reader, statement: Select[Any], make: Callable[[Row], Any], order_of: Callable[[Row], int] | None = None
) -> Mapping[int, tuple[Any, ...]]:
    """Return what a statement finds, made into values and put together by order."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in reader.execute(statement).mappings():
        plain: Row = dict(row)
        found[order_of(plain) if order_of else plain["order_id"]].append(make(plain))
    return {order_id: tuple(values) for order_id, values in found.items()}


def _lines(reader: Reader, ids: Sequence[int]) -> _Lines:
    planned: dict[int, list[ScheduleLine]] = defaultdict(list)
    statement = (
        select(_SCHEDULE)
        .join(_LINE, _SCHEDULE.c.line_id == _LINE.c.id)
        .where(_LINE.c.order_id.in_(ids))
        .order_by(_SCHEDULE.c.line_id, _SCHEDULE.c.seq)
    )
    for row in reader.execute(statement).mappings():
        planned[row["line_id"]].append(shape(ScheduleLine, row))
    number: dict[int, int] = {}
    order: dict[int, int] = {}

    def make(row: Row) -> OrderLine:
        key = row["id"]
        number[key], order[key] = row["line_no"], row["order_id"]
        return shape(OrderLine, row, line_id=key, schedule=tuple(planned.get(key, ())))

    statement = select(_LINE).where(_LINE.c.order_id.in_(ids)).order_by(_LINE.c.order_id, _LINE.c.line_no)
    return _Lines(_grouped(reader, statement, make), number, order)


def _of_lines(reader: Reader, source: Any, lines: _Lines, make: Callable[[Row], Any]) -> Mapping[int, tuple[Any, ...]]:
    """Return the rows that hang on lines, put together by order."""
    wanted = list(dict.fromkeys(lines.order.values()))
    statement = (
        select(source)
        .join(_LINE, source.c.line_id == _LINE.c.id)
        .where(_LINE.c.order_id.in_(wanted))
        .order_by(source.c.id)
    )
    return _grouped(reader, statement, make, lambda row: lines.order[row["line_id"]])


def _allocations(reader: Reader, lines: _Lines) -> Mapping[int, tuple[Any, ...]]:
    def make(row: Row) -> Allocation:
        return shape(
            Allocation,
            row,
            allocation_id=row["id"],
            line_no=lines.number[row["line_id"]],
            withdrawn=row["withdrawn_at"] is not None,
        )

    return _of_lines(reader, _ALLOCATION, lines, make)


def _progress(reader: Reader, lines: _Lines) -> Mapping[int, tuple[Any, ...]]:
    def make(row: Row) -> ProgressReport:
        return shape(ProgressReport, row, line_no=lines.number[row["line_id"]])

    return _of_lines(reader, _PROGRESS, lines, make)


def _moved(
    reader: Reader, ids: Sequence[int], part: Any, whole: Any, key: str, lines: _Lines
) -> Mapping[int, tuple[Moved, ...]]:
    """Return what each shipment, delivery or invoice of the orders moved, by its key."""
    statement = select(part).join(whole, part.c[key] == whole.c.id).where(whole.c.order_id.in_(ids)).order_by(part.c.id)

    def make(row: Row) -> Moved:
        return Moved(lines.number[row["line_id"]], row["quantity"], row.get("amount", 0))

    return _grouped(reader, statement, make, lambda row: int(row[key]))


def _documents(reader: Reader, ids: Sequence[int]) -> Mapping[int, tuple[Any, ...]]:
    statement = (
        select(_DOCUMENT, _FILE.c.size)
        .join(_FILE, _DOCUMENT.c.sha256 == _FILE.c.sha256)
        .where(_DOCUMENT.c.order_id.in_(ids))
        .order_by(_DOCUMENT.c.id)
    )
    return _grouped(reader, statement, lambda row: shape(Document, row))
