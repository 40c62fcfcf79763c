"""What the departments say of an order; apart from the other work, because every list asks when opinions are due."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from data.states import Opinion, Review
from data.store.tables.base import STRICT, key, ref, time, time_or_none
from data.store.types import one_of


class OpinionRow(SQLModel, table=True):
    """One department's opinion in one round; a given opinion is never changed (R10)."""

    __tablename__ = "review_opinion"
    __table_args__ = (
        UniqueConstraint("order_id", "round", "review"),
        one_of("review", Review),
        one_of("opinion", Opinion),
        CheckConstraint("round >= 1", name="round_counts"),
        STRICT,
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    round: int
    review: str
    opinion: str
    comment: str = ""
    asked_at: datetime = time()
    due_at: datetime = time()
    by: str = ""
    role: str = ""
    at: datetime | None = time_or_none()
