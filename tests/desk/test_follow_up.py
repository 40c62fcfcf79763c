"""What follows a review: conditions, taking note, what is overdue, and calls for the supervisor (R8, R9, A7, P4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.errors import Needed, NotFound, NotPermitted
from data.rules.due import DueKind, Whose
from data.rules.undo import REMINDED
from data.rules.workflow import Verb
from data.states import Opinion, OrderState, Review, Role
from data.words.explain import explain
from tests.desk.office import NOW, Office
from tests.desk.test_review_rounds import due, payload, refused

R = Review


# --- conditions --------------------------------------------------------------------------------------------------


def test_a_condition_is_followed_up_until_it_is_met(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    office.do(number, Verb.PASS_WITH_CONDITIONS, "deposit first", review="finance", owner="finance", due="2026-03-20")
    office.do(number, Verb.PASS_WITH_CONDITIONS, "sample first", review="sales")
    first, other = office.order(number).conditions
    assert (first.text, first.owner, first.due, first.review) == (
        "deposit first",
        "finance",
        date(2026, 3, 20),
        R.FINANCE,
    )
    # nobody was named and no day: who entered the order, five working days on
    assert (other.owner, other.due, other.by) == ("li", date(2026, 3, 11), "li")
    assert [(one.at, one.person, one.roles, one.detail) for one in due(office, number, DueKind.CONDITION)] == [
        (date(2026, 3, 11), "li", (Role.CLERK,), "sample first"),
        (date(2026, 3, 20), "", (Role.FINANCE,), "deposit first"),
    ]
    with pytest.raises(Needed) as which:
        office.do(number, Verb.RESOLVE_CONDITION, "paid")
    assert which.value.choices == ("1", "2")
    with pytest.raises(NotFound):
        office.do(number, Verb.RESOLVE_CONDITION, "paid", condition="3")
    office.do(number, Verb.RESOLVE_CONDITION, "paid", condition="1")
    met = office.order(number).conditions[0]
    assert (met.result, met.resolved_at, met.resolved_by) == ("paid", NOW, "li")
    office.do(number, Verb.RESOLVE_CONDITION, "sample came")
    assert refused(office, number, Verb.RESOLVE_CONDITION, "again").what == "no_condition_open"
    assert not due(office, number, DueKind.CONDITION)


def test_an_open_condition_holds_the_closing_unless_there_is_a_reason(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    office.do(number, Verb.PASS_WITH_CONDITIONS, "deposit first", review="finance")
    office.bring(number, OrderState.SETTLED)
    why = refused(office, number, Verb.CLOSE, gaps="by post")
    assert (why.what, why.detail) == ("conditions_open", "1")
    assert "1" in explain(why)
    office.do(number, Verb.CLOSE, gaps="by post", conditions="paid in full without one")
    assert payload(office.last(number))["values"]["conditions"] == "paid in full without one"
    assert not due(office, number, DueKind.CONDITION)


# --- handed on ---------------------------------------------------------------------------------------------------


def test_whoever_carries_the_order_out_takes_note_once(office: Office) -> None:
    office.policy(("roles = {} ", 'roles = { sun = ["production"], wu = ["warehouse", "logistics"] } '))
    number = office.at(OrderState.APPROVED)
    left = due(office, number, DueKind.TAKE_NOTE)
    assert [(one.at, one.roles) for one in left] == [
        (date(2026, 3, 5), (role,)) for role in (Role.PRODUCTION, Role.PURCHASING, Role.WAREHOUSE, Role.LOGISTICS)
    ]
    with pytest.raises(Needed) as which:
        office.do(number, Verb.TAKE_NOTE)
    assert which.value.choices == ("production", "purchasing", "warehouse", "logistics")
    office.colleague("sun").do(number, Verb.TAKE_NOTE)
    with pytest.raises(Needed):
        office.colleague("wu").do(number, Verb.TAKE_NOTE)
    office.colleague("wu").do(number, Verb.TAKE_NOTE, department="logistics")
    assert [(one.department, one.by, one.at) for one in office.order(number).notes_taken] == [
        (Role.PRODUCTION, "sun", NOW), (Role.LOGISTICS, "wu", NOW),
    ]  # fmt: skip
    assert {one.roles for one in due(office, number, DueKind.TAKE_NOTE)} == {(Role.PURCHASING,), (Role.WAREHOUSE,)}
    assert refused(office, number, Verb.TAKE_NOTE, department="production").what == "nothing_handed_on"
    office.bring(number, OrderState.IN_PROGRESS)
    assert not due(office, number, DueKind.TAKE_NOTE)


def test_where_people_act_by_name_only_the_department_takes_note(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    for code, roles in (("li", "clerk"), ("sun", "production"), ("qian", "finance"), ("he", "department_head")):
        office.desk.people.enter(code, {"name": code.upper(), "roles": roles})
    office.policy(('mode = "open"', 'mode = "named"'))
    with pytest.raises(NotPermitted) as caught:
        office.colleague("qian").do(number, Verb.TAKE_NOTE, department="production")
    assert caught.value.who == ("he", "sun")
    office.colleague("sun").do(number, Verb.TAKE_NOTE)
    assert office.last(number).role == "production"
    office.colleague("he").do(number, Verb.TAKE_NOTE, department="warehouse")
    assert [one.by for one in office.order(number).notes_taken] == ["sun", "he"]


# --- what is late ------------------------------------------------------------------------------------------------


def test_what_is_late_for_too_long_goes_to_the_supervisor_once(office: Office) -> None:
    office.policy(("roles = {} ", 'roles = { boss = ["supervisor"], qian = ["finance"] } '))
    number = office.at(OrderState.IN_REVIEW)
    office.do(number, Verb.PASS, review="sales")
    before = office.order(number)
    office.clock.pass_(hours=24 + 23, minutes=59)
    assert not due(office, number, DueKind.OVERDUE)
    assert office.desk.due.remind() == ()
    office.clock.pass_(minutes=1)
    (late,) = due(office, number, DueKind.OVERDUE)
    assert (late.at, late.review, late.roles, late.escalated) == (
        NOW + timedelta(hours=24),
        R.FINANCE,
        (Role.SUPERVISOR,),
        True,
    )
    assert [one.escalated for one in due(office, number, DueKind.OPINION)] == [True]
    assert [one.kind for one in office.colleague("boss").desk.due.items() if one.number == number] == [DueKind.OVERDUE]
    (reminder,) = office.desk.due.remind()
    assert (reminder.number, reminder.reviews) == (number, (R.FINANCE,))
    assert office.desk.due.remind() == ()
    event = office.last(number)
    assert (event.seq, event.verb, event.actor, event.from_state, event.to_state) == (
        reminder.event, REMINDED, "orderclerk", "in_review", "in_review",
    )  # fmt: skip
    changed = {"opinions.2.reminded_at": [None, office.clock.at.isoformat()]}
    assert payload(event) == {"policy": 2, "reviews": ["finance"], "run_by": "li", "difference": changed}
    office.sound()
    after = office.order(number)
    assert (after.version, after.opinions[1].reminded_at) == (before.version, office.clock.at)
    # nobody's act: what was done before it can be taken back, and the opinion can still be given
    office.colleague("qian").do(number, Verb.PASS, review="finance")
    assert office.order(number).state is OrderState.APPROVED
    office.colleague("qian").desk.undo(number)
    office.desk.undo(number)
    assert [one.opinion for one in office.order(number).opinions] == [Opinion.WAITING, Opinion.WAITING]
    office.sound()


def test_a_policy_without_the_rule_sends_nothing_to_the_supervisor(office: Office) -> None:
    office.policy(("escalate_after_hours = 24", "escalate_after_hours = 0"))
    office.at(OrderState.IN_REVIEW)
    office.clock.pass_(days=30)
    assert office.desk.due.remind() == ()
    assert DueKind.OVERDUE not in {one.kind for one in office.desk.due.items(Whose.ALL)}


def test_an_auditor_puts_nothing_on_record(office: Office) -> None:
    for code, roles in (("li", "clerk"), ("wu", "sales_manager, finance"), ("au", "auditor")):
        office.desk.people.enter(code, {"name": code.upper(), "roles": roles})
    office.policy(('mode = "open"', 'mode = "named"'))
    number = office.at(OrderState.IN_REVIEW)
    office.clock.pass_(days=3)
    with pytest.raises(NotPermitted):
        office.colleague("au").desk.due.remind()
    assert office.order(number).opinions[0].reminded_at is None
    assert [one.number for one in office.colleague("wu").desk.due.remind()] == [number]


# --- who is stuck ------------------------------------------------------------------------------------------------


def test_whoever_is_stuck_calls_the_supervisor_and_the_answer_is_on_record(office: Office) -> None:
    office.policy(("roles = {} ", 'roles = { boss = ["supervisor"] } '))
    number = office.at(OrderState.ALLOCATED)
    office.do(number, Verb.HOLD, "no steel")
    office.do(number, Verb.CALL_SUPERVISOR, "no steel until May")
    office.do(number, Verb.CALL_SUPERVISOR, "nobody on the second shift")
    assert office.order(number).state is OrderState.ALLOCATED
    assert [(one.at, one.roles, one.detail) for one in due(office, number, DueKind.CALL)] == [
        (NOW + timedelta(hours=24), (Role.SUPERVISOR, Role.DEPARTMENT_HEAD), text)
        for text in ("no steel until May", "nobody on the second shift")
    ]
    boss = office.colleague("boss")
    assert DueKind.CALL in {one.kind for one in boss.desk.due.items()}
    with pytest.raises(Needed) as which:
        boss.do(number, Verb.ANSWER_CALL, "buy it elsewhere")
    assert which.value.choices == ("1", "2")
    boss.do(number, Verb.ANSWER_CALL, "buy it elsewhere", call="1")
    with pytest.raises(NotFound):
        boss.do(number, Verb.ANSWER_CALL, "again", call="1")
    boss.do(number, Verb.ANSWER_CALL, "Wu comes")
    assert [(one.answer, one.answered_by, one.answered_at) for one in office.order(number).calls] == [
        ("buy it elsewhere", "boss", NOW), ("Wu comes", "boss", NOW),
    ]  # fmt: skip
    assert not due(office, number, DueKind.CALL)
    assert refused(office, number, Verb.ANSWER_CALL, "again").what == "no_call_open"
