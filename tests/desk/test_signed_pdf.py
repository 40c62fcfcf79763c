"""Signed copies as PDF: their text is set against what was agreed; of a scan the person says what it says (R11)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter

from data.errors import Needed, NotReady
from data.files.pdf_text import text_of_pdf
from data.rules.confirming import Way, searched
from data.rules.papers import PaperKind
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.words.explain import explain
from data.words.printing import print_order
from tests.desk.office import COMPLETE, paper

if TYPE_CHECKING:
    from tests.desk.office import Office

LARGE = {**COMPLETE, "line.1.quantity": "1234.5"}
FIRST = "OC-202603-00001"


def confirmed(office: Office) -> str:
    number = office.at(S.APPROVED, LARGE)
    office.do(number, Verb.CONFIRM, channel="email")
    return number


def file(office: Office, order: str, content: bytes, name: str = "signed.pdf", /, **texts: str) -> None:
    source = paper(content, name)
    office.desk.do(order, Verb.FILE_SIGNED, {"file": source.name, **texts}, files={"file": source})


def locked(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def scan() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_our_own_confirmation_says_what_was_agreed(office: Office, language: str) -> None:
    number = confirmed(office)
    file(office, number, print_order(office.desk, number, PaperKind.CONFIRMATION, language).content)
    (copy,) = office.desk.confirming.agreement(number).copies
    assert (copy.way, copy.differences, copy.confirmation_no) == (Way.READ, (), FIRST)
    assert [one.field for one in copy.findings] == [
        "confirmation_no", "total", "date", "lines.1.quantity", "lines.2.quantity",
    ]  # fmt: skip
    office.sound()


def test_a_copy_of_something_else_is_named_and_needs_a_reason(office: Office) -> None:
    other = office.at(S.APPROVED, COMPLETE, **{"line.2.quantity": "30", "requested_date": "2026-04-09"})
    office.do(other, Verb.CONFIRM, channel="email")
    content = print_order(office.desk, other, PaperKind.CONFIRMATION, "en").content
    number = office.at(S.APPROVED)
    office.do(number, Verb.CONFIRM, channel="email")
    events = office.events()
    with pytest.raises(NotReady) as told:
        file(office, number, content)
    assert (told.value.what, office.events()) == ("signed_differs", events)
    said = explain(told.value)
    assert "OC-202603-00002" in said
    # 3 stands somewhere on the paper, and not in the row of the motor
    assert "line 2, quantity 3 not found" in said
    assert "line 1" not in said
    file(office, number, content, accept_difference="agreed by telephone")
    (copy,) = office.desk.confirming.agreement(number).copies
    assert {one.field for one in copy.differences} == {"confirmation_no", "total", "date", "lines.2.quantity"}


@pytest.mark.parametrize(
    ("content", "why", "said"),
    [
        (scan(), "signed_scan", "scan without text"),
        (locked(scan()), "signed_password", "locked"),
        (b"%PDF-1.7\nrubbish", "signed_damaged", "damaged"),
    ],
    ids=["scan", "locked", "damaged"],
)
def test_of_a_pdf_without_text_the_person_says_what_stands_on_it(
    office: Office, content: bytes, why: str, said: str
) -> None:
    number = confirmed(office)
    events = office.events()
    with pytest.raises(NotReady) as told:
        file(office, number, content, "from\x1b[31m scanner.pdf")
    assert (told.value.what, office.events()) == (why, events)
    sentence = explain(told.value)
    assert said in sentence
    assert "say its number, total and date" in sentence
    assert "\x1b" not in sentence
    with pytest.raises(Needed):
        file(office, number, content, number=FIRST)
    with pytest.raises(NotReady) as different:
        file(office, number, content, number=FIRST, total="1", date="2026-04-01")
    assert different.value.what == "signed_differs"
    file(office, number, content, number=FIRST, total="15731.25", date="2026-04-01")
    (copy,) = office.desk.confirming.agreement(number).copies
    assert (copy.way, copy.differences) == (Way.STATED, ())
    assert office.store.blobs.read(office.order(number).documents[-1].sha256) == content


def test_the_pdf_is_read_before_the_transaction_begins(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else waits while a slow PDF is read."""
    number = confirmed(office)
    writing: list[bool] = []
    text_of_pdf.cache_clear()

    def seen(content: bytes) -> object:
        hits = text_of_pdf.cache_info().hits
        found = text_of_pdf(content)
        writing.append(text_of_pdf.cache_info().hits == hits)
        return found

    monkeypatch.setattr("data.desk.confirming.text_of_pdf", seen)
    with pytest.raises(NotReady):
        file(office, number, scan())
    assert writing == [True, False]  # read once, and remembered when it is asked for within


def test_the_rows_of_a_product_say_its_quantity(office: Office) -> None:
    order = office.order(confirmed(office))
    plain = f"{FIRST}\n15,731.25 on 2026-04-01\n1 P1 Bolt 1,234.5 pcs\n2 P2 Motor\n{{}} pcs 100.00\n3"

    def different(text: str) -> list[str]:
        return [one.field for one in searched(order, text) if not one.same]

    assert different(plain.format("3")) == []
    assert different(plain.format("30").removesuffix("\n3")) == ["lines.2.quantity"]
    # a date within the row, or the place of the line, is no quantity
    assert different(plain.format("7 pcs on 2026-04-03").removesuffix("\n3")) == ["lines.2.quantity"]
    assert different(f"{FIRST} 15731.25 2026-04-01 1234.5 P1 and 3 P2") == []
