"""A form is kept after a busy desk, a full disk and an I/O error: said in words, what was typed stays, again works."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from data.states import SourceKind
from data.store.unit import Writer
from screens.dialogs import VerbForm
from screens.intake_form import OrderFormScreen
from screens.place_form import PlaceForm
from screens.places import PlaceList
from tests.rooms.test_trouble import fill_up, locked, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from tests.rooms.trial import Trial

LONG = "x" * 30_000
"""More than the room that is left in the pages of the database."""

SAID = {"busy": "Somebody else is writing", "full": "The disk is full", "io": "The disk does not read or write"}
_IOERR_FSYNC = 10 | 4 << 8


@contextmanager
def failing() -> Iterator[None]:
    """Let the disk fail in the commit, as SQLite says it."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = _IOERR_FSYNC
    error.sqlite_errorname = "SQLITE_IOERR_FSYNC"

    def fail(_writer: Writer) -> None:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Writer, "commit", fail)
        yield


async def trouble(desk: Trial, kind: str) -> AbstractContextManager[None]:
    """Return a block in which saving fails."""
    if kind == "full":
        await fill_up(desk)
        return nullcontext()
    return failing() if kind == "io" else locked(desk.folder, "IMMEDIATE")


async def typed_note(desk: Trial) -> VerbForm:
    await desk.press("N")
    form = desk.screen(VerbForm)
    form.query_one(Input).value = LONG
    return form


async def typed_place(desk: Trial) -> PlaceForm:
    await desk.press("3", "ctrl+w", "insert")
    form = desk.screen(PlaceForm)
    for name, text in (("code", "W9"), ("name", "Turning"), ("note", LONG)):
        form.query_one(f"#{name}", Input).value = text
    return form


@pytest.mark.parametrize("kind", sorted(SAID))
async def test_the_form_of_a_verb_is_kept_and_done_the_second_time(trial: Trial, kind: str) -> None:
    async with trial.run() as desk:
        form = await typed_note(desk)
        with await trouble(desk, kind):
            await desk.press("enter")
            assert desk.app.screen is form
            assert SAID[kind] in words(desk)
            assert form.query_one(Input).value == LONG
        await desk.press("enter")
        assert desk.app.screen is not form
    assert LONG in str(trial.ask(lambda desk: list(desk.audit.events())[-1].payload))


@pytest.mark.parametrize("kind", sorted(SAID))
async def test_the_form_of_a_place_is_kept_and_done_the_second_time(trial: Trial, kind: str) -> None:
    async with trial.run() as desk:
        form = await typed_place(desk)
        with await trouble(desk, kind):
            await desk.press("ctrl+s")
            assert desk.app.screen is form
            assert SAID[kind] in words(desk)
            assert [field.value for field in form.query(Input) if field.value] == ["W9", "Turning", LONG]
        await desk.press("ctrl+s")
        desk.screen(PlaceList)
    assert trial.ask(lambda desk: desk.places.get(SourceKind.WORK_CENTRE, "W9").note) == LONG


@pytest.mark.parametrize("kind", sorted(SAID))
async def test_a_new_order_is_kept_and_entered_the_second_time(trial: Trial, kind: str) -> None:
    async with trial.run() as desk:
        await desk.press("n")
        form = desk.screen(OrderFormScreen)
        await desk.write("C1")
        form.form.head.put("delivery_place", LONG)
        await desk.settle()
        with await trouble(desk, kind):
            await desk.press("ctrl+s")
            assert desk.app.screen is form
            assert SAID[kind] in words(desk)
            assert form.kept()["delivery_place"] == LONG
        await desk.press("ctrl+s")
        await desk.settle()
        assert desk.app.screen is not form
    assert trial.ask(lambda desk: list(desk.audit.events())[-1].verb) == "new"
