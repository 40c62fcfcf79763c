"""The pictures of README and docs: the same code gives the same ones, however long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from screens.room import RoomScreen
from tests.rooms.driven import Driven
from tools import pictures

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SIZE = (120, 30)


async def test_a_cursor_that_blinks_is_in_every_picture(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input.cursor_blink, "_default", True)
    shown = await pictures.scene(folder, ("n",), SIZE)
    press = Driven.press

    async def press_and_blink(driven: Driven, *keys: str) -> None:
        await press(driven, *keys)
        for field in driven.app.screen.query(Input):
            field._cursor_visible = False

    monkeypatch.setattr(Driven, "press", press_and_blink)
    assert await pictures.scene(folder, ("n",), SIZE) == shown


async def test_a_picture_waits_for_what_is_read_after_a_pause(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "detail_pause", 0.0)
    shown = await pictures.scene(folder, ("down",), SIZE)
    monkeypatch.setattr(RoomScreen, "detail_pause", 0.3)
    assert await pictures.scene(folder, ("down",), SIZE) == shown
