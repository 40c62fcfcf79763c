"""The archive: found by whatever stands on an order, complete or not, closed and filed by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from data.rules.filing import FiledRow
from data.states import OrderState
from screens.archive import ArchiveScreen
from screens.dialogs import VerbForm
from screens.order import OrderScreen
from tests.rooms.widgets.furniture import HOSTILE, assert_harmless

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.orders import Order
    from tests.rooms.trial import Trial

SIZES = (((60, 15), "en"), ((80, 24), "zh_CN"), ((120, 40), "en"), ((200, 50), "zh_CN"))
"""Every size, each in one language: what differs between them is words, and these are elsewhere in both."""


def numbers_shown(room: ArchiveScreen) -> list[str]:
    return [row.number for _place, row in sorted(room.table.window.items())]


def lines(desk: Trial) -> list[str]:
    return desk.text.splitlines()


async def enter(desk: Trial) -> ArchiveScreen:
    await desk.press("5")
    return desk.screen(ArchiveScreen)


async def test_finished_orders_say_what_their_files_lack(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        assert numbers_shown(room) == ["SO-009"]
        assert "Finished 1 │ To close 1 │ To archive 0 │ All orders 9" in lines(desk)[1]
        text = desk.text
        for expected in ("▲ 1/4", "Papers · ▲ 1 of 4", "original order: missing", "✔  invoice", "waits to be closed",
                         "✔ on time", "every event as it was recorded"):  # fmt: skip
            assert expected in text, expected
        events = trial.ask(lambda other: other.orders.history("SO-009"))
        assert f"{len(events)} events" in text  # type: ignore[arg-type]  # a tuple of events


async def test_two_characters_find_an_order_and_another_view_looks_further(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        await desk.press("slash")
        assert isinstance(room.focused, Input)
        assert room.focused.placeholder.startswith("number, customer, product")
        await desk.write("锁紧 M8")
        assert numbers_shown(room) == ["SO-009"]
        await desk.press("enter", "left_square_bracket")
        assert room.view == "all"
        assert numbers_shown(room) == [f"SO-00{number}" for number in range(9, 0, -1)]
        await desk.press("slash")
        await desk.write(" Ostara")
        assert numbers_shown(room) == ["SO-008", "SO-005", "SO-002"]
        assert "3 of 9" in desk.text
        await desk.press("enter", "escape", "escape")
        assert room.view == "done"
        assert numbers_shown(room) == ["SO-009"]


async def test_a_search_for_nothing_says_where_else_to_look(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        await desk.press("slash")
        await desk.write("SO-004")
        assert numbers_shown(room) == []
        assert "F4 leads to all orders" in desk.text
        await desk.press("enter", "f4", "f4", "f4")
        assert numbers_shown(room) == ["SO-004"]
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == "SO-004"


async def test_the_place_of_an_order_in_what_was_found_is_kept_through_a_change_of_language(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        await desk.press("left_square_bracket", "slash")
        await desk.write("Ostara")
        await desk.press("enter", "down")
        assert room.row is not None
        assert room.row.number == "SO-005"
        await desk.app.speak("zh_CN")
        await desk.settle()
        assert numbers_shown(room) == ["SO-008", "SO-005", "SO-002"]
        assert room.row.number == "SO-005"
        await desk.press("f6")
        assert room.table.current is not None


async def test_an_order_is_closed_with_how_long_it_took_and_archived_by_keys(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        await desk.press("D")
        form = desk.screen(VerbForm)
        assert form.texts()["summary"].startswith("decided after ")
        assert form.texts()["summary"].endswith("delivered on time")
        await desk.press("down")
        await desk.write("sent by post")
        await desk.press("enter")
        assert desk.app.screen is room
        assert "To close 0 │ To archive 1" in lines(desk)[1]
        assert "reason: sent by post" in desk.text
        await desk.press("A", "ctrl+s")
        order: Order = trial.ask(lambda other: other.orders.get("SO-009"))  # type: ignore[assignment]  # an order
        assert order.state is OrderState.ARCHIVED
        assert "20 Nov 2029" in desk.text


async def test_what_was_typed_into_a_closing_before_is_not_replaced(trial: Trial) -> None:
    async with trial.run() as desk:
        await enter(desk)
        await desk.press("D", "down")
        await desk.write("half a reason")
        await desk.press("escape", "D")
        assert desk.screen(VerbForm).texts()["gaps"] == "half a reason"


async def test_changes_by_others_are_counted_and_marked_in_place(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        other.do("SO-009", "close", {"gaps": "none to be had"})
        other.do("SO-008", "deliver", {"signed_by": "Li"})
        await desk.app.look()
        await desk.settle()
        assert "SO-009" in room.table.changed
        assert "To archive 1" in lines(desk)[1]
        assert "reason: none to be had" in desk.text


async def test_an_empty_view_says_so(trial: Trial) -> None:
    async with trial.run() as desk:
        room = await enter(desk)
        await desk.press("right_square_bracket", "right_square_bracket")
        assert room.view == "to_file"
        assert "No closed order waits to be archived." in desk.text
        assert room.card is None


@pytest.mark.parametrize(("size", "language"), SIZES, ids=str)
async def test_texts_from_outside_do_no_harm_at_any_size(
    trial: Trial, other: Desk, size: tuple[int, int], language: str
) -> None:
    for text in HOSTILE[:4]:
        note = text.replace("\x1b", "").replace("\x07", "")
        other.do("SO-009", "contact", {"channel": "chat", "person": note, "outcome": note}, note=note)
    other.do("SO-009", "close", {"gaps": HOSTILE[0], "summary": HOSTILE[1]})
    async with trial.run(*size) as desk:
        await desk.app.speak(language)
        room = await enter(desk)
        assert isinstance(room.row, FiledRow)
        for key in ("slash", *"[/c", "enter", "left_square_bracket", "down", "f2", "escape", "tab", "pagedown"):
            await desk.press({"[": "left_square_bracket", "/": "slash"}.get(key, key))
            assert_harmless(lines(desk), size[0])
