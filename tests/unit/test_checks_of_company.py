"""Cost and margin (R3), rules of law and company (R1), and how a customer stands (R5): each judged by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from data.errors import PolicyRefused
from data.orders import OrderLine, ScheduleLine
from data.parties import Customer, Product
from data.rules.checks import Check, Grade, failed
from data.rules.checks_of_cost import below_cost
from data.rules.checks_of_customer import stands_in
from data.rules.evidence import Evidence, Released
from data.rules.facts import Behind, Cost, Fact, Margin, Money, Price, Rate
from data.rules.masking import COSTS_HIDDEN, Sight, masked
from data.rules.policy import Policy, parse
from data.rules.standing import Bill, Payment, Receivable, Standing, months_before, punctuality
from data.states import PriceBasis
from data.words.checks import evidence_text
from tests.unit.orders import WANTED
from tests.unit.test_checks import KNOWN, LINE, ORDER, PRODUCT, checked, with_checks
from tests.unit.test_policy import DOCUMENT, refused

if TYPE_CHECKING:
    from collections.abc import Mapping


# --- cost and margin ----------------------------------------------------------------------------------------------


def cost_of(policy: Policy, product: Product, *lines: OrderLine, **known: object) -> Check:
    order = {"lines": lines or (LINE,)}
    return checked(policy, order, {"products": {"P1": product}, **known})["margin"]


def kinds(check: Check) -> list[str]:
    return [one.kind for one in check.evidence]


def at(unit: int, **more: object) -> OrderLine:
    return replace(LINE, unit_price=unit, **more)  # type: ignore[arg-type]  # fields by name


def test_the_margin_is_what_a_price_leaves_above_the_cost(policy: Policy) -> None:
    check = cost_of(policy, PRODUCT)
    assert (check.grade, check.clause, kinds(check)) == (Grade.PASS, "R3", ["margin_of_order"])
    assert dict(check.evidence[0].values) == {"margin": Margin(400_000)}
    assert "40%" in evidence_text(check)
    # the cost itself is no loss, and no margin
    assert cost_of(policy, PRODUCT, at(6_000_000)).grade is Grade.PASS


@pytest.mark.parametrize(("strict", "grade"), [((), Grade.WARN), (("margin",), Grade.FAIL)])
def test_below_the_margin_warns_or_fails_as_the_policy_says(
    policy: Policy, strict: tuple[str, ...], grade: Grade
) -> None:
    rules = with_checks(policy, margin=Decimal("0.4"), strict=strict)
    assert cost_of(rules, PRODUCT).grade is Grade.PASS
    low = cost_of(rules, PRODUCT, at(9_999_999))
    assert (low.grade, kinds(low), low.lines) == (grade, ["below_margin", "order_below_margin"], (1,))
    assert low.see is not None
    assert (low.see.what, low.see.key) == (Behind.PRODUCT, "P1")


def test_below_cost_is_always_worse_than_below_the_margin(policy: Policy) -> None:
    rules = with_checks(policy, margin=Decimal("0.4"), strict=())
    check = cost_of(rules, PRODUCT, at(5_999_999), at(9_000_000, line_no=2))
    assert check.grade is Grade.FAIL
    assert kinds(check) == ["below_cost", "below_margin", "order_below_margin"]
    told = dict(check.evidence[0].values)
    assert (told["price"], told["cost"]) == (Price(5_999_999, "CNY"), Cost(6_000_000, "CNY"))
    found = checked(rules, {"lines": (at(5_999_999),)})
    assert failed(tuple(found.values())) == ("margin",)


def test_discounts_count_and_tax_does_not(policy: Policy) -> None:
    taxed = at(6_780_000, price_basis=PriceBasis.GROSS, tax_rate=130_000)
    assert cost_of(policy, PRODUCT, taxed).grade is Grade.PASS  # 6.78 with tax is 6.00
    assert cost_of(policy, PRODUCT, replace(taxed, unit_price=6_779_000)).grade is Grade.FAIL
    assert cost_of(policy, PRODUCT, at(6_000_000, tax_rate=130_000)).grade is Grade.PASS
    assert cost_of(policy, PRODUCT, at(10_000_000, discount_rate=400_000)).grade is Grade.PASS
    assert cost_of(policy, PRODUCT, at(10_000_000, discount_rate=400_001)).grade is Grade.FAIL
    off = checked(policy, {"discount_rate": 400_001}, {"products": {"P1": PRODUCT}})["margin"]
    assert off.grade is Grade.FAIL


def test_the_whole_order_counts_what_is_given_for_nothing(policy: Policy) -> None:
    free = at(0, line_no=2)
    check = cost_of(policy, PRODUCT, LINE, free)
    assert (check.grade, kinds(check)) == (Grade.WARN, ["order_below_margin"])
    assert dict(check.evidence[0].values)["margin"] == Margin(-200_000)
    assert cost_of(policy, PRODUCT, LINE, replace(free, quantity=1_000_000)).grade is Grade.PASS
    alone = cost_of(policy, PRODUCT, free)
    assert (alone.grade, alone.evidence) == (Grade.PASS, ())


def test_what_cannot_be_compared_says_why(policy: Policy) -> None:
    assert kinds(cost_of(policy, replace(PRODUCT, standard_cost=None))) == ["no_cost"]
    abroad = cost_of(policy, replace(PRODUCT, currency="USD"))
    assert (abroad.grade, kinds(abroad)) == (Grade.UNKNOWN, ["cost_in_other_currency"])
    assert "USD" in evidence_text(abroad)
    assert kinds(cost_of(policy, replace(PRODUCT, unit="box"))) == ["cost_of_other_unit"]
    assert cost_of(policy, replace(PRODUCT, unit=" PCS", currency="")).grade is Grade.PASS
    must = with_checks(policy, must_know=("margin",))
    assert cost_of(must, replace(PRODUCT, standard_cost=None)).grade is Grade.WARN
    # what is known is told beside what is not
    half = cost_of(policy, PRODUCT, LINE, replace(LINE, line_no=2, product_code="P9"))
    assert (half.grade, kinds(half), half.lines) == (Grade.UNKNOWN, ["margin_of_order", "no_cost"], (2,))
    assert cost_of(policy, PRODUCT, replace(LINE, unit_price=None)).evidence == ()


def test_a_release_lets_a_line_go_below_cost_at_its_price_alone(policy: Policy) -> None:
    release = Released(1, "P1", 5_000_000, "CNY", "su", "opens the market")
    let = cost_of(policy, PRODUCT, at(5_000_000), released=(release,))
    assert let.grade is Grade.PASS
    assert "su: opens the market" in evidence_text(let)
    assert cost_of(policy, PRODUCT, at(4_999_999), released=(release,)).grade is Grade.FAIL
    order = replace(ORDER, lines=(at(5_000_000),))
    assert [one.price for one in below_cost(order, replace(KNOWN, products={"P1": PRODUCT}))] == [5_000_000]


def test_costs_are_for_those_who_may_see_them(policy: Policy) -> None:
    rules = with_checks(policy, margin=Decimal("0.4"))
    for unit, grade in ((10_000_000, Grade.PASS), (9_000_000, Grade.WARN), (5_000_000, Grade.FAIL)):
        seen: Check = masked(cost_of(rules, PRODUCT, at(unit)), Sight(costs=False))
        assert (seen.grade, set(kinds(seen))) == (grade, {COSTS_HIDDEN})
        assert all(one.values == () for one in seen.evidence)
        assert evidence_text(seen).endswith("which is not shown to you")
    silent = cost_of(rules, replace(PRODUCT, standard_cost=None))
    assert masked(silent, Sight(costs=False)) == silent
    product: Product = masked(PRODUCT, Sight(costs=False))
    assert (product.list_price, product.extra) == (PRODUCT.list_price, PRODUCT.extra)
    assert str(product.standard_cost) == "•••"
    assert masked(PRODUCT, Sight()) is PRODUCT


# --- rules of law and company -------------------------------------------------------------------------------------


def ruled(policy: Policy, rules: Mapping[str, Mapping[str, str]], known: Evidence = KNOWN, **order: object) -> Check:
    named = policy.model_copy(update={"rules": policy.rules.model_copy(update=dict(rules))})
    return checked(named, order, {"customer": known.customer})["rules"]


def living_in(country: str) -> Evidence:
    return replace(KNOWN, customer=Customer(1, "C1", "海川", country=country, foreign_name="Seariver Ltd."))


def test_without_rules_nothing_speaks_against_an_order(policy: Policy) -> None:
    check = ruled(policy, {})
    assert (check.grade, check.clause) == (Grade.PASS, "R1")
    assert evidence_text(check) == "no rule of the office speaks against it"


@pytest.mark.parametrize("name", ["C1", "c1", " 海川 ", "SEARIVER LTD"])
def test_a_stopped_customer_is_known_by_code_and_names(policy: Policy, name: str) -> None:
    check = ruled(policy, {"customers": {name: "unpaid claims"}}, living_in(""))
    assert check.grade is Grade.FAIL
    assert "unpaid claims" in evidence_text(check)
    assert ruled(policy, {"customers": {"C11": "x", "海": "x"}}).grade is Grade.PASS


@pytest.mark.parametrize(
    ("name", "country", "place", "hit"),
    [
        ("Utopia", "UTOPIA", "", True),
        ("Utopia", "", "Dock 2, Amaurot, Utopia", True),
        ("Utopia", "", "Utopian Street 2", False),
        ("Iran", "Iran (Islamic Republic of)", "", True),
        ("Iran", "", "Via Tirana 3", False),
        ("IR", "IR", "", True),
        ("IN", "", "Warehouse in Ningbo", False),
        ("伊朗", "", "伊朗德黑兰港", True),
        ("印度", "", "印度尼西亚雅加达", False),
        ("印度", "", "印度尼西亚雅加达，转运印度孟买", True),
        ("印度尼西亚", "", "印度尼西亚雅加达", True),
        ("蒙古", "", "内蒙古自治区包头市", False),
        ("朝鲜", "", "延边朝鲜族自治州", False),
        ("Guinea", "", "Port Moresby, Papua New Guinea", False),
        ("Guinea", "", "Conakry, Guinea", True),
    ],
)
def test_a_country_is_known_by_whole_words(policy: Policy, name: str, country: str, place: str, hit: bool) -> None:
    check = ruled(policy, {"countries": {name: "embargo"}}, living_in(country), delivery_place=place)
    assert check.grade is (Grade.FAIL if hit else Grade.PASS)
    assert ("embargo" in evidence_text(check)) is hit


def test_planned_deliveries_go_nowhere_either(policy: Policy) -> None:
    planned = (ScheduleLine(WANTED, 5_000_000, "Amaurot, Utopia"),)
    check = ruled(
        policy, {"countries": {"Utopia": "embargo"}}, lines=(LINE, replace(LINE, line_no=2, schedule=planned))
    )
    assert (check.grade, check.lines) == (Grade.FAIL, (2,))


def test_products_and_words_name_line_and_field(policy: Policy) -> None:
    check = ruled(policy, {"products": {"p1": "recalled", "P": "other"}})
    assert (check.grade, check.lines) == (Grade.FAIL, (1,))
    assert "recalled" in evidence_text(check)
    assert "other" not in evidence_text(check)
    line = replace(LINE, line_no=3, specification="Gasket, ASBESTOS-free; 含石棉垫片")
    for word in ("asbestos", "石棉"):
        found = ruled(policy, {"words": {word: "forbidden by law"}}, lines=(line,))
        assert (found.grade, found.lines) == (Grade.FAIL, (3,))
        assert "specification" in evidence_text(found)
    assert ruled(policy, {"words": {"ask": "x"}}, special_requirements="a basket, asked for").grade is Grade.PASS
    asked = ruled(policy, {"words": {"no invoice": "tax law"}}, special_requirements="Please: NO INVOICE!")
    assert (asked.grade, asked.lines) == (Grade.FAIL, ())
    assert "tax law" in evidence_text(asked)


def test_words_are_whole_beside_signs_of_other_scripts() -> None:
    assert stands_in("型号X5石棉", "X5")
    assert not stands_in("型号X50", "X5")
    assert not stands_in("", "X5")
    assert not stands_in("anything", " - ")


def test_a_rule_without_a_name_or_a_reason_is_named_with_its_line() -> None:
    wrong = DOCUMENT.replace("customers = {} ", 'customers = { C7 = " " } ').replace(
        "\nwords = {} ", '\nwords = { "--" = "why" } '
    )
    lines = wrong.splitlines()
    found = refused(wrong)
    assert [(field, code) for _row, field, code in found] == [
        ("rules.customers.C7", "rule_without_reason"),
        ("rules.words.--", "rule_without_name"),
    ]
    assert [lines[(row or 0) - 1].split()[0] for row, _field, _code in found] == ["customers", "words"]
    table = DOCUMENT.replace("countries = {} ", "# countries ")
    table = table.replace("\n[standing]", '\n[rules.countries]\nUtopia = "embargo"\n"乌托邦" = ""\n\n[standing]')
    (row, field, code), *rest = refused(table)
    assert (field, code, rest) == ("rules.countries.乌托邦", "rule_without_reason", [])
    assert table.splitlines()[(row or 0) - 1].startswith('"乌托邦"')
    with pytest.raises(PolicyRefused):
        parse(DOCUMENT.replace("products = {} ", 'products = ["P1"] '))


def test_a_policy_of_an_earlier_desk_knows_no_such_rules() -> None:
    start, rest = DOCUMENT.split("\n[rules]")
    earlier = start.replace("\nmargin = ", "\n# margin = ") + "\n[tracking]" + rest.split("\n[tracking]")[1]
    policy = parse(earlier)
    assert dict(policy.rules.customers) == {}
    assert policy.standing.months == 12
    assert not policy.checks.margin


# --- how a customer stands ----------------------------------------------------------------------------------------

TODAY = date(2026, 3, 4)
GOOD = Standing(date(2024, 5, 6), 7, 12, (Money(1_200_000, "CNY"), Money(5_000, "USD")), 9, 2)


def stands(policy: Policy, found: Standing | None, **rules: int) -> Check:
    named = policy.model_copy(update={"standing": policy.standing.model_copy(update=rules)})
    customer = replace(KNOWN.customer or Customer(1, "C1", "海川"), customer_class="key account")
    return checked(named, {}, {"standing": found, "customer": customer})["standing"]


def overdue(days: int, minor: int = 10_000) -> Receivable:
    return Receivable(f"IN-{days}", "SO-9", date.fromordinal(TODAY.toordinal() - days), days, Money(minor, "CNY"))


def test_a_good_customer_is_told_with_class_time_turnover_and_credit(policy: Policy) -> None:
    check = stands(policy, GOOD)
    assert (check.grade, check.clause) == (Grade.PASS, "R5")
    assert kinds(check) == [
        "of_class", "customer_since", "turnover", "turnover", "exposed_within", "paid_on_average", "nothing_overdue",
    ]  # fmt: skip
    told = evidence_text(check, 20)
    for part in ("key account", "6 May 2024", "12,000.00", "USD 50.00", "in 12 months", "2 days late"):
        assert part in told
    assert check.see is not None
    assert (check.see.what, check.see.key) == (Behind.CUSTOMER, "C1")


def test_late_payment_and_old_claims_warn_above_the_numbers_of_the_policy(policy: Policy) -> None:
    assert stands(policy, replace(GOOD, days_late=15)).grade is Grade.PASS
    late = stands(policy, replace(GOOD, days_late=16))
    assert (late.grade, kinds(late)[0]) == (Grade.WARN, "paid_late")
    assert stands(policy, replace(GOOD, days_late=99), days_late=0).grade is Grade.PASS
    some = stands(policy, replace(GOOD, overdue=(overdue(30),)))
    assert (some.grade, kinds(some)[-1]) == (Grade.PASS, "overdue")
    long = stands(policy, replace(GOOD, overdue=(overdue(31), overdue(40, 1), overdue(3, 7))))
    assert (long.grade, kinds(long)[0], kinds(long)[-1]) == (Grade.WARN, "long_overdue", "overdue")
    assert dict(long.evidence[0].values) == {"amount": Money(10_001, "CNY"), "days": 40, "most": 30}
    assert stands(policy, replace(GOOD, overdue=(overdue(400),)), days_overdue=0).grade is Grade.PASS
    strict = with_checks(policy, strict=("standing",))
    assert stands(strict, replace(GOOD, days_late=16)).grade is Grade.FAIL


def test_a_new_customer_is_not_known_yet(policy: Policy) -> None:
    new = stands(policy, Standing(None, 0, 12))
    assert (new.grade, "first_order" in kinds(new)) == (Grade.UNKNOWN, True)
    assert stands(policy, None).grade is Grade.UNKNOWN
    assert stands(with_checks(policy, must_know=("standing",)), Standing(None, 0, 12)).grade is Grade.WARN


def test_faults_of_quality_are_told(policy: Policy) -> None:
    check = stands(policy, replace(GOOD, faults=2))
    assert evidence_text(check, 20).endswith("faults of quality in 12 months: 2")


def test_amounts_of_a_customer_are_for_those_who_see_prices(policy: Policy) -> None:
    check: Check = masked(stands(policy, replace(GOOD, overdue=(overdue(31),))), Sight(prices=False))
    told = evidence_text(check, 20)
    assert "•••" in told
    assert not {"12,000.00", "100.00", "50.00"} & set(told.replace(";", " ").split())
    seen: Receivable = masked(overdue(31), Sight(prices=False))
    assert seen.days == 31
    assert str(seen.open.minor) == "•••"


def bill(number: str, due: date, total: int, order: str = "SO-1") -> Bill:
    return Bill(number, order, "CNY", due, total)


def test_punctuality_is_worked_out_of_invoices_and_receipts() -> None:
    since = date(2025, 3, 4)
    bills = (
        bill("A", date(2026, 1, 10), 1_000),
        bill("B", date(2026, 2, 1), 500),
        bill("C", date(2026, 2, 20), 300),
        bill("D", date(2026, 3, 4), 100, "SO-2"),  # due today, so not overdue
        bill("E", date(2024, 6, 1), 900, "SO-3"),  # paid before the months that count
    )
    payments = (
        Payment("SO-1", "", 600, date(2026, 1, 5)),
        Payment("SO-1", "", 400, date(2026, 1, 20)),  # A, ten days late
        Payment("SO-1", "B", 500, date(2026, 1, 31)),  # in time
        Payment("SO-1", "", 100, date(2026, 3, 1)),
        Payment("SO-3", "", 900, date(2024, 12, 1)),
    )
    paid, days, late = punctuality(bills, payments, since, TODAY)
    assert (paid, days) == (2, 5)
    assert late == (Receivable("C", "SO-1", date(2026, 2, 20), 12, Money(200, "CNY")),)
    assert punctuality((), (), since, TODAY) == (0, 0, ())


def test_money_that_is_left_over_pays_the_oldest() -> None:
    bills = (bill("A", date(2026, 1, 10), 100), bill("B", date(2026, 2, 1), 100))
    paid, _days, late = punctuality(bills, (Payment("SO-1", "B", 150, date(2026, 1, 1)),), TODAY, TODAY)
    assert paid == 0  # not in the time that counts
    assert [(one.number, one.open.minor) for one in late] == [("A", 50)]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 4), 12, date(2025, 3, 4)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2, 1, 1), 120, date(1, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_a_fact_without_a_cost_stays_as_it_is() -> None:
    kept = Fact("below_floor", (1,), (("price", Price(1, "CNY")), ("floor", Rate(2))))
    assert masked(kept, Sight(costs=False)) == kept
