"""How a review goes on: turns, standing by an opinion, conditions, taking note, and the policy that was in force."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import NotReady
from data.rules.concerns import CONCERNS, NAMES, name_of
from data.rules.due import Due, DueKind, Whose
from data.rules.review import DECISIONS, Needs
from data.rules.workflow import Verb
from data.states import Opinion, OrderState, Review
from data.store.tables.parties import CustomerRow
from data.words.explain import explain, explain_event
from tests.desk.office import COMPLETE, NOW, Office, enter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.orders import Event

R = Review
TURNS = ("turns = []", 'turns = [["technical"], ["finance"], ["sales"]]')
SPECIAL = {**COMPLETE, "line.2.product_code": "P3"}


def refused(office: Office, number: str, verb: Verb, note: str = "", **texts: str) -> NotReady:
    before, events = office.order(number), office.events()
    with pytest.raises(NotReady) as found:
        office.do(number, verb, note, **texts)
    assert (office.order(number), office.events()) == (before, events)
    return found.value


def payload(event: Event) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(event.payload or "{}")
    return found


def due(office: Office, number: str, kind: DueKind) -> list[Due]:
    return [one for one in office.desk.due.items(Whose.ALL) if one.number == number and one.kind is kind]


def again(office: Office, number: str, note: str = "agreed", /, **edits: str) -> None:
    """Give an order back that sales failed, edit it, and hand it to a new round."""
    office.do(number, Verb.RETURN, "price")
    if edits:
        office.do(number, Verb.EDIT, **{name.replace("__", "."): text for name, text in edits.items()})
    office.do(number, Verb.SUBMIT, note)


# --- turns -------------------------------------------------------------------------------------------------------


def test_in_turn_each_department_waits_for_those_before_it(office: Office) -> None:
    office.policy(TURNS)
    number = office.at(OrderState.IN_REVIEW, SPECIAL)
    assert [(one.review, one.turn) for one in office.order(number).opinions] == [
        (R.SALES, 3), (R.FINANCE, 2), (R.TECHNICAL, 1),
    ]  # fmt: skip
    assert office.desk.review.needs([number])[number] == Needs((R.TECHNICAL,), (), (R.SALES, R.FINANCE))
    early = refused(office, number, Verb.PASS, review="finance")
    assert (early.what, early.detail) == ("not_its_turn", "technical")
    assert "technical review" in explain(early)
    assert refused(office, number, Verb.FAIL, "no", review="sales").what == "not_its_turn"
    office.clock.pass_(hours=5)
    office.do(number, Verb.PASS)  # whose turn it is needs no name
    finance = office.order(number).opinions[1]
    assert (finance.asked_at, finance.due_at) == (NOW + timedelta(hours=5), NOW + timedelta(hours=29))
    assert office.order(number).opinions[0].asked_at == NOW
    assert office.desk.review.needs([number])[number] == Needs((R.FINANCE,), (), (R.SALES,))
    office.do(number, Verb.FAIL, "no credit")
    # who comes later stays open until the order goes back, but does not speak
    assert office.desk.review.needs([number])[number] == Needs((), (R.FINANCE,), (R.SALES,))
    assert refused(office, number, Verb.PASS).detail == "finance"
    office.do(number, Verb.RETURN, "credit")
    office.do(number, Verb.SUBMIT, "deposit agreed")
    for review in ("technical", "finance", "sales"):
        assert office.order(number).state is OrderState.IN_REVIEW
        office.do(number, Verb.PASS, review=review)
    assert office.order(number).state is OrderState.APPROVED
    office.sound()


def test_the_next_turn_is_taken_back_with_the_opinion_that_opened_it(office: Office) -> None:
    office.policy(TURNS)
    number = office.at(OrderState.IN_REVIEW, SPECIAL)
    before = office.order(number)
    office.clock.pass_(hours=1)
    office.do(number, Verb.PASS)
    office.desk.undo(number)
    assert office.order(number).opinions == before.opinions


def test_only_whose_turn_it_is_has_something_due_and_stands_in_the_queue(office: Office) -> None:
    office.policy(TURNS, ("roles = {} ", 'roles = { qian = ["finance"], sun = ["technical"] } '))
    number = office.at(OrderState.IN_REVIEW, SPECIAL)

    def asked() -> set[Review | None]:
        return {one.review for one in office.desk.due.items(Whose.ALL) if one.kind is DueKind.OPINION}

    assert asked() == {R.TECHNICAL}
    assert [one.number for one in office.colleague("sun").desk.due.items()] == [number]
    assert not office.colleague("qian").desk.due.items()
    office.colleague("sun").do(number, Verb.PASS)
    assert asked() == {R.FINANCE}
    assert [one.number for one in office.colleague("qian").desk.due.items()] == [number]


def test_a_review_has_the_hours_that_the_policy_gives_it(office: Office) -> None:
    office.policy(("hours = {}", "hours = { finance = 3 }"))
    number = office.new(received_at="2026-03-03 10:00")
    office.bring(number, OrderState.IN_REVIEW)
    due = {one.review: one.due_at for one in office.order(number).opinions}
    assert due == {R.SALES: NOW, R.FINANCE: NOW + timedelta(hours=3)}


# --- routing by what is known of the customer --------------------------------------------------------------------


def test_over_the_credit_limit_finance_looks_whatever_the_kind(office: Office) -> None:
    with office.store.writing() as tx:
        entered = {"entered_at": NOW, "entered_by": "li"}
        enter(
            tx, CustomerRow, {"code": "C9", "name": "Limited", "address": "1 Road", "credit_limit": 42_499, **entered}
        )
        tx.commit()
    over = office.at(OrderState.IN_REVIEW, customer="C9", kind="requisition")
    assert [one.review for one in office.order(over).opinions] == [R.WAREHOUSE, R.FINANCE]
    within = office.at(OrderState.IN_REVIEW, customer="C1", kind="requisition")
    assert [one.review for one in office.order(within).opinions] == [R.WAREHOUSE]


# --- standing by an opinion --------------------------------------------------------------------------------------


@pytest.fixture
def second(office: Office) -> str:
    """An order that finance passed and sales failed."""
    number = office.at(OrderState.IN_REVIEW)
    office.do(number, Verb.PASS_WITH_CONDITIONS, "deposit first", review="finance")
    office.do(number, Verb.FAIL, "no date", review="sales")
    return number


def test_whose_matters_did_not_change_stands_by_its_opinion(office: Office, second: str) -> None:
    again(office, second, delivery_place="Hall 4")
    assert office.desk.review.matters(second) == {R.FINANCE: ()}
    office.do(second, Verb.STAND_BY, review="finance")
    finance = office.order(second).opinions[3]
    assert (finance.round, finance.review, finance.opinion) == (2, R.FINANCE, Opinion.PASS_WITH_CONDITIONS)
    assert (finance.comment, finance.as_in_round, finance.by) == ("", 1, "li")
    event = office.last(second)
    assert (payload(event)["as_in_round"], payload(event)["review"]) == (1, "finance")
    assert "as in round 1" in explain_event(event)
    assert [one.condition_no for one in office.order(second).conditions] == [1]
    office.do(second, Verb.PASS, review="sales")
    assert office.order(second).state is OrderState.APPROVED
    office.sound()


def test_whose_matters_changed_has_to_look_again(office: Office, second: str) -> None:
    again(office, second, line__1__unit_price="12", payment_terms="cash")
    assert {change.path for change in office.desk.review.matters(second)[R.FINANCE]} == {
        "lines.1.unit_price", "payment_terms", "total",
    }  # fmt: skip
    why = refused(office, second, Verb.STAND_BY, review="finance")
    assert why.what == "matters_changed"
    assert "line 1, unit price" in explain(why)
    assert "payment terms" in explain(why)
    office.do(second, Verb.PASS, review="finance")


def test_only_who_passed_the_order_before_can_stand_by_it(office: Office, second: str) -> None:
    assert refused(office, second, Verb.STAND_BY).what == "review_not_waiting"
    again(office, second)
    assert refused(office, second, Verb.STAND_BY, review="sales").what == "not_passed_before"
    first = office.at(OrderState.IN_REVIEW)
    assert refused(office, first, Verb.STAND_BY, review="finance").what == "not_passed_before"


def test_the_difference_counts_from_the_last_time_that_the_department_spoke(office: Office, second: str) -> None:
    """In round two finance says nothing before sales fails it again; in round three it is asked about both changes."""
    again(office, second, payment_terms="cash")
    office.do(second, Verb.FAIL, "still no date", review="sales")
    again(office, second, delivery_place="Hall 4")
    assert [change.path for change in office.desk.review.matters(second)[R.FINANCE]] == ["payment_terms"]
    assert refused(office, second, Verb.STAND_BY, review="finance").what == "matters_changed"
    office.do(second, Verb.FAIL, "no cash", review="finance")
    again(office, second, payment_terms="30 days net")
    assert refused(office, second, Verb.STAND_BY, review="finance").what == "not_passed_before"


def test_the_policy_says_what_concerns_a_department(office: Office, second: str) -> None:
    office.policy(("concerns = {}", 'concerns = { finance = ["delivery_place"] }'))
    again(office, second, line__1__unit_price="12")
    assert office.desk.review.matters(second) == {R.FINANCE: ()}
    office.do(second, Verb.STAND_BY, review="finance")


def test_every_field_that_can_change_concerns_somebody_who_is_asked(office: Office) -> None:
    named = {name for names in CONCERNS.values() for name in names} - {"*"}
    assert named <= NAMES
    assert CONCERNS[R.SALES] == ("*",)
    paths = ("lines.2", "lines.2.quantity", "lines.2.schedule.1.due", "extra.colour", "total")
    assert [name_of(path) for path in paths] == [
        "line", "line.quantity", "line.schedule", "extra", "total",
    ]  # fmt: skip
    number = office.at(OrderState.IN_REVIEW)
    office.do(number, Verb.PASS, review="finance")
    office.do(number, Verb.FAIL, "no", review="sales")
    again(office, number, line__3__product_code="P3", line__3__quantity="1", line__3__unit_price="5")
    assert "line 3" in explain(refused(office, number, Verb.STAND_BY, review="finance"))


# --- the policy in force -----------------------------------------------------------------------------------------


def test_every_decision_says_which_policy_was_in_force(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    assert {one.policy for one in office.order(number).opinions} == {1}
    office.policy(("condition_days = 5", "condition_days = 6"))
    office.do(number, Verb.PASS, review="sales")
    assert {one.review: one.policy for one in office.order(number).opinions} == {R.SALES: 2, R.FINANCE: 1}
    office.do(number, Verb.FAIL, "no", review="finance")
    office.do(number, Verb.ESCALATE, "key customer")
    office.policy(("condition_days = 5", "condition_days = 7"))
    office.do(number, Verb.APPROVE, "so be it")
    office.do(number, Verb.CONFIRM, channel="email")
    noted = {event.verb: payload(event).get("policy") for event in office.desk.orders.history(number)}
    assert noted == {
        "new": None, "accept": None, "submit": 1, "pass": 2, "fail": 2, "escalate": 2, "approve": 3, "confirm": 3,
    }  # fmt: skip
    assert {verb for verb, version in noted.items() if version} <= DECISIONS
    assert "policy 3" in explain_event(office.last(number))


def test_an_order_is_handed_to_review_within_the_days_of_the_policy(office: Office) -> None:
    office.policy(("ordinary = 24", "ordinary = 240"))
    number = office.at(OrderState.RECEIVED)
    (entry,) = due(office, number, DueKind.ENTRY)
    assert entry.at == date(2026, 3, 5)
    office.policy(("hand_over_days = 1", "hand_over_days = 2"))
    assert due(office, number, DueKind.ENTRY)[0].at == date(2026, 3, 6)
    hurried = office.at(OrderState.RECEIVED, handling_class="urgent")
    assert due(office, hurried, DueKind.ENTRY)[0].at == NOW + timedelta(hours=2)
