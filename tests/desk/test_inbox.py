"""Looking at a file before it is taken in (N1): what would be read is said, and nothing is kept."""

from pathlib import Path

import pytest

from data.desk.inbox import Asked
from data.drafts import FileStatus, Problem, Subject
from data.errors import Cancelled, Unreadable
from tests.desk.office import Office
from tests.desk.test_imports import HEAD, ROWS

BAD = "PO-3,海川电梯,Ann,P2,Motor,three,pcs,100,2026-04-01,Ningbo\n"


def written(folder: Path, text: str, name: str = "orders.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def reason(problem: Problem) -> str:
    return f"{problem.field}: {problem.code}"


def test_looking_keeps_nothing_and_says_what_would_become_of_the_file(office: Office, tmp_path: Path) -> None:
    events = office.events()
    looked = office.desk.inbox.look(written(tmp_path, HEAD + ROWS + BAD), Asked())
    report = looked.report
    assert (report.status, report.orders, report.lines, report.rejected) == (FileStatus.PARTIAL, 2, 3, 1)
    assert looked.reading.mapping["unit price"] == "unit_price"
    (sheet,) = looked.sheets
    assert sheet.ours == {2, 3, 4}
    assert [one.code for one in sheet.refused[5]] == ["not_a_number"]
    assert office.events() == events
    assert sum(office.desk.orders.counts().values()) == 0


def test_what_was_looked_at_is_taken_in(office: Office, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    looked = office.desk.inbox.look(written(tmp_path, HEAD + ROWS), Asked(channel="email"))
    report = office.desk.inbox.take(looked, lambda done, of: told.append((done, of)))
    assert (report.status, report.orders) == (FileStatus.IMPORTED, 2)
    assert office.order(report.numbers[0]).channel == "email"
    assert told[-1] == (2, 2)
    again = office.desk.inbox.look(written(tmp_path, HEAD + ROWS), Asked(channel="email"))
    assert again.report.status is FileStatus.ALREADY


def test_taking_in_can_be_cancelled_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    looked = office.desk.inbox.look(written(tmp_path, HEAD + ROWS), Asked())
    with pytest.raises(Cancelled):
        office.desk.inbox.take(looked, cancelled=lambda: True)
    assert sum(office.desk.orders.counts().values()) == 0


def test_refused_rows_are_written_to_be_mended(office: Office, tmp_path: Path) -> None:
    looked = office.desk.inbox.look(written(tmp_path, HEAD + ROWS + BAD), Asked())
    target = office.desk.inbox.write_refused(looked, looked.report, str(tmp_path / "refused.csv"), reason)
    text = target.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith("reason")
    assert "three" in text
    assert "quantity: not_a_number" in text


def test_rows_that_only_the_desk_refused_are_written_with_their_cells(office: Office, tmp_path: Path) -> None:
    number = office.new()
    text = "order number," + HEAD + f"{number},PO-9,C1,Ann,P1,Bolt,77,pcs,12.5,2026-04-01,Ningbo\n"
    looked = office.desk.inbox.look(written(tmp_path, text), Asked())
    assert looked.report.status is FileStatus.REFUSED
    assert [one.code for one in looked.sheets[0].refused[2]] == ["number_exists"]
    target = office.desk.inbox.write_refused(looked, looked.report, str(tmp_path / "refused.csv"), reason)
    assert ",77," in target.read_text(encoding="utf-8-sig")


def test_a_pasted_text_is_read_like_a_file_and_kept(office: Office) -> None:
    text = (HEAD + ROWS).replace(",", "\t")
    report = office.desk.inbox.take(office.desk.inbox.look_at_text(text, Asked()))
    original = office.desk.intake.original(report.numbers[0])
    assert original is not None
    assert original.name == "pasted.txt"
    assert original.sheets[0].ours == {2, 3}


@pytest.mark.parametrize(("text", "why"), [("", "empty"), ("hello\n", "no_header"), ("\ud800\n", "no_header")])
def test_a_text_that_is_no_table_is_refused(office: Office, text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        office.desk.inbox.look_at_text(text, Asked())
    assert refused.value.why == why


def test_what_the_person_says_fills_what_the_file_does_not(office: Office) -> None:
    asked = Asked(customer=" C2 ", currency="usd", price_basis="gross")
    looked = office.desk.inbox.look_at_text("product code,quantity,unit price\nP1,2,10\n", asked)
    number = office.desk.inbox.take(looked).numbers[0]
    order = office.order(number)
    assert (order.customer_code, order.currency, order.price_basis) == ("C2", "USD", "gross")


def test_columns_that_the_person_names_are_read_so(office: Office) -> None:
    asked = Asked(mapping={"x": "product_code", "y": "quantity"})
    looked = office.desk.inbox.look_at_text("x,y\nP1,2\n", asked)
    assert looked.reading.mapping == {"x": "product_code", "y": "quantity"}
    assert looked.report.lines == 1


def test_customers_are_looked_at_too(office: Office) -> None:
    looked = office.desk.inbox.look_at_text("code,name\nC9,Southwind\n", Asked(Subject.CUSTOMERS))
    assert looked.report.records == 1
    assert looked.sheets[0].ours == {2}


@pytest.mark.parametrize("path", ["~no such person/x.csv", "a\x00b", "x" * 5000, ""])
def test_a_path_that_cannot_be_one_is_refused(office: Office, path: str) -> None:
    with pytest.raises(Unreadable):
        office.desk.inbox.look(path, Asked())
