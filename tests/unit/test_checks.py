"""The checks of an order (R1, R7, C2, E11): each with each grade, what it found, and what passes many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.orders import ScheduleLine
from data.parties import Customer, Product
from data.rules.checks import Check, Grade, NotSimple, failed, not_simple, run_checks
from data.rules.checks_of_goods import standard_in
from data.rules.checks_of_money import net_price, unit_price
from data.rules.evidence import Agreed, Evidence, Released, Room, WeekRoom, plain
from data.rules.exposure import Exposure
from data.rules.facts import Behind, CheckName, Money, Rate
from data.rules.standing import Standing
from data.words.checks import FACTS, evidence_text
from tests.unit import orders
from tests.unit.orders import COMPLETE, TODAY, WANTED

if TYPE_CHECKING:
    from data.rules.policy import Policy

MONDAY = date(2026, 3, 2)
LINE = replace(orders.LINE, specification="GB/T 10059-2023")
ORDER = replace(COMPLETE, customer_code="C1", stated_total=5000, lines=(LINE,))
PRODUCT = Product(
    1, "P1", "Bolt", unit="pcs", list_price=10_000_000, currency="CNY", lead_days=10, standard_cost=6_000_000
)
EXPOSURE = Exposure("CNY", 100_000, this_order=5_000)
ROOM = Room("W1", "Assembly", (1,), 5_000_000, WANTED, (WeekRoom(MONDAY, 90_000_000, 100_000_000),))
STANDING = Standing(date(2025, 1, 7), 12, 12, (Money(900_000, "CNY"),), 8, 3)
KNOWN = Evidence(
    TODAY,
    {"P1": PRODUCT},
    Customer(1, "C1", "海川", payment_terms="30 days", delivery_place="Ningbo"),
    {},
    frozenset({"ningbo"}),
    EXPOSURE,
    (ROOM,),
    {"P1": date(2026, 3, 16)},
    standing=STANDING,
)

Changes = Mapping[str, Any]

BAD: Mapping[CheckName, tuple[Changes, Changes]] = {
    CheckName.REQUIRED_ELEMENTS: ({"contact": ""}, {}),
    CheckName.EQUALS_ORIGINAL: ({"stated_total": 4999}, {}),
    CheckName.AMOUNTS_IN_BOUNDS: ({"total": 10**13 + 1, "stated_total": None}, {}),
    CheckName.WHOLE_QUANTITIES: ({"lines": (replace(LINE, quantity=1_500_000),)}, {}),
    CheckName.PRICE_WITHIN_TOLERANCE: ({"lines": (replace(LINE, unit_price=10_600_000),)}, {}),
    CheckName.FLOOR_PRICE: ({"lines": (replace(LINE, unit_price=7_900_000),)}, {}),
    CheckName.MARGIN: ({}, {"products": {"P1": replace(PRODUCT, standard_cost=9_000_001)}}),
    CheckName.STANDING: ({}, {"standing": replace(STANDING, days_late=16)}),
    CheckName.PAYMENT_TERMS: ({"payment_terms": "180 days"}, {}),
    CheckName.EXPOSURE: ({}, {"exposure": replace(EXPOSURE, unpaid=100_000)}),
    CheckName.QUALITY_STANDARD: ({"lines": (replace(LINE, specification="M8"),)}, {}),
    CheckName.TECHNICAL_REQUIREMENTS: ({"lines": (replace(LINE, drawing_no="D-1"),)}, {}),
    CheckName.CAPACITY: ({}, {"rooms": (replace(ROOM, needed=10_000_001),)}),
    CheckName.FEASIBLE_DATE: ({"requested_date": date(2026, 3, 15)}, {}),
    CheckName.KNOWN_PLACE: ({"delivery_place": "Shanghai"}, {}),
}
"""What makes each check bad: changes of the order, changes of what is known."""

UNKNOWN: Mapping[CheckName, tuple[Changes, Changes]] = {
    CheckName.PRICE_WITHIN_TOLERANCE: ({}, {"products": {"P1": replace(PRODUCT, list_price=None)}}),
    CheckName.EXPOSURE: ({}, {"exposure": replace(EXPOSURE, limit=None)}),
    CheckName.MARGIN: ({}, {"products": {"P1": replace(PRODUCT, standard_cost=None)}}),
    CheckName.STANDING: ({}, {"standing": Standing(None, 0, 12)}),
    CheckName.CAPACITY: ({}, {"rooms": (replace(ROOM, weeks=()),)}),
    CheckName.STOCK_AND_MATERIAL: ({}, {}),
    CheckName.FEASIBLE_DATE: ({}, {"earliest": {}}),
    CheckName.KNOWN_PLACE: ({}, {"places": frozenset()}),
}
"""What leaves each check in the dark."""


@pytest.fixture
def rules(policy: Policy) -> Policy:
    """The first policy, with a floor, a margin and named terms."""
    return with_checks(policy, floor=Decimal("0.8"), margin=Decimal("0.1"), payment_terms=("30 days", "cash"))


def with_checks(policy: Policy, **changes: object) -> Policy:
    return policy.model_copy(update={"checks": policy.checks.model_copy(update=changes)})


def checked(policy: Policy, order: Changes | None = None, known: Changes | None = None) -> dict[str, Check]:
    found = run_checks(replace(ORDER, **(order or {})), policy, replace(KNOWN, **(known or {})))
    return {check.name: check for check in found}


def test_every_check_is_there_once_in_its_order_and_passes_what_is_good(rules: Policy) -> None:
    found = run_checks(ORDER, rules, KNOWN)
    assert [check.name for check in found] == [name.value for name in CheckName]
    grades = {check.name: check.grade for check in found}
    assert grades.pop("stock_and_material") is Grade.UNKNOWN
    assert set(grades.values()) == {Grade.PASS}
    assert all(check.clause for check in found)
    assert failed(found) == ()


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("strict", [False, True])
def test_what_is_bad_warns_or_fails_as_the_policy_says(rules: Policy, name: CheckName, strict: bool) -> None:
    policy = with_checks(rules, strict=(name,) if strict else ())
    check = checked(policy, *BAD[name])[name]
    always = name is CheckName.REQUIRED_ELEMENTS
    assert check.grade is (Grade.FAIL if strict or always else Grade.WARN)
    assert evidence_text(check)
    others = checked(policy, *BAD[name])
    bad = {one for one, found in others.items() if found.grade in (Grade.WARN, Grade.FAIL)}
    assert name in bad
    # a price below the floor is off the list too; nothing else is drawn in
    assert bad <= {name, "price_within_tolerance"}


@pytest.mark.parametrize("name", UNKNOWN)
@pytest.mark.parametrize("must", [False, True])
def test_what_is_not_known_says_so_or_warns_as_the_policy_says(rules: Policy, name: CheckName, must: bool) -> None:
    policy = with_checks(rules, must_know=(name,) if must else ())
    check = checked(policy, *UNKNOWN[name])[name]
    assert check.grade is (Grade.WARN if must else Grade.UNKNOWN)
    assert evidence_text(check)
    assert failed(tuple(checked(policy, *UNKNOWN[name]).values())) == ()


def test_every_fact_has_a_sentence_that_names_its_values(rules: Policy) -> None:
    cases = [({}, {}), *BAD.values(), *UNKNOWN.values()]
    facts = [one for case in cases for check in checked(rules, *case).values() for one in check.evidence]
    for one in facts:
        assert one.kind in FACTS
        for name, _value in one.values:
            assert f"{{{name}}}" in FACTS[one.kind] or one.kind in (
                "no_room",
                "has_room",
                "terms_not_allowed",
                "below_margin",
            )


# --- prices -------------------------------------------------------------------------------------------------------


def price_of(policy: Policy, unit: int, **known: object) -> Check:
    return checked(policy, {"lines": (replace(LINE, unit_price=unit),)}, known)["price_within_tolerance"]


def test_a_price_beyond_the_tolerance_is_a_warning(policy: Policy) -> None:
    assert [price_of(policy, unit).grade for unit in (9_500_000, 10_500_000)] == [Grade.PASS, Grade.PASS]
    assert [price_of(policy, unit).grade for unit in (9_499_999, 10_500_001)] == [Grade.WARN, Grade.WARN]
    told = dict(price_of(policy, 9_000_000).evidence[0].values)
    assert told["difference"] == Rate(-100_000, signed=True)
    assert "9.00" in evidence_text(price_of(policy, 9_000_000))
    assert "-10%" in evidence_text(price_of(policy, 9_000_000))


def test_a_contract_price_has_to_be_kept_to_the_last_digit(policy: Policy) -> None:
    agreed = {"agreed": {"P1": Agreed("SO-0", 7_000_000)}}
    assert price_of(policy, 7_000_000, **agreed).grade is Grade.PASS
    assert price_of(policy, 7_000_001, **agreed).grade is Grade.WARN
    assert price_of(policy, 10_000_000, **agreed).grade is Grade.WARN
    assert "SO-0" in evidence_text(price_of(policy, 10_000_000, **agreed))


def test_a_list_in_another_currency_is_no_list(policy: Policy) -> None:
    abroad = {"products": {"P1": replace(PRODUCT, currency="USD")}}
    assert price_of(policy, 99_000_000, **abroad).grade is Grade.UNKNOWN
    everywhere = {"products": {"P1": replace(PRODUCT, currency="")}}
    assert price_of(policy, 99_000_000, **everywhere).grade is Grade.WARN


def test_only_the_lines_that_are_off_are_told(policy: Policy) -> None:
    lines = tuple(replace(LINE, line_no=at, unit_price=(20 if at == 7 else 10) * 10**6) for at in range(1, 51))
    check = checked(policy, {"lines": lines})["price_within_tolerance"]
    assert check.lines == (7,)
    assert check.see is not None
    assert (check.see.what, check.see.key) == (Behind.PRODUCT, "P1")


def test_the_price_of_a_line_with_a_total_alone_is_worked_out() -> None:
    line = replace(LINE, unit_price=None, stated_total=4_000)
    assert unit_price(line, "CNY") == 8_000_000
    assert net_price(line, replace(ORDER, lines=(line,), discount_rate=100_000)) == 7_200_000
    assert unit_price(replace(line, quantity=None), "CNY") is None


# --- the floor ----------------------------------------------------------------------------------------------------


def floor_of(policy: Policy, *released: Released, **line: object) -> Grade | None:
    order = {"lines": (replace(LINE, **line),)}  # type: ignore[arg-type]  # fields by name
    check = checked(policy, order, {"released": released}).get("floor_price")
    return None if check is None else check.grade


def test_a_policy_without_a_floor_has_no_such_check(policy: Policy) -> None:
    assert floor_of(policy, unit_price=1) is None


def test_discounts_count_at_the_floor(rules: Policy) -> None:
    assert floor_of(rules, unit_price=8_000_000) is Grade.PASS
    assert floor_of(rules, unit_price=7_999_999) is Grade.FAIL
    assert floor_of(rules, discount_rate=200_000) is Grade.PASS
    assert floor_of(rules, discount_rate=200_001) is Grade.FAIL
    found = checked(rules, {"discount_rate": 250_000})["floor_price"]
    assert found.grade is Grade.FAIL


def test_a_release_holds_for_its_line_at_its_price_alone(rules: Policy) -> None:
    release = Released(1, "P1", 7_000_000, "CNY", "su", "key customer")
    assert floor_of(rules, release, unit_price=7_000_000) is Grade.PASS
    assert floor_of(rules, release, unit_price=6_999_999) is Grade.FAIL
    assert floor_of(rules, release, unit_price=7_500_000) is Grade.FAIL
    assert floor_of(rules, replace(release, line_no=2), unit_price=7_000_000) is Grade.FAIL
    assert floor_of(rules, replace(release, product_code="P2"), unit_price=7_000_000) is Grade.FAIL
    assert floor_of(rules, replace(release, currency="USD"), unit_price=7_000_000) is Grade.FAIL


# --- terms, place, date -------------------------------------------------------------------------------------------


def test_the_customers_own_terms_and_those_of_the_policy_are_allowed(rules: Policy, policy: Policy) -> None:
    def grade(found: Policy, terms: str) -> Grade:
        return checked(found, {"payment_terms": terms})["payment_terms"].grade

    assert grade(rules, " 30  DAYS ") is grade(rules, "cash") is Grade.PASS
    assert grade(rules, "60 days") is Grade.WARN
    assert grade(policy, "whatever") is Grade.PASS  # the first policy names no terms


def test_places_of_planned_deliveries_count_too(rules: Policy) -> None:
    planned = (ScheduleLine(WANTED, 5_000_000, "Dock 2"),)
    check = checked(rules, {"lines": (replace(LINE, schedule=planned),)})["known_place"]
    assert check.grade is Grade.WARN
    assert "Dock 2" in evidence_text(check)


def test_the_day_of_a_line_goes_before_that_of_the_order(rules: Policy) -> None:
    late = replace(LINE, line_no=2, requested_date=TODAY - timedelta(days=1))
    soon = replace(LINE, line_no=3, schedule=(ScheduleLine(date(2026, 3, 10), 5_000_000),))
    check = checked(rules, {"lines": (LINE, late, soon)})["feasible_date"]
    assert (check.grade, check.lines) == (Grade.WARN, (2, 3))
    assert [one.kind for one in check.evidence] == ["date_past", "too_early"]


# --- quality, technical -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("as GB/T 10059-2023", "GB/T 10059-2023"),
        ("EN10204 3.1", "EN10204"),
        ("ISO 9001:2015", "ISO 9001:2015"),
        ("DIN-933", "DIN-933"),
        ("按企标执行", "企标"),
        ("a pen 5, GBR 4, ENough", ""),
        ("ISO", ""),
        ("", ""),
    ],
)
def test_a_standard_is_known_by_its_word_and_number(policy: Policy, text: str, found: str) -> None:
    assert standard_in(text, policy.checks.quality_words) == found


def test_the_quality_standard_is_of_the_order_of_all_lines_or_of_the_policy(policy: Policy) -> None:
    bare = replace(LINE, line_no=2, specification="M8")

    def check(rules: Policy, **order: object) -> Check:
        return checked(rules, {"lines": (LINE, bare), **order})["quality_standard"]

    assert (check(policy).grade, check(policy).lines) == (Grade.WARN, (2,))
    assert check(policy, special_requirements="to JIS B 1180").grade is Grade.PASS
    assert check(policy, lines=(LINE, replace(bare, drawing_no="D-7"))).grade is Grade.PASS
    papers = policy.papers.model_copy(update={"quality_standard": "GB 1; inspection on arrival"})
    named = policy.model_copy(update={"papers": papers})
    assert check(named).grade is Grade.PASS
    assert "GB 1" in evidence_text(check(named))


def test_special_products_are_described_and_drawings_have_the_revision_of_the_product(policy: Policy) -> None:
    def codes(line: Changes, **product: object) -> list[str]:
        products = {"P1": replace(PRODUCT, **product)}  # type: ignore[arg-type]  # fields by name
        bare = replace(LINE, specification="", **line)
        check = checked(policy, {"lines": (bare,)}, {"products": products})["technical_requirements"]
        assert (check.grade is Grade.WARN) == any(one.kind != "special_described" for one in check.evidence)
        return [one.kind for one in check.evidence]

    assert codes({}) == []
    assert codes({}, special="special") == ["special_undescribed"]
    assert codes({"drawing_no": "D1", "revision": "B"}, special="special") == ["special_described"]
    assert codes({"drawing_no": "D1"}) == ["no_revision"]
    assert codes({"drawing_no": "D1", "revision": "B"}, drawing_no="D1", revision="A") == ["other_revision"]
    assert codes({"drawing_no": "D1", "revision": "b"}, drawing_no="D1", revision="B") == []
    assert codes({}, drawing_no="D1", revision="A") == []


# --- capacity -----------------------------------------------------------------------------------------------------


def test_what_is_free_is_what_every_week_leaves(policy: Policy) -> None:
    weeks = (WeekRoom(MONDAY, 120, 100), WeekRoom(MONDAY + timedelta(days=7), 40, 100), WeekRoom(TODAY, 0, 100))
    room = replace(ROOM, weeks=weeks)
    assert room.free == 160  # a week that is overloaded takes nothing from the others
    assert room.fullest == weeks[0]
    assert checked(policy, {}, {"rooms": (replace(room, needed=160),)})["capacity"].grade is Grade.PASS
    check = checked(policy, {}, {"rooms": (replace(room, needed=161),)})["capacity"]
    assert check.grade is Grade.WARN
    assert check.see is not None
    assert (check.see.what, check.see.key, check.see.week) == (Behind.WEEK, "W1", MONDAY)
    assert "120%" in evidence_text(check)


def test_an_order_of_which_nothing_is_made_loads_nothing(policy: Policy) -> None:
    assert checked(policy, {}, {"rooms": ()})["capacity"].grade is Grade.PASS


def test_one_room_that_is_too_small_is_enough(policy: Policy) -> None:
    tight, dark = replace(ROOM, code="W2", needed=10**9), replace(ROOM, code="W3", weeks=())
    check = checked(policy, {}, {"rooms": (ROOM, dark, tight)})["capacity"]
    assert check.grade is Grade.WARN
    assert check.evidence[0].kind == "no_room"
    assert {one.kind for one in check.evidence} == {"no_room", "has_room", "no_capacity"}


# --- what passes many at once -------------------------------------------------------------------------------------


def test_simple_is_what_is_cheap_and_nothing_warns_of(rules: Policy) -> None:
    checks = run_checks(ORDER, rules, KNOWN)
    at_bound = replace(ORDER, total=2_000_000)
    assert not_simple(ORDER, rules, checks) is None
    assert not_simple(replace(ORDER, total=1_999_999), rules, checks) is None
    assert not_simple(at_bound, rules, checks) == NotSimple(True, ())
    assert not_simple(replace(ORDER, currency="USD"), rules, checks) == NotSimple(True, ())
    warned = run_checks(replace(ORDER, delivery_place="Shanghai"), rules, KNOWN)
    assert not_simple(ORDER, rules, warned) == NotSimple(False, ("known_place",))
    none = rules.model_copy(update={"review": rules.review.model_copy(update={"simple_below": 0})})
    assert not_simple(replace(ORDER, total=0), none, checks) == NotSimple(True, ())


def test_texts_are_compared_without_their_dress() -> None:
    assert plain(" 1 Harbour-Road,  NINGBO ") == plain("1 harbour road; Ningbo") == "1 harbour road ningbo"
    assert plain("宁波市，海曙区") == "宁波市 海曙区"


def test_no_sentence_waits_for_a_fact_that_no_check_finds() -> None:
    rules = Path(__file__).parents[2] / "data" / "rules"
    made = "".join(path.read_text(encoding="utf-8") for path in [*rules.glob("checks*.py"), rules / "masking.py"])
    # kinds that are chosen on the way stand alone
    assert {kind for kind in FACTS if f'"{kind}"' not in made} == set()
    assert {part.split('"')[1] for part in made.split("fact(")[1:] if part.startswith('"')} <= set(FACTS)
