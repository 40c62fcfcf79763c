from datetime import date

import pytest

from data.errors import AlreadyExists, AmountRefused, Needed, NotFound, NotReady, QuantityRefused
from data.rules.workflow import Verb
from data.states import BillingState, InvoiceKind, OrderState
from tests.desk.office import COMPLETE, Office

DEAR = {
    **COMPLETE,
    "line.1.unit_price": "3.333333",
    "line.1.tax_rate": "13%",
    "line.1.discount_rate": "5%",
    "line.2.tax_rate": "6%",
    "discount_rate": "7.5%",
    "freight": "33.33",
    "rounding_off": "0.41",
}


def why(office: Office, number: str, verb: Verb, **texts: str) -> str:
    with pytest.raises(NotReady) as refused:
        office.do(number, verb, **texts)
    return refused.value.what


def test_delivered_quantities_are_billed(office: Office) -> None:
    number = office.at(OrderState.DELIVERED)
    office.do(number, Verb.INVOICE, lines="1:4", date="2026-03-01")
    order = office.order(number)
    assert (order.invoiced, order.billing_state) == (5000, BillingState.PARTLY_INVOICED)
    invoice = order.invoices[0]
    assert (invoice.number, invoice.kind, invoice.issued_on, invoice.due_on) == (
        "IN-202603-00001", InvoiceKind.DELIVERY, date(2026, 3, 1), date(2026, 3, 31),
    )  # fmt: skip
    office.do(number, Verb.INVOICE, number="F-77", due="+5d")
    order = office.order(number)
    assert [(one.number, one.total) for one in order.invoices] == [("IN-202603-00001", 5000), ("F-77", 37500)]
    assert (order.billing_state, order.invoiced) == (BillingState.INVOICED, order.total)
    assert why(office, number, Verb.INVOICE) == "nothing_open"


def test_what_cannot_be_billed_is_refused(office: Office) -> None:
    number = office.at(OrderState.READY)
    assert why(office, number, Verb.INVOICE) == "nothing_open"
    with pytest.raises(QuantityRefused):
        office.do(number, Verb.INVOICE, lines="1:1")
    with pytest.raises(Needed):
        office.do(number, Verb.INVOICE, kind="advance")
    with pytest.raises(AmountRefused) as much:
        office.do(number, Verb.INVOICE, kind="advance", amount="425.01")
    assert (much.value.wanted, much.value.open, much.value.currency) == (42501, 42500, "CNY")
    assert why(office, number, Verb.INVOICE, kind="advance", amount="5", date="+3d", due="+1d") == "due_before_issue"
    assert why(office, number, Verb.INVOICE, kind="advance", amount="5", lines="1:1") == "advance_without_lines"
    assert why(office, number, Verb.INVOICE, amount="5") == "amount_of_delivery"
    office.do(number, Verb.INVOICE, kind="advance", amount="5", number="F-1")
    with pytest.raises(AlreadyExists):
        office.do(number, Verb.INVOICE, kind="advance", amount="5", number="F-1")


@pytest.mark.parametrize("basis", ["net", "gross"])
@pytest.mark.parametrize("advance", ["", "100", "0.01"])
def test_partial_invoices_are_exactly_the_order(office: Office, basis: str, advance: str) -> None:
    number = office.at(OrderState.READY, DEAR, price_basis=basis)
    if advance:
        office.do(number, Verb.INVOICE, kind="advance", amount=advance)
    for lines in ("1:3", "1:3,2:1", "1:1,2:1", "1:3,2:1"):
        office.do(number, Verb.SHIP, carrier="SF", lines=lines)
        office.do(number, Verb.DELIVER, signed_by="Zhao")
        office.do(number, Verb.INVOICE)
    order = office.order(number)
    assert sum(one.total for one in order.invoices) == order.total == order.invoiced
    assert sum(one.tax for one in order.invoices) == order.tax
    assert all(one.net + one.tax == one.total and one.tax >= 0 for one in order.invoices)
    assert order.billing_state is BillingState.INVOICED
    office.do(number, Verb.RECEIVE_PAYMENT)
    office.do(number, Verb.SETTLE)
    office.sound()


def test_an_advance_of_all_leaves_nothing_to_bill(office: Office) -> None:
    number = office.at(OrderState.READY)
    office.do(number, Verb.INVOICE, kind="advance", amount="425")
    office.do(number, Verb.RECEIVE_PAYMENT)
    assert office.order(number).billing_state is BillingState.PAID
    office.do(number, Verb.SHIP, carrier="SF")
    office.do(number, Verb.DELIVER, signed_by="Zhao")
    office.do(number, Verb.INVOICE)
    assert office.order(number).invoices[1].total == 0
    assert office.do(number, Verb.SETTLE).to_state is OrderState.SETTLED


def test_the_rest_is_billed_after_the_last_line_was_closed_short(office: Office) -> None:
    number = office.at(OrderState.READY, freight="20")
    office.do(number, Verb.SHIP, carrier="SF", lines="1:10")
    office.do(number, Verb.DELIVER, signed_by="Zhao")
    office.do(number, Verb.INVOICE)
    assert office.do(number, Verb.CLOSE_LINE, "no motor", line="2").to_state is OrderState.DELIVERED
    office.do(number, Verb.INVOICE)
    order = office.order(number)
    assert [one.total for one in order.invoices] == [12500, 2000]
    assert (order.total, order.billing_state) == (14500, BillingState.INVOICED)
    office.sound()


def test_receipts_are_matched_to_what_was_billed(office: Office) -> None:
    number = office.at(OrderState.DELIVERED)
    with pytest.raises(AmountRefused) as nothing:
        office.do(number, Verb.RECEIVE_PAYMENT)
    assert nothing.value.open == 0
    office.do(number, Verb.INVOICE, lines="1:10", number="A")
    office.do(number, Verb.INVOICE, number="B")
    with pytest.raises(AmountRefused) as much:
        office.do(number, Verb.RECEIVE_PAYMENT, amount="130", invoice="A")
    assert much.value.open == 12500
    with pytest.raises(NotFound) as unknown:
        office.do(number, Verb.RECEIVE_PAYMENT, invoice="C")
    assert unknown.value.near == ("A", "B")
    assert why(office, number, Verb.RECEIVE_PAYMENT, date="+1d") == "date_ahead"
    office.do(number, Verb.RECEIVE_PAYMENT, amount="100", invoice="A", method="bank", reference="77", date="2026-03-02")
    assert office.order(number).billing_state is BillingState.PARTLY_PAID
    assert why(office, number, Verb.SETTLE) == "not_all_paid"
    office.do(number, Verb.RECEIVE_PAYMENT, invoice="A")
    office.do(number, Verb.RECEIVE_PAYMENT)
    order = office.order(number)
    assert [(one.amount, one.method, one.reference) for one in order.receipts] == [
        (10000, "bank", "77"), (2500, "", ""), (30000, "", ""),
    ]  # fmt: skip
    assert (order.paid, order.billing_state) == (42500, BillingState.PAID)
    assert office.do(number, Verb.SETTLE).to_state is OrderState.SETTLED


def test_an_order_that_costs_nothing_is_settled_when_delivered(office: Office) -> None:
    number = office.at(OrderState.DELIVERED, {**COMPLETE, "line.1.unit_price": "0", "line.2.unit_price": "0"})
    assert office.order(number).billing_state is BillingState.PAID
    assert office.do(number, Verb.SETTLE).to_state is OrderState.SETTLED


def test_amounts_follow_the_currency(office: Office) -> None:
    number = office.at(OrderState.DELIVERED, currency="JPY")
    assert office.order(number).total == 425
    office.do(number, Verb.INVOICE)
    office.do(number, Verb.RECEIVE_PAYMENT, amount="424.6")
    assert office.order(number).billing_state is BillingState.PAID
