"""Audit: whether the record and what stands beside it are whole and unaltered (P6)."""

from collections.abc import Iterator

from data.desk.soundness import rule_faults
from data.desk.subject import Subject
from data.drafts import Problem
from data.orders import Event
from data.rules.permissions import DeskAct
from data.store.check import CheckReport, check
from data.store.events import Head, head, verify_anchor, verify_chain
from data.store.queries.desk import all_events


class Audit(Subject):
    """What an auditor asks; whoever may not is refused with `NotPermitted`."""

    def head(self) -> Head:
        """Return the newest event's number and hash; written down elsewhere it proves the record later."""
        with self.context.store.reading() as reader:
            return head(reader)

    def verify(self, anchor: str = "") -> tuple[Problem, ...]:
        """Return every fault of the chain of events; with an old head also what is not as it was then."""
        self.context.check(DeskAct.AUDIT)
        with self.context.store.reading() as reader:
            faults = verify_chain(reader)
            return faults + (verify_anchor(reader, anchor) if anchor else ())

    def events(self, after: int = 0) -> Iterator[Event]:
        """Return the events after a number, one after the other."""
        self.context.check(DeskAct.AUDIT)
        return self._events(after)

    def _events(self, after: int) -> Iterator[Event]:
        with self.context.store.reading() as reader:
            yield from all_events(reader, after)

    def check(self) -> CheckReport:
        """Return all faults of the desk: database, chain, schema, files, and orders that break the rules."""
        self.context.check(DeskAct.AUDIT)
        return check(self.context.store, (rule_faults,))
