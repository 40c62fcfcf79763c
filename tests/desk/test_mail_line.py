"""The line to the mail server: secured, the certificate trusted, the password right; else nothing is sent (R9, R11)."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from data.desk.making import default_policy
from data.errors import MailFailed
from data.rules.outbox import MessageState
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.words import messages as words
from data.words.explain import explain
from tests.postbox import Postbox, postbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desk.office import Office

PASSWORD = "correct horse"  # noqa: S105 - of a server that lives for one test
WAYS = ("starttls", "tls")


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who gives certificates out; nobody trusts it by itself."""
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this computer trust the authority, as an office does with its own."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


def certified(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    """What a server secures its lines with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture(params=WAYS)
def box(request: pytest.FixtureRequest, authority: trustme.CA) -> Iterator[Postbox]:
    """A server that secures its lines, in one way or the other, and lets in who has the password."""
    with postbox(certified(authority), at_once=request.param == "tls") as server:
        server.users["clerk"] = PASSWORD
        yield server


def wired(office: Office, box: Postbox, **more: str) -> int:
    """Let the policy name the server; return the number of a message that can go."""
    way = "tls" if box.at_once else "starttls"
    settings = {"security": f'"{way}"', "user": '"clerk"', "timeout_seconds": "5", **more}
    office.desk.policy.set(box.policy(default_policy(), **settings))
    office.at(S.RETURNED)
    (found,) = office.desk.outbox.messages()
    office.desk.outbox.edit(found.message_id, {"to_address": "wang@haichuan.example", "to_name": "王工"})
    return found.message_id


def refused(office: Office, number: int, password: str, why: str) -> MailFailed:
    """See that a message stays, and is the one that can be sent once what is wrong is put right."""
    tried = words.send(office.desk, number, password)
    assert tried.failed is not None
    assert tried.failed.sure
    assert (tried.message.why, tried.message.state) == (why, MessageState.FAILED)
    assert [one.message_id for one in office.desk.outbox.messages()] == [number]
    return tried.failed


def test_over_a_secured_line_it_is_sent_once(office: Office, box: Postbox, trusted: None) -> None:
    number = wired(office, box)
    tried = words.send(office.desk, number, PASSWORD)
    assert tried.failed is None
    assert tried.message.state is MessageState.SENT
    assert len(box.mails) == 1
    assert box.mail()["To"] == "王工 <wang@haichuan.example>"
    said = [heard.split(" ")[0].upper() for heard in box.secured]
    assert said == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
    # before the line is secured nothing is said but a greeting
    before = [heard.split(" ")[0].upper() for heard in box.heard[: len(box.heard) - len(box.secured)]]
    assert before == ([] if box.at_once else ["EHLO", "STARTTLS"])
    office.sound()


def test_a_certificate_that_nobody_trusts_ends_it(office: Office, box: Postbox) -> None:
    number = wired(office, box)
    failed = refused(office, number, PASSWORD, "certificate")
    assert "certificate" in explain(failed)
    assert box.mails == []
    assert box.secured == []


@pytest.mark.parametrize("way", WAYS)
def test_a_certificate_of_another_server_ends_it(
    office: Office, authority: trustme.CA, trusted: None, way: str
) -> None:
    with postbox(certified(authority, "mail.elsewhere.example"), at_once=way == "tls") as other:
        number = wired(office, other)
        refused(office, number, PASSWORD, "certificate")
        assert (other.mails, other.secured) == ([], [])


def test_a_wrong_password_is_told_and_the_message_stays(office: Office, box: Postbox, trusted: None) -> None:
    number = wired(office, box)
    failed = refused(office, number, "battery staple", "login")
    assert "535" in failed.detail
    assert "password" in explain(failed)
    assert "battery staple" not in f"{failed} {explain(failed)}"
    assert box.mails == []
    # with the right one it goes, and only once
    assert words.send(office.desk, number, PASSWORD).message.state is MessageState.SENT
    assert len(box.mails) == 1


def test_without_a_password_nobody_is_asked(office: Office, box: Postbox, trusted: None) -> None:
    number = wired(office, box)
    refused(office, number, "", "no_password")
    assert not any(heard.startswith(("AUTH", "MAIL")) for heard in box.heard)


def test_a_server_that_knows_nobody_is_not_signed_in_to(office: Office, box: Postbox, trusted: None) -> None:
    number = wired(office, box)
    box.users.clear()
    refused(office, number, PASSWORD, "login")
    assert box.mails == []


def test_a_line_that_breaks_while_it_is_secured_is_tried_again(office: Office, trusted: None) -> None:
    """A server that speaks no TLS, where TLS is asked for from the first byte."""
    with postbox() as plain:
        number = wired(office, plain, security='"tls"')
        tried = words.send(office.desk, number, PASSWORD)
        assert tried.failed is not None
        assert tried.message.why in {"tls", "timeout", "unreachable"}
        assert plain.mails == []
        assert not any(PASSWORD in heard for heard in plain.heard)


def test_trying_the_server_says_whether_the_password_is_right(office: Office, box: Postbox, trusted: None) -> None:
    wired(office, box)
    assert "postbox" in office.desk.outbox.test(PASSWORD)
    assert box.mails == []
    with pytest.raises(MailFailed) as failed:
        office.desk.outbox.test("wrong")
    assert failed.value.why == "login"


def test_the_password_is_nowhere_on_record(office: Office, box: Postbox, trusted: None) -> None:
    number = wired(office, box)
    words.send(office.desk, number, "battery staple")
    words.send(office.desk, number, PASSWORD)
    told = "".join(f"{one.verb} {one.payload}" for one in office.desk.audit.events(0))
    assert "message_sent" in told
    assert PASSWORD not in told
    assert "battery staple" not in told
    assert Verb.RETURN.value in told
