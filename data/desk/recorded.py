"""Whether the rows are what the record of events makes of them (P6).

What another tool changed in a row leaves the chain of events whole; it shows here, with the field, what the row says
and what the record says. What the record does not keep cannot be told: passwords, work centres and suppliers, waiting
messages, the steps that take acts back, and what was recorded in a payload that was destroyed on approval (D5).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from data.drafts import Problem, Where
from data.rules.replay import Told
from data.store.queries.desk import events_of_orders, orders_without_rows, payloads_about
from data.store.queries.orders import OrderFilter, order_ids
from data.store.queries.parties import customers, products
from data.store.queries.people import read_register
from data.store.queries.policy import policy_editions
from data.store.queries.whole import orders_by_id
from data.store.unit import Reader

_AT_ONCE = 400
"""Orders whose events are read at a time."""

_NOTHING = "–"
_EMPTY: tuple[object, ...] = (None, "", {}, [])
_UNSAID: Mapping[str, Mapping[str, object]] = {
    "person": {"roles": [], "limits": [], "system_user": "", "active": True, "email": ""}
}
"""What a record has where nothing was said of it, as far as it gives somebody a right."""


def record_faults(reader: Reader) -> Iterator[Problem]:
    """Yield a problem for each field of an order, of a party, a person or the policy that is not as the record says.

    Codes: `order_not_as_recorded` (field, number, stored ≠ recorded), `order_not_recorded` (no event made it),
    `order_gone` (its events are there, its row is not), `party_not_as_recorded`, `delegation_not_recorded`,
    `policy_not_as_recorded`.
    """
    yield from _order_faults(reader)
    register = read_register(reader, date.min)
    yield from _party_faults(reader, "customer", customers(reader))
    yield from _party_faults(reader, "product", products(reader))
    yield from _party_faults(reader, "person", register.people)
    given = {(key, *_terms(_read(body) or {})) for key, body in payloads_about(reader, "person")}
    for one in register.delegations:
        if (one.person, one.deputy, one.starts.isoformat(), one.ends.isoformat()) not in given:
            yield Problem(Where(), "delegation", "delegation_not_recorded", one.person, one.deputy)
    yield from _policy_faults(reader)


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


def _party_faults(reader: Reader, subject: str, rows: Iterable[Any]) -> Iterator[Problem]:
    """Yield a problem for each field of a customer, a product or a person that is not as it was recorded last."""
    unsaid = _UNSAID.get(subject, {})
    told: dict[str, dict[str, object]] = {}
    destroyed = set()
    for key, body in payloads_about(reader, subject):
        payload = _read(body)
        if payload is None:
            destroyed.add(key)
            told[key] = {}
            continue
        known = told.setdefault(key, {} if key in destroyed else dict(unsaid))
        for part in (payload.get(subject), payload.get("values")):
            known |= part if isinstance(part, Mapping) else {}
        changed = payload.get("difference")
        known |= {name: pair[1] for name, pair in changed.items()} if isinstance(changed, Mapping) else {}
    for row in rows:
        if unsaid and row.code not in told:
            yield Problem(Where(), "code", "party_not_as_recorded", row.code, _unlike(row.code, None))
        for field, recorded in told.get(row.code, {}).items():
            stored = json.loads(json.dumps(getattr(row, field, recorded), default=dict))
            if stored != recorded and not (stored in _EMPTY and recorded in _EMPTY):
                yield Problem(Where(), field, "party_not_as_recorded", row.code, _unlike(stored, recorded))


def _policy_faults(reader: Reader) -> Iterator[Problem]:
    told = {key: (_read(body) or {}).get("document") for key, body in payloads_about(reader, "policy")}
    for edition in policy_editions(reader):
        if told.get(str(edition.version), "") not in (None, edition.document):
            yield Problem(Where(), "policy", "policy_not_as_recorded", str(edition.version))


def _terms(payload: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return to whom and for how long a person's roles were given, as the record keeps it."""
    deputy, starts, ends = (str(payload.get(name, "")) for name in ("deputy", "starts", "ends"))
    return deputy, starts, ends


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
