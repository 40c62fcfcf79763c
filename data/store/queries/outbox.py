"""Reading messages: the outbox, one message, what is open of an order, and who was reminded on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from data.rules.confirming import SentPaper
from data.rules.outbox import OPEN, Attachment, Message, MessageState, Occasion, is_overtaken
from data.states import OrderState
from data.store.queries.orders import CUSTOMER, ORDER
from data.store.queries.shape import shape
from data.store.tables import outbox
from data.store.tables.base import table
from data.store.unit import Reader

_MESSAGE = table(outbox.MessageRow)
_REMINDER = table(outbox.ReminderRow)

_MESSAGES: Select[Any] = (
    select(
        _MESSAGE,
        _MESSAGE.c.id.label("message_id"),
        func.coalesce(ORDER.c.number, "").label("number"),
        func.coalesce(CUSTOMER.c.name, "").label("customer"),
        ORDER.c.state.label("order_state"),
        ORDER.c.review_round,
        ORDER.c.confirmation_no,
    )
    .outerjoin(ORDER, ORDER.c.id == _MESSAGE.c.order_id)
    .outerjoin(CUSTOMER, CUSTOMER.c.id == ORDER.c.customer_id)
)


def messages(reader: Reader, *, number: str = "", open_only: bool = True) -> tuple[Message, ...]:
    """Return messages, the oldest first; with a number those of an order, without colleagues' reminders that went."""
    statement = _MESSAGES.order_by(_MESSAGE.c.id)
    if number:
        statement = statement.where(ORDER.c.number == number)
    if open_only:
        statement = statement.where(_MESSAGE.c.state.in_([state.value for state in OPEN]))
    found = tuple(_message(row) for row in reader.execute(statement).mappings())
    return tuple(one for one in found if one.open) if open_only else found


def message(reader: Reader, message_id: int) -> Message | None:
    """Return one message, None where there is none."""
    row = reader.execute(_MESSAGES.where(_MESSAGE.c.id == message_id)).mappings().one_or_none()
    return None if row is None else _message(row)


def queued(reader: Reader) -> Sequence[int]:
    """Return the messages that wait for the mail server, the oldest first."""
    statement = select(_MESSAGE.c.id).where(_MESSAGE.c.state == MessageState.QUEUED.value).order_by(_MESSAGE.c.id)
    return reader.execute(statement).scalars().all()


def drafts_of(reader: Reader, order_id: int, occasion: Occasion) -> Sequence[tuple[int, int]]:
    """Return key and version of the drafts about an occasion of an order."""
    statement = select(_MESSAGE.c.id, _MESSAGE.c.version).where(
        _MESSAGE.c.order_id == order_id,
        _MESSAGE.c.occasion == occasion.value,
        _MESSAGE.c.state == MessageState.DRAFTED.value,
    )
    return [(row.id, row.version) for row in reader.execute(statement)]


def sent_papers(reader: Reader, order_id: int) -> tuple[SentPaper, ...]:
    """Return what went to the customer of an order with messages, first things first."""
    statement = (
        select(_MESSAGE)
        .where(_MESSAGE.c.order_id == order_id, _MESSAGE.c.state == MessageState.SENT.value)
        .order_by(_MESSAGE.c.sent_at, _MESSAGE.c.id)
    )
    return tuple(
        SentPaper(name, sha256, row["to_name"], row["to_address"], row["sent_at"], row["sent_by"])
        for row in reader.execute(statement).mappings()
        for name, sha256 in row["attachments"]
    )


def reminded(reader: Reader, day: date) -> frozenset[str]:
    """Return who was sent what is due on a day of the office."""
    return frozenset(reader.execute(select(_REMINDER.c.person).where(_REMINDER.c.day == day)).scalars())


def _message(row: RowMapping) -> Message:
    overtaken = row["order_state"] is not None and is_overtaken(
        Occasion(row["occasion"]),
        row["reference"],
        OrderState(row["order_state"]),
        row["review_round"],
        row["confirmation_no"],
    )
    attached = tuple(Attachment(name, sha256) for name, sha256 in row["attachments"])
    return shape(Message, row, attachments=attached, overtaken=overtaken and row["state"] != MessageState.SENT.value)
