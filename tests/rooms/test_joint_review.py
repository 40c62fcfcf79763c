"""The sheet of a joint review by keys: recorded on several lines, signed, read in the dossier, printed (R6, I8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select, TextArea

from data import words
from data.rules.papers import PaperKind
from data.states import Opinion
from screens.dialogs import VerbForm, VerbMenu
from screens.form_field import FormField
from screens.order import OrderScreen
from screens.printing import PrintDialog
from screens.review import ReviewScreen
from tests.files.pdf_text import Pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.desk.desk import Desk
    from data.rules.joint import Sheet
    from tests.rooms.trial import Trial

NUMBER = "SO-100"


@pytest.fixture(autouse=True)
def folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def chinese() -> Iterator[None]:
    words.set_language("zh_CN")
    yield
    words.set_language("en")


def in_review(other: Desk) -> None:
    """An order above the amount of a joint review, which the departments have passed."""
    other.intake.new(
        {
            "customer": "C1", "requested_date": "2026-12-08", "delivery_place": "Hall 3", "line.1.product_name": "Lift",
            "line.1.quantity": "2", "line.1.unit": "EA", "line.1.unit_price": "900000",
        },
        number_wanted=NUMBER,
    )  # fmt: skip
    for verb in ("accept", "submit"):
        other.do(NUMBER, verb)
    for review in ("sales", "finance"):
        other.do(NUMBER, "pass", {"review": review})


def sheets(trial: Trial) -> tuple[Sheet, ...]:
    found: list[tuple[Sheet, ...]] = []
    trial.ask(lambda desk: found.append(desk.joint.sheets(NUMBER)))
    return found[0]


async def dossier(desk: Trial, tab: str = "agreed") -> OrderScreen:
    desk.here.open_order(NUMBER)
    await desk.settle()
    screen = desk.screen(OrderScreen)
    screen.show_tab(tab)
    await desk.settle()
    return screen


async def form_of(desk: Trial, verb: str) -> VerbForm:
    """Open the form of a verb from the menu of all that may be done."""
    await desk.press("f2")
    desk.screen(VerbMenu)
    await desk.write(verb)
    await desk.press("enter")
    return desk.screen(VerbForm)


async def test_a_meeting_is_recorded_signed_and_read(trial: Trial, other: Desk) -> None:
    in_review(other)
    async with trial.run(80, 24) as desk:
        await dossier(desk)
        assert "no meeting is recorded yet" in desk.text
        await form_of(desk, "meeting")
        await desk.write("Wang")
        await desk.press("tab")
        await desk.write("Zhao")
        await desk.press("tab")
        await desk.write("late castings")
        await desk.press("enter")  # another line, and nothing is done yet
        await desk.write("one foundry")
        await desk.press("tab")
        await desk.write("mould")
        assert "is not a measure" in desk.text
        await desk.press("f10")
        desk.screen(VerbForm)  # what is wrong keeps it open
        await desk.write(" | Li | 12-01")
        await desk.press("tab", "tab")
        await desk.write("so be it")
        await desk.press("tab", "enter", "home", "down", "enter", "f10")
        desk.screen(OrderScreen)
        (sheet,) = sheets(trial)
        assert (sheet.chair, sheet.risks, sheet.minutes) == ("Wang", "late castings\none foundry", "so be it")
        assert [(one.text, one.who, one.due) for one in sheet.measures] == [("mould", "Li", "12-01")]
        assert sheet.result is not Opinion.WAITING
        for text in ("sheet 1, round 1", "late castings", "one foundry", "mould; Li, by 12-01", "still to sign"):
            assert text in desk.text, text
        form = await form_of(desk, "sign")
        form.query_one(Select).value = "finance"
        await desk.press("f10")
        desk.screen(OrderScreen)
        assert "signed by zhang" in desk.text
        assert [one.review.value for one in sheets(trial)[0].signatures] == ["finance"]


async def test_the_sheet_is_printed_from_the_dossier(trial: Trial, other: Desk, folder_one_is_in: Path) -> None:
    in_review(other)
    async with trial.run() as desk:
        await dossier(desk)
        await desk.press("ctrl+o")
        dialog = desk.screen(PrintDialog)
        assert dialog.query_one("#what", Select).value == PaperKind.JOINT_REVIEW
        assert dialog.query_one("#path", Input).value.endswith(f"{NUMBER}-joint-review.pdf")
        await desk.press("enter")
        desk.screen(OrderScreen)
    said = Pdf((folder_one_is_in / f"{NUMBER}-joint-review.pdf").read_bytes()).text
    for text in (NUMBER, "sales review", "passed", "Signatures", "CNY 1,800,000.00"):
        assert text in said, text


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 50)])
@pytest.mark.usefixtures("chinese")
async def test_the_form_of_the_minutes_fits_every_size(trial: Trial, other: Desk, size: tuple[int, int]) -> None:
    in_review(other)
    async with trial.run(*size) as desk:
        await dossier(desk)
        desk.here.action_verb("hold_meeting")
        await desk.settle()
        form = desk.screen(VerbForm)
        areas = [field for field in form.query(FormField) if isinstance(field.control, TextArea)]
        assert [field.field.name for field in areas] == ["risks", "measures", "plan", "minutes"]
        for field in areas:
            field.control.focus()
            await desk.settle()
            await desk.write("x")
            assert field.text == "x"
            if size[1] >= 24:  # below it F10 is there all the same
                assert form.query_one("#box").region.contains_region(form.query_one("#do").region)


async def test_the_time_of_free_amendment_stands_in_the_head(trial: Trial, other: Desk) -> None:
    other.do("SO-006", "confirm", {"channel": "email"})
    async with trial.run() as desk:
        desk.here.open_order("SO-006")
        await desk.settle()
        assert "free amendment until 21 Nov 2026 14:45" in desk.text
        trial.now = trial.now.replace(day=22)
        desk.screen(OrderScreen).action_reload()
        await desk.settle()
        assert "free amendment" not in desk.text


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "\x1b[31mred\x07", "[@click=app.quit]go[/]"])
async def test_hostile_minutes_are_only_text(trial: Trial, other: Desk, text: str) -> None:
    in_review(other)
    meeting = {"chair": text, "present": text, "risks": text, "minutes": text, "result": "pass"}
    other.do(NUMBER, "hold_meeting", meeting)
    async with trial.run() as desk:
        await dossier(desk)
        assert "\x1b" not in desk.text
        assert "[bold]x[/bold]" in desk.text or "[bold]" not in text
        assert "[@click=app.quit]go[/]" in desk.text or "@click" not in text


async def test_the_room_shows_the_sheet_beside_the_order(trial: Trial, other: Desk) -> None:
    in_review(other)
    meeting = {"chair": "Wang", "present": "Zhao", "risks": "late castings", "minutes": "so be it", "result": "pass"}
    other.do(NUMBER, "hold_meeting", meeting)
    async with trial.run(200, 50) as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        for _turn in range(9):
            if room.row is not None and room.row.number == NUMBER:
                break
            await desk.press("down")
        assert "joint" in room.pane.parts()
        room.pane.go_to("joint")
        await desk.settle()
        for text in ("sheet 1, round 1", "late castings", "so be it", "still to sign"):
            assert text in desk.text, text
        while room.row is None or room.row.number == NUMBER:
            await desk.press("up")
        assert room.pane.part == "checks"
        assert "joint" not in room.pane.parts()


async def test_the_buttons_of_a_long_form_stay_on_a_low_screen(trial: Trial, other: Desk) -> None:
    in_review(other)
    async with trial.run(60, 15) as desk:
        desk.here.open_order(NUMBER)
        await desk.settle()
        await desk.press("J")
        form = desk.screen(VerbForm)
        for wanted in ("Do it  F10", "Back  Esc"):
            assert wanted in desk.text
        await desk.press("f10")  # what is needed is missing, and said where it is seen
        assert "This is needed." in desk.text
        assert "Do it  F10" in desk.text
        form.query(FormField).first().control.focus()
        await desk.settle()
        assert "held on" in desk.text
