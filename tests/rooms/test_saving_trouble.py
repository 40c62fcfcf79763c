"""A form is kept after a busy desk, a full disk and an I/O error: said in words, what was typed stays, again works."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from data.desk.making import default_policy
from data.states import SourceKind
from data.store.unit import Writer
from screens.dialogs import VerbForm
from screens.intake_form import OrderFormScreen
from screens.intake_import import ImportScreen
from screens.message import MessageScreen
from screens.order import OrderScreen
from screens.place_form import PlaceForm
from screens.policy import PolicyScreen
from screens.policy_force import PutInForce
from screens.why import WhyDialog
from tests.rooms.test_intake import GOOD, HEAD
from tests.rooms.test_outbox import returned
from tests.rooms.test_trouble import fill_up, locked, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

Kept = Callable[[], str]
"""Gives what stands in a form now."""

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


@dataclass(frozen=True)
class Form:
    """A form as a person fills it in.

    Attributes:
        fill: opens it and types; returns what is to stay.
        save: the keys that save it.
        again: those that save it after the trouble, where these are others.
    """

    fill: Callable[[Trial, Desk], Awaitable[Kept]]
    save: tuple[str, ...] = ("ctrl+s",)
    again: tuple[str, ...] = ()


async def typed_note(desk: Trial, _other: Desk) -> Kept:
    await desk.press("N")
    form = desk.screen(VerbForm)
    form.query_one(Input).value = LONG
    return lambda: form.texts()["note"]


async def typed_place(desk: Trial, _other: Desk) -> Kept:
    await desk.press("3", "ctrl+w", "insert")
    form = desk.screen(PlaceForm)
    for name, text in (("code", "W9"), ("name", "Turning"), ("note", LONG)):
        form.query_one(f"#{name}", Input).value = text
    return lambda: "".join(field.value for field in form.query(Input)).removeprefix("W9Turning")


async def changed_place(desk: Trial, other: Desk) -> Kept:
    other.places.enter(SourceKind.SUPPLIER, "S1", {"name": "Hongta"})
    await desk.press("3", "ctrl+w", "enter")
    form = desk.screen(PlaceForm)
    form.query_one("#address", Input).value = LONG
    return lambda: form.typed()["address"]


async def new_order(desk: Trial, _other: Desk) -> Kept:
    await desk.press("n")
    form = desk.screen(OrderFormScreen)
    await desk.write("C1")
    form.form.head.put("delivery_place", LONG)
    await desk.settle()
    return lambda: form.kept()["delivery_place"]


async def changed_order(desk: Trial, _other: Desk) -> Kept:
    await desk.press("e")
    form = desk.screen(OrderFormScreen)
    form.form.head.put("delivery_place", LONG)
    form.form.lines.go_to(0, "quantity")
    await desk.write("7")
    await desk.press("enter")
    assert form.form.texts() == {"delivery_place": LONG, "line.1.quantity": "7"}
    return lambda: form.kept()["delivery_place"] if form.kept()["line.1.quantity"] == "7" else ""


async def changed_policy(desk: Trial, _other: Desk) -> Kept:
    await desk.press("shift+f9")
    screen = desk.screen(PolicyScreen)
    screen.text.insert(f"# {LONG}\n", (0, 0))
    await desk.settle()
    await desk.press("ctrl+s")
    reason = desk.screen(PutInForce).query_one(Input)
    reason.value = "summer"
    return lambda: screen.text.text.splitlines()[0].removeprefix("# ") if reason.value == "summer" else ""


async def changed_message(desk: Trial, other: Desk) -> Kept:
    returned(other)
    await desk.press("ctrl+e", "enter")
    screen = desk.screen(MessageScreen)
    screen.query_one("#body", TextArea).load_text(LONG)
    return lambda: screen.texts()["body"]


async def message_that_is_left(desk: Trial, other: Desk) -> Kept:
    return await changed_message(desk, other)


async def pasted_lines(desk: Trial, _other: Desk) -> Kept:
    await desk.press("v")
    text = desk.screen(ImportScreen).query_one("#text", TextArea)
    text.text = HEAD + "".join(GOOD.replace("Bolt", LONG[at : at + 100]) for at in range(0, len(LONG), 100))
    await desk.press("ctrl+s")
    return lambda: "".join(row.split(",")[3] for row in text.text.splitlines()[1:])


FORMS = {
    "verb": Form(typed_note, ("enter",)),
    "new place": Form(typed_place),
    "changed place": Form(changed_place),
    "new order": Form(new_order),
    "changed order": Form(changed_order),
    "policy": Form(changed_policy, ("enter",)),
    "message": Form(changed_message, ("f5",)),
    "message that is left": Form(message_that_is_left, ("escape",)),
    "pasted lines": Form(pasted_lines, again=("ctrl+s", "ctrl+s")),  # they are checked anew
}


@pytest.mark.parametrize("kind", sorted(SAID))
@pytest.mark.parametrize("name", FORMS)
async def test_what_was_typed_stays_and_is_saved_the_second_time(
    trial: Trial, other: Desk, name: str, kind: str
) -> None:
    form = FORMS[name]
    async with trial.run() as desk:
        kept = await form.fill(desk, other)
        await desk.settle()
        shown, before = desk.app.screen, other.audit.head().seq
        assert kept() == LONG
        with await trouble(desk, kind):
            await desk.press(*form.save)
            assert desk.app.screen is shown
            assert SAID[kind] in words(desk)
            assert kept() == LONG
        assert other.audit.head().seq == before  # nothing of it was written
        await desk.press(*(form.again or form.save))
        assert SAID[kind] not in words(desk)
    recorded = [str(event.payload) for event in other.audit.events(before)]
    assert any(LONG[:100] in text for text in (*recorded, other.policy.document()[1]))


@pytest.mark.parametrize("kind", ["busy", "io"])
async def test_the_reason_for_opening_an_archived_file_is_asked_for_once(trial: Trial, other: Desk, kind: str) -> None:
    for verb, texts in (("close", {"gaps": "by post"}), ("archive", {})):
        other.do("SO-009", verb, texts)
    other.policy.set(default_policy().replace("ask_why = false ", "ask_why = true "))
    async with trial.run() as desk:
        await desk.press("ctrl+g")
        await desk.write("SO-009")
        await desk.press("enter")
        desk.screen(WhyDialog)
        await desk.write("a copy")
        with await trouble(desk, kind):
            await desk.press("enter")
            assert SAID[kind] in words(desk)
        await desk.press("f5")
        desk.screen(OrderScreen)
        assert "archived" in desk.text
    assert [event.payload for event in other.consulting.of("SO-009")] == ['{"why":"a copy"}']
