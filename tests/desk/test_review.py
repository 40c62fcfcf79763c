from datetime import timedelta

import pytest

from data.errors import Needed, NotReady
from data.rules.workflow import Verb
from data.states import Opinion, OrderState, Review
from tests.desk.office import COMPLETE, NOW, Office


@pytest.fixture
def number(office: Office) -> str:
    """An order in review by sales and finance."""
    return office.at(OrderState.IN_REVIEW)


def refused(office: Office, number: str, verb: Verb, note: str = "because", **texts: str) -> str:
    before, events = office.order(number), office.events()
    with pytest.raises(NotReady) as found:
        office.do(number, verb, note, **texts)
    assert (office.order(number), office.events()) == (before, events)
    return found.value.what


def test_every_department_is_asked_with_a_time_limit(office: Office, number: str) -> None:
    order = office.order(number)
    assert order.review_round == 1
    assert [(one.review, one.opinion, one.asked_at, one.due_at) for one in order.opinions] == [
        (Review.SALES, Opinion.WAITING, NOW, NOW + timedelta(hours=24)),
        (Review.FINANCE, Opinion.WAITING, NOW, NOW + timedelta(hours=24)),
    ]


def test_the_last_opinion_that_passes_approves(office: Office, number: str) -> None:
    office.do(number, Verb.PASS_WITH_CONDITIONS, "deposit first", review="finance")
    assert office.order(number).state is OrderState.IN_REVIEW
    office.clock.pass_(hours=3)
    office.colleague("wu").do(number, Verb.PASS, review="sales")
    order = office.order(number)
    assert (order.state, order.decided_at) == (OrderState.APPROVED, NOW + timedelta(hours=3))
    assert [(one.review, one.opinion, one.comment, one.by) for one in order.opinions] == [
        (Review.SALES, Opinion.PASS, "", "wu"),
        (Review.FINANCE, Opinion.PASS_WITH_CONDITIONS, "deposit first", "li"),
    ]


def test_an_opinion_is_given_once(office: Office, number: str) -> None:
    office.do(number, Verb.FAIL, "too dear", review="sales")
    assert refused(office, number, Verb.PASS, review="sales") == "review_not_waiting"
    assert refused(office, number, Verb.PASS, review="technical") == "review_not_waiting"
    office.do(number, Verb.PASS, review="finance")
    assert refused(office, number, Verb.PASS) == "review_not_waiting"
    assert office.order(number).state is OrderState.IN_REVIEW


def test_whose_opinion_it_is_has_to_be_clear(office: Office, number: str) -> None:
    with pytest.raises(Needed) as asked:
        office.do(number, Verb.PASS)
    assert (asked.value.field, asked.value.choices) == ("review", ("sales", "finance"))
    office.policy(("roles = {} ", 'roles = { wu = ["finance"] } '))
    office.colleague("wu").do(number, Verb.PASS)
    assert [one.review for one in office.order(number).opinions if one.opinion is Opinion.PASS] == [Review.FINANCE]


def test_a_failed_order_goes_back_and_comes_again_in_a_new_round(office: Office, number: str) -> None:
    assert refused(office, number, Verb.RETURN) == "nothing_failed"
    office.do(number, Verb.FAIL, "too dear", review="sales")
    assert office.order(number).opinions[1].opinion is Opinion.WAITING
    office.do(number, Verb.RETURN, "price")
    returned = office.order(number)
    assert (returned.state, returned.decided_at) == (OrderState.RETURNED, NOW)
    office.clock.pass_(days=2)
    assert refused(office, number, Verb.SUBMIT, "") == "agreement_unnamed"
    office.do(number, Verb.EDIT, **{"line.1.unit_price": "12"})
    office.do(number, Verb.SUBMIT, "agreed by telephone")
    order = office.order(number)
    assert (order.review_round, [one.round for one in order.opinions]) == (2, [1, 1, 2, 2])
    assert order.opinions[0].comment == "too dear"
    assert order.opinions[2].due_at == NOW + timedelta(days=3)
    office.do(number, Verb.PASS, review="sales")
    office.do(number, Verb.PASS, review="finance")
    order = office.order(number)
    assert order.state is OrderState.APPROVED
    assert order.decided_at == NOW  # the clock stopped at the first decision (I7)


def test_a_refused_order_is_decided_by_the_supervisor(office: Office, number: str) -> None:
    office.do(number, Verb.FAIL, "over the credit limit", review="finance")
    office.do(number, Verb.ESCALATE, "key customer")
    office.clock.pass_(hours=1)
    office.colleague("boss").do(number, Verb.APPROVE, "carry it out")
    order = office.order(number)
    assert (order.state, order.decided_at) == (OrderState.APPROVED, NOW + timedelta(hours=1))
    assert office.last(number).actor == "boss"


def test_the_supervisor_may_give_it_back_too(office: Office) -> None:
    number = office.at(OrderState.ESCALATED)
    assert office.do(number, Verb.RETURN, "no").to_state is OrderState.RETURNED
    assert office.do(number, Verb.ESCALATE, "customer insists").to_state is OrderState.ESCALATED


def test_special_products_and_large_amounts_are_seen_by_more(office: Office) -> None:
    special = office.order(office.at(OrderState.IN_REVIEW, {**COMPLETE, "line.2.product_code": "P3"}))
    assert [one.review for one in special.opinions] == [Review.SALES, Review.FINANCE, Review.TECHNICAL]
    large = office.order(office.at(OrderState.IN_REVIEW, {**COMPLETE, "line.2.unit_price": "400000"}))
    assert [one.review for one in large.opinions] == [Review.SALES, Review.FINANCE, Review.JOINT]
    requisition = office.order(office.at(OrderState.IN_REVIEW, kind="requisition"))
    assert [one.review for one in requisition.opinions] == [Review.WAREHOUSE]


def test_the_confirmation_has_a_number_and_is_sent_once(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.CONFIRM, channel="email", person="Ann")
    order = office.order(number)
    assert (order.confirmed_at, order.confirmation_no) == (NOW, "OC-202603-00001")
    assert [(one.channel, one.person, one.content) for one in order.contacts] == [("email", "Ann", "OC-202603-00001")]
    assert refused(office, number, Verb.CONFIRM, channel="email") == "confirmed_before"
