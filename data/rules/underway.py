"""What the tracking room shows of an order under way, and what asks for somebody today; plain values."""

from dataclasses import dataclass
from datetime import date

from data.orders import OrderRow
from data.rules.promise import WHOLE, Outlook
from data.rules.workflow import EDGES, Verb
from data.states import OrderState

_UNKNOWN = Outlook()

CHECKED: tuple[OrderState, ...] = tuple(edge.state for edge in EDGES if edge.verb is Verb.CHECK_IN)
"""States in which an order is looked at again and again (T1)."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Why an order under way asks for somebody today.

    Attributes:
        check_in: when it was to be looked at, if that is today or past (T1).
        exceptions: how many are open (T3).
        tell: whether the customer is to be told (T5).
        risk: whether it is late, or will be (T4).
    """

    check_in: date | None = None
    exceptions: int = 0
    tell: bool = False
    risk: bool = False


@dataclass(frozen=True, slots=True)
class TrackedRow(OrderRow):
    """An order under way as the list shows it.

    Attributes:
        started: the day on which work began.
        share: how much is finished, in parts per million.
        outlook: when the rest will be.
        slack: days between that and the day that is due.
        check_in: when it is to be looked at next; None where nobody has to.
        exceptions: how many are open.
        tell: whether the customer is to be told.
        told: the day of the last contact about it.
        places: where it is made, the codes of work centres and suppliers.
        next: the verb that leads on.
    """

    started: date | None = None
    share: int = 0
    outlook: Outlook = _UNKNOWN
    slack: int | None = None
    check_in: date | None = None
    exceptions: int = 0
    tell: bool = False
    told: date | None = None
    places: tuple[str, ...] = ()
    next: Verb | None = None


def next_step(state: OrderState, *, on_hold: bool, share: int, total: int, invoiced: int, paid: int) -> Verb | None:
    """Return the verb that leads an order on from where it is; None where no single one does.

    Args:
        state: where it is.
        on_hold: whether it is held.
        share: how much is finished, in parts per million.
        total: what it costs, as `invoiced` and `paid` in minor units.
        invoiced: what was billed.
        paid: what was received.
    """
    if on_hold:
        return Verb.RELEASE
    match state:
        case OrderState.APPROVED:
            return Verb.ALLOCATE
        case OrderState.ALLOCATED:
            return Verb.START
        case OrderState.IN_PROGRESS:
            return Verb.MAKE_READY if share >= WHOLE else Verb.REPORT
        case OrderState.READY:
            return Verb.SHIP
        case OrderState.SHIPPED:
            return Verb.DELIVER
        case OrderState.DELIVERED if invoiced < total:
            return Verb.INVOICE
        case OrderState.DELIVERED:
            return Verb.RECEIVE_PAYMENT if paid < invoiced else Verb.SETTLE
        case _:
            return None
