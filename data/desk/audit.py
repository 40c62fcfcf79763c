"""Audit: whether the record and what stands beside it are whole and unaltered (P6)."""

from collections.abc import Iterator

from data.desk.soundness import rule_faults
from data.desk.subject import Subject
from data.drafts import Problem
from data.orders import Event
from data.store.check import CheckReport, check
from data.store.events import Head, head, verify_anchor, verify_chain
from data.store.queries.desk import all_events


class Audit(Subject):
    """What an auditor asks."""

    def head(self) -> Head:
        """Return the newest event's number and hash; written down elsewhere it proves the record later."""
        with self.context.store.reading() as reader:
            return head(reader)

    def verify(self, anchor: str = "") -> tuple[Problem, ...]:
        """Return every fault of the chain of events; with an old head also what is not as it was then."""
        with self.context.store.reading() as reader:
            faults = verify_chain(reader)
            return faults + (verify_anchor(reader, anchor) if anchor else ())

    def events(self, after: int = 0) -> Iterator[Event]:
        """Yield the events after a number."""
        with self.context.store.reading() as reader:
            yield from all_events(reader, after)

    def check(self) -> CheckReport:
        """Return all faults of the desk: database, chain, schema, files, and orders that break the rules."""
        return check(self.context.store, (rule_faults,))
