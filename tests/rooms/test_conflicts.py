"""Two clerks, one thing (N3): who changed it meanwhile is named, both versions are seen, and it can be gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from data import words
from data.desk.making import default_policy
from data.states import SourceKind
from screens.intake_conflict import ConflictDialog
from screens.intake_form import OrderFormScreen
from screens.message import MessageScreen
from screens.outbox import OutboxDialog
from screens.place_form import PlaceForm
from screens.places import PlaceList
from screens.policy_force import MovedDialog
from tests.rooms.test_outbox import message, returned
from tests.rooms.test_policy_screen import edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

CENTRE, SUPPLIER = SourceKind.WORK_CENTRE, SourceKind.SUPPLIER
MOVED = {"en": "li, wu put version 3 in force while you typed", "zh_CN": "li、wu 在您修改期间使第 3 版启用"}
HEADS = {"en": "{} was changed by li while you typed", "zh_CN": "您输入时 li 改动了 {}"}


@pytest.fixture(params=sorted(HEADS))
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    words.set_language(request.param)
    yield request.param
    words.set_language("en")


@pytest.mark.parametrize("kind", [CENTRE, SUPPLIER])
async def test_of_a_place_the_other_person_is_named(trial: Trial, other: Desk, language: str, kind: SourceKind) -> None:
    other.places.enter(kind, "X1", {"name": "Milling"})
    async with trial.run() as desk:
        await desk.press("3", "ctrl+w", "enter")
        desk.screen(PlaceForm).query_one("#name", Input).value = "Mine"
        other.places.edit(kind, "X1", {"name": "Theirs"})
        await desk.press("ctrl+s")
        desk.screen(ConflictDialog)
        assert HEADS[language].format("X1") in desk.text
        await desk.press("enter", "ctrl+s")
        desk.screen(PlaceList)
    assert trial.ask(lambda one: one.places.get(kind, "X1").name) == "Mine"


async def test_of_an_order_everybody_who_changed_it_is_named(trial: Trial, other: Desk, language: str) -> None:
    async with trial.run() as desk:
        await desk.press("e")
        form = desk.screen(OrderFormScreen)
        form.form.head.put("contact", "Mine")
        await desk.settle()
        number = form.order.number  # type: ignore[union-attr]  # it is an order that is edited
        other.do(number, "edit", {"contact": "Theirs"})
        other.as_person("wu").do(number, "note", note="by telephone")
        await desk.press("ctrl+s")
        desk.screen(ConflictDialog)
        named = HEADS[language].replace("li", words._(", ").join(("li", "wu")))
        assert named.format(number) in desk.text


async def test_of_a_message_both_versions_are_seen_and_it_can_be_gone_on_with(
    trial: Trial, other: Desk, language: str
) -> None:
    number = returned(other)
    async with trial.run() as desk:
        await desk.press("ctrl+e", "enter")
        screen = desk.screen(MessageScreen)
        screen.query_one("#subject", Input).value = "My words"
        screen.query_one("#body", TextArea).load_text("Dear Wang\nmine")
        other.outbox.edit(number, {"to_name": "Ann", "subject": "Their words", "language": "en"})
        await desk.press("f5")
        dialog = desk.screen(ConflictDialog)
        named = {"en": f"message {number}", "zh_CN": f"信函{number}"}
        assert dialog.heading() == HEADS[language].format(named[language])
        for text in ("My words", "Their words", "Ann", "Dear Wang mine", "English"):
            assert text in desk.text
        await desk.press("enter", "f5", "escape")
        desk.screen(OutboxDialog)
    found = message(trial, number)
    assert (found.to_name, found.subject, found.body) == ("Ann", "My words", "Dear Wang\nmine")


async def test_a_message_that_was_withdrawn_meanwhile_is_left_as_it_is(trial: Trial, other: Desk) -> None:
    number = returned(other)
    async with trial.run() as desk:
        await desk.press("ctrl+e", "enter")
        screen = desk.screen(MessageScreen)
        screen.query_one("#subject", Input).value = "My words"
        other.outbox.withdraw(number)
        await desk.press("f5")
        assert desk.app.screen is screen
        assert f"li changed message “{number}” meanwhile" in " ".join(desk.text.split())
        assert "My words" in desk.text  # it can still be copied
        await desk.press("escape")
        desk.screen(OutboxDialog)


async def test_of_the_policy_everybody_who_put_one_in_force_is_named(trial: Trial, other: Desk, language: str) -> None:
    async with trial.run() as desk:
        await desk.press("shift+f9")
        await edit(desk, "urgent = 2", "urgent = 3")
        other.policy.set(default_policy().replace("special = 12", "special = 10"))
        other.as_person("wu").policy.set(default_policy().replace("special = 12", "special = 9"))
        await desk.press("ctrl+s")
        await desk.write("mine")
        await desk.press("enter")
        assert desk.screen(MovedDialog).heading() == MOVED[language]
