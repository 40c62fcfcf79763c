"""Reading how orders under way are doing: a handful of statements for a page of a list, or for all that is open."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from data.rules.undo import UNDO
from data.rules.workflow import Verb
from data.states import OrderState, SourceKind
from data.store.queries.desk import EVENT
from data.store.queries.orders import LINE, ORDER
from data.store.tables import parties, work
from data.store.tables.base import table
from data.store.unit import Reader

_ALLOCATION = table(work.AllocationRow)
_CHECK_IN = table(work.CheckInRow)
_EXCEPTION = table(work.ExceptionRow)
_CONTACT = table(parties.ContactRow)

_BATCH = 400
"""Orders read at a time: well below the number of variables that every SQLite allows in a statement."""

Match = Callable[[ColumnElement[Any]], ColumnElement[bool]]
"""From a column of orders' keys to the condition that says which orders are read."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of an order under way.

    Attributes:
        due: the day that was promised, else asked for.
        quantities: of each line what is wanted and what is finished.
        started: when work began.
        placed: when it was first allocated, else decided on, else received.
        planned: the last day on which a part of it is planned to be finished.
        places: codes of work centres and suppliers.
        next_due: the day that the last check-in named for the next one.
        raised: when each of its open exceptions was raised.
        told: when the customer was spoken with last.
    """

    order_id: int
    number: str
    state: OrderState
    due: date | None
    total: int
    invoiced: int
    paid: int
    quantities: tuple[tuple[int, int], ...]
    started: datetime | None
    placed: datetime
    planned: date | None
    places: tuple[str, ...]
    next_due: date | None
    raised: tuple[datetime, ...]
    told: datetime | None


def facts_of(reader: Reader, order_ids: Sequence[int]) -> dict[int, Facts]:
    """Return the facts of these orders by their keys."""
    found: dict[int, Facts] = {}
    for start in range(0, len(order_ids), _BATCH):
        some = list(order_ids[start : start + _BATCH])
        found |= _facts(reader, _among(some))
    return found


def _among(order_ids: Sequence[int]) -> Match:
    return lambda column: column.in_(order_ids)


def facts_in(reader: Reader, states: Iterable[OrderState]) -> dict[int, Facts]:
    """Return the facts of all orders in these states by their keys."""
    open_orders = select(ORDER.c.id).where(ORDER.c.state.in_([state.value for state in states]))
    return _facts(reader, lambda column: column.in_(open_orders))


def keys_of(reader: Reader, numbers: Iterable[str], states: Iterable[OrderState]) -> tuple[int, ...]:
    """Return the keys of those of the orders with these numbers that are in one of the states."""
    wanted, allowed = list(numbers), [state.value for state in states]
    found: list[int] = []
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        statement = select(ORDER.c.id).where(ORDER.c.number.in_(some), ORDER.c.state.in_(allowed))
        found += reader.execute(statement).scalars()
    return tuple(found)


def _facts(reader: Reader, match: Match) -> dict[int, Facts]:
    lines = _lines(reader, match)
    starts = _starts(reader, match)
    plans = _plans(reader, match)
    check_ins = _check_ins(reader, match)
    raised = _raised(reader, match)
    told = _told(reader, match)
    columns = (
        "id", "number", "state", "promised_date", "requested_date", "planned_finish", "decided_at", "received_at",
        "total", "invoiced", "paid",
    )  # fmt: skip
    found = {}
    for row in reader.execute(select(*(ORDER.c[name] for name in columns)).where(match(ORDER.c.id))).mappings():
        key = row["id"]
        plan = plans.get(key, _Plan())
        found[key] = Facts(
            order_id=key,
            number=row["number"],
            state=OrderState(row["state"]),
            due=row["promised_date"] or row["requested_date"],
            total=row["total"],
            invoiced=row["invoiced"],
            paid=row["paid"],
            quantities=lines.get(key, ()),
            started=starts.get(row["number"]),
            placed=plan.first or row["decided_at"] or row["received_at"],
            planned=row["planned_finish"] or plan.finish,
            places=plan.places,
            next_due=check_ins.get(key),
            raised=raised.get(key, ()),
            told=told.get(key),
        )
    return found


def _lines(reader: Reader, match: Match) -> Mapping[int, tuple[tuple[int, int], ...]]:
    statement = select(LINE.c.order_id, LINE.c.quantity, LINE.c.closed_short, LINE.c.finished)
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for row in reader.execute(statement.where(match(LINE.c.order_id))).mappings():
        pair = ((row["quantity"] or 0) - row["closed_short"], row["finished"])
        found[row["order_id"]] = (*found.get(row["order_id"], ()), pair)
    return found


# nothing else leads from work under way back to what is placed only
_START_TAKEN_BACK = (
    (EVENT.c.verb == UNDO)
    & (EVENT.c.from_state == OrderState.IN_PROGRESS.value)
    & (EVENT.c.to_state == OrderState.ALLOCATED.value)
)


def _starts(reader: Reader, match: Match) -> Mapping[str, datetime]:
    """Return when work on the orders began, by their numbers; the record knows it, whatever became of them since."""
    numbers = select(ORDER.c.number).where(match(ORDER.c.id))
    statement = (
        select(EVENT.c.subject_key, EVENT.c.at, EVENT.c.verb)
        .where(EVENT.c.subject_key.in_(numbers), EVENT.c.subject == "order")
        .where(or_(EVENT.c.verb == Verb.START.value, _START_TAKEN_BACK))
        .order_by(EVENT.c.seq)
    )
    found: dict[str, datetime] = {}
    for row in reader.execute(statement).mappings():
        if row["verb"] == UNDO:
            found.pop(row["subject_key"], None)
        else:
            found[row["subject_key"]] = row["at"]
    return found


@dataclass(frozen=True, slots=True)
class _Plan:
    first: datetime | None = None
    finish: date | None = None
    places: tuple[str, ...] = ()


def _plans(reader: Reader, match: Match) -> Mapping[int, _Plan]:
    statement = (
        select(
            LINE.c.order_id, _ALLOCATION.c.source_kind, _ALLOCATION.c.source_code, _ALLOCATION.c.planned_finish,
            _ALLOCATION.c.at,
        )
        .join(LINE, _ALLOCATION.c.line_id == LINE.c.id)
        .where(match(LINE.c.order_id), _ALLOCATION.c.withdrawn_at.is_(None))
        .order_by(_ALLOCATION.c.id)
    )  # fmt: skip
    found: dict[int, _Plan] = {}
    for row in reader.execute(statement).mappings():
        before = found.get(row["order_id"], _Plan())
        code, at = row["source_code"], row["at"]
        # what lies in stock is nowhere that could be asked for it
        place = (code,) if code and row["source_kind"] != SourceKind.STOCK and code not in before.places else ()
        days = [day for day in (before.finish, row["planned_finish"]) if day is not None]
        found[row["order_id"]] = _Plan(
            min(before.first, at) if before.first else at, max(days, default=None), (*before.places, *place)
        )
    return found


def _check_ins(reader: Reader, match: Match) -> Mapping[int, date | None]:
    newest = select(func.max(_CHECK_IN.c.id)).where(match(_CHECK_IN.c.order_id)).group_by(_CHECK_IN.c.order_id)
    statement = select(_CHECK_IN.c.order_id, _CHECK_IN.c.next_due).where(_CHECK_IN.c.id.in_(newest))
    return {row["order_id"]: row["next_due"] for row in reader.execute(statement).mappings()}


def _raised(reader: Reader, match: Match) -> Mapping[int, tuple[datetime, ...]]:
    statement = select(_EXCEPTION.c.order_id, _EXCEPTION.c.at).where(
        match(_EXCEPTION.c.order_id), _EXCEPTION.c.resolved_at.is_(None)
    )
    found: dict[int, tuple[datetime, ...]] = {}
    for row in reader.execute(statement).mappings():
        found[row["order_id"]] = (*found.get(row["order_id"], ()), row["at"])
    return found


def _told(reader: Reader, match: Match) -> Mapping[int, datetime]:
    statement = (
        select(_CONTACT.c.order_id, func.max(_CONTACT.c.at, type_=_CONTACT.c.at.type).label("last"))
        .where(match(_CONTACT.c.order_id))
        .group_by(_CONTACT.c.order_id)
    )
    return {row["order_id"]: row["last"] for row in reader.execute(statement).mappings()}
