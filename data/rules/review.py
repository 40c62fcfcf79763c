"""What waits for whom in the review, and what changed since the round before (R9, R10)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from data.rules.lists import ReviewQueue
from data.rules.permissions import OPINIONS
from data.rules.roles import reviews_of, roles_of
from data.rules.workflow import Verb
from data.states import PASSED, Opinion, PriceBasis, Review, Role

if TYPE_CHECKING:
    from data.orders import Event, OrderRow, ReviewOpinion
    from data.rules.checks import Check
    from data.rules.exposure import Claim, Exposure
    from data.rules.joint import Sheet
    from data.rules.lessons import Similar
    from data.rules.policy_tables import People


class Queue(StrEnum):
    """Which orders of the review room somebody looks at."""

    MINE = "mine"
    """What waits for this person."""
    ROLES = "roles"
    """What this person's roles have a say in, said or not."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Duties:
    """What a person answers for in the review.

    Attributes:
        reviews: the opinions that the person gives.
        returns: whether the person gives orders that were failed back to the customer.
        decides: whether the person decides on what was escalated.
    """

    reviews: tuple[Review, ...] = ()
    returns: bool = False
    decides: bool = False


def duties(people: "People", person: str) -> Duties:
    """Return what a person answers for; what nobody of the office has a role for is everybody's (P1)."""
    roles = set(people.of(person))
    known = {role for theirs in people.roles.values() for role in theirs} | set(people.default_roles)
    covered = reviews_of(tuple(known))
    mine = reviews_of(tuple(roles))

    def answers(wanted: Sequence[Role]) -> bool:
        return bool(roles & set(wanted)) or not known & set(wanted)

    return Duties(
        tuple(review for review in Review if review in mine or review not in covered),
        answers(roles_of(Verb.RETURN)),
        answers(roles_of(Verb.APPROVE)),
    )


def queue_of(queue: Queue, own: Duties) -> ReviewQueue | None:
    """Return the filter of a queue for a person with these duties; None for all orders of the room."""
    if queue is Queue.ALL:
        return None
    return ReviewQueue(own.reviews, queue is Queue.MINE, own.returns, own.decides)


@dataclass(frozen=True, slots=True)
class Needs:
    """What an order in review still needs in the round under way.

    Attributes:
        waiting: the opinions that are not given yet and whose turn it is.
        failed: the departments that failed it.
        later: the opinions whose turn has not come.
    """

    waiting: tuple[Review, ...] = ()
    failed: tuple[Review, ...] = ()
    later: tuple[Review, ...] = ()


def turn_now(opinions: Iterable[tuple[Opinion, int]]) -> int:
    """Return whose turn it is in a round, of opinions with their turns; after the last one where all have passed."""
    found = list(opinions)
    after_all = 1 + max((turn for _opinion, turn in found), default=0)
    return min((turn for opinion, turn in found if opinion not in PASSED), default=after_all)


def needs(opinions: Iterable[tuple[Review, Opinion, int]]) -> Needs:
    """Return what an order needs after the opinions of a round, each with its turn."""
    given = tuple(opinions)
    now = turn_now((opinion, turn) for _review, opinion, turn in given)
    waiting = [(review, turn) for review, opinion, turn in given if opinion is Opinion.WAITING]
    return Needs(
        tuple(review for review, turn in waiting if turn <= now),
        tuple(review for review, opinion, _turn in given if opinion is Opinion.FAIL),
        tuple(review for review, turn in waiting if turn > now),
    )


def late(opinions: Iterable["ReviewOpinion"], now: datetime) -> tuple["ReviewOpinion", ...]:
    """Return the opinions that were given after their time, or are waited for beyond it (R8)."""
    return tuple(one for one in opinions if (one.at or now) > one.due_at)


def own_review(needed: Needs, own: Duties) -> Review | None:
    """Return the one waiting opinion that a person answers for; None where there is none or not only one."""
    mine = [review for review in needed.waiting if review in own.reviews]
    return mine[0] if len(mine) == 1 else None


DECISIONS = frozenset({Verb.SUBMIT, *OPINIONS, Verb.RETURN, Verb.ESCALATE, Verb.APPROVE, Verb.CONFIRM})
"""Verbs that follow the policy; the record of each says which version of it was in force."""


# --- since the round before --------------------------------------------------------------------------------------

Plain = str | int | bool | None
"""A value as the record keeps it; None is what is not there."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that was changed: its path (`lines.2.unit_price`; `lines.2` is a line that came or went)."""

    path: str
    before: Plain
    after: Plain


@dataclass(frozen=True, slots=True)
class RoundChange:
    """What happened to an order between two rounds of review.

    Attributes:
        returned: why the order was given back.
        agreed: what was agreed with the customer.
        changes: what is different now, by path.
        whole: whether all of the record is still there (D5).
    """

    returned: str
    agreed: str
    changes: tuple[FieldChange, ...]
    whole: bool


_DERIVED = frozenset(
    {
        "billing_state", "confirmation_no", "confirmed_at", "decided_at", "decision_due_at", "delivery_state",
        "missing", "net", "refused_rows", "review_round", "state", "tax", "verified_at", "verified_by",
    }
)  # fmt: skip
"""What follows from other fields, or from the review itself."""

_RECORDS = frozenset(
    {
        "opinions", "conditions", "notes_taken", "calls", "contacts", "documents", "allocations", "check_ins",
        "exceptions",
    }
)  # fmt: skip
"""Parts of an order that are records beside it."""


def since_last_round(events: Sequence["Event"], back: int = 1) -> RoundChange | None:
    """Return what changed between the last time that an order was handed to review and one before.

    Args:
        events: the whole history of the order, first things first, without what was taken back.
        back: how many rounds before.

    Returns:
        The change; None where the order was not handed over so often.
    """
    handed = [place for place, event in enumerate(events) if event.verb == Verb.SUBMIT.value]
    if len(handed) <= back:
        return None
    between = events[handed[-1 - back] + 1 : handed[-1] + 1]
    found: dict[str, tuple[Plain, Plain]] = {}
    notes: dict[str, str] = {}
    whole = True
    for event in between:
        payload = _payload(event)
        whole = whole and payload is not None
        notes[event.verb] = str((payload or {}).get("note", ""))
        changed = (payload or {}).get("difference")
        for path, values in changed.items() if isinstance(changed, dict) else ():
            if isinstance(values, list) and len(values) == 2:  # noqa: PLR2004 - before and after
                first = found[path][0] if path in found else values[0]
                found[path] = (first, values[1])
    changes = tuple(
        FieldChange(path, before, after) for path, (before, after) in _worth_telling(found).items() if before != after
    )
    returned = notes.get(Verb.RETURN.value) or notes.get(Verb.AMEND.value, "")
    return RoundChange(returned, notes.get(Verb.SUBMIT.value, ""), changes, whole)


def _payload(event: "Event") -> Mapping[str, object] | None:
    if event.payload is None:
        return None
    try:
        found = json.loads(event.payload)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _worth_telling(found: Mapping[str, tuple[Plain, Plain]]) -> dict[str, tuple[Plain, Plain]]:
    """Return the changes that a reviewer looks for; a line that came or went is one change, not one for each field."""
    lines = {
        path.removesuffix(".line_no"): values
        for path, values in found.items()
        if path.startswith("lines.") and path.endswith(".line_no") and None in values and values[0] != values[1]
    }
    kept: dict[str, tuple[Plain, Plain]] = dict(lines)
    for path, values in sorted(found.items(), key=lambda one: _place(one[0])):
        parts = path.split(".")
        inside = parts[2:] if parts[0] == "lines" else parts
        if not inside or ".".join(parts[:2]) in lines or parts[0] in _RECORDS:
            continue
        if inside[0] in _DERIVED or inside[0] in ("supplied", "line_no") or path.endswith(".total"):
            continue
        kept[path] = values
    return kept


def _place(path: str) -> tuple[int, int, str]:
    """Return where a path stands: fields of the order first, then the lines by their numbers."""
    parts = path.split(".")
    number = int(parts[1]) if parts[0] == "lines" and len(parts) > 1 and parts[1].isdecimal() else 0
    return int(parts[0] == "lines"), number, path


# --- what it is compared with ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LastSale:
    """The last sale of a product: `unit_price` is scaled by a million, on `price_basis`, in `currency`.

    Attributes:
        own: whether it was to the same customer.
    """

    number: str
    received_at: datetime
    unit_price: int
    price_basis: PriceBasis
    currency: str
    customer_name: str
    own: bool


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """What a reviewer looks at beside the order itself.

    Attributes:
        checks: the self-check as it is now (R1).
        exposure: of the customer; None while the order has no customer (C2).
        since: what changed since the round before; None in the first round.
        sales: product code → its last sale.
        earlier: the customer's newest other orders.
        similar: earlier orders of the same products, with what went wrong then (K10).
        open_orders: the orders that make up the exposure, the oldest first.
        unchanged: departments that passed an earlier round and whose matters are as they were (R9).
        sheets: of joint reviews, first things first (R6).
    """

    checks: "tuple[Check, ...]"
    exposure: "Exposure | None"
    since: RoundChange | None
    sales: Mapping[str, LastSale]
    earlier: "tuple[OrderRow, ...]"
    similar: "tuple[Similar, ...]" = ()
    open_orders: "tuple[Claim, ...]" = ()
    unchanged: tuple[Review, ...] = ()
    sheets: "tuple[Sheet, ...]" = ()
