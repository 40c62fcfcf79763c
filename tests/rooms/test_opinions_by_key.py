"""Opinions by one key in the review room: one's own, many at once, and what is not simple enough for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from data.states import Opinion, OrderState
from screens.dialogs import VerbForm
from screens.review import ReviewScreen
from tests.rooms.reviewing import SIMPLE, opinions, order, roles, shown

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial


async def test_ones_own_opinion_passes_by_one_key(trial: Trial) -> None:
    roles(trial, zhang="finance", zhao="sales_manager")
    async with trial.run() as desk:
        await desk.press("2", "p")
        room = desk.screen(ReviewScreen)
        assert opinions(trial, "SO-004") == {"sales": Opinion.WAITING, "finance": Opinion.PASS}
        assert "SO-004" in desk.toasts[-1]
        assert "SO-004" in shown(room)  # nothing moves under the cursor
        assert "○ sales" in desk.text
        assert "Waiting for me 1" in desk.text
        await desk.press("p")  # the other opinion is not the person's own: asked, with all that is to be known
        desk.screen(VerbForm)


async def test_the_same_key_twice_gives_one_opinion(trial: Trial) -> None:
    roles(trial, zhang="finance", zhao="sales_manager")
    async with trial.run() as desk:
        await desk.press("2")
        await desk.pilot.press("p", "p")
        await desk.settle()
        assert opinions(trial, "SO-004")["sales"] is Opinion.WAITING
        assert opinions(trial, "SO-004")["finance"] is Opinion.PASS


async def test_a_pass_that_is_refused_is_said(trial: Trial, other: Desk) -> None:
    roles(trial, zhang="finance", zhao="sales_manager")
    async with trial.run() as desk:
        await desk.press("2")
        other.do("SO-004", "note", note="somebody was faster")
        await desk.press("p")
        assert opinions(trial, "SO-004")["finance"] is Opinion.WAITING
        assert "changed" in desk.toasts[-1]


async def test_failing_asks_for_nothing_but_the_reason(trial: Trial) -> None:
    roles(trial, zhang="finance", zhao="sales_manager")
    async with trial.run() as desk:
        await desk.press("2", "x")
        form = desk.screen(VerbForm)
        assert isinstance(form.focused, Input)
        await desk.write("over the limit")
        await desk.press("escape", "x")
        assert desk.screen(VerbForm).texts() == {"review": "finance", "note": "over the limit"}
        await desk.press("f10")
        assert opinions(trial, "SO-004")["finance"] is Opinion.FAIL
        assert "✘ finance" in desk.text


async def test_many_simple_orders_pass_at_once(trial: Trial) -> None:
    roles(trial, *SIMPLE, zhang="finance", zhao="sales_manager")
    async with trial.run() as desk:
        await desk.press("2", "ctrl+a", "p")
        assert desk.screen(VerbForm).texts() == {"review": "finance"}
        await desk.press("f10")
        assert all(opinions(trial, number)["finance"] is Opinion.PASS for number in ("SO-004", "SO-005"))
        assert desk.toasts[-1] == "2 done"


async def test_what_is_not_simple_is_named_and_left(trial: Trial, other: Desk) -> None:
    roles(trial, *SIMPLE, zhang="finance", zhao="sales_manager")
    other.do("SO-005", "fail", {"review": "sales"}, note="where to?")
    other.do("SO-005", "return", note="where to?")
    other.do("SO-005", "edit", {"delivery_place": "the moon"})
    other.do("SO-005", "submit", note="to the moon")
    async with trial.run() as desk:
        await desk.press("2", "ctrl+a", "p")
        assert desk.screen(VerbForm).texts() == {"review": "finance"}
        await desk.press("f10")
        said = " ".join((desk.text + " ".join(desk.toasts)).split())
        assert "SO-005: “place of delivery”" in said
        assert opinions(trial, "SO-004")["finance"] is Opinion.PASS
        assert opinions(trial, "SO-005")["finance"] is Opinion.WAITING


async def test_where_nothing_is_simple_nothing_passes(trial: Trial) -> None:
    roles(trial, zhang="finance", zhao="sales_manager")
    async with trial.run() as desk:
        await desk.press("2", "ctrl+a", "p")
        text = " ".join((desk.text + " ".join(desk.toasts)).split())
        assert "look at them one by one" in text
        assert "SO-004" in text
        assert "quality standard" in text
        await desk.press("escape")
        assert all(opinions(trial, number)["finance"] is Opinion.WAITING for number in ("SO-004", "SO-005"))


async def test_the_last_opinion_approves_and_the_row_is_read_again_in_its_place(trial: Trial, other: Desk) -> None:
    roles(trial, zhang="finance", zhao="sales_manager")
    other.do("SO-004", "pass", {"review": "sales"})
    async with trial.run() as desk:
        await desk.press("2", "p")
        assert order(trial, "SO-004").state is OrderState.APPROVED
        room = desk.screen(ReviewScreen)
        assert room.row is not None
        assert room.row.number == "SO-004"
        assert room.row.state is OrderState.APPROVED
        await desk.press("f5")
        assert shown(room) == ["SO-005"]
