"""The policy's tables `[rules]` and `[standing]`: what is not sold to whom and where (R1), how customers stand (R5)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from data.rules.evidence import plain
from data.rules.policy_tables import Table


def _named(name: str) -> str:
    if not plain(name):
        raise ValueError("rule_without_name")
    return name


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise ValueError("rule_without_reason")
    return reason


Rules = Mapping[Annotated[str, AfterValidator(_named)], Annotated[str, AfterValidator(_reasoned)]]
"""What is not allowed → the reason why."""
NO_RULES: Rules = {}


class CompanyRules(Table):
    """What law and company do not allow (R1); an order that meets one of these is not handed to review."""

    customers: Rules = NO_RULES
    """Code or name of a customer to whom nothing is sold → the reason."""
    countries: Rules = NO_RULES
    """Country to which nothing is delivered → the reason."""
    products: Rules = NO_RULES
    """Code of a product that is not sold → the reason."""
    words: Rules = NO_RULES
    """Word that no order may have in products, specifications, requirements or notes → the reason."""


class StandingRules(Table):
    """From when on the sales review is warned of a customer (R5)."""

    months: Annotated[int, Field(ge=1, le=120)] = 12
    """Over which turnover, punctuality and faults are looked at."""
    days_late: Annotated[int, Field(ge=0, le=3_660)] = 15
    """Payments that come later than this on average warn; 0 = never."""
    days_overdue: Annotated[int, Field(ge=0, le=3_660)] = 30
    """Receivables that are overdue for longer than this warn; 0 = never."""
