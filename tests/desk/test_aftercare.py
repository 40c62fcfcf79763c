import json

import pytest

from data.errors import Needed, NotReady
from data.rules.workflow import Verb
from data.states import Channel, OrderState
from tests.desk.office import NOW, Office, paper


def test_contacts_are_logged_with_their_outcome(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.CONTACT, "which colour?", channel="telephone", person="Ann", outcome="red")
    found = office.order(number).contacts[0]
    assert (found.at, found.channel, found.person, found.content, found.outcome, found.by) == (
        NOW, Channel.TELEPHONE, "Ann", "which colour?", "red", "li",
    )  # fmt: skip


def test_papers_are_kept_byte_for_byte(office: Office) -> None:
    number = office.new()
    content = bytes(range(256))
    for _ in range(2):  # the same paper may be filed under two kinds
        office.desk.do(number, Verb.ATTACH, {"kind": "other", "file": "x"}, files={"file": paper(content, "a.bin")})
    documents = office.order(number).documents
    assert [office.store.blobs.read(one.sha256) for one in documents] == [content, content]
    with pytest.raises(Needed):
        office.desk.do(number, Verb.ATTACH, {"kind": "other", "file": "x"})
    office.sound()


def test_a_hold_stops_work_until_it_is_released(office: Office) -> None:
    number = office.at(OrderState.ALLOCATED)
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.RELEASE)
    assert refused.value.what == "not_on_hold"
    office.do(number, Verb.HOLD, "deposit outstanding")
    order = office.order(number)
    assert (order.on_hold, order.hold_reason, order.state) == (True, "deposit outstanding", OrderState.ALLOCATED)
    office.do(number, Verb.CONTACT, "deposit?", channel="email", outcome="tomorrow")
    office.do(number, Verb.RELEASE)
    order = office.order(number)
    assert (order.on_hold, order.hold_reason) == (False, "")
    office.do(number, Verb.START)


def test_a_cancelled_order_stays_readable(office: Office) -> None:
    number = office.at(OrderState.ALLOCATED)
    office.do(number, Verb.HOLD, "bankrupt?")
    office.do(number, Verb.CANCEL, "bankrupt", cost="120.50", consent="the receiver")
    order = office.order(number)
    assert (order.state, order.on_hold, len(order.lines)) == (OrderState.CANCELLED, False, 2)
    payload = json.loads(office.last(number).payload or "")
    assert (payload["note"], payload["cost_so_far"], payload["values"]["consent"]) == (
        "bankrupt",
        12050,
        "the receiver",
    )
    office.do(number, Verb.NOTE, "claim filed")
    office.sound()


def test_an_order_of_which_something_is_shipped_is_not_cancelled(office: Office) -> None:
    number = office.at(OrderState.READY)
    office.do(number, Verb.SHIP, carrier="SF", lines="1:1")
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.CANCEL, "x")
    assert refused.value.what == "shipped_in_part"


def test_what_was_billed_needs_the_customers_consent(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.INVOICE, kind="advance", amount="10")
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.CANCEL, "x")
    assert refused.value.what == "consent_needed"
    assert office.do(number, Verb.CANCEL, "x", consent="Ann").to_state is OrderState.CANCELLED
