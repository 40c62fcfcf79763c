"""The outbox: drafted with the act, edited by whoever may, each step an event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.errors import BadValue, MessageRefused, NotFound, NotPermitted, Stale, UnknownField
from data.rules.due import DueKind, Whose
from data.rules.outbox import Medium, MessageState, Occasion
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.store.tables.parties import CustomerRow
from data.words import messages as words
from tests.desk.messages import only, recorded

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.desk.desk import Desk
    from tests.desk.office import Office


# --- drafting ----------------------------------------------------------------------------------------------------


def test_a_return_drafts_a_letter_with_the_reasons_in_the_same_event(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    office.do(number, Verb.FAIL, "too dear\r\nBcc: all@world.example", review="sales")
    before = office.events()
    office.do(number, Verb.RETURN, "please offer another price")
    assert office.events() == before + 1
    found = only(office)
    assert (found.number, found.occasion, found.reference, found.channel) == (
        number,
        Occasion.RETURNED,
        "1",
        Medium.EMAIL,
    )
    assert json.loads(office.last(number).payload or "")["message"] == found.message_id
    text = words.written(office.desk, found.message_id)
    assert text.drafted
    assert "- Terms of the order: too dear Bcc: all@world.example" in text.body
    assert "- please offer another price" in text.body
    assert "Trial office" in text.body
    office.sound()


def test_the_letter_speaks_the_customers_language(office: Office) -> None:
    with office.store.writing() as tx:
        tx.update(CustomerRow, 1, {"extra": {"language": "en"}, "country": "中国"})
        tx.commit()
    office.policy(("languages = {} ", 'languages = { "中国" = "zh_CN" } '))
    office.at(S.RETURNED)
    assert only(office).language == "en"
    office.desk.outbox.withdraw(only(office).message_id)
    with office.store.writing() as tx:
        tx.update(CustomerRow, 1, {"extra": {}})
        tx.commit()
    office.at(S.RETURNED)
    assert only(office).language == "zh_CN"


def test_the_policy_says_what_is_drafted(office: Office) -> None:
    office.policy(('drafts = ["returned", "confirmed", "over_limit"]', "drafts = []"))
    office.at(S.RETURNED)
    assert office.desk.outbox.messages() == ()


def test_what_was_taken_back_is_overtaken_and_never_sent(office: Office) -> None:
    number = office.at(S.RETURNED)
    first = only(office).message_id
    office.desk.undo(number)
    assert office.desk.outbox.messages() == ()
    assert office.desk.outbox.message(first).overtaken
    with pytest.raises(MessageRefused) as refused:
        words.by_hand(office.desk, first, Medium.CHAT)
    assert refused.value.why == "overtaken"
    office.do(number, Verb.RETURN, "after all")
    assert only(office).message_id != first
    assert office.desk.outbox.message(first).state is MessageState.WITHDRAWN
    office.sound()


def test_a_new_round_overtakes_the_letter_of_the_one_before(office: Office) -> None:
    number = office.at(S.RETURNED)
    office.do(number, Verb.SUBMIT, "agreed")
    assert office.desk.outbox.messages() == ()
    assert [one.overtaken for one in office.desk.outbox.messages(number, open_only=False)] == [True]


def test_notices_for_chat_are_short_and_say_what_there_is(office: Office) -> None:
    number = office.at(S.RECEIVED)
    for occasion, why in ((Occasion.SHIPPED, "not_shipped"), (Occasion.CONFIRMED, "not_confirmed"),
                          (Occasion.DELAYED, "no_new_date"), (Occasion.RETURNED, "not_returned")):  # fmt: skip
        with pytest.raises(MessageRefused) as refused:
            office.desk.outbox.draft(number, occasion, Medium.CHAT)
        assert refused.value.why == why
    found = office.desk.outbox.draft(number, Occasion.RECEIVED, Medium.CHAT)
    text = words.written(office.desk, found.message_id)
    assert text.notice == f"Your order {number} has arrived here (our number {number})."
    office.bring(number, S.SHIPPED)
    sent = office.desk.outbox.draft(number, Occasion.SHIPPED, Medium.CHAT)
    assert "SF" in words.written(office.desk, sent.message_id).notice
    done = words.by_hand(office.desk, sent.message_id, Medium.CHAT)
    assert done.state is MessageState.SENT
    contact = office.order(number).contacts[-1]
    assert (contact.channel, contact.outcome) == ("chat", "sent")
    assert "SF" in contact.content
    office.sound()


def test_a_draft_that_nobody_sends_is_due(office: Office) -> None:
    def due() -> list[tuple[str, str]]:
        return [(one.number, one.person) for one in office.desk.due.items(Whose.ALL) if one.kind is DueKind.MESSAGE]

    number = office.at(S.RETURNED)
    assert due() == []
    office.clock.pass_(hours=24)
    assert due() == [(number, "li")]
    words.by_hand(office.desk, only(office).message_id, Medium.CHAT)
    assert due() == []
    office.at(S.RETURNED)
    office.policy(("draft_hours = 24 ", "draft_hours = 0 "))
    office.clock.pass_(days=9)
    assert due() == []


# --- editing -----------------------------------------------------------------------------------------------------


def test_edits_are_events_and_the_slower_one_is_told(office: Office) -> None:
    office.at(S.RETURNED)
    one = only(office)
    texts = {"subject": "Price\r\nBcc: x@y.example", "to_address": "a@b.example"}
    edited = office.desk.outbox.edit(one.message_id, texts, version=one.version)
    assert (edited.subject, edited.to_address) == ("Price Bcc: x@y.example", "a@b.example")
    with pytest.raises(Stale):
        office.desk.outbox.edit(one.message_id, {"subject": "mine"}, version=one.version)
    with pytest.raises(BadValue):
        office.desk.outbox.edit(one.message_id, {"to_address": "nobody"})
    with pytest.raises(UnknownField):
        office.desk.outbox.edit(one.message_id, {"state": "sent"})
    with pytest.raises(NotFound):
        office.desk.outbox.edit(99, {"subject": "x"})
    assert recorded(office, one.message_id) == ["edit_message"]


def test_another_language_drafts_the_text_anew(office: Office) -> None:
    office.at(S.RETURNED)
    one = only(office)
    office.desk.outbox.edit(one.message_id, {"body": "Dear all"})
    assert words.written(office.desk, one.message_id).body == "Dear all"
    office.desk.outbox.edit(one.message_id, {"language": "en"})
    assert words.written(office.desk, one.message_id).drafted


def test_only_who_sends_messages_sees_them(office: Office) -> None:
    office.at(S.RETURNED)
    number = only(office).message_id
    office.desk.people.enter("wu", {"name": "Wu", "roles": "administrator"})
    office.desk.people.enter("li", {"name": "Li", "roles": "clerk"})
    office.policy(('mode = "open"', 'mode = "named"'))
    assert office.desk.outbox.message(number).message_id == number
    acts: tuple[Callable[[Desk], object], ...] = (
        lambda desk: desk.outbox.messages(),
        lambda desk: desk.outbox.message(number),
        lambda desk: desk.outbox.edit(number, {"subject": "x"}),
        lambda desk: desk.outbox.withdraw(number),
    )
    for act in acts:
        with pytest.raises(NotPermitted):
            act(office.colleague("wu").desk)
