"""The allocation room: what is to be placed, the board beside it, and placing by the board's cursor."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from data.desk.desk import Desk
from data.orders import Order
from data.rules.workflow import Verb
from data.states import OrderState, SourceKind
from data.store.unit import Store
from screens.allocation import AllocationScreen
from screens.allocation_pane import BoardPane
from screens.allocation_parts import CellOrders, Lines
from screens.dialogs import VerbForm
from screens.form_field import FormField
from screens.order import OrderScreen
from tests.rooms.trial import NOW, PERSON, Trial
from tests.rooms.widgets.furniture import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

SCALE = 1_000_000
SIZES = (((60, 15), "en"), ((80, 24), "zh_CN"), ((120, 40), "en"), ((200, 50), "zh_CN"))
"""Every size, each in one language: what differs between them is words, and these are elsewhere in both."""


def _new(desk: Desk, number: str, quantity: str, wanted: str, **fields: str) -> None:
    texts = {
        "customer": "C1",
        "requested_date": wanted,
        "delivery_place": "Hall 3",
        "line.1.product_name": "lock nut",
        "line.1.quantity": quantity,
        "line.1.unit": "EA",
        "line.1.unit_price": "1",
    }
    desk.intake.new({**texts, **fields}, number_wanted=number)
    for verb, given in (("accept", {}), ("submit", {}), ("pass", {"review": "sales"}), ("pass", {"review": "finance"})):
        desk.do(number, verb, given)


@pytest.fixture(scope="module")
def template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of the rooms with places and orders of this room: one to place, one placed in part, one placed late."""
    folder = tmp_path_factory.mktemp("allocation") / "desk"
    shutil.copytree(template, folder)
    desk = Desk(Store.open(folder), lambda: NOW, PERSON)
    desk.places.enter_work_centre("W1", "铣削 Milling", weekly_capacity=100 * SCALE)
    desk.places.enter_work_centre("W2", "Turning", weekly_capacity=50 * SCALE)
    desk.places.enter_supplier("S1", "Hongta", lead_days=10)
    _new(desk, "SO-101", "120", "2026-12-04")
    _new(desk, "SO-102", "80", "2026-12-20")
    _new(desk, "SO-103", "60", "2026-11-25")
    plan = {"source": "work_centre", "code": "W2", "start": "2026-11-23", "finish": "2026-11-27"}
    desk.do("SO-102", "allocate", {**plan, "lines": "1:40"})
    desk.do("SO-103", "allocate", plan)
    desk.close()
    return folder


@pytest.fixture(scope="module")
def hostile(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with hostile texts wherever the room shows one."""
    folder = tmp_path_factory.mktemp("hostile") / "desk"
    shutil.copytree(template, folder)
    desk = Desk(Store.open(folder), lambda: NOW, PERSON)
    for place, text in enumerate(HOSTILE):
        plain = text.encode(errors="ignore").decode() or "x"
        code = f"{plain[:20]}{place}"
        desk.places.enter_work_centre(code, plain, weekly_capacity=place * SCALE)
        desk.places.enter_supplier(code, plain)
        wanted = {"line.1.product_name": plain, "special_requirements": plain}
        _new(desk, f"SO-2{place:02d}", "7", "2026-12-01", **wanted)
        at = {"source": "work_centre", "code": code, "finish": "2026-11-27", "lines": "1:3"}
        desk.do(f"SO-2{place:02d}", "allocate", at)
    desk.close()
    return folder


def _order(trial: Trial, number: str) -> Order:
    found = trial.ask(lambda desk: desk.orders.get(number))
    assert isinstance(found, Order)
    return found


def _listed(room: AllocationScreen) -> list[str]:
    return [row.number for _place, row in sorted(room.table.window.items())]


def _said(room: AllocationScreen) -> list[str]:
    return ["".join(part.text for part in line) for line in room.query_one("#placing", Lines)._lines]


def _form(trial: Trial) -> dict[str, str]:
    return {field.field.name: field.text for field in trial.screen(VerbForm).query(FormField) if field.text}


async def test_the_room_shows_what_is_to_be_placed_beside_the_load(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3")
        room = desk.screen(AllocationScreen)
        assert _listed(room) == ["SO-101", "SO-006", "SO-102"]
        assert [line.code for line in room.board.lines] == [
            "work_centre/W1", "work_centre/W2", "", "supplier/S1", "", "stock/",
        ]  # fmt: skip
        text = desk.text
        assert "to place 3" in text
        assert "placed, not begun 1" in text
        assert "▲ 1 overload" in text
        assert "▲ 1 order planned late" in text
        assert "200%▲" in text
        # placing 120 pieces where 100 are made in a week, from Friday on, takes six days
        assert "20 Nov – 27 Nov" in text
        assert "wk 48: 0% → 100%" in text
        assert "✔ 7 days before it is due, 4 Dec" in text


async def test_moving_either_cursor_shows_the_effect_before_anything_is_placed(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "tab", "down", "right")
        room = desk.screen(AllocationScreen)
        assert room.focused is room.board
        assert "▲ overload" in _said(room)[2]
        assert "▲ 4 days late, due 4 Dec" in _said(room)[2]
        effect = room.query_one(BoardPane).effect
        assert effect is not None
        assert effect.over == (date(2026, 11, 23),)
        await desk.press("tab", "down")
        assert _said(room)[0].startswith("SO-006 · 5 to place")
        await desk.press("tab", "down")
        assert _said(room)[1].startswith("→ S1 Hongta · 23 Nov – 3 Dec")
        await desk.press("down")
        assert _said(room)[1] == "→ from stock · nothing has to be made"
        assert _order(trial, "SO-006").state is OrderState.APPROVED


async def test_an_order_is_placed_where_the_cursor_is(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "tab", "right", "w")
        assert _form(trial) == {"source": "work_centre", "code": "W1", "start": "2026-11-23", "finish": "2026-11-30"}
        await desk.press("enter")
        order = _order(trial, "SO-101")
        assert order.state is OrderState.ALLOCATED
        (placed,) = order.allocations
        assert (placed.source_kind, placed.source_code) == (SourceKind.WORK_CENTRE, "W1")
        assert (placed.planned_start, placed.planned_finish) == (date(2026, 11, 23), date(2026, 11, 30))
        room = desk.screen(AllocationScreen)
        assert "to place 2" in desk.text
        assert "placed, not begun 2" in desk.text
        # nothing moves under the cursor: the row stays, with where it stands now
        assert room.row is not None
        assert room.row.number == "SO-101"
        assert room.board.lines[0].percent(date(2026, 11, 23)) == 100
        assert any("line 1 · 120 · W1" in line and "not acknowledged" in line for line in _said(room))


async def test_what_was_typed_stands_in_its_own_cell_only(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "w")
        await desk.write("1:70")
        await desk.press("escape", "w")
        assert _form(trial)["lines"] == "1:70"
        assert _form(trial)["start"] == "2026-11-20"
        await desk.press("escape", "tab", "right", "right", "w")
        assert _form(trial)["lines"] == "1:70"
        assert _form(trial)["start"] == "2026-11-30"


async def test_several_orders_are_placed_at_once(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "space", "space")
        room = desk.screen(AllocationScreen)
        assert _said(room)[0] == "2 selected · 125 to place · due 4 Dec"
        await desk.press("tab", "end", "down", "w")
        assert _form(trial)["source"] == "supplier"
        await desk.press("enter")
        assert [_order(trial, number).state for number in ("SO-101", "SO-006")] == [OrderState.ALLOCATED] * 2
        assert "to place 1" in desk.text


async def test_the_other_list_has_the_verbs_of_what_is_placed(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "f8")
        room = desk.screen(AllocationScreen)
        assert _listed(room) == ["SO-103"]
        assert "… W2" in desk.text
        await desk.press("t")
        await desk.write("foreman")
        assert _form(trial)["person"] == "foreman"
        await desk.press("enter")
        assert _order(trial, "SO-103").allocations[0].acknowledged_by == "foreman"
        assert "✔ W2" in desk.text
        await desk.press("W")
        await desk.write("too full")
        await desk.press("enter")
        assert _order(trial, "SO-103").state is OrderState.APPROVED
        await desk.press("f8")
        assert _listed(room) == ["SO-103", "SO-101", "SO-006", "SO-102"]
        await desk.press("f8")
        assert "Nothing that is placed waits to be begun" in desk.text


async def test_the_work_is_begun_from_here(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "f8", "S", "enter")
        assert _order(trial, "SO-103").state is OrderState.IN_PROGRESS


async def test_a_cell_opens_its_orders(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "tab", "enter")
        assert desk.toasts == ["Nothing is planned here."]
        await desk.press("end", "enter")
        options = desk.screen(CellOrders).query_one(OptionList)
        assert [option.id for option in options.options] == ["SO-103", "SO-102"]
        assert "planned late" in desk.text
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == "SO-103"
        await desk.press("escape")
        assert desk.screen(AllocationScreen).focused is desk.screen(AllocationScreen).board


async def test_weeks_are_shown_wider_and_narrower_and_that_is_remembered(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "tab")
        board = desk.screen(AllocationScreen).board
        before = board._weeks_shown
        await desk.press("minus")
        assert board._weeks_shown > before
        assert desk.settings.get("room.allocation", "zoom") == board.level
        await desk.press("plus", "plus", "plus", "plus", "plus", "plus")
        assert board.level == 0
        assert board._weeks_shown < before
        await desk.press("right", "right", "right", "right", "right")
        assert "wk 52" in desk.text
        await desk.press("home", *["minus"] * 9)
        assert "200%▲" in desk.text


async def test_where_there_is_room_for_one_pane_the_board_takes_the_place_of_the_list(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("3")
        room = desk.screen(AllocationScreen)
        assert "Hongta" not in desk.text
        await desk.press("w")
        assert _form(trial) == {}
        await desk.press("escape", "tab")
        assert "SO-101 · 120 to place" in desk.text
        assert "Hongta" in desk.text
        assert "/ search" not in desk.text
        assert _said(room)[-1].endswith("lock nut")
        await desk.press("escape")
        assert room.focused is room.table
        await desk.press("tab")
        await desk.pilot.resize_terminal(130, 40)
        await desk.settle()
        assert "/ search" in desk.text
        assert "Hongta" in desk.text


async def test_tab_goes_from_field_to_field_in_the_filter(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "slash", "tab")
        room = desk.screen(AllocationScreen)
        assert room.focused is not room.board


async def test_the_mouse_goes_to_a_cell_and_opens_it(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3")
        room = desk.screen(AllocationScreen)
        board = room.board
        x = board._heads + 2 + board._cells
        await desk.pilot.click(board, offset=(x, 2))
        await desk.settle()
        assert (board.row, board.column) == (1, 1)
        await desk.pilot.click(board, offset=(x, 3))  # a heading is no cell
        await desk.settle()
        assert (board.row, board.column) == (1, 1)
        await desk.pilot.click(board, offset=(x, 2), times=2)
        await desk.settle()
        desk.screen(CellOrders)
        await desk.press("escape")
        await desk.pilot.click("#choice")
        await desk.settle()
        assert _listed(room) == ["SO-103"]


async def test_what_others_place_is_seen(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        await desk.press("3")
        room = desk.screen(AllocationScreen)
        other.do("SO-101", "allocate", {"source": "work_centre", "code": "W1", "finish": "2026-11-20"})
        await desk.app.look()
        await desk.settle()
        assert room.board.lines[0].percent(date(2026, 11, 16)) == 120
        assert "placed, not begun 2" in desk.text
        assert _listed(room)[0] == "SO-101"


async def test_the_language_changes_and_the_cursor_stays(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3", "tab", "down", "right", "right")
        await desk.app.speak("zh_CN")
        await desk.settle()
        room = desk.screen(AllocationScreen)
        assert room.query_one(BoardPane).cell == ("work_centre/W2", date(2026, 11, 30))
        assert "海川电梯" in desk.text


async def test_a_source_that_the_office_knows_no_more_keeps_what_stands_there(trial: Trial) -> None:
    def close_down(desk: Desk) -> None:
        with desk.context.store.writing() as tx:
            for table in ("work_centre", "supplier"):
                tx.raw.execute(f"DELETE FROM {table}")
            tx.commit()

    trial.ask(close_down)
    async with trial.run() as desk:
        await desk.press("3", "tab", "down", "up", "enter")
        room = desk.screen(AllocationScreen)
        assert [line.name for line in room.board.lines if line.code] == ["W2", "from stock"]


async def test_an_office_without_sources_is_told_what_can_be_done(trial: Trial) -> None:
    def close_down(desk: Desk) -> None:
        with desk.context.store.writing() as tx:
            for table in ("work_centre", "supplier", "allocation"):
                tx.raw.execute(f"DELETE FROM {table}")
            tx.commit()

    trial.ask(close_down)
    async with trial.run() as desk:
        await desk.press("3", "tab", "up", "down")
        assert "no work centre or supplier yet: ctrl+w enters them" in desk.text
        assert desk.screen(AllocationScreen).query_one(BoardPane).cell == ("stock/", date(2026, 11, 16))


@pytest.mark.parametrize(("size", "language"), SIZES, ids=str)
async def test_hostile_texts_do_no_harm_at_any_size(
    hostile: Path, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    shutil.copytree(hostile, tmp_path / "desk")
    async with Trial(tmp_path / "desk").run(*size) as desk:
        await desk.app.speak(language)
        await desk.press("3", "end", "tab", "down", "right")
        board = desk.screen(AllocationScreen).board
        for _line in board.lines:
            board.action_go(1, 0)
            _assert_harmless(desk)
        await desk.press("minus", "end", "enter")
        _assert_harmless(desk)


def _assert_harmless(trial: Trial) -> None:
    for line in trial.text.split("\n"):
        assert cell_len(line) == trial.app.size.width
        assert "\x1b" not in line
        assert not any("\u202a" <= character <= "\u202e" for character in line)


async def test_every_verb_of_the_room_can_be_tried_from_it(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("3")
        room: Any = desk.screen(AllocationScreen)
        letters = room.verb_keys()
        for verb in (Verb.ALLOCATE, Verb.ACKNOWLEDGE, Verb.WITHDRAW_ALLOCATION, Verb.START):
            assert letters[verb]
