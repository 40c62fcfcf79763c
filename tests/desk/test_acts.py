"""What holds for every verb: one event, one version, refusals that are named and leave nothing behind."""

import json
from collections.abc import Iterator

import pytest

from data.desk.desk import Desk
from data.errors import BadValue, IllegalMove, Needed, NotFound, OnHold, Stale, UnknownField, UnknownVerb
from data.rules.verbs import FIELDS, FieldType
from data.rules.workflow import EDGES, WHILE_ON_HOLD, Verb, verbs_in
from data.states import OrderState as S
from data.states import Role
from tests.desk.office import COMPLETE, LIFE, Office, paper

GOOD = {
    FieldType.TEXT: "text",
    FieldType.LONG: "text",
    FieldType.DATE: "today",
    FieldType.TIME: "2026-03-01T08:00",
    FieldType.INTEGER: "1",
    FieldType.LINE: "1",
    FieldType.SCHEDULE: "+3d:10",
    FieldType.FILE: "receipt.pdf",
    FieldType.AMOUNT: "1",
}
"""A text of each type that a required field can have."""


def test_every_verb_of_the_table_is_carried_out(office: Office) -> None:
    assert office.desk.verbs() == set(Verb)


def test_a_whole_life_is_recorded_step_by_step(office: Office) -> None:
    number = office.new()
    states = [S.DRAFT]
    for version, (verb, texts) in enumerate(LIFE, start=2):
        events = office.events()
        done = office.desk.do(number, verb, texts)
        states.append(done.to_state)
        order = office.order(number)
        assert (order.version, done.event, office.events()) == (version, events + 1, events + 1)
        event = office.last(number)
        assert (event.verb, event.actor, event.at) == (verb, "li", office.clock.at)
        assert (event.from_state, event.to_state) == (states[-2], order.state)
        assert json.loads(event.payload or "")["version"] == version
        office.clock.pass_(hours=1)
    assert list(dict.fromkeys(states)) == [
        S.DRAFT, S.RECEIVED, S.IN_REVIEW, S.APPROVED, S.ALLOCATED, S.IN_PROGRESS, S.READY, S.SHIPPED, S.DELIVERED,
        S.SETTLED, S.CLOSED, S.ARCHIVED,
    ]  # fmt: skip
    assert len(office.desk.orders.history(number)) == len(LIFE) + 1
    office.sound()


@pytest.mark.parametrize("state", list(S))
def test_what_the_table_does_not_offer_is_refused(office: Office, state: S) -> None:
    number = office.at(state)
    before, events = office.order(number), office.events()
    assert before.state is state
    offered = set(office.desk.orders.verbs(before))
    assert offered == {edge.verb for edge in EDGES if edge.state is state} - {Verb.RELEASE}
    for verb in set(Verb) - set(verbs_in(state)):
        with pytest.raises(IllegalMove) as refused:
            office.do(number, verb, "because")
        assert (refused.value.state, refused.value.verb) == (state, verb)
        assert set(refused.value.possible) == set(verbs_in(state))
    assert (office.order(number), office.events()) == (before, events)


def _required() -> Iterator[tuple[Verb, str]]:
    for verb, fields in FIELDS.items():
        yield from ((verb, field.name) for field in fields if field.required)


@pytest.mark.parametrize(("verb", "field"), list(_required()))
def test_what_a_verb_needs_is_asked_for(office: Office, verb: Verb, field: str) -> None:
    state = next(edge.state for edge in EDGES if edge.verb is verb)
    number = office.at(state)
    texts = {
        one.name: one.choices[0] if one.choices else GOOD[one.type]
        for one in FIELDS[verb]
        if one.required and one.name != field
    }
    with pytest.raises(Needed) as refused:
        office.desk.do(number, verb, texts, files={"file": paper()})
    assert (refused.value.verb, refused.value.field) == (verb, field)
    assert office.order(number).version == len(office.desk.orders.history(number))


@pytest.mark.parametrize("verb", sorted(set(Verb) - WHILE_ON_HOLD))
def test_work_on_an_order_on_hold_is_refused(office: Office, verb: Verb) -> None:
    holding = {edge.state for edge in EDGES if edge.verb is Verb.HOLD}
    states = [edge.state for edge in EDGES if edge.verb is verb and edge.state in holding]
    if not states:
        assert verb in (Verb.SETTLE, Verb.CLOSE, Verb.REOPEN, Verb.ARCHIVE)  # an order is never held so late
        return
    number = office.at(states[0])
    office.do(number, Verb.HOLD, "no word of the customer")
    with pytest.raises(OnHold) as refused:
        office.do(number, verb, "because")
    assert (refused.value.reason, refused.value.line) == ("no word of the customer", None)
    assert set(office.desk.orders.verbs(office.order(number))) <= WHILE_ON_HOLD
    office.do(number, Verb.RELEASE)
    assert not office.order(number).on_hold


def test_whoever_saw_an_older_version_is_told(office: Office) -> None:
    number = office.new()
    office.colleague("wu").do(number, Verb.NOTE, "first")
    with pytest.raises(Stale) as refused:
        office.desk.do(number, Verb.NOTE, note="second", version=1)
    assert (refused.value.expected, refused.value.found, refused.value.by) == (1, 2, ("wu",))
    office.desk.do(number, Verb.NOTE, note="second", version=2)
    office.colleague("chen").do(number, Verb.NOTE, "third")
    office.colleague("chen").desk.undo(number)
    with pytest.raises(Stale) as refused:
        office.desk.do(number, Verb.NOTE, note="fourth", version=1)
    assert refused.value.by == ("wu", "li", "chen")
    with pytest.raises(Stale) as refused:
        office.desk.undo(number, version=3)
    assert (refused.value.found, refused.value.by) == (5, ("chen",))  # taking back is a change too


def test_unknown_verbs_orders_fields_and_values_are_named(office: Office) -> None:
    number = office.new()
    with pytest.raises(UnknownVerb):
        office.desk.do(number, "vanish")
    with pytest.raises(NotFound) as missing:
        office.do(number[:-1], Verb.NOTE, "x")
    assert missing.value.near == (number,)
    with pytest.raises(UnknownField):
        office.do(number, Verb.ACCEPT, carrier="SF")
    with pytest.raises(BadValue) as bad:
        office.do(number, Verb.READ_AGAIN, errors="two")
    assert bad.value.field == "errors"
    assert office.order(number).version == 1


def test_refused_papers_leave_no_file_behind(office: Office) -> None:
    number = office.at(S.ARCHIVED)
    with pytest.raises(IllegalMove):
        office.desk.do(number, Verb.ATTACH, {"kind": "other", "file": "x.pdf"}, files={"file": paper()})
    assert list(office.store.blobs.names()) == []


def test_the_right_role_is_recorded(office: Office) -> None:
    office.policy(
        (
            "roles = {} ",
            'roles = { wu = ["department_head", "finance", "clerk"], he = ["supervisor"], xu = ["finance", "clerk"] } ',
        )
    )
    wu, he = office.colleague("wu"), office.colleague("he")
    number = wu.new()
    assert wu.last(number).role == Role.CLERK
    wu.bring(number, S.IN_REVIEW)
    wu.do(number, Verb.PASS, review="finance")
    assert wu.last(number).role == Role.FINANCE
    wu.do(number, Verb.FAIL, "too cheap")  # the only opinion that waits
    assert [(one.review, one.role) for one in office.order(number).opinions] == [
        ("sales", Role.DEPARTMENT_HEAD),
        ("finance", Role.FINANCE),
    ]
    wu.do(number, Verb.ESCALATE, "key customer")
    he.do(number, Verb.APPROVE, "carry it out")
    assert (he.last(number).role, he.last(number).actor) == (Role.SUPERVISOR, "he")
    alone = office.colleague("xu").new()
    assert office.last(alone).role == Role.CLERK


def test_an_opinion_that_is_the_only_one_left_is_given_in_its_role(office: Office) -> None:
    office.policy(("roles = {} ", 'roles = { wu = ["department_head", "finance"] } '))
    number = office.at(S.IN_REVIEW)
    office.do(number, Verb.PASS, review="sales")
    office.colleague("wu").do(number, Verb.PASS)
    assert office.last(number).role == Role.FINANCE
    assert office.order(number).opinions[1].role == Role.FINANCE


def test_the_clock_is_read_once(office: Office) -> None:
    ticks = [office.clock.at]

    def midnight() -> object:
        ticks.append(ticks[-1])
        return ticks[-1]

    number = office.new()
    Desk(office.store, midnight, "li").do(number, Verb.NOTE, note="x")  # type: ignore[arg-type]  # counts its calls
    assert len(ticks) == 2


@pytest.mark.parametrize("text", ["[/closing]", "\x1b[31m", "\u202e", "a" * 5000, "订单 ", "'; DROP TABLE"])
def test_any_text_is_kept_as_it_was_written(office: Office, text: str) -> None:
    number = office.new({**COMPLETE, "special_requirements": text})
    office.do(number, Verb.NOTE, text)
    assert office.order(number).special_requirements == text.strip()
    assert json.loads(office.last(number).payload or "")["note"] == text
