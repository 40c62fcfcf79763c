"""What went to the customer with a message is a paper of the order: filed once, in the same act, and kept (R11)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy
from data.errors import TemplateRefused
from data.rules.masking import Sight, masked
from data.rules.outbox import Medium, MessageState
from data.rules.workflow import Verb
from data.states import DocumentKind
from data.states import OrderState as S
from data.store import backup, restore
from data.store.unit import Store
from data.words import messages as words
from data.words.agreed import agreed
from tests.desk.office import Clock, Office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postbox import Postbox

TO = "wang@haichuan.example"


def confirmed(office: Office, **more: str) -> tuple[str, int]:
    """An order that was confirmed, and the message that goes with it."""
    number = office.at(S.APPROVED, **more)
    office.do(number, Verb.CONFIRM, channel="email")
    return number, addressed(office, number)


def addressed(office: Office, number: str) -> int:
    """Return the message that waits about an order, once it says to whom it goes."""
    (found,) = office.desk.outbox.messages(number)
    office.desk.outbox.edit(found.message_id, {"to_address": TO, "to_name": "王工"})
    return found.message_id


def test_a_confirmation_that_is_mailed_is_filed_with_its_order(wired: Office, box: Postbox) -> None:
    number, message = confirmed(wired)
    events, version = wired.events(), wired.order(number).version
    wired.clock.pass_(hours=1)
    assert words.send(wired.desk, message, "").failed is None
    assert wired.events() == events + 4  # printed, queued, tried, sent: the filing has no event of its own
    (paper,) = wired.order(number).documents
    (mailed,) = box.mail().iter_attachments()
    assert wired.store.blobs.read(paper.sha256) == mailed.get_content()
    assert (paper.kind, paper.name, paper.at, paper.by) == (
        DocumentKind.CONFIRMATION, mailed.get_filename(), wired.clock.at, "li",
    )  # fmt: skip
    *_before, sent = wired.desk.audit.events(events)
    assert (sent.verb, sent.subject) == ("message_sent", "message")
    told = json.loads(sent.payload or "")
    assert told["documents"] == [{"kind": "confirmation", "name": paper.name, "sha256": paper.sha256}]
    assert told["to"] == TO
    # it stands in nobody's way: the order is where it was, and its record is whole
    assert wired.order(number).version == version
    assert wired.last(number).verb == Verb.CONFIRM
    wired.sound()
    assert wired.desk.audit.verify() == ()


def test_the_dossier_says_when_and_to_whom(wired: Office) -> None:
    number, message = confirmed(wired)
    words.send(wired.desk, message, "")
    agreement = wired.desk.confirming.agreement(number)
    (sent,) = agreement.sent
    assert (sent.to_address, sent.to_name, sent.at, sent.by) == (TO, "王工", wired.clock.at, "li")
    zone = wired.desk.policy.current().zone
    rows = [
        row.text for group in agreed(wired.order(number), agreement, (), wired.clock.at, zone) for row in group.rows
    ]
    assert any(TO in row and sent.name in row for row in rows)
    assert TO not in str(masked(agreement, Sight(customers=False)))


def test_a_contract_is_filed_as_a_contract(wired: Office, box: Postbox) -> None:
    wired.desk.policy.set(box.policy(default_policy().replace('goods = "confirmation"', 'goods = "contract"', 1)))
    number, message = confirmed(wired)
    words.send(wired.desk, message, "")
    assert [one.kind for one in wired.order(number).documents] == [DocumentKind.CONTRACT]


def test_what_the_server_does_not_take_is_not_filed(wired: Office, box: Postbox) -> None:
    number, message = confirmed(wired)
    box.answers["RCPT"] = "550 no such user"
    assert words.send(wired.desk, message, "").failed is not None
    assert wired.order(number).documents == ()
    box.answers.clear()
    words.send(wired.desk, message, "")
    assert len(wired.order(number).documents) == 1


def test_where_nobody_knows_a_person_says_it_and_it_is_filed_once(wired: Office, box: Postbox) -> None:
    number, message = confirmed(wired)
    box.answers["END"] = "!"
    assert words.send(wired.desk, message, "").message.state is MessageState.UNSURE
    assert wired.order(number).documents == ()
    assert words.by_hand(wired.desk, message, Medium.EMAIL, paper=True).attachments
    (paper,) = wired.order(number).documents
    assert paper.name == f"{wired.order(number).confirmation_no}.pdf"
    # the same confirmation once more is the same file
    wired.desk.outbox.draft(number, wired.desk.outbox.message(message).occasion)
    again = addressed(wired, number)
    box.answers.clear()
    assert words.send(wired.desk, again, "").failed is None
    assert len(wired.order(number).documents) == 1
    assert len(wired.desk.confirming.agreement(number).sent) == 2
    wired.sound()


def test_a_notice_for_chat_takes_no_paper_along(wired: Office) -> None:
    number, message = confirmed(wired)
    words.by_hand(wired.desk, message, Medium.CHAT, paper=True)
    assert wired.order(number).documents == ()


def test_another_message_files_nothing(wired: Office, box: Postbox) -> None:
    number = wired.at(S.RETURNED)
    words.send(wired.desk, addressed(wired, number), "")
    assert wired.order(number).documents == ()


def test_a_revision_is_a_second_paper_beside_the_first(wired: Office) -> None:
    number, message = confirmed(wired)
    words.send(wired.desk, message, "")
    wired.do(number, Verb.AMEND, "twelve", channel="telephone", person="Ann")
    wired.do(number, Verb.EDIT, **{"line.1.quantity": "12"})
    wired.do(number, Verb.SUBMIT, "twelve")
    for review in ("sales", "finance"):
        wired.do(number, Verb.PASS, review=review)
    wired.do(number, Verb.CONFIRM, channel="email")
    words.send(wired.desk, addressed(wired, number), "")
    first, revised = wired.order(number).documents
    assert (first.name, revised.name) == ("OC-202603-00001.pdf", "OC-202603-00001-2.pdf")
    wired.sound()
    assert wired.desk.audit.verify() == ()


def test_a_fault_of_the_template_leaves_everything_as_it_was(wired: Office) -> None:
    number, message = confirmed(wired)
    folder = wired.store.folder.root / "templates"
    folder.mkdir()
    (folder / "confirmation.typ").write_text("#panic()", encoding="utf-8")
    events = wired.events()
    with pytest.raises(TemplateRefused):
        words.send(wired.desk, message, "")
    assert wired.events() == events
    assert wired.order(number).documents == ()


def test_taking_the_last_act_back_leaves_what_was_sent(wired: Office) -> None:
    number, message = confirmed(wired)
    words.send(wired.desk, message, "")
    wired.do(number, Verb.NOTE, "he called")
    wired.desk.undo(number)
    assert len(wired.order(number).documents) == 1
    wired.sound()


def test_a_backup_brings_it_back_and_a_lost_file_is_found(wired: Office, tmp_path: Path) -> None:
    number, message = confirmed(wired)
    words.send(wired.desk, message, "")
    (paper,) = wired.order(number).documents
    made = backup.create(wired.store, tmp_path / "backups", at=wired.clock.at)
    restore.restore(made.path, tmp_path / "restored", at=wired.clock.at)
    with Store.open(tmp_path / "restored") as store:
        again = Office(store, Clock(wired.clock.at))
        assert again.order(number).documents == (paper,)
        assert store.blobs.read(paper.sha256).startswith(b"%PDF-")
        assert again.desk.confirming.agreement(number).sent == wired.desk.confirming.agreement(number).sent
        again.sound()
        assert again.desk.audit.verify() == ()
        store.blobs.path(paper.sha256).unlink()
        assert "file_missing" in {one.code for one in again.desk.audit.check().faults}
