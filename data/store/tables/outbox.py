"""What is to be sent to customers and colleagues, and what was (R9, R11, E16, N4)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from data.rules.outbox import Medium, MessageState, Occasion
from data.store.tables.base import STRICT, day, key, listing, mapping, ref, ref_or_none, time, time_or_none
from data.store.types import at_least_zero, one_of


class MessageRow(SQLModel, table=True):
    """A message; `subject` and `body` are "" while it says what the desk drafts out of `facts`."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("occasion", Occasion),
        one_of("channel", Medium),
        one_of("state", MessageState),
        *at_least_zero("tries"),
        STRICT,
    )

    id: int | None = key()
    order_id: int | None = ref_or_none("sales_order.id")
    occasion: str
    reference: str = ""
    person: str = ""
    channel: str
    to_name: str = ""
    to_address: str = ""
    language: str = ""
    subject: str = ""
    body: str = ""
    facts: dict[str, str] = mapping()
    attachments: list[Any] = listing()
    state: str = Field(index=True)
    version: int = 1
    drafted_at: datetime = time()
    drafted_by: str
    queued_at: datetime | None = time_or_none()
    queued_by: str = ""
    tried_at: datetime | None = time_or_none()
    sent_at: datetime | None = time_or_none()
    sent_by: str = ""
    tries: int = 0
    why: str = ""
    detail: str = ""
    key: str = ""


class ReminderRow(SQLModel, table=True):
    """That a person was sent what is due on a day of the office: once (N4)."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("person", "day"), STRICT)

    id: int | None = key()
    person: str
    day: date = day()
    message_id: int = ref("message.id")
