"""Files taken in on the screen: several at once, dropped paths, what goes wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Button, Select

from screens.intake import IntakeScreen
from screens.intake_import import ImportScreen
from screens.intake_paths import MOST_FILES, complete, files_of, joined, named
from screens.intake_report import ReportView
from tests.rooms.conftest import STEPS
from widgets.lookup import Lookup
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

HEAD = "customer order no,customer,product code,product name,quantity,unit,unit price,requested date,delivery place\n"
ROW = "{po},Ostara Lifts,P1,Bolt,{quantity},pcs,12.5,2026-12-24,Ningbo\n"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder with two good files and one with a bad row."""
    folder = tmp_path / "in box"
    folder.mkdir()
    put(folder / "one.csv", "PO-71")
    put(folder / "two files.csv", "PO-72", "PO-73")
    put(folder / "three.csv", "PO-74")
    with (folder / "three.csv").open("a", encoding="utf-8") as file:
        file.write(ROW.format(po="PO-75", quantity="many"))
    return folder


def put(path: Path, *numbers: str) -> Path:
    path.write_text(HEAD + "".join(ROW.format(po=po, quantity=5) for po in numbers), encoding="utf-8")
    return path


async def looked_at(trial: Trial, text: object) -> ImportScreen:
    await trial.press("f3")
    screen = trial.screen(ImportScreen)
    screen.query_one("#path", Lookup).put(str(text))
    await trial.press("ctrl+s")
    return screen


def said(screen: ImportScreen) -> str:
    view = screen.query_one(ReportView)
    return "\n".join("".join(part.text for part in row.line) for row in view.rows_for(200))


def in_a_row(text: str) -> str:
    """A text as if nothing of it had been folded: where that is depends on how long the paths in it are."""
    return " ".join(text.split())


def orders_in(desk: Desk) -> int:
    return sum(desk.orders.counts().values()) - len(STEPS)


# --- paths -----------------------------------------------------------------------------------------------------


def test_paths_are_taken_as_they_are_dropped_or_pasted(tmp_path: Path) -> None:
    for name in ("a b.csv", "c.csv", "d;e.csv", "Bob's.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    at = str(tmp_path)
    spaced, plain, signs, bob = f"{at}/a b.csv", f"{at}/c.csv", f"{at}/d;e.csv", f"{at}/Bob's.csv"
    assert named(spaced) == (spaced,)
    assert named(f"'{spaced}' '{plain}' ") == (spaced, plain)
    assert named(f"{at}/a\\ b.csv {plain}") == (spaced, plain)
    assert named(f"{plain}; {spaced};;") == (plain, spaced)
    assert named(f"{plain} {plain}") == (plain,)
    assert named(bob) == (bob,)
    assert named(f"{at}/Bob\\'s.csv") == (bob,)
    assert named(f"'{at}/Bob'\\''s.csv'") == (bob,)
    assert named(f'"{signs}"; {plain}') == (signs, plain)
    assert named(signs) == (signs,)
    addresses = f"file://{at}/a%20b.csv file://localhost{plain}\n# remark\nfile://{at}/d%3Be.csv"
    assert named(addresses) == (spaced, plain, signs)
    assert named(r'"C:\My Papers\a.csv" C:\b.csv') == (r"C:\My Papers\a.csv", r"C:\b.csv")
    assert named(r"C:\My Papers\a.csv") == (r"C:\My Papers\a.csv",)
    assert named("no such file.csv") == ("no such file.csv",)
    assert named(" ") == ()
    several = (spaced, plain, signs, bob)
    assert named(joined(several)) == several
    for broken in ("'", '"open', "file://[", "\\", ";", "a\x00b"):
        assert isinstance(named(broken), tuple)


def test_folders_and_patterns_stand_for_their_files(box: Path) -> None:
    for name in ("scan.pdf", ".hidden.csv", "~$one.xlsx"):
        (box / name).write_text("x", encoding="utf-8")
    (box / "deep.csv").mkdir()
    names = [f"{box}/{name}.csv" for name in ("one", "three", "two files")]
    assert files_of([str(box)]).files == tuple(names)
    assert files_of([f"{box}/t*.csv", f"{box}/one.csv", f"{box}/two files.csv"]).files == (*names[1:], names[0])
    assert files_of([f"{box}/*.ods", "[", str(box / "deep.csv")]).empty == (f"{box}/*.ods", "[", f"{box}/deep.csv")
    assert files_of(["/nowhere/x.csv"]).files == ("/nowhere/x.csv",)
    many = files_of([f"/nowhere/{number}.csv" for number in range(MOST_FILES + 3)])
    assert (len(many.files), many.left_out) == (MOST_FILES, 3)


def test_the_last_of_several_paths_is_completed(box: Path) -> None:
    found = complete(f"{box}/one.csv; {box}/tw")
    assert [one.text for one in found] == [f"{box}/one.csv; {box}/two files.csv"]


# --- several files ---------------------------------------------------------------------------------------------


async def test_a_folder_is_looked_at_and_taken_in_file_by_file(trial: Trial, other: Desk, box: Path) -> None:
    (box / "words.csv").write_text("hello\n", encoding="utf-8")
    async with trial.run() as desk:
        screen = await looked_at(desk, box)
        text = said(screen)
        assert "4 files: 4 orders, 4 lines would be taken in; 1 row refused. 1 file cannot be taken in." in text
        for name in ("✔ one.csv: 1 order", "▲ three.csv: 1 order", "✔ two files.csv: 2 orders", "▲ "):
            assert name in text
        assert "names of the columns" in text
        await desk.press("f7")
        assert "row 3" in said(screen)
        sheet = screen.query_one("#sheets", OriginalView).sheet
        assert sheet is not None
        assert set(sheet.notes) == {3}
        await desk.press("ctrl+s")
        assert "4 files: 4 orders, 4 lines taken in; 1 row refused. 1 file did not go in." in said(screen)
        assert not screen._files.can_take
        await desk.press("escape")
        room = desk.screen(IntakeScreen)
        assert room.row is not None
        assert room.row.customer_po_no == "PO-71"
    assert orders_in(other) == 4


async def test_between_two_files_it_can_be_stopped_and_gone_on_with(
    trial: Trial, other: Desk, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with trial.run() as desk:
        screen = await looked_at(desk, box)
        take = screen._files._take

        def once(*arguments: object) -> object:
            screen._files.stop.set()
            monkeypatch.setattr(type(screen._files), "_take", kept)
            screen._files.stop.clear()
            found = take(*arguments)  # type: ignore[arg-type]
            screen._files.stop.set()
            return found

        kept = type(screen._files)._take
        monkeypatch.setattr(type(screen._files), "_take", lambda _self, *rest: once(*rest))
        await desk.press("ctrl+s")
        text = said(screen)
        assert "3 files: 1 order, 1 line taken in. 2 files did not go in." in text
        assert "two files.csv: not taken in, as you asked." in text
        assert orders_in(other) == 1
        await desk.press("ctrl+s")
        assert screen._files.can_take
        await desk.press("ctrl+s")
        assert orders_in(other) == 4
        await desk.press("ctrl+s")
        desk.screen(IntakeScreen)


async def test_a_look_that_is_stopped_says_so_and_can_be_done_again(trial: Trial, other: Desk, box: Path) -> None:
    async with trial.run() as desk:
        await desk.press("f3")
        screen = desk.screen(ImportScreen)
        screen.query_one("#path", Lookup).put(str(box))
        screen.look()
        screen._files.stop.set()
        await desk.settle()
        assert "one.csv: not looked at." in said(screen)
        await desk.press("ctrl+s")
        assert screen._files.can_take
    assert orders_in(other) == 0


async def test_paths_dropped_onto_the_screen_are_put_into_the_field(trial: Trial, box: Path) -> None:
    async with trial.run() as desk:
        screen = await looked_at(desk, box / "one.csv")
        assert screen.query_one("#take", Button).has_focus
        screen.post_message(events.Paste(f"'{box}/two files.csv' '{box}/three.csv'\n"))
        await desk.settle()
        assert screen.query_one("#path", Lookup).text == f"{box}/two files.csv; {box}/three.csv"
        await desk.press("enter")
        assert "2 files: 3 orders" in said(screen)


async def test_paths_dropped_into_the_field_stand_apart(trial: Trial, box: Path) -> None:
    async with trial.run() as desk:
        await desk.press("f3")
        field = desk.screen(ImportScreen).query_one("#path", Lookup).entry
        for text in (f"'{box}/two files.csv' ", f"file://{box}/one.csv".replace(" ", "%20"), "\n", "tail"):
            field.post_message(events.Paste(text))
            await desk.settle()
        assert field.value.rstrip() == f"{box}/two files.csv; {box}/one.csvtail"


async def test_what_needs_clarification_is_named_with_the_key_that_goes_there(trial: Trial, box: Path) -> None:
    (box / "four.csv").write_text(HEAD + ROW.format(po="PO-80", quantity=2).replace("Ningbo", "").replace(
        "P1,Bolt", ",").replace("12.5", ""), encoding="utf-8")  # fmt: skip
    async with trial.run() as desk:
        screen = await looked_at(desk, f"{box}/one.csv; {box}/four.csv")
        await desk.press("ctrl+s")
        assert "1 order needs clarification: Ctrl+G goes there" in said(screen)
        await desk.press("ctrl+g")
        room = desk.screen(IntakeScreen)
        assert room.row is not None
        assert room.row.customer_po_no == "PO-80"


@pytest.mark.parametrize(
    ("what", "content", "done"),
    [
        ("customers", "code,name,city\nC9,Neu GmbH,Ulm\n", "1 customer taken in"),
        ("products", "code,name,unit,list price\nP9,Nut,pcs,3\n", "1 product taken in"),
    ],
)
async def test_customers_and_products_go_in_the_same_way(
    trial: Trial, tmp_path: Path, what: str, content: str, done: str
) -> None:
    path = tmp_path / f"{what}.csv"
    path.write_text(content, encoding="utf-8")
    async with trial.run() as desk:
        await desk.press("f3")
        screen = desk.screen(ImportScreen)
        screen.query_one("#holds", Select).value = what
        screen.query_one("#path", Lookup).put(str(path))
        await desk.settle()
        await desk.press("ctrl+s", "ctrl+s")
        assert done in said(screen)
        await desk.press("ctrl+s")
        desk.screen(IntakeScreen)


# --- what goes wrong -------------------------------------------------------------------------------------------


async def test_what_cannot_be_read_is_said_of_each_file_and_the_good_one_goes_in(
    trial: Trial, other: Desk, box: Path
) -> None:
    (box / "empty.csv").write_bytes(b"")
    (box / "scan.pdf").write_bytes(b"%PDF-1.7")
    names = ("one.csv", "empty.csv", "scan.pdf", "missing.csv")
    async with trial.run() as desk:
        screen = await looked_at(desk, "; ".join(f"{box}/{name}" for name in names))
        text = in_a_row(said(screen))
        for words in ("The file is empty", "not a table that can be read", "There is no such file"):
            assert words in text
        await desk.press("ctrl+s")
        assert "4 files: 1 order, 1 line taken in. 3 files did not go in." in said(screen)
    assert orders_in(other) == 1


async def test_a_folder_without_tables_is_said(trial: Trial, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    async with trial.run() as desk:
        screen = await looked_at(desk, tmp_path / "bare")
        assert "there is no file here that may hold a table" in in_a_row(said(screen))
        assert screen.query_one("#take", Button).disabled


async def test_a_file_that_changes_after_the_look_is_not_taken_in(trial: Trial, other: Desk, box: Path) -> None:
    async with trial.run() as desk:
        screen = await looked_at(desk, f"{box}/one.csv; {box}/two files.csv")
        put(box / "one.csv", "PO-90", "PO-91")
        await desk.press("ctrl+s")
        text = said(screen)
        assert "one.csv was changed since it was checked" in text
        assert orders_in(other) == 2
        screen.look()
        await desk.settle()
        await desk.press("ctrl+s")
        assert orders_in(other) == 4


async def test_a_file_that_is_gone_after_the_look_goes_in_as_it_was_seen(trial: Trial, other: Desk, box: Path) -> None:
    async with trial.run() as desk:
        await looked_at(desk, box / "one.csv")
        (box / "one.csv").unlink()
        await desk.press("ctrl+s")
    assert orders_in(other) == 1


async def test_ten_thousand_bad_rows_are_counted_and_the_first_ones_told(trial: Trial, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"PO-{number // 100},C1,P,x\n" for number in range(10_000))
    path.write_text("customer order no,customer,product code,quantity\n" + rows, encoding="utf-8")
    async with trial.run() as desk:
        screen = await looked_at(desk, path)
        assert "Refused (10,000)" in said(screen)
        assert "… and 9,900 more" in said(screen)
        assert len(screen.query_one(ReportView).rows_for(200)) < 250


async def test_orders_of_an_earlier_go_are_gone_to_after_another_file_was_looked_at(trial: Trial, box: Path) -> None:
    async with trial.run() as desk:
        screen = await looked_at(desk, box / "one.csv")
        await desk.press("ctrl+s")
        screen.query_one("#holds", Select).value = "customers"
        await desk.settle()
        assert "1 order" not in said(screen)
        await desk.press("escape")
        room = desk.screen(IntakeScreen)
        assert room.row is not None
        assert room.row.customer_po_no == "PO-71"


async def test_the_way_out_stands_in_the_last_line_also_where_there_is_little_room(trial: Trial, box: Path) -> None:
    async with trial.run(80, 24):
        await looked_at(trial, box)
        assert "esc back" in trial.text.splitlines()[-1]
