"""Times are the office's on every screen: from the first row on, and when the policy moves the office elsewhere."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from data.words.formats import format_datetime
from screens.room import RoomScreen
from tests.rooms.trial import NOW

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

SHANGHAI, AUCKLAND = "Asia/Shanghai", "Pacific/Auckland"


def received(trial: Trial, zone: str) -> str:
    """When the order of the cursor was received, as it is written in a zone."""
    row = trial.screen(RoomScreen).table.current
    assert row is not None
    assert row.received_at is not None
    return format_datetime(row.received_at, ZoneInfo(zone))


def move_to(desk: Desk, zone: str) -> None:
    _version, document = desk.policy.document()
    assert SHANGHAI in document
    desk.policy.set(document.replace(SHANGHAI, zone))


async def test_no_answer_is_shown_before_it_is_known_how_time_is_told(trial: Trial) -> None:
    zones: list[str] = []
    ask = trial.bridge.ask

    async def asked(question: Any) -> Any:
        answer = await ask(question)
        zones.append(str(trial.office.zone))
        return answer

    trial.bridge.ask = asked  # type: ignore[method-assign]
    async with trial.run() as desk:
        assert received(desk, SHANGHAI) in desk.text
    assert set(zones) == {SHANGHAI}


async def test_an_office_that_moves_is_shown_its_new_time_in_every_room(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("2", "1")
        before = received(desk, SHANGHAI)
        assert before in desk.text
        trial.ask(lambda other: move_to(other, AUCKLAND))
        await desk.app.look()
        await desk.settle()
        after = received(desk, AUCKLAND)
        assert after != before
        assert after in desk.text
        assert before not in desk.text
        assert f"{NOW.astimezone(ZoneInfo(AUCKLAND)):%H:%M}" in desk.text
        await desk.press("2")  # what was not shown meanwhile
        assert desk.screen(RoomScreen)._spoken == "en"


async def test_a_dialog_stays_while_the_room_below_it_waits_for_the_new_time(trial: Trial) -> None:
    async with trial.run() as desk:
        before = received(desk, SHANGHAI)
        await desk.press("slash")
        await desk.write("C")
        await desk.press("f2")
        trial.ask(lambda other: move_to(other, AUCKLAND))
        await desk.app.look()
        await desk.settle()
        assert not isinstance(desk.app.screen, RoomScreen)
        await desk.press("escape")
        assert received(desk, AUCKLAND) in desk.text
        assert before not in desk.text
        assert desk.here.query_now.filter.text == "C"  # type: ignore[attr-defined]  # a room


async def test_whoever_types_a_search_is_not_disturbed_by_the_new_time(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("slash")
        await desk.write("P")
        trial.ask(lambda other: move_to(other, AUCKLAND))
        await desk.app.look()
        await desk.settle()
        assert received(desk, SHANGHAI) in desk.text
        await desk.write("O")
        assert desk.here.query_now.filter.text == "PO"  # type: ignore[attr-defined]  # a room
        await desk.press("enter")
        assert received(desk, AUCKLAND) in desk.text
        assert desk.here.query_now.filter.text == "PO"  # type: ignore[attr-defined]


async def test_a_desk_that_comes_later_is_shown_by_its_own_time_without_a_key(trial: Trial) -> None:
    away = trial.folder.with_name("away")
    shutil.move(trial.folder, away)
    async with trial.run() as desk:
        await desk.press("enter")
        shutil.move(away, trial.folder)
        await desk.app.look()
        await desk.settle()
        assert received(desk, SHANGHAI) in desk.text


@pytest.mark.parametrize("hours", [0, 48])
async def test_the_time_for_free_amendments_follows_the_policy(trial: Trial, hours: int) -> None:
    async with trial.run() as desk:
        trial.ask(lambda other: _amend(other, hours))
        await desk.app.look()
        assert desk.office.moment().amendment_hours == hours


def _amend(desk: Desk, hours: int) -> None:
    _version, document = desk.policy.document()
    desk.policy.set(document.replace("amendment_hours = 24", f"amendment_hours = {hours}"))
