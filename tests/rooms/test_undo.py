"""Taking back on the screen: at once where only the desk knows of it, after a question where others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import OptionList, Static

from data.states import OrderState
from screens.dialog import Confirm, Message
from screens.dialog_commands import Palette
from screens.dialog_form import VerbForm
from screens.dialog_jobs import Job
from screens.dialogs import VerbMenu
from screens.order import OrderScreen

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.orders import Order
    from tests.rooms.trial import Trial


def _order(trial: Trial, number: str) -> Order:
    return cast("Order", trial.ask(lambda desk: desk.orders.get(number)))


def _done(trial: Trial, number: str, verb: str, **texts: str) -> None:
    trial.ask(lambda desk: desk.do(number, verb, texts))


def _verbs(trial: Trial, number: str) -> list[str]:
    return cast("list[str]", trial.ask(lambda desk: [event.verb for event in desk.orders.history(number)]))


async def _go_to(desk: Trial, number: str) -> None:
    table = desk.here.query_one("OrderTable")
    for _ in range(20):
        row = table.current  # type: ignore[attr-defined]  # found by its name
        if row is not None and row.number == number:
            return
        await desk.press("down")
    raise AssertionError(f"{number} is not in the list")


async def test_a_verb_is_taken_back_with_one_key(trial: Trial) -> None:
    async with trial.run() as desk:
        await _go_to(desk, "SO-001")
        before = _order(desk, "SO-001")
        await desk.press("a")
        assert isinstance(desk.app.screen, VerbForm)
        await desk.press("enter")
        assert _order(desk, "SO-001").state is OrderState.RECEIVED
        assert desk.toasts[-1].endswith("(u takes it back)")
        await desk.press("u")
        assert desk.toasts[-1] == "SO-001: taken back: Accept as received → draft"
        after = _order(desk, "SO-001")
        assert (after.state, after.version) == (before.state, before.version + 2)
        await desk.press("u")
        assert _verbs(desk, "SO-001") == ["new", "accept", "undo"]
        assert isinstance(desk.app.screen, Message) or "nothing to take back" in desk.toasts[-1]


async def test_the_dossier_shows_that_it_was_taken_back(trial: Trial) -> None:
    _done(trial, "SO-003", "hold", note="deposit")
    async with trial.run() as desk:
        await desk.press("g")
        await desk.write("SO-003")
        await desk.press("enter")
        assert desk.screen(OrderScreen).order is not None
        assert "on hold" in desk.text
        await desk.press("u")
        assert desk.toasts[-1] == "SO-003: taken back: Put on hold → received"
        assert not _order(desk, "SO-003").on_hold
        shown = desk.screen(OrderScreen).order
        assert shown is not None
        assert not shown.on_hold


async def test_what_others_know_of_is_asked_about_first(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("4")
        await _go_to(desk, "SO-008")
        await desk.press("u")
        assert isinstance(desk.app.screen, Confirm)
        assert "Ship" in desk.text
        await desk.press("enter")  # the answer at hand is no
        assert _verbs(desk, "SO-008")[-1] == "ship"
        await desk.press("u", "shift+tab", "enter")
        assert _verbs(desk, "SO-008")[-1] == "undo"
        assert _order(desk, "SO-008").state is OrderState.READY
        assert desk.toasts[-1] == "SO-008: taken back: Ship → ready to ship"


async def test_the_menu_says_what_would_be_taken_back(trial: Trial) -> None:
    _done(trial, "SO-001", "hold", note="deposit")
    async with trial.run() as desk:
        await _go_to(desk, "SO-001")
        await desk.press("f2")
        menu = desk.screen(VerbMenu)
        options = menu.query_one(OptionList)
        entry = options.get_option("undo")
        assert not entry.disabled
        assert "Put on hold" in str(entry.prompt)
        place = options.get_option_index("undo")
        assert all(options.get_option_at_index(at).disabled == (at > place) for at in range(options.option_count))
        await desk.write("undo")
        assert "as nobody has built on it" in str(menu.query_one("#help", Static).content)
        await desk.press("enter")
        assert not _order(desk, "SO-001").on_hold


async def test_the_menu_says_why_nothing_can_be_taken_back(trial: Trial, other: Desk) -> None:
    other.do("SO-003", "note", note="x")
    async with trial.run() as desk:
        for number, why in (("SO-001", "nothing was done yet"), ("SO-003", "somebody has built on it")):
            await _go_to(desk, number)
            await desk.press("f2")
            entry = desk.screen(VerbMenu).query_one(OptionList).get_option("undo")
            assert entry.disabled
            assert why in str(entry.prompt)
            await desk.press("escape")


async def test_the_palette_takes_back(trial: Trial) -> None:
    _done(trial, "SO-001", "hold", note="deposit")
    async with trial.run() as desk:
        await _go_to(desk, "SO-001")
        await desk.press("ctrl+p")
        assert isinstance(desk.app.screen, Palette)
        await desk.write("take the last act back")
        await desk.press("enter")
        assert not _order(desk, "SO-001").on_hold


async def test_somebody_elses_act_is_refused_in_words(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        await _go_to(desk, "SO-003")
        other.do("SO-003", "note", note="x")
        await desk.press("u")
        said = desk.text if isinstance(desk.app.screen, Message) else desk.toasts[-1]
        assert "li has built on it" in " ".join(said.split())
        assert _verbs(desk, "SO-003")[-1] == "note"


async def test_several_are_taken_back_after_a_question(trial: Trial) -> None:
    for number in ("SO-001", "SO-003"):
        _done(trial, number, "hold", note="deposit")
    async with trial.run() as desk:
        for number in ("SO-001", "SO-002", "SO-003"):
            await desk.press("home")
            await _go_to(desk, number)
            await desk.press("space")
        await desk.press("u")
        assert isinstance(desk.app.screen, Confirm)
        assert "each of 3 orders" in desk.text
        await desk.press("shift+tab", "enter")
        assert not isinstance(desk.app.screen, Job)
        assert [_order(desk, number).on_hold for number in ("SO-001", "SO-003")] == [False, False]
        assert _verbs(desk, "SO-002")[-1] == "undo"


async def test_without_an_order_there_is_nothing_to_take_back(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("slash")
        await desk.write("no such order")
        await desk.press("enter", "u")
        assert desk.toasts == ["No order is chosen."]
