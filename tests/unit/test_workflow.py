"""The workflow table holds together, and everything that is derived from it is complete."""

from collections import deque

import pytest

from data.errors import IllegalMove
from data.rules.roles import acting_role, reviews_of
from data.rules.verbs import FIELDS, LINE_FIELDS, ORDER_FIELDS, FieldType
from data.rules.workflow import (
    EDGES,
    STAGES,
    WHILE_ON_HOLD,
    Verb,
    check_move,
    targets,
    verbs_in,
    verbs_now,
)
from data.states import OrderState, Review, Role

FINAL = {OrderState.ARCHIVED}


def reached(start: OrderState) -> set[OrderState]:
    """The states that can follow a state."""
    seen, waiting = {start}, deque([start])
    while waiting:
        state = waiting.popleft()
        for edge in EDGES:
            if edge.state is state:
                waiting.extend(set(edge.to) - seen)
                seen |= set(edge.to)
    return seen


def test_each_state_and_verb_is_one_row() -> None:
    rows = [(edge.state, edge.verb) for edge in EDGES]
    assert len(rows) == len(set(rows))
    assert all(edge.to for edge in EDGES)


def test_every_state_is_reached_from_draft() -> None:
    assert reached(OrderState.DRAFT) == set(OrderState)


@pytest.mark.parametrize("state", sorted(set(OrderState) - {OrderState.CANCELLED}))
def test_every_state_leads_to_the_archive(state: OrderState) -> None:
    assert OrderState.ARCHIVED in reached(state)


def test_only_an_archived_order_is_final_and_a_cancelled_one_stays_cancelled() -> None:
    assert {state for state in OrderState if not verbs_in(state)} == FINAL
    assert reached(OrderState.CANCELLED) == {OrderState.CANCELLED}


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_is_complete(verb: Verb) -> None:
    assert verb in {edge.verb for edge in EDGES}
    assert verb in STAGES
    names = [field.name for field in FIELDS[verb]]
    assert "note" in names
    assert len(names) == len(set(names))
    for field in FIELDS[verb]:
        assert bool(field.choices) == (field.type is FieldType.CHOICE)


def test_edit_has_no_field_that_hides_one_of_the_orders() -> None:
    assert "note" not in ORDER_FIELDS
    assert all("." not in name for name in (*ORDER_FIELDS, *LINE_FIELDS))


def test_what_goes_on_while_on_hold_lets_the_order_go() -> None:
    for state in OrderState:
        if Verb.HOLD in verbs_in(state):
            assert Verb.RELEASE in verbs_in(state)
            held = verbs_now(state, on_hold=True)
            assert set(held) <= WHILE_ON_HOLD
            assert Verb.RELEASE in held
            assert Verb.HOLD not in held
        assert Verb.RELEASE not in verbs_now(state, on_hold=False)


def test_a_held_line_can_be_let_go_as_long_as_something_can_be_done_with_it() -> None:
    moving = {Verb.ALLOCATE, Verb.REPORT, Verb.SHIP, Verb.DELIVER, Verb.INVOICE}
    for state in OrderState:
        if moving & set(verbs_in(state)):
            assert Verb.RELEASE_LINE in verbs_in(state)


def test_a_wrong_move_is_refused_with_what_is_possible() -> None:
    with pytest.raises(IllegalMove) as refused:
        targets("SO-1", OrderState.ARCHIVED, Verb.SHIP)
    assert refused.value.possible == ()
    with pytest.raises(IllegalMove) as refused:
        check_move("SO-1", OrderState.RECEIVED, Verb.SUBMIT, OrderState.APPROVED)
    assert Verb.SUBMIT in refused.value.possible
    check_move("SO-1", OrderState.RECEIVED, Verb.SUBMIT, OrderState.IN_REVIEW)


def test_a_person_acts_in_the_role_that_fits_the_verb() -> None:
    roles = (Role.DEPARTMENT_HEAD, Role.FINANCE, Role.CLERK)
    assert acting_role(Verb.EDIT, roles) is Role.CLERK
    assert acting_role(Verb.INVOICE, roles) is Role.FINANCE
    assert acting_role(Verb.PASS, roles, Review.FINANCE) is Role.FINANCE
    assert acting_role(Verb.PASS, roles, Review.TECHNICAL) is Role.DEPARTMENT_HEAD
    assert acting_role(Verb.APPROVE, (Role.AUDITOR,)) is Role.AUDITOR
    assert reviews_of(roles) == (Review.FINANCE,)
