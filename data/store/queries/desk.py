"""Reading the desk's own facts: counts, events."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from data.orders import Event
from data.store.queries.shape import shape
from data.store.tables import events, files, orders
from data.store.tables.base import table
from data.store.unit import Reader

EVENT = table(events.EventRow)
PAYLOAD = table(events.EventPayload)
_FACT = table(events.DeskFact)
_SERIES = table(events.NumberSeries)
_FILE = table(files.StoredFile)
_ORDER = table(orders.SalesOrder)
_RUN = table(files.ImportRun)
_MAPPING = table(files.ColumnMapping)


def facts(reader: Reader) -> dict[str, str]:
    """Return the desk's facts about itself."""
    return {row.name: row.value for row in reader.execute(select(_FACT))}


def last_in_series(reader: Reader, series: str) -> int | None:
    """Return the last running number given in a series, or None where it has not begun."""
    found: int | None = reader.execute(select(_SERIES.c.last).where(_SERIES.c.series == series)).scalar_one_or_none()
    return found


def earlier_import(reader: Reader, fingerprint: str) -> Mapping[str, object] | None:
    """Return the import of the same file with the same options, or None."""
    row = reader.execute(select(_RUN).where(_RUN.c.fingerprint == fingerprint)).mappings().one_or_none()
    return None if row is None else dict(row)


def column_mapping(reader: Reader, name: str) -> dict[str, str] | None:
    """Return a remembered mapping of headings to fields, or None."""
    found: dict[str, str] | None = reader.execute(
        select(_MAPPING.c.headings).where(_MAPPING.c.name == name)
    ).scalar_one_or_none()
    return found


def order_events(reader: Reader, number: str) -> tuple[Event, ...]:
    """Return what happened to an order, first things first."""
    return events_about(reader, "order", number)


def events_about(reader: Reader, subject: str, key: str) -> tuple[Event, ...]:
    """Return what is on record about something, first things first."""
    statement = (
        select(EVENT, PAYLOAD.c.body.label("payload"))
        .outerjoin(PAYLOAD, EVENT.c.seq == PAYLOAD.c.seq)
        .where(EVENT.c.subject == subject, EVENT.c.subject_key == key)
        .order_by(EVENT.c.seq)
    )
    return tuple(shape(Event, row, payload=row["payload"]) for row in reader.execute(statement).mappings())


def changed_by(reader: Reader, subject: str, key: str, after: int) -> tuple[str, ...]:
    """Return who has changed something since a version of it, each once; nobody where the record does not say (N3)."""
    statement = (
        select(EVENT.c.actor, PAYLOAD.c.body)
        .join(PAYLOAD, EVENT.c.seq == PAYLOAD.c.seq)
        .where(EVENT.c.subject == subject, EVENT.c.subject_key == key)
        .order_by(EVENT.c.seq.desc())
    )
    found = []
    for row in reader.execute(statement):
        version = json.loads(row.body).get("version")  # what was recorded without one changed no version
        if version is not None and version <= after:
            break
        if version is not None:
            found.append(str(row.actor))
    return tuple(dict.fromkeys(reversed(found)))


def all_events(
    reader: Reader,
    after: int = 0,
    *,
    verb: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Event]:
    """Yield the events after a number, in their order, of one verb only or of a time."""
    statement = (
        select(EVENT, PAYLOAD.c.body.label("payload"))
        .outerjoin(PAYLOAD, EVENT.c.seq == PAYLOAD.c.seq)
        .where(EVENT.c.seq > after)
        .order_by(EVENT.c.seq)
    )
    if verb:
        statement = statement.where(EVENT.c.verb == verb)
    if since is not None:
        statement = statement.where(EVENT.c.at >= since)
    if until is not None:
        statement = statement.where(EVENT.c.at < until)
    for row in reader.execute(statement).mappings():
        yield shape(Event, row, payload=row["payload"])


def events_of_orders(reader: Reader, numbers: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield number and payload of every event about these orders, first things first."""
    statement = (
        select(EVENT.c.subject_key, PAYLOAD.c.body)
        .outerjoin(PAYLOAD, EVENT.c.seq == PAYLOAD.c.seq)
        .where(EVENT.c.subject == "order", EVENT.c.subject_key.in_(numbers))
        .order_by(EVENT.c.seq)
    )
    for row in reader.execute(statement):
        yield str(row.subject_key), row.body


def payloads_about(reader: Reader, subject: str) -> Iterator[tuple[str, str | None]]:
    """Yield key and payload of every event about a kind of thing, first things first."""
    statement = (
        select(EVENT.c.subject_key, PAYLOAD.c.body)
        .outerjoin(PAYLOAD, EVENT.c.seq == PAYLOAD.c.seq)
        .where(EVENT.c.subject == subject)
        .order_by(EVENT.c.seq)
    )
    for row in reader.execute(statement):
        yield str(row.subject_key), row.body


def orders_without_rows(reader: Reader) -> tuple[str, ...]:
    """Return the numbers under which an order was entered and now there is none."""
    known = select(_ORDER.c.number).where(_ORDER.c.number == EVENT.c.subject_key).exists()
    entered = EVENT.c.verb.in_(("new", "take_in", "take_over"))
    statement = select(EVENT.c.subject_key).where(EVENT.c.subject == "order", entered, ~known).order_by(EVENT.c.seq)
    return tuple(str(number) for number in reader.execute(statement).scalars())


def work_has_begun(reader: Reader, quiet_verbs: tuple[str, ...]) -> bool:
    """Whether any order has been worked on, beyond being taken in."""
    statement = select(EVENT.c.seq).where(EVENT.c.subject == "order", EVENT.c.verb.not_in(quiet_verbs)).limit(1)
    return reader.execute(statement).first() is not None


def counts(reader: Reader) -> dict[str, int]:
    """Return the number of rows of every table."""
    from data.store.tables.registry import metadata

    return {
        name: int(reader.execute(select(func.count()).select_from(found)).scalar_one())
        for name, found in sorted(metadata.tables.items())
    }


def stored_file(reader: Reader, sha256: str) -> Mapping[str, object] | None:
    """Return what is known of a kept file, or None."""
    row = reader.execute(select(_FILE).where(_FILE.c.sha256 == sha256)).mappings().one_or_none()
    return None if row is None else dict(row)
