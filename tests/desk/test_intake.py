import json
from datetime import UTC, date, datetime, timedelta

import pytest

from data.errors import AlreadyExists, BadValue, ChecksFailed, Incomplete, NotFound, NotReady, UnknownField
from data.orders import ScheduleLine
from data.rules.checks import Grade
from data.rules.workflow import Verb
from data.states import Channel, HandlingClass, OrderKind, OrderState, PriceBasis
from tests.desk.office import COMPLETE, NOW, Office


def difference(office: Office, number: str) -> dict[str, list[object]]:
    found: dict[str, list[object]] = json.loads(office.last(number).payload or "")["difference"]
    return found


def test_an_order_entered_by_hand_gets_a_number_and_a_deadline(office: Office) -> None:
    first, second = office.new(), office.new(handling_class="urgent", channel="telephone")
    assert (first, second) == ("SO-202603-00001", "SO-202603-00002")
    order = office.order(first)
    assert (order.state, order.channel, order.kind) == (OrderState.DRAFT, Channel.IN_PERSON, OrderKind.GOODS)
    assert (order.received_at, order.entered_at, order.entered_by) == (NOW, NOW, "li")
    assert order.decision_due_at == NOW + timedelta(hours=24)
    assert order.missing == ()
    assert (order.net, order.tax, order.total) == (42500, 0, 42500)
    assert office.order(second).decision_due_at == NOW + timedelta(hours=2)
    assert office.order(second).channel is Channel.TELEPHONE
    event = office.last(first)
    assert (event.verb, event.from_state, event.to_state) == ("new", "", "draft")
    assert json.loads(event.payload or "")["order"]["lines"][0]["product_code"] == "P1"


def test_received_and_entered_are_apart_and_received_drives_the_deadline(office: Office) -> None:
    number = office.new(received_at="2026-03-03 18:00", handling_class="special")
    order = office.order(number)
    assert (order.received_at, order.entered_at) == (datetime(2026, 3, 3, 10, 0, tzinfo=UTC), NOW)
    assert order.decision_due_at == order.received_at + timedelta(hours=12)
    office.do(number, Verb.EDIT, received_at="2026-03-04 08:00", handling_class="urgent")
    assert office.order(number).decision_due_at == datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def test_what_is_not_said_is_supplied_and_marked(office: Office) -> None:
    order = office.order(
        office.new(
            {"customer": "Northwind", "requested_date": "+3w", "line.1.product_code": "P1", "line.1.quantity": "2"}
        )
    )
    assert (order.currency, order.contact, order.delivery_place, order.payment_terms) == (
        "USD",
        "Ann",
        "Seattle",
        "60 days",
    )
    assert {
        name: order.supplied[name] for name in ("currency", "contact", "delivery_place", "payment_terms")
    } == dict.fromkeys(("currency", "contact", "delivery_place", "payment_terms"), "customer")
    assert (order.delivery_method, order.supplied["delivery_method"]) == ("carrier", "policy")
    line = order.lines[0]
    assert (line.product_name, line.unit) == ("Bolt", "pcs")
    assert line.supplied == {"product_name": "price_list", "unit": "price_list"}
    assert line.unit_price is None  # the list is in another currency
    assert order.missing == ("unit_price",)


def test_the_price_list_supplies_a_price_in_the_orders_currency(office: Office) -> None:
    order = office.order(office.new({"customer": "C1", "line.1.product_code": "P1", "line.1.quantity": "2"}))
    assert (order.lines[0].unit_price, order.lines[0].supplied["unit_price"]) == (12_500_000, "price_list")
    assert (order.total, order.missing) == (2500, ("requested_date",))
    assert order.contact == "海川电梯"
    assert order.delivery_place == "1 Harbour Road, Ningbo"


def test_an_order_without_anything_lists_all_that_is_missing(office: Office) -> None:
    order = office.order(office.new({}))
    assert order.missing == ("customer", "contact", "requested_date", "delivery_place", "lines")
    with pytest.raises(Incomplete) as refused:
        office.do(order.number, Verb.ACCEPT)
    assert refused.value.missing == order.missing
    assert office.order(order.number).state is OrderState.DRAFT


def test_an_incomplete_order_waits_until_it_is_complete(office: Office) -> None:
    number = office.new({**COMPLETE, "line.2.unit_price": ""})
    office.do(number, Verb.CLARIFY, "no price for the motor")
    office.do(number, Verb.CONTACT, "asked for the price", channel="telephone", outcome="calls back")
    with pytest.raises(Incomplete) as refused:
        office.do(number, Verb.ACCEPT)
    assert refused.value.missing == ("unit_price",)
    office.do(number, Verb.EDIT, **{"line.2.unit_price": "99"})
    assert office.order(number).missing == ()
    assert office.do(number, Verb.ACCEPT).to_state is OrderState.RECEIVED
    assert [one.outcome for one in office.order(number).contacts] == ["calls back"]


def test_an_edit_can_make_a_received_order_incomplete_and_then_it_goes_to_no_review(office: Office) -> None:
    number = office.at(OrderState.RECEIVED)
    office.do(number, Verb.EDIT, requested_date="")
    with pytest.raises(Incomplete):
        office.do(number, Verb.SUBMIT)
    assert office.do(number, Verb.CLARIFY, "date?").to_state is OrderState.CLARIFYING


@pytest.mark.parametrize(
    "name", ["state", "total", "line.1", "line.x.unit", "line.0.unit", "refused_rows", "note", "*", ""]
)
def test_a_new_order_has_no_other_fields(office: Office, name: str) -> None:
    events = office.events()
    with pytest.raises(UnknownField) as refused:
        office.new({**COMPLETE, name: "1"})
    assert refused.value.field == name
    assert office.events() == events


def test_a_wanted_number_is_taken_once(office: Office) -> None:
    assert office.desk.intake.new(COMPLETE, number_wanted=" K-7 ").number == "K-7"
    with pytest.raises(AlreadyExists) as refused:
        office.desk.intake.new(COMPLETE, number_wanted="K-7")
    assert refused.value.key == "K-7"


def test_the_next_number_is_one_that_nobody_has(office: Office) -> None:
    office.desk.intake.new(COMPLETE, number_wanted="SO-202603-00001")
    assert office.new() == "SO-202603-00002"
    office.clock.pass_(days=30)
    assert office.new() == "SO-202604-00001"


def test_the_same_customers_number_twice_is_warned_of(office: Office) -> None:
    first, other = office.new(customer_po_no="PO-1"), office.new(customer_po_no="PO-1", customer="C2")
    second = office.new(customer_po_no="PO-1")
    assert office.desk.intake.same_customer_number(office.order(second)) == (first,)
    assert office.desk.intake.same_customer_number(office.order(other)) == ()


def test_an_edit_records_what_it_changed(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.EDIT, "by telephone", payment_terms="cash", **{"line.1.quantity": "12"})
    assert difference(office, number) == {
        "lines.1.net": [12500, 15000],
        "lines.1.quantity": [10_000_000, 12_000_000],
        "lines.1.total": [12500, 15000],
        "net": [42500, 45000],
        "payment_terms": ["30 days net", "cash"],
        "supplied.payment_terms": ["policy", None],
        "total": [42500, 45000],
    }


def test_another_customer_brings_his_own_terms_and_is_recorded(office: Office) -> None:
    number = office.new(delivery_place="Dock 2")
    done = office.do(number, Verb.EDIT, customer="C2")
    order = office.order(number)
    assert (order.customer_code, order.payment_terms, order.contact) == ("C2", "30 days net", "Ann")
    assert order.delivery_place == "Dock 2"  # was typed
    assert done.order == order
    changed = difference(office, number)
    assert changed["customer_code"] == ["C1", "C2"]
    assert changed["customer_name"] == ["海川电梯", "Northwind"]
    with pytest.raises(NotFound):
        office.do(number, Verb.EDIT, customer="nobody")


def test_another_product_brings_its_own_name(office: Office) -> None:
    number = office.new({**COMPLETE, "line.1.unit_price": ""})
    office.do(number, Verb.EDIT, **{"line.1.product_code": "P2"})
    line = office.order(number).lines[0]
    assert (line.product_name, line.unit_price) == ("Motor", None)


def test_lines_are_added_and_removed(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.EDIT, **{"line.1.remove": "yes", "line.7.product_name": "Nut", "line.7.quantity": "4"})
    order = office.order(number)
    assert [line.line_no for line in order.lines] == [2, 7]
    assert order.missing == ("unit_price",)
    with pytest.raises(NotFound):
        office.do(number, Verb.EDIT, **{"line.1.remove": "yes"})
    office.do(number, Verb.EDIT, **{"line.2.remove": "no"})
    assert len(office.order(number).lines) == 2
    office.sound()


def test_the_typed_figure_stands_and_the_other_is_derived(office: Office) -> None:
    number = office.new({**COMPLETE, "line.1.unit_price": "", "line.1.stated_total": "100"})
    line = office.order(number).lines[0]
    assert (line.total, line.unit_price, line.supplied["unit_price"]) == (10000, 10_000_000, "stated_total")
    office.do(number, Verb.EDIT, **{"line.1.stated_total": "200"})
    assert office.order(number).lines[0].unit_price == 20_000_000
    office.do(number, Verb.EDIT, **{"line.1.unit_price": "7"})
    line = office.order(number).lines[0]
    assert (line.total, line.stated_total) == (7000, None)
    office.do(number, Verb.EDIT, **{"line.1.stated_total": "50", "line.1.quantity": "5"})
    line = office.order(number).lines[0]
    assert (line.total, line.quantity, line.unit_price) == (5000, 5_000_000, 10_000_000)
    office.sound()


def test_tax_in_or_on_top_of_the_price(office: Office) -> None:
    taxed = {"line.1.tax_rate": "13%", "line.2.tax_rate": "0.13"}
    net, gross = office.new(**taxed), office.new(price_basis="gross", **taxed)
    assert [(line.net, line.tax, line.total) for line in office.order(net).lines] == [
        (12500, 1625, 14125), (30000, 3900, 33900),
    ]  # fmt: skip
    assert [(line.net, line.tax, line.total) for line in office.order(gross).lines] == [
        (11062, 1438, 12500), (26549, 3451, 30000),
    ]  # fmt: skip
    assert (office.order(gross).net, office.order(gross).tax, office.order(gross).total) == (37611, 4889, 42500)
    office.do(net, Verb.EDIT, price_basis="gross")
    assert [line.price_basis for line in office.order(net).lines] == [PriceBasis.GROSS] * 2
    assert office.order(net).total == 42500
    office.do(net, Verb.EDIT, **{"line.2.price_basis": "net"})
    office.do(net, Verb.EDIT, price_basis="net")
    assert office.order(net).total == 48025


def test_discounts_freight_and_rounding_off(office: Office) -> None:
    number = office.new(
        discount_rate="10%",
        freight="20",
        rounding_off="0.75",
        **{"line.1.discount_rate": "0.2", "line.1.tax_rate": "13%"},
    )
    order = office.order(number)
    assert (order.lines[0].net, order.lines[0].tax) == (10000, 1300)
    assert (order.net, order.tax, order.discount, order.total) == (36000, 1170, 4130, 39095)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("line.1.quantity", "0", "zero"),
        ("line.1.quantity", "-2", "negative"),
        ("line.1.quantity", "ten", "not_a_number"),
        ("line.1.quantity", "1e20", "too_large"), ("line.1.unit_price", "-1", "negative"),
        ("line.1.discount_rate", "1.5", "not_a_rate"), ("line.1.tax_rate", "13", "not_a_rate"),
        ("line.1.stated_total", "-5", "negative"), ("line.1.unit_price", "1e13", "too_large"),
        ("freight", "-1", "negative"), ("currency", "Mark", "unknown_currency"), ("kind", "gift", "not_in_list"),
        ("channel", "pigeon", "not_in_list"),
        ("handling_class", "slow", "not_in_list"),
        ("price_basis", "x", "not_in_list"),
        ("requested_date", "soon", "bad_date"),
        ("received_at", "noon", "bad_time"),
        ("planned_finish", "x", "bad_date"),
        ("received_at", "9999-12-31T23:59", "date_out_of_range"), ("refused_rows", "maybe", "not_in_list"),
    ],
)  # fmt: skip
def test_bad_values_are_named(office: Office, name: str, text: str, why: str) -> None:
    number = office.new()
    with pytest.raises(BadValue) as refused:
        office.do(number, Verb.EDIT, **{name: text})
    assert refused.value.why == why
    assert office.order(number).version == 1
    if name != "refused_rows":
        with pytest.raises(BadValue):
            office.new({**COMPLETE, name: text})


def test_a_planned_finish_apart_from_the_planned_shipping(office: Office) -> None:
    number = office.new(planned_finish="2026-03-20", planned_ship_date="2026-03-25")
    assert office.order(number).planned_finish == date(2026, 3, 20)
    office.do(number, Verb.EDIT, planned_finish="2026-03-22")
    order = office.order(number)
    assert (order.planned_finish, order.planned_ship_date) == (date(2026, 3, 22), date(2026, 3, 25))
    office.do(number, Verb.EDIT, planned_finish="")
    assert office.order(number).planned_finish is None


def test_a_new_quantity_drops_the_planned_deliveries(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.SCHEDULE, line="1", dates="2026-04-01:4,2026-04-08:6")
    office.do(number, Verb.EDIT, contact="Ann")
    assert office.order(number).lines[0].schedule == (
        ScheduleLine(date(2026, 4, 1), 4_000_000),
        ScheduleLine(date(2026, 4, 8), 6_000_000),
    )
    office.do(number, Verb.EDIT, **{"line.1.quantity": "12"})
    assert office.order(number).lines[0].schedule == ()


def test_the_quantity_of_a_line_that_was_closed_short_stays(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.CLOSE_LINE, "not wanted", line="1")
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.EDIT, **{"line.1.quantity": "1"})
    assert refused.value.what == "line_closed"
    office.do(number, Verb.REOPEN_LINE, "wanted after all", line="1")
    office.do(number, Verb.EDIT, **{"line.1.quantity": "1"})
    office.sound()


def test_the_second_reading_is_recorded(office: Office) -> None:
    number = office.new()
    office.colleague("wu").do(number, Verb.READ_AGAIN, "one figure was wrong", errors="1")
    order = office.order(number)
    assert (order.verified_at, order.verified_by) == (NOW, "wu")
    assert json.loads(office.last(number).payload or "")["errors"] == 1


def test_the_self_check_stands_before_the_review(office: Office) -> None:
    number = office.at(OrderState.RECEIVED, **{"line.1.quantity": "2000000000", "line.1.unit_price": "13.5"})
    grades = {check.name: check.grade for check in office.desk.intake.checks(number)}
    assert grades["amounts_in_bounds"] is Grade.FAIL
    assert grades["price_within_tolerance"] is Grade.WARN
    with pytest.raises(ChecksFailed) as refused:
        office.do(number, Verb.SUBMIT)
    assert refused.value.checks == ("amounts_in_bounds",)
    office.do(number, Verb.EDIT, **{"line.1.quantity": "2"})
    office.do(number, Verb.SUBMIT)
    checks = json.loads(office.last(number).payload or "")["checks"]
    assert checks["price_within_tolerance"] == "warn"
    assert checks["amounts_in_bounds"] == "pass"
    with pytest.raises(NotFound):
        office.desk.intake.checks("SO-9")


@pytest.mark.parametrize(
    ("kind", "more", "lacking"),
    [
        ("service", {}, ("specification",)),
        ("project", {}, ("contract_no", "specification")),
        ("requisition", {"line.1.unit_price": "", "line.2.unit_price": ""}, ()),
    ],
)
def test_each_kind_of_order_needs_its_own(
    office: Office, kind: str, more: dict[str, str], lacking: tuple[str, ...]
) -> None:
    order = office.order(office.new({**COMPLETE, **more}, kind=kind))
    assert (order.kind, order.missing) == (OrderKind(kind), lacking)


@pytest.mark.parametrize("handling", list(HandlingClass))
def test_each_handling_class_has_its_hours(office: Office, handling: HandlingClass) -> None:
    hours = {HandlingClass.ORDINARY: 24, HandlingClass.SPECIAL: 12, HandlingClass.URGENT: 2}[handling]
    assert office.order(office.new(handling_class=handling)).decision_due_at == NOW + timedelta(hours=hours)


def test_deadlines_run_in_working_time_where_the_policy_says_so(office: Office) -> None:
    office.policy(('clock = "calendar"', 'clock = "working"'))
    order = office.order(office.new(received_at="2026-03-06 16:30", handling_class="urgent"))
    assert order.decision_due_at == datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
