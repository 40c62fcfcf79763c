"""Sending what the outbox holds: at most once, honest about what nobody knows; and what is due, by mail (N4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy
from data.errors import MailFailed, MessageRefused, NotFound
from data.rules.outbox import Medium, MessageState
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.words import messages as words
from tests.desk.messages import only, recorded

if TYPE_CHECKING:
    from tests.desk.office import Office
    from tests.postbox import Postbox


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
