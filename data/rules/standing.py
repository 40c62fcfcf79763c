"""How a customer stands with the office: since when, how much, how punctual (R5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.amounts import divide_half_up
from data.rules.facts import Money


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice of a customer; `total` is in minor units of `currency`."""

    number: str
    order: str
    currency: str
    due_on: date
    total: int


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received on an order; `bill` is "" where nobody said on which of its invoices."""

    order: str
    bill: str
    amount: int
    on: date


@dataclass(frozen=True, slots=True)
class Receivable:
    """An invoice that should have been paid: what of it is open, and since how many days."""

    number: str
    order: str
    due_on: date
    days: int
    open: Money


@dataclass(frozen=True, slots=True)
class Standing:
    """What the office knows of a customer's business.

    Attributes:
        since: the day of the first agreed order; None where there is none.
        orders: how many agreed orders there are, the one that is looked at left out.
        months: over which turnover, punctuality and faults are looked at.
        turnover: what was invoiced in these months, without tax, in each currency.
        paid: how many invoices were paid in these months.
        days_late: how many days after they were due, on average; 0 where none was late.
        overdue: invoices that should have been paid, the oldest first.
        faults: how many faults of quality were put on record for the customer's orders in these months.
    """

    since: date | None
    orders: int
    months: int
    turnover: tuple[Money, ...] = ()
    paid: int = 0
    days_late: int = 0
    overdue: tuple[Receivable, ...] = ()
    faults: int = 0


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, else the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for kept in range(day.day, 0, -1):
        try:
            return date(max(1, year), month + 1, kept)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def punctuality(
    bills: Sequence[Bill], payments: Iterable[Payment], since: date, today: date
) -> tuple[int, int, tuple[Receivable, ...]]:
    """Return how many invoices were paid, how many days late on average, and what is overdue.

    Money that names an invoice pays it; all other, and what is left over, pays the oldest invoices of its order.

    Args:
        bills: invoices of a customer.
        payments: what was received on their orders.
        since: the first day of which payments count.
        today: the office's day.
    """
    of_order: dict[str, list[Bill]] = defaultdict(list)
    for bill in sorted(bills, key=lambda one: (one.due_on, one.number)):
        of_order[bill.order].append(bill)
    received: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        received[payment.order].append(payment)
    late: list[int] = []
    overdue: list[Receivable] = []
    for order, found in of_order.items():
        for bill, left, paid_on in _paid(found, received[order]):
            if not left and paid_on is not None and paid_on >= since:
                late.append(max(0, (paid_on - bill.due_on).days))
            elif left and bill.due_on < today:
                days = (today - bill.due_on).days
                overdue.append(Receivable(bill.number, bill.order, bill.due_on, days, Money(left, bill.currency)))
    average = divide_half_up(sum(late), len(late)) if late else 0
    return len(late), average, tuple(sorted(overdue, key=lambda one: (one.due_on, one.number)))


def _paid(bills: Sequence[Bill], payments: Iterable[Payment]) -> list[tuple[Bill, int, date | None]]:
    """Return of each invoice of one order what is open, and when the last of it was received."""
    left = {bill.number: bill.total for bill in bills}
    last: dict[str, date] = {}
    for payment in sorted(payments, key=lambda one: (not one.bill, one.on)):
        money = payment.amount
        named = [bill.number for bill in bills if bill.number == payment.bill]
        for number in (*named, *(bill.number for bill in bills if bill.number != payment.bill)):
            taken = min(money, left[number])
            if taken:
                left[number] -= taken
                money -= taken
                last[number] = max(payment.on, last.get(number, payment.on))
    return [(bill, left[bill.number], last.get(bill.number)) for bill in bills]
