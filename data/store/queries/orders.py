"""Reading the order book: pages of a list, keys of what a filter finds, numbers that are taken."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, or_, select

from data.orders import OrderRow
from data.rules.lists import Moment, OrderFilter
from data.rules.rooms import DECIDING, DELIVERING
from data.states import OrderState
from data.store.queries.owners import owned_by
from data.store.queries.reviews import in_queue, round_due
from data.store.queries.search import anywhere
from data.store.queries.shape import shape
from data.store.tables import orders, parties
from data.store.tables.base import table
from data.store.unit import Reader

__all__ = (
    "CUSTOMER",
    "LINE",
    "ORDER",
    "OrderFilter",
    "count_by_state",
    "existing_numbers",
    "extra_headings",
    "filtered",
    "is_late",
    "near_numbers",
    "openings",
    "order_ids",
    "order_page",
    "order_row",
    "orders_by_customer_po",
    "rows_of",
)

ORDER = table(orders.SalesOrder)
LINE = table(orders.OrderLineRow)
CUSTOMER = table(parties.CustomerRow)
_OPENING = table(orders.OpeningBalance)
_ROW_COLUMNS = ("id", *(field.name for field in fields(OrderRow) if field.name in ORDER.c))


def _due_before(moment: datetime, day: date) -> ColumnElement[bool]:
    """Return the condition that what is due next of an order is due before a moment, or, for goods, before a day."""
    return or_(
        and_(ORDER.c.state.in_(DECIDING), ORDER.c.decided_at.is_(None), ORDER.c.decision_due_at < moment),
        and_(ORDER.c.state == OrderState.IN_REVIEW.value, ORDER.c.decided_at.is_not(None), round_due() < moment),
        and_(ORDER.c.state.in_(DELIVERING), func.coalesce(ORDER.c.promised_date, ORDER.c.requested_date) < day),
    )


def _in_states(states: Sequence[OrderState]) -> ColumnElement[bool]:
    """Return the condition that an order is in one of these states.

    After some years nearly all orders are archived, which no database knows by itself: said the other way round the
    condition does not tempt it to gather them all by their state and to sort them for every page.
    """
    if OrderState.ARCHIVED in states:
        return ORDER.c.state.not_in([state.value for state in OrderState if state not in states])
    return ORDER.c.state.in_([state.value for state in states])


def is_late(moment: Moment) -> ColumnElement[bool]:
    """Return the condition that the clock of an order has run out (I7, T1); `data.rules.rooms.due` says which."""
    return func.coalesce(_due_before(moment.now, moment.today), False)


def filtered(statement: Select[Any], wanted: OrderFilter, moment: Moment | None = None) -> Select[Any]:
    """Return the statement over orders and customers with the conditions of a filter.

    Raises:
        ValueError: the filter asks what is late or due, and there is no moment to tell by.
    """
    if wanted.states:
        statement = statement.where(_in_states(wanted.states))
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
    if wanted.customer_part:
        statement = statement.where(_has(wanted.customer_part, CUSTOMER.c.code, CUSTOMER.c.name))
    if wanted.text:
        columns = (ORDER.c.number, ORDER.c.customer_po_no, CUSTOMER.c.name, CUSTOMER.c.code)
        statement = statement.where(_has(wanted.text, *columns))
    if wanted.anywhere:
        statement = statement.where(*anywhere(wanted.anywhere, moment, contacts=wanted.contacts))
    if wanted.queue is not None:
        statement = statement.where(in_queue(wanted.queue))
    if wanted.owners is not None:
        statement = statement.where(owned_by(ORDER, wanted.owners))
    return _in_time(statement, wanted, moment)


def _has(text: str, *columns: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a text stands somewhere in one of the columns."""
    return or_(*(column.contains(text, autoescape=True) for column in columns))


def _in_time(statement: Select[Any], wanted: OrderFilter, moment: Moment | None) -> Select[Any]:
    if wanted.late is not None or wanted.due_before is not None:
        if moment is None:
            raise ValueError(wanted)
        if wanted.late is not None:
            statement = statement.where(is_late(moment) == wanted.late)
        if wanted.due_before is not None:
            statement = statement.where(_due_before(moment.begin_of(wanted.due_before), wanted.due_before))
    return statement


def order_page(
    reader: Reader, wanted: OrderFilter, *, after: int = 0, limit: int | None = None, moment: Moment | None = None
) -> tuple[OrderRow, ...]:
    """Return the orders of a list in the order of their keys, from the key `after` on (exclusive).

    Keyset paging: a page costs the same at the end of a list as at its beginning.
    """
    statement = filtered(rows_of(), wanted, moment).where(ORDER.c.id > after).order_by(ORDER.c.id)
    if limit is not None:
        statement = statement.limit(limit)
    return tuple(order_row(row) for row in reader.execute(statement).mappings())


def rows_of() -> Select[Any]:
    """Return the statement that reads what `OrderRow` needs; where and order are the caller's."""
    counted = select(func.count()).where(LINE.c.order_id == ORDER.c.id).scalar_subquery()
    return select(
        *(ORDER.c[name] for name in _ROW_COLUMNS),
        CUSTOMER.c.code.label("customer_code"),
        CUSTOMER.c.name.label("customer_name"),
        counted.label("lines"),
        case((ORDER.c.state == OrderState.IN_REVIEW.value, round_due())).label("round_due_at"),
    ).outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)


def order_row(row: RowMapping) -> OrderRow:
    """Return what one row of `rows_of` says."""
    return shape(OrderRow, row, order_id=row["id"])


def order_ids(reader: Reader, wanted: OrderFilter, moment: Moment | None = None) -> Iterator[int]:
    """Yield the keys of the orders that a filter finds, in their order."""
    statement = select(ORDER.c.id).outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)
    yield from reader.execute(filtered(statement, wanted, moment).order_by(ORDER.c.id)).scalars()


def near_numbers(reader: Reader, number: str, limit: int = 5) -> tuple[str, ...]:
    """Return numbers that end or begin like the one asked for, for "did you mean"."""
    statement = (
        select(ORDER.c.number)
        .where(
            or_(ORDER.c.number.endswith(number, autoescape=True), ORDER.c.number.startswith(number, autoescape=True))
        )
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


def count_by_state(reader: Reader, owners: Collection[str] | None = None) -> dict[OrderState, int]:
    """Return how many orders are in each state; with owners, of their orders."""
    statement = select(ORDER.c.state, func.count().label("found")).group_by(ORDER.c.state)
    if owners is not None:
        statement = statement.where(owned_by(ORDER, sorted(owners)))
    return {OrderState(row["state"]): int(row["found"]) for row in reader.execute(statement).mappings()}


def openings(reader: Reader) -> Mapping[int, Mapping[int | None, Mapping[str, int]]]:
    """Return what taken-over orders brought along: order key → line key (None: the whole order) → quantities."""
    found: dict[int, dict[int | None, Mapping[str, int]]] = defaultdict(dict)
    for row in reader.execute(select(_OPENING)).mappings():
        found[row["order_id"]][row["line_id"]] = dict(row)
    return found


def extra_headings(reader: Reader, *, lines: bool) -> tuple[str, ...]:
    """Return the headings of all columns that orders, or lines, brought along beside the desk's own fields."""
    column = LINE.c.extra if lines else ORDER.c.extra
    found: dict[str, None] = {}
    for extra in reader.execute(select(column).where(column != {}).distinct()).scalars():
        found |= dict.fromkeys(extra)
    return tuple(found)
