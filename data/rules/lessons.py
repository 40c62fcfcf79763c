"""Similar earlier orders, and what went wrong with them (K10): what a reviewer should know before it happens again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.amounts import LARGEST, SCALE
from data.states import OrderState


class LessonKind(StrEnum):
    """What kind of thing is to be learned."""

    EXCEPTION = "exception"
    RETURNED = "returned"
    LATE = "late"
    SHORT = "short"
    CANCELLED = "cancelled"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that went wrong with an order, or was written down when it was closed.

    Attributes:
        code: of an exception its kind, of a return the review that failed it.
        text: the cause, the reason, what was written.
        days: how late it was.
    """

    kind: LessonKind
    code: str = ""
    text: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier order of a product in a similar quantity.

    Attributes:
        own: whether it was the same customer's.
        quantity: of the product, scaled by a million, in `unit`.
    """

    number: str
    received_at: datetime
    state: OrderState
    customer_name: str
    own: bool
    product_code: str
    quantity: int | None
    unit: str
    lessons: tuple[Lesson, ...] = ()


def band(quantity: int | None, part: int) -> tuple[int, int] | None:
    """Return from which to which quantity an order counts as similar; None where any does.

    Args:
        quantity: of the order under review, scaled by a million.
        part: the smallest share of it that is similar, in parts per million; 0 = any.
    """
    if quantity is None or part <= 0:
        return None
    return quantity * part // SCALE, min(LARGEST, quantity * SCALE // part)


def late_by(due: date | None, delivered: date | None) -> int:
    """Return how many days after the due day the goods were delivered, 0 where they were in time or never went."""
    return max(0, (delivered - due).days) if due is not None and delivered is not None else 0
