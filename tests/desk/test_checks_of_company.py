"""Cost and margin (R3), rules of law and company (R1), the standing of a customer (R5): from import to review."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.drafts import Subject
from data.errors import ChecksFailed, NotReady
from data.rules.checks import Check, Grade
from data.rules.facts import Behind, Margin, Money, See
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.words.checks import evidence_text
from tests.desk.office import COMPLETE, Office
from tests.desk.test_imports import take

if TYPE_CHECKING:
    from collections.abc import Mapping

COSTS = "code,unit cost\nP1,10\nP2,60\n"
NAMED = ('mode = "open" ', 'mode = "named" ')


def checks(office: Office, number: str) -> Mapping[str, Check]:
    return {one.name: one for one in office.desk.intake.checks(number)}


def kinds(check: Check) -> list[str]:
    return [one.kind for one in check.evidence]


# --- cost and margin ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["standard cost", "Unit Cost", "標準成本", "标准成本", "成本", "standard_cost"])
def test_costs_come_in_under_their_names_in_two_languages(office: Office, heading: str) -> None:
    report = take(office, f"code,{heading}\nP1,7.123456\nP2,1\n", Subject.PRODUCTS)
    assert (report.records, report.refused) == (2, ())
    found = {one.code: one for one in office.desk.products.all()}
    assert (found["P1"].standard_cost, found["P1"].list_price, found["P1"].currency) == (7_123_456, 12_500_000, "CNY")
    assert found["P3"].standard_cost is None
    assert take(office, f"code,{heading}\nP1,-1\n", Subject.PRODUCTS).refused[0].problems[0].code == "negative"


def test_a_cost_without_a_currency_is_in_that_of_the_price(office: Office) -> None:
    take(office, "code,name,list price,currency\nU1,Valve,10,USD\n", Subject.PRODUCTS)
    take(office, "code,name,standard cost\nU1,,7\nN1,Nut,3\n", Subject.PRODUCTS)
    found = {one.code: (one.currency, one.standard_cost) for one in office.desk.products.all()}
    assert (found["U1"], found["N1"]) == (("USD", 7_000_000), ("CNY", 3_000_000))


def test_finance_sees_cost_and_margin_of_the_lines_and_of_the_order(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    assert (checks(office, number)["margin"].grade, kinds(checks(office, number)["margin"])) == (
        Grade.UNKNOWN,
        ["no_cost"],
    )
    take(office, COSTS, Subject.PRODUCTS)
    # 10 × 12.50 and 3 × 100 bring 425, and cost 280
    good = checks(office, number)["margin"]
    assert (good.grade, good.clause, dict(good.evidence[0].values)) == (Grade.PASS, "R3", {"margin": Margin(341_176)})
    office.policy(("margin = 0.0 ", "margin = 0.25 "))
    low = checks(office, number)["margin"]
    assert (low.grade, low.lines, kinds(low)) == (Grade.WARN, (1,), ["below_margin", "margin_of_order"])
    assert low.see == See(Behind.PRODUCT, "P1")
    backing = office.desk.review.behind(number, low.see)
    assert backing.product is not None
    assert backing.product.standard_cost == 10_000_000
    paper = {one.name: one for one in office.desk.review.paper(number).checks}
    assert paper["margin"] == low
    abroad = office.new(currency="USD", customer="C2")
    assert set(kinds(checks(office, abroad)["margin"])) == {"cost_in_other_currency"}


def test_below_cost_goes_to_no_review_without_a_release(office: Office) -> None:
    take(office, COSTS, Subject.PRODUCTS)
    number = office.at(S.RECEIVED, **{"line.1.unit_price": "9.99"})
    assert checks(office, number)["margin"].grade is Grade.FAIL
    with pytest.raises(ChecksFailed) as caught:
        office.do(number, Verb.SUBMIT)
    assert caught.value.checks == ("margin",)
    with pytest.raises(NotReady):
        office.do(number, Verb.RELEASE_PRICE, "why not", line="2")
    office.do(number, Verb.RELEASE_PRICE, "opens the market", line="1")
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.RELEASE_PRICE, "again", line="1")
    assert refused.value.what == "price_released"
    assert "released by li: opens the market" in evidence_text(checks(office, number)["margin"])
    office.desk.undo(number)
    assert checks(office, number)["margin"].grade is Grade.FAIL
    office.do(number, Verb.RELEASE_PRICE, "opens the market", line="1")
    office.do(number, Verb.SUBMIT)
    assert json.loads(office.last(number).payload or "")["checks"]["margin"] == "pass"
    office.do(number, Verb.PASS, review="sales")
    office.do(number, Verb.FAIL, "too little is left", review="finance")
    office.do(number, Verb.RETURN, "price")
    office.do(number, Verb.EDIT, **{"line.1.unit_price": "9.98"})
    assert checks(office, number)["margin"].grade is Grade.FAIL
    office.sound()


def test_another_product_concerns_finance_again(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    office.do(number, Verb.PASS, review="finance")
    office.do(number, Verb.FAIL, "wrong motor", review="sales")
    office.do(number, Verb.RETURN, "product")
    office.do(number, Verb.EDIT, **{"line.2.product_code": "P3"})
    office.do(number, Verb.SUBMIT, "agreed")
    assert office.desk.review.paper(number).unchanged == ()


def test_costs_and_margins_are_for_some_alone(office: Office) -> None:
    take(office, COSTS, Subject.PRODUCTS)
    number = office.at(S.IN_REVIEW, **{"line.1.unit_price": "10"})
    for who, role in (("boss", "administrator"), ("cl", "clerk"), ("fi", "finance"), ("su", "sales_manager")):
        office.desk.people.enter(who, {"name": who, "roles": role})
    office.policy(NAMED, ("margin = 0.0 ", "margin = 0.25 "))
    for who, sees in (("cl", False), ("fi", True), ("su", True)):
        own = office.colleague(who)
        found = checks(own, number)["margin"]
        told = evidence_text(found)
        assert (found.grade, found.lines) == (Grade.WARN, (1,))
        assert ("10.00" in told, "25%" in told, "34.1%" in told) == (sees, sees, False)
        assert (set(kinds(found)) == {"costs_hidden"}) is not sees
        product = own.desk.review.behind(number, See(Behind.PRODUCT, "P1")).product
        assert product is not None
        assert (str(product.standard_cost) == "•••") is not sees
        assert product.list_price == 12_500_000
        table = own.desk.exports.products()
        assert ("standard_cost" in table.columns) is sees
        record = [one.payload for one in office.colleague("boss").desk.audit.events(0) if one.subject == "product"]
        assert record
    exported = office.colleague("cl").desk.exports.events()
    place = exported.columns.index("payload")
    assert not [row for row in exported.rows if '"standard_cost":60000000' in str(row[place])]


# --- rules of law and company -------------------------------------------------------------------------------------


def test_what_the_rules_forbid_goes_to_no_review(office: Office) -> None:
    number = office.at(S.RECEIVED)
    assert checks(office, number)["rules"].grade is Grade.PASS
    office.policy(
        ("customers = {} ", 'customers = { C1 = "court order" } '), ("words = {} ", 'words = { motor = "recalled" } ')
    )
    check = checks(office, number)["rules"]
    assert (check.grade, check.lines, check.see) == (Grade.FAIL, (2,), See(Behind.POLICY))
    for part in ("court order", "“motor” (product name)", "recalled"):
        assert part in evidence_text(check)
    with pytest.raises(ChecksFailed) as caught:
        office.do(number, Verb.SUBMIT)
    assert caught.value.checks == ("rules",)
    backing = office.desk.review.behind(number, See(Behind.POLICY))
    assert backing.rules == (("C1", "court order"), ("motor", "recalled"))
    office.policy(("countries = {} ", 'countries = { Utopia = "embargo" } '))
    office.do(number, Verb.EDIT, delivery_place="Dock 1, Utopia")
    assert "embargo" in evidence_text(checks(office, number)["rules"])
    office.do(number, Verb.EDIT, delivery_place="Utopian Street 1, Ningbo")
    office.do(number, Verb.SUBMIT)


# --- the customer's standing --------------------------------------------------------------------------------------


def test_the_sales_manager_sees_how_the_customer_stands(office: Office) -> None:
    take(office, "code,name,class,credit limit,currency\nC1,海川电梯,key account,100000,CNY\n", Subject.CUSTOMERS)
    first = office.new()
    assert (checks(office, first)["standing"].grade, kinds(checks(office, first)["standing"])[:2]) == (
        Grade.UNKNOWN,
        ["of_class", "first_order"],
    )
    office.bring(first, S.DELIVERED)
    invoiced = office.do(first, Verb.INVOICE).order.invoices[0]
    assert invoiced.due_on == date(2026, 4, 3)
    this = office.at(S.IN_REVIEW)
    told = checks(office, this)["standing"]
    assert (told.grade, told.clause, told.see) == (Grade.PASS, "R5", See(Behind.CUSTOMER, "C1"))
    assert kinds(told) == ["of_class", "customer_since", "turnover", "exposed_within", "nothing_overdue"]
    values = {one.kind: dict(one.values) for one in told.evidence}
    assert values["customer_since"] == {"day": date(2026, 3, 4), "orders": 1}
    assert values["turnover"] == {"amount": Money(42_500, "CNY"), "months": 12}
    office.clock.pass_(days=61)  # 4 May: 31 days after it was due
    late = checks(office, this)["standing"]
    assert (late.grade, dict(late.evidence[0].values)) == (
        Grade.WARN,
        {"amount": Money(42_500, "CNY"), "days": 31, "most": 30},
    )
    assert late.see is not None
    (owed,) = office.desk.review.behind(this, late.see).overdue
    assert (owed.number, owed.order, owed.days, owed.open) == (invoiced.number, first, 31, Money(42_500, "CNY"))
    office.do(first, Verb.RECEIVE_PAYMENT, amount="425")
    paid = checks(office, this)["standing"]
    assert (paid.grade, kinds(paid)[0]) == (Grade.WARN, "paid_late")
    assert "31 days late" in evidence_text(paid)
    office.policy(("days_late = 15 ", "days_late = 31 "))
    assert checks(office, this)["standing"].grade is Grade.PASS
    assert checks(office, office.new(customer="C2"))["standing"].grade is Grade.UNKNOWN
    office.clock.pass_(days=366)
    assert "turnover" not in kinds(checks(office, this)["standing"])


def test_faults_of_quality_are_told_to_the_sales_manager(office: Office) -> None:
    troubled = office.at(S.IN_PROGRESS)
    office.do(troubled, Verb.RAISE_EXCEPTION, kind="quality", cause="scratches")
    office.do(troubled, Verb.RAISE_EXCEPTION, kind="delay", cause="no steel")
    this = office.new()
    assert dict(checks(office, this)["standing"].evidence[-1].values) == {"count": 1, "months": 12}
    # an order is no history of its own
    assert "customer_since" not in kinds(checks(office, troubled)["standing"])


# --- whole clauses ------------------------------------------------------------------------------------------------

GOOD = {
    **COMPLETE, "special_requirements": "to GB/T 10059-2023", "delivery_place": "1 Harbour Road, Ningbo",
    "line.2.drawing_no": "D-7", "line.2.revision": "A",
}  # fmt: skip
"""An order of which nothing warns but what the desk keeps no account of."""


def furnished(office: Office) -> None:
    """Let everything be known of what an order of `GOOD` is measured against."""
    take(
        office,
        "code,list price,standard cost,currency,lead time,special,drawing no,revision\n"
        "P1,12.50,10,CNY,10,standard,,\nP2,100,60,CNY,10,special,D-7,A\n",
        Subject.PRODUCTS,
    )
    take(office, "code,name,credit limit,currency\nC1,海川电梯,100000,CNY\n", Subject.CUSTOMERS)
    with office.store.writing() as tx:
        tx.raw.execute("UPDATE work_centre SET weekly_capacity = 100000000")
        tx.commit()
    office.policy(
        ("payment_terms = [] ", 'payment_terms = ["30 days net"] '),
        ("countries = {} ", 'countries = { Utopia = "embargo" } '),
    )


@pytest.mark.parametrize(
    ("name", "clause", "texts", "grade"),
    [
        # what the clerk looks at (R1) …
        ("required_elements", "I3", {"requested_date": ""}, Grade.FAIL),
        ("price_within_tolerance", "R1", {"line.1.unit_price": "13.13"}, Grade.WARN),
        ("quality_standard", "R1", {"special_requirements": "none"}, Grade.WARN),
        ("feasible_date", "R1", {"requested_date": "2026-03-13"}, Grade.WARN),
        ("known_place", "R1", {"delivery_place": "Dock 7, Shanghai"}, Grade.WARN),
        ("payment_terms", "R1", {"payment_terms": "180 days"}, Grade.WARN),
        ("rules", "R1", {"delivery_place": "Dock 7, Utopia"}, Grade.FAIL),
        ("amounts_in_bounds", "R1", {"line.1.quantity": "1000000001"}, Grade.FAIL),
        # … and the points of a contract review: resources, technology, quantity; price, date and place are above (R7)
        ("capacity", "R7", {"line.1.quantity": "501"}, Grade.WARN),
        ("technical_requirements", "R7", {"line.2.revision": "B"}, Grade.WARN),
        ("whole_quantities", "R7", {"line.1.quantity": "10.5"}, Grade.WARN),
    ],
)
def test_each_point_of_self_check_and_contract_review_passes_and_does_not(
    office: Office, name: str, clause: str, texts: Mapping[str, str], grade: Grade
) -> None:
    furnished(office)
    good = checks(office, office.new(GOOD))
    assert {one.grade for one in good.values()} == {Grade.PASS, Grade.UNKNOWN}
    assert {one.name for one in good.values() if one.grade is Grade.UNKNOWN} == {"stock_and_material", "standing"}
    assert (good[name].grade, good[name].clause) == (Grade.PASS, clause)
    bad = checks(office, office.new({**GOOD, **texts}))[name]
    assert (bad.grade, bad.clause) == (grade, clause)
    assert evidence_text(bad)
    assert bad.see is not None


def test_a_check_names_no_order_of_somebody_else(office: Office) -> None:
    for who, role in (("boss", "administrator"), ("cl", "clerk"), ("bo", "clerk")):
        office.desk.people.enter(who, {"name": who, "roles": role})
    office.at(S.APPROVED, contract_no="K-1", salesperson="bo")
    number = office.new(contract_no="K-1", salesperson="cl")
    office.policy(NAMED, ("own_only = [] ", 'own_only = ["clerk"] '))
    own = checks(office.colleague("cl"), number)["price_within_tolerance"]
    assert "under the same contract" in evidence_text(own)
    assert "SO-202603-00001" not in evidence_text(own)
    assert "SO-202603-00001" in evidence_text(checks(office.colleague("boss"), number)["price_within_tolerance"])
