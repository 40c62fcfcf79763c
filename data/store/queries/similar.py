"""Reading similar earlier orders with what went wrong then (K10)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from data.rules.lessons import Lesson, LessonKind, Similar, late_by
from data.states import Opinion, OrderState
from data.store.queries.orders import CUSTOMER, LINE, ORDER
from data.store.tables import reviews, work
from data.store.tables.base import table
from data.store.unit import Reader

_EXCEPTION = table(work.ExceptionRow)
_DELIVERY = table(work.DeliveryRow)
_OPINION = table(reviews.OpinionRow)

_EARLY = (OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED)
"""States in which nothing could be learned yet."""

_LOOKED_AT = 1_000
"""Of a product that is sold every day only so many of the newest lines are looked at."""

Wanted = Mapping[str, Sequence[tuple[int, int]] | None]
"""Product code → bands of quantities that are similar; None where any is."""


def similar_orders(
    reader: Reader, wanted: Wanted, customer_id: int | None, order_id: int, limit: int
) -> tuple[Similar, ...]:
    """Return earlier orders of these products in similar quantities, the newest first, each once.

    Args:
        reader: the store.
        wanted: products and quantities.
        customer_id: whose own orders are marked.
        order_id: the order that is compared; only orders that were entered before it count.
        limit: how many at the most.
    """
    found: dict[int, Mapping[str, Any]] = {}
    for code, bands in wanted.items():
        for row in _of_product(reader, code, bands, order_id, limit):
            found.setdefault(row["id"], row)
    newest = [found[key] for key in sorted(found, reverse=True)[:limit]]
    lessons = _lessons(reader, newest)
    return tuple(
        Similar(
            row["number"],
            row["received_at"],
            OrderState(row["state"]),
            row["customer_name"],
            customer_id is not None and row["customer_id"] == customer_id,
            row["product_code"],
            row["quantity"],
            row["unit"],
            tuple(lessons.get(row["id"], ())),
        )
        for row in newest
    )


def _of_product(
    reader: Reader, code: str, bands: Sequence[tuple[int, int]] | None, order_id: int, limit: int
) -> Sequence[Mapping[str, Any]]:
    newest = (
        select(LINE.c.id).where(LINE.c.product_code == code).order_by(LINE.c.id.desc()).limit(_LOOKED_AT).subquery()
    )
    statement = (
        select(
            ORDER.c.id,
            ORDER.c.number,
            ORDER.c.received_at,
            ORDER.c.state,
            ORDER.c.customer_id,
            func.coalesce(CUSTOMER.c.name, "").label("customer_name"),
            func.coalesce(ORDER.c.promised_date, ORDER.c.requested_date).label("due"),
            ORDER.c.closing_summary,
            LINE.c.product_code,
            LINE.c.quantity,
            LINE.c.unit,
        )
        .join(newest, newest.c.id == LINE.c.id)
        .join(ORDER, ORDER.c.id == LINE.c.order_id)
        .outerjoin(CUSTOMER, CUSTOMER.c.id == ORDER.c.customer_id)
        .where(ORDER.c.id < order_id, ORDER.c.state.not_in([state.value for state in _EARLY]))
        .order_by(LINE.c.id.desc())
        .limit(limit)
    )
    if bands is not None:
        statement = statement.where(or_(*(LINE.c.quantity.between(least, most) for least, most in bands)))
    return [dict(row) for row in reader.execute(statement).mappings()]


def _lessons(reader: Reader, orders: Sequence[Mapping[str, Any]]) -> dict[int, list[Lesson]]:
    """Return order key → what there is to learn of it: what went wrong first, what was written at the end last."""
    keys = [row["id"] for row in orders]
    found: dict[int, list[Lesson]] = defaultdict(list)
    failed = (
        select(_OPINION.c.order_id, _OPINION.c.review, _OPINION.c.comment)
        .where(_OPINION.c.order_id.in_(keys), _OPINION.c.opinion == Opinion.FAIL.value)
        .order_by(_OPINION.c.id)
    )
    for row in reader.execute(failed).mappings():
        found[row["order_id"]].append(Lesson(LessonKind.RETURNED, row["review"], row["comment"]))
    wrong = (
        select(_EXCEPTION.c.order_id, _EXCEPTION.c.kind, _EXCEPTION.c.cause)
        .where(_EXCEPTION.c.order_id.in_(keys))
        .order_by(_EXCEPTION.c.id)
    )
    for row in reader.execute(wrong).mappings():
        found[row["order_id"]].append(Lesson(LessonKind.EXCEPTION, row["kind"], row["cause"]))
    last = (
        select(_DELIVERY.c.order_id, func.max(_DELIVERY.c.delivered_on).label("last"))
        .where(_DELIVERY.c.order_id.in_(keys))
        .group_by(_DELIVERY.c.order_id)
    )
    delivered = {row["order_id"]: row["last"] for row in reader.execute(last).mappings()}
    short = (
        select(LINE.c.order_id, LINE.c.close_reason)
        .where(LINE.c.order_id.in_(keys), LINE.c.closed_short > 0)
        .order_by(LINE.c.id)
    )
    for row in reader.execute(short).mappings():
        found[row["order_id"]].append(Lesson(LessonKind.SHORT, text=row["close_reason"]))
    for order in orders:
        own = found[order["id"]]
        if days := late_by(order["due"], delivered.get(order["id"])):
            own.append(Lesson(LessonKind.LATE, days=days))
        if order["state"] == OrderState.CANCELLED.value:
            own.append(Lesson(LessonKind.CANCELLED))
        if order["closing_summary"]:
            own.append(Lesson(LessonKind.LEARNED, text=order["closing_summary"]))
    return found
