from datetime import date

import pytest

from data.errors import NotFound, NotReady, OnHold
from data.orders import ScheduleLine
from data.rules.workflow import Verb
from data.states import OrderState
from tests.desk.office import COMPLETE, Office


def why(office: Office, number: str, verb: Verb, **texts: str) -> str:
    version = office.order(number).version
    with pytest.raises(NotReady) as refused:
        office.do(number, verb, "because", **texts)
    assert office.order(number).version == version
    return refused.value.what


def test_a_schedule_is_the_lines_quantity(office: Office) -> None:
    number = office.at(OrderState.RECEIVED)
    office.do(number, Verb.SCHEDULE, line="1", dates="2026-04-08:6, 2026-04-01:4", place="Dock 2")
    assert office.order(number).lines[0].schedule == (
        ScheduleLine(date(2026, 4, 1), 4_000_000, "Dock 2"),
        ScheduleLine(date(2026, 4, 8), 6_000_000, "Dock 2"),
    )
    assert why(office, number, Verb.SCHEDULE, line="1", dates="2026-04-01:9") == "schedule_not_whole"
    office.do(number, Verb.SCHEDULE, line="1", dates="2026-04-02:10")
    assert len(office.order(number).lines[0].schedule) == 1
    with pytest.raises(NotFound):
        office.do(number, Verb.SCHEDULE, line="9", dates="2026-04-02:10")


def test_planned_deliveries_stand_for_the_date_and_place_of_the_order(office: Office) -> None:
    number = office.new({**COMPLETE, "requested_date": ""})
    assert office.order(number).missing == ("requested_date",)
    for line, quantity in (("1", "10"), ("2", "3")):
        office.do(number, Verb.SCHEDULE, line=line, dates=f"2026-04-01:{quantity}", place="Dock 2")
    assert office.order(number).missing == ()


def test_a_held_line_waits_while_the_others_go_on(office: Office) -> None:
    number = office.at(OrderState.READY)
    office.do(number, Verb.HOLD_LINE, "drawing changes", line="1")
    assert why(office, number, Verb.HOLD_LINE, line="1") == "line_held"
    office.do(number, Verb.SHIP, carrier="SF")
    order = office.order(number)
    assert [line.shipped for line in order.lines] == [0, 3_000_000]
    assert (order.lines[0].on_hold, order.lines[0].hold_reason) == (True, "drawing changes")
    with pytest.raises(OnHold) as refused:
        office.do(number, Verb.SHIP, carrier="SF", lines="1:1")
    assert (refused.value.line, refused.value.reason) == (1, "drawing changes")
    office.do(number, Verb.RELEASE_LINE, line="1")
    assert why(office, number, Verb.RELEASE_LINE, line="1") == "line_not_held"
    assert office.do(number, Verb.SHIP, carrier="SF").to_state is OrderState.SHIPPED


def test_a_line_closed_short_is_neither_delivered_nor_charged(office: Office) -> None:
    number = office.at(OrderState.READY, **{"line.1.tax_rate": "13%"})
    office.do(number, Verb.SHIP, carrier="SF", lines="1:4,2:3")
    assert why(office, number, Verb.CLOSE_LINE, line="2") == "nothing_open"
    assert office.do(number, Verb.CLOSE_LINE, "enough", line="1").to_state is OrderState.SHIPPED
    order = office.order(number)
    line = order.lines[0]
    assert (line.closed_short, line.close_reason, line.wanted) == (6_000_000, "enough", 4_000_000)
    assert (line.net, line.tax, line.total, order.total) == (5000, 650, 5650, 35650)
    assert office.do(number, Verb.REOPEN_LINE, "more after all", line="1").to_state is OrderState.READY
    order = office.order(number)
    assert (order.lines[0].closed_short, order.lines[0].close_reason, order.total) == (0, "", 44125)
    assert why(office, number, Verb.REOPEN_LINE, line="1") == "line_not_closed"
    office.sound()


def test_a_stated_total_is_charged_for_the_part_that_is_left(office: Office) -> None:
    number = office.at(OrderState.READY, **{"line.1.stated_total": "100.01"})
    office.do(number, Verb.SHIP, carrier="SF", lines="1:3")
    office.do(number, Verb.CLOSE_LINE, "enough", line="1")
    assert office.order(number).lines[0].total == 3000
    office.sound()


def test_the_last_line_is_cancelled_with_the_order_instead(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.CLOSE_LINE, "not wanted", line="1")
    assert why(office, number, Verb.CLOSE_LINE, line="2") == "last_line"


def test_what_was_billed_already_is_not_closed_away(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.INVOICE, kind="advance", amount="200")
    assert why(office, number, Verb.CLOSE_LINE, line="2") == "billed_beyond"
    office.do(number, Verb.CLOSE_LINE, "fewer", line="1")
    order = office.order(number)
    assert order.invoiced <= order.total == 30000


@pytest.mark.parametrize("quantity", range(1, 10))
def test_closing_short_leaves_exactly_what_was_billed(office: Office, quantity: int) -> None:
    number = office.at(OrderState.READY, **{"line.1.unit_price": "0.00496", "line.2.unit_price": "0"})
    office.do(number, Verb.SHIP, carrier="SF", lines=f"1:{quantity},2:3")
    office.do(number, Verb.DELIVER, signed_by="Zhao")
    office.do(number, Verb.INVOICE)
    assert office.do(number, Verb.CLOSE_LINE, "enough", line="1").to_state is OrderState.DELIVERED
    order = office.order(number)
    assert order.invoiced == order.total
    office.sound()


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (OrderState.DRAFT, OrderState.DRAFT), (OrderState.RETURNED, OrderState.RETURNED),
        (OrderState.APPROVED, OrderState.APPROVED), (OrderState.ALLOCATED, OrderState.ALLOCATED),
        (OrderState.IN_PROGRESS, OrderState.IN_PROGRESS), (OrderState.READY, OrderState.READY),
    ],
)  # fmt: skip
def test_lines_are_closed_and_reopened_in_every_state_before_shipping(
    office: Office, state: OrderState, after: OrderState
) -> None:
    number = office.at(state)
    assert office.do(number, Verb.CLOSE_LINE, "not wanted", line="1").to_state is after
    assert office.order(number).total == 30000
    assert office.do(number, Verb.REOPEN_LINE, "wanted", line="1").to_state is after
    assert office.order(number).total == 42500
    office.sound()


def test_closing_the_only_line_that_is_not_placed_completes_the_allocation(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.ALLOCATE, source="stock", lines="1:10")
    assert office.do(number, Verb.CLOSE_LINE, "not wanted", line="2").to_state is OrderState.ALLOCATED
    assert office.do(number, Verb.REOPEN_LINE, "wanted", line="2").to_state is OrderState.APPROVED
