"""What is due, over any room: of me, of my roles, of everyone; from there to the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.due import DuePanel
from screens.order import OrderScreen
from screens.room import RoomScreen

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial


def shown(desk: Trial) -> str:
    return desk.screen(DuePanel).whose.value


async def test_what_is_due_opens_the_order(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("0")
        assert shown(desk) == "mine"
        assert "late: " in desk.text
        assert "hand over to review" in desk.text
        await desk.press("right", "right")
        assert shown(desk) == "all"
        assert "finance staff" in desk.text
        await desk.press("left", "left", "left")
        assert shown(desk) == "mine"
        await desk.press("enter")
        assert desk.screen(OrderScreen).number.startswith("SO-00")
        await desk.press("0", "escape", "escape")
        desk.screen(RoomScreen)


async def test_whoever_has_nothing_to_do_sees_what_there_is(trial: Trial, other: Desk) -> None:
    trial.office.person = "nobody"
    async with trial.run() as desk:
        await desk.press("0")
        assert desk.text.count("SO-00")
        other.do("SO-003", "cancel", {}, note="not wanted")
        before = desk.text
        assert "SO-003" in before
        await desk.press("right", "right", "f5")
        assert shown(desk) == "all"
        assert "SO-003" not in desk.text


async def test_an_empty_desk_has_nothing_due(trial: Trial, other: Desk) -> None:
    for number in ("SO-001", "SO-002", "SO-003", "SO-004", "SO-005", "SO-006"):
        other.do(number, "cancel", {}, note="not wanted")
    async with trial.run() as desk:
        await desk.press("0", "right", "right")
        assert "SO-001" not in desk.text
