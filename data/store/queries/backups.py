"""Reading which backup was restored on trial, and with what end (D6)."""

from sqlalchemy import select

from data.orders import Event
from data.store.queries.desk import EVENT
from data.store.queries.shape import shape
from data.store.tables import events
from data.store.tables.base import table
from data.store.unit import Reader

SUBJECT, KEY = "backup", "drill"
"""Of the events of trials: one key for all, so that the last one is found by its index among very many events."""

_PAYLOAD = table(events.EventPayload)


def last_good_drill(reader: Reader) -> Event | None:
    """Return the event of the last trial that came out well, or None."""
    statement = (
        select(EVENT, _PAYLOAD.c.body.label("payload"))
        .outerjoin(_PAYLOAD, EVENT.c.seq == _PAYLOAD.c.seq)
        .where(EVENT.c.subject_key == KEY, EVENT.c.subject == SUBJECT, EVENT.c.verb == "drill")
        .order_by(EVENT.c.seq.desc())
        .limit(1)
    )
    row = reader.execute(statement).mappings().one_or_none()
    return None if row is None else shape(Event, row, payload=row["payload"])
