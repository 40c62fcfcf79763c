"""Reading orders: one whole, or a page of a list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

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
    OrderRow,
    ProgressReport,
    Receipt,
    ReviewOpinion,
    ScheduleLine,
    Shipment,
)
from data.states import OrderState
from data.store.queries.shape import shape
from data.store.tables import files, orders, parties, work
from data.store.tables.base import table
from data.store.unit import Reader

ORDER = table(orders.SalesOrder)
LINE = table(orders.OrderLineRow)
CUSTOMER = table(parties.CustomerRow)
_SCHEDULE = table(orders.ScheduleRow)
_OPENING = table(orders.OpeningBalance)
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


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders a list shows; what is empty does not filter. Dates include both ends."""

    states: tuple[OrderState, ...] = ()
    customer: str = ""
    text: str = ""
    numbers: tuple[str, ...] = ()
    on_hold: bool | None = None
    requested_from: date | None = None
    requested_to: date | None = None


def order_by_number(reader: Reader, number: str) -> Order | None:
    """Return the order with this number, whole, or None."""
    return _whole(reader, ORDER.c.number == number)


def order_by_id(reader: Reader, order_id: int) -> Order | None:
    """Return the order with this key, whole, or None."""
    return _whole(reader, ORDER.c.id == order_id)


def _whole(reader: Reader, which: Any) -> Order | None:
    statement = (
        select(ORDER, CUSTOMER.c.code.label("customer_code"), CUSTOMER.c.name.label("customer_name"))
        .outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)
        .where(which)
    )
    row = reader.execute(statement).mappings().one_or_none()
    return None if row is None else _with_parts(reader, row)


def _with_parts(reader: Reader, row: Mapping[str, Any]) -> Order:
    order_id = int(row["id"])
    lines = _lines(reader, order_id)
    names = {line.line_id: line.line_no for line in lines}
    return shape(
        Order,
        row,
        order_id=order_id,
        original_sha256=row["original_sha256"] or "",
        lines=lines,
        opinions=_all(reader, ReviewOpinion, _of(_OPINION, order_id).order_by(_OPINION.c.round, _OPINION.c.id)),
        allocations=_allocations(reader, names),
        progress=_by_line(reader, ProgressReport, _PROGRESS, names),
        check_ins=_all(reader, CheckIn, _of(_CHECK_IN, order_id)),
        exceptions=_exceptions(reader, order_id),
        shipments=_shipments(reader, order_id, names),
        deliveries=_deliveries(reader, order_id, names),
        invoices=_invoices(reader, order_id, names),
        receipts=_all(reader, Receipt, _of(_RECEIPT, order_id)),
        contacts=_all(reader, Contact, _of(_CONTACT, order_id)),
        documents=_documents(reader, order_id),
    )


def _of(source: Any, order_id: int) -> Select[Any]:
    return select(source).where(source.c.order_id == order_id).order_by(source.c.id)


def _all(reader: Reader, kind: type[Any], statement: Select[Any]) -> tuple[Any, ...]:
    return tuple(shape(kind, row) for row in reader.execute(statement).mappings())


def _by_line(reader: Reader, kind: type[Any], source: Any, names: Mapping[int, int]) -> tuple[Any, ...]:
    statement = select(source).where(source.c.line_id.in_(_of_order(names))).order_by(source.c.id)
    return tuple(shape(kind, row, line_no=names[row["line_id"]]) for row in reader.execute(statement).mappings())


def _of_order(names: Mapping[int, int]) -> Select[Any] | list[int]:
    """Return the lines' keys; one line is enough to ask the database for all lines of its order."""
    if not names:
        return []
    order_id = select(LINE.c.order_id).where(LINE.c.id == next(iter(names))).scalar_subquery()
    return select(LINE.c.id).where(LINE.c.order_id == order_id)


def _lines(reader: Reader, order_id: int) -> tuple[OrderLine, ...]:
    planned: dict[int, list[ScheduleLine]] = defaultdict(list)
    statement = (
        select(_SCHEDULE)
        .join(LINE, _SCHEDULE.c.line_id == LINE.c.id)
        .where(LINE.c.order_id == order_id)
        .order_by(_SCHEDULE.c.line_id, _SCHEDULE.c.seq)
    )
    for row in reader.execute(statement).mappings():
        planned[row["line_id"]].append(shape(ScheduleLine, row))
    statement = select(LINE).where(LINE.c.order_id == order_id).order_by(LINE.c.line_no)
    return tuple(
        shape(OrderLine, row, line_id=row["id"], schedule=tuple(planned[row["id"]]))
        for row in reader.execute(statement).mappings()
    )


def _allocations(reader: Reader, names: Mapping[int, int]) -> tuple[Allocation, ...]:
    statement = (
        select(_ALLOCATION).where(_ALLOCATION.c.line_id.in_(_of_order(names))).order_by(_ALLOCATION.c.id)
    )
    return tuple(
        shape(
            Allocation,
            row,
            allocation_id=row["id"],
            line_no=names[row["line_id"]],
            withdrawn=row["withdrawn_at"] is not None,
        )
        for row in reader.execute(statement).mappings()
    )


def _exceptions(reader: Reader, order_id: int) -> tuple[ExceptionCase, ...]:
    statement = _of(_EXCEPTION, order_id)
    return tuple(shape(ExceptionCase, row, raised_at=row["at"]) for row in reader.execute(statement).mappings())


def _moved(reader: Reader, part: Any, whole: Any, key: str, order_id: int, names: Mapping[int, int]) -> Mapping[int, tuple[Moved, ...]]:  # noqa: E501,PLR0913
    """Return what each shipment, delivery or invoice of an order moved, by its key."""
    statement = (
        select(part).join(whole, part.c[key] == whole.c.id).where(whole.c.order_id == order_id).order_by(part.c.id)
    )
    found: dict[int, list[Moved]] = defaultdict(list)
    for row in reader.execute(statement).mappings():
        found[row[key]].append(Moved(names[row["line_id"]], row["quantity"], row.get("amount", 0)))
    return defaultdict(tuple, {key: tuple(moved) for key, moved in found.items()})


def _shipments(reader: Reader, order_id: int, names: Mapping[int, int]) -> tuple[Shipment, ...]:
    moved = _moved(reader, _SHIPMENT_LINE, _SHIPMENT, "shipment_id", order_id, names)
    rows = reader.execute(_of(_SHIPMENT, order_id)).mappings()
    return tuple(shape(Shipment, row, moved=moved[row["id"]]) for row in rows)


def _deliveries(reader: Reader, order_id: int, names: Mapping[int, int]) -> tuple[Delivery, ...]:
    moved = _moved(reader, _DELIVERY_LINE, _DELIVERY, "delivery_id", order_id, names)
    rows = reader.execute(_of(_DELIVERY, order_id)).mappings()
    return tuple(shape(Delivery, row, moved=moved[row["id"]]) for row in rows)


def _invoices(reader: Reader, order_id: int, names: Mapping[int, int]) -> tuple[Invoice, ...]:
    moved = _moved(reader, _INVOICE_LINE, _INVOICE, "invoice_id", order_id, names)
    rows = reader.execute(_of(_INVOICE, order_id)).mappings()
    return tuple(shape(Invoice, row, moved=moved[row["id"]]) for row in rows)


def _documents(reader: Reader, order_id: int) -> tuple[Document, ...]:
    statement = (
        select(_DOCUMENT, _FILE.c.size)
        .join(_FILE, _DOCUMENT.c.sha256 == _FILE.c.sha256)
        .where(_DOCUMENT.c.order_id == order_id)
        .order_by(_DOCUMENT.c.id)
    )
    return _all(reader, Document, statement)


def _filtered(statement: Select[Any], wanted: OrderFilter) -> Select[Any]:
    if wanted.states:
        statement = statement.where(ORDER.c.state.in_([state.value for state in wanted.states]))
    if wanted.customer:
        statement = statement.where(or_(CUSTOMER.c.code == wanted.customer, CUSTOMER.c.name == wanted.customer))
    if wanted.numbers:
        statement = statement.where(ORDER.c.number.in_(wanted.numbers))
    if wanted.on_hold is not None:
        statement = statement.where(ORDER.c.on_hold == wanted.on_hold)
    if wanted.requested_from is not None:
        statement = statement.where(ORDER.c.requested_date >= wanted.requested_from)
    if wanted.requested_to is not None:
        statement = statement.where(ORDER.c.requested_date <= wanted.requested_to)
    if wanted.text:
        needle = wanted.text
        statement = statement.where(
            or_(
                ORDER.c.number.contains(needle, autoescape=True),
                ORDER.c.customer_po_no.contains(needle, autoescape=True),
                CUSTOMER.c.name.contains(needle, autoescape=True),
                CUSTOMER.c.code.contains(needle, autoescape=True),
            )
        )
    return statement


def order_page(
    reader: Reader, wanted: OrderFilter, *, after: int = 0, limit: int | None = None
) -> tuple[OrderRow, ...]:
    """Return the orders of a list in the order of their keys, from the key `after` on (exclusive).

    Keyset paging: a page costs the same at the end of a list as at its beginning.
    """
    counted = select(func.count()).where(LINE.c.order_id == ORDER.c.id).scalar_subquery()
    statement = _filtered(
        select(
            ORDER,
            CUSTOMER.c.code.label("customer_code"),
            CUSTOMER.c.name.label("customer_name"),
            counted.label("lines"),
        ).outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id),
        wanted,
    )
    statement = statement.where(ORDER.c.id > after).order_by(ORDER.c.id)
    if limit is not None:
        statement = statement.limit(limit)
    return tuple(shape(OrderRow, row, order_id=row["id"]) for row in reader.execute(statement).mappings())


def order_ids(reader: Reader, wanted: OrderFilter) -> Iterator[int]:
    """Yield the keys of the orders that a filter finds, in their order."""
    statement = select(ORDER.c.id).outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)
    yield from reader.execute(_filtered(statement, wanted).order_by(ORDER.c.id)).scalars()


def near_numbers(reader: Reader, number: str, limit: int) -> tuple[str, ...]:
    """Return numbers that end or begin like the one asked for, for "did you mean"."""
    statement = (
        select(ORDER.c.number)
        .where(or_(ORDER.c.number.endswith(number, autoescape=True), ORDER.c.number.startswith(number, autoescape=True)))
        .order_by(ORDER.c.id.desc())
        .limit(limit)
    )
    return tuple(reader.execute(statement).scalars())


def existing_numbers(reader: Reader, numbers: Sequence[str]) -> dict[str, int]:
    """Return number → key of those of the numbers that are taken."""
    found: dict[str, int] = {}
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        rows = reader.execute(select(ORDER.c.number, ORDER.c.id).where(ORDER.c.number.in_(part)))
        found |= {row.number: row.id for row in rows}
    return found


def orders_by_customer_po(reader: Reader, po_numbers: Sequence[str]) -> dict[str, list[tuple[int, str, int | None]]]:
    """Return customer's number → (key, our number, customer key) of the orders that carry it (I5)."""
    found: dict[str, list[tuple[int, str, int | None]]] = defaultdict(list)
    for start in range(0, len(po_numbers), 500):
        part = po_numbers[start : start + 500]
        statement = select(ORDER.c.customer_po_no, ORDER.c.id, ORDER.c.number, ORDER.c.customer_id)
        for row in reader.execute(statement.where(ORDER.c.customer_po_no.in_(part)).order_by(ORDER.c.id)):
            found[row.customer_po_no].append((row.id, row.number, row.customer_id))
    return found


def opening(reader: Reader, order_id: int) -> Mapping[int | None, Mapping[str, int]]:
    """Return what a taken-over order brought along, by line key and, under None, for the whole order."""
    rows = reader.execute(_of(_OPENING, order_id)).mappings()
    return {row["line_id"]: dict(row) for row in rows}


def count_by_state(reader: Reader) -> dict[OrderState, int]:
    """Return how many orders are in each state."""
    statement = select(ORDER.c.state, func.count()).group_by(ORDER.c.state)
    return {OrderState(state): count for state, count in reader.execute(statement)}
