"""How long a department has for its opinion, and when one that is late goes to the supervisor (R8, I7)."""

from datetime import datetime, timedelta

from data.rules.policy import Policy
from data.rules.worktime import after_working_time, decision_due
from data.states import HandlingClass, Review


def opinion_due(
    policy: Policy, review: Review, asked_at: datetime, handling_class: HandlingClass, since: datetime | None = None
) -> datetime:
    """Return by when an opinion is due.

    Args:
        policy: in force.
        review: whose opinion; the policy may give it hours of its own, counted from when it is asked for.
        asked_at: when it is asked for, or its turn came.
        handling_class: of the order, whose hours count otherwise.
        since: when those began, if not when it was asked for: of a first round the receipt of the order.
    """
    own = policy.review.hours.get(review)
    if own is None:
        return decision_due(policy, asked_at if since is None else since, handling_class)
    return _after(policy, asked_at, own)


def escalates_at(policy: Policy, due_at: datetime) -> datetime | None:
    """Return when a late opinion goes to the supervisor by rule; None where the policy has no such rule."""
    hours = policy.review.escalate_after_hours
    return _after(policy, due_at, hours) if hours else None


def answer_due(policy: Policy, at: datetime) -> datetime:
    """Return by when the supervisor answers somebody who is stuck (P4)."""
    return _after(policy, at, policy.review.answer_hours)


def _after(policy: Policy, start: datetime, hours: int) -> datetime:
    if policy.handling.clock == "working":
        return after_working_time(policy.office, start, hours)
    return start + timedelta(hours=hours)
