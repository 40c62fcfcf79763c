"""The outbox on the screen: offered after the act, read, edited, sent, copied with one key, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from data.desk.making import default_policy
from data.rules.outbox import MessageState
from screens.base import DeskScreen
from screens.dialog import Confirm
from screens.drafts import DraftsDialog
from screens.message import MessageScreen
from screens.message_new import NewMessage
from screens.order import OrderScreen
from screens.outbox import OutboxDialog
from tests.postbox import Postbox, postbox
from tests.rooms.trial import NOW, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.desk.desk import Desk
    from data.rules.outbox import Message


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as server:
        yield server


def returned(other: Desk, number: str = "SO-004") -> int:
    """Return an order to its customer; return the message that was drafted."""
    other.do(number, "fail", {"review": "sales"}, note="too dear")
    other.do(number, "return", {}, note="another price")
    (found,) = other.outbox.messages(number)
    return found.message_id


def message(trial: Trial, message_id: int) -> Message:
    return trial.ask(lambda desk: desk.outbox.message(message_id))  # type: ignore[return-value]


async def test_the_draft_is_offered_after_the_act(trial: Trial, other: Desk) -> None:
    other.do("SO-004", "fail", {"review": "sales"}, note="too dear")
    async with trial.run() as desk:
        desk.here.open_order("SO-004")
        await desk.settle()
        desk.screen(OrderScreen)
        await desk.press("b")
        await desk.write("another price")
        await desk.press("f10")
        assert any("A message to the customer is drafted" in toast for toast in desk.toasts)
        await desk.press("ctrl+e")
        desk.screen(OutboxDialog)
        assert "Outbox: SO-004" in desk.text
        await desk.press("enter")
        desk.screen(MessageScreen)
        assert "- Terms of the order: too dear" in desk.text
        assert "- another price" in desk.text
        await desk.press("escape", "escape")
        desk.screen(OrderScreen)


async def test_a_message_is_edited_and_sent(trial: Trial, other: Desk, box: Postbox) -> None:
    other.policy.set(box.policy(default_policy()))
    number = returned(other)
    async with trial.run(80, 24) as desk:
        await desk.press("ctrl+e", "enter")
        screen = desk.screen(MessageScreen)
        await desk.press("ctrl+s")
        assert "There is no e-mail address" in desk.text
        screen.query_one("#to_address", Input).value = "nobody"
        await desk.press("f5")
        assert "is not an e-mail address" in desk.text
        screen.query_one("#to_address", Input).value = "wang@haichuan.example"
        screen.query_one("#body", TextArea).load_text("[b]Please call.[/b]")
        await desk.press("ctrl+s")
        desk.screen(OutboxDialog)
        assert "The outbox is empty." in desk.text
        await desk.press("f4")
        assert "sent" in desk.text
        await desk.press("enter")
        screen = desk.screen(MessageScreen)
        assert screen.query_one("#body", TextArea).read_only
        assert "[b]Please call.[/b]" in desk.text
    assert message(trial, number).state is MessageState.SENT
    assert "Please call." in box.mail().get_content()


async def test_what_the_server_says_is_shown_as_it_is(trial: Trial, other: Desk, box: Postbox) -> None:
    other.policy.set(box.policy(default_policy()))
    number = returned(other)
    other.outbox.edit(number, {"to_address": "wang@haichuan.example"})
    box.answers["RCPT"] = "550 [red]no such user[/red] \u202e"
    async with trial.run() as desk:
        await desk.press("ctrl+e", "enter", "ctrl+s")
        desk.screen(MessageScreen)
        assert "refuses the address" in desk.text
        assert "[red]no such user[/red]" in desk.text
        box.answers.clear()
        box.answers["END"] = "!"
        await desk.press("ctrl+s")
        assert "perhaps it was sent" in desk.text
        box.answers.clear()
        await desk.press("ctrl+s")
        desk.screen(Confirm)
        await desk.press("escape")
        assert message(trial, number).state is MessageState.UNSURE
        await desk.press("ctrl+s", "shift+tab", "enter")
        desk.screen(OutboxDialog)
    assert message(trial, number).state is MessageState.SENT


async def test_a_notice_for_chat_is_copied_with_one_key_and_noted(trial: Trial) -> None:
    async with trial.run() as desk:
        desk.here.open_order("SO-004")
        await desk.settle()
        await desk.press("ctrl+e", "n")
        desk.screen(NewMessage)
        await desk.press("tab", "tab", "enter")
        screen = desk.screen(MessageScreen)
        text = screen.query_one("#body", TextArea).text
        assert "SO-004" in text
        await desk.press("f6")
        assert desk.app.clipboard == text
        await desk.press("f7")
        desk.screen(OutboxDialog)
        await desk.press("escape")
        desk.screen(OrderScreen)
    contact = trial.ask(lambda desk: desk.orders.get("SO-004").contacts[-1])
    assert (contact.channel, contact.content, contact.outcome) == ("chat", text, "sent")  # type: ignore[attr-defined]


async def test_it_is_withdrawn_after_asking(trial: Trial, other: Desk) -> None:
    number = returned(other)
    async with trial.run() as desk:
        await desk.press("ctrl+e", "enter", "f8")
        desk.screen(Confirm)
        await desk.press("shift+tab", "enter")
        desk.screen(OutboxDialog)
        await desk.press("escape")
        desk.screen(DeskScreen)
    assert message(trial, number).state is MessageState.WITHDRAWN


async def test_what_was_typed_is_there_again(trial: Trial, other: Desk) -> None:
    number = returned(other)
    async with trial.run() as desk:
        await desk.press("ctrl+e", "enter")
        desk.screen(MessageScreen).query_one("#body", TextArea).load_text("half a letter")
        await desk.screen(MessageScreen)._keep_draft()
        # the terminal is closed here
    trial.now = NOW + timedelta(minutes=1)
    again = Trial(trial.folder)
    again.now = trial.now
    async with again.run() as desk:
        desk.screen(DraftsDialog)
        await desk.press("enter")
        screen = desk.screen(MessageScreen)
        assert screen.query_one("#body", TextArea).text == "half a letter"
        await desk.press("escape")
        desk.screen(DeskScreen)
    assert message(again, number).body == "half a letter"


async def test_the_palette_knows_the_way(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+p")
        await desk.write("outbox")
        await desk.press("enter")
        desk.screen(OutboxDialog)
        assert "The outbox is empty." in desk.text
