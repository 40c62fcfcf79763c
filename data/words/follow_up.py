"""What follows a review, in words: conditions, who took note, how many opinions were late (R8, R9)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from data.opinions import ReviewCondition, SupervisorCall
from data.orders import Order, ReviewOpinion
from data.rules.review import late
from data.states import Role
from data.words import _
from data.words.formats import format_date
from data.words.labels import code_label, label
from data.words.phrases import listing


def owner_text(owner: str) -> str:
    """Return who sees to something: a person as recorded, or the name of a role."""
    return code_label("Role", owner) if owner in set(Role) else owner


def condition_parts(condition: ReviewCondition) -> tuple[str, ...]:
    """Return what is to be said of a condition: what, of which review, who sees to it until when, or how it was met."""
    if condition.resolved_at is not None:
        return condition.text, label(condition.review), condition.result, condition.resolved_by
    by = _("until {when}").format(when=format_date(condition.due))
    return condition.text, label(condition.review), owner_text(condition.owner), by, _("open")


def call_parts(call: SupervisorCall) -> tuple[str, ...]:
    """Return what is to be said of a call for the supervisor: what is stuck, who called, and the answer."""
    if call.answered_at is None:
        return call.text, call.by, _("open")
    return call.text, call.by, call.answer, call.answered_by


def opinion_remarks(opinion: ReviewOpinion) -> tuple[str, ...]:
    """Return what is to be said of an opinion beside what it says: that it repeats another, and by which policy."""
    found = []
    if opinion.as_in_round:
        found.append(_("as in round {number}").format(number=opinion.as_in_round))
    if opinion.policy:
        found.append(_("policy {number}").format(number=opinion.policy))
    return tuple(found)


def late_counts(order: Order, now: datetime) -> Mapping[str, int]:
    """Return review → how many of its opinions on an order, of all rounds, were late or are (R8)."""
    return Counter(one.review.value for one in late(order.opinions, now))


def late_text(order: Order, now: datetime) -> str:
    """Return which departments were late how often; "" where none was."""
    return listing(
        _("{name} ({count})").format(name=code_label("Review", review), count=count)
        for review, count in late_counts(order, now).items()
    )


def taken_note_text(order: Order) -> str:
    """Return which departments took note of the order since it was approved, and who of them."""
    return listing(
        _("{name} ({person})").format(name=label(one.department), person=one.by)
        for one in order.notes_taken
        if one.round == order.review_round
    )
