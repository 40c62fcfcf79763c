"""Reading opinions: of one order, of the orders of a list, and as conditions of a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, func, or_, select

from data.rules.lists import ReviewQueue
from data.states import Opinion, OrderState, Review
from data.store.tables.base import table
from data.store.tables.orders import SalesOrder
from data.store.tables.reviews import OpinionRow
from data.store.unit import Reader

_OPINION = table(OpinionRow)
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


def _this_round() -> ColumnElement[bool]:
    """Return the condition that an opinion belongs to the round under way of the order that is read."""
    return and_(_OPINION.c.order_id == _ORDER.c.id, _OPINION.c.round == _ORDER.c.review_round)


def round_due() -> ScalarSelect[Any]:
    """Return when the opinions of the round under way are due, of the order that a statement reads (R9)."""
    return select(func.max(_OPINION.c.due_at)).where(_this_round()).correlate(_ORDER).scalar_subquery()


def in_queue(queue: ReviewQueue) -> ColumnElement[bool]:
    """Return the condition that an order stands in a queue of the review."""

    def asked(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        found = exists().where(_this_round(), *conditions).correlate(_ORDER)
        return and_(_ORDER.c.state == OrderState.IN_REVIEW.value, found)

    found: list[ColumnElement[bool]] = []
    if queue.reviews:
        conditions: list[ColumnElement[bool]] = [_OPINION.c.review.in_([review.value for review in queue.reviews])]
        if queue.waiting:
            conditions.append(_OPINION.c.opinion == Opinion.WAITING.value)
        found.append(asked(*conditions))
    if queue.failed:
        found.append(asked(_OPINION.c.opinion == Opinion.FAIL.value))
    if queue.escalated:
        found.append(_ORDER.c.state == OrderState.ESCALATED.value)
    return or_(false(), *found)


def opinions_under_way(reader: Reader, numbers: Sequence[str]) -> Mapping[str, tuple[tuple[Review, Opinion], ...]]:
    """Return order number → what each department says in the round under way; an order without one is left out."""
    found: dict[str, list[tuple[Review, Opinion]]] = defaultdict(list)
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        statement = (
            select(_ORDER.c.number, _OPINION.c.review, _OPINION.c.opinion)
            .join(_OPINION, _this_round())
            .where(_ORDER.c.number.in_(part))
            .order_by(_OPINION.c.id)
        )
        for row in reader.execute(statement).mappings():
            found[row["number"]].append((Review(row["review"]), Opinion(row["opinion"])))
    return {number: tuple(opinions) for number, opinions in found.items()}
