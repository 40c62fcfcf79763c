"""What a customer owes or will owe us, against the credit limit (C2)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from data.states import OrderState

IN_REVIEW: tuple[OrderState, ...] = (OrderState.IN_REVIEW, OrderState.ESCALATED)
"""States of orders on which nobody has decided yet."""

OPEN: tuple[OrderState, ...] = (
    *IN_REVIEW,
    OrderState.APPROVED,
    OrderState.ALLOCATED,
    OrderState.IN_PROGRESS,
    OrderState.READY,
    OrderState.SHIPPED,
    OrderState.DELIVERED,
)
"""States in which what is not invoiced yet is still to be: the orders that count as open."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The money of one order, in minor units of its currency.

    Attributes:
        total: what it costs, less what will not be delivered any more.
        invoiced: what was billed, advances included.
        paid: what was received.
    """

    number: str
    state: OrderState
    currency: str
    total: int
    invoiced: int
    paid: int

    @property
    def unpaid(self) -> int:
        """What was billed and not received."""
        return max(0, self.invoiced - self.paid)

    @property
    def to_come(self) -> int:
        """What is still to be billed, less what was paid ahead."""
        return max(0, self.total - max(self.invoiced, self.paid))


@dataclass(frozen=True, slots=True)
class Exposure:
    """The exposure of a customer with one order under review, in minor units of `currency` (C2).

    Attributes:
        currency: of the limit; other currencies are not converted.
        limit: the customer's credit limit; None where the customer's file has none.
        unpaid: invoices not paid, of all orders.
        open_orders: of orders under way, what is not invoiced.
        open_count: how many orders these are.
        in_review: of other orders in review, what they would add.
        in_review_count: how many orders these are.
        this_order: what the order under review adds.
        others: what there is in other currencies: each with its amount.
    """

    currency: str
    limit: int | None
    unpaid: int = 0
    open_orders: int = 0
    open_count: int = 0
    in_review: int = 0
    in_review_count: int = 0
    this_order: int = 0
    others: tuple[tuple[str, int], ...] = ()

    @property
    def used(self) -> int:
        """All of it together."""
        return self.unpaid + self.open_orders + self.in_review + self.this_order

    @property
    def over(self) -> int:
        """By how much the limit is passed; 0 where it is not, or where there is none."""
        return 0 if self.limit is None else max(0, self.used - self.limit)


def owed(claim: Claim, number: str) -> int:
    """Return what an order adds to the exposure; `number` is the order under review, which counts in any state."""
    return claim.unpaid + (claim.to_come if claim.state in OPEN or claim.number == number else 0)


def exposure(claims: Iterable[Claim], number: str, currency: str, limit: int | None) -> Exposure:
    """Return a customer's exposure.

    Args:
        claims: the money of the customer's orders.
        number: the order under review, which counts in any state.
        currency: of the limit.
        limit: in minor units of `currency`, None where there is none.
    """
    unpaid = open_orders = open_count = in_review = in_review_count = this_order = 0
    others: Counter[str] = Counter()
    for claim in claims:
        to_come = owed(claim, number) - claim.unpaid
        if claim.currency != currency:
            others[claim.currency] += claim.unpaid + to_come
            continue
        unpaid += claim.unpaid
        if claim.number == number:
            this_order += to_come
        elif to_come and claim.state in IN_REVIEW:
            in_review += to_come
            in_review_count += 1
        elif to_come:
            open_orders += to_come
            open_count += 1
    foreign = tuple((code, amount) for code, amount in sorted(others.items()) if amount)
    return Exposure(currency, limit, unpaid, open_orders, open_count, in_review, in_review_count, this_order, foreign)
