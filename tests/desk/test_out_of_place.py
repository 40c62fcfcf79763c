"""Verbs that have nothing to act on: what is said beforehand is what the guards refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NotReady
from data.rules.out_of_place import out_of_place
from data.rules.workflow import Verb, verbs_now
from data.states import OrderState as S
from tests.desk.office import paper

if TYPE_CHECKING:
    from tests.desk.office import Office

FILLED = {
    Verb.HOLD_MEETING: {"chair": "Xu", "present": "all", "minutes": "so be it", "result": "pass"},
    Verb.STAND_BY: {"review": "sales"},
    Verb.FILE_SIGNED: {"file": "scan.jpg", "number": "OC-1", "total": "1", "date": "2026-04-01"},
    Verb.CONFIRM: {"channel": "email"},
}


@pytest.mark.parametrize("state", [S.IN_REVIEW, S.RETURNED, S.APPROVED, S.ALLOCATED, S.SHIPPED, S.SETTLED])
def test_what_is_said_beforehand_is_what_the_guard_says(office: Office, state: S) -> None:
    order = office.order(office.at(state))
    found = {verb: why for verb, why in out_of_place(order).items() if verb in verbs_now(order.state, on_hold=False)}
    assert found
    scan = paper(b"a picture", "scan.jpg")
    for verb, why in found.items():
        files = {"file": scan} if verb is Verb.FILE_SIGNED else {}
        with pytest.raises(NotReady) as refusal:
            office.desk.do(order.number, verb, FILLED.get(verb, {}), note="so", files=files)
        assert refusal.value.what == why.what, verb


def test_a_joint_review_that_is_asked_for_has_its_meeting_and_its_sheet(office: Office) -> None:
    large = office.order(office.at(S.IN_REVIEW, **{"line.2.unit_price": "400000"}))
    assert not {Verb.HOLD_MEETING, Verb.SIGN_SHEET} & out_of_place(large).keys()
    small = office.order(office.at(S.IN_REVIEW))
    assert {Verb.HOLD_MEETING, Verb.SIGN_SHEET, Verb.STAND_BY} <= out_of_place(small).keys()


def test_a_second_round_can_be_stood_by(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    office.do(number, Verb.PASS, review="sales")
    office.do(number, Verb.FAIL, "too dear", review="finance")
    office.do(number, Verb.RETURN, "price")
    office.do(number, Verb.EDIT, payment_terms="30 days")
    office.do(number, Verb.SUBMIT, "agreed by phone")
    assert Verb.STAND_BY not in out_of_place(office.order(number))


def test_what_is_open_is_in_its_place(office: Office) -> None:
    number = office.at(S.ALLOCATED)
    office.do(number, Verb.RAISE_EXCEPTION, kind="delay", cause="rain")
    office.do(number, Verb.CALL_SUPERVISOR, "stuck")
    found = out_of_place(office.order(number))
    assert not {Verb.RESOLVE_EXCEPTION, Verb.ANSWER_CALL, Verb.FILE_SIGNED} & found.keys()
    assert {Verb.CONFIRM, Verb.RESOLVE_CONDITION} <= found.keys()
