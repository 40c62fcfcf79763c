"""What every room and every dialog looks like, held to pictures that somebody has looked at.

`pytest tests/rooms/test_snapshots.py --snapshot-update` takes new ones; `tools/pictures.py --to DIR` shows the same
scenes to the eye in any size.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data.sample.make import make_sample
from data.words import set_language
from orderclerk.app import OrderclerkApp
from tests.rooms.trial import NOW, Trial
from tools.pictures import SCENES, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

ORDERS = 60
ROOMS = ("intake", "review", "allocation", "tracking", "archive")
LOW, USUAL = (80, 24), (120, 40)

SHOWN = [
    *((scene, language, size) for scene in ROOMS for language in ("en", "zh_CN") for size in (LOW, USUAL)),
    *(
        (scene, language, size)
        for scene in SCENES
        if scene not in ROOMS
        for language, size in (("en", LOW), ("zh_CN", USUAL))
    ),
]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample desk, made at the moment at which the clock of the tests stands."""
    set_language("en")
    folder = tmp_path_factory.mktemp("sample") / "desk"
    make_sample(folder, at=NOW, orders=ORDERS)
    return folder


@pytest.mark.parametrize(
    ("scene", "language", "size"), SHOWN, ids=[f"{scene}-{lang}-{size[0]}" for scene, lang, size in SHOWN]
)
def test_it_looks_as_it_was_looked_at(
    snap_compare: Callable[..., bool], sample: Path, tmp_path: Path, scene: str, language: str, size: tuple[int, int]
) -> None:
    shutil.copytree(sample, tmp_path / "desk")
    set_language(language)
    trial = Trial(tmp_path / "desk")
    trial.app = OrderclerkApp(trial.office, trial.settings, hold=0, watch=0)

    async def go_there(pilot: Pilot[int]) -> None:
        trial.pilot = pilot
        await trial.settle()
        await trial.press(*keys_of(scene, tmp_path / "desk"))

    try:
        assert snap_compare(trial.app, terminal_size=size, run_before=go_there)
    finally:
        trial.bridge.close()
