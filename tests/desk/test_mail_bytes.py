"""Messages as bytes: addresses, and that nothing typed becomes a header or ends the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy
from data.files.mail import Enclosed, Letter, composed
from data.rules.mail_text import address_fault, ascii_address, harmless_body, harmless_line
from data.rules.policy import parse
from data.states import OrderState as S
from data.words import messages as words
from tests.desk.messages import only
from tests.desk.office import NOW, Office

if TYPE_CHECKING:
    from tests.postbox import Postbox


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
