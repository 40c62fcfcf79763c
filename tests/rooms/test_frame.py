"""The frame: rooms, what waits in them, verbs by menu and letter, orders by number, languages, looks."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Select

from data.rules.lists import ListQuery
from data.rules.rooms import ROOM_STATES, ROOMS
from data.rules.workflow import Stage
from data.states import OrderState
from data.words import current_language
from orderclerk.themes import CONTRAST, DARK, LIGHT
from screens.dialogs import ColumnChooser, GoTo, HelpScreen, Message, Palette, SettingsDialog, VerbForm, VerbMenu
from screens.order import TAB_TITLES, OrderScreen
from screens.room import RoomScreen
from tests.rooms.trial import Trial

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk
    from data.orders import Event, Order


def numbers_shown(room: RoomScreen) -> list[str]:
    return [row.number for _place, row in sorted(room.table.window.items())]


async def test_the_first_room_shows_its_orders_and_whose_desk_it_is(trial: Trial) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        assert room.stage is Stage.INTAKE
        assert set(numbers_shown(room)) == {"SO-001", "SO-002", "SO-003"}
        assert "海川电梯" in desk.text
        assert "Trial office" in desk.text
        assert "zhang" in desk.text
        assert "3 orders" in desk.text


@pytest.mark.parametrize(("key", "stage"), zip("12345", ROOMS, strict=True))
async def test_every_room_has_a_key_and_its_own_orders(trial: Trial, key: str, stage: Stage) -> None:
    async with trial.run() as desk:
        await desk.press(key)
        room = desk.screen(RoomScreen)
        assert room.stage is stage
        shown = [row.state for _place, row in room.table.window.items()]
        assert shown
        assert set(shown) <= set(ROOM_STATES[stage])
        assert room.query_one("#tabs").here == stage.value  # type: ignore[attr-defined]  # a RoomTabs


async def test_rooms_tell_what_waits_and_what_is_late(trial: Trial) -> None:
    async with trial.run() as desk:
        tallies = desk.office.tallies
        assert tallies["intake"].waiting == 3
        assert tallies["review"].waiting == 2
        assert tallies["intake"].late == 3
        assert "1 Intake 3 ▲3" in desk.text


async def test_a_verb_from_the_menu_is_carried_out(trial: Trial) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        assert room.row is not None
        number = room.row.number
        await desk.press("f2")
        desk.screen(VerbMenu)
        await desk.write("add a note")
        await desk.press("enter")
        form = desk.screen(VerbForm)
        assert isinstance(form.focused, Input)
        await desk.write("called them")
        await desk.press("enter")
        assert desk.app.screen is room
        history = trial.ask(lambda other: other.orders.history(number))
        event: Event = history[-1]  # type: ignore[index]  # a tuple of events
        assert event.verb == "note"
        assert "called them" in (event.payload or "")
        assert number in desk.toasts[-1]


async def test_the_menu_says_why_a_verb_is_not_possible(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("f2")
        options = desk.screen(VerbMenu).query_one(OptionList)
        ship = options.get_option("ship")
        assert ship.disabled
        assert "in progress" in str(ship.prompt)
        assert not options.get_option("note").disabled
        await desk.press("escape")
        desk.screen(RoomScreen)


async def test_a_letter_opens_the_form_of_its_verb_and_esc_keeps_what_was_typed(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("N")
        await desk.write("half a note")
        await desk.press("escape")
        desk.screen(RoomScreen)
        await desk.press("N")
        assert desk.screen(VerbForm).texts() == {"note": "half a note"}


async def test_a_letter_of_a_verb_that_is_not_possible_does_nothing(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("z")
        desk.screen(RoomScreen)


async def test_a_form_names_what_is_needed_and_what_is_wrong(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("5", "4")
        await desk.press("i")
        form = desk.screen(VerbForm)
        await desk.press("enter")
        assert desk.app.screen is form
        assert "This is needed." in desk.text
        await desk.press("up")
        await desk.write("+3d")
        assert "= 23 Nov 2026" in desk.text
        await desk.write("x")
        assert form.query(".-wrong")
        await desk.press("enter")
        assert desk.app.screen is form


async def test_a_refusal_is_shown_in_the_form_and_nothing_is_lost(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        assert room.row is not None
        number = room.row.number
        await desk.press("N")
        await desk.write("my own note")
        other.do(number, "note", note="somebody was faster")
        await desk.press("enter")
        form = desk.screen(VerbForm)
        assert form.texts() == {"note": "my own note"}
        assert "changed" in desk.text


async def test_a_verb_is_done_to_all_that_is_selected(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+a", "N")
        assert "3 orders" in desk.text
        await desk.write("to all")
        await desk.press("enter")
        assert "3 done" in desk.toasts[-1]
        for number in ("SO-001", "SO-002", "SO-003"):
            history = trial.ask(lambda other, number=number: other.orders.history(number))  # type: ignore[misc]
            assert history[-1].verb == "note"  # type: ignore[index]  # a tuple of events


async def test_of_several_orders_the_refused_ones_are_named(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+a", "a", "enter")
        shown = desk.screen(Message)
        assert "1 done, 1 refused" in desk.text
        assert "SO-002" in desk.text
        await desk.press("enter")
        assert desk.app.screen is not shown


async def test_changes_by_others_are_marked_in_place(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        before = numbers_shown(room)
        other.do("SO-003", "submit")
        await desk.app.look()
        await desk.settle()
        assert numbers_shown(room) == before
        assert "SO-003" in room.table.changed
        rows = {row.number: row for _place, row in room.table.window.items()}
        assert rows["SO-003"].state is OrderState.IN_REVIEW
        assert desk.office.tallies["review"].waiting == 3
        await desk.press("f5")
        assert "SO-003" not in numbers_shown(room)


async def test_only_what_others_change_in_this_list_is_counted(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        before = numbers_shown(room)
        elsewhere = next(row.number for row in other.lists.page(ListQuery(), None, 50) if row.number not in before)
        other.do(elsewhere, "note", note="in another room")
        await desk.app.look()
        await desk.settle()
        assert not room.table.changed
        assert "changed" not in desk.text
        new = other.intake.new({"customer": "C2"}).number
        other.do("SO-003", "note", note="here")
        await desk.app.look()
        await desk.settle()
        assert room.table.changed == {"SO-003", new}
        assert numbers_shown(room) == before
        assert "* 2 changed" in desk.text
        await desk.press("f5")
        assert new in numbers_shown(room)
        assert "changed" not in desk.text


async def test_an_order_is_found_by_its_number(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("g")
        desk.screen(GoTo)
        await desk.write("SO-007")
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == "SO-007"


async def test_an_order_is_found_by_the_customers_number(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+g")
        await desk.write("PO-004")
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == "SO-004"


async def test_a_number_that_nobody_knows_is_said_so(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("g")
        await desk.write("SO-999")
        await desk.press("enter")
        desk.screen(GoTo)
        assert "No order has this number" in desk.text


async def test_a_scanned_number_opens_its_order(trial: Trial) -> None:
    async with trial.run(hold=5) as desk:
        for key in ("S", "O", "minus", "0", "0", "6", "enter"):
            await desk.pilot.press(key)
        await desk.settle()
        assert desk.screen(OrderScreen).number == "SO-006"


async def test_a_pasted_number_is_looked_for(trial: Trial) -> None:
    from textual.events import Paste

    async with trial.run() as desk:
        desk.app.post_message(Paste("  SO-005\n"))
        await desk.settle()
        assert desk.screen(GoTo).query_one(Input).value == "SO-005"
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == "SO-005"


async def test_the_dossier_has_all_tabs_and_goes_back(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("5", "enter")
        shown = desk.screen(OrderScreen)
        assert shown.number == "SO-009"
        seen = []
        for _tab in TAB_TITLES:
            seen.append(shown.tab)
            await desk.press("right_square_bracket")
        assert seen == list(TAB_TITLES)
        await desk.press("left_square_bracket")
        assert shown.tab == "history"
        assert "SO-009" in desk.text
        await desk.press("escape")
        assert desk.screen(RoomScreen).stage is Stage.ARCHIVE


async def test_a_verb_in_the_dossier_shows_at_once(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("enter")
        shown = desk.screen(OrderScreen)
        await desk.press("h")
        await desk.write("waits for a drawing")
        await desk.press("enter")
        assert desk.app.screen is shown
        order: Order | None = shown.order
        assert order is not None
        assert order.on_hold
        assert "waits for a drawing" in desk.text


async def test_an_order_that_is_not_there_is_said_so(trial: Trial) -> None:
    async with trial.run() as desk:
        desk.here.open_order("SO-nowhere")
        await desk.settle()
        assert desk.screen(OrderScreen).order is None
        assert "SO-nowhere" in desk.text


async def test_search_acts_as_one_types_and_esc_takes_it_back(trial: Trial) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        await desk.press("slash")
        await desk.write("Ostara")
        assert numbers_shown(room) == ["SO-002"]
        await desk.press("enter")
        assert room.focused is room.table
        await desk.press("escape")
        assert len(numbers_shown(room)) == 3


async def test_a_search_without_a_find_says_how_to_take_it_back(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("slash")
        await desk.write("zzz")
        assert "No order fits the search" in desk.text


async def test_sorting_is_remembered(trial: Trial) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        await desk.press("right", "f6")
        assert numbers_shown(room) == ["SO-001", "SO-002", "SO-003"]
        assert desk.settings.get("room.intake", "sort") == "number"
        await desk.press("f6")
        assert numbers_shown(room) == ["SO-003", "SO-002", "SO-001"]
        assert desk.settings.get("room.intake", "descending") is True


async def test_columns_are_chosen_and_remembered(trial: Trial) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        await desk.press("f7")
        desk.screen(ColumnChooser)
        await desk.press("down", "space", "enter")
        chosen = {one.id: one.shown for one in room.table.columns.chosen}
        assert not chosen["number"]
        remembered = desk.settings.get("room.intake", "columns")
        assert {"id": "number", "shown": False, "width": 0} in remembered  # type: ignore[operator]  # a list


async def test_the_language_is_switched_while_running(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("down")
        room = desk.screen(RoomScreen)
        assert room.row is not None
        number = room.row.number
        await desk.app.speak("zh_CN")
        await desk.settle()
        assert "订单" in desk.text
        assert room.row is not None
        assert room.row.number == number
        await desk.press("enter", "right_square_bracket")
        await desk.app.speak("en")
        await desk.settle()
        assert desk.screen(OrderScreen).tab == "checks"
        assert "Checks" in desk.text
        await desk.press("escape")
        assert "orders" in desk.text
        assert desk.settings.get("frame", "language") == "en"


async def test_the_palette_finds_verbs_rooms_and_numbers(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+p")
        desk.screen(Palette)
        await desk.write("tracking")
        await desk.press("enter")
        assert desk.screen(RoomScreen).stage is Stage.TRACKING
        await desk.press("ctrl+p")
        await desk.write("SO-004")
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == "SO-004"
        await desk.press("ctrl+p")
        await desk.write("contact")
        await desk.press("enter")
        desk.screen(VerbForm)


async def test_help_speaks_of_what_has_the_focus_and_of_every_key(trial: Trial) -> None:
    async with trial.run(120, 60) as desk:
        await desk.press("f1")
        desk.screen(HelpScreen)
        assert "orders that somebody has changed" in desk.text
        await desk.press("end")
        assert "Put on hold: " in desk.text
        await desk.press("f1", "escape")
        desk.screen(RoomScreen)
        await desk.press("question_mark")
        desk.screen(HelpScreen)


async def test_settings_change_language_and_look(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("f9")
        dialog = desk.screen(SettingsDialog)
        dialog.query_one("#language", Select).value = "zh_TW"
        dialog.query_one("#theme", Select).value = CONTRAST
        dialog.query_one("#keep").focus()
        await desk.press("enter")
        assert current_language() == "zh_TW"
        assert desk.app.theme == CONTRAST
        assert desk.settings.get("frame", "theme") == CONTRAST


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST])
async def test_every_look_can_be_taken(trial: Trial, theme: str) -> None:
    trial.settings.put("frame", "theme", theme)
    async with trial.run() as desk:
        assert desk.app.theme == theme
        await desk.press("f2", "escape", "enter")
        desk.screen(OrderScreen)


async def test_ctrl_q_leaves_from_anywhere_with_success(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("N")
        desk.screen(VerbForm)
        await desk.pilot.press("ctrl+q")
    assert desk.app.return_code == 0


@pytest.mark.parametrize("name", ["desk", "the desk of a long name " * 8], ids=["short", "long"])
async def test_a_desk_that_is_not_there_is_said_so_once_and_found_when_it_comes(folder: Path, name: str) -> None:
    away = folder.with_name("away")
    shutil.move(folder, away)
    trial = Trial(folder.with_name(name.strip()))  # what is long is a dialog, not a toast, wherever it comes from
    async with trial.run() as desk:
        desk.screen(Message)
        assert "desk" in desk.text
        await desk.press("enter")
        desk.screen(RoomScreen)
        shutil.move(away, trial.folder)
        await desk.app.look()
        await desk.press("f5")
        assert numbers_shown(desk.screen(RoomScreen))
        assert desk.office.name == "Trial office"
