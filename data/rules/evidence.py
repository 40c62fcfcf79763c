"""What the checks of an order look at beside it and the policy: read by the desk, judged by `checks` (R1, R7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from data.orders import OrderLine
from data.parties import Customer, Product
from data.rules.exposure import Exposure
from data.rules.standing import Receivable, Standing

if TYPE_CHECKING:
    from data.rules.review import LastSale


@dataclass(frozen=True, slots=True)
class Agreed:
    """The price of a product that an earlier order under the same contract has; scaled by a million."""

    number: str
    unit_price: int


@dataclass(frozen=True, slots=True)
class WeekRoom:
    """A week of a work centre: what falls on it without this order, of what it can make."""

    week: date
    used: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Room:
    """The room that a work centre has for an order until it is wanted (A3).

    Attributes:
        code: of the work centre; "" for all of them together, where it is not known which makes the products.
        lines: the lines that would be made there.
        needed: their quantities, scaled by a million as all here.
        until: the last day on which one of them is wanted.
        weeks: from this week to the one of that day; none where nobody has said what can be made in a week.
    """

    code: str
    name: str
    lines: tuple[int, ...]
    needed: int
    until: date
    weeks: tuple[WeekRoom, ...] = ()

    @property
    def free(self) -> int:
        """What can still be made."""
        return sum(max(0, week.capacity - week.used) for week in self.weeks)

    @property
    def fullest(self) -> WeekRoom | None:
        """The week that is used most; None where no capacity is known."""
        known = [week for week in self.weeks if week.capacity]
        return max(known, key=lambda week: (week.used * 1000 // week.capacity, week.week), default=None)


@dataclass(frozen=True, slots=True)
class Released:
    """A price below the floor or below cost that somebody released for a line, as long as it stays (E11, R3).

    Attributes:
        price: after discounts, scaled by a million.
        by, reason: who released it, and why.
    """

    line_no: int
    product_code: str
    price: int
    currency: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an order is checked against.

    Attributes:
        today: the office's day.
        products: code → product, of those of the price list that the order names.
        customer: the customer's file.
        agreed: code → price of an earlier order under the same contract.
        places: places of delivery that the office knows of the customer, as `plain` writes them.
        exposure: of the customer, with this order (C2).
        rooms: the room at the work centres.
        earliest: code → the first working day on which a product can be there, as its lead time says.
        released: prices below the floor or below cost that were released.
        standing: of the customer (R5).
    """

    today: date
    products: Mapping[str, Product] = field(default_factory=dict)
    customer: Customer | None = None
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    exposure: Exposure | None = None
    rooms: tuple[Room, ...] = ()
    earliest: Mapping[str, date] = field(default_factory=dict)
    released: tuple[Released, ...] = ()
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Backing:
    """The data behind one check; what it is not about is not there.

    Attributes:
        product, sale: of the price list, and its last sale.
        rooms: weeks of a work centre.
        overdue: invoices of the customer that should have been paid.
        rules: of law and company: what each is about, and its reason.
        terms, standard: what the policy says of terms of payment and quality.
    """

    product: Product | None = None
    sale: "LastSale | None" = None
    customer: Customer | None = None
    rooms: tuple[Room, ...] = ()
    terms: tuple[str, ...] = ()
    standard: str = ""
    overdue: tuple[Receivable, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


def plain(text: str) -> str:
    """Return a text as it is compared: without the case of its letters, spaces and signs between words."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def asked(line: OrderLine, whole: date | None) -> date | None:
    """Return the first day on which something of a line is wanted; `whole` is the order's own day."""
    return min((planned.due for planned in line.schedule), default=line.requested_date or whole)
