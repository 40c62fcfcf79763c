"""The desk is locked, moved away or full while it is open: said in words, and what was typed stays."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from data.store.sqlite import library
from screens.base import DeskScreen
from screens.dialogs import Message, VerbForm
from screens.intake_form import OrderFormScreen
from screens.room import RoomScreen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial


@contextmanager
def locked(folder: Path, how: str) -> Iterator[None]:
    """Another program holds the desk."""
    raw = library().module.connect(str(folder / "desk.db"), isolation_level=None, timeout=5)
    try:
        raw.execute(f"BEGIN {how}")
        yield
    finally:
        raw.close()


async def fill_up(desk: Trial) -> None:
    """Leave no room on the disk for the next write."""

    def full(one: Desk) -> None:
        with one.context.store.writing() as tx:
            tx.raw.execute("PRAGMA max_page_count=1").fetchall()  # never fewer than there are

    await desk.office.bridge.ask(full)


def words(desk: Trial) -> str:
    return " ".join(desk.text.split())


async def note(desk: Trial, text: str) -> VerbForm:
    await desk.press("N")
    form = desk.screen(VerbForm)
    await desk.write(text)
    await desk.press("enter")
    return form


async def test_a_locked_desk_keeps_the_form_until_it_is_free(trial: Trial) -> None:
    async with trial.run() as desk:
        with locked(trial.folder, "IMMEDIATE"):
            form = await note(desk, "called them")
            assert desk.app.screen is form
            assert "Somebody else is writing" in words(desk)
            assert form.texts() == {"note": "called them"}
        await desk.press("enter")
        desk.screen(RoomScreen)
        assert "note" in desk.toasts[-1]


async def test_a_desk_that_nobody_may_read_is_told_in_the_status_line_until_it_may(trial: Trial) -> None:
    async with trial.run() as desk:
        mode = await desk.office.bridge.ask(lambda one: one.context.store.info().journal_mode)
        if mode == "wal":
            pytest.skip("in WAL mode readers wait for nobody")
        with locked(trial.folder, "EXCLUSIVE"):
            await desk.app.look()
            await desk.settle()
            assert "Somebody else keeps the desk" in words(desk)
        await desk.app.look()
        await desk.settle()
        assert "Somebody else keeps the desk" not in words(desk)


async def test_a_desk_that_was_moved_is_said_so_and_goes_on_when_it_is_back(trial: Trial) -> None:
    away = trial.folder.with_name("away")
    async with trial.run() as desk:
        trial.folder.rename(away)
        await desk.app.look()
        await desk.settle()
        assert "gone from its place" in words(desk)
        assert "SO-001" in desk.text
        form = await note(desk, "called them")
        assert desk.app.screen is form
        assert "cannot be opened" in words(desk)
        assert form.texts() == {"note": "called them"}
        assert not trial.folder.exists()
        away.rename(trial.folder)
        await desk.press("enter")
        desk.screen(RoomScreen)
        await desk.app.look()
        await desk.settle()
        assert "gone from its place" not in desk.text.splitlines()[-2]


async def test_a_full_disk_is_said_and_the_form_is_kept_until_there_is_room(trial: Trial) -> None:
    long = "x" * 30_000
    async with trial.run() as desk:
        await fill_up(desk)
        await desk.press("N")
        form = desk.screen(VerbForm)
        form.query_one("Input").value = long  # type: ignore[attr-defined]  # found by its name
        await desk.press("enter")
        assert desk.app.screen is form
        assert "The disk is full" in words(desk)
        assert form.texts() == {"note": long}
        await desk.press("enter")  # the connection that met the full disk is not used again
        desk.screen(RoomScreen)


async def test_a_new_order_survives_a_lock(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("n")
        form = desk.screen(OrderFormScreen)
        await desk.write("C1")
        with locked(trial.folder, "IMMEDIATE"):
            await desk.press("ctrl+s")
            assert desk.app.screen is form
            assert "Somebody else is writing" in words(desk)
        await desk.press("ctrl+s")
        await desk.settle()
        desk.screen(DeskScreen)


async def test_a_lock_while_lists_are_read_anew_ends_nothing(trial: Trial) -> None:
    async with trial.run() as desk:
        with locked(trial.folder, "EXCLUSIVE"):
            await desk.press("2", "3", "4", "5", "1", "f5")
            if isinstance(desk.app.screen, Message):
                await desk.press("enter")
            desk.screen(RoomScreen)
        await desk.press("2", "f5")
        assert "SO-00" in desk.text
