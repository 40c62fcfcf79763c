"""Whether the roles that deputies hold are those that the record gave them and did not take back (P1, P6)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from data.desk.recorded_rows import read_payload
from data.drafts import Problem, Where
from data.people import Register
from data.store.queries.audited import events_of_kind
from data.store.unit import Reader

_DAY = timedelta(days=1)

_Terms = tuple[str, str, str]
"""First and last day, and why."""


class _Told:
    """What the record says of one person's roles in the hands of one deputy."""

    def __init__(self) -> None:
        self.stands: Counter[_Terms] = Counter()
        self.doubtful: set[_Terms] = set()

    def end(self, payload: Mapping[str, Any], on: date) -> None:
        """Take back what was not over; an older event says only when that was, by the clock of the world."""
        ended = payload.get("ended")
        for terms in list(self.stands):
            last = date.fromisoformat(terms[1])
            if [terms[0], terms[1]] in ended if isinstance(ended, list) else last >= on - _DAY:
                del self.stands[terms]
                if not isinstance(ended, list) and abs(last - on) <= _DAY:
                    self.doubtful.add(terms)


def delegation_faults(reader: Reader, register: Register) -> Iterator[Problem]:
    """Yield `delegation_not_recorded` and `delegation_gone` for each; the value is whose roles, the detail the deputy.

    Args:
        reader: the snapshot.
        register: with the delegations of all times.
    """
    told: defaultdict[tuple[str, str], _Told] = defaultdict(_Told)
    unknown = set()
    for event in events_of_kind(reader, "person"):
        if event.verb not in ("delegate", "end_delegation"):
            continue
        payload = read_payload(event.payload)
        if payload is None:  # destroyed on approval (D5): whose deputy it was cannot be told any more
            unknown.add(event.subject_key)
            continue
        one = told[event.subject_key, str(payload.get("deputy", ""))]
        if event.verb == "delegate":
            one.stands[str(payload.get("starts")), str(payload.get("ends")), str(payload.get("note", ""))] += 1
        else:
            one.end(payload, event.at.date())
    found: defaultdict[tuple[str, str], Counter[_Terms]] = defaultdict(Counter)
    for each in register.delegations:
        terms = each.starts.isoformat(), each.ends.isoformat(), each.reason
        found[each.person, each.deputy][terms] += 1
    for pair in sorted(told.keys() | found.keys()):
        person, deputy = pair
        if person in unknown:
            continue
        known = told[pair]
        if any(terms not in known.doubtful for terms in found[pair] - known.stands):
            yield Problem(Where(), "delegation", "delegation_not_recorded", person, deputy)
        elif known.stands - found[pair]:
            yield Problem(Where(), "delegation", "delegation_gone", person, deputy)
