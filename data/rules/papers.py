"""Which papers can be printed of an order, and when (R11, N2)."""

import re
from enum import StrEnum

from data.errors import PaperTooEarly
from data.orders import Order
from data.states import DocumentKind, OrderState


class PaperKind(StrEnum):
    """What is printed."""

    ORDER = "order"
    CONFIRMATION = "confirmation"


FILED_AS = {PaperKind.ORDER: DocumentKind.OTHER, PaperKind.CONFIRMATION: DocumentKind.CONFIRMATION}
"""As which document a paper is filed with its order (D1)."""

APPROVED = frozenset(
    {
        OrderState.APPROVED,
        OrderState.ALLOCATED,
        OrderState.IN_PROGRESS,
        OrderState.READY,
        OrderState.SHIPPED,
        OrderState.DELIVERED,
        OrderState.SETTLED,
        OrderState.CLOSED,
        OrderState.ARCHIVED,
    }
)
"""States of an order that the office has said yes to."""


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
_LONGEST_NAME = 100


def papers_of(order: Order) -> tuple[PaperKind, ...]:
    """Return what can be printed of an order now: it always, its confirmation from the approval on."""
    approved = order.state in APPROVED or bool(order.confirmation_no)
    return (PaperKind.CONFIRMATION, PaperKind.ORDER) if approved else (PaperKind.ORDER,)


def check_paper(order: Order, kind: PaperKind) -> None:
    """See that a paper can be printed.

    Raises:
        PaperTooEarly: the order is not approved.
    """
    if kind not in papers_of(order):
        raise PaperTooEarly(order.number, order.state.value)


def paper_name(order: Order, kind: PaperKind) -> str:
    """Return the name of a paper's file, made of its number, that any system can keep."""
    called = order.number
    if kind is PaperKind.CONFIRMATION:
        called = order.confirmation_no or f"{order.number}-confirmation"
    plain = _NOT_IN_NAMES.sub("-", called).strip("-. ")[:_LONGEST_NAME]
    return f"{plain or kind.value}.pdf"
