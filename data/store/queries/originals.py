"""Reading what is known of the file that an order came in (I2): the row it began at, the rows that were refused."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data.drafts import Problem, RefusedRow, Where
from data.store.queries.desk import stored_file
from data.store.queries.shape import shape
from data.store.tables import events, files, orders
from data.store.tables.base import table
from data.store.unit import Reader

_EVENT = table(events.EventRow)
_PAYLOAD = table(events.EventPayload)
_REFUSAL = table(files.ImportRefusal)
_RUN = table(files.ImportRun)
_ORDER = table(orders.SalesOrder)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the desk knows of a kept file, without its content."""

    sha256: str
    name: str
    media_type: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """Where in its file an order began: the row of its draft, and how many lines were read there."""

    row: int
    lines: int


def kept_file(reader: Reader, sha256: str) -> Kept | None:
    """Return what is known of a kept file, or None."""
    row = stored_file(reader, sha256)
    return None if row is None else shape(Kept, row)


def begun_at(reader: Reader, number: str, sha256: str) -> Begun | None:
    """Return where an order began in its file; None where the record does not say, or was destroyed (D5)."""
    statement = (
        select(_PAYLOAD.c.body)
        .join(_EVENT, _EVENT.c.seq == _PAYLOAD.c.seq)
        .where(_EVENT.c.subject == "order", _EVENT.c.subject_key == number, _EVENT.c.from_state == "")
        .order_by(_EVENT.c.seq)
        .limit(1)
    )
    body = reader.execute(statement).scalar_one_or_none()
    payload = json.loads(body) if body else {}
    if payload.get("file") != sha256 or not isinstance(payload.get("row"), int):
        return None
    return Begun(payload["row"], len(payload.get("order", {}).get("lines", ())))


def refused_of(reader: Reader, number: str, sha256: str) -> tuple[RefusedRow, ...]:
    """Return the rows of an order's file that were refused and are not mended, each with its reasons."""
    statement = (
        select(_REFUSAL.c.sheet, _REFUSAL.c.row, _REFUSAL.c.cells, _REFUSAL.c.problems)
        .join(_RUN, _RUN.c.id == _REFUSAL.c.run_id)
        .join(_ORDER, _ORDER.c.id == _REFUSAL.c.order_id)
        .where(_ORDER.c.number == number, _RUN.c.sha256 == sha256, _REFUSAL.c.mended.is_(False))
        .order_by(_REFUSAL.c.row)
    )
    return tuple(
        RefusedRow(
            row.sheet, row.row, tuple(json.loads(row.cells)), tuple(_problem(one) for one in json.loads(row.problems))
        )
        for row in reader.execute(statement)
    )


def _problem(kept: dict[str, object]) -> Problem:
    row = kept.get("row")
    where = Where(row=row if isinstance(row, int) else None, column=str(kept.get("column", "")))
    name, code, value, detail = (str(kept.get(key, "")) for key in ("field", "code", "value", "detail"))
    return Problem(where, name, code, value, detail)
