"""Files on their way in from two places, and what the desk itself refuses: sheet, row and column are named."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from data.desk.imports import Options
from data.desk.mending import write_refused
from data.drafts import FileStatus, Subject, Where
from data.files.readers import read
from data.rules.lists import ListQuery
from data.store.unit import Store, Writer
from tests.desk.office import Office, paper
from tests.desk.test_imports import HEAD, ROWS, csv, take
from tests.files.sheets import workbook


def test_the_same_file_from_two_places_at_once_goes_in_once(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = csv(HEAD + ROWS)
    reading = read(source, Subject.ORDERS, today=office.clock.at.date())
    begun, waits = threading.Event(), threading.Event()

    def halfway(_done: int, _of_all: int) -> None:
        begun.set()
        assert waits.wait(20)

    with Store.open(tmp_path / "desk") as store, ThreadPoolExecutor(2) as pool:
        writing = store.writing

        def told() -> AbstractContextManager[Writer]:
            waits.set()
            return writing()

        monkeypatch.setattr(store, "writing", told)
        other = Office(store, office.clock, "wu")
        first = pool.submit(office.desk.imports.take_in, source, reading, Options(), halfway)
        assert begun.wait(20)
        second = pool.submit(other.desk.imports.take_in, source, reading, Options())
        assert (first.result().status, second.result().status) == (FileStatus.IMPORTED, FileStatus.ALREADY)
    assert office.desk.lists.count(ListQuery()) == 2
    office.sound()


def test_what_the_desk_refuses_is_named_with_sheet_and_column(office: Office) -> None:
    assert take(office, "order no,customer,product code,quantity\nS1,C1,P1,5\n").orders == 1
    rows = [["销售订单号", "客户", "料号", "数量"], ["S1", "C1", "P1", 6]]
    source = paper(workbook({"三月": rows}), "more.xlsx")
    reading = read(source, Subject.ORDERS, today=office.clock.at.date())
    (row,) = office.desk.imports.take_in(source, reading, Options()).refused
    (problem,) = row.problems
    assert (problem.code, problem.where) == ("number_exists", Where("more.xlsx", "三月", 2, "销售订单号"))
    target = office.store.path / "mend.csv"
    write_refused(target, source, reading, (row,), lambda one: one.code)
    assert target.read_text("utf-8-sig").splitlines()[1] == "S1,C1,P1,6,number_exists"
