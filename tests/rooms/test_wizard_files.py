"""The files that the wizard takes in: looked at first, stopped, skipped, refused."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from data.desk.inbox import Inbox
from data.errors import Cancelled
from screens.intake_columns import Said
from screens.wizard_file import FileStep
from tests.rooms.wizardry import Setup, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.desk.imports import Progress
    from data.desk.inbox import Looked
    from data.drafts import FileReport


@pytest.fixture(autouse=True)
def _berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orderclerk.founding.likely_zone", lambda: "Europe/Berlin")


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path / "new" / "desk")


async def test_files_are_looked_at_then_taken_in(setup: Setup, tmp_path: Path) -> None:
    customers, orders = tmp_path / "customers.csv", tmp_path / "orders.csv"
    customers.write_text("customer code,name\nVINET,Vins et alcools\nHC,海川电梯\n", encoding="utf-8")
    orders.write_text("order no,customer code,product code,quantity\nT1,VINET,42,1\nT2,HC,42,x\n", encoding="utf-8")
    async with setup.run():
        await setup.to_confirming()
        await setup.press("ctrl+s")
        await setup.write(str(customers))
        await setup.press("enter")
        assert "2 customers would be taken in" in setup.text
        await setup.press("enter")
        assert "2 customers taken in" in setup.text
        await setup.press("ctrl+s", "ctrl+s")
        assert setup.step == "orders"
        await setup.write(str(orders))
        await setup.press("enter", "enter")
        assert "1 row refused" in " ".join(setup.text.split())
        await setup.press("ctrl+s")
    desk = opened(setup.place)
    try:
        assert [row.number for row in desk.lists.rows(("T1", "T2"))] == ["T1"]
    finally:
        desk.close()


async def test_a_file_that_cannot_be_read_is_said_and_can_be_skipped(setup: Setup, tmp_path: Path) -> None:
    async with setup.run():
        await setup.to_confirming()
        await setup.press("ctrl+s")
        await setup.write(str(tmp_path / "none.csv"))
        await setup.press("enter")
        assert "There is no such file" in " ".join(setup.text.split())
        await setup.press("f8")
        assert setup.step == "products"
        await setup.press("escape")
        assert setup.step == "customers"
        assert setup.screen.query_one(FileStep).path == str(tmp_path / "none.csv")


async def test_taking_in_can_be_stopped_and_nothing_is_kept(setup: Setup, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    rows = "".join(f"T{at},C{at},42,1\n" for at in range(400))
    orders.write_text(f"order no,customer code,product code,quantity\n{rows}", encoding="utf-8")
    async with setup.run():
        await setup.to_confirming()
        await setup.press("ctrl+s", "f8", "f8")
        await setup.write(str(orders))
        await setup.press("enter")
        step = setup.screen.query_one(FileStep)
        step.go_on()
        step.stop()
        await setup.settle()
        assert "as you asked" in " ".join(setup.text.split())
        assert not step.job.running
        await setup.press("f8")
    desk = opened(setup.place)
    try:
        assert desk.lists.rows(tuple(f"T{at}" for at in range(400))) == ()
    finally:
        desk.close()


async def test_leaving_stops_the_taking_in(setup: Setup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("order no,customer code,product code,quantity\nT1,C1,42,1\n", encoding="utf-8")
    told, begun = Event(), Event()

    def take(_inbox: Inbox, _looked: Looked, _progress: Progress, cancelled: Callable[[], bool]) -> FileReport:
        begun.set()
        for _look in range(6_000):
            if cancelled():
                told.set()
                break
            told.wait(0.01)
        raise Cancelled("orders.csv")

    monkeypatch.setattr(Inbox, "take", take)
    async with setup.run():
        await setup.to_confirming()
        await setup.press("ctrl+s", "f8", "f8")
        await setup.write(str(orders))
        await setup.press("enter")
        setup.screen.query_one(FileStep).go_on()
        while not begun.is_set():
            await setup.pilot.pause()
        await setup.pilot.press("ctrl+q")
    assert told.is_set()


def _customers(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.csv").write_text(f"customer code,name\n{name},Name of {name}\n", encoding="utf-8")


async def test_several_files_a_folder_and_a_pattern_go_in_at_once(setup: Setup, tmp_path: Path) -> None:
    _customers(tmp_path / "east", "E1", "E2")
    _customers(tmp_path / "west", "W1", "W2", "X9")
    _customers(tmp_path, "alone")
    (tmp_path / "bad.csv").write_bytes(b"\x00\x01")
    async with setup.run(100, 30):
        await setup.to_confirming()
        await setup.press("ctrl+s")
        text = f"{tmp_path / 'east'}; {tmp_path / 'west'}/W*.csv; {tmp_path / 'alone.csv'}; {tmp_path / 'bad.csv'}"
        await setup.write(text)
        await setup.press("ctrl+s")
        said = " ".join(setup.text.split())
        assert "6 files: 5 customers would be taken in" in said
        assert "1 file cannot be taken in" in said
        await setup.press("ctrl+s")
        said = " ".join(setup.text.split())
        assert "6 files: 5 customers taken in" in said
        assert "1 file did not go in" in said
        await setup.press("ctrl+s")
        assert setup.step == "products"
        await setup.press("escape")
        assert setup.screen.query_one(FileStep).path == text
    desk = opened(setup.place)
    try:
        known = desk.customers.all()
        assert sorted(one.code for one in known) == ["E1", "E2", "W1", "W2", "alone"]
    finally:
        desk.close()


async def test_each_of_the_files_is_shown_and_its_refused_rows_are_written(setup: Setup, tmp_path: Path) -> None:
    headings = "order no,customer code,product code,quantity"
    (tmp_path / "a.csv").write_text(f"{headings}\nT1,VINET,42,1\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{headings}\nT2,VINET,42,x\nT3,VINET,42,2\n", encoding="utf-8")
    async with setup.run(100, 30):
        await setup.to_confirming()
        await setup.press("ctrl+s", "f8", "f8")
        await setup.write(f"{tmp_path}/*.csv")
        await setup.press("ctrl+s")
        assert "› ✔ a.csv" in setup.text
        await setup.press("f7")
        assert "› ▲ b.csv" in setup.text
        assert "F4 write refused rows" in setup.text
        await setup.press("ctrl+s", "f7", "tab")
        await setup.pilot.press("f4")
        await setup.settle()
        await setup.press("enter")
    assert "T2,VINET,42,x" in (tmp_path / "b-refused.csv").read_text(encoding="utf-8-sig")


async def test_columns_of_a_file_are_said_in_the_wizard_too(setup: Setup, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("Kürzel,Wer\nVINET,Vins et alcools\n", encoding="utf-8")
    async with setup.run(100, 30):
        await setup.to_confirming()
        await setup.press("ctrl+s")
        await setup.write(str(file))
        await setup.press("ctrl+s")
        assert "F6 columns" in setup.text
        setup.screen.query_one(FileStep)._columns_said(
            setup.screen.query_one(FileStep)._files.files[0],
            Said({"Kürzel": "code", "Wer": "name"}),
        )
        await setup.settle()
        assert "1 customer would be taken in" in setup.text


async def test_a_folder_without_tables_is_said(setup: Setup, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    async with setup.run(80, 24):
        await setup.to_confirming()
        await setup.press("ctrl+s")
        await setup.write(str(tmp_path / "none"))
        await setup.press("ctrl+s")
        assert "there is no file here that may hold a table" in " ".join(setup.text.split())
        assert not setup.screen.query_one(FileStep).done
