"""What tests of the review room ask, and how they give people roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.desk.making import default_policy

if TYPE_CHECKING:
    from data.orders import Order
    from data.states import Opinion
    from screens.review import ReviewScreen
    from tests.rooms.trial import Trial

SIMPLE = (
    ('quality_standard = "" ', 'quality_standard = "GB 1" '),
    ("simple_below = 20000 ", "simple_below = 99999999 "),
    ("price_tolerance = 0.05 ", "price_tolerance = 1.0 "),
)
"""Changes of the policy after which the orders of the trial are simple, but for what a test does to them."""


def roles(trial: Trial, *changes: tuple[str, str], **people: str) -> None:
    """Give the office people with roles, and the policy other changes."""
    named = ", ".join(f'{person} = ["{role}"]' for person, role in people.items())
    document = default_policy()
    for old, new in (("roles = {} ", f"roles = {{ {named} }} "), *changes):
        assert document.count(old) == 1, old
        document = document.replace(old, new)
    trial.ask(lambda desk: desk.policy.set(document))


def order(trial: Trial, number: str) -> Order:
    found: list[Order] = []
    trial.ask(lambda desk: found.append(desk.orders.get(number)))
    return found[0]


def opinions(trial: Trial, number: str) -> dict[str, Opinion]:
    found = order(trial, number)
    return {one.review.value: one.opinion for one in found.opinions if one.round == found.review_round}


def shown(room: ReviewScreen) -> list[str]:
    return [row.number for _place, row in sorted(room.table.window.items())]
