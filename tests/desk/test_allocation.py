from datetime import date

import pytest

from data.errors import Needed, NotFound, NotReady, OnHold, QuantityRefused
from data.rules.workflow import Verb
from data.states import OrderState, SourceKind
from tests.desk.office import NOW, Office


@pytest.fixture
def number(office: Office) -> str:
    return office.at(OrderState.APPROVED)


def test_a_line_is_split_over_sources_and_dates(office: Office, number: str) -> None:
    office.do(number, Verb.ALLOCATE, source="stock", lines="1:4")
    office.do(number, Verb.ALLOCATE, source="supplier", code="S1", lines="1:6", start="2026-03-05", finish="2026-03-20")
    assert office.order(number).state is OrderState.APPROVED
    done = office.do(number, Verb.ALLOCATE, source="work_centre", code="W1", finish="2026-03-12", promised="2026-03-25")
    order = office.order(number)
    assert done.to_state is OrderState.ALLOCATED
    assert [(one.line_no, one.source_kind, one.source_code, one.quantity) for one in order.allocations] == [
        (1, SourceKind.STOCK, "", 4_000_000),
        (1, SourceKind.SUPPLIER, "S1", 6_000_000),
        (2, SourceKind.WORK_CENTRE, "W1", 3_000_000),
    ]
    assert (order.planned_finish, order.promised_date) == (date(2026, 3, 20), date(2026, 3, 25))
    assert [line.allocated for line in order.lines] == [10_000_000, 3_000_000]


def test_what_cannot_be_allocated_is_refused(office: Office, number: str) -> None:
    with pytest.raises(QuantityRefused) as much:
        office.do(number, Verb.ALLOCATE, source="stock", lines="1:11")
    assert (much.value.line, much.value.wanted, much.value.open) == (1, 11_000_000, 10_000_000)
    with pytest.raises(NotFound) as unknown:
        office.do(number, Verb.ALLOCATE, source="work_centre", code="W9")
    assert (unknown.value.what, unknown.value.near) == ("work_centre", ("W1",))
    with pytest.raises(NotFound):
        office.do(number, Verb.ALLOCATE, source="stock", lines="9:1")
    with pytest.raises(Needed):
        office.do(number, Verb.ALLOCATE, source="supplier")
    with pytest.raises(NotReady) as wrong:
        office.do(number, Verb.ALLOCATE, source="stock", start="2026-03-09", finish="2026-03-08")
    assert wrong.value.what == "finish_before_start"
    office.do(number, Verb.HOLD_LINE, "drawing", line="1")
    with pytest.raises(OnHold) as held:
        office.do(number, Verb.ALLOCATE, source="stock", lines="1:1")
    assert held.value.line == 1
    office.do(number, Verb.ALLOCATE, source="stock")
    with pytest.raises(OnHold):
        office.do(number, Verb.ALLOCATE, source="stock")
    assert office.order(number).state is OrderState.APPROVED


def test_sources_take_note_of_what_was_placed_with_them(office: Office, number: str) -> None:
    office.do(number, Verb.ALLOCATE, source="supplier", code="S1", lines="1:10")
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1")
    office.do(number, Verb.ACKNOWLEDGE, code="S1", person="Mr Sun")
    assert [one.acknowledged_by for one in office.order(number).allocations] == ["Mr Sun", ""]
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.ACKNOWLEDGE, code="S1", person="Mr Sun")
    assert refused.value.what == "nothing_to_acknowledge"
    office.do(number, Verb.ACKNOWLEDGE, person="foreman")
    assert {one.acknowledged_at for one in office.order(number).allocations} == {NOW}


def test_allocations_are_taken_back(office: Office, number: str) -> None:
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.WITHDRAW_ALLOCATION, "too early")
    assert refused.value.what == "nothing_allocated"
    office.do(number, Verb.ALLOCATE, source="stock")
    done = office.do(number, Verb.WITHDRAW_ALLOCATION, "other stock", line="2")
    assert (done.from_state, done.to_state) == (OrderState.ALLOCATED, OrderState.APPROVED)
    order = office.order(number)
    assert [line.allocated for line in order.lines] == [10_000_000, 0]
    assert [one.withdrawn for one in order.allocations] == [False, True]
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1")
    assert office.order(number).state is OrderState.ALLOCATED
    with pytest.raises(NotFound):
        office.do(number, Verb.WITHDRAW_ALLOCATION, "x", line="9")
    office.sound()


def test_an_order_stays_allocated_while_all_that_is_wanted_is_placed(office: Office, number: str) -> None:
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1")
    office.do(number, Verb.CLOSE_LINE, "not wanted", line="1")
    assert office.do(number, Verb.WITHDRAW_ALLOCATION, "not wanted", line="1").to_state is OrderState.ALLOCATED
    office.do(number, Verb.START)
    office.sound()


def test_what_lies_in_stock_is_finished_when_work_starts(office: Office, number: str) -> None:
    office.do(number, Verb.ALLOCATE, source="stock", lines="1:4,2:3")
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1")
    office.do(number, Verb.START)
    order = office.order(number)
    assert order.state is OrderState.IN_PROGRESS
    assert [line.finished for line in order.lines] == [4_000_000, 3_000_000]
    assert {one.step for one in order.progress} == {"stock"}


def test_stock_is_not_finished_for_a_line_that_was_closed_short(office: Office, number: str) -> None:
    office.do(number, Verb.ALLOCATE, source="stock")
    office.do(number, Verb.CLOSE_LINE, "not wanted", line="1")
    office.do(number, Verb.START)
    order = office.order(number)
    assert [line.finished for line in order.lines] == [0, 3_000_000]
    with pytest.raises(QuantityRefused):
        office.do(number, Verb.SHIP, carrier="SF", lines="1:1")


def test_the_places_of_the_office_are_known(office: Office) -> None:
    centres, suppliers = office.desk.allocation.places()
    assert ([one.code for one in centres], [one.name for one in suppliers]) == (["W1"], ["Foundry"])
