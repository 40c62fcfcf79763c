"""What a check of an order found, as plain typed facts: words are made of them where they are shown (R1, R7)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CheckName(StrEnum):
    """The checks, in the order in which they are told: what is required, then the points of a contract review (R7)."""

    REQUIRED_ELEMENTS = "required_elements"
    EQUALS_ORIGINAL = "equals_original"
    RULES = "rules"
    AMOUNTS_IN_BOUNDS = "amounts_in_bounds"
    WHOLE_QUANTITIES = "whole_quantities"
    PRICE_WITHIN_TOLERANCE = "price_within_tolerance"
    FLOOR_PRICE = "floor_price"
    MARGIN = "margin"
    PAYMENT_TERMS = "payment_terms"
    EXPOSURE = "exposure"
    STANDING = "standing"
    QUALITY_STANDARD = "quality_standard"
    TECHNICAL_REQUIREMENTS = "technical_requirements"
    CAPACITY = "capacity"
    STOCK_AND_MATERIAL = "stock_and_material"
    FEASIBLE_DATE = "feasible_date"
    KNOWN_PLACE = "known_place"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of its currency."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price, scaled by a million, in its currency."""

    value: int
    currency: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What one unit costs the office, scaled by a million, in its currency: for fewer people than a price (P5, R3)."""

    value: int
    currency: str


@dataclass(frozen=True, slots=True)
class Margin:
    """What is left of a price above its cost, in parts per million of the price: as confidential as the cost."""

    ppm: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity, scaled by a million, in its unit."""

    quantity: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in parts per million; `signed` ones are differences."""

    ppm: int
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of delivery: confidential, as the customer's addresses are (P5)."""

    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """A value that has a name: `kind` is its enumeration, or `field` for the name of a field."""

    kind: str
    code: str


Value = Money | Price | Cost | Margin | Amount | Rate | Spot | Term | date | int | str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a check found.

    Attributes:
        kind: which kind of thing (`data.words.checks` has its sentence).
        lines: the lines of the order that it is about; none for the whole order.
        values: what its sentence names, by name.
    """

    kind: str
    lines: tuple[int, ...] = ()
    values: tuple[tuple[str, Value], ...] = ()


def fact(kind: str, *lines: int, **values: Value) -> Fact:
    """Return a fact."""
    return Fact(kind, lines, tuple(values.items()))


class Behind(StrEnum):
    """What stands behind a check, for whoever wants to look."""

    ORDER = "order"
    ORIGINAL = "original"
    PRODUCT = "product"
    CUSTOMER = "customer"
    EXPOSURE = "exposure"
    WEEK = "week"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class See:
    """The way to the data behind a check.

    Attributes:
        what: kind of thing.
        key: its code or number; of a week of the board the code of the work centre.
        week: the Monday, where it is a week of the board.
    """

    what: Behind
    key: str = ""
    week: date | None = None
