"""Reading the register of the office's people; it is small, so it is read whole."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from data.people import Delegation, Person, Register
from data.states import Role
from data.store.tables import people
from data.store.tables.base import table
from data.store.unit import Reader

_PERSON = table(people.PersonRow)
_DELEGATION = table(people.DelegationRow)
_LIMIT = table(people.ApprovalLimitRow)
_DEPUTY = _PERSON.alias("deputy")

_PEOPLE = select(_PERSON).order_by(_PERSON.c.code)
_LIMITS = select(_LIMIT).order_by(_LIMIT.c.currency)
_DELEGATIONS = (
    select(_DELEGATION, _PERSON.c.code.label("person"), _DEPUTY.c.code.label("deputy"))
    .join(_PERSON, _PERSON.c.id == _DELEGATION.c.person_id)
    .join(_DEPUTY, _DEPUTY.c.id == _DELEGATION.c.deputy_id)
    .order_by(_DELEGATION.c.starts, _DELEGATION.c.id)
)


_AS_IT_LIES = (
    "SELECT id, code, name, department, roles, system_user, active, version, password_hash <> '', email FROM person",
    "SELECT id, person_id, currency, amount FROM approval_limit",
    "SELECT id, person_id, deputy_id, starts, ends, reason FROM delegation",
)
"""Everything of the rows that the register is made of."""

_kept: dict[tuple[object, ...], Register] = {}
_MOST_KEPT = 8


def read_register(reader: Reader, today: date) -> Register:
    """Return everybody who is or was registered, and the delegations that are not over by this day.

    It is asked for several times with every act, so what the same rows were made into on the same day is kept.
    """
    raw = reader.raw
    rows = (today, *(tuple(raw.execute(sql).fetchall()) for sql in _AS_IT_LIES))
    found = _kept.get(rows)
    if found is None:
        found = _made(reader, today)
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[rows] = found
    return found


def _made(reader: Reader, today: date) -> Register:
    limits: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for row in reader.execute(_LIMITS):
        limits[row.person_id].append((row.currency, row.amount))
    known = tuple(
        Person(
            row.id,
            row.code,
            row.name,
            row.department,
            tuple(Role(role) for role in row.roles),
            row.system_user,
            bool(row.active),
            row.version,
            bool(row.password_hash),
            row.email,
            limits=tuple(limits.get(row.id, ())),
        )
        for row in reader.execute(_PEOPLE)
    )
    rows = reader.execute(_DELEGATIONS.where(_DELEGATION.c.ends >= today)) if known else ()
    return Register(
        known, tuple(Delegation(row.id, row.person, row.deputy, row.starts, row.ends, row.reason) for row in rows)
    )


@dataclass(frozen=True, slots=True)
class Lock:
    """What stands between a person and the desk: the hash of the password, and the wrong ones of late."""

    person_id: int
    password_hash: str
    failures: int
    failed_at: datetime | None


def lock_of(reader: Reader, code: str) -> Lock | None:
    """Return the lock of an active person; None where there is none."""
    columns = (_PERSON.c.id, _PERSON.c.password_hash, _PERSON.c.failures, _PERSON.c.failed_at)
    found = reader.execute(select(*columns).where(_PERSON.c.code == code, _PERSON.c.active)).one_or_none()
    return None if found is None else Lock(found.id, found.password_hash, found.failures, found.failed_at)


def limit_keys(reader: Reader, person_id: int) -> Sequence[int]:
    """Return the keys of the limits of a person."""
    return reader.execute(select(_LIMIT.c.id).where(_LIMIT.c.person_id == person_id)).scalars().all()
