"""The sheet of a joint review: what a meeting found, who signed it, and what is still missing on it (R6)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.errors import BadValue
from data.orders import Order, ReviewOpinion
from data.states import Opinion, OrderKind, Review

RESULTS = (Opinion.PASS, Opinion.PASS_WITH_CONDITIONS, Opinion.FAIL)
"""What a meeting can come to."""

_ROWS = re.compile(r"[\n;；]+")
_CELLS = re.compile(r"[|｜]")
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """What somebody does about a risk: `text`, by `who`, until `due` as it was written down."""

    text: str
    who: str
    due: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A department's signature below a sheet."""

    review: Review
    comment: str
    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one meeting found; another meeting is another sheet, and this one stays as it is (R10).

    Attributes:
        meeting_id: its key.
        meeting_no: of the order's meetings.
        round: of review in which it was held.
        held_on: the day.
        chair: who led it.
        present: who else was there.
        risks: what may go wrong.
        measures: what is done about it.
        plan: the emergency plan.
        minutes: what was said.
        result: what it came to.
        by: who wrote it down.
        at: when.
        signatures: of the departments.
    """

    meeting_id: int
    meeting_no: int
    round: int
    held_on: date
    chair: str
    present: str
    risks: str
    measures: tuple[Measure, ...]
    plan: str
    minutes: str
    result: Opinion
    by: str
    at: datetime
    signatures: tuple[Signature, ...] = ()

    def signed(self, review: Review) -> bool:
        """Whether a department has signed."""
        return any(one.review is review for one in self.signatures)


def read_measures(name: str, text: str) -> tuple[Measure, ...]:
    """Return measures: one a line (or between semicolons), each as `what | who | by when`.

    Raises:
        BadValue: `not_measures`.
    """
    found = []
    for row in _ROWS.split(text):
        if not row.strip():
            continue
        parts = [part.strip() for part in _CELLS.split(row)]
        if len(parts) != _PARTS or not all(parts):
            raise BadValue(name, row.strip(), "not_measures")
        found.append(Measure(*parts))
    return tuple(found)


def plan_needed(order: Order) -> bool:
    """Whether the sheet of an order needs an emergency plan."""
    return order.kind is OrderKind.PROJECT


def asked(order: Order) -> tuple[ReviewOpinion, ...]:
    """Return the opinions of the departments that sign the sheet of the round under way."""
    return tuple(one for one in order.opinions if one.round == order.review_round and one.review is not Review.JOINT)


def meets(order: Order) -> bool:
    """Whether a joint review is asked for in the round under way."""
    return any(one.round == order.review_round and one.review is Review.JOINT for one in order.opinions)


def newest(sheets: Sequence[Sheet], round_no: int) -> Sheet | None:
    """Return the sheet that counts in a round: the last one of it."""
    return next((one for one in reversed(sheets) if one.round == round_no), None)


def unsigned(order: Order, sheet: Sheet) -> tuple[Review, ...]:
    """Return the departments that gave an opinion in the round under way and have not signed its sheet."""
    return tuple(
        one.review for one in asked(order) if one.opinion is not Opinion.WAITING and not sheet.signed(one.review)
    )


def plain_measures(measures: Sequence[Measure]) -> list[Mapping[str, str]]:
    """Return measures as they are kept."""
    return [{"text": one.text, "who": one.who, "due": one.due} for one in measures]
