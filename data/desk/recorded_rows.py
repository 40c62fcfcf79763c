"""Whether what stands beside orders and files is what the record says: rows by their digests, imports by their event.

Contacts, papers, receipts, amendments, sheets of joint reviews, signed copies, messages, reminders, mappings, series of
numbers and kept files are rows of which each event keeps a digest (`data.store.digests`); a desk that an older version
worked on has rows of which nothing is told yet (P6). Of all others an event says who wrote them, and when.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from data.drafts import Problem, Where
from data.rules.replay import leaves, refused_digest
from data.store.digests import SINCE
from data.store.queries.audited import (
    digests_found,
    digests_told,
    events_of_kind,
    last_destroyed,
    openings_by_number,
    rows_of,
)
from data.store.queries.desk import all_events
from data.store.queries.signed_rows import of_two_orders, written_by_nobody
from data.store.types import time_text
from data.store.unit import Reader

_COUNTED = ("status", "orders", "lines", "records", "rejected")
"""What the event of an import says as its row does."""

_BROUGHT_BY_LINE = ("allocated", "finished", "shipped", "delivered", "invoiced")
_BROUGHT_BY_ORDER = {"invoiced_amount": "invoiced", "paid_amount": "paid"}
"""Column of an opening balance → the field of the order that it opened."""

_MADE_WITH = ("created_at", "desk_id", "group", "name")
"""Facts that the event which made the desk says."""


def row_faults(reader: Reader) -> Iterator[Problem]:
    """Yield a problem for each such row: `row_not_as_recorded`, `row_not_recorded`, `row_gone`; the table is the field.

    The value is the row's key, the detail the column where that is known.
    """
    made = _made(reader)
    yield from _digest_faults(reader, made.get(SINCE) or ())
    yield from _import_faults(reader)
    yield from _fact_faults(reader, made)
    yield from _opening_faults(reader)
    for table, key in written_by_nobody(reader):
        yield Problem(Where(), table, "row_not_as_recorded", key, "by")
    for table, key in of_two_orders(reader):
        yield Problem(Where(), table, "row_not_as_recorded", key, "line_id")


def _made(reader: Reader) -> Mapping[str, Any]:
    """Return what the event that made the desk says, nothing where it is gone."""
    event = next((one for one in events_of_kind(reader, "desk") if one.verb == "init"), None)
    payload = read_payload(event.payload) if event is not None else None
    return {"created_at": time_text(event.at), **payload} if event is not None and payload is not None else {}


def _digest_faults(reader: Reader, since_made: Collection[str]) -> Iterator[Problem]:
    """Compare the rows with their digests; of some tables the record tells every row since the desk was made."""
    told, destroyed = digests_told(reader), last_destroyed(reader)
    for table, found in digests_found(reader).items():
        known, all_told = told.get(table, {}), table in since_made
        first = min((int(key) for key in known if key.isdecimal()), default=None)
        for key, digest in found.items():
            seq, recorded = known.get(key, (0, ""))
            if key not in known:
                # the keys of rows only go up, so one above the first that was told was written by this version
                later = first is not None and key.isdecimal() and int(key) > first
                if (all_told or later) and not destroyed:
                    yield Problem(Where(), table, "row_not_recorded", key)
            elif digest != recorded and seq > destroyed:
                yield Problem(Where(), table, "row_not_as_recorded", key)
        for key, (seq, recorded) in known.items():
            if key not in found and recorded is not None and seq > destroyed:
                yield Problem(Where(), table, "row_gone", key)


def _import_faults(reader: Reader) -> Iterator[Problem]:
    """Compare imports with their events, and the rows that they refused with what the event says of them."""
    events = {event.seq: event for event in events_of_kind(reader, "file") if event.verb == "import"}
    refused: defaultdict[object, list[Mapping[str, object]]] = defaultdict(list)
    for row in rows_of(reader, "import_refusal"):
        refused[row["run_id"]].append(row)
    for row in rows_of(reader, "import_run"):
        # each import has an event of its own, so that of two rows that name the same one the second was put there
        event = events.pop(int(str(row["event_seq"])), None)
        if event is None:
            yield Problem(Where(), "import_run", "row_not_recorded", str(row["id"]))
            continue
        expected: dict[str, object] = {"sha256": event.subject_key, "at": event.at, "by": event.actor}
        payload = read_payload(event.payload)
        if payload is not None:
            expected |= {"path": payload.get("name"), "subject": payload.get("holds")}
            expected |= {name: payload[name] for name in _COUNTED if name in payload}
            kept = refused[row["id"]]
            if len(kept) != payload.get("rejected", 0):
                yield Problem(Where(), "import_refusal", "row_gone", str(row["id"]))
            elif "refused" in payload and refused_digest(kept) != payload["refused"]:
                yield Problem(Where(), "import_refusal", "row_not_as_recorded", str(row["id"]))
        for name, value in expected.items():
            if row[name] != value:
                yield Problem(Where(), "import_run", "row_not_as_recorded", str(row["id"]), name)
    for event in events.values():
        payload = read_payload(event.payload)
        yield Problem(Where(), "import_run", "row_gone", str((payload or {}).get("name", event.subject_key)))


def _fact_faults(reader: Reader, told: Mapping[str, Any]) -> Iterator[Problem]:
    stored = {str(row["name"]): row["value"] for row in rows_of(reader, "desk_fact")}
    for name in _MADE_WITH:
        if name in told and stored.get(name) != told[name]:
            yield Problem(Where(), "desk_fact", "row_not_as_recorded", name)
    if SINCE in told:
        for name in sorted(stored.keys() - told.keys()):
            yield Problem(Where(), "desk_fact", "row_not_recorded", name)


def _opening_faults(reader: Reader) -> Iterator[Problem]:
    """Compare what orders that were taken over brought along with what the events that took them over say."""
    told: dict[tuple[str, object], dict[str, object]] = {}
    destroyed = set()
    for event in all_events(reader, verb="take_over"):
        payload = read_payload(event.payload)
        if payload is None or not isinstance(payload.get("order"), Mapping):
            destroyed.add(event.subject_key)
            continue
        order = dict(leaves(payload["order"]))
        for line in (None, *(line["line_no"] for line in payload["order"].get("lines", ()))):
            paths = _BROUGHT_BY_ORDER if line is None else {name: f"lines.{line}.{name}" for name in _BROUGHT_BY_LINE}
            brought = {name: order.get(paths.get(name, "")) or 0 for name in (*_BROUGHT_BY_LINE, *_BROUGHT_BY_ORDER)}
            if line is None or any(brought.values()):  # an order has a row, whether or not it brought money along
                told[event.subject_key, line] = brought
    for row in openings_by_number(reader):
        if row["number"] in destroyed:
            continue
        recorded = told.pop((str(row["number"]), row["line_no"]), None)
        if recorded is None:
            yield Problem(Where(), "opening_balance", "row_not_recorded", str(row["id"]))
        for name, value in (recorded or {}).items():
            if row[name] != value:
                yield Problem(Where(), "opening_balance", "row_not_as_recorded", str(row["id"]), name)
    for number, _line in told:
        yield Problem(Where(), "opening_balance", "row_gone", number)


def read_payload(body: str | None) -> Mapping[str, Any] | None:
    """Return a payload; None is one that was destroyed, or that another tool made unreadable, which the chain names."""
    try:
        found = None if body is None else json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, Mapping) else None
