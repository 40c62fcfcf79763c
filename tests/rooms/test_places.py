"""Work centres and suppliers in the allocation room: listed, entered, changed, taken off the list."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Select

from data.desk.desk import Desk
from data.states import SourceKind
from data.store.unit import Store
from screens.allocation import AllocationScreen
from screens.dialog import Confirm
from screens.dialogs import Palette
from screens.drafts import DraftsDialog
from screens.intake_conflict import ConflictDialog
from screens.place_form import PlaceForm
from screens.places import PlaceList
from tests.rooms.trial import NOW, PERSON, Trial
from tests.rooms.widgets.furniture import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

CENTRE, SUPPLIER = SourceKind.WORK_CENTRE, SourceKind.SUPPLIER


@pytest.fixture(scope="module")
def placed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of the rooms with two places, one of them with an order."""
    folder = tmp_path_factory.mktemp("places") / "desk"
    shutil.copytree(template, folder)
    desk = Desk(Store.open(folder), lambda: NOW, PERSON)
    desk.places.enter(CENTRE, "W1", {"name": "铣削 Milling", "weekly_capacity": "1200"})
    desk.places.enter(SUPPLIER, "S1", {"name": "Hongta", "lead_days": "10", "phone": "021"})
    desk.do("SO-006", "allocate", {"source": "work_centre", "code": "W1"})
    desk.close()
    return folder


@pytest.fixture
def office(placed: Path, tmp_path: Path) -> Trial:
    shutil.copytree(placed, tmp_path / "placed")
    return Trial(tmp_path / "placed")


async def opened(trial: Trial) -> PlaceList:
    await trial.press("3", "ctrl+w")
    return trial.screen(PlaceList)


def shown(dialog: PlaceList) -> list[str]:
    return [" ".join(str(option.prompt).split()) for option in dialog.query_one(OptionList).options]


async def test_the_empty_board_names_the_key_that_enters_them(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3")
        assert "no work centre or supplier yet: ctrl+w enters them" in desk.text
        await desk.press("ctrl+w")
        assert "There is none yet: Ins enters the first one." in desk.text
        await desk.press("enter")
        form = desk.screen(PlaceForm)
        await desk.write("W1")
        await desk.press("down")
        await desk.write("Turning")
        await desk.press("down")
        await desk.write("1,200.5")
        await desk.press("ctrl+s")
        assert form is not desk.app.screen
        assert shown(desk.screen(PlaceList)) == ["W1 Turning work centre · 1,200.5 a week"]
        await desk.press("escape")
        room = desk.screen(AllocationScreen)
        assert [line.code for line in room.board.lines][:1] == ["work_centre/W1"]
        assert "no work centre or supplier yet" not in desk.text
    one = trial.ask(lambda desk: desk.places.get(CENTRE, "W1"))
    assert one.weekly_capacity == 1_200_500_000  # type: ignore[attr-defined]


async def test_a_supplier_has_its_own_fields_and_a_refusal_keeps_what_is_typed(office: Trial) -> None:
    async with office.run() as desk:
        await opened(desk)
        await desk.press("insert")
        form = desk.screen(PlaceForm)
        form.query_one("#kind", Select).value = "supplier"
        await desk.settle()
        assert not form.query_one("#line-weekly_capacity").display
        form.query_one("#code", Input).value = "S1"
        form.query_one("#name", Input).value = "Another"
        form.query_one("#lead_days", Input).value = "soon"
        await desk.press("ctrl+s")
        assert "soon" in desk.text
        form.query_one("#lead_days", Input).value = "5"
        await desk.press("ctrl+s")
        assert "is there already" in desk.text
        form.query_one("#code", Input).value = "S2"
        await desk.press("ctrl+s")
        dialog = desk.screen(PlaceList)
        assert "S2 Another supplier · 5 days" in shown(dialog)
        assert dialog.query_one(OptionList).highlighted == 2


async def test_a_change_is_on_the_board_when_the_list_is_left(office: Trial) -> None:
    async with office.run() as desk:
        dialog = await opened(desk)
        assert shown(dialog)[0] == "W1 铣削 Milling work centre · 1,200 a week · 1 order open"
        await desk.press("enter")
        form = desk.screen(PlaceForm)
        assert form.query_one("#weekly_capacity", Input).value == "1,200"
        form.query_one("#weekly_capacity", Input).value = "4"
        await desk.press("ctrl+s", "escape")
        room = desk.screen(AllocationScreen)
        assert room.board.lines[0].capacity == 4_000_000
    events = office.ask(lambda desk: [one.verb for one in desk.audit.events() if one.subject == "work_centre"])
    assert events == ["enter", "edit"]


async def test_a_form_that_changes_nothing_writes_nothing(office: Trial) -> None:
    before = office.ask(lambda desk: desk.audit.head())
    async with office.run() as desk:
        await opened(desk)
        await desk.press("enter", "ctrl+s", "enter", "escape", "escape")
        desk.screen(AllocationScreen)
    assert office.ask(lambda desk: desk.audit.head()) == before


async def test_a_place_is_taken_off_the_list_when_it_is_meant(office: Trial) -> None:
    async with office.run() as desk:
        dialog = await opened(desk)
        await desk.press("delete")
        desk.screen(Confirm)
        assert "1 order has something there" in desk.text
        await desk.press("escape")
        assert len(shown(dialog)) == 2
        await desk.press("delete", "shift+tab", "enter")
        assert "“W1” is off the list." in desk.text
        assert len(shown(dialog)) == 1
        await desk.press("escape")
        names = [line.name for line in desk.screen(AllocationScreen).board.lines]
        assert names[0] == "W1 铣削 Milling"


async def test_the_palette_offers_them(office: Trial) -> None:
    async with office.run() as desk:
        await desk.press("3", "ctrl+p")
        desk.screen(Palette)
        await desk.write("suppliers")
        await desk.press("enter")
        desk.screen(PlaceList)


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_hostile_names_are_plain_at_any_size(office: Trial, size: tuple[int, int]) -> None:
    desk = office.open_desk()
    for place, text in enumerate(HOSTILE):
        plain = text.encode(errors="ignore").decode().strip() or "x"
        desk.places.enter(SUPPLIER, f"H{place}", {"name": plain, "note": plain, "address": plain})
    desk.close()
    async with office.run(*size) as screen:
        dialog = await opened(screen)
        for place in range(1, len(HOSTILE) + 2, 3):
            dialog.query_one(OptionList).highlighted = place
            await screen.press("enter")
            screen.screen(PlaceForm)
            await screen.press("ctrl+s")
        screen.screen(PlaceList)
    events = office.ask(
        lambda desk: [one.verb for one in desk.audit.events() if one.subject == "supplier" and one.verb == "edit"]
    )
    assert events == []


async def test_two_clerks_at_one_place_see_both_versions_and_choose(office: Trial) -> None:
    async with office.run() as desk:
        await opened(desk)
        await desk.press("enter")
        form = desk.screen(PlaceForm)
        form.query_one("#name", Input).value = "Mine"
        office.ask(lambda one: one.places.edit(CENTRE, "W1", {"name": "Theirs", "note": "night shift"}))
        await desk.press("ctrl+s")
        desk.screen(ConflictDialog)
        for text in ("Mine", "Theirs", "night shift", "铣削 Milling"):
            assert text in desk.text
        await desk.press("enter")  # both, mine where they differ
        assert form.query_one("#name", Input).value == "Mine"
        assert form.query_one("#note", Input).value == "night shift"
        await desk.press("ctrl+s")
        desk.screen(PlaceList)
    one = office.ask(lambda desk: desk.places.get(CENTRE, "W1"))
    assert (one.name, one.note) == ("Mine", "night shift")  # type: ignore[attr-defined]


async def test_what_is_typed_of_a_place_is_kept_and_offered_again(office: Trial) -> None:
    async with office.run() as desk:
        await opened(desk)
        await desk.press("enter")
        desk.screen(PlaceForm).query_one("#note", Input).value = "half a no"
        await desk.screen(PlaceForm)._keeper.keep()
        # the terminal is closed here: nobody leaves the form
    again = Trial(office.folder)
    again.now = NOW + timedelta(minutes=1)
    async with again.run() as desk:
        desk.screen(DraftsDialog)
        assert "W1" in desk.text
        assert "work centre or supplier" in desk.text
        await desk.press("enter")
        form = desk.screen(PlaceForm)
        assert form.query_one("#note", Input).value == "half a no"
        await desk.press("ctrl+s")
        desk.screen(PlaceList)
    assert again.ask(lambda desk: desk.places.get(CENTRE, "W1").note) == "half a no"
    assert again.ask(lambda desk: desk.drafts.abandoned()) == ()


async def test_leaving_a_form_with_something_typed_is_asked_about(office: Trial) -> None:
    async with office.run() as desk:
        await opened(desk)
        await desk.press("enter")
        form = desk.screen(PlaceForm)
        form.query_one("#note", Input).value = "half"
        await desk.press("escape")
        desk.screen(Confirm)
        await desk.press("escape")
        assert desk.app.screen is form
        await desk.press("escape", "shift+tab", "enter")
        desk.screen(PlaceList)
    assert office.ask(lambda desk: desk.places.get(CENTRE, "W1").note) == ""


async def test_the_code_of_a_retired_place_brings_it_back_and_says_so(office: Trial) -> None:
    office.ask(lambda desk: desk.places.retire(SUPPLIER, "S1"))
    async with office.run() as desk:
        dialog = await opened(desk)
        assert len(shown(dialog)) == 1
        await desk.press("insert")
        form = desk.screen(PlaceForm)
        form.query_one("#kind", Select).value = "supplier"
        form.query_one("#code", Input).value = "S1"
        form.query_one("#name", Input).value = "Hongta"
        await desk.press("ctrl+s")
        assert "“S1” is on the list again." in desk.text
        assert len(shown(dialog)) == 2
