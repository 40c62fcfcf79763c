"""What a list of orders shows and in which order: asked by screens and command line, answered by the store.

Plain values without a database behind them, so that a screen can name its list before the database is loaded.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from data.states import OrderState, Review

if TYPE_CHECKING:
    from data.orders import OrderRow


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """Orders in review that wait for somebody: those to which one of these applies.

    Attributes:
        reviews: the round under way asked for one of these opinions …
        waiting: … and it has not been given yet.
        failed: a department has failed the order in the round under way.
        escalated: the order lies before the supervisor.
    """

    reviews: tuple[Review, ...] = ()
    waiting: bool = True
    failed: bool = False
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders a list shows; what is empty does not filter. Dates include both ends.

    Attributes:
        customer: the customer's code or whole name.
        customer_part: stands somewhere in the customer's code or name.
        text: stands somewhere in our number, the customer's number, name or code.
        late: whether the clock of the order has run out (`data.rules.rooms`).
        due_before: what is due next is due before this day.
        anywhere: words that all stand somewhere on the order, its lines, papers or contacts (`data.rules.search`).
        queue: orders of which the review waits for somebody.
        owners: orders that one of these people sells, looks after or entered (E4); None is everybody's.
        contacts: whether `anywhere` also means contacts and addresses of customers, which not everybody sees (P5).
    """

    states: tuple[OrderState, ...] = ()
    customer: str = ""
    text: str = ""
    numbers: tuple[str, ...] = ()
    on_hold: bool | None = None
    requested_from: date | None = None
    requested_to: date | None = None
    late: bool | None = None
    due_before: date | None = None
    customer_part: str = ""
    anywhere: str = ""
    queue: ReviewQueue | None = None
    owners: tuple[str, ...] | None = None
    contacts: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment for which a list is asked, as "late" depends on it: the time in UTC, the office's day and zone."""

    now: datetime
    today: date
    zone: tzinfo

    def begin_of(self, day: date) -> datetime:
        """Return the moment (UTC) at which a day begins in the office."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)


class Sort(StrEnum):
    """By what a list can be sorted; what has no value stands last, ties stand in the order of entry."""

    DUE = "due"
    """What is due next, as `data.rules.rooms.due` says: the first decision, later the delivery."""
    NUMBER = "number"
    CUSTOMER = "customer"
    STATE = "state"
    TOTAL = "total"
    RECEIVED_AT = "received_at"
    DECISION_DUE_AT = "decision_due_at"
    REQUESTED_DATE = "requested_date"
    PROMISED_DATE = "promised_date"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One list: which orders, sorted by what."""

    filter: OrderFilter = OrderFilter()
    sort: Sort = Sort.NUMBER
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a sorted list: `position` rows lie before it, the last of which has this key.

    The key is what the store sorts by; nobody else reads it.
    """

    position: int
    key: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much waits in a room, and how much of it is late."""

    waiting: int
    late: int


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The beginning of a list, read before the desk is open.

    Attributes:
        query: which list.
        rows: its first rows.
        name: the office's.
        zone: its time zone.
        event: the number of the newest event by then; what came later is not in the rows.
    """

    query: ListQuery
    rows: "tuple[OrderRow, ...]"
    name: str
    zone: tzinfo
    event: int
