"""Messages to customers and colleagues: what they are about, how they go, and how far they are (R9, R11, E16, N4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from data.states import Channel, OrderState

if TYPE_CHECKING:
    from data.parties import Customer
    from data.rules.policy import Policy


class Occasion(StrEnum):
    """What a message is about."""

    RETURNED = "returned"
    """The order comes back to the customer, with the reasons (R9)."""
    CONFIRMED = "confirmed"
    """The order is confirmed (I8, R11)."""
    RECEIVED = "received"
    """The order has arrived here (E16)."""
    DELAYED = "delayed"
    """The goods come later than was promised (T5, E16)."""
    SHIPPED = "shipped"
    """The goods are under way (S4, E16)."""
    OVER_LIMIT = "over_limit"
    """The order is over the customer's credit limit and takes longer for it (R3)."""
    DUE = "due"
    """What is due of a colleague (N4)."""


class Medium(StrEnum):
    """How a message goes; the values are those of the log of contacts."""

    EMAIL = "email"
    CHAT = "chat"
    LETTER = "letter"

    @property
    def channel(self) -> Channel:
        """As which channel the log of contacts keeps it."""
        return Channel(self.value)


class MessageState(StrEnum):
    """How far a message is."""

    DRAFTED = "drafted"
    QUEUED = "queued"
    UNSURE = "unsure"
    """It was handed to the server, and nobody knows whether the server took it: never sent again by itself."""
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


OPEN = (MessageState.DRAFTED, MessageState.QUEUED, MessageState.UNSURE, MessageState.FAILED)
"""States of a message that somebody still has to see to."""

EDITABLE = (MessageState.DRAFTED, MessageState.FAILED)
"""States in which what it says can be changed."""

ATTACHED = frozenset({Occasion.CONFIRMED})
"""Occasions whose mails have the confirmation of the order with them (R11)."""

MESSAGE_FIELDS = ("to_name", "to_address", "channel", "language", "subject", "body")
"""What can be changed of a message."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message, kept with the desk under its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        number: of the order; "" of one to a colleague.
        reference: the round, confirmation, date or shipment that it speaks of; with another one it is overtaken.
        person: the colleague whom it is for; "" of one to a customer.
        subject, body: as somebody wrote them; both "" while it says what the desk drafts (`data.words.messages`).
        language: of the draft; "" as the policy says, else the one that is spoken.
        facts: what the draft is made of, as it was when it was drafted.
        why, detail: what kept the last try from succeeding, and what the server said.
        key: its Message-ID, the same for every try.
        overtaken: whether the order has gone on since, so that it must not be sent any more.
    """

    message_id: int
    number: str
    customer: str
    occasion: Occasion
    reference: str
    person: str
    channel: Medium
    to_name: str
    to_address: str
    language: str
    subject: str
    body: str
    state: MessageState
    version: int
    drafted_at: datetime
    drafted_by: str
    queued_at: datetime | None = None
    queued_by: str = ""
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    sent_by: str = ""
    tries: int = 0
    why: str = ""
    detail: str = ""
    key: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    overtaken: bool = False

    @property
    def open(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.state in OPEN and not self.overtaken


def is_overtaken(
    occasion: Occasion, reference: str, state: OrderState, review_round: int, confirmation_no: str
) -> bool:
    """Return whether an order has gone on since a message about it was drafted."""
    if state is OrderState.CANCELLED:
        return True
    match occasion:
        case Occasion.RETURNED:
            return state is not OrderState.RETURNED or reference != str(review_round)
        case Occasion.CONFIRMED:
            return reference != confirmation_no
    return False


def language_of(policy: "Policy", customer: "Customer | None") -> str:
    """Return the language of a customer: his file's, his country's as the policy names it, else that of the papers."""
    if customer is not None:
        own = str(customer.extra.get("language", "")).strip()
        if own in ("en", "zh_CN", "zh_TW"):
            return own
        if customer.country in policy.mail.languages:
            return policy.mail.languages[customer.country]
    return policy.papers.language


def draft_due(policy: "Policy", drafted_at: datetime) -> datetime | None:
    """Return until when a draft should have left the office; None where the policy asks for nothing."""
    hours = policy.mail.draft_hours
    return drafted_at + timedelta(hours=hours) if hours else None
