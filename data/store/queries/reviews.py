"""Reading opinions: of one order, of the orders of a list, and as conditions of a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, func, not_, or_, select

from data.rules.lists import ReviewQueue
from data.states import PASSED, Opinion, OrderState, Review
from data.store.tables.base import table
from data.store.tables.orders import SalesOrder
from data.store.tables.reviews import CallRow, ConditionRow, OpinionRow
from data.store.unit import Reader

_OPINION = table(OpinionRow)
_CONDITION = table(ConditionRow)
_CALL = table(CallRow)
_ORDER = table(SalesOrder)
_AT_ONCE = 500


def opinion_key(reader: Reader, order_id: int, round_no: int, review: Review) -> int:
    """Return the key of one department's opinion in one round."""
    return int(
        reader.execute(
            select(_OPINION.c.id).where(
                _OPINION.c.order_id == order_id, _OPINION.c.round == round_no, _OPINION.c.review == review.value
            )
        ).scalar_one()
    )


def condition_key(reader: Reader, order_id: int, condition_no: int) -> int:
    """Return the key of one condition of an order."""
    return int(
        reader.execute(
            select(_CONDITION.c.id).where(_CONDITION.c.order_id == order_id, _CONDITION.c.condition_no == condition_no)
        ).scalar_one()
    )


def call_key(reader: Reader, order_id: int, call_no: int) -> int:
    """Return the key of one call of an order for the supervisor."""
    return int(
        reader.execute(select(_CALL.c.id).where(_CALL.c.order_id == order_id, _CALL.c.call_no == call_no)).scalar_one()
    )


def _this_round() -> ColumnElement[bool]:
    """Return the condition that an opinion belongs to the round under way of the order that is read."""
    return and_(_OPINION.c.order_id == _ORDER.c.id, _OPINION.c.round == _ORDER.c.review_round)


def round_due() -> ScalarSelect[Any]:
    """Return when the opinions of the round under way are due, of the order that a statement reads (R9)."""
    return select(func.max(_OPINION.c.due_at)).where(_this_round()).correlate(_ORDER).scalar_subquery()


def _its_turn() -> ColumnElement[bool]:
    """Return the condition that an opinion of the round under way is not of a turn that has to wait (R4)."""
    earlier = _OPINION.alias()
    waits = (
        exists()
        .where(
            earlier.c.order_id == _OPINION.c.order_id,
            earlier.c.round == _OPINION.c.round,
            earlier.c.turn < _OPINION.c.turn,
            earlier.c.opinion.not_in([opinion.value for opinion in PASSED]),
        )
        .correlate(_OPINION)
    )
    return not_(waits)


def in_queue(queue: ReviewQueue) -> ColumnElement[bool]:
    """Return the condition that an order stands in a queue of the review."""

    def asked(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        found = exists().where(_this_round(), *conditions).correlate(_ORDER)
        return and_(_ORDER.c.state == OrderState.IN_REVIEW.value, found)

    found: list[ColumnElement[bool]] = []
    if queue.reviews:
        conditions: list[ColumnElement[bool]] = [_OPINION.c.review.in_([review.value for review in queue.reviews])]
        if queue.waiting:
            conditions += [_OPINION.c.opinion == Opinion.WAITING.value, _its_turn()]
        found.append(asked(*conditions))
    if queue.failed:
        found.append(asked(_OPINION.c.opinion == Opinion.FAIL.value))
    if queue.escalated:
        found.append(_ORDER.c.state == OrderState.ESCALATED.value)
    return or_(false(), *found)


def opinions_under_way(reader: Reader, numbers: Sequence[str]) -> Mapping[str, tuple[tuple[Review, Opinion, int], ...]]:
    """Return order number → what each department says in the round under way, and its turn; without one left out."""
    found: dict[str, list[tuple[Review, Opinion, int]]] = defaultdict(list)
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        statement = (
            select(_ORDER.c.number, _OPINION.c.review, _OPINION.c.opinion, _OPINION.c.turn)
            .join(_OPINION, _this_round())
            .where(_ORDER.c.number.in_(part))
            .order_by(_OPINION.c.id)
        )
        for row in reader.execute(statement).mappings():
            found[row["number"]].append((Review(row["review"]), Opinion(row["opinion"]), row["turn"]))
    return {number: tuple(opinions) for number, opinions in found.items()}
