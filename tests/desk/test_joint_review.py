"""The joint review: a sheet for each meeting, signatures of departments, and an opinion that rests on both (R6)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.errors import BadValue, Needed, NotPermitted, NotReady, SeparationOfDuties
from data.rules.due import DueKind, Whose
from data.rules.workflow import Verb
from data.states import Opinion, Review, Role
from data.states import OrderState as S
from tests.desk.office import COMPLETE

if TYPE_CHECKING:
    from tests.desk.office import Office

LARGE = {**COMPLETE, "line.2.unit_price": "400000"}
"""An order above the amount of a joint review."""

MEETING = {
    "chair": "Wang",
    "present": "Zhao, Qian",
    "risks": "late castings\nand no second source",
    "measures": "second mould | Li | 2026-03-20; 加班 | 王 | 3月底",
    "minutes": "It can be done.\nWith a second mould.",
    "result": "pass",
}


def refused(office: Office, number: str, verb: Verb, note: str = "", /, **texts: str) -> tuple[str, str]:
    """What a verb is refused for, and what the guard found."""
    events = office.events()
    with pytest.raises(NotReady) as told:
        office.do(number, verb, note, **texts)
    assert office.events() == events
    return told.value.what, told.value.detail


def reviewed(office: Office) -> str:
    """An order in joint review of which the departments have passed."""
    number = office.at(S.IN_REVIEW, LARGE)
    office.do(number, Verb.PASS, "fine", review="sales")
    office.do(number, Verb.PASS_WITH_CONDITIONS, "half in advance", review="finance")
    return number


def test_the_opinion_waits_for_the_sheet_and_its_signatures(office: Office) -> None:
    number = reviewed(office)
    assert refused(office, number, Verb.PASS, review="joint") == ("sheet_missing", "")
    office.do(number, Verb.HOLD_MEETING, **MEETING)
    assert refused(office, number, Verb.PASS, review="joint") == ("sheet_unsigned", "sales, finance")
    office.do(number, Verb.SIGN_SHEET, "seen", review="sales")
    assert refused(office, number, Verb.PASS, review="joint") == ("sheet_unsigned", "finance")
    office.do(number, Verb.SIGN_SHEET)  # only one is left
    assert refused(office, number, Verb.FAIL, "no", review="joint") == ("sheet_says_otherwise", "pass")
    assert office.do(number, Verb.PASS, review="joint").to_state is S.APPROVED
    office.sound()


def test_the_sheet_keeps_what_the_meeting_found(office: Office) -> None:
    number = reviewed(office)
    office.do(number, Verb.HOLD_MEETING, **MEETING, held_on="2026-03-03")
    office.do(number, Verb.SIGN_SHEET, "seen", review="finance")
    (sheet,) = office.desk.joint.sheets(number)
    assert (sheet.meeting_no, sheet.round, sheet.held_on.isoformat(), sheet.by) == (1, 1, "2026-03-03", "li")
    assert (sheet.risks, sheet.minutes, sheet.result) == (MEETING["risks"], MEETING["minutes"], Opinion.PASS)
    assert [(one.text, one.who, one.due) for one in sheet.measures] == [
        ("second mould", "Li", "2026-03-20"),
        ("加班", "王", "3月底"),
    ]
    assert [(one.review, one.comment, one.by) for one in sheet.signatures] == [(Review.FINANCE, "seen", "li")]
    payload = json.loads(office.last(number).payload or "")
    assert (payload["sheet"], payload["review"], payload["note"]) == (1, "finance", "seen")


def test_another_meeting_is_another_sheet_to_be_signed_anew(office: Office) -> None:
    number = reviewed(office)
    office.do(number, Verb.HOLD_MEETING, **{**MEETING, "result": "fail"})
    for review in ("sales", "finance"):
        office.do(number, Verb.SIGN_SHEET, review=review)
    assert refused(office, number, Verb.PASS, review="joint") == ("sheet_says_otherwise", "fail")
    office.do(number, Verb.HOLD_MEETING, **MEETING)
    assert refused(office, number, Verb.PASS, review="joint") == ("sheet_unsigned", "sales, finance")
    sheets = office.desk.joint.sheets(number)
    assert [(one.meeting_no, one.result, len(one.signatures)) for one in sheets] == [(1, "fail", 2), (2, "pass", 0)]


def test_a_sheet_of_the_round_before_does_not_count(office: Office) -> None:
    number = reviewed(office)
    office.do(number, Verb.HOLD_MEETING, **{**MEETING, "result": "fail"})
    for review in ("sales", "finance"):
        office.do(number, Verb.SIGN_SHEET, review=review)
    office.do(number, Verb.FAIL, "too risky", review="joint")
    office.do(number, Verb.RETURN, "too risky")
    office.do(number, Verb.SUBMIT, "half the quantity")
    assert refused(office, number, Verb.SIGN_SHEET, review="sales") == ("sheet_missing", "")
    office.do(number, Verb.HOLD_MEETING, **MEETING)
    assert [(one.meeting_no, one.round) for one in office.desk.joint.sheets(number)] == [(1, 1), (2, 2)]
    # a department that gave no opinion yet need not have signed
    assert office.do(number, Verb.PASS, review="joint").to_state is S.IN_REVIEW


def test_a_department_signs_once_and_only_one_that_is_asked(office: Office) -> None:
    number = reviewed(office)
    office.do(number, Verb.HOLD_MEETING, **MEETING)
    assert refused(office, number, Verb.SIGN_SHEET, review="technical") == ("nothing_to_sign", "sales, finance")
    assert refused(office, number, Verb.SIGN_SHEET, review="joint") == ("nothing_to_sign", "sales, finance")
    office.do(number, Verb.SIGN_SHEET, review="sales")
    assert refused(office, number, Verb.SIGN_SHEET, review="sales") == ("nothing_to_sign", "finance")
    office.do(number, Verb.SIGN_SHEET, review="finance")
    assert refused(office, number, Verb.SIGN_SHEET) == ("nothing_to_sign", "")


def test_where_several_are_left_the_department_is_asked_for(office: Office) -> None:
    number = reviewed(office)
    office.do(number, Verb.HOLD_MEETING, **MEETING)
    with pytest.raises(Needed) as told:
        office.do(number, Verb.SIGN_SHEET)
    assert (told.value.field, told.value.choices) == ("review", ("sales", "finance"))


def test_orders_without_a_joint_review_have_no_sheet(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    assert refused(office, number, Verb.HOLD_MEETING, **MEETING)[0] == "no_joint_review"
    office.do(number, Verb.PASS, review="sales")
    assert office.do(number, Verb.PASS, review="finance").to_state is S.APPROVED


def test_a_project_needs_an_emergency_plan(office: Office) -> None:
    number = office.at(S.IN_REVIEW, {**LARGE, "line.1.specification": "A", "line.2.specification": "B"},
                       kind="project", contract_no="CT-1")  # fmt: skip
    with pytest.raises(Needed) as told:
        office.do(number, Verb.HOLD_MEETING, **MEETING)
    assert told.value.field == "plan"
    office.do(number, Verb.HOLD_MEETING, **MEETING, plan="a spare crane")
    assert office.desk.joint.sheets(number)[0].plan == "a spare crane"


def test_measures_name_what_who_and_when(office: Office) -> None:
    number = reviewed(office)
    for text in ("second mould", "second mould | Li", "a | b | ", "a|b|c|d"):
        with pytest.raises(BadValue) as told:
            office.do(number, Verb.HOLD_MEETING, **{**MEETING, "measures": text})
        assert told.value.why == "not_measures"
    assert refused(office, number, Verb.HOLD_MEETING, **MEETING, held_on="2026-03-05") == ("date_ahead", "2026-03-05")


def test_a_policy_may_ask_for_less(office: Office) -> None:
    office.policy(('signatures = "all" ', 'signatures = "none" '))
    number = reviewed(office)
    office.do(number, Verb.HOLD_MEETING, **MEETING)
    assert office.do(number, Verb.PASS, review="joint").to_state is S.APPROVED
    office.policy(('signatures = "all" ', 'signatures = "none" '), ("minutes = true ", "minutes = false "))
    assert office.do(reviewed(office), Verb.PASS, review="joint").to_state is S.APPROVED


def test_only_whoever_gives_the_opinion_signs_for_the_department(office: Office) -> None:
    number = office.at(S.IN_REVIEW, LARGE)
    for code, role in (("li", "administrator,clerk"), ("wu", "finance"), ("su", "sales_manager")):
        office.desk.people.enter(code, {"name": code, "roles": role})
    office.policy(('mode = "open" ', 'mode = "named" '))
    wu, su = office.colleague("wu"), office.colleague("su")
    su.do(number, Verb.HOLD_MEETING, **MEETING)
    with pytest.raises(NotPermitted):
        wu.do(number, Verb.SIGN_SHEET, review="sales")
    with pytest.raises((SeparationOfDuties, NotPermitted)):
        office.do(number, Verb.SIGN_SHEET, review="sales")
    wu.do(number, Verb.SIGN_SHEET)
    su.do(number, Verb.SIGN_SHEET, review="sales")
    assert [(one.by, one.role) for one in office.desk.joint.sheets(number)[0].signatures] == [
        ("wu", "finance"), ("su", "sales_manager"),
    ]  # fmt: skip


def test_the_meeting_and_the_signatures_are_due_of_somebody(office: Office) -> None:
    number = reviewed(office)

    def due(kind: DueKind) -> list[tuple[Review | None, tuple[Role, ...]]]:
        items = office.desk.due.items(Whose.ALL)
        return [(one.review, one.roles) for one in items if (one.number, one.kind) == (number, kind)]

    ((review, roles),) = due(DueKind.MEETING)
    assert (review, Role.SALES_MANAGER in roles, due(DueKind.SIGNATURE)) == (None, True, [])
    office.do(number, Verb.HOLD_MEETING, **MEETING)
    office.do(number, Verb.SIGN_SHEET, review="sales")
    assert (due(DueKind.MEETING), due(DueKind.SIGNATURE)) == ([], [(Review.FINANCE, (Role.FINANCE,))])
    office.do(number, Verb.HOLD_MEETING, **MEETING)  # signed anew
    assert {one for one, _roles in due(DueKind.SIGNATURE)} == {Review.SALES, Review.FINANCE}
    for department in ("sales", "finance"):
        office.do(number, Verb.SIGN_SHEET, review=department)
    office.do(number, Verb.PASS, review="joint")
    assert due(DueKind.SIGNATURE) == due(DueKind.MEETING) == []
