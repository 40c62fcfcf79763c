"""The checks of an order: the clerk's self-check (R1) and the five points of a contract review (R7).

Each passes, warns or fails, or says that nothing is known, with its clause and what it found. The clerk and the
reviewers see the same checks; what fails is not handed to review.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from data.amounts import minor_digits
from data.orders import Order
from data.rules.checks_of_cost import margin
from data.rules.checks_of_customer import company_rules, standing
from data.rules.checks_of_goods import capacity, feasible_date, known_place, quality_standard, stock, technical
from data.rules.checks_of_money import credit, floor_price, in_bounds, original_total, price, terms, whole_quantities
from data.rules.evidence import Evidence
from data.rules.facts import Behind, CheckName, Fact, See, Term, fact
from data.rules.findings import Found
from data.rules.required import missing, missing_lines

if TYPE_CHECKING:
    from data.rules.policy import Policy  # pydantic, which a screen that only shows a check does not wait for


class Grade(StrEnum):
    """How a check ends."""

    PASS = "pass"  # noqa: S105 - a grade, not a password
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, how it ended, the clause, what it found, and the way to the data behind it."""

    name: str
    grade: Grade
    clause: str
    evidence: tuple[Fact, ...] = ()
    see: See | None = None

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of the order that it is about."""
        return tuple(sorted({line for one in self.evidence for line in one.lines}))


Judge = Callable[[Order, "Policy", Evidence], Found | None]


def _required(order: Order, policy: "Policy", _known: Evidence) -> Found:
    lacking = missing(order, policy)
    facts = [fact("missing", *missing_lines(order, name), element=Term("field", name)) for name in lacking]
    return Found(tuple(facts), bool(facts), see=See(Behind.ORDER))


_JUDGES: Mapping[CheckName, tuple[str, Judge]] = {
    CheckName.REQUIRED_ELEMENTS: ("I3", _required),
    CheckName.EQUALS_ORIGINAL: ("I2", original_total),
    CheckName.RULES: ("R1", company_rules),
    CheckName.AMOUNTS_IN_BOUNDS: ("R1", in_bounds),
    CheckName.WHOLE_QUANTITIES: ("R7", whole_quantities),
    CheckName.PRICE_WITHIN_TOLERANCE: ("R1", price),
    CheckName.FLOOR_PRICE: ("E11", floor_price),
    CheckName.MARGIN: ("R3", margin),
    CheckName.PAYMENT_TERMS: ("R1", terms),
    CheckName.EXPOSURE: ("C2", credit),
    CheckName.STANDING: ("R5", standing),
    CheckName.QUALITY_STANDARD: ("R1", quality_standard),
    CheckName.TECHNICAL_REQUIREMENTS: ("R7", technical),
    CheckName.CAPACITY: ("R7", capacity),
    CheckName.STOCK_AND_MATERIAL: ("R7", stock),
    CheckName.FEASIBLE_DATE: ("R1", feasible_date),
    CheckName.KNOWN_PLACE: ("R1", known_place),
}
"""Check → its clause, and what judges it."""


def run_checks(order: Order, policy: "Policy", known: Evidence) -> tuple[Check, ...]:
    """Return every check that concerns an order; one that the policy does not ask for is left out.

    Args:
        order: the order as it stands.
        policy: the policy in force.
        known: what it is measured against.
    """
    found = []
    for name, (clause, judge) in _JUDGES.items():
        judged = judge(order, policy, known)
        if judged is not None:
            found.append(Check(name.value, _grade(name, judged, policy), clause, judged.evidence, judged.see))
    return tuple(found)


def _grade(name: CheckName, found: Found, policy: "Policy") -> Grade:
    if found.bad:
        always = found.fatal or name is CheckName.REQUIRED_ELEMENTS
        return Grade.FAIL if always or name in policy.checks.strict else Grade.WARN
    if found.unknown:
        return Grade.WARN if name in policy.checks.must_know else Grade.UNKNOWN
    return Grade.PASS


def failed(checks: tuple[Check, ...]) -> tuple[str, ...]:
    """Return the names of the checks that fail."""
    return tuple(check.name for check in checks if check.grade is Grade.FAIL)


@dataclass(frozen=True, slots=True)
class NotSimple:
    """Why an order is not one of those that pass many at once.

    Attributes:
        dear: whether it costs too much, or is in another currency than the bound.
        checks: what warns or fails.
    """

    dear: bool
    checks: tuple[str, ...]


def not_simple(order: Order, policy: "Policy", checks: tuple[Check, ...]) -> NotSimple | None:
    """Return why an order does not pass with others at once; None where the policy calls it simple."""
    rules = policy.review
    bound = rules.simple_below * 10 ** minor_digits(rules.joint_currency)
    dear = order.currency != rules.joint_currency or order.total >= bound
    warned = tuple(check.name for check in checks if check.grade in (Grade.WARN, Grade.FAIL))
    return NotSimple(dear, warned) if dear or warned else None
