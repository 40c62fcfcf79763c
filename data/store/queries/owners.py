"""Whose orders they are: salesperson, merchandiser, and whoever entered them (E4)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, not_, or_, select

from data.rules.workflow import EDGES, Verb
from data.store.tables import orders, parties
from data.store.tables.base import table
from data.store.unit import Reader

_ORDER = table(orders.SalesOrder)
_CUSTOMER = table(parties.CustomerRow)
_AT_ONCE = 500
_OPEN = tuple(edge.state.value for edge in EDGES if edge.verb is Verb.HAND_OVER)


def owned_by(order: Table, people: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an order is one of these people's."""
    return or_(*(order.c[name].in_(people) for name in ("salesperson", "merchandiser", "entered_by")))


def orders_of_others(reader: Reader, numbers: Sequence[str], people: Sequence[str]) -> frozenset[str]:
    """Return those of the numbers that are of orders of others."""
    found: set[str] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        statement = select(_ORDER.c.number).where(_ORDER.c.number.in_(part), not_(owned_by(_ORDER, people)))
        found |= set(reader.execute(statement).scalars())
    return frozenset(found)


def open_orders_of(reader: Reader, person: str, customer_id: int | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the orders that somebody sells or looks after, and as what: those that can be handed over.

    Who entered an order that names nobody looks after it.
    """
    wanted = (_ORDER.c.number, _ORDER.c.salesperson, _ORDER.c.merchandiser, _ORDER.c.entered_by)
    statement = select(*wanted).where(_ORDER.c.state.in_(_OPEN), owned_by(_ORDER, (person,))).order_by(_ORDER.c.id)
    if customer_id is not None:
        statement = statement.where(_ORDER.c.customer_id == customer_id)
    found = []
    for row in reader.execute(statement):
        as_what = tuple(name for name in ("salesperson", "merchandiser") if getattr(row, name) == person)
        if not as_what and row.entered_by == person and not row.merchandiser:
            as_what = ("merchandiser",)
        if as_what:
            found.append((str(row.number), as_what))
    return tuple(found)


def customers_of(
    reader: Reader, person: str, customer_id: int | None
) -> tuple[tuple[int, str, int, tuple[str, ...]], ...]:
    """Return the customers whose file names somebody: key, code, version, and as what they are named."""
    columns = (_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.version, _CUSTOMER.c.salesperson, _CUSTOMER.c.merchandiser)
    named = or_(_CUSTOMER.c.salesperson == person, _CUSTOMER.c.merchandiser == person)
    statement = select(*columns).where(named).order_by(_CUSTOMER.c.code)
    if customer_id is not None:
        statement = statement.where(_CUSTOMER.c.id == customer_id)
    return tuple(
        (
            int(row.id),
            str(row.code),
            int(row.version),
            tuple(name for name in ("salesperson", "merchandiser") if getattr(row, name) == person),
        )
        for row in reader.execute(statement)
    )
