"""What is agreed beside the opinions: sheets of joint reviews, amendments of the customer, his signed copies."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from data.states import Channel, Opinion, Review
from data.store.tables.base import STRICT, day, key, listing, ref, time, time_or_none
from data.store.types import not_empty, one_of


class MeetingRow(SQLModel, table=True):
    """What a meeting of a joint review found; a new meeting is a new row (R6, R10)."""

    __tablename__ = "joint_meeting"
    __table_args__ = (
        UniqueConstraint("order_id", "meeting_no"),
        one_of("result", Opinion),
        CheckConstraint("round >= 1", name="round_counts"),
        *not_empty("chair", "minutes"),
        STRICT,
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id", index=False)
    meeting_no: int
    round: int
    held_on: date = day()
    chair: str
    present: str = ""
    risks: str = ""
    measures: list[Any] = listing()
    plan: str = ""
    minutes: str
    result: str
    at: datetime = time()
    by: str


class SignatureRow(SQLModel, table=True):
    """A department's signature below the sheet of a meeting; it is given once (R6)."""

    __tablename__ = "joint_signature"
    __table_args__ = (UniqueConstraint("meeting_id", "review"), one_of("review", Review), STRICT)

    id: int | None = key()
    meeting_id: int = ref("joint_meeting.id", index=False)
    review: str
    comment: str = ""
    by: str
    role: str
    at: datetime = time()


class AmendmentRow(SQLModel, table=True):
    """What the customer asked to have amended, with the confirmation that it concerns (I8)."""

    __tablename__ = "amendment"
    __table_args__ = (one_of("channel", Channel), *not_empty("person", "content"), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    asked_at: datetime = time()
    person: str
    channel: str
    content: str
    confirmation_no: str = ""
    confirmed_at: datetime | None = time_or_none()
    at: datetime = time()
    by: str


class SignedCopyRow(SQLModel, table=True):
    """A signed copy that came back, and what the comparison with the approved terms found (R11)."""

    __tablename__ = "signed_copy"
    __table_args__ = (STRICT,)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    confirmation_no: str
    name: str
    sha256: str = ref("stored_file.sha256", index=False)
    way: str
    findings: list[Any] = listing()
    reason: str = ""
    at: datetime = time()
    by: str
