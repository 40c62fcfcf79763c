"""Verbs that the state of an order allows and that have nothing to act on: known before anything is typed."""

from collections.abc import Iterator, Mapping

from data.errors import NotReady
from data.orders import Order
from data.rules.joint import meets
from data.rules.workflow import Verb
from data.states import PASSED, OrderState


def out_of_place(order: Order) -> Mapping[Verb, NotReady]:
    """Return the verbs that have nothing to act on, each with the refusal that it would meet (P6).

    The guards in `data.desk` refuse them all the same; here it is said beforehand, so that nobody fills in a form for
    nothing.
    """
    return {verb: NotReady(order.number, verb.value, what, detail) for verb, what, detail in _found(order)}


def _found(order: Order) -> Iterator[tuple[Verb, str, str]]:
    if order.state is OrderState.IN_REVIEW:
        if not meets(order):
            yield Verb.HOLD_MEETING, "no_joint_review", ""
            yield Verb.SIGN_SHEET, "no_joint_review", ""
        passed = {one.review for one in order.opinions if one.round < order.review_round and one.opinion in PASSED}
        asked = [one.review for one in order.opinions if one.round == order.review_round]
        if passed.isdisjoint(asked):
            yield Verb.STAND_BY, "not_passed_before", ", ".join(asked)
    if order.confirmed_at is None:
        yield Verb.FILE_SIGNED, "not_confirmed", ""
    else:
        yield Verb.CONFIRM, "confirmed_before", order.confirmation_no
    if all(one.resolved_at is not None for one in order.conditions):
        yield Verb.RESOLVE_CONDITION, "no_condition_open", ""
    if all(one.answered_at is not None for one in order.calls):
        yield Verb.ANSWER_CALL, "no_call_open", ""
    if all(one.resolved_at is not None for one in order.exceptions):
        yield Verb.RESOLVE_EXCEPTION, "no_exception_open", ""
