"""Whole orders with everything on record about them, one or many at a time.

Parts are read per batch of orders, not per order: an export or a check of a large desk is a dozen statements per
batch. The statements are made once: every verb reads an order, and making one takes twice as long as running it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, select

from data.opinions import NoteTaken, ReviewCondition, SupervisorCall
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
from data.store.tables import files, orders, parties, reviews, work
from data.store.tables.base import table
from data.store.unit import Reader

_ORDER = table(orders.SalesOrder)
_LINE = table(orders.OrderLineRow)
_CUSTOMER = table(parties.CustomerRow)
_SCHEDULE = table(orders.ScheduleRow)
_OPINION = table(reviews.OpinionRow)
_CONDITION = table(reviews.ConditionRow)
_NOTE_TAKEN = table(reviews.NoteTakenRow)
_CALL = table(reviews.CallRow)
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
Match = Callable[[Any], ColumnElement[bool]]
"""From a column of orders' keys to the condition that says which orders are read."""


def _of_orders(source: Table, match: Match) -> Select[Any]:
    """Return what hangs on orders."""
    return select(source).where(match(source.c.order_id)).order_by(source.c.id)


def _of_lines(source: Table, match: Match) -> Select[Any]:
    """Return what hangs on the lines of orders."""
    return (
        select(source, _LINE.c.line_no, _LINE.c.order_id)
        .join(_LINE, source.c.line_id == _LINE.c.id)
        .where(match(_LINE.c.order_id))
        .order_by(source.c.id)
    )


def _of_wholes(part: Table, whole: Table, key: str, match: Match) -> Select[Any]:
    """Return what shipments, deliveries or invoices of orders moved."""
    return (
        select(part, _LINE.c.line_no)
        .join(whole, part.c[key] == whole.c.id)
        .join(_LINE, part.c.line_id == _LINE.c.id)
        .where(match(whole.c.order_id))
        .order_by(part.c.id)
    )


@dataclass(frozen=True, slots=True)
class _Statements:
    """The statements that read orders whole; where three stand together they are wholes, parts, and the parts' key.

    `present` says of each kind of part whether there is any, so that the others need not be read: most orders have few.
    """

    present: Select[Any]
    orders: Select[Any]
    lines: Select[Any]
    schedules: Select[Any]
    opinions: Select[Any]
    conditions: Select[Any]
    notes_taken: Select[Any]
    calls: Select[Any]
    allocations: Select[Any]
    reports: Select[Any]
    check_ins: Select[Any]
    exceptions: Select[Any]
    shipments: tuple[Select[Any], Select[Any], str]
    deliveries: tuple[Select[Any], Select[Any], str]
    invoices: tuple[Select[Any], Select[Any], str]
    receipts: Select[Any]
    contacts: Select[Any]
    documents: Select[Any]


def _present(match: Match) -> Select[Any]:
    """Return the statement that says of each kind of part whether the orders have any."""
    of_orders = {
        "opinions": _OPINION,
        "conditions": _CONDITION,
        "notes_taken": _NOTE_TAKEN,
        "calls": _CALL,
        "check_ins": _CHECK_IN,
        "exceptions": _EXCEPTION,
        "shipments": _SHIPMENT,
        "deliveries": _DELIVERY,
        "invoices": _INVOICE,
        "receipts": _RECEIPT,
        "contacts": _CONTACT,
        "documents": _DOCUMENT,
    }
    of_lines = {"schedules": _SCHEDULE, "allocations": _ALLOCATION, "progress": _PROGRESS}
    asked: list[ColumnElement[Any]] = [
        exists().where(match(source.c.order_id)).label(name) for name, source in of_orders.items()
    ]
    asked += [
        exists().where(source.c.line_id == _LINE.c.id, match(_LINE.c.order_id)).label(name)
        for name, source in of_lines.items()
    ]
    return select(*asked)


def _statements(match: Match) -> _Statements:
    def moving(whole: Table, part: Table, key: str) -> tuple[Select[Any], Select[Any], str]:
        return _of_orders(whole, match), _of_wholes(part, whole, key, match), key

    return _Statements(
        present=_present(match),
        orders=select(_ORDER, _CUSTOMER.c.code.label("customer_code"), _CUSTOMER.c.name.label("customer_name"))
        .outerjoin(_CUSTOMER, _ORDER.c.customer_id == _CUSTOMER.c.id)
        .where(match(_ORDER.c.id)),
        lines=select(_LINE).where(match(_LINE.c.order_id)).order_by(_LINE.c.order_id, _LINE.c.line_no),
        schedules=select(_SCHEDULE)
        .join(_LINE, _SCHEDULE.c.line_id == _LINE.c.id)
        .where(match(_LINE.c.order_id))
        .order_by(_SCHEDULE.c.line_id, _SCHEDULE.c.seq),
        opinions=_of_orders(_OPINION, match),
        conditions=_of_orders(_CONDITION, match),
        notes_taken=_of_orders(_NOTE_TAKEN, match),
        calls=_of_orders(_CALL, match),
        allocations=_of_lines(_ALLOCATION, match),
        reports=_of_lines(_PROGRESS, match),
        check_ins=_of_orders(_CHECK_IN, match),
        exceptions=_of_orders(_EXCEPTION, match),
        shipments=moving(_SHIPMENT, _SHIPMENT_LINE, "shipment_id"),
        deliveries=moving(_DELIVERY, _DELIVERY_LINE, "delivery_id"),
        invoices=moving(_INVOICE, _INVOICE_LINE, "invoice_id"),
        receipts=_of_orders(_RECEIPT, match),
        contacts=_of_orders(_CONTACT, match),
        documents=select(_DOCUMENT, _FILE.c.size)
        .join(_FILE, _DOCUMENT.c.sha256 == _FILE.c.sha256)
        .where(match(_DOCUMENT.c.order_id))
        .order_by(_DOCUMENT.c.id),
    )


_ID_BY_NUMBER = select(_ORDER.c.id).where(_ORDER.c.number == bindparam("number"))
_ONE = _statements(lambda column: column == bindparam("order_ids"))
_SOME = _statements(lambda column: column.in_(bindparam("order_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """The orders that are being read: the statements for as many, and their keys as the statements take them."""

    reader: Reader
    keys: int | list[int]
    statements: _Statements

    def each(self, statement: Select[Any]) -> Iterator[Row]:
        """Yield the rows that a statement finds for the orders."""
        result = self.reader.execute(statement, {"order_ids": self.keys})
        names = tuple(result.keys())
        for row in result:
            yield dict(zip(names, row, strict=True))

    def grouped(
        self, statement: Select[Any], make: Callable[[Row], Any], key: str = "order_id"
    ) -> Mapping[int, tuple[Any, ...]]:
        """Return what a statement finds, made into values and put together by a key, else by order."""
        found: dict[int, list[Any]] = defaultdict(list)
        for row in self.each(statement):
            found[row[key]].append(make(row))
        return {whose: tuple(values) for whose, values in found.items()}

    def moving(self, kind: type[Any], whole: Select[Any], part: Select[Any], key: str) -> Mapping[int, tuple[Any, ...]]:
        """Return shipments, deliveries or invoices with what they moved."""
        rows = self.grouped(whole, lambda row: row)
        moved = self.grouped(part, _moved, key)
        return {
            order_id: tuple(shape(kind, row, moved=moved.get(row["id"], ())) for row in some)
            for order_id, some in rows.items()
        }

    def lines(self, *, planned: bool) -> Mapping[int, tuple[OrderLine, ...]]:
        """Return the lines, with their planned deliveries where there are any."""
        schedules = (
            self.grouped(self.statements.schedules, lambda row: shape(ScheduleLine, row), "line_id") if planned else {}
        )
        return self.grouped(
            self.statements.lines,
            lambda row: shape(OrderLine, row, line_id=row["id"], schedule=schedules.get(row["id"], ())),
        )


def order_by_number(reader: Reader, number: str) -> Order | None:
    """Return the order with this number, whole, or None."""
    found = reader.execute(_ID_BY_NUMBER, {"number": number}).scalar_one_or_none()
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
    one = len(ids) == 1
    reading = _Reading(reader, ids[0] if one else list(ids), _ONE if one else _SOME)
    rows = {row["id"]: row for row in reading.each(reading.statements.orders)}
    parts = _parts(reading)
    for order_id in ids:
        row = rows.get(order_id)
        if row is not None:
            more = {name: found.get(order_id, ()) for name, found in parts.items()}
            yield shape(Order, row, order_id=order_id, original_sha256=row["original_sha256"] or "", **more)


def _parts(reading: _Reading) -> Mapping[str, Mapping[int, tuple[Any, ...]]]:
    """Return everything that hangs on the orders, by the order's field and then by order."""
    using, grouped, moving = reading.statements, reading.grouped, reading.moving
    (present,) = reading.each(using.present)
    ways: Mapping[str, Callable[[], Mapping[int, tuple[Any, ...]]]] = {
        "opinions": lambda: grouped(using.opinions, lambda row: shape(ReviewOpinion, row)),
        "conditions": lambda: grouped(using.conditions, lambda row: shape(ReviewCondition, row)),
        "notes_taken": lambda: grouped(using.notes_taken, lambda row: shape(NoteTaken, row)),
        "calls": lambda: grouped(using.calls, lambda row: shape(SupervisorCall, row)),
        "allocations": lambda: grouped(using.allocations, _allocation),
        "progress": lambda: grouped(using.reports, lambda row: shape(ProgressReport, row)),
        "check_ins": lambda: grouped(using.check_ins, lambda row: shape(CheckIn, row)),
        "exceptions": lambda: grouped(using.exceptions, lambda row: shape(ExceptionCase, row, raised_at=row["at"])),
        "shipments": lambda: moving(Shipment, *using.shipments),
        "deliveries": lambda: moving(Delivery, *using.deliveries),
        "invoices": lambda: moving(Invoice, *using.invoices),
        "receipts": lambda: grouped(using.receipts, lambda row: shape(Receipt, row)),
        "contacts": lambda: grouped(using.contacts, lambda row: shape(Contact, row)),
        "documents": lambda: grouped(using.documents, lambda row: shape(Document, row)),
    }
    found = {name: read() for name, read in ways.items() if present[name]}
    return {"lines": reading.lines(planned=present["schedules"]), **found}


def _allocation(row: Row) -> Allocation:
    return shape(Allocation, row, allocation_id=row["id"], withdrawn=row["withdrawn_at"] is not None)


def _moved(row: Row) -> Moved:
    return Moved(row["line_no"], row["quantity"], row.get("amount", 0))
