"""The intake room: what is late, what is missing, the original beside the order, files taken in from the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Select, TextArea

from data.desk.inbox import Asked
from data.rules.workflow import Verb
from screens.dialogs import Confirm, Palette, VerbForm
from screens.intake import IntakeScreen, next_step
from screens.intake_asked import AskPath
from screens.intake_import import ImportScreen
from screens.intake_reading import OriginalScreen, ReadingForm
from screens.intake_report import ReportView
from screens.intake_sheet import OrderSheet
from tests.rooms.conftest import STEPS
from widgets.lookup import Lookup
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

HEAD = "customer order no,customer,product code,product name,quantity,unit,unit price,requested date,delivery place\n"
GOOD = "PO-77,Ostara Lifts,P1,Bolt,10,pcs,12.5,2026-12-24,Ningbo\n"
PRICELESS = "PO-78,Ostara Lifts,P2,Motor,3,pcs,,2026-12-24,Ningbo\n"
BAD = "PO-78,Ostara Lifts,P3,Drive,three,pcs,5,2026-12-24,Ningbo\n"
HOSTILE = "[/] [@click=app.quit]x[/] \x1b[31mred \u202edrow " + "long " * 2000


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "orders.csv"
    path.parent.mkdir()
    path.write_text(HEAD + GOOD + PRICELESS + BAD, encoding="utf-8")
    return path


def took(desk: Desk, path: Path) -> tuple[str, ...]:
    return desk.inbox.take(desk.inbox.look(str(path), Asked())).numbers


def sheet_text(room: IntakeScreen) -> str:
    view = room.query_one("#facts", OrderSheet)
    return "\n".join("".join(part.text for part in row.line) for row in view.rows_for(view.space.width))


def paper_text(view: OriginalView) -> str:
    return "\n".join(strip.text for strip in (view.render_line(y) for y in range(view.size.height)))


async def at(trial: Trial, number: str) -> IntakeScreen:
    room = trial.screen(IntakeScreen)
    room.table.go_to(number)
    await trial.settle()
    return room


# --- the list and what stands beside it ------------------------------------------------------------------------


async def test_the_list_says_what_is_missing_and_what_is_next(trial: Trial) -> None:
    async with trial.run() as desk:
        room = desk.screen(IntakeScreen)
        steps = {row.number: next_step(row).text for _place, row in room.table.window.items()}
        assert steps["SO-001"] == "accept"
        assert steps["SO-003"] == "to review"
        assert steps["SO-002"].startswith("▲ ")
        assert "quantity" in steps["SO-002"]


async def test_what_is_missing_stands_first_in_the_order(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await at(desk, "SO-002")
        text = sheet_text(room)
        assert text.startswith("▲ missing: ")
        assert "quantity (line 1)" in text
        assert text.index("missing") < text.index("锁紧螺母") < text.index("PO-002")


async def test_an_order_typed_by_hand_says_how_to_keep_its_paper(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await at(desk, "SO-001")
        assert "no original" in paper_text(room.query_one("#paper", OriginalView))


async def test_the_original_stands_beside_with_the_rows_of_the_order(trial: Trial, other: Desk, orders: Path) -> None:
    first, second = took(other, orders)
    async with trial.run(200, 50) as desk:
        room = await at(desk, first)
        paper = room.query_one("#paper", OriginalView)
        assert paper.sheet is not None
        assert paper.sheet.read == {2}
        assert "orders.csv" in paper_text(paper)
        await at(desk, second)
        assert paper.sheet is not None
        assert (set(paper.sheet.read), set(paper.sheet.notes)) == ({3}, {4})
        assert "is not a number" in paper.sheet.notes[4]
        assert "1 row of the original was refused" in sheet_text(room)


async def test_an_original_that_cannot_be_read_is_said_in_words(trial: Trial, other: Desk, orders: Path) -> None:
    number = took(other, orders)[0]
    kept = other.context.store.blobs.path(other.orders.get(number).original_sha256)
    async with trial.run() as desk:
        await at(desk, "SO-001")
        kept.unlink()
        await at(desk, number)
        assert any("damaged" in toast or "missing" in toast for toast in desk.toasts) or "damaged" in desk.text


async def test_the_last_order_of_a_quick_walk_is_shown(trial: Trial, other: Desk, orders: Path) -> None:
    number = took(other, orders)[0]
    async with trial.run(200, 50) as desk:
        room = desk.screen(IntakeScreen)
        room.table.focus()
        for key in ("end", "home", "down", "up", "end", "down"):
            await desk.pilot.press(key)
        room.table.go_to(number)
        await desk.settle()
        paper = room.query_one("#paper", OriginalView)
        assert paper.sheet is not None
        assert paper.sheet.read == {2}


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (200, 50), (300, 80)])
async def test_every_size_opens(trial: Trial, other: Desk, orders: Path, size: tuple[int, int]) -> None:
    number = took(other, orders)[0]
    async with trial.run(*size) as desk:
        room = await at(desk, number)
        wide = size[0] >= 120
        assert room.query_one("#detail").display is wide
        assert (room.query_one("#paper", OriginalView).size.height > 0) is wide
        for key in ("f8", "escape", "m", "escape", "n", "escape", "f3", "escape", "v", "escape"):
            await desk.press(key)
        assert desk.screen(IntakeScreen) is room


async def test_hostile_texts_are_harmless_everywhere(trial: Trial, other: Desk) -> None:
    texts = {"customer_po_no": HOSTILE[:100], "note": HOSTILE, "special_requirements": HOSTILE}
    text = HEAD + f'"{HOSTILE[:80]}",Ostara Lifts,"{HOSTILE}",Bolt,1,pcs,1,2026-12-24,"{HOSTILE}"\n'
    number = other.inbox.take(other.inbox.look_at_text(text, Asked())).numbers[0]
    other.do("SO-001", "edit", {name: value for name, value in texts.items() if name != "note"}, note=HOSTILE)
    async with trial.run(200, 50) as desk:
        for one in (number, "SO-001"):
            await at(desk, one)
            for key in ("f8", "escape", "m", "escape", "e", "escape"):
                await desk.press(key)
            assert "\x1b" not in desk.text
            assert "\u202e" not in desk.text
        assert desk.app.is_running


async def test_an_empty_room_says_what_to_do(trial: Trial, other: Desk) -> None:
    for number in ("SO-001", "SO-002", "SO-003"):
        other.do(number, "cancel", {}, note="gone")
    async with trial.run() as desk:
        assert "n enters an order" in desk.text
        assert "F3 takes in a file" in desk.text


async def test_the_palette_offers_what_the_room_can(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+p")
        await desk.write("paste lines")
        desk.screen(Palette)
        await desk.press("enter")
        assert desk.screen(ImportScreen).query_one("#text", TextArea).has_focus


# --- the verbs of the room -------------------------------------------------------------------------------------


async def test_contact_begins_with_what_is_missing_and_whom_to_ask(trial: Trial, other: Desk) -> None:
    other.do("SO-002", "edit", {"contact": "Ann"})
    async with trial.run() as desk:
        await at(desk, "SO-002")
        await desk.press("c")
        texts = desk.screen(VerbForm).texts()
        assert texts["person"] == "Ann"
        assert "quantity (line 1)" in texts["note"]
        await desk.press("escape")
        await desk.press("l")
        assert "quantity (line 1)" in desk.screen(VerbForm).texts()["note"]


async def test_the_second_reading_has_the_original_beside_it(trial: Trial, other: Desk, orders: Path) -> None:
    number = took(other, orders)[0]
    async with trial.run(200, 50) as desk:
        await at(desk, number)
        await desk.press("m")
        form = desk.screen(ReadingForm)
        paper, sheet = form.query_one("#paper", OriginalView), form.query_one("#sheet", OrderSheet)
        assert paper.sheet is not None
        assert paper.sheet.read == {2}
        assert paper.region.x > sheet.region.x
        await desk.press("f8")
        assert paper.has_focus
        await desk.press("f8")
        assert sheet.has_focus
        await desk.press("f8")
        await desk.write("2")
        await desk.press("ctrl+s")
        desk.screen(IntakeScreen)
    assert other.orders.get(number).verified_by == "zhang"
    assert '"errors": 2' in (other.orders.history(number)[-1].payload or "").replace('":', '": ').replace(":  ", ": ")


async def test_the_original_alone_is_a_key_away_on_a_narrow_terminal(trial: Trial, other: Desk, orders: Path) -> None:
    number = took(other, orders)[0]
    async with trial.run(80, 24) as desk:
        await at(desk, number)
        await desk.press("f8")
        screen = desk.screen(OriginalScreen)
        assert screen.query_one("#paper", OriginalView).has_focus
        assert "PO-77" in desk.text
        await desk.press("f8")
        assert screen.query_one("#sheet", OrderSheet).has_focus
        await desk.press("escape")
        desk.screen(IntakeScreen)


async def test_all_orders_that_are_complete_are_accepted_in_one_go(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+a", "a")
        desk.screen(VerbForm)
        await desk.press("ctrl+s")
        assert "1 done" in desk.text or any("1 done" in toast for toast in desk.toasts)
    assert other.orders.get("SO-001").state == "received"
    assert other.orders.get("SO-002").state == "draft"


# --- files -----------------------------------------------------------------------------------------------------


async def looked_at(trial: Trial, path: Path | str) -> ImportScreen:
    await trial.press("f3")
    screen = trial.screen(ImportScreen)
    screen.query_one("#path", Lookup).put(str(path))
    await trial.press("enter")
    return screen


def report_text(screen: ImportScreen) -> str:
    view = screen.query_one(ReportView)
    return "\n".join("".join(part.text for part in row.line) for row in view.rows_for(200))


async def test_a_file_is_looked_at_first_and_then_taken_in(trial: Trial, other: Desk, orders: Path) -> None:
    async with trial.run() as desk:
        screen = await looked_at(desk, orders)
        text = report_text(screen)
        assert "2 orders, 2 lines would be taken in" in text
        assert "1 row refused" in text
        assert "unit price" in text
        assert "customer order no" in text
        assert "→ customer's order number" in text
        assert "row 4" in text
        sheet = screen.query_one("#sheets", OriginalView).sheet
        assert sheet is not None
        assert (set(sheet.read), set(sheet.notes)) == ({2, 3}, {4})
        assert sum(other.orders.counts().values()) == len(STEPS)
        assert screen.query_one("#take", Button).has_focus
        await desk.press("enter")
        assert "2 orders, 2 lines taken in" in report_text(screen)
        await desk.press("escape")
        room = desk.screen(IntakeScreen)
        assert room.row is not None
        assert room.row.customer_po_no == "PO-77"


async def test_the_same_file_again_brings_nothing_new(trial: Trial, other: Desk, orders: Path) -> None:
    took(other, orders)
    async with trial.run() as desk:
        screen = await looked_at(desk, orders)
        assert "taken in already" in report_text(screen)
        assert screen.query_one("#take", Button).disabled


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "missing.csv"),
        ("empty.csv", b"", "empty"),
        ("scan.pdf", b"%PDF-1.7", "table"),
        ("words.csv", b"hello\n", "names of the columns"),
    ],
)
async def test_a_file_that_cannot_be_read_is_said_and_can_be_mended(
    trial: Trial, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    async with trial.run() as desk:
        screen = await looked_at(desk, tmp_path / name)
        assert said in report_text(screen)
        assert screen.query_one("#take", Button).disabled
        (tmp_path / name).write_text(HEAD + GOOD, encoding="utf-8")
        screen.query_one("#path", Lookup).entry.focus()
        await desk.press("enter")
        assert "1 order, 1 line would be taken in" in report_text(screen)


async def test_another_answer_asks_for_another_look(trial: Trial, orders: Path) -> None:
    async with trial.run() as desk:
        screen = await looked_at(desk, orders)
        screen.query_one("#holds", Select).value = "customers"
        await desk.settle()
        assert screen.query_one("#take", Button).disabled
        await desk.press("ctrl+s")
        assert "customer" in report_text(screen)


async def test_refused_rows_are_written_to_a_file(trial: Trial, orders: Path) -> None:
    async with trial.run() as desk:
        screen = await looked_at(desk, orders)
        await desk.press("f4")
        asked = desk.screen(AskPath)
        await desk.press("enter")
        target = orders.with_name("orders-refused.csv")
        assert "three" in target.read_text(encoding="utf-8-sig")
        assert any(str(target) in toast for toast in desk.toasts)
        assert asked is not desk.app.screen
        target.write_text("mine", encoding="utf-8")
        await desk.press("f4", "enter")
        desk.screen(Confirm)
        await desk.press("escape")
        assert target.read_text(encoding="utf-8") == "mine"
        await desk.press("f4", "enter", "shift+tab", "enter")
        assert "three" in target.read_text(encoding="utf-8-sig")
        assert desk.screen(ImportScreen) is screen


async def test_taking_in_can_be_stopped(trial: Trial, other: Desk, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text(HEAD + "".join(GOOD.replace("PO-77", f"PO-{n}") for n in range(200)), encoding="utf-8")
    async with trial.run() as desk:
        screen = await looked_at(desk, path)
        screen.take()
        screen._files.stop.set()
        await desk.settle()
        assert "as you asked" in report_text(screen)
        await desk.press("escape")
    assert sum(other.orders.counts().values()) == len(STEPS)


async def test_pasted_lines_are_taken_in_like_a_file(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("v")
        screen = desk.screen(ImportScreen)
        screen.query_one("#text", TextArea).text = (HEAD + GOOD).replace(",", "\t")
        await desk.press("ctrl+s")
        assert "1 order, 1 line would be taken in" in report_text(screen)
        await desk.press("ctrl+s", "escape")
        room = desk.screen(IntakeScreen)
        assert room.row is not None
        assert room.row.customer_po_no == "PO-77"
        assert Verb.SUBMIT in room.chosen()[0].verbs


async def test_pasted_lines_that_were_not_taken_in_are_there_again(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("v")
        desk.screen(ImportScreen).query_one("#text", TextArea).text = HEAD + GOOD
        await desk.press("escape", "v")
        again = desk.screen(ImportScreen)
        assert again.query_one("#text", TextArea).text == HEAD + GOOD
        await desk.press("ctrl+s", "ctrl+s", "escape", "v")
        assert desk.screen(ImportScreen).query_one("#text", TextArea).text == ""


async def test_a_path_is_completed(trial: Trial, orders: Path) -> None:
    async with trial.run() as desk:
        await desk.press("f3")
        screen = desk.screen(ImportScreen)
        lookup = screen.query_one("#path", Lookup)
        lookup.put(str(orders.parent.parent) + "/")
        await desk.write("i")
        assert [one.text for one in lookup.list.suggestions] == [f"{orders.parent}/"]
        await desk.press("down", "enter")
        assert [one.text for one in lookup.list.suggestions] == [str(orders)]
        await desk.press("down", "enter")
        assert "would be taken in" in report_text(screen)
