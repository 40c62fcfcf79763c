"""The tables of the policy on the review: who sees an order, in which turn, how soon, and who carries it out."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from data.rules.concerns import EVERYTHING, NAMES
from data.rules.policy_joint import JointRules
from data.rules.policy_tables import Currency, Days, Hours, Table
from data.states import HandlingClass, OrderKind, Review, Role

CUSTOMERS_TERMS = "customer"
"""In `terms_not` the terms of payment that the customer's file names."""


def _once_each(turns: tuple[tuple[Review, ...], ...]) -> tuple[tuple[Review, ...], ...]:
    named = [review for turn in turns for review in turn]
    if len(named) != len(set(named)):
        raise ValueError("twice_in_turns")
    return turns


def _known_concern(name: str) -> str:
    if name not in (EVERYTHING, *NAMES):
        raise ValueError("unknown_concern")
    return name


Turn = Annotated[tuple[Review, ...], Field(min_length=1)]
Turns = Annotated[tuple[Turn, ...], AfterValidator(_once_each)]
Concern = Annotated[str, AfterValidator(_known_concern)]


class Route(Table):
    """Reviews that an order passes where all conditions of the route hold (R2 to R6); one that is left out holds.

    Attributes:
        kind: kinds of order.
        handling_class: handling classes.
        special: whether a product of the order is a special one (R2).
        requirements: whether the order names special requirements (R2).
        product_type: a product of the order is of this type, as the product's file says.
        total_above: the order costs more than this, in whole units of `currency`.
        currency: of `total_above`; "" = that of the joint review. Orders in other currencies are not compared.
        over_credit: whether the customer, with this order, is over the credit limit (R3).
        terms_not: the terms of payment are none of these; "customer" stands for those of the customer's file.
        origin: a product of the order comes from there, as the product's file says.
        reviews: what is added.
    """

    kind: tuple[OrderKind, ...] = ()
    handling_class: tuple[HandlingClass, ...] = ()
    special: bool | None = None
    requirements: bool | None = None
    product_type: tuple[str, ...] = ()
    total_above: Annotated[int, Field(ge=0, le=10**14)] | None = None
    currency: Currency | Literal[""] = ""
    over_credit: bool | None = None
    terms_not: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    reviews: Annotated[tuple[Review, ...], Field(min_length=1)]


class ReviewRules(Table):
    """Which reviews an order passes, in which turn, and how long each of them has (R2 to R6, R8, R9)."""

    reviews: Mapping[OrderKind, tuple[Review, ...]]
    special_products: tuple[Review, ...] = ()
    joint_above: Annotated[int, Field(ge=0)] = 0
    joint_currency: Currency
    simple_below: Annotated[int, Field(ge=0, le=10**14)] = 0
    """Orders below this total, in the joint review's currency, that no check warns of pass many at once; 0 = none."""
    joint: JointRules = JointRules()
    routes: tuple[Route, ...] = ()
    turns: Turns = ()
    """Reviews that are asked for one after the other; what no turn names comes with the first, () = all at once."""
    hours: Mapping[Review, Hours] = {}
    """Time of a review from the moment it is asked for, where it is not that of the handling class."""
    condition_days: Days = 5
    """Working days until a condition is due of which nobody said by when."""
    amendment_days: Days = 5
    """Working days until it is agreed with the customer what becomes of an order that went back (R9, P4)."""
    escalate_after_hours: Annotated[int, Field(ge=0, le=87_600)] = 0
    """What is late so long goes to the supervisor by rule; 0 = nothing does."""
    answer_hours: Hours = 24
    """Time of the supervisor for an answer to whoever is stuck (P4)."""
    concerns: Mapping[Review, tuple[Concern, ...]] = {}


class Handover(Table):
    """To whom an approved order is handed on, by its kind, and within how many working days they take note (A7)."""

    departments: Mapping[OrderKind, tuple[Role, ...]] = {}
    working_days: Days = 1
