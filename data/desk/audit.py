"""Audit: whether the record and what stands beside it are whole and unaltered; the record for an auditor (P6).

An auditor reads everything and changes nothing; that the record was taken along goes on record itself (P5).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from data.desk.exports import Table
from data.desk.recorded import record_faults
from data.desk.soundness import rule_faults
from data.desk.subject import Subject
from data.drafts import Problem
from data.orders import Event
from data.rules.permissions import DeskAct, permitted
from data.rules.typed import check_text
from data.rules.undo import REFUSED
from data.store.check import CheckReport, apply, check, database_faults
from data.store.events import Head, head, verify_anchor, verify_chain
from data.store.queries.desk import all_events
from data.store.queries.people import read_register
from data.store.types import time_text

EXPORTED = (
    "seq", "at", "actor", "role", "verb", "subject", "subject_key", "from_state", "to_state", "payload_hash",
    "previous_hash", "hash", "person", "changed", "payload",
)  # fmt: skip
"""Columns of an export for an auditor: those that the chain covers as it covers them, then what helps to read them."""


RECORD = "audit"
"""Under which key an export for an auditor is on record."""

_PAIR = 2
"""What was and what is."""


class Audit(Subject):
    """What an auditor asks; whoever may not is refused with `NotPermitted`."""

    def head(self) -> Head:
        """Return the newest event's number and hash; written down elsewhere it proves the record later."""
        with self.context.store.reading() as reader:
            return head(reader)

    def verify(self, anchor: str = "") -> tuple[Problem, ...]:
        """Return every fault of the chain of events, and every row that is not as the record says it is.

        What they are read through is looked over as well: the database, its tables, and the triggers that keep it.

        Args:
            anchor: an old head; with it also what is not as it was then. A whole chain that still holds the head was
                only added to since.
        """
        self.context.check(DeskAct.AUDIT)
        store = self.context.store
        with store.reading() as reader:
            faults = verify_chain(reader)
            faults += verify_anchor(reader, anchor) if anchor else ()
        return (*faults, *database_faults(store), *apply(store, record_faults))

    def events(self, after: int = 0) -> Iterator[Event]:
        """Return the events after a number, one after the other."""
        self.context.check(DeskAct.AUDIT)
        return self._events(after)

    def _events(self, after: int) -> Iterator[Event]:
        with self.context.store.reading() as reader:
            yield from all_events(reader, after)

    def refused(self, since: date | None = None, until: date | None = None) -> tuple[Event, ...]:
        """Return what people tried that is not for them (P2), first things first, of these days of the office."""
        self.context.check(DeskAct.AUDIT)
        with self.context.store.reading() as reader:
            starts, ends = self._between(since, until)
            return tuple(all_events(reader, verb=REFUSED, since=starts, until=ends))

    def export(
        self, since: date | None = None, until: date | None = None, *, why: str = "", longest: int | None = None
    ) -> Table:
        """Return the record of these days of the office, in columns from which anybody can work the hashes out.

        Args:
            since: the first day.
            until: the last day.
            why: kept with the event that records this export.
            longest: characters that a cell holds; of a longer payload the cell stays empty, its hash stands.

        Raises:
            NotPermitted: that is not for this person.
        """
        check_text("why", why)
        context = self.context
        context.check(DeskAct.AUDIT)
        days = {name: day.isoformat() for name, day in (("from", since), ("to", until)) if day}
        payload = {"holds": RECORD, **({"filter": days} if days else {}), **({"why": why.strip()} if why else {})}
        starts, ends = self._between(since, until)
        with context.store.reading() as reader:
            roles = permitted(context.policy(reader), DeskAct.AUDIT)
        context.note("export", "desk", key=RECORD, payload=payload, wanted=roles)
        return Table(EXPORTED, self._exported(starts, ends, longest))

    def _exported(
        self, since: datetime | None, until: datetime | None, longest: int | None
    ) -> Iterator[tuple[Any, ...]]:
        with self.context.store.reading() as reader:
            known = {one.code: one.name for one in read_register(reader, date.min).people}
            for event in all_events(reader, since=since, until=until):
                body = event.payload
                yield (
                    event.seq, time_text(event.at), event.actor, event.role, event.verb, event.subject,
                    event.subject_key, event.from_state, event.to_state, event.payload_hash, event.previous_hash,
                    event.hash, known.get(event.actor, ""), _cut(_changed(body), longest),
                    "" if longest is not None and body is not None and len(body) > longest else body,
                )  # fmt: skip

    def _between(self, since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
        """Return when the first of these days of the office begins and the last one ends."""
        with self.context.store.reading() as reader:
            zone = self.context.policy(reader).zone
        starts = datetime.combine(since, time.min, zone) if since else None
        return starts, datetime.combine(until + timedelta(days=1), time.min, zone) if until else None

    def check(self) -> CheckReport:
        """Return all faults of the desk: database, chain, schema, files, and orders that break the rules."""
        self.context.check(DeskAct.AUDIT)
        return check(self.context.store, (rule_faults, record_faults))


def _changed(body: str | None) -> str:
    """Return the difference that an event recorded, a line per field: `lines.2.quantity: 10 → 12`."""
    try:
        payload = None if body is None else json.loads(body)
    except ValueError:
        return ""
    changed = payload.get("difference") if isinstance(payload, Mapping) else None
    if not isinstance(changed, Mapping):
        return ""
    pairs = ((name, pair) for name, pair in changed.items() if isinstance(pair, list) and len(pair) == _PAIR)
    return "\n".join(f"{name}: {_plain(before)} → {_plain(after)}" for name, (before, after) in pairs)


def _plain(value: object) -> str:
    return "–" if value is None else str(value)


def _cut(text: str, longest: int | None) -> str:
    return text if longest is None else text[:longest]
