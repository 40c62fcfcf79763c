"""The clerk's self-check before review (R1): each check passes, warns or fails, with the clause that it carries out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from data.amounts import SCALE, minor_digits, scaled
from data.orders import Order
from data.rules.required import missing

if TYPE_CHECKING:
    from data.rules.policy import Policy  # pydantic, which a screen that only shows a check does not wait for


class Grade(StrEnum):
    """How a check ends."""

    PASS = "pass"  # noqa: S105 - a grade, not a password
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, how it ended, the clause, and the evidence as plain facts."""

    name: str
    grade: Grade
    clause: str
    lines: tuple[int, ...] = ()
    evidence: str = ""


def self_check(order: Order, policy: "Policy", list_prices: Mapping[str, int], today: date) -> tuple[Check, ...]:
    """Run the self-check of an order.

    Args:
        order: the order as it stands.
        policy: the policy in force.
        list_prices: product code → list price, scaled by a million, in the order's currency.
        today: the office's day.
    """
    return (
        _required(order, policy),
        _prices(order, policy, list_prices),
        _bounds(order, policy),
        _dates(order, today),
        _stated_total(order),
    )


def failed(checks: tuple[Check, ...]) -> tuple[str, ...]:
    """Return the names of the checks that fail."""
    return tuple(check.name for check in checks if check.grade is Grade.FAIL)


def _required(order: Order, policy: "Policy") -> Check:
    lacking = missing(order, policy)
    return Check("required_elements", Grade.FAIL if lacking else Grade.PASS, "I3", evidence=", ".join(lacking))


def _prices(order: Order, policy: "Policy", list_prices: Mapping[str, int]) -> Check:
    """Compare unit prices with the list: beyond the tolerance is a warning, for the review to judge (R3, R5)."""
    tolerance = scaled(policy.checks.price_tolerance)
    beyond = tuple(
        line.line_no
        for line in order.lines
        if line.unit_price is not None
        and (listed := list_prices.get(line.product_code))
        and abs(line.unit_price - listed) * SCALE > listed * tolerance
    )
    return Check("price_within_tolerance", Grade.WARN if beyond else Grade.PASS, "R1", lines=beyond)


def _bounds(order: Order, policy: "Policy") -> Check:
    most = policy.checks.largest_quantity * SCALE
    beyond = tuple(line.line_no for line in order.lines if (line.quantity or 0) > most)
    too_much = order.total > policy.checks.largest_amount * 10 ** minor_digits(order.currency)
    return Check("amounts_in_bounds", Grade.FAIL if beyond or too_much else Grade.PASS, "R1", lines=beyond)


def _dates(order: Order, today: date) -> Check:
    """Warn of dates that have passed: old orders are entered too, so a person decides."""
    past = tuple(
        line.line_no
        for line in order.lines
        if (asked := line.requested_date or order.requested_date) is not None and asked < today
    )
    return Check("feasible_date", Grade.WARN if past else Grade.PASS, "R1", lines=past)


def _stated_total(order: Order) -> Check:
    """Compare the total that the customer's paper states with ours (I2)."""
    if order.stated_total is None or order.stated_total == order.total:
        return Check("equals_original", Grade.PASS, "I2")
    return Check("equals_original", Grade.WARN, "I2", evidence=f"{order.stated_total} {order.total}")
