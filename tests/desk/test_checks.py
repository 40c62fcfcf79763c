"""What the desk checks an order against: prices, places, capacity, lead times, floor, similar orders (R1, R7, K10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import ChecksFailed, NotFound, NotPermitted, NotReady
from data.rules.checks import Check, Grade, NotSimple
from data.rules.facts import Behind, See
from data.rules.lessons import Lesson, LessonKind
from data.rules.workflow import Verb
from data.states import OrderState
from data.store.queries.parties import customer, products_by_code
from data.store.tables.parties import CustomerRow, ProductRow, WorkCentreRow
from data.words.checks import evidence_text, lesson_text
from tests.desk.office import COMPLETE, NOW, Office

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOOR = ("floor = 0.0 ", "floor = 0.8 ")
CHEAP = {**COMPLETE, "line.1.unit_price": "9.99"}
"""The list price of P1 is 12.50, so that the floor lies at 10.00."""
SCALE = 1_000_000


def check(office: Office, number: str, name: str) -> Check:
    found = {one.name: one for one in office.desk.intake.checks(number)}
    return found[name]


def product(office: Office, code: str, **values: object) -> None:
    with office.store.writing() as tx:
        tx.update(ProductRow, products_by_code(tx, [code])[code].product_id, values)
        tx.commit()


def capacity(office: Office, code: str, weekly: int) -> None:
    with office.store.writing() as tx:
        key = tx.raw.execute("SELECT id FROM work_centre WHERE code = ?", (code,)).fetchone()[0]
        tx.update(WorkCentreRow, key, {"weekly_capacity": weekly * SCALE})
        tx.commit()


# --- what it is compared with -------------------------------------------------------------------------------------


def test_clerk_and_reviewer_see_the_same_checks(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    assert office.desk.review.paper(number).checks == office.desk.intake.checks(number)


def test_the_price_of_an_earlier_order_under_the_same_contract_has_to_be_kept(office: Office) -> None:
    first = office.at(OrderState.APPROVED, {**COMPLETE, "contract_no": "K-1", "line.1.unit_price": "9"})
    same = office.new({**COMPLETE, "contract_no": "K-1", "line.1.unit_price": "9"})
    other = office.new({**COMPLETE, "contract_no": "K-2", "line.1.unit_price": "9"})
    dearer = office.new({**COMPLETE, "contract_no": "K-1"})
    kept = check(office, same, "price_within_tolerance")
    assert kept.evidence[0].kind == "price_as_agreed"
    assert kept.grade is Grade.PASS
    assert check(office, other, "price_within_tolerance").evidence[0].kind == "price_off_list"
    off = check(office, dearer, "price_within_tolerance")
    assert off.grade is Grade.WARN
    assert first in evidence_text(off)


def test_places_of_the_customers_file_and_of_earlier_orders_are_known(office: Office) -> None:
    home = office.new(delivery_place="1 Harbour Road, NINGBO")
    assert check(office, home, "known_place").grade is Grade.PASS
    strange = office.new(delivery_place="Dock 7, Shanghai")
    assert check(office, strange, "known_place").grade is Grade.WARN
    office.at(OrderState.APPROVED, delivery_place="Dock 7, Shanghai")
    assert check(office, strange, "known_place").grade is Grade.PASS
    assert (
        check(office, office.new(customer="C2", delivery_place="Dock 7, Shanghai"), "known_place").grade is Grade.WARN
    )


def test_the_lead_time_ends_on_a_working_day(office: Office) -> None:
    # 4 March 2026 is a Wednesday: 10 days later it is Saturday, so the goods can be there on Monday 16
    product(office, "P1", lead_days=10)
    product(office, "P2", lead_days=0)
    soon, late = office.new(requested_date="2026-03-15"), office.new(requested_date="2026-03-16")
    assert check(office, soon, "feasible_date").grade is Grade.WARN
    assert dict(check(office, soon, "feasible_date").evidence[0].values)["earliest"] == date(2026, 3, 16)
    assert check(office, late, "feasible_date").grade is Grade.PASS


def test_the_exposure_warns_over_the_limit(office: Office) -> None:
    number = office.at(OrderState.RECEIVED)
    assert check(office, number, "exposure").grade is Grade.UNKNOWN
    with office.store.writing() as tx:
        found = customer(tx, "C1")
        assert found is not None
        tx.update(CustomerRow, found.customer_id, {"credit_limit": 42_499, "currency": "CNY"})
        tx.commit()
    over = check(office, number, "exposure")
    assert over.grade is Grade.WARN
    assert over.see == See(Behind.EXPOSURE, "C1")
    assert "0.01" in evidence_text(over)
    office.do(number, Verb.SUBMIT)  # it is shown, and the review decides


# --- capacity -----------------------------------------------------------------------------------------------------


def test_capacity_is_what_the_board_leaves_where_the_product_was_made(office: Office) -> None:
    number = office.new(**{"line.1.quantity": "60", "line.2.remove": "yes"}, requested_date="2026-03-13")
    assert check(office, number, "capacity").grade is Grade.UNKNOWN
    capacity(office, "W1", 100)
    # nobody knows yet where it is made: all work centres together, this week and the next
    roomy = check(office, number, "capacity")
    assert roomy.grade is Grade.PASS
    assert dict(roomy.evidence[0].values)["source"] == "Assembly"
    other = office.at(OrderState.APPROVED, **{"line.1.quantity": "150", "line.2.remove": "yes"})
    office.do(other, Verb.ALLOCATE, source="work_centre", code="W1", start="2026-03-04", finish="2026-03-13")
    tight = check(office, number, "capacity")
    assert tight.grade is Grade.WARN
    values = dict(tight.evidence[0].values)
    assert values["source"] == "W1"
    # 150 over the 8 working days to 13 March: 3 of them this week, 5 the next
    assert tight.see == See(Behind.WEEK, "W1", date(2026, 3, 9))
    assert "only 50 free" in evidence_text(tight)
    assert "93.8%" in evidence_text(tight)
    backing = office.desk.review.behind(number, See(Behind.WEEK, "W1", date(2026, 3, 9)))
    assert [(week.week, week.used // SCALE, week.capacity // SCALE) for week in backing.rooms[0].weeks] == [
        (date(2026, 3, 2), 56, 100),
        (date(2026, 3, 9), 93, 100),
    ]
    later = office.new(**{"line.1.quantity": "60", "line.2.remove": "yes"}, requested_date="2026-03-20")
    assert check(office, later, "capacity").grade is Grade.PASS


def test_an_order_does_not_stand_in_its_own_way(office: Office) -> None:
    capacity(office, "W1", 100)
    number = office.at(OrderState.APPROVED, **{"line.1.quantity": "90", "line.2.remove": "yes"})
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1", start="2026-03-04", finish="2026-03-06")
    assert check(office, number, "capacity").grade is Grade.PASS


def test_what_is_bought_takes_no_capacity(office: Office) -> None:
    capacity(office, "W1", 1)
    product(office, "P1", origin="bought")
    product(office, "P2", origin="bought")
    number = office.new()
    assert check(office, number, "capacity").evidence[0].kind == "nothing_to_load"


# --- the floor (E11) ----------------------------------------------------------------------------------------------


def test_below_the_floor_nothing_goes_to_review_without_a_release(office: Office) -> None:
    office.policy(FLOOR)
    number = office.at(OrderState.RECEIVED, CHEAP)
    with pytest.raises(ChecksFailed) as caught:
        office.do(number, Verb.SUBMIT)
    assert caught.value.checks == ("floor_price",)
    office.do(number, Verb.RELEASE_PRICE, "key customer", line="1")
    released = check(office, number, "floor_price")
    assert released.grade is Grade.PASS
    assert "key customer" in evidence_text(released)
    assert "released by li" in evidence_text(released)
    office.do(number, Verb.SUBMIT)
    assert check(office, number, "floor_price").grade is Grade.PASS
    office.sound()


def test_a_release_lapses_with_the_price_and_can_be_taken_back(office: Office) -> None:
    office.policy(FLOOR)
    number = office.at(OrderState.RECEIVED, CHEAP)
    office.do(number, Verb.RELEASE_PRICE, "key customer", line="1")
    office.desk.undo(number)
    assert check(office, number, "floor_price").grade is Grade.FAIL
    office.do(number, Verb.RELEASE_PRICE, "key customer", line="1")
    office.do(number, Verb.EDIT, "", **{"line.2.quantity": "4"})
    assert check(office, number, "floor_price").grade is Grade.PASS
    office.do(number, Verb.EDIT, "", **{"line.1.unit_price": "9.50"})
    assert check(office, number, "floor_price").grade is Grade.FAIL
    office.do(number, Verb.EDIT, "", **{"line.1.unit_price": "10"})
    assert check(office, number, "floor_price").grade is Grade.PASS


def test_what_is_not_below_the_floor_is_not_released_nor_twice(office: Office) -> None:
    number = office.at(OrderState.RECEIVED, CHEAP)
    with pytest.raises(NotReady) as caught:
        office.do(number, Verb.RELEASE_PRICE, "why not", line="1")
    assert caught.value.what == "price_not_below_floor"
    office.policy(FLOOR)
    with pytest.raises(NotReady):
        office.do(number, Verb.RELEASE_PRICE, "why not", line="2")
    office.do(number, Verb.RELEASE_PRICE, "key customer", line="1")
    with pytest.raises(NotReady) as caught:
        office.do(number, Verb.RELEASE_PRICE, "again", line="1")
    assert caught.value.what == "price_released"


def test_a_price_is_released_by_the_sales_manager_or_the_supervisor(office: Office) -> None:
    for who, role in (("su", "sales_manager"), ("boss", "supervisor"), ("li", "clerk administrator")):
        office.desk.people.enter(who, {"name": who, "roles": role})
    office.policy(FLOOR, ('mode = "open" ', 'mode = "named" '))
    number = office.at(OrderState.RECEIVED, CHEAP)
    with pytest.raises(NotPermitted):
        office.do(number, Verb.RELEASE_PRICE, "key customer", line="1")
    office.colleague("su").do(number, Verb.RELEASE_PRICE, "key customer", line="1")
    assert '"released":{' in (office.last(number).payload or "")


# --- similar orders (K10) -----------------------------------------------------------------------------------------


def similar(office: Office, number: str) -> Mapping[str, tuple[Lesson, ...]]:
    return {one.number: one.lessons for one in office.desk.review.paper(number).similar}


def test_similar_orders_tell_what_went_wrong_then(office: Office) -> None:
    troubled = office.at(OrderState.IN_REVIEW)
    office.do(troubled, Verb.FAIL, "too dear", review="sales")
    office.do(troubled, Verb.RETURN, "price")
    office.do(troubled, Verb.SUBMIT, "agreed")
    office.bring(troubled, OrderState.IN_PROGRESS)
    office.do(troubled, Verb.RAISE_EXCEPTION, kind="quality", cause="scratches")
    office.do(troubled, Verb.RESOLVE_EXCEPTION, "polished")
    for verb, texts in ((Verb.REPORT, {}), (Verb.MAKE_READY, {}), (Verb.SHIP, {"carrier": "SF"})):
        office.desk.do(troubled, verb, texts)
    office.clock.pass_(days=31)  # it was wanted on 1 April
    office.do(troubled, Verb.DELIVER, signed_by="Zhao")
    smooth = office.at(OrderState.APPROVED, customer="C2")
    this = office.new()
    found = similar(office, this)
    assert list(found) == [smooth, troubled]
    assert found[smooth] == ()
    assert found[troubled] == (
        Lesson(LessonKind.RETURNED, "sales", "too dear"),
        Lesson(LessonKind.EXCEPTION, "quality", "scratches"),
        Lesson(LessonKind.LATE, days=3),
    )
    assert [one.own for one in office.desk.review.paper(this).similar] == [False, True]
    assert "scratches" in lesson_text(found[troubled][1])


def test_only_the_same_product_in_a_similar_quantity_counts(office: Office) -> None:
    alone = {"line.2.remove": "yes"}
    numbers = {
        quantity: office.at(OrderState.APPROVED, **{"line.1.quantity": quantity}, **alone)
        for quantity in ("4.9", "5", "10", "20", "20.1")
    }
    office.at(OrderState.APPROVED, **{"line.1.product_code": "P2", **alone})
    draft = office.new(**alone)
    this = office.new(**alone)
    assert list(similar(office, this)) == [numbers["20"], numbers["10"], numbers["5"]]
    later = office.at(OrderState.APPROVED, **alone)
    assert later not in similar(office, this)
    office.policy(("similar = 8 ", "similar = 2 "), ("similar_quantity = 0.5", "similar_quantity = 0"))
    assert list(similar(office, this)) == [numbers["20.1"], numbers["20"]]
    assert draft not in similar(office, this)


# --- last prices, simple orders, what is behind -------------------------------------------------------------------


def test_the_last_price_to_a_customer_is_known_at_entry(office: Office) -> None:
    own = office.at(OrderState.APPROVED, {**COMPLETE, "line.1.unit_price": "11"})
    abroad = office.at(OrderState.APPROVED, {**COMPLETE, "line.1.unit_price": "99"}, customer="C2")
    of = office.desk.review.last_prices
    assert (of("C1", ["P1"])["P1"].number, of("C1", ["P1"])["P1"].received_at) == (own, NOW)
    assert (of("Northwind", ["P1"])["P1"].number, of("Northwind", ["P1"])["P1"].own) == (abroad, True)
    assert (of("", ["P1"])["P1"].number, of("", ["P1"])["P1"].own) == (abroad, False)
    assert dict(of("nobody", ["P9"])) == {}


def test_simple_orders_are_those_that_nothing_warns_of(office: Office) -> None:
    office.policy(
        ('quality_standard = "" ', 'quality_standard = "GB 1" '), ("simple_below = 20000 ", "simple_below = 1000 ")
    )
    simple = office.at(OrderState.IN_REVIEW)
    dear = office.at(OrderState.IN_REVIEW, **{"line.2.unit_price": "1000"})
    warned = office.at(OrderState.IN_REVIEW, delivery_place="the moon")
    assert office.desk.review.not_simple([simple, dear, warned, "SO-none"]) == {
        simple: None,
        dear: NotSimple(True, ()),
        warned: NotSimple(False, ("known_place",)),
    }


def test_behind_a_check_there_is_data(office: Office) -> None:
    sold = office.at(OrderState.APPROVED)
    number = office.new()
    of_product = office.desk.review.behind(number, See(Behind.PRODUCT, "P1"))
    assert of_product.product is not None
    assert of_product.product.code == "P1"
    assert of_product.sale is not None
    assert of_product.sale.number == sold
    of_customer = office.desk.review.behind(number, See(Behind.CUSTOMER, "C1"))
    assert of_customer.customer is not None
    assert of_customer.customer.code == "C1"
    with pytest.raises(NotFound):
        office.desk.review.behind("SO-none", See(Behind.ORDER))
