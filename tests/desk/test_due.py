"""What is due, of whom, and by when (N4, P4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from data.rules.due import Due, DueKind, Fault, Whose, by_deadline, faults
from data.rules.urgency import Urgency, urgency
from data.rules.workflow import Verb
from data.states import OrderState, Review, Role
from tests.desk.office import NOW, Office

K = DueKind
TODAY = date(2026, 3, 4)


def of(office: Office, number: str, whose: Whose = Whose.ALL, **asked: Any) -> dict[DueKind, Due]:
    """What is due of an order, by its kind."""
    return {one.kind: one for one in office.desk.due.items(whose, **asked) if one.number == number}


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (OrderState.DRAFT, {K.ENTRY}),
        (OrderState.CLARIFYING, {K.ENTRY}),
        (OrderState.RECEIVED, {K.ENTRY}),
        (OrderState.IN_REVIEW, {K.OPINION}),
        (OrderState.RETURNED, {K.AMENDMENT}),
        (OrderState.ESCALATED, {K.DECISION}),
        (OrderState.APPROVED, {K.ALLOCATION, K.CONFIRMATION, K.TAKE_NOTE}),
        (OrderState.ALLOCATED, {K.DELIVERY, K.TAKE_NOTE, K.FREE_AMENDMENT}),
        (OrderState.SHIPPED, {K.DELIVERY}),
        (OrderState.DELIVERED, set()),
        (OrderState.SETTLED, set()),
        (OrderState.ARCHIVED, set()),
        (OrderState.CANCELLED, set()),
    ],
)
def test_every_state_waits_for_something_of_its_own(office: Office, state: OrderState, kinds: set[DueKind]) -> None:
    assert set(of(office, office.at(state))) == kinds


def test_the_first_decision_is_due_of_who_looks_after_the_order(office: Office) -> None:
    number = office.at(OrderState.RECEIVED, handling_class="urgent")
    entry = of(office, number)[K.ENTRY]
    assert (entry.at, entry.person, entry.roles) == (NOW + timedelta(hours=2), "li", (Role.CLERK,))
    office.do(number, Verb.EDIT, merchandiser="wang")
    assert of(office, number)[K.ENTRY].person == "wang"
    assert K.ENTRY not in of(office, number, Whose.MINE)
    assert K.ENTRY in of(office, number, Whose.ROLES)
    assert K.ENTRY in of(office, number, Whose.MINE, person="wang")


def test_opinions_are_due_of_departments_until_one_fails_the_order(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    found = [one for one in office.desk.due.items(Whose.ALL) if one.number == number]
    assert {(one.review, one.roles) for one in found} == {
        (Review.SALES, (Role.SALES_MANAGER,)), (Review.FINANCE, (Role.FINANCE,)),
    }  # fmt: skip
    assert all(one.at is not None and not one.person for one in found)
    assert not of(office, number, Whose.MINE)
    office.do(number, Verb.FAIL, "too dear", review="sales")
    found = [one for one in office.desk.due.items(Whose.ALL) if one.number == number]
    assert {(one.kind, one.review) for one in found} == {(K.OPINION, Review.FINANCE), (K.RETURN, None)}


def test_the_confirmation_is_due_after_working_days_and_then_no_more(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    # received on a Wednesday: Friday is the second working day after it
    assert of(office, number)[K.CONFIRMATION].at == date(2026, 3, 6)
    office.do(number, Verb.CONFIRM, channel="email")
    assert K.CONFIRMATION not in of(office, number)


def test_what_is_held_is_neither_placed_nor_delivered(office: Office) -> None:
    placed, waiting = office.at(OrderState.ALLOCATED), office.at(OrderState.APPROVED)
    for number in (placed, waiting):
        office.do(number, Verb.HOLD, "customer asked")
    assert not of(office, placed)
    assert set(of(office, waiting)) == {K.CONFIRMATION}


def test_exceptions_check_ins_and_customers_to_be_told(office: Office) -> None:
    number = office.at(OrderState.IN_PROGRESS)
    office.clock.pass_(days=1)
    office.do(number, Verb.RAISE_EXCEPTION, kind="material", cause="no steel", responsible="zhao", due="2026-03-10")
    case = of(office, number)[K.EXCEPTION]
    assert (case.at, case.person, case.detail) == (date(2026, 3, 10), "zhao", "no steel")
    assert of(office, number)[K.NOTICE].at == date(2026, 3, 5)
    assert K.CHECK_IN not in of(office, number)
    office.clock.pass_(days=6)
    assert of(office, number)[K.CHECK_IN].at == date(2026, 3, 11)
    office.do(number, Verb.RESOLVE_EXCEPTION, "steel came")
    office.do(number, Verb.CHECK_IN, "half is done")
    office.do(number, Verb.CONTACT, "steel came", channel="telephone", outcome="content")
    assert set(of(office, number)) == {K.DELIVERY, K.MESSAGE}  # the confirmation lies in the outbox


def test_an_invoice_is_due_until_it_is_paid_and_money_pays_the_oldest_first(office: Office) -> None:
    number = office.at(OrderState.DELIVERED)
    office.do(number, Verb.INVOICE, lines="1:10", number="A", due="2026-03-20")
    office.do(number, Verb.INVOICE, number="B", due="2026-04-20")

    def bills() -> list[tuple[str, object]]:
        return [(one.detail, one.at) for one in office.desk.due.items(Whose.ALL) if one.kind is K.PAYMENT]

    assert bills() == [("A", date(2026, 3, 20)), ("B", date(2026, 4, 20))]
    office.do(number, Verb.RECEIVE_PAYMENT, amount="124.99")
    assert [one for one, _at in bills()] == ["A", "B"]
    office.do(number, Verb.RECEIVE_PAYMENT, amount="0.01")
    assert [one for one, _at in bills()] == ["B"]
    office.do(number, Verb.RECEIVE_PAYMENT)
    assert not bills()


def test_only_what_is_due_by_a_day_and_only_what_is_at_risk(office: Office) -> None:
    soon = office.at(OrderState.ALLOCATED, requested_date="2026-03-06")
    office.at(OrderState.ALLOCATED, requested_date="2026-06-01")
    until = {one.number for one in office.desk.due.items(Whose.ALL, until=date(2026, 3, 31)) if one.kind is K.DELIVERY}
    assert until == {soon}
    office.clock.pass_(days=30)
    assert {one.number for one in office.desk.due.items(Whose.ALL, at_risk=True)} == {soon}


def test_the_most_urgent_comes_first_and_what_has_no_date_last(office: Office) -> None:
    zone = office.desk.policy.current().zone
    found = [
        Due(K.AMENDMENT, None, "4", "", ()),
        Due(K.DELIVERY, TODAY, "3", "", ()),
        Due(K.ENTRY, NOW, "2", "", ()),
        Due(K.DELIVERY, TODAY - timedelta(days=1), "1", "", ()),
    ]
    assert [one.number for one in by_deadline(found, zone)] == ["1", "2", "3", "4"]
    marks = [urgency(one.at, NOW, zone) for one in by_deadline(found, zone)]
    assert marks == [Urgency.LATE, Urgency.TODAY, Urgency.TODAY, Urgency.NONE]
    assert urgency(NOW - timedelta(seconds=1), NOW, zone) is Urgency.LATE
    assert urgency(NOW + timedelta(days=1), NOW, zone) is Urgency.LATER


# --- a step without a person or a time (P4) ---------------------------------------------------------------------


def test_a_step_that_nobody_answers_for_shows_as_a_fault_and_is_the_supervisors_too(office: Office) -> None:
    for code, roles in (("li", "clerk administrator"), ("fi", "finance"), ("boss", "supervisor")):
        office.desk.people.enter(code, {"name": code, "roles": roles})
    number = office.at(OrderState.IN_REVIEW)
    office.policy(('mode = "open" ', 'mode = "named" '))
    found = {one.review: one for one in office.desk.due.items(Whose.ALL) if one.kind is K.OPINION}
    assert (found[Review.SALES].faults, found[Review.FINANCE].faults) == ((Fault.NOBODY,), ())
    boss = office.desk.due.items(Whose.MINE, person="boss")
    assert [(one.number, one.review) for one in boss] == [(number, Review.SALES)]
    office.desk.people.retire("fi")
    assert {one.faults for one in office.desk.due.items(Whose.ALL) if one.kind is K.OPINION} == {(Fault.NOBODY,)}


def test_a_step_of_somebody_who_has_left_shows_as_a_fault(office: Office) -> None:
    for code, roles in (("li", "clerk administrator"), ("wang", "clerk")):
        office.desk.people.enter(code, {"name": code, "roles": roles})
    office.policy(('mode = "open" ', 'mode = "named" '))
    number = office.at(OrderState.RECEIVED)
    office.do(number, Verb.EDIT, merchandiser="wang")
    assert of(office, number)[K.ENTRY].faults == ()
    office.desk.people.retire("wang")
    assert of(office, number)[K.ENTRY].faults == (Fault.NOBODY,)


def test_what_was_decided_before_has_a_time_again(office: Office) -> None:
    """Back with the customer, failed in a second round, before the supervisor: each has a time to be done by."""
    number = office.at(OrderState.RETURNED)
    # gone back on a Wednesday: the Wednesday after is the fifth working day
    assert (of(office, number)[K.AMENDMENT].at, of(office, number)[K.AMENDMENT].faults) == (date(2026, 3, 11), ())
    office.policy(("amendment_days = 5 ", "amendment_days = 2 "))
    assert of(office, number)[K.AMENDMENT].at == date(2026, 3, 6)
    office.clock.pass_(days=1)
    office.do(number, Verb.EDIT, **{"line.1.unit_price": "12"})
    assert of(office, number)[K.AMENDMENT].at == date(2026, 3, 6)  # it is counted from when it went back
    again = office.clock()
    office.do(number, Verb.SUBMIT, "agreed by telephone")
    office.do(number, Verb.FAIL, "too dear still", review="sales")
    assert (of(office, number)[K.RETURN].at, of(office, number)[K.RETURN].faults) == (again + timedelta(hours=24), ())
    office.clock.pass_(days=1)
    office.do(number, Verb.RETURN, "price")
    assert of(office, number)[K.AMENDMENT].at == date(2026, 3, 10)
    office.clock.pass_(days=1)
    office.do(number, Verb.ESCALATE, "the customer refuses")
    due = of(office, number)[K.DECISION]
    assert (due.at, due.faults) == (office.clock() + timedelta(hours=24), ())


def test_a_step_without_a_time_shows_as_a_fault() -> None:
    assert faults(Due(K.DELIVERY, None, "1", "", (Role.LOGISTICS,)), None) == (Fault.NO_TIME,)
    assert faults(Due(K.DELIVERY, NOW, "1", "", (Role.LOGISTICS,)), None) == ()
