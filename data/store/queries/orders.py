"""Reading the order book: pages of a list, keys of what a filter finds, numbers that are taken."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from data.orders import OrderRow
from data.states import OrderState
from data.store.queries.shape import shape
from data.store.tables import orders, parties
from data.store.tables.base import table
from data.store.unit import Reader

ORDER = table(orders.SalesOrder)
LINE = table(orders.OrderLineRow)
CUSTOMER = table(parties.CustomerRow)
_OPENING = table(orders.OpeningBalance)


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


def count_by_state(reader: Reader) -> dict[OrderState, int]:
    """Return how many orders are in each state."""
    statement = select(ORDER.c.state, func.count().label("found")).group_by(ORDER.c.state)
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
