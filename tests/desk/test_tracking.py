from datetime import date

import pytest

from data.errors import Needed, NotFound, NotReady, QuantityRefused
from data.rules.workflow import Verb
from data.states import ExceptionKind, OrderState
from tests.desk.office import NOW, Office


@pytest.fixture
def number(office: Office) -> str:
    return office.at(OrderState.IN_PROGRESS)


def test_progress_is_reported_until_the_goods_are_ready(office: Office, number: str) -> None:
    office.do(number, Verb.REPORT, lines="1:4", step="turning")
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.MAKE_READY)
    assert (refused.value.what, refused.value.detail) == ("not_all_finished", "1, 2")
    office.do(number, Verb.REPORT)
    order = office.order(number)
    assert [(one.line_no, one.quantity, one.step) for one in order.progress] == [
        (1, 4_000_000, "turning"), (1, 6_000_000, ""), (2, 3_000_000, ""),
    ]  # fmt: skip
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.REPORT)
    assert refused.value.what == "nothing_open"
    assert office.do(number, Verb.MAKE_READY).to_state is OrderState.READY


def test_no_more_is_finished_than_ordered_and_tolerated(office: Office, number: str) -> None:
    with pytest.raises(QuantityRefused):
        office.do(number, Verb.REPORT, lines="1:10.000001")
    office.policy(("over_tolerance = 0.0 ", "over_tolerance = 0.1 "))
    office.do(number, Verb.REPORT, lines="1:11,2:3")
    with pytest.raises(QuantityRefused) as refused:
        office.do(number, Verb.REPORT, lines="1:1")
    assert refused.value.open == 0


def test_a_tolerated_surplus_is_delivered_and_the_desk_stays_sound(office: Office, number: str) -> None:
    office.policy(("over_tolerance = 0.0 ", "over_tolerance = 0.1 "))
    office.do(number, Verb.REPORT, lines="1:11,2:3")
    office.do(number, Verb.SHIP, carrier="SF", lines="1:11,2:3")
    office.do(number, Verb.DELIVER, signed_by="Zhao")
    office.do(number, Verb.INVOICE)
    order = office.order(number)
    assert (order.state, order.lines[0].delivered, order.invoiced) == (OrderState.DELIVERED, 11_000_000, order.total)
    office.sound()


def test_check_ins_say_when_the_next_is_due(office: Office, number: str) -> None:
    office.do(number, Verb.CHECK_IN, "on time", source="W1")
    office.do(number, Verb.CHECK_IN, "waits for steel", next="+2d")
    assert [(one.source, one.result, one.next_due) for one in office.order(number).check_ins] == [
        ("W1", "on time", date(2026, 3, 11)),
        ("", "waits for steel", date(2026, 3, 6)),
    ]


def test_exceptions_are_raised_and_resolved(office: Office, number: str) -> None:
    with pytest.raises(NotReady) as none:
        office.do(number, Verb.RESOLVE_EXCEPTION, "x")
    assert none.value.what == "no_exception_open"
    office.do(
        number, Verb.RAISE_EXCEPTION, kind="material", cause="no steel", measure="buy", responsible="wu", due="+2d"
    )
    office.do(number, Verb.RAISE_EXCEPTION, kind="delay", cause="flood")
    first = office.order(number).exceptions[0]
    assert (first.exception_no, first.kind, first.cause, first.due) == (
        1,
        ExceptionKind.MATERIAL,
        "no steel",
        date(2026, 3, 6),
    )
    with pytest.raises(Needed):
        office.do(number, Verb.RESOLVE_EXCEPTION, "x")
    with pytest.raises(NotFound) as unknown:
        office.do(number, Verb.RESOLVE_EXCEPTION, "x", exception="9")
    assert unknown.value.near == ("1", "2")
    office.do(number, Verb.RESOLVE_EXCEPTION, "steel came", exception="1")
    office.do(number, Verb.RESOLVE_EXCEPTION, "dried")
    assert [(one.result, one.resolved_at) for one in office.order(number).exceptions] == [
        ("steel came", NOW), ("dried", NOW),
    ]  # fmt: skip
