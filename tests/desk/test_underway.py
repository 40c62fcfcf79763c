from dataclasses import replace
from datetime import date

import pytest

from data.orders import OrderRow
from data.rules.lists import ListQuery, OrderFilter
from data.rules.promise import WHOLE, Outlook
from data.rules.underway import Concern, TrackedRow
from data.rules.workflow import Verb
from data.states import OrderState
from tests.desk.office import Office

TODAY = date(2026, 3, 4)


def rows(office: Office, *numbers: str) -> tuple[OrderRow, ...]:
    return office.desk.lists.page(ListQuery(OrderFilter(numbers=numbers)), None, 50)


def tracked(office: Office, number: str) -> TrackedRow:
    (row,) = office.desk.underway.rows(rows(office, number))
    return row


def test_progress_and_outlook_follow_from_reports(office: Office) -> None:
    number = office.at(OrderState.ALLOCATED)
    row = tracked(office, number)
    assert (row.share, row.outlook, row.started, row.next) == (0, Outlook(), None, Verb.START)
    assert row.slack == 28
    assert row.places == ("W1",)
    office.do(number, Verb.START)
    office.clock.pass_(days=10)
    office.do(number, Verb.REPORT, lines="1:5")
    row = tracked(office, number)
    assert row.started == TODAY
    assert row.share == WHOLE // 4
    assert row.outlook == Outlook(date(2026, 4, 13))
    assert row.slack == -12
    assert row.next is Verb.REPORT
    office.do(number, Verb.REPORT)
    row = tracked(office, number)
    assert (row.share, row.outlook, row.next) == (WHOLE, Outlook(), Verb.MAKE_READY)
    assert row.slack == 18


def test_a_planned_finish_stands_for_the_outlook_until_there_is_progress(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.ALLOCATE, source="supplier", code="S1", finish="2026-04-03", lines="1:10")
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1", finish="2026-03-20", lines="2:3")
    row = tracked(office, number)
    assert row.outlook == Outlook(date(2026, 4, 3), planned=True)
    assert (row.slack, row.places) == (-2, ("S1", "W1"))


def test_a_check_in_is_due_a_week_after_the_placing_and_then_as_agreed(office: Office) -> None:
    number = office.at(OrderState.IN_PROGRESS)
    assert tracked(office, number).check_in == date(2026, 3, 11)
    office.do(number, Verb.CHECK_IN, "on time", next="+2d")
    office.do(number, Verb.CHECK_IN, "still on time", next="+3d")
    assert tracked(office, number).check_in == date(2026, 3, 7)
    assert office.desk.underway.concerns() == {}
    office.clock.pass_(days=3)
    assert office.desk.underway.concerns() == {number: Concern(check_in=date(2026, 3, 7))}


def test_exceptions_are_to_be_told_until_somebody_has(office: Office) -> None:
    number = office.at(OrderState.IN_PROGRESS)
    office.clock.pass_(days=1)
    office.do(number, Verb.RAISE_EXCEPTION, kind="material", cause="no steel")
    assert office.desk.underway.concerns() == {number: Concern(exceptions=1, tell=True)}
    assert tracked(office, number).exceptions == 1
    office.do(number, Verb.CONTACT, "steel is late", channel="telephone", outcome="agrees")
    assert office.desk.underway.concerns() == {number: Concern(exceptions=1)}
    assert tracked(office, number).told == date(2026, 3, 5)
    office.do(number, Verb.RESOLVE_EXCEPTION, "came")
    assert office.desk.underway.concerns() == {}


def test_what_is_late_is_at_risk_until_it_is_delivered(office: Office) -> None:
    number = office.at(OrderState.READY)
    office.clock.pass_(days=30)
    late = office.desk.underway.concerns()[number]
    assert (late.risk, late.tell) == (True, True)
    office.do(number, Verb.SHIP, carrier="SF")
    office.do(number, Verb.DELIVER, signed_by="Zhao")
    assert office.desk.underway.concerns() == {}
    row = tracked(office, number)
    assert (row.slack, row.check_in, row.next) == (None, None, Verb.INVOICE)


def test_concerns_can_be_asked_for_the_orders_that_changed(office: Office) -> None:
    first, second = office.at(OrderState.IN_PROGRESS), office.at(OrderState.IN_PROGRESS)
    settled = office.at(OrderState.SETTLED)
    for number in (first, second):
        office.do(number, Verb.RAISE_EXCEPTION, kind="delay", cause="flood")
    assert list(office.desk.underway.concerns()) == [first, second]
    assert list(office.desk.underway.concerns([second, settled, "nothing"])) == [second]
    assert office.desk.underway.concerns([]) == {}


def test_orders_beyond_one_batch_are_read_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.store.queries.underway._BATCH", 2)
    numbers = [office.at(OrderState.ALLOCATED) for _number in range(5)]
    found = office.desk.underway.rows(rows(office, *numbers))
    assert [row.number for row in found] == numbers
    assert {row.check_in for row in found} == {date(2026, 3, 11)}
    office.clock.pass_(days=7)
    assert list(office.desk.underway.concerns(numbers)) == numbers


def test_an_order_that_is_gone_is_left_out(office: Office) -> None:
    number = office.at(OrderState.ALLOCATED)
    (row,) = rows(office, number)
    assert office.desk.underway.rows([replace(row, order_id=999), row])[0].number == number
    assert office.desk.underway.rows([]) == ()
