"""What the departments say of an order; apart from the other work, because every list asks when opinions are due."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from data.states import Opinion, Review, Role
from data.store.tables.base import STRICT, day, key, ref, time, time_or_none
from data.store.types import not_empty, one_of


class OpinionRow(SQLModel, table=True):
    """One department's opinion in one round; a given opinion is never changed (R10)."""

    __tablename__ = "review_opinion"
    __table_args__ = (
        UniqueConstraint("order_id", "round", "review"),
        one_of("review", Review),
        one_of("opinion", Opinion),
        CheckConstraint("round >= 1", name="round_counts"),
        CheckConstraint("turn >= 1", name="turn_counts"),
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
    turn: int = 1
    policy: int = 0
    as_in_round: int = 0
    reminded_at: datetime | None = time_or_none()


class ConditionRow(SQLModel, table=True):
    """A condition under which a department passed an order, until it is resolved (R9)."""

    __tablename__ = "review_condition"
    __table_args__ = (
        UniqueConstraint("order_id", "condition_no"),
        one_of("review", Review),
        *not_empty("text"),
        STRICT,
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    condition_no: int
    round: int
    review: str
    text: str
    owner: str
    due: date = day()
    at: datetime = time()
    by: str
    result: str = ""
    resolved_at: datetime | None = time_or_none()
    resolved_by: str = ""


class CallRow(SQLModel, table=True):
    """A call for the supervisor because something is stuck, until it is answered (P4)."""

    __tablename__ = "supervisor_call"
    __table_args__ = (UniqueConstraint("order_id", "call_no"), *not_empty("text"), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    call_no: int
    text: str
    due_at: datetime = time()
    at: datetime = time()
    by: str
    answer: str = ""
    answered_at: datetime | None = time_or_none()
    answered_by: str = ""


class NoteTakenRow(SQLModel, table=True):
    """A department that took note of an approved order, which was handed on to it."""

    __tablename__ = "note_taken"
    __table_args__ = (UniqueConstraint("order_id", "round", "department"), one_of("department", Role), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    round: int
    department: str
    at: datetime = time()
    by: str
