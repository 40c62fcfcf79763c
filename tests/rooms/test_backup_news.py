"""The status line says when no backup was restored on trial for longer than the policy gives (D6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.store import backup
from tests.rooms.trial import NOW

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

SAID = "No backup tried for"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_desk_without_a_trial(trial: Trial, size: tuple[int, int]) -> None:
    trial.now = NOW + timedelta(days=40)
    async with trial.run(*size):
        assert f"{SAID} 42 days" in trial.text


async def test_a_young_desk_is_left_in_peace(trial: Trial) -> None:
    trial.now = NOW + timedelta(days=20)
    async with trial.run():
        assert SAID not in trial.text


async def test_a_good_trial_silences_it(trial: Trial) -> None:
    def tried(desk: Desk) -> bool:
        made = backup.create(desk.context.store, trial.folder / "backups", at=trial.now)
        return desk.backups.drill(made.path).good

    trial.now = NOW + timedelta(days=40)
    async with trial.run():
        assert SAID in trial.text
        assert trial.ask(tried) is True
        await trial.app.look()
        await trial.settle()
        assert SAID not in trial.text


async def test_the_policy_may_want_none(trial: Trial) -> None:
    def unwatched(desk: Desk) -> None:
        _version, document = desk.policy.document()
        desk.policy.set(document.replace("drill_days = 35", "drill_days = 0"))

    trial.ask(unwatched)
    trial.now = NOW + timedelta(days=400)
    async with trial.run():
        assert SAID not in trial.text
