"""Separation of duties (P3): which decisions on an order are not for whoever wrote it, or wrote what is decided."""

import json
from collections.abc import Iterable, Mapping, Sequence

from data.rules.permissions import APART, WRITING, Written, writers_of
from data.rules.undo import standing
from data.rules.workflow import Verb

_HOLDS: Mapping[Verb, tuple[Verb, Verb]] = {
    Verb.RELEASE: (Verb.HOLD, Verb.RELEASE),
    Verb.RELEASE_LINE: (Verb.HOLD_LINE, Verb.RELEASE_LINE),
}
"""What lets go on → what stopped it, and what ended that."""

DECIDING = APART | {Verb.RELEASE_PRICE, *_HOLDS}
"""Every verb by which somebody decides that an order, or a part of it, goes on or does not."""


def barred_from(verb: Verb, events: Sequence[Written], entered_by: str, line: str = "") -> frozenset[str]:
    """Return for whom a decision would be one on what they wrote themselves (P3).

    A price below the floor is not released by anybody who ever wrote in the order. Whoever wrote the order lets it go
    on where they stopped it themselves, and not where somebody else did.

    Args:
        verb: the decision.
        events: the order's, first things first; with what was recorded with them, if it is about a line.
        entered_by: who entered the order.
        line: which line it is about, as it is typed; "" where that is not known.
    """
    if verb in APART:
        return writers_of(events, entered_by)
    if verb is Verb.RELEASE_PRICE:
        return frozenset({entered_by, *(event.actor for event in standing(events) if event.verb in WRITING)})
    if verb in _HOLDS:
        stopped = _stopped_by(*_HOLDS[verb], events, line.strip() if verb is Verb.RELEASE_LINE else "")
        return writers_of(events, entered_by) - {stopped} if stopped else frozenset()
    return frozenset()


def _stopped_by(stop: Verb, go: Verb, events: Iterable[Written], line: str) -> str:
    """Return who stopped the order, or the line, the last time; "" where nobody did."""
    found = ""
    for event in standing(events):
        if event.verb not in (stop, go) or (stop is Verb.HOLD_LINE and _line_of(event) != line):
            continue
        found = event.actor if event.verb == stop else ""
    return found


def _line_of(event: Written) -> str:
    try:
        payload = json.loads(getattr(event, "payload", None) or "")
    except ValueError:
        return ""
    values = payload.get("values") if isinstance(payload, Mapping) else None
    return str(values.get("line", "")).strip() if isinstance(values, Mapping) else ""
