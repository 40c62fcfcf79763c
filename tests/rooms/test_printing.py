"""Printing from the dossier: the dialog by keys, what it says, what is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select

from screens.dialogs import Message
from screens.order import OrderScreen
from screens.printing import PrintDialog
from tests.files.pdf_text import Pdf
from tests.rooms.test_saving_trouble import SAID, trouble
from tests.rooms.test_trouble import words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rooms.trial import Trial


@pytest.fixture(autouse=True)
def folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def names_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def told(desk: Trial) -> str:
    """What was said last; with a long path it is long and has to be closed."""
    shown = desk.app.screen
    if not isinstance(shown, Message):
        return desk.toasts[-1]
    await desk.press("escape")
    return shown.text


async def test_an_order_is_printed_by_keys(trial: Trial, folder_one_is_in: Path) -> None:
    async with trial.run() as desk:
        desk.here.open_order("SO-004")
        await desk.settle()
        assert ("print", "Print …", "ctrl+o") in desk.here.own_commands()
        await desk.press("ctrl+o")
        dialog = desk.screen(PrintDialog)
        assert dialog.query_one("#path", Input).value == str(folder_one_is_in / "SO-004.pdf")
        await desk.press("enter")
        assert "SO-004.pdf" in await told(desk)
        desk.screen(OrderScreen)
    assert "SO-004" in Pdf((folder_one_is_in / "SO-004.pdf").read_bytes()).text


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 50)])
async def test_a_confirmation_is_filed_and_a_file_that_is_there_is_kept(
    trial: Trial, folder_one_is_in: Path, size: tuple[int, int]
) -> None:
    (folder_one_is_in / "taken.pdf").write_bytes(b"mine")
    async with trial.run(*size) as desk:
        desk.here.open_order("SO-006")
        await desk.settle()
        await desk.press("ctrl+o")
        dialog = desk.screen(PrintDialog)
        assert dialog.query_one("#path", Input).value == str(folder_one_is_in / "SO-006-confirmation.pdf")
        for text in ("Print SO-006", "file it with the order"):
            assert text in desk.text
        dialog.query_one("#what", Select).value = "order"
        await desk.settle()
        assert dialog.query_one("#path", Input).value == str(folder_one_is_in / "SO-006.pdf")
        dialog.query_one("#what", Select).value = "confirmation"
        dialog.query_one("#language", Select).value = "zh_TW"
        dialog.query_one("#filed", Select).value = "yes"
        dialog.query_one("#path", Input).value = "taken.pdf"
        await desk.press("f10")
        assert desk.screen(PrintDialog) is dialog
        assert "There is a file of this name" in desk.text
        dialog.query_one("#path", Input).value = str(folder_one_is_in)
        await desk.press("ctrl+s")
        assert "draft" in await told(desk)
        order = desk.screen(OrderScreen).order
        assert order is not None
        assert [one.kind.value for one in order.documents] == ["other"]  # a draft is no confirmation
    assert (folder_one_is_in / "taken.pdf").read_bytes() == b"mine"
    assert "客戶" in Pdf((folder_one_is_in / "SO-006-confirmation.pdf").read_bytes()).text


async def test_what_is_refused_is_said_and_esc_leaves(trial: Trial, folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "order.typ").write_text("#colour", encoding="utf-8")
    async with trial.run() as desk:
        desk.here.open_order("SO-001")
        await desk.settle()
        await desk.press("ctrl+o", "f10")
        assert "order.typ, line 1" in desk.text.replace("\n", " ")
        await desk.press("escape")
        desk.screen(OrderScreen)


@pytest.mark.parametrize("kind", ["busy", "io"])
async def test_a_paper_that_cannot_be_filed_leaves_nothing_in_the_way_of_the_second_try(
    trial: Trial, folder_one_is_in: Path, kind: str
) -> None:
    async with trial.run() as desk:
        desk.here.open_order("SO-004")
        await desk.settle()
        await desk.press("ctrl+o")
        dialog = desk.screen(PrintDialog)
        dialog.query_one("#filed", Select).value = "yes"
        dialog.query_one("#path", Input).value = "mine.pdf"
        with await trouble(desk, kind):
            await desk.press("f10")
            assert desk.app.screen is dialog
            assert SAID[kind] in words(desk)
            assert names_in(folder_one_is_in) == []
        assert dialog.query_one("#path", Input).value == "mine.pdf"
        await desk.press("f10")
        assert "mine.pdf" in await told(desk)
        desk.screen(OrderScreen)
    assert names_in(folder_one_is_in) == ["mine.pdf"]
    assert len(trial.ask(lambda one: one.orders.get("SO-004").documents)) == 1  # type: ignore[arg-type]
