"""Which papers can be printed of an order, and when (R11, N2)."""

import re
from enum import StrEnum
from unicodedata import category

from data.errors import NotFound, PaperTooEarly
from data.orders import Order
from data.states import DocumentKind, OrderState, Review


class PaperKind(StrEnum):
    """What is printed."""

    ORDER = "order"
    CONFIRMATION = "confirmation"
    CONTRACT = "contract"
    JOINT_REVIEW = "joint_review"


FOR_CUSTOMERS = frozenset({PaperKind.CONFIRMATION, PaperKind.CONTRACT})
"""Papers that bind: they wait for the approval, and are drafts until the order is confirmed."""

FILED_AS = {
    PaperKind.ORDER: DocumentKind.OTHER,
    PaperKind.CONFIRMATION: DocumentKind.CONFIRMATION,
    PaperKind.CONTRACT: DocumentKind.CONTRACT,
    PaperKind.JOINT_REVIEW: DocumentKind.OTHER,
}
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
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that cannot be seen, turn the direction of writing or cannot be written."""

_LONGEST_NAME = 180
"""In bytes: a name may have 255 on most systems, and an end such as `-2.pdf` follows."""

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever ends such a name."""


def papers_of(order: Order) -> tuple[PaperKind, ...]:
    """Return what can be printed of an order now: it always, what binds from the approval on, a sheet if there is one.

    An order that was taken back to be amended has no confirmation until it is approved anew; the former is on file.
    """
    found = [PaperKind.ORDER]
    if any(one.review is Review.JOINT for one in order.opinions):
        found.insert(0, PaperKind.JOINT_REVIEW)
    if order.state in APPROVED or (order.state is OrderState.CANCELLED and order.confirmation_no):
        found = [PaperKind.CONFIRMATION, PaperKind.CONTRACT, *found]
    return tuple(found)


def check_paper(order: Order, kind: PaperKind) -> None:
    """See that a paper can be printed.

    Raises:
        PaperTooEarly: the order is not approved. NotFound: no joint review was ever asked for.
    """
    if kind not in papers_of(order):
        if kind is PaperKind.JOINT_REVIEW:
            raise NotFound("joint_review", order.number)
        raise PaperTooEarly(order.number, order.state.value)


def paper_name(order: Order, kind: PaperKind) -> str:
    """Return the name of a paper's file, made of its number, that any system can keep."""
    called = order.number
    if kind in FOR_CUSTOMERS:
        called = order.confirmation_no or f"{order.number}-{kind.value}"
    elif kind is PaperKind.JOINT_REVIEW:
        called = f"{order.number}-joint-review"
    seen = "".join("-" if category(sign) in _HIDDEN else sign for sign in called)
    plain = _NOT_IN_NAMES.sub("-", seen).strip("-. ").encode()[:_LONGEST_NAME].decode(errors="ignore")
    if _DEVICES.match(plain):
        plain = f"{kind.value}-{plain}"
    return f"{plain or kind.value}.pdf"
