from datetime import date

import pytest

from data.errors import NotReady, OnHold, QuantityRefused
from data.rules.workflow import Verb
from data.states import DeliveryState, OrderState
from tests.desk.office import Office


def test_partial_shipments_move_the_order_only_when_all_has_gone(office: Office) -> None:
    number = office.at(OrderState.READY)
    office.do(number, Verb.SHIP, carrier="SF", waybill="SF1", method="road", date="2026-03-03", lines="1:4")
    order = office.order(number)
    assert (order.state, order.delivery_state) == (OrderState.READY, DeliveryState.PARTLY_SHIPPED)
    office.do(number, Verb.DELIVER, signed_by="Zhao", lines="1:1")
    assert office.order(number).delivery_state is DeliveryState.PARTLY_DELIVERED
    assert office.do(number, Verb.SHIP, carrier="DB").to_state is OrderState.SHIPPED
    office.do(number, Verb.DELIVER, signed_by="Zhao", lines="1:9")
    assert office.order(number).state is OrderState.SHIPPED
    assert office.do(number, Verb.DELIVER, signed_by="Qian", date="2026-03-04").to_state is OrderState.DELIVERED
    order = office.order(number)
    assert [(one.shipment_no, one.carrier, one.waybill_no, one.method, one.shipped_on) for one in order.shipments] == [
        (1, "SF", "SF1", "road", date(2026, 3, 3)), (2, "DB", "", "carrier", date(2026, 3, 4)),
    ]  # fmt: skip
    assert [one.signed_by for one in order.deliveries] == ["Zhao", "Zhao", "Qian"]
    assert order.delivery_state is DeliveryState.DELIVERED


def test_what_is_finished_may_go_before_the_rest(office: Office) -> None:
    number = office.at(OrderState.IN_PROGRESS)
    with pytest.raises(NotReady) as nothing:
        office.do(number, Verb.SHIP, carrier="SF")
    assert nothing.value.what == "nothing_open"
    office.do(number, Verb.REPORT, lines="1:4")
    with pytest.raises(QuantityRefused) as refused:
        office.do(number, Verb.SHIP, carrier="SF", lines="1:5")
    assert refused.value.open == 4_000_000
    assert office.do(number, Verb.SHIP, carrier="SF").to_state is OrderState.IN_PROGRESS
    with pytest.raises(QuantityRefused):
        office.do(number, Verb.DELIVER, signed_by="Zhao", lines="1:5")
    assert office.do(number, Verb.DELIVER, signed_by="Zhao").to_state is OrderState.IN_PROGRESS
    office.do(number, Verb.REPORT)
    assert office.do(number, Verb.SHIP, carrier="SF").to_state is OrderState.SHIPPED


def test_dates_that_cannot_be_are_refused(office: Office) -> None:
    number = office.at(OrderState.READY)
    with pytest.raises(NotReady) as ahead:
        office.do(number, Verb.SHIP, carrier="SF", date="+1d")
    assert (ahead.value.what, ahead.value.detail) == ("date_ahead", "2026-03-05")
    office.do(number, Verb.SHIP, carrier="SF")
    with pytest.raises(NotReady) as ahead:
        office.do(number, Verb.DELIVER, signed_by="Zhao", date="+1d")
    assert ahead.value.what == "date_ahead"
    with pytest.raises(NotReady) as early:
        office.do(number, Verb.DELIVER, signed_by="Zhao", date="2026-03-03")
    assert early.value.what == "delivered_before_shipped"


def test_a_line_held_on_the_way_can_be_let_go_and_delivered(office: Office) -> None:
    number = office.at(OrderState.READY)
    office.do(number, Verb.SHIP, carrier="SF", lines="1:10")
    office.do(number, Verb.HOLD_LINE, "wrong colour?", line="1")
    office.do(number, Verb.SHIP, carrier="SF")
    office.do(number, Verb.DELIVER, signed_by="Zhao")
    with pytest.raises(OnHold):
        office.do(number, Verb.DELIVER, signed_by="Zhao")
    office.do(number, Verb.RELEASE_LINE, line="1")
    assert office.do(number, Verb.DELIVER, signed_by="Zhao").to_state is OrderState.DELIVERED
