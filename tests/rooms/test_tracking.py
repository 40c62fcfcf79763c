"""The tracking room: what asks for somebody today, what is late, and how each order is doing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.rules.underway import TrackedRow
from screens.dialogs import VerbForm
from screens.order import OrderScreen
from screens.tracking import TrackingScreen
from tests.rooms.widgets.furniture import HOSTILE, assert_harmless
from widgets.timeline import Timeline
from widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

SIZES = (((60, 15), "en"), ((80, 24), "zh_CN"), ((120, 40), "en"), ((200, 50), "zh_CN"))
"""Every size, each in one language: what differs between them is words, and these are elsewhere in both."""


def numbers_shown(room: TrackingScreen) -> list[str]:
    return [row.number for _place, row in sorted(room.table.window.items())]


def lines(desk: Trial) -> list[str]:
    return desk.text.splitlines()


def line_of(desk: Trial, number: str) -> str:
    return next(line for line in lines(desk)[4:] if number in line)


async def enter(desk: Trial) -> TrackingScreen:
    await desk.press("4")
    return desk.screen(TrackingScreen)


async def test_orders_under_way_say_how_far_they_are_and_what_comes_next(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        assert numbers_shown(room) == ["SO-007", "SO-008"]
        assert "100%" in line_of(desk, "SO-007")
        assert "→ ready" in line_of(desk, "SO-007")
        assert "→ delivered" in line_of(desk, "SO-008")
        assert "· 18d" in line_of(desk, "SO-008")
        assert "Under way │ Check-ins 0 │ Exceptions 0 │ To tell 0 │ At risk 0 │ Not placed 1" in lines(desk)[1]


async def test_an_exception_is_seen_told_and_resolved_by_keys(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        other.do("SO-007", "raise_exception", {"kind": "material", "cause": "no steel", "responsible": "wu"})
        await desk.app.look()
        await desk.settle()
        assert "Exceptions 1 │ To tell 1" in lines(desk)[1]
        assert "▲ exception…" in line_of(desk, "SO-007")
        assert "material shortage: no steel · wu" in desk.text
        assert "▲ is to be told" in desk.text
        await desk.press("right_square_bracket", "f4")
        assert room.view == "exceptions"
        assert numbers_shown(room) == ["SO-007"]
        await desk.press("R")
        assert desk.screen(VerbForm).texts() == {}
        await desk.write("steel came")
        await desk.press("enter")
        assert desk.app.screen is room
        assert "Exceptions 0" in lines(desk)[1]
        assert numbers_shown(room) == ["SO-007"], "nothing moves before it is asked for"
        await desk.press("f5")
        assert numbers_shown(room) == []
        assert "No exception is open" in desk.text
        await desk.press("escape")
        assert room.view == "open"
        assert numbers_shown(room) == ["SO-007", "SO-008"]


async def test_check_ins_that_are_due_are_done_for_all_at_once(trial: Trial) -> None:
    trial.now += timedelta(days=8)
    async with trial.run() as desk:
        room = await enter(desk)
        assert "Check-ins 2 ▲2" in lines(desk)[1]
        assert "▲ check in" in line_of(desk, "SO-008")
        await desk.press("right_square_bracket", "ctrl+a", "i")
        form = desk.screen(VerbForm)
        await desk.write("on time")
        assert form.texts()["note"] == "on time"
        await desk.press("enter")
        assert "2 done" in desk.toasts[-1]
        assert "Check-ins 0" in lines(desk)[1]
        assert "on time (zhang)" in desk.text
        assert room.concerns == {}


async def test_what_will_be_late_is_at_risk_and_the_head_says_by_how_much(trial: Trial, other: Desk) -> None:
    other.places.enter_work_centre("W1", "Assembly")
    other.do("SO-006", "allocate", {"source": "work_centre", "code": "W1", "finish": "2026-12-20"})
    async with trial.run() as desk:
        room = await enter(desk)
        assert "At risk 1" in lines(desk)[1]
        assert "▲ 20 Dec" in line_of(desk, "SO-006") or "+12d" in desk.text
        await desk.press("left_square_bracket", "left_square_bracket")
        assert room.view == "risk"
        assert numbers_shown(room) == ["SO-006"]
        assert "by plan 20 Dec · ▲ +12d" in desk.text
        await desk.press("right_square_bracket")
        assert room.view == "unplaced"
        assert numbers_shown(room) == []
        assert "Everything that is approved is allocated." in desk.text


async def test_another_day_asks_for_others(trial: Trial) -> None:
    async with trial.run() as desk:
        await enter(desk)
        assert "Check-ins 0" in lines(desk)[1]
        trial.now += timedelta(days=6)
        await desk.app.look()
        await desk.settle()
        assert "Check-ins 2" in lines(desk)[1]


async def test_a_click_on_a_view_shows_it_and_search_and_view_are_taken_back_one_by_one(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        bar = room.query_one(ViewBar)
        at = bar.render_line(0).text.index("Not placed")
        await desk.pilot.click(bar, offset=(at, 0))
        await desk.settle()
        assert numbers_shown(room) == ["SO-006"]
        await desk.press("slash")
        await desk.write("zzz")
        assert "No order fits the search" in desk.text
        await desk.press("enter", "escape")
        assert numbers_shown(room) == ["SO-006"]
        await desk.press("escape")
        assert room.view == "open"


async def test_beside_the_list_stands_the_course_of_the_order(trial: Trial) -> None:
    async with trial.run(200, 50) as desk:
        await enter(desk)
        await desk.press("down")
        text = desk.text
        for expected in ("work started", "Customer", "Check-ins", "Placed", "stock", "Lines", "Shipments",
                         "sent 1: 5 · SF", "Money", "not billed yet", "5/5 EA"):  # fmt: skip
            assert expected in text, expected


async def test_in_a_small_terminal_the_list_stands_alone_and_enter_opens_the_order(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        room = await enter(desk)
        assert not room.query_one("#detail").display
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == "SO-007"


async def test_panes_open_and_fold_as_the_terminal_changes(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        room = await enter(desk)
        await desk.pilot.resize_terminal(200, 50)
        await desk.settle()
        assert "Money" in desk.text
        await desk.pilot.resize_terminal(120, 50)
        await desk.settle()
        assert not room.query_one("#third").display
        assert "Money" in desk.text


async def test_another_language_keeps_the_view(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        await desk.press("left_square_bracket")
        await desk.app.speak("zh_CN")
        await desk.settle()
        assert room.view == "unplaced"
        assert numbers_shown(room) == ["SO-006"]


@pytest.mark.parametrize(("size", "language"), SIZES, ids=str)
async def test_texts_from_outside_do_no_harm_at_any_size(
    trial: Trial, other: Desk, size: tuple[int, int], language: str
) -> None:
    for text in HOSTILE[:4]:
        note = text.replace("\x1b", "").replace("\x07", "")
        other.do("SO-007", "raise_exception", {"kind": "other", "cause": note, "measure": note, "responsible": note})
        other.do("SO-007", "check_in", {"source": note}, note=note)
        other.do("SO-007", "contact", {"channel": "chat", "person": note, "outcome": note}, note=note)
    trial.settings.put("frame", "language", language)
    async with trial.run(*size) as desk:
        await desk.app.speak(language)
        room = await enter(desk)
        assert isinstance(room.row, TrackedRow)
        for key in ("right_square_bracket", "right_square_bracket", "down", "f2", "escape", "tab", "pagedown"):
            await desk.press(key)
            assert_harmless(lines(desk), size[0])


async def test_the_dossier_tells_of_the_work_what_the_room_tells(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        told = room.query_one(Timeline).shown
        assert [one.title for one in told if one.title == "work started" and one.actual]
        await desk.press("enter")
        assert desk.screen(OrderScreen).query_one(Timeline).shown == told
