"""Taking back: every verb leaves what takes it back, and afterwards the order is what it was."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from data.errors import (
    NothingToUndo,
    NotReady,
    Refusal,
)
from data.rules.undo import UNDO
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.states import Role
from data.store.tables.base import table
from data.store.tables.events import EventUndo
from data.store.tables.files import ImportRefusal
from tests.desk.office import COMPLETE, Office, paper
from tests.desk.test_imports import HEAD, ROWS, take

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.orders import Order

NOTE = {"note": "because"}
LINE = {"line": "1", **NOTE}
MEETING = {"chair": "Wang", "present": "all", "minutes": "so be it", "result": "pass", "measures": "test | Li | 3-09"}

CASES: tuple[tuple[Verb, S, Mapping[str, str]], ...] = (
    (Verb.EDIT, S.DRAFT, {"line.1.quantity": "7", "contact": "Ann", "customer": "C2"}),
    (Verb.EDIT, S.RECEIVED, {"line.1.remove": "yes", "line.3.product_code": "P3", "line.3.quantity": "2"}),
    (Verb.CLARIFY, S.RECEIVED, NOTE),
    (Verb.ACCEPT, S.DRAFT, {}),
    (Verb.READ_AGAIN, S.RECEIVED, {"errors": "1"}),
    (Verb.SUBMIT, S.RECEIVED, {}),
    (Verb.SUBMIT, S.RETURNED, NOTE),
    (Verb.PASS, S.IN_REVIEW, {"review": "sales"}),
    (Verb.PASS_WITH_CONDITIONS, S.IN_REVIEW, {"review": "finance", **NOTE}),
    (Verb.FAIL, S.IN_REVIEW, {"review": "sales", **NOTE}),
    (Verb.STAND_BY, S.IN_REVIEW, {"review": "finance"}),
    (Verb.TAKE_NOTE, S.APPROVED, {"department": "production"}),
    (Verb.RESOLVE_CONDITION, S.IN_REVIEW, NOTE),
    (Verb.HOLD_MEETING, S.IN_REVIEW, MEETING),
    (Verb.SIGN_SHEET, S.IN_REVIEW, {"review": "finance", **NOTE}),
    (Verb.RETURN, S.ESCALATED, NOTE),
    (Verb.ESCALATE, S.RETURNED, NOTE),
    (Verb.APPROVE, S.ESCALATED, NOTE),
    (Verb.CONFIRM, S.APPROVED, {"channel": "email"}),
    (Verb.AMEND, S.APPROVED, {"channel": "email", "person": "Ann", **NOTE}),
    (
        Verb.FILE_SIGNED,
        S.APPROVED,
        {"file": "x.pdf", "number": "OC-9", "total": "1", "date": "+3d", "accept_difference": "agreed by telephone"},
    ),
    (Verb.ALLOCATE, S.APPROVED, {"source": "work_centre", "code": "W1", "finish": "+9d", "promised": "+10d"}),
    (Verb.ACKNOWLEDGE, S.ALLOCATED, {"person": "Wu"}),
    (Verb.WITHDRAW_ALLOCATION, S.ALLOCATED, NOTE),
    (Verb.START, S.ALLOCATED, {}),
    (Verb.REPORT, S.IN_PROGRESS, {"lines": "1:4"}),
    (Verb.CHECK_IN, S.IN_PROGRESS, NOTE),
    (Verb.RAISE_EXCEPTION, S.IN_PROGRESS, {"kind": "delay", "cause": "rain"}),
    (Verb.RESOLVE_EXCEPTION, S.IN_PROGRESS, NOTE),
    (Verb.MAKE_READY, S.IN_PROGRESS, {}),
    (Verb.SHIP, S.READY, {"carrier": "SF", "lines": "1:3"}),
    (Verb.SHIP, S.READY, {"carrier": "SF"}),
    (Verb.DELIVER, S.SHIPPED, {"signed_by": "Zhao"}),
    (Verb.INVOICE, S.DELIVERED, {}),
    (Verb.RECEIVE_PAYMENT, S.DELIVERED, {"amount": "100"}),
    (Verb.SETTLE, S.DELIVERED, {}),
    (Verb.CLOSE, S.SETTLED, {"gaps": "by post"}),
    (Verb.REOPEN, S.CLOSED, NOTE),
    (Verb.ARCHIVE, S.CLOSED, {"importance": "important"}),
    (Verb.SCHEDULE, S.RECEIVED, {"line": "1", "dates": "+3d:4,+9d:6"}),
    (Verb.HOLD_LINE, S.RECEIVED, LINE),
    (Verb.RELEASE_LINE, S.RECEIVED, LINE),
    (Verb.RELEASE_PRICE, S.RECEIVED, LINE),
    (Verb.CLOSE_LINE, S.APPROVED, LINE),
    (Verb.REOPEN_LINE, S.APPROVED, LINE),
    (Verb.CONTACT, S.RECEIVED, {"channel": "email", "outcome": "agreed", **NOTE}),
    (Verb.ATTACH, S.RECEIVED, {"kind": "other", "file": "x.pdf"}),
    (Verb.NOTE, S.RECEIVED, NOTE),
    (Verb.HAND_OVER, S.RECEIVED, {"merchandiser": "wu", **NOTE}),
    (Verb.CALL_SUPERVISOR, S.RECEIVED, NOTE),
    (Verb.ANSWER_CALL, S.RECEIVED, NOTE),
    (Verb.HOLD, S.RECEIVED, NOTE),
    (Verb.RELEASE, S.RECEIVED, NOTE),
    (Verb.CANCEL, S.APPROVED, NOTE),
)
"""Each verb, the state that an order is brought to before it, and its fields."""

BEFORE: Mapping[Verb, tuple[tuple[Verb, Mapping[str, str]], ...]] = {
    Verb.STAND_BY: (
        (Verb.PASS, {"review": "finance"}),
        (Verb.FAIL, {"review": "sales", **NOTE}),
        (Verb.RETURN, NOTE),
        (Verb.EDIT, {"delivery_place": "Hall 4"}),
        (Verb.SUBMIT, NOTE),
    ),
    Verb.ANSWER_CALL: ((Verb.CALL_SUPERVISOR, NOTE),),
    Verb.RESOLVE_CONDITION: ((Verb.PASS_WITH_CONDITIONS, {"review": "finance", **NOTE}),),
    Verb.RESOLVE_EXCEPTION: ((Verb.RAISE_EXCEPTION, {"kind": "delay", "cause": "rain"}),),
    Verb.SIGN_SHEET: ((Verb.HOLD_MEETING, MEETING),),
    Verb.AMEND: ((Verb.CONFIRM, {"channel": "email"}),),
    Verb.FILE_SIGNED: ((Verb.CONFIRM, {"channel": "email"}),),
    Verb.MAKE_READY: ((Verb.REPORT, {}),),
    Verb.RECEIVE_PAYMENT: ((Verb.INVOICE, {}),),
    Verb.SETTLE: ((Verb.INVOICE, {}), (Verb.RECEIVE_PAYMENT, {})),
    Verb.RELEASE_LINE: ((Verb.HOLD_LINE, LINE),),
    Verb.REOPEN_LINE: ((Verb.CLOSE_LINE, LINE),),
    Verb.RELEASE: ((Verb.HOLD, NOTE),),
    Verb.EDIT: ((Verb.SCHEDULE, {"line": "1", "dates": "+3d:4,+9d:6"}),),
    Verb.CLOSE_LINE: ((Verb.SCHEDULE, {"line": "1", "dates": "+3d:4,+9d:6"}),),
}
"""What has to be done to an order before a verb, beyond bringing it to its state."""


def same(before: Order, after: Order) -> None:
    """See that an order is what it was, but for its version."""
    assert replace(after, version=before.version) == before


def prepared(office: Office, verb: Verb, state: S) -> str:
    """Return an order to which a verb can be done."""
    large = {"line.2.unit_price": "400000"} if verb in (Verb.HOLD_MEETING, Verb.SIGN_SHEET) else {}
    if verb is Verb.RELEASE_PRICE:
        office.policy(("floor = 0.0 ", "floor = 0.9 "))
        large = {"line.1.unit_price": "5"}
    number = office.at(state, **large)
    for earlier, texts in BEFORE.get(verb, ()):
        office.desk.do(number, earlier, texts)
    return number


def test_every_verb_is_tried_here() -> None:
    assert {verb for verb, _state, _texts in CASES} == set(Verb)


@pytest.mark.parametrize(("verb", "state", "texts"), CASES)
def test_an_order_is_what_it_was(office: Office, verb: Verb, state: S, texts: Mapping[str, str]) -> None:
    number = prepared(office, verb, state)
    before = office.order(number)
    files = {"file": paper()} if "file" in texts else None
    done = office.desk.do(number, verb, texts, files=files)
    office.clock.pass_(minutes=5)
    found = office.desk.undoing.last(number)
    assert (found.event, found.verb, found.number) == (done.event, verb, number)
    undone = office.desk.undo(number, version=done.version, note="a slip")
    after = office.order(number)
    assert undone.order == after
    same(before, after)
    assert after.version == done.version + 1 == undone.version
    assert (undone.from_state, undone.to_state, undone.undone) == (done.to_state, before.state, done.event)
    event = office.last(number)
    payload = json.loads(event.payload or "")
    assert (event.verb, event.actor, event.seq) == (UNDO, "li", undone.event)
    assert (event.from_state, event.to_state) == (done.to_state, before.state)
    assert payload["undone"] == {"event": done.event, "verb": verb}
    assert (payload["note"], payload["version"]) == ("a slip", after.version)
    first = json.loads(office.desk.orders.history(number)[-2].payload or "")["difference"]
    assert payload["difference"] == {path: values[::-1] for path, values in first.items()}
    office.sound()
    again = office.desk.do(number, verb, texts, files=files)
    assert again.to_state == done.to_state
    office.sound()


def test_the_last_of_several_opinions_is_taken_back(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    office.do(number, Verb.PASS, review="sales")
    before = office.order(number)
    assert office.do(number, Verb.PASS, review="finance").to_state is S.APPROVED
    office.desk.undo(number)
    same(before, office.order(number))
    office.desk.undo(number)
    assert [one.opinion for one in office.order(number).opinions] == ["waiting", "waiting"]
    office.sound()


def test_a_whole_life_is_taken_back_step_by_step(office: Office) -> None:
    number = office.new()
    stages = [office.order(number)]
    office.bring(number, S.IN_REVIEW)
    for verb, texts in (
        (Verb.PASS, {"review": "sales"}), (Verb.PASS, {"review": "finance"}), (Verb.CONFIRM, {"channel": "email"}),
        (Verb.ALLOCATE, {"source": "stock"}), (Verb.START, {}), (Verb.SHIP, {"carrier": "SF"}),
    ):  # fmt: skip
        stages.append(office.order(number))
        office.desk.do(number, verb, texts)
    for before in reversed(stages[1:]):
        office.desk.undo(number)
        same(before, office.order(number))
    office.desk.undo(number)
    office.desk.undo(number)
    same(stages[0], office.order(number))
    with pytest.raises(NothingToUndo):
        office.desk.undo(number)
    office.sound()


def test_one_goes_on_after_taking_back_and_takes_that_back_too(office: Office) -> None:
    number = office.at(S.RECEIVED)
    before = office.order(number)
    office.do(number, Verb.HOLD, "deposit")
    office.desk.undo(number)
    office.do(number, Verb.CONTACT, "all well", channel="email", outcome="ok")
    middle = office.order(number)
    office.do(number, Verb.NOTE, "a note")
    office.desk.undo(number)
    same(middle, office.order(number))
    office.desk.undo(number)
    same(before, office.order(number))
    assert [event.verb for event in office.desk.orders.history(number)] == [
        "new", "accept", "hold", "undo", "contact", "note", "undo", "undo",
    ]  # fmt: skip


def test_numbers_that_were_given_are_never_given_again(office: Office) -> None:
    number, other = office.at(S.DELIVERED), office.at(S.DELIVERED)
    first = office.do(number, Verb.INVOICE).order.invoices[0].number
    office.desk.undo(number)
    second = office.do(other, Verb.INVOICE).order.invoices[0].number
    third = office.do(number, Verb.INVOICE).order.invoices[0].number
    assert [int(one[-3:]) for one in (first, second, third)] == [1, 2, 3]


def test_the_file_of_a_paper_stays(office: Office) -> None:
    number = office.new()
    office.desk.do(number, Verb.ATTACH, {"kind": "other", "file": "x.pdf"}, files={"file": paper()})
    office.desk.undo(number)
    assert office.order(number).documents == ()
    assert len(list(office.store.blobs.names())) == 1
    report = office.desk.audit.check()
    assert (report.faults, [one.code for one in report.remarks if one.code == "file_unused"]) == ((), [])


def test_taking_back_is_done_in_the_role_of_the_act(office: Office) -> None:
    office.policy(("roles = {} ", 'roles = { li = ["clerk", "finance"] } '))
    first, second = office.at(S.DELIVERED), office.at(S.DELIVERED)
    for number in (first, second):
        office.do(number, Verb.INVOICE)
        assert office.last(number).role == Role.FINANCE
    office.desk.undo(first)
    assert office.last(first).role == Role.FINANCE
    office.policy(("roles = {} ", 'roles = { li = ["clerk"] } '))
    office.desk.undo(second)
    assert office.last(second).role == Role.CLERK


def test_an_opinion_can_be_given_again_in_another_sense(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    office.do(number, Verb.PASS, review="sales")
    with pytest.raises(NotReady):
        office.do(number, Verb.FAIL, "too dear", review="sales")
    office.desk.undo(number)
    office.do(number, Verb.FAIL, "too dear", review="sales")
    assert [one.opinion for one in office.order(number).opinions] == ["fail", "waiting"]
    office.sound()


def test_rows_of_a_file_that_were_settled_wait_again(office: Office) -> None:
    report = take(office, HEAD + ROWS + "PO-2,Eastwind,Bob,P2,Motor,many,pcs,13,2026-04-02,Wenzhou\n")
    number = next(one for one in report.numbers if office.order(one).refused_rows)
    before = office.order(number)

    def mended() -> list[bool]:
        with office.store.reading() as reader:
            assert reader.execute(select(func.count()).select_from(table(EventUndo))).scalar_one() in (0, 1)
            return list(reader.execute(select(table(ImportRefusal).c.mended)).scalars())

    assert mended() == [False]
    office.do(number, Verb.EDIT, refused_rows="settled")
    assert mended() == [True]
    office.desk.undo(number)
    assert mended() == [False]
    same(before, office.order(number))
    with pytest.raises(NothingToUndo):
        office.desk.undo(number)


# --- rows whose key somebody else got ---------------------------------------------------------------------------


def test_a_removed_line_comes_back_though_its_key_was_given_again(office: Office) -> None:
    number = office.at(S.RECEIVED)
    office.do(number, Verb.SCHEDULE, line="2", dates="+3d:1,+9d:2")
    stages = [office.order(number)]
    office.do(number, Verb.HOLD_LINE, "drawing", line="2")
    stages.append(office.order(number))
    office.do(number, Verb.EDIT, **{"line.2.remove": "yes"})
    other = office.new()
    assert {line.line_id for line in stages[0].lines} & {line.line_id for line in office.order(other).lines}
    untouched = office.order(other)
    for before in reversed(stages):
        office.desk.undo(number)
        after = office.order(number)
        assert len({line.line_id for line in (*after.lines, *untouched.lines)}) == 4
        lines = [replace(line, line_id=old.line_id) for line, old in zip(after.lines, before.lines, strict=True)]
        same(before, replace(after, lines=tuple(lines)))
    assert office.order(other) == untouched
    office.sound()


# --- what follows from the record -------------------------------------------------------------------------------


def test_work_that_was_not_begun_has_no_beginning(office: Office) -> None:
    number = office.at(S.ALLOCATED)

    def started() -> object:
        (row,) = office.desk.underway.rows(office.desk.lists.rows((number,)))
        return row.started

    assert started() is None
    office.do(number, Verb.START)
    office.desk.undo(number)
    assert started() is None
    office.clock.pass_(days=2)
    office.do(number, Verb.START)
    office.clock.pass_(hours=5)
    office.do(number, Verb.REPORT)
    assert started() == date(2026, 3, 6)
    assert office.desk.filing.card(number).course.production == timedelta(hours=5)


def test_reviewers_are_not_told_of_what_was_taken_back(office: Office) -> None:
    number = office.at(S.RETURNED)
    office.do(number, Verb.EDIT, contact="Ann")
    office.desk.undo(number)
    office.do(number, Verb.SUBMIT, "as agreed")
    office.desk.undo(number)
    office.do(number, Verb.EDIT, payment_terms="cash")
    office.do(number, Verb.SUBMIT, "as agreed now")
    since = office.desk.review.paper(number).since
    assert since is not None
    assert (since.agreed, [change.path for change in since.changes]) == ("as agreed now", ["payment_terms"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_histories_are_taken_back(office: Office, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - has to be repeatable, not secret
    numbers = [office.new({**COMPLETE, "line.3.product_code": "P2", "line.3.quantity": "2"}) for _ in range(2)]
    stages = {number: [office.order(number)] for number in numbers}
    for _ in range(120):
        number = chance.choice(numbers)
        kept = stages[number]
        if len(kept) > 1 and chance.random() < 0.35:
            office.desk.undo(number)
            before = kept.pop(-2)
            kept[-1] = after = office.order(number)
            same(_plain(before), _plain(after))
        else:
            before = office.order(number)
            verb = chance.choice(office.desk.orders.verbs(before) or [Verb.NOTE])
            texts = chance.choice([texts for one, _state, texts in CASES if one is verb])
            with suppress(Refusal):
                files = {"file": paper()} if "file" in texts else None
                kept.append(office.desk.do(number, verb, texts, files=files).order)
        office.clock.pass_(minutes=1)
    assert sum(event.verb == UNDO for number in numbers for event in office.desk.orders.history(number)) > 10
    office.sound()


def _plain(order: Order) -> Order:
    """Return an order without the keys of its lines, which may be others once they came back."""
    return replace(order, lines=tuple(replace(line, line_id=0) for line in order.lines))
