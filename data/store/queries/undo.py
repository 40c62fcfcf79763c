"""Reading what takes acts back: the acts of an order, and the steps that are kept of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from data.store import undo
from data.store.queries.desk import EVENT, PAYLOAD
from data.store.queries.shape import shape
from data.store.tables.base import table
from data.store.tables.events import EventUndo
from data.store.unit import Reader

_UNDO = table(EventUndo)


@dataclass(frozen=True, slots=True)
class Act:
    """An event of an order, as taking back sees it; `kept` is whether there is what takes it back."""

    seq: int
    at: datetime
    actor: str
    role: str
    verb: str
    kept: bool


_ACTS = (
    select(EVENT.c.seq, EVENT.c.at, EVENT.c.actor, EVENT.c.role, EVENT.c.verb, _UNDO.c.seq.is_not(None).label("kept"))
    .outerjoin(_UNDO, _UNDO.c.seq == EVENT.c.seq)
    .where(EVENT.c.subject == "order")
    .order_by(EVENT.c.seq)
)


def order_acts(reader: Reader, number: str) -> tuple[Act, ...]:
    """Return what was done to an order, first things first, without what was recorded with it."""
    rows = reader.execute(_ACTS.where(EVENT.c.subject_key == number)).mappings()
    return tuple(shape(Act, row) for row in rows)


def undo_of(reader: Reader, event: int) -> tuple[undo.Step, ...] | None:
    """Return what takes the act of an event back; None where nothing is kept, or it is of earlier tables."""
    body = reader.execute(select(_UNDO.c.body).where(_UNDO.c.seq == event)).scalar_one_or_none()
    return None if body is None else undo.read(str(body))


def difference_made(reader: Reader, event: int) -> Mapping[str, Any] | None:
    """Return the difference that an act made, as it is on record; None where that was destroyed or cannot be read."""
    body = reader.execute(select(PAYLOAD.c.body).where(PAYLOAD.c.seq == event)).scalar_one_or_none()
    try:
        found = None if body is None else json.loads(body).get("difference")
    except (ValueError, AttributeError):  # the chain names it
        return None
    return found if isinstance(found, Mapping) else None


def oldest_undo(reader: Reader, most: int, before: datetime) -> Sequence[int]:
    """Return which of the oldest entries are of events before a time."""
    oldest = select(_UNDO.c.seq).order_by(_UNDO.c.seq).limit(most)
    statement = select(EVENT.c.seq).where(EVENT.c.seq.in_(oldest), EVENT.c.at < before)
    return reader.execute(statement).scalars().all()


def keys_with(reader: Reader, model: type[SQLModel], column: str, value: int) -> Sequence[int]:
    """Return the keys of the rows that have a value in a column."""
    rows = table(model)
    return reader.execute(select(rows.c.id).where(rows.c[column] == value).order_by(rows.c.id)).scalars().all()
