"""What the columns of a file are, put right on the screen and remembered for the next file with the same headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, OptionList

from data.desk.headings import headings_key
from data.drafts import Subject
from screens.intake_columns import FileColumns, Meanings
from screens.intake_files import Files
from screens.intake_import import ImportScreen
from tests.rooms.test_intake_files import HEAD, looked_at, put, said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rooms.trial import Trial

STRANGE = "Beleg,Firma,Teil,Anzahl,unit price\nB-1,Ostara Lifts,Bolt M8,12,3\n"


def columns_shown(dialog: FileColumns) -> list[str]:
    return [str(option.prompt) for option in dialog.query_one(OptionList).options]


async def means(trial: Trial, place: int, wanted: str) -> None:
    """Say in the dialog of the columns what the one at a place is."""
    trial.screen(FileColumns).query_one(OptionList).highlighted = place
    await trial.press("enter")
    trial.screen(Meanings).query_one(Input).value = wanted
    await trial.settle()
    await trial.press("enter")


async def test_a_guessed_column_is_shown_and_put_right(trial: Trial, tmp_path: Path) -> None:
    path = tmp_path / "guess.csv"
    path.write_text("order no,customer,product name,quantty,Stück\nA1,C1,Nut,7,9\n", encoding="utf-8")
    async with trial.run() as desk:
        screen = await looked_at(desk, path)
        await desk.press("f6")
        dialog = desk.screen(FileColumns)
        rows = columns_shown(dialog)
        assert rows[3].split()[:4] == ["quantty", "7", "~", "quantity"]
        assert rows[4].split()[:3] == ["Stück", "9", "?"]
        assert dialog.query_one(OptionList).highlighted == 3
        await means(desk, 4, "quantity")
        rows = columns_shown(dialog)
        assert "✎ quantity" in rows[4]
        assert "✎ left out" in rows[3]
        assert "“quantty” was taken for it before" in desk.text
        await desk.press("ctrl+s")
        assert desk.screen(ImportScreen) is screen
        one = screen._one
        assert one is not None
        assert one.looked is not None
        assert dict(one.looked.reading.mapping)["Stück"] == "quantity"
        await desk.press("ctrl+s")
        line = desk.ask(lambda other: other.orders.get("A1").lines[0])
        assert line.quantity == 9_000_000  # type: ignore[attr-defined]


async def test_a_file_with_headings_that_nobody_knows_is_mapped_and_remembered(trial: Trial, tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(STRANGE.replace("unit price", "Preis"), encoding="utf-8")
    second.write_text(STRANGE.replace("unit price", "Preis").replace("B-1", "B-2"), encoding="utf-8")
    async with trial.run() as desk:
        screen = await looked_at(desk, first)
        assert "names of the columns" in said(screen)
        await desk.press("f6")
        for place, field in enumerate(("customer_po_no", "customer_name", "product_name", "quantity")):
            await means(desk, place, field)
        await desk.press("f6")
        assert "1 order, 1 line would be taken in" in said(screen)
        await desk.press("escape")
        again = await looked_at(desk, second)
        assert "1 order, 1 line would be taken in" in said(again)
        assert "what you said of an earlier file" in said(again)
        await desk.press("f6")
        for column in range(4):
            desk.screen(FileColumns).query_one(OptionList).highlighted = column
            await desk.press("delete")
        await desk.press("f6")
        assert "names of the columns" in said(again)


async def test_what_is_said_of_columns_holds_for_all_files_with_these_headings(trial: Trial, tmp_path: Path) -> None:
    for number in (1, 2):
        text = STRANGE.replace("B-1", f"B-{number}").replace("Beleg", "order no")
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
    async with trial.run() as desk:
        screen = await looked_at(desk, f"{tmp_path}/?.csv")
        await desk.press("f6")
        await means(desk, 3, "quantity")
        await desk.press("ctrl+s")
        shown = [dict(one.looked.reading.mapping) for one in screen._files.files if one.looked is not None]
        assert [mapping["Anzahl"] for mapping in shown] == ["quantity", "quantity"]


async def test_what_was_remembered_and_does_not_fit_any_more_is_passed_over(trial: Trial, tmp_path: Path) -> None:
    path = put(tmp_path / "one.csv", "PO-1")
    key = headings_key(Subject.ORDERS, HEAD.strip().split(","))
    twice = {"product code": "quantity", "quantity": "quantity"}
    trial.office.memory.put("intake.columns", "known", {key: twice})
    async with trial.run() as desk:
        screen = await looked_at(desk, path)
        assert "1 order, 1 line would be taken in" in said(screen)
        assert "what you said of an earlier file" not in said(screen)


async def test_leaving_the_columns_changes_nothing_and_hostile_headings_are_plain(trial: Trial, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    bad = "[/] [@click=app.quit]x[/] \x1b[31mred"
    path.write_text(f"order no,customer,product name,quantity,quantity,,{bad}\nA1,C1,Nut,7,8,z,[bold]\n", "utf-8")
    async with trial.run() as desk:
        screen = await looked_at(desk, path)
        before = said(screen)
        await desk.press("f6")
        dialog = desk.screen(FileColumns)
        assert "[/] [@click=app.quit]" in columns_shown(dialog)[6]
        dialog.query_one(OptionList).highlighted = 4
        await desk.press("enter")
        assert "stands there twice" in desk.text
        dialog.query_one(OptionList).highlighted = 5
        await desk.press("enter")
        assert "has no heading" in desk.text
        dialog.query_one(OptionList).highlighted = 6
        await desk.press("enter")
        assert "[@click=app.quit]" in desk.text
        await desk.press("escape", "escape")
        assert said(screen) == before


def test_a_memory_edited_by_hand_is_not_trusted(trial: Trial) -> None:
    trial.office.memory.put("intake.columns", "known", {"k": {"a": "quantity", "b": "nonsense"}, "x": 3})
    assert Files(trial.office.bridge, trial.office.memory)._known() == {"k": {"a": "quantity"}}
    trial.office.memory.put("intake.columns", "known", "nothing")
    assert Files(trial.office.bridge, trial.office.memory)._known() == {}
