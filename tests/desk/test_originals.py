"""The original of an order as it is shown beside it (I2, I12)."""

import pytest

from data.desk import originals
from data.desk.imports import Options
from data.desk.originals import TextRows
from data.drafts import Subject
from data.errors import DeskDamaged, NotFound
from data.files.readers import read
from data.rules.workflow import Verb
from tests.desk.office import Office, paper
from tests.desk.test_imports import HEAD, ROWS, only, take
from tests.files.sheets import source, workbook

BAD = "PO-1,海川电梯,Ann,P2,Motor,three,pcs,100,2026-04-01,Ningbo\n"


def test_an_order_typed_by_hand_has_no_original(office: Office) -> None:
    assert office.desk.intake.original(office.new()) is None


def test_the_rows_of_the_order_are_marked_in_its_file(office: Office) -> None:
    first, second = take(office, HEAD + ROWS).numbers
    original = office.desk.intake.original(first)
    assert original is not None
    assert (original.name, original.size, original.at) == ("orders.csv", len((HEAD + ROWS).encode()), office.clock.at)
    (sheet,) = original.sheets
    assert sheet.rows[1][:4] == ("PO-1", "海川电梯", "Ann", "P1")
    assert sheet.ours == {2, 3}
    other = office.desk.intake.original(second)
    assert other is not None
    assert other.sheets[0].ours == {4}


def test_refused_rows_carry_their_reasons_until_they_are_mended(office: Office) -> None:
    number = only(take(office, HEAD + ROWS[: ROWS.index("PO-1", 5)] + BAD))
    original = office.desk.intake.original(number)
    assert original is not None
    sheet = original.sheets[0]
    assert sheet.ours == {2}
    assert [
        (row, [(one.field, one.code, one.value) for one in problems]) for row, problems in sheet.refused.items()
    ] == [(3, [("quantity", "not_a_number", "three")])]
    office.do(number, Verb.EDIT, "", refused_rows="settled")
    mended = office.desk.intake.original(number)
    assert mended is not None
    assert mended.sheets[0].refused == {}


def test_a_file_read_by_a_mapping_names_at_least_the_first_row(office: Office) -> None:
    text = "a,b,c,d\nPO-7,P1,4,12.5\n"
    mapping = {"a": "customer_po_no", "b": "product_code", "c": "quantity", "d": "unit_price"}
    number = only(take(office, text, mapping=mapping))
    original = office.desk.intake.original(number)
    assert original is not None
    assert original.sheets[0].ours == {2}


def test_of_a_workbook_the_sheet_that_was_read_is_marked(office: Office) -> None:
    rows = [line.split(",") for line in (HEAD + ROWS).splitlines()]
    book = source(workbook({"Notes": [["about", "this"], ["Ann", "said"]], "Order": rows}), "orders.xlsx")
    reading = read(book, Subject.ORDERS, today=office.clock.at.date())
    number = office.desk.imports.take_in(book, reading, Options()).numbers[0]
    original = office.desk.intake.original(number)
    assert original is not None
    assert [(sheet.name, sheet.ours) for sheet in original.sheets] == [("Notes", frozenset()), ("Order", {2, 3})]


def test_a_letter_is_shown_as_text(office: Office) -> None:
    number = office.new()
    letter = paper(b"Dear Li,\nplease send ten bolts.\n", "letter.txt")
    office.desk.do(number, Verb.ATTACH, {"kind": "original", "file": "letter.txt"}, files={"file": letter})
    original = office.desk.intake.original(number)
    assert original is not None
    assert (original.text, original.sheets) == ("Dear Li,\nplease send ten bolts.\n", ())


def test_what_cannot_be_shown_says_why(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = office.new()
    scan = paper(b"%PDF-1.7", "scan.pdf")
    office.desk.do(number, Verb.ATTACH, {"kind": "original", "file": "scan.pdf"}, files={"file": scan})
    shown = office.desk.intake.original(number)
    assert shown is not None
    assert (shown.why, shown.detail, shown.sheets, shown.text) == ("unknown_format", "pdf", (), None)
    monkeypatch.setattr(originals, "LARGEST_SHOWN", 4)
    large = office.desk.intake.original(number)
    assert large is not None
    assert large.why == "too_large"


def test_a_large_file_is_not_read_again_for_its_marks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = take(office, HEAD + ROWS).numbers[0]
    monkeypatch.setattr(originals, "LARGEST_READ_AGAIN", 4)
    original = office.desk.intake.original(number)
    assert original is not None
    assert original.sheets[0].ours == {2}


def test_an_original_that_was_altered_is_not_shown(office: Office) -> None:
    number = take(office, HEAD + ROWS).numbers[0]
    office.store.blobs.path(office.order(number).original_sha256).write_bytes(b"other")
    with pytest.raises(DeskDamaged):
        office.desk.intake.original(number)


def test_there_is_no_original_of_no_order(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.intake.original("SO-0")


def test_rows_become_texts_when_they_are_looked_at() -> None:
    rows = TextRows([["a", 1, 2.5], [], ["b"]])
    assert len(rows) == 3
    assert rows[0] == ("a", "1", "2.5")
    assert [list(row) for row in rows[1:]] == [[], ["b"]]


def test_an_attached_table_is_shown_as_one(office: Office) -> None:
    number = office.new()
    office.desk.do(
        number,
        Verb.ATTACH,
        {"kind": "original", "file": "a.csv"},
        files={"file": paper((HEAD + ROWS).encode(), "a.csv")},
    )
    original = office.desk.intake.original(number)
    assert original is not None
    assert [(len(sheet.rows), sheet.ours) for sheet in original.sheets] == [(4, frozenset())]
