"""Whether the rows are what the record of events makes of them (P6).

What another tool changed in a row leaves the chain of events whole; it shows here, with the field, what the row says
and what the record says. `data.rules.replay.UNTOLD` names what the record does not tell, and what was recorded in a
payload that was destroyed on approval (D5) is gone with it. What is beside orders and files is looked at in
`data.desk.recorded_rows`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from data.desk.passwords import seal_of
from data.desk.recorded_people import delegation_faults
from data.desk.recorded_rows import row_faults
from data.drafts import Problem, Where
from data.rules.replay import PARTIES, UNTOLD_COLUMNS, Told, ToldFile
from data.store.queries.audited import rows_of
from data.store.queries.desk import events_of_orders, orders_without_rows, payloads_about
from data.store.queries.orders import OrderFilter, order_ids
from data.store.queries.people import read_register
from data.store.queries.policy import policy_editions
from data.store.queries.whole import orders_by_id
from data.store.types import time_text
from data.store.unit import Reader

_AT_ONCE = 400
"""Orders whose events are read at a time."""

_NOTHING = "–"
_EMPTY: tuple[object, ...] = (None, "", {}, [])
_OTHERWISE: Mapping[str, object] = {"active": 1, "version": 1}
"""What a column has where nothing was said, other than nothing."""


def record_faults(reader: Reader) -> Iterator[Problem]:
    """Yield a problem for each field of an order, of a party, a person or the policy that is not as the record says.

    Codes: `order_not_as_recorded` (field, number, stored ≠ recorded), `order_not_recorded` (no event made it),
    `order_gone` (its events are there, its row is not); `party_not_as_recorded`, `party_not_recorded` and `party_gone`
    likewise; those of `delegation_faults`, `policy_not_as_recorded`, `policy_gone`, and those of `row_faults`.
    """
    yield from _order_faults(reader)
    register = read_register(reader, date.min)
    limits = {one.code: [list(limit) for limit in one.limits] for one in register.people}
    for subject in PARTIES:
        rows = rows_of(reader, subject)
        if subject == "person":
            rows = ({**row, "limits": limits.get(str(row["code"]), []), "seal": _seal(row)} for row in rows)
        yield from _party_faults(reader, subject, rows)
    yield from delegation_faults(reader, register)
    yield from _policy_faults(reader)
    yield from row_faults(reader)


def _order_faults(reader: Reader) -> Iterator[Problem]:
    ids = list(order_ids(reader, OrderFilter()))
    for start in range(0, len(ids), _AT_ONCE):
        found = list(orders_by_id(reader, ids[start : start + _AT_ONCE]))
        told: defaultdict[str, Told] = defaultdict(Told)
        for number, body in events_of_orders(reader, [order.number for order in found]):
            told[number].hear(_read(body))
        for order in found:
            if order.number not in told:
                yield Problem(Where(), "order", "order_not_recorded", order.number)
                continue
            for field, stored, recorded in told[order.number].disagreements(order):
                yield Problem(Where(), field, "order_not_as_recorded", order.number, _unlike(stored, recorded))
    for number in orders_without_rows(reader):
        yield Problem(Where(), "order", "order_gone", number)


def _party_faults(reader: Reader, subject: str, rows: Iterable[Mapping[str, object]]) -> Iterator[Problem]:
    """Yield a problem for each field of a party, a person or a place that is not as it was recorded last."""
    told: defaultdict[str, ToldFile] = defaultdict(ToldFile)
    for key, body in payloads_about(reader, subject):
        told[key].hear(subject, _read(body))
    found = set()
    for row in rows:
        code = str(row["code"])
        found.add(code)
        if code not in told:
            yield Problem(Where(), "code", "party_not_recorded", code)
            continue
        for field, recorded in sorted(told[code].values(row.keys() - UNTOLD_COLUMNS).items()):
            stored, expected = _plain(row.get(field, recorded)), recorded
            if expected is None:
                expected = _OTHERWISE.get(field)
            if stored != expected and not (stored in (*_EMPTY, 0) and expected in (*_EMPTY, 0)):
                yield Problem(Where(), field, "party_not_as_recorded", code, _unlike(stored, recorded))
    for code in sorted(key for key, one in told.items() if one.stands and key not in found):
        yield Problem(Where(), "code", "party_gone", code)


def _seal(row: Mapping[str, object]) -> str:
    return seal_of(str(row["password_hash"] or ""))


def _plain(value: object) -> object:
    """Return a value as the record would keep it."""
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, bool):
        return int(value)
    return json.loads(json.dumps(value, default=dict))


def _policy_faults(reader: Reader) -> Iterator[Problem]:
    told = {key: (_read(body) or {}).get("document") for key, body in payloads_about(reader, "policy")}
    editions = policy_editions(reader)
    for edition in editions:
        if told.get(str(edition.version), "") not in (None, edition.document):
            yield Problem(Where(), "policy", "policy_not_as_recorded", str(edition.version))
    for version in sorted(told.keys() - {str(edition.version) for edition in editions}):
        yield Problem(Where(), "policy", "policy_gone", version)


def _unlike(stored: object, recorded: object) -> str:
    """Return what is stored and what is recorded; nothing is a dash."""
    found, expected = (_NOTHING if value in _EMPTY else str(value) for value in (stored, recorded))
    return f"{found} ≠ {expected}"


def _read(body: str | None) -> Mapping[str, Any] | None:
    """Return a payload; None is one that was destroyed, or that another tool made unreadable, which the chain names."""
    try:
        found = None if body is None else json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, Mapping) else None
