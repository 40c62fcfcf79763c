"""Rows as they are, and what the record keeps of them, for whoever sets the one against the other (P6)."""

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import select

from data.orders import Event
from data.store import digests
from data.store.queries.desk import EVENT, PAYLOAD
from data.store.queries.shape import shape
from data.store.tables.registry import metadata
from data.store.unit import Reader

Told = dict[str, dict[str, tuple[int, str | None]]]
"""Table → key → the event that says so, and the digest; `None` for a row that went."""


def rows_of(reader: Reader, name: str) -> Iterator[Mapping[str, object]]:
    """Yield the rows of a table with all columns, in the order of its keys."""
    source = metadata.tables[name]
    for row in reader.execute(select(source).order_by(*source.primary_key.columns)).mappings():
        yield dict(row)


def openings_by_number(reader: Reader) -> Iterator[Mapping[str, object]]:
    """Yield the opening balances with the number of the order, and of the line where it is a line's."""
    opening, line, order = (metadata.tables[name] for name in ("opening_balance", "order_line", "sales_order"))
    statement = (
        select(opening, order.c.number, line.c.line_no)
        .join(order, order.c.id == opening.c.order_id)
        .outerjoin(line, line.c.id == opening.c.line_id)
        .order_by(opening.c.id)
    )
    for row in reader.execute(statement).mappings():
        yield dict(row)


def events_of_kind(reader: Reader, *subjects: str) -> Iterator[Event]:
    """Yield the events about some kinds of things, first things first."""
    statement = (
        select(EVENT, PAYLOAD.c.body.label("payload"))
        .outerjoin(PAYLOAD, EVENT.c.seq == PAYLOAD.c.seq)
        .where(EVENT.c.subject.in_(subjects))
        .order_by(EVENT.c.seq)
    )
    for row in reader.execute(statement).mappings():
        yield shape(Event, row, payload=row["payload"])


def digests_told(reader: Reader) -> Told:
    """Return the digests that the record keeps, the newest of each row."""
    found: Told = {}
    named = f'"{digests.MEMBER}":'
    statement = select(PAYLOAD).where(PAYLOAD.c.body.contains(named, autoescape=True)).order_by(PAYLOAD.c.seq)
    for row in reader.execute(statement):
        try:
            told = json.loads(row.body).get(digests.MEMBER)
        except (ValueError, AttributeError):  # the chain names it
            continue
        for table, rows in told.items() if isinstance(told, Mapping) else ():
            found.setdefault(str(table), {}).update({key: (row.seq, one) for key, one in rows.items()})
    return found


def last_destroyed(reader: Reader) -> int:
    """Return the number of the newest event whose payload was destroyed (D5), 0 where none was."""
    missing = select(EVENT.c.seq).outerjoin(PAYLOAD, EVENT.c.seq == PAYLOAD.c.seq).where(PAYLOAD.c.seq.is_(None))
    found = reader.execute(missing.order_by(EVENT.c.seq.desc()).limit(1)).scalar_one_or_none()
    return int(found or 0)


def digests_found(reader: Reader) -> dict[str, dict[str, str]]:
    """Return the digests of the rows as they are, by the tables of which the record keeps them."""
    found: dict[str, dict[str, str]] = {}
    for table in sorted(digests.DIGESTED):
        (own,) = metadata.tables[table].primary_key.columns
        found[table] = dict(digests.of_table(reader.raw, table, own.name))
    return found
