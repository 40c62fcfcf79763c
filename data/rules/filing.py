"""What the archive shows of an order: its papers, how long it took, how long it is kept; plain values (D1, D3, D4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from data.orders import Event, Order, OrderRow
from data.rules.progress import all_delivered, all_finished
from data.states import DocumentKind, OrderState

FILED: tuple[OrderState, ...] = (
    OrderState.DELIVERED,
    OrderState.SETTLED,
    OrderState.CLOSED,
    OrderState.ARCHIVED,
)
"""States in which a paper that is missing is missed (D1); before them there is time, of a cancelled order none is."""


@dataclass(frozen=True, slots=True)
class FiledRow(OrderRow):
    """An order as the archive's list shows it.

    Attributes:
        goods: what was ordered: the line that was searched for, else the first one.
        more: how many lines it has beside that one.
        needed: how many papers its checklist has (D1); none before the order is delivered.
        lacking: how many of them are missing.
        closed_at: when it was closed.
        keep_until: until when it is kept (D4).
    """

    goods: str = ""
    more: int = 0
    needed: int = 0
    lacking: int = 0
    closed_at: datetime | None = None
    keep_until: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a checklist, and whether the order has it (D1)."""

    kind: DocumentKind
    there: bool


@dataclass(frozen=True, slots=True)
class Course:
    """How long an order took (D3); what is not known is None.

    Attributes:
        processing: from its receipt to the first decision of the review.
        production: from the start of work until all was finished.
        whole: days from its receipt until it was closed.
        late_by: days that the last goods came after the day that was due; negative if they came earlier.
    """

    processing: timedelta | None = None
    production: timedelta | None = None
    whole: int | None = None
    late_by: int | None = None


@dataclass(frozen=True, slots=True)
class FileCard:
    """The file of an order.

    Attributes:
        order: the order, whole.
        papers: its checklist.
        gaps: the reason that was given for missing papers when it was closed.
        events: what happened to it, first things first.
        sound: whether each of its events is as it was recorded, and follows the one before it (P6).
        course: how long it took.
    """

    order: Order
    papers: tuple[Paper, ...]
    gaps: str
    events: tuple[Event, ...]
    sound: bool
    course: Course


def course_of(order: Order, started: datetime | None, zone: tzinfo) -> Course:
    """Return how long an order took.

    Args:
        order: whole.
        started: when work began.
        zone: the office's, for days.
    """
    finished = max((report.at for report in order.progress), default=None) if all_finished(order.lines) else None
    came = max((one.delivered_on for one in order.deliveries), default=None) if all_delivered(order.lines) else None
    due = order.promised_date or order.requested_date
    closed = order.closed_at
    received = order.received_at.astimezone(zone).date()
    return Course(
        processing=order.decided_at - order.received_at if order.decided_at is not None else None,
        production=finished - started if finished is not None and started is not None else None,
        whole=(closed.astimezone(zone).date() - received).days if closed is not None else None,
        late_by=(came - due).days if came is not None and due is not None else None,
    )
