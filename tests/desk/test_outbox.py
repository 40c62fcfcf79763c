"""The outbox: drafted with the act, edited, queued, sent at most once, and honest about what nobody knows."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from data.desk.imports import Options
from data.desk.making import default_policy
from data.drafts import FileStatus, Source, Subject
from data.errors import BadValue, MailFailed, MessageRefused, NotFound, NotPermitted, Stale, UnknownField
from data.files.mail import Enclosed, Letter, composed
from data.files.readers import read
from data.rules.due import DueKind, Whose
from data.rules.mail_text import address_fault, ascii_address, harmless_body, harmless_line
from data.rules.outbox import Medium, Message, MessageState, Occasion
from data.rules.policy import parse
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.store.tables.parties import CustomerRow
from data.words import messages as words
from tests.desk.office import NOW, Office
from tests.postbox import Postbox, postbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.desk.desk import Desk


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as server:
        yield server


@pytest.fixture
def wired(office: Office, box: Postbox) -> Office:
    """An office whose policy names the server, and whose customer has an address."""
    office.desk.policy.set(box.policy(default_policy()))
    rows = "code,name,email,contact\nC1,海川电梯,wang@haichuan.example,王工\n".encode()
    source = Source("customers.csv", rows, hashlib.sha256(rows).hexdigest(), "text/csv")
    read_in = read(source, Subject.CUSTOMERS, today=NOW.date(), zone=office.desk.policy.current().zone)
    assert office.desk.imports.take_in(source, read_in, Options()).status is FileStatus.IMPORTED
    return office


def only(office: Office) -> Message:
    """The one message that somebody still has to see to."""
    (found,) = office.desk.outbox.messages()
    return found


def recorded(office: Office, message_id: int) -> list[str]:
    """The verbs of the events of a message."""
    from data.store.queries.desk import all_events

    with office.store.reading() as reader:
        return [
            one.verb for one in all_events(reader) if (one.subject, one.subject_key) == ("message", str(message_id))
        ]


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


# --- sending -----------------------------------------------------------------------------------------------------


def test_a_message_goes_out_once_and_is_logged(wired: Office, box: Postbox) -> None:
    number = wired.at(S.RETURNED)
    one = only(wired)
    tried = words.send(wired.desk, one.message_id, "")
    assert tried.failed is None
    assert (tried.message.state, tried.message.tries) == (MessageState.SENT, 1)
    mail = box.mail()
    assert (mail["From"], mail["Message-ID"]) == ("Trial office <orders@office.example>", tried.message.key)
    assert mail["To"] == "王工 <wang@haichuan.example>"
    assert "too dear" in mail.get_content()
    assert recorded(wired, one.message_id) == ["queue_message", "try_message", "message_sent"]
    contact = wired.order(number).contacts[-1]
    assert (contact.channel, contact.person, contact.outcome) == ("email", "王工", "sent")
    with pytest.raises(MessageRefused) as refused:
        words.send(wired.desk, one.message_id, "")
    assert refused.value.why == "sent"
    assert len(box.mails) == 1
    assert wired.desk.outbox.messages() == ()
    wired.sound()


def test_the_confirmation_goes_with_its_mail(wired: Office, box: Postbox) -> None:
    number = wired.at(S.APPROVED)
    wired.do(number, Verb.CONFIRM, channel="email", person="Ann")
    one = only(wired)
    assert one.to_name == "Ann"
    assert words.send(wired.desk, one.message_id, "").failed is None
    (paper,) = box.mail().iter_attachments()
    assert paper.get_filename() == f"{wired.order(number).confirmation_no}.pdf"
    assert paper.get_content().startswith(b"%PDF-")
    wired.sound()


def test_what_the_server_refuses_for_good_fails(wired: Office, box: Postbox) -> None:
    wired.at(S.RETURNED)
    number = only(wired).message_id
    box.answers["RCPT"] = "550 no such user \x1b[31m"
    tried = words.send(wired.desk, number, "")
    assert tried.failed is not None
    assert (tried.message.state, tried.message.why) == (MessageState.FAILED, "recipient")
    assert "\x1b" not in tried.message.detail
    assert "550 no such user" in tried.message.detail
    box.answers.clear()
    wired.desk.outbox.edit(number, {"to_address": "zhao@haichuan.example"})
    assert words.send(wired.desk, number, "").message.state is MessageState.SENT


def test_a_busy_server_is_tried_again_and_not_for_ever(wired: Office, box: Postbox) -> None:
    wired.policy()
    wired.desk.policy.set(box.policy(default_policy(), tries="2"))
    wired.at(S.RETURNED)
    number = only(wired).message_id
    box.answers["MAIL"] = "451 later"
    first = words.send(wired.desk, number, "")
    assert (first.message.state, first.message.why) == (MessageState.QUEUED, "busy")
    assert wired.desk.outbox.waiting() == (number,)
    second = wired.desk.outbox.send(number, "")
    assert second.message.state is MessageState.FAILED
    assert second.message.key == first.message.key
    box.answers.clear()
    assert words.send(wired.desk, number, "").message.state is MessageState.SENT
    assert box.mail()["Message-ID"] == first.message.key


@pytest.mark.parametrize(("answer", "why"), [("", "unsure"), ("!", "unsure")])
def test_a_silent_server_leaves_it_perhaps_sent(wired: Office, box: Postbox, answer: str, why: str) -> None:
    wired.at(S.RETURNED)
    number = only(wired).message_id
    box.answers["END"] = answer
    tried = words.send(wired.desk, number, "")
    assert (tried.message.state, tried.message.why) == (MessageState.UNSURE, why)
    assert wired.desk.outbox.waiting() == ()
    box.answers.clear()
    with pytest.raises(MessageRefused) as refused:
        words.send(wired.desk, number, "")
    assert refused.value.why == "unsure"
    assert words.send(wired.desk, number, "", again=True).message.state is MessageState.SENT


def test_a_crash_while_sending_leaves_it_perhaps_sent(wired: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    wired.at(S.RETURNED)
    number = only(wired).message_id

    class Killed(BaseException):
        pass

    def killed(*_: object) -> str:
        raise Killed

    monkeypatch.setattr("data.desk.outbox.deliver", killed)
    with pytest.raises(Killed):
        words.send(wired.desk, number, "")
    assert only(wired).state is MessageState.UNSURE
    assert wired.desk.outbox.waiting() == ()
    assert words.by_hand(wired.desk, number, Medium.EMAIL).state is MessageState.SENT


@pytest.mark.parametrize(
    ("mail", "answers", "why", "state"),
    [
        ({"security": '"starttls"'}, {}, "no_tls", MessageState.FAILED),
        ({"security": '"tls"'}, {}, "", MessageState.QUEUED),
        ({"user": '"li"'}, {}, "password_in_clear", MessageState.FAILED),
        ({}, {"CONNECT": ""}, "timeout", MessageState.QUEUED),
        ({}, {"CONNECT": "554 go away"}, "refused", MessageState.FAILED),
        ({"port": "1"}, {}, "unreachable", MessageState.QUEUED),
    ],
)
def test_nothing_is_sent_over_a_line_that_is_not_right(
    wired: Office, box: Postbox, mail: dict[str, str], answers: dict[str, str], why: str, state: MessageState
) -> None:
    wired.desk.policy.set(box.policy(default_policy(), **mail))
    box.answers.update(answers)
    wired.at(S.RETURNED)
    tried = words.send(wired.desk, only(wired).message_id, "secret")
    assert tried.failed is not None
    assert tried.failed.sure
    if why:
        assert (tried.message.why, tried.message.state) == (why, state)
    assert box.mails == []
    assert not any("secret" in heard or "AUTH" in heard for heard in box.heard)


def test_without_server_or_address_the_mail_does_not_go(office: Office) -> None:
    office.at(S.RETURNED)
    number = only(office).message_id
    with pytest.raises(MessageRefused) as refused:
        words.send(office.desk, number, "")
    assert refused.value.why == "no_address"
    office.desk.outbox.edit(number, {"to_address": "a@b.example"})
    with pytest.raises(MessageRefused) as refused:
        words.send(office.desk, number, "")
    assert refused.value.why == "no_server"
    with pytest.raises(MessageRefused):
        office.desk.outbox.test("")
    content = words.as_file(office.desk, number)
    assert b"X-Unsent: 1\r\n" in content
    assert b"To: " in content


def test_the_server_can_be_tried(wired: Office, box: Postbox) -> None:
    assert "postbox" in wired.desk.outbox.test("")
    assert box.mails == []
    assert wired.desk.outbox.test("", "me@office.example", "Test", "It arrives.") == "taken"
    assert box.mail()["Subject"] == "Test"
    box.answers["EHLO"] = "!"
    with pytest.raises(MailFailed):
        wired.desk.outbox.test("")


def test_withdrawn_is_withdrawn(wired: Office) -> None:
    wired.at(S.RETURNED)
    number = only(wired).message_id
    assert wired.desk.outbox.withdraw(number, "told by telephone").state is MessageState.WITHDRAWN
    for act in (lambda: wired.desk.outbox.withdraw(number), lambda: words.send(wired.desk, number, ""),
                lambda: wired.desk.outbox.edit(number, {"subject": "x"})):  # fmt: skip
        with pytest.raises(MessageRefused) as refused:
            act()
        assert refused.value.why == "withdrawn"


# --- what is due, by mail (N4) -----------------------------------------------------------------------------------


def test_a_person_is_reminded_once_a_day(wired: Office, box: Postbox) -> None:
    wired.desk.people.enter("li", {"name": "Li", "email": "li@office.example"})
    first = wired.desk.outbox.remind("li", "2 things", "a\nb")
    assert first is not None
    assert wired.desk.outbox.send(first.message_id, "").message.state is MessageState.SENT
    assert box.mail()["Auto-Submitted"] == "auto-generated"
    assert wired.desk.outbox.remind("li", "2 things", "a\nb") is None
    wired.clock.pass_(days=1)
    assert wired.desk.outbox.remind("li", "1 thing", "a") is not None
    assert wired.desk.outbox.reminded() == {"li"}
    with pytest.raises(NotFound):
        wired.desk.outbox.remind("nobody", "x", "y")
    wired.desk.people.enter("wu", {"name": "Wu"})
    with pytest.raises(MessageRefused):
        wired.desk.outbox.remind("wu", "x", "y")


# --- bytes and addresses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("a@b.example", ""),
        ("a@例子.cn", ""),
        ("", "no_address"),
        ("a", "bad_address"),
        ("a@b@c", "bad_address"),
        ("a b@c.example", "bad_address"),
        ("a@b.example\r\nBcc: x@y", "bad_address"),
        ("a,b@c.example", "bad_address"),
        ("王@c.example", "bad_address"),
        ("a@-b.example", "bad_address"),
        ("a@b..example", "bad_address"),
        ("<a@b.example>", "bad_address"),
    ],
)
def test_addresses(address: str, fault: str) -> None:
    assert address_fault(address) == fault


def test_a_domain_goes_as_the_net_knows_it() -> None:
    assert ascii_address("a@例子.cn") == "a@xn--fsqu00a.cn"


def test_nothing_typed_becomes_a_header_or_turns_the_writing() -> None:
    assert harmless_line("a\r\nBcc: b\u2028c\u202ed\x00e") == "a Bcc: b cd e"
    assert harmless_body("a\r\nb\rc\x1b[31m\u202e\td") == "a\nb\nc[31m\td"
    hostile = "Hi\r\nBcc: all@world.example\r\n\r\n<b>\u202e"
    letter = Letter("<1@x>", "a@b.example", hostile, "c@d.example", hostile, f"{hostile}\n.\nend", NOW,
                    enclosed=(Enclosed("x\r\ny.pdf", "application/pdf", b"%PDF"),))  # fmt: skip
    head = composed(letter).partition(b"\r\n\r\n")[0].decode("ascii")
    assert {line.partition(":")[0] for line in head.split("\r\n") if line[:1].strip()} == {
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
    }  # fmt: skip


def test_a_line_of_one_dot_does_not_end_the_mail(wired: Office, box: Postbox) -> None:
    wired.at(S.RETURNED)
    number = only(wired).message_id
    wired.desk.outbox.edit(number, {"subject": "Dots", "body": "before\n.\n..\nafter"})
    assert words.send(wired.desk, number, "").failed is None
    assert box.mail().get_content().replace("\r\n", "\n") == "before\n.\n..\nafter\n"


def test_the_policy_refuses_a_sender_that_is_none() -> None:
    from data.errors import PolicyRefused

    document = default_policy().replace('sender = "" ', 'sender = "office" ')
    with pytest.raises(PolicyRefused) as refused:
        parse(document)
    assert [(one.field, one.code) for one in refused.value.problems] == [("mail.sender", "bad_address")]
