"""Texts from outside that would be obeyed by a terminal or taken for markup, in every place that shows them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from data.store.tables.parties import CustomerRow
from screens.dialogs import Message, VerbForm
from screens.order import TAB_TITLES, OrderScreen
from screens.room import RoomScreen
from tests.rooms.trial import NOW

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "[bold",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202eevil\u2066",
    "a\u0301" * 40 + "👩‍👩‍👧‍👦" + "\ufe0f",
    "长" * 10_000,
    "line one\r\nline two\ttab\x00",
)
SIZES = [(60, 15), (80, 24), (120, 40), (300, 80)]


@pytest.fixture
def hostile(other: Desk) -> str:
    """An order with such a text wherever one can stand; the first of the first room."""
    with other.context.store.writing() as tx:
        for at, text in enumerate(HOSTILE):
            row = {"code": f"H{at}[/]", "name": text, "entered_at": NOW, "entered_by": "[/]"}
            tx.insert(CustomerRow, row)
        tx.commit()
    for at, text in enumerate(HOSTILE):
        texts = {
            "customer": f"H{at}[/]", "contact": text, "customer_po_no": text[:200], "contract_no": text,
            "delivery_place": text, "delivery_method": text, "payment_terms": text, "special_requirements": text,
            "salesperson": text, "merchandiser": text,
        }  # fmt: skip
        for name in ("product_code", "product_name", "specification", "unit", "note", "job_no"):
            texts[f"line.1.{name}"] = text
        texts |= {"line.1.quantity": "1", "line.1.unit_price": "1"}
        number = f"[/]-{at}\u202e"
        other.intake.new(texts, note=text, number_wanted=number)
        other.do(number, "contact", {"channel": "fax", "person": text, "outcome": text}, note=text)
        other.do(number, "hold", note=text)
    return "[/]-0\u202e"


def harmless(shown: str) -> bool:
    return not set(shown) & set("\x1b\x07\x00\r\t\u202e\u2066")


async def test_hostile_texts_are_shown_harmlessly_in_every_tab(trial: Trial, hostile: str) -> None:
    async with trial.run(120, 40) as desk:
        for at in range(len(HOSTILE)):
            desk.screen(RoomScreen).open_order(f"[/]-{at}\u202e")
            await desk.settle()
            shown = desk.screen(OrderScreen)
            assert shown.order is not None
            for tab in TAB_TITLES:
                shown.show_tab(tab)
                await desk.settle()
                assert harmless(desk.text)
            await desk.press("escape")


async def test_hostile_texts_are_shown_harmlessly_at_every_size(trial: Trial, hostile: str) -> None:
    async with trial.run(*SIZES[0]) as desk:
        for size in SIZES:
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            assert harmless(desk.text)
        desk.screen(RoomScreen).open_order(f"[/]-{HOSTILE.index('长' * 10_000)}\u202e")
        await desk.settle()
        for tab, size in itertools.product(("lines", "history"), SIZES):
            desk.screen(OrderScreen).show_tab(tab)
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            assert "长" in desk.text
            assert harmless(desk.text)


@pytest.mark.parametrize(("width", "height"), SIZES[:2])
async def test_hostile_texts_in_dialogs_and_toasts(trial: Trial, hostile: str, width: int, height: int) -> None:
    async with trial.run(width, height) as desk:
        room = desk.screen(RoomScreen)
        room.table.go_to(f"[/]-{3}\u202e")
        await desk.settle()
        for key in ("f2", "N", "ctrl+p", "g", "f1", "f7", "f9"):
            await desk.press(key)
            assert harmless(desk.text)
            await desk.press("escape")
            desk.screen(RoomScreen)
        for text in HOSTILE:
            room.say(text, title=text)
            room.say(text, bad=True)
            await desk.settle()
            assert harmless(desk.text)
            while isinstance(desk.app.screen, Message):
                await desk.press("escape")


async def test_a_hostile_note_is_typed_and_kept_as_it_is(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        assert room.row is not None
        number = room.row.number
        await desk.press("N")
        desk.screen(VerbForm).query_one("Input").value = HOSTILE[1]  # type: ignore[attr-defined]  # an Input
        await desk.press("enter")
        desk.screen(RoomScreen)
        assert "[@click=app.quit]x[/]" in (other.orders.history(number)[-1].payload or "")
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == number


async def test_the_terminal_changes_its_size_while_a_form_is_open(trial: Trial) -> None:
    async with trial.run(120, 40) as desk:
        await desk.press("c")
        form = desk.screen(VerbForm)
        await desk.press("tab")
        await desk.write("Mr Li")
        for size in (*SIZES, (20, 5), (120, 40)):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            assert form.texts() == {"person": "Mr Li"}
        await desk.press("escape")
        room = desk.screen(RoomScreen)
        assert room.query_one("#detail").display
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert not room.query_one("#detail").display


async def test_without_colours_everything_is_still_told(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with trial.run() as desk:
        assert desk.app.no_color
        assert "▲" in desk.text
        await desk.press("f2", "escape", "enter")
        desk.screen(OrderScreen)
