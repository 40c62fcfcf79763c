"""Which departments see an order, and in which turn: every condition of a route × orders that meet it or do not."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from data.desk.making import default_policy
from data.errors import PolicyRefused
from data.orders import OrderLine
from data.rules.policy import parse
from data.rules.policy_changes import policy_changes
from data.rules.routing import NOWHERE, Surroundings, needed_reviews, turn_of
from data.states import HandlingClass, OrderKind, Review
from tests.unit.orders import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.rules.policy import Policy

R = Review
ORDER = replace(
    COMPLETE,
    payment_terms="30 days net",
    total=500_000,
    lines=(OrderLine(line_no=1, product_code="P1", quantity=5_000_000),),
)
AROUND = Surroundings(special=False, over_credit=False, terms="30 days net", origins=frozenset({"bought"}))

KEEP = {"review": {"special_products": [], "joint_above": 0, "reviews": {kind.value: ["sales"] for kind in OrderKind}}}


def policy(routes: Sequence[Mapping[str, Any]], **more: Any) -> Policy:
    """A policy whose routes are these and no others."""
    lines = default_policy().splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("[[review.routes]]"))
    last = next(at for at, line in enumerate(lines) if at > first and line.startswith("[") and "review" not in line)
    table = [
        line for line in lines[:first] if not line.startswith(("reviews", "special_products", "joint_above", *more))
    ]
    table += [f"{name} = {_toml(value)}" for name, value in {**KEEP["review"], **more}.items()]
    for route in routes:
        table += ["[[review.routes]]", *(f"{name} = {_toml(value)}" for name, value in route.items())]
    return parse("\n".join([*table, *lines[last:]]))


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    return json.dumps(value)


Condition = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]

CONDITIONS: tuple[Condition, ...] = (
    ({"kind": ["project", "service"]}, {"kind": OrderKind.PROJECT}, {"kind": OrderKind.GOODS}),
    (
        {"handling_class": ["urgent"]},
        {"handling_class": HandlingClass.URGENT},
        {"handling_class": HandlingClass.SPECIAL},
    ),
    ({"special": True}, {"special": True}, {"special": False}),
    ({"requirements": True}, {"special_requirements": "RAL 7035"}, {"special_requirements": " "}),
    ({"product_type": ["castings"]}, {"types": frozenset({"Castings"})}, {"types": frozenset({"bolts"})}),
    ({"total_above": 6000, "currency": "CNY"}, {"total": 600_001}, {"total": 600_000}),
    ({"total_above": 6000}, {"total": 600_001}, {"total": 600_001, "currency": "USD"}),
    ({"total_above": 600_000, "currency": "JPY"}, {"total": 600_001, "currency": "JPY"}, {"total": 600_001}),
    ({"over_credit": True}, {"over_credit": True}, {"over_credit": False}),
    ({"over_credit": False}, {"over_credit": False}, {"over_credit": True}),
    ({"terms_not": ["customer"]}, {"payment_terms": "60 days"}, {"payment_terms": " 30  DAYS net"}),
    ({"terms_not": ["customer", "Cash"]}, {"payment_terms": ""}, {"payment_terms": "cash"}),
    ({"origin": ["Bought", "外购"]}, {"origins": frozenset({"made", "外购"})}, {"origins": frozenset({"made"})}),
)
"""A condition of a route, an order that meets it, and one that does not."""


def routed(rules: Policy, facts: Mapping[str, Any]) -> tuple[Review, ...]:
    around = {name: value for name, value in facts.items() if name in ("special", "over_credit", "types", "origins")}
    order = {name: value for name, value in facts.items() if name not in around}
    return needed_reviews(replace(ORDER, **order), rules, around=replace(AROUND, **around))


@pytest.mark.parametrize(("condition", "met", "unmet"), CONDITIONS)
def test_a_condition_decides_alone(condition: Mapping[str, Any], met: dict[str, Any], unmet: dict[str, Any]) -> None:
    rules = policy([{**condition, "reviews": ["technical", "joint"]}])
    assert routed(rules, met) == (R.SALES, R.TECHNICAL, R.JOINT)
    assert routed(rules, unmet) == (R.SALES,)


PAIRS = [
    (one, other)
    for one, other in product(CONDITIONS, CONDITIONS)
    if not {*one[0]} & {*other[0]} and not {*one[1], *one[2]} & {*other[1], *other[2]}
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_all_conditions_of_a_route_have_to_hold(one: Condition, other: Condition) -> None:
    rules = policy([{**one[0], **other[0], "reviews": ["finance"]}])
    for first, second in product((True, False), repeat=2):
        facts = {**(one[1] if first else one[2]), **(other[1] if second else other[2])}
        assert (R.FINANCE in routed(rules, facts)) is (first and second)


def test_a_route_without_conditions_always_adds_and_each_review_is_asked_once() -> None:
    rules = policy([{"reviews": ["finance", "sales"]}, {"over_credit": False, "reviews": ["finance", "warehouse"]}])
    assert needed_reviews(ORDER, rules) == (R.SALES, R.FINANCE, R.WAREHOUSE)


def test_the_first_policy_routes_a_special_urgent_order_over_the_limits_to_five() -> None:
    rules = parse(default_policy())
    order = replace(ORDER, handling_class=HandlingClass.URGENT, total=100_000_001)
    around = Surroundings(special=True, over_credit=True, terms="30 days net")
    assert set(needed_reviews(order, rules, around=around)) == {R.SALES, R.FINANCE, R.TECHNICAL, R.PRODUCTION, R.JOINT}
    requisition = replace(ORDER, kind=OrderKind.REQUISITION)
    assert needed_reviews(requisition, rules, around=replace(NOWHERE, over_credit=True)) == (R.WAREHOUSE, R.FINANCE)


def test_an_earlier_policy_has_no_routes_and_no_turns() -> None:
    lines = default_policy().splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("turns"))
    last = next(at for at, line in enumerate(lines) if line.startswith("[checks]"))
    rules = parse("\n".join(line for line in lines[:first] + lines[last:] if not line.startswith("hand_over_days")))
    assert (rules.review.routes, rules.review.turns, rules.review.escalate_after_hours) == ((), (), 0)
    assert rules.handover.departments == {}
    assert needed_reviews(ORDER, rules, special=True) == (R.SALES, R.FINANCE, R.TECHNICAL)


TURNS = ((R.TECHNICAL,), (R.FINANCE, R.PRODUCTION), (R.SALES,), (R.JOINT,))


@pytest.mark.parametrize(
    ("asked", "turns"),
    [
        ((R.SALES, R.FINANCE), {R.FINANCE: 1, R.SALES: 2}),
        ((R.SALES, R.TECHNICAL, R.FINANCE, R.JOINT), {R.TECHNICAL: 1, R.FINANCE: 2, R.SALES: 3, R.JOINT: 4}),
        ((R.WAREHOUSE, R.TECHNICAL, R.SALES), {R.WAREHOUSE: 1, R.TECHNICAL: 1, R.SALES: 2}),
        ((R.JOINT,), {R.JOINT: 1}),
    ],
)
def test_turns_that_nobody_is_asked_in_do_not_count(asked: tuple[Review, ...], turns: dict[Review, int]) -> None:
    assert {review: turn_of(review, TURNS, asked) for review in asked} == turns
    assert {turn_of(review, (), asked) for review in asked} == {1}


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("turns = []", 'turns = [["sales"], ["finance", "sales"]]', "review.turns", "twice_in_turns"),
        ("turns = []", 'turns = [["sales"], []]', "review.turns.1", "bad_setting"),
        ("turns = []", 'turns = [["everybody"]]', "review.turns.0.0", "bad_setting"),
        ("concerns = {}", 'concerns = { finance = ["line.colour"] }', "review.concerns.finance.0", "unknown_concern"),
        ("escalate_after_hours = 24", "escalate_after_hours = -1", "review.escalate_after_hours", "bad_setting"),
        ("hours = {}", "hours = { technical = 0 }", "review.hours.technical", "bad_setting"),
        ("\nover_credit = true", "\nover_limit = true", "review.routes.0.over_limit", "key_unknown"),
        ('\nreviews = ["technical", "production"]', "\nreviews = []", "review.routes.1.reviews", "bad_setting"),
        ("\nspecial = true", '\norigin = "made"', "review.routes.1.origin", "bad_setting"),
        ("\nspecial = true", "\nspecial = true\ntotal_above = -1", "review.routes.1.total_above", "bad_setting"),
        ("\nworking_days = 1", "\nworking_days = 0", "handover.working_days", "bad_setting"),
        ("hand_over_days = 1", "hand_over_days = 0", "handling.hand_over_days", "bad_setting"),
    ],
)
def test_each_fault_names_its_line(old: str, new: str, field: str, code: str) -> None:
    document = default_policy()
    assert document.count(old) == 1
    document = document.replace(old, new)
    with pytest.raises(PolicyRefused) as refused:
        parse(document)
    problem = refused.value.problems[0]
    assert (problem.field, problem.code) == (field, code)
    assert document.splitlines()[(problem.where.row or 0) - 1].startswith(new.rsplit("\n", maxsplit=1)[-1])


def test_a_change_of_a_route_is_told_by_its_place() -> None:
    before = default_policy()
    after = before.replace("over_credit = true", "over_credit = false")
    assert [(one.key, one.before, one.after) for one in policy_changes(before, after)] == [
        ("review.routes.1.over_credit", "true", "false")
    ]
