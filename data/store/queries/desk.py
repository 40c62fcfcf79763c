"""Reading the desk's own facts: counts, events."""

from collections.abc import Iterator, Mapping

from sqlalchemy import func, select

from data.orders import Event
from data.store.queries.shape import shape
from data.store.tables import events, files
from data.store.tables.base import table
from data.store.unit import Reader

EVENT = table(events.EventRow)
_PAYLOAD = table(events.EventPayload)
_FACT = table(events.DeskFact)
_SERIES = table(events.NumberSeries)
_FILE = table(files.StoredFile)
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
    statement = (
        select(EVENT, _PAYLOAD.c.body.label("payload"))
        .outerjoin(_PAYLOAD, EVENT.c.seq == _PAYLOAD.c.seq)
        .where(EVENT.c.subject == "order", EVENT.c.subject_key == number)
        .order_by(EVENT.c.seq)
    )
    return tuple(shape(Event, row, payload=row["payload"]) for row in reader.execute(statement).mappings())


def all_events(reader: Reader, after: int = 0) -> Iterator[Event]:
    """Yield the events after a number, in their order."""
    statement = (
        select(EVENT, _PAYLOAD.c.body.label("payload"))
        .outerjoin(_PAYLOAD, EVENT.c.seq == _PAYLOAD.c.seq)
        .where(EVENT.c.seq > after)
        .order_by(EVENT.c.seq)
    )
    for row in reader.execute(statement).mappings():
        yield shape(Event, row, payload=row["payload"])


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
