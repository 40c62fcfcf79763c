"""Keys that come at once, out of a slow line or an input method: each finds what the one before it left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key, Paste

from screens.dialog import Confirm
from screens.dialog_form import VerbForm
from screens.intake_form import OrderFormScreen
from widgets.order_form import OrderForm

if TYPE_CHECKING:
    from tests.rooms.trial import Trial


def burst(trial: Trial, *keys: str | Paste) -> None:
    """Send keys before any of them is looked at; what is no name of a key is typed letter by letter."""
    for one in keys:
        if isinstance(one, Paste):
            trial.app.post_message(one)
        elif one in ("tab", "enter", "escape", "down", "backspace", "n", "ctrl+r", "ctrl+o", "shift+tab"):
            trial.app.post_message(Key(one, one if len(one) == 1 else None))
        else:
            for character in one:
                trial.app.post_message(Key(character, character))


async def test_each_field_gets_what_was_typed_into_it(trial: Trial) -> None:
    async with trial.run():
        await trial.press("n")
        burst(trial, "C1", "tab", "PO7", "tab", "Li", "tab", Paste("2026-12-08"), "tab", "Dock9", "shift+tab", "x")
        await trial.settle()
        texts = trial.screen(OrderFormScreen).query_one(OrderForm).texts()
        assert {name: texts.get(name) for name in ("customer", "customer_po_no", "contact")} == {
            "customer": "C1",
            "customer_po_no": "PO7",
            "contact": "Li",
        }
        assert (texts["delivery_place"], texts["requested_date"]) == ("Dock9", "x")


async def test_an_input_method_writes_several_characters_at_once_into_a_cell(trial: Trial) -> None:
    async with trial.run():
        await trial.press("n", "ctrl+o")
        burst(trial, "底座板", "tab", "钢板", "backspace", "架", "tab", "x", "tab", "12", "enter")
        await trial.settle()
        texts = trial.screen(OrderFormScreen).query_one(OrderForm).texts()
        assert {name: text for name, text in texts.items() if name.startswith("line.")} == {
            "line.1.product_code": "底座板",
            "line.1.product_name": "钢架",
            "line.1.specification": "x",
            "line.1.quantity": "12",
        }


async def test_a_dialog_gets_the_keys_that_were_pressed_behind_the_one_that_opened_it(trial: Trial) -> None:
    async with trial.run():
        await trial.press("n")
        burst(trial, "Meier", "tab", "PO-8", "ctrl+r", "tab", "escape", "9")
        await trial.settle()
        assert not isinstance(trial.app.screen, Confirm)
        texts = trial.screen(OrderFormScreen).query_one(OrderForm).texts()
        assert (texts["customer"], texts["customer_po_no"]) == ("Meier", "PO-89")


async def test_keys_go_on_where_the_field_they_were_meant_for_went_away(trial: Trial) -> None:
    async with trial.run():
        await trial.press("n")
        burst(trial, "escape", "n", "n")
        await trial.settle()
        burst(trial, "escape", "n")
        await trial.settle()
        assert isinstance(trial.app.screen, OrderFormScreen)


async def test_tab_goes_from_one_answer_to_the_other_and_to_a_text_only_if_it_can_be_scrolled(trial: Trial) -> None:
    async with trial.run(80, 24):
        answers: list[bool | None] = []
        trial.app.push_screen(Confirm("A short question?", "Do it"), answers.append)
        await trial.settle()
        await trial.press("tab", "enter")
        assert answers == [True]
        trial.app.push_screen(Confirm("A long text.\n" * 60, "Do it"), answers.append)
        await trial.settle()
        await trial.press("tab", "end")
        assert trial.app.focused is not None
        assert trial.app.focused.scroll_offset.y > 0


async def test_the_letter_of_a_verb_that_cannot_be_done_now_says_so(trial: Trial) -> None:
    async with trial.run():
        await trial.press("4")
        await trial.press("p")
        assert trial.toasts == ["“Pass” cannot be done now."]
        await trial.press("down", "up", "slash")
        await trial.write("p")  # in a field it is a letter like any other
        assert len(trial.toasts) == 1


async def test_the_letter_that_the_menu_shows_finds_its_verb_in_the_menu(trial: Trial) -> None:
    async with trial.run(80, 24):
        await trial.press("4", "f2", "X", "enter")
        assert trial.screen(VerbForm).heading() == "Record an exception"


async def test_titles_of_verbs_are_not_cut_in_the_menu(trial: Trial) -> None:
    async with trial.run(80, 24):
        await trial.press("f2")
        assert "Log a contact with the customer " in trial.text
        assert "Release a price below the floor " in trial.text


async def test_a_key_that_is_held_down_says_once_that_its_verb_cannot_be_done(trial: Trial) -> None:
    async with trial.run():
        await trial.press("4")
        burst(trial, "p" * 100)
        await trial.settle()
        assert trial.toasts == ["“Pass” cannot be done now."]
