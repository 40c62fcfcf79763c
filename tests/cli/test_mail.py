"""The outbox by command: drafts, edits, sending, files for a mail program, the password, and what is due by mail."""

from __future__ import annotations

import email
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.desk.making import default_policy
from orderclerk.mail_password import password_file
from tests.postbox import Postbox, postbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.running import Run


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "places"))


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as server:
        yield server


def wire(run: Run, box: Postbox, tmp_path: Path, **more: str) -> None:
    """Let the policy name the server."""
    path = tmp_path / "policy.toml"
    path.write_text(box.policy(default_policy(), **more), encoding="utf-8")
    assert run("policy", "set", str(path)).code == 0


def returned(run: Run, number: str = "A1") -> int:
    """Return an order to its customer; return the number of the message that was drafted."""
    for verb in (["submit"], ["fail", "--set", "review=sales", "--note", "too dear"], ["return", "--note", "price"]):
        done = run("order", "do", number, *verb)
        assert done.code == 0, done.err
    (found,) = run("mail", "outbox", "--order", number, "--json").json
    return int(found["message"])


def test_a_returned_order_has_a_letter_in_the_outbox(run: Run) -> None:
    assert "empty" in run("mail", "outbox").err
    number = returned(run)
    listed = run("mail", "outbox")
    assert listed.code == 0
    assert "A1" in listed.out
    assert "draft" in listed.out
    shown = run("mail", "show", str(number))
    assert "too dear" in shown.out
    assert "returned to the customer A1" in shown.out
    assert run("mail", "show", "99").code == 4
    assert run("mail", "show", "x").code == 2


def test_it_is_edited_and_sent(run: Run, box: Postbox, tmp_path: Path) -> None:
    wire(run, box, tmp_path)
    number = str(returned(run))
    refused = run("mail", "send", number)
    assert refused.code == 7
    assert "no e-mail address" in refused.err
    assert run("mail", "edit", number, "--set", "to_address=nobody").code == 7
    assert run("mail", "edit", number, "--set", "colour=red").code == 2
    text = tmp_path / "text.txt"
    text.write_text("Dear Paul,\nplease call.\n", encoding="utf-8")
    done = run("mail", "edit", number, "--set", "to_address=paul@vinet.example", "--text", str(text))
    assert done.code == 0, done.err
    sent = run("mail", "send", number, "--json")
    assert sent.code == 0, sent.err
    assert sent.json[0]["state"] == "sent"
    assert box.mail()["To"] == "Paul Henriot <paul@vinet.example>"
    assert box.mail().get_content().replace("\r\n", "\n") == "Dear Paul,\nplease call.\n"
    assert run("mail", "outbox", "--json").json == []
    assert [one["state"] for one in run("mail", "outbox", "--all", "--json").json] == ["sent"]
    contacts = run("order", "show", "A1", "--json").json["contacts"]
    assert contacts[-1]["outcome"] == "sent"
    assert run("mail", "send").err.startswith("Nothing waits")


def test_the_editor_is_the_persons_own(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    number = str(returned(run))
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\necho "Dear Paul" > "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    assert run("mail", "edit", number).code == 0
    shown = run("mail", "show", number, "--json").json
    assert (shown["body"], shown["drafted"]) == ("Dear Paul", False)
    assert shown["subject"].startswith("Your order")
    monkeypatch.setenv("EDITOR", "false")
    assert run("mail", "edit", number).code == 7


def test_what_is_not_taken_waits_and_goes_later(run: Run, box: Postbox, tmp_path: Path) -> None:
    wire(run, box, tmp_path)
    number = str(returned(run))
    run("mail", "edit", number, "--set", "to_address=paul@vinet.example")
    box.answers["DATA"] = "421 too busy"
    first = run("mail", "send", number)
    assert first.code == 6
    assert "cannot take the message now" in first.err
    assert "waits in the outbox" in first.err
    box.answers.clear()
    assert run("mail", "send").code == 0
    assert len(box.mails) == 1


def test_without_a_server_it_is_a_file_and_sent_by_hand(run: Run, tmp_path: Path) -> None:
    number = returned(run)
    run("mail", "edit", str(number), "--set", "to_address=paul@vinet.example")
    refused = run("mail", "send", str(number))
    assert refused.code == 7
    assert "No mail server is set" in refused.err
    assert "No mail server is set" in run("mail", "test").err
    done = run("mail", "outbox", "--to", str(tmp_path / "out"))
    assert done.code == 0, done.err
    path = Path(done.out.strip())
    assert path.name == f"{number:06d}-returned.eml"
    mail: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (mail["X-Unsent"], mail["To"]) == ("1", "Paul Henriot <paul@vinet.example>")
    assert run("mail", "outbox", "--to", str(tmp_path / "out")).code == 7
    assert run("mail", "outbox", "--to", str(tmp_path / "out"), "--yes").code == 0
    assert run("mail", "send", "--by-hand", "email").code == 2
    assert run("mail", "send", str(number), "--by-hand", "letter").code == 0
    assert run("order", "show", "A1", "--json").json["contacts"][-1]["channel"] == "letter"


def test_a_notice_for_chat_is_printed(run: Run) -> None:
    done = run("mail", "draft", "A1", "--about", "received")
    assert done.out == "Your order A1 has arrived here (our number A1).\n"
    assert "not sent yet" in done.err
    english = run("mail", "draft", "A1", "--about", "received", "--channel", "email", "--language", "en", "--json")
    assert english.json["body"].startswith("Dear Paul Henriot,")
    assert run("mail", "draft", "A1", "--about", "shipped").code == 7
    assert run("mail", "draft", "A1").code == 2
    assert run("mail", "draft", "A1", "--about", "weather").code == 2
    assert run("mail", "withdraw", str(english.json["message"]), "--note", "not needed").code == 0
    assert run("mail", "withdraw", str(english.json["message"])).code == 7


def test_the_password_is_kept_with_the_users_own_settings(run: Run, box: Postbox, tmp_path: Path) -> None:
    assert run("mail", "password", "--from", "-", stdin="x\n").code == 7
    wire(run, box, tmp_path, user='"clerk"', security='"starttls"')
    assert run("mail", "password", "--from", "-", stdin="very secret\n").code == 0
    path = password_file()
    assert "very secret" in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "clerk at 127.0.0.1" in path.read_text(encoding="utf-8")
    # no encryption is offered, so the password stays here
    refused = run("mail", "test")
    assert refused.code == 6
    assert "no encryption" in refused.err
    assert not any("AUTH" in heard for heard in box.heard)
    assert "very secret" not in run("export", "events").out
    assert run("mail", "password", "--forget").code == 0
    assert "very secret" not in path.read_text(encoding="utf-8")


def test_the_server_is_tried(run: Run, box: Postbox, tmp_path: Path) -> None:
    wire(run, box, tmp_path)
    assert run("mail", "test").code == 0
    assert run("mail", "test", "--to", "me@office.example").code == 0
    assert box.mail()["Subject"] == "Test of Trial office"


def test_what_is_due_goes_by_mail_once_a_day(run: Run, box: Postbox, tmp_path: Path) -> None:
    wire(run, box, tmp_path)
    for code, name in (("lin", "Lin"), ("wu", "Wu"), ("old", "Old"), ("nomail", "No Mail")):
        address = [] if code == "nomail" else ["--set", f"email={code}@office.example"]
        assert run("user", "add", code, name, *address).code == 0
    assert run("user", "retire", "old").code == 0
    assert run("user", "edit", "wu", "--set", "email=nobody").code == 7
    done = run("due", "--mail", "--for", "lin")
    assert done.code == 0, done.err
    assert done.out.startswith("lin: ")
    mail = box.mail()
    assert mail["To"] == "Lin <lin@office.example>"
    assert "A1" in mail.get_content()
    again = run("due", "--mail", "--for", "lin")
    assert (again.code, again.out) == (0, "")
    assert "today already" in again.err
    assert run("order", "do", "A2", "edit", "--set", "merchandiser=wu").code == 0
    every = run("due", "--mail", "--everyone", "--json")
    states = {one["person"]: one["state"] for one in every.json}
    assert states == {"lin": "reminded_before", "wu": "sent", "nomail": "nothing_due"}
    assert [str(email.message_from_bytes(one)["To"]) for one in box.mails] == [
        "Lin <lin@office.example>", "Wu <wu@office.example>",
    ]  # fmt: skip
