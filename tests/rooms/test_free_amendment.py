"""The time in which the customer amends freely, where work is given out and begun (I8)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual.widgets import OptionList

from screens.dialogs import VerbForm, VerbMenu

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial


def confirmed(desk: Desk) -> None:
    """SO-004 waits to be placed, SO-005 to be begun; both are confirmed to the customer now."""
    for review in ("sales", "finance"):
        for number in ("SO-004", "SO-005"):
            desk.do(number, "pass", {"review": review})
    for number in ("SO-004", "SO-005"):
        desk.do(number, "confirm", {"channel": "email"})
    desk.do("SO-005", "allocate", {"source": "stock"})


async def test_the_menu_says_what_has_nothing_to_act_on(trial: Trial) -> None:
    async with trial.run(120, 50) as desk:
        await desk.press("2", "J")
        assert not isinstance(desk.app.screen, VerbForm)
        assert "No joint review is asked for in this round." in " ".join(desk.toasts)
        await desk.press("f2")
        menu = desk.screen(VerbMenu)
        await desk.write("joint")
        assert desk.text.count("no joint review is asked for") == 2
        assert all(option.disabled for option in menu.query_one(OptionList).options)


async def test_lists_say_for_how_long_the_customer_amends_freely(trial: Trial) -> None:
    trial.ask(confirmed)
    trial.now += timedelta(hours=7)
    async with trial.run(120, 40) as desk:
        await desk.press("4")
        assert "↺ 17h → start" in desk.text
        assert "↺ free" in desk.text  # beside the list, with the time


async def test_the_time_runs_out(trial: Trial) -> None:
    trial.ask(confirmed)
    trial.now += timedelta(hours=7)
    async with trial.run(80, 24) as desk:
        await desk.press("3")
        assert "↺ 17h" in desk.text
        trial.now += timedelta(hours=18)
        await desk.press("f5")
        assert "↺" not in desk.text
