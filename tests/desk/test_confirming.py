"""After the approval: the number, the time of free amendment, its revision, and the signed copy (I8, R11)."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy
from data.desk.papers import Papers
from data.drafts import Source
from data.errors import Needed, NotReady
from data.rules.confirming import Way
from data.rules.due import DueKind, Whose
from data.rules.masking import Sight, masked
from data.rules.papers import PaperKind, papers_of
from data.rules.policy import parse
from data.rules.workflow import Verb
from data.states import DocumentKind, OrderKind
from data.states import OrderState as S
from data.words.explain import explain, explain_event
from data.words.papers import paper_values
from tests.desk.office import NOW, paper

if TYPE_CHECKING:
    from tests.desk.office import Office

ASKED = {"channel": "telephone", "person": "Ann"}
FIRST = "OC-202603-00001"


def refused(office: Office, number: str, verb: Verb, note: str = "", /, **texts: str) -> NotReady:
    events = office.events()
    with pytest.raises(NotReady) as told:
        office.do(number, verb, note, **texts)
    assert office.events() == events
    return told.value


def confirmed(office: Office) -> str:
    number = office.at(S.APPROVED)
    office.do(number, Verb.CONFIRM, channel="email")
    return number


def text(content: str, name: str = "signed.txt") -> Source:
    raw = content.encode()
    return Source(name, raw, hashlib.sha256(raw).hexdigest(), "text/plain")


def file(office: Office, number: str, source: Source, /, **texts: str) -> None:
    office.desk.do(number, Verb.FILE_SIGNED, {"file": source.name, **texts}, files={"file": source})


# --- amendments --------------------------------------------------------------------------------------------------


def test_within_the_time_the_customer_amends_without_a_change_order(office: Office) -> None:
    number = confirmed(office)
    told = office.desk.confirming.agreement(number)
    assert (told.free_until, told.signed_by, told.contract) == (NOW.replace(day=5), None, False)
    office.clock.pass_(hours=23, minutes=59)
    done = office.do(number, Verb.AMEND, "twelve instead of ten", **ASKED)
    assert (done.to_state, done.order.confirmed_at, done.order.confirmation_no) == (S.RETURNED, None, FIRST)
    assert office.desk.confirming.agreement(number).free_until is None
    office.do(number, Verb.EDIT, **{"line.1.quantity": "12"})
    office.do(number, Verb.SUBMIT, "twelve")
    office.do(number, Verb.PASS, review="sales")
    office.do(number, Verb.PASS, review="finance")
    order = office.do(number, Verb.CONFIRM, channel="email").order
    assert (order.confirmation_no, order.confirmed_at) == (f"{FIRST}-2", office.clock.at)
    (one,) = office.desk.confirming.agreement(number).amendments
    assert (one.person, one.content, one.confirmation_no, one.confirmed_at) == (
        "Ann", "twelve instead of ten", FIRST, NOW,
    )  # fmt: skip
    assert [(one.outcome, one.content) for one in order.contacts] == [
        ("confirmed", FIRST), ("amendment", "twelve instead of ten"), ("confirmed", f"{FIRST}-2"),
    ]  # fmt: skip
    office.do(number, Verb.AMEND, "eleven", **ASKED)
    office.do(number, Verb.SUBMIT, "eleven")
    office.do(number, Verb.PASS, review="sales")
    office.do(number, Verb.PASS, review="finance")
    assert office.do(number, Verb.CONFIRM, channel="email").order.confirmation_no == f"{FIRST}-3"
    office.sound()


def test_after_the_time_it_is_a_change(office: Office) -> None:
    number = confirmed(office)
    office.clock.pass_(hours=24, minutes=1)
    told = refused(office, number, Verb.AMEND, "twelve", **ASKED)
    assert (told.what, told.detail) == ("amendment_over", "2026-03-05 10:00")
    assert "2026-03-05 10:00" in explain(told)
    # he had asked in time, and it is written down now
    office.do(number, Verb.AMEND, "twelve", **ASKED, asked_at="2026-03-05T09:30")
    assert office.desk.confirming.agreement(number).amendments[0].asked_at.hour == 1


def test_nobody_asks_tomorrow(office: Office) -> None:
    number = confirmed(office)
    assert refused(office, number, Verb.AMEND, "twelve", **ASKED, asked_at="2026-03-06T09:30").what == "date_ahead"


@pytest.mark.parametrize(
    ("setting", "hours", "what"),
    [
        (("amendment_hours = 24 ", "amendment_hours = 48 "), 47, ""),
        (("amendment_hours = 24 ", "amendment_hours = 48 "), 49, "amendment_over"),
        (("amendment_hours = 24 ", "amendment_hours = 0 "), 1, "amendment_over"),
        (('late_amendment = "refuse"', 'late_amendment = "allow"'), 100, ""),
    ],
)
def test_the_time_is_the_policys(office: Office, setting: tuple[str, str], hours: int, what: str) -> None:
    office.policy(setting)
    number = confirmed(office)
    office.clock.pass_(hours=hours)
    if what:
        assert refused(office, number, Verb.AMEND, "twelve", **ASKED).what == what
    else:
        assert office.do(number, Verb.AMEND, "twelve", **ASKED).to_state is S.RETURNED


def test_before_it_is_confirmed_an_approved_order_is_amended_at_any_time(office: Office) -> None:
    number = office.at(S.APPROVED)
    office.clock.pass_(days=9)
    office.do(number, Verb.AMEND, "twelve", **ASKED)
    office.do(number, Verb.SUBMIT, "twelve")
    for review in ("sales", "finance"):
        office.do(number, Verb.PASS, review=review)
    assert office.do(number, Verb.CONFIRM, channel="email").order.confirmation_no == FIRST


def test_what_is_placed_is_withdrawn_first(office: Office) -> None:
    number = office.at(S.ALLOCATED)
    told = refused(office, number, Verb.AMEND, "twelve", **ASKED)
    assert (told.what, told.detail) == ("amendment_allocated", "1, 2")
    assert "Withdraw" in explain(told)
    office.do(number, Verb.WITHDRAW_ALLOCATION, "the customer amends")
    assert office.do(number, Verb.AMEND, "twelve", **ASKED).to_state is S.RETURNED


def test_what_is_billed_in_advance_is_settled_first(office: Office) -> None:
    number = confirmed(office)
    office.do(number, Verb.INVOICE, kind="advance", amount="100")
    assert refused(office, number, Verb.AMEND, "twelve", **ASKED).what == "amendment_billed"


def test_an_order_that_is_amended_has_no_confirmation_to_print(office: Office) -> None:
    number = confirmed(office)
    assert PaperKind.CONFIRMATION in papers_of(office.order(number))
    office.do(number, Verb.AMEND, "twelve", **ASKED)
    assert papers_of(office.order(number)) == (PaperKind.ORDER,)
    office.do(number, Verb.SUBMIT, "twelve")
    for review in ("sales", "finance"):
        office.do(number, Verb.PASS, review=review)
    draft = paper_values(Papers(office.desk.context).facts(number, PaperKind.CONFIRMATION), PaperKind.CONFIRMATION)
    assert (draft["mark"], draft["number"]) == ("Draft", number)
    office.do(number, Verb.CONFIRM, channel="email")
    said = paper_values(Papers(office.desk.context).facts(number, PaperKind.CONFIRMATION), PaperKind.CONFIRMATION)
    assert said["number"] == f"{FIRST}-2"
    assert f"It takes the place of {FIRST}." in said["opening"]


# --- contracts and signed copies ---------------------------------------------------------------------------------


def test_the_policy_says_which_kind_of_order_has_a_contract(office: Office) -> None:
    specified = {"line.1.specification": "A", "line.2.specification": "B"}
    number = office.at(S.IN_REVIEW, kind="project", contract_no="K-1", **specified)
    for review in ("sales", "technical", "finance"):
        office.do(number, Verb.PASS, review=review)
    assert office.do(number, Verb.CONFIRM, channel="email").order.confirmation_no == "CT-202603-00001"
    assert office.desk.confirming.agreement(number).contract
    file(office, number, paper(), number="CT-202603-00001", total="425", date="2026-04-01")
    assert [one.kind for one in office.order(number).documents] == [DocumentKind.CONTRACT]


def test_a_text_is_searched_for_what_was_agreed(office: Office) -> None:
    number = confirmed(office)
    source = text(f"合同 {FIRST}\n金额 425.00 元，交期2026年4月1日\nBolt 10 pcs\nMotor 3 pcs\nsigned Ann")
    file(office, number, source)
    (copy,) = office.desk.confirming.agreement(number).copies
    assert (copy.way, copy.differences, copy.confirmation_no) == (Way.READ, (), FIRST)
    assert [one.field for one in copy.findings] == [
        "confirmation_no", "total", "date", "lines.1.quantity", "lines.2.quantity",
    ]  # fmt: skip
    (document,) = office.order(number).documents
    assert (document.kind, document.name, document.sha256) == (
        DocumentKind.CONFIRMATION, "signed.txt", source.sha256,
    )  # fmt: skip
    office.sound()


def test_what_a_text_says_otherwise_is_named_and_needs_a_reason(office: Office) -> None:
    number = confirmed(office)
    source = text("OC-202603-000011, 425.00, 1 April 2026, 100 bolts, 3 motors")
    events = office.events()
    with pytest.raises(NotReady) as told:
        file(office, number, source)
    assert (told.value.what, office.events()) == ("signed_differs", events)
    assert [one["field"] for one in json.loads(told.value.detail)] == ["confirmation_no", "lines.1.quantity"]
    said = explain(told.value)
    assert FIRST in said
    assert "line 1, quantity 10 not found" in said
    file(office, number, source, accept_difference="Ann said so by telephone")
    (copy,) = office.desk.confirming.agreement(number).copies
    assert copy.reason == "Ann said so by telephone"
    assert [(one.field, one.found) for one in copy.differences] == [("confirmation_no", ""), ("lines.1.quantity", "")]


def test_of_a_picture_the_person_says_what_stands_on_it(office: Office) -> None:
    number = confirmed(office)
    scan = paper(b"\x89PNG\r\n\x1a\n....", "scan.png")
    for given, missing in (({}, "number"), ({"number": FIRST}, "total"), ({"number": FIRST, "total": "425"}, "date")):
        with pytest.raises(Needed) as told:
            file(office, number, scan, **given)
        assert told.value.field == missing
    with pytest.raises(NotReady) as different:
        file(office, number, scan, number=FIRST, total="452", date="2026-04-11")
    assert "452.00 instead of 425.00" in explain(different.value)
    file(office, number, scan, number=FIRST.lower(), total="425", date="2026-04-01")
    (copy,) = office.desk.confirming.agreement(number).copies
    assert (copy.way, copy.differences, copy.reason) == (Way.STATED, (), "")


def test_nothing_comes_back_before_it_was_sent(office: Office) -> None:
    number = office.at(S.APPROVED)
    with pytest.raises(NotReady) as told:
        file(office, number, paper(), number="x", total="1", date="today")
    assert told.value.what == "not_confirmed"


def test_the_signed_copy_is_awaited_as_long_as_the_policy_says(office: Office) -> None:
    office.policy(("signed_days = 0 ", "signed_days = 3 "))
    number = confirmed(office)
    awaited = office.desk.confirming.agreement(number).signed_by
    assert awaited is not None
    assert awaited.isoformat() == "2026-03-09"  # three working days after a Wednesday
    file(office, number, paper(), number=FIRST, total="425", date="2026-04-01")
    assert office.desk.confirming.agreement(number).signed_by is None


# --- what is due -------------------------------------------------------------------------------------------------


def due(office: Office, number: str, kind: DueKind) -> list[datetime | date | None]:
    return [one.at for one in office.desk.due.items(Whose.ALL) if (one.number, one.kind) == (number, kind)]


def test_what_follows_on_a_confirmation_is_due(office: Office) -> None:
    office.policy(("signed_days = 0 ", "signed_days = 3 "))
    number = office.at(S.APPROVED)
    assert due(office, number, DueKind.CONFIRMATION) == [date(2026, 3, 6)]
    office.do(number, Verb.CONFIRM, channel="email")
    assert due(office, number, DueKind.CONFIRMATION) == []
    assert due(office, number, DueKind.FREE_AMENDMENT) == [NOW + timedelta(hours=24)]
    assert due(office, number, DueKind.SIGNED_COPY) == [date(2026, 3, 9)]
    file(office, number, paper(), number=FIRST, total="425", date="2026-04-01")
    assert due(office, number, DueKind.SIGNED_COPY) == []
    office.clock.pass_(hours=25)
    assert due(office, number, DueKind.FREE_AMENDMENT) == []


def test_after_an_amendment_the_days_of_the_confirmation_run_anew(office: Office) -> None:
    number = confirmed(office)
    office.clock.pass_(hours=20)
    office.do(number, Verb.AMEND, "twelve", **ASKED)
    office.do(number, Verb.SUBMIT, "twelve")
    for review in ("sales", "finance"):
        office.do(number, Verb.PASS, review=review)
    assert due(office, number, DueKind.CONFIRMATION) == [date(2026, 3, 9)]


def test_reviewers_are_told_what_the_customer_wanted_amended(office: Office) -> None:
    number = confirmed(office)
    office.do(number, Verb.AMEND, "twelve instead of ten", **ASKED)
    office.do(number, Verb.EDIT, **{"line.1.quantity": "12"})
    office.do(number, Verb.SUBMIT, "as he wishes")
    since = office.desk.review.paper(number).since
    assert since is not None
    assert (since.returned, since.agreed) == ("twelve instead of ten", "as he wishes")
    assert "lines.1.quantity" in [change.path for change in since.changes]


def test_who_may_not_see_amounts_sees_none_of_a_signed_copy(office: Office) -> None:
    number = confirmed(office)
    scan = paper(b"\x89PNG\r\n\x1a\n....", "scan.png")
    file(office, number, scan, number=FIRST, total="452", date="2026-04-01", accept_difference="rounded")
    told, event = office.desk.confirming.agreement(number), office.last(number)
    seen_told, seen_event = masked((told, event), Sight(prices=False))
    whole, seen = f"{told} {event.payload}", f"{seen_told} {seen_event.payload}"
    for amount in ("452.00", "425.00", '"total":"452"'):
        assert amount in whole
        assert amount not in seen
    assert masked(told, Sight(prices=False)).copies[0].differences
    assert "452.00 instead of 425.00" in explain_event(office.last(number))


def test_a_policy_from_before_asks_for_nothing_new() -> None:
    new = ("amendment_hours", "late_amendment", "signed_days", "paper =", "contract =", "minutes =", "signatures =",
           "annexes", "[review.joint]")  # fmt: skip
    kept = [line for line in default_policy().splitlines() if not line.startswith(new)]
    policy = parse("\n".join(kept))
    assert (policy.review.joint.minutes, policy.review.joint.signatures) == (False, "none")
    rules = policy.confirmation
    assert (rules.amendment_hours, rules.late_amendment, rules.signed_days) == (24, "refuse", 0)
    assert not any(rules.is_contract(kind) for kind in OrderKind)
