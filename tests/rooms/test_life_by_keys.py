"""The life of an order through all rooms, by keys alone, in both languages: entered, reviewed twice, placed, sent in
parts, paid in parts, settled, closed and archived. Nothing here calls the program; it only presses keys and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select

from data.orders import Order
from data.states import OrderState
from data.words import set_language
from data.words.labels import label
from screens.dialogs import VerbForm
from screens.form_field import FormField
from screens.intake_form import OrderFormScreen
from screens.order import TAB_TITLES, OrderScreen
from screens.room import RoomScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial


@pytest.fixture
def aside(trial: Trial) -> Iterator[Desk]:
    """The desk past the screen, opened once: it is asked after every verb."""
    desk = trial.open_desk()
    yield desk
    desk.close()


_MANY = 60
"""More steps than this lead nowhere."""


class Fingers:
    """A clerk's fingers: what is done is done by keys, and they are counted."""

    def __init__(self, trial: Trial, desk: Desk | None = None) -> None:
        """Work with a trial; `desk` is the one past the screen, without it one is opened for each question."""
        self.trial = trial
        self.desk = desk
        self.count = 0
        self.number = ""

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await self.trial.press(*keys)

    async def write(self, text: str) -> None:
        self.count += len(text)
        await self.trial.write(text)

    # --- in the whole form -----------------------------------------------------------------------------------------

    async def head(self, name: str, text: str) -> None:
        """Go on to a field of the head, and type into it."""
        form = self.trial.screen(OrderFormScreen).form
        for _step in range(_MANY):
            if form.head.current == name:
                break
            await self.press("tab")
        assert form.head.current == name
        await self.write(text)

    async def cell(self, name: str, text: str) -> None:
        """Go on to a cell of the line, and type into it."""
        canvas = self.trial.screen(OrderFormScreen).form.lines.canvas
        for _step in range(_MANY):
            if canvas.at.field == name:
                break
            await self.press("tab")
        assert canvas.at.field == name
        await self.write(text)

    # --- verbs -----------------------------------------------------------------------------------------------------

    async def verb(self, letter: str, **texts: str) -> None:
        """Do a verb by its letter; its form, where it asks for something, is filled in field by field."""
        before = self.order().version
        await self.press(letter)
        if isinstance(self.trial.app.screen, VerbForm):
            for name, text in texts.items():
                await self._field(name, text)
            await self.press("ctrl+s")
        said = self.trial.toasts[-1:]
        assert not isinstance(self.trial.app.screen, VerbForm), self.trial.text
        assert self.order().version == before + 1, said

    async def _field(self, name: str, text: str) -> None:
        form = self.trial.screen(VerbForm)
        field: FormField | None = None
        for _step in range(_MANY):
            field = next((one for one in form.query(FormField) if one.control.has_focus), None)
            if field is not None and field.field.name == name:
                break
            await self.press("tab")
        assert field is not None
        assert field.field.name == name, (name, field.field.name)
        if isinstance(field.control, Input):
            if field.control.value:
                await self.press("ctrl+u")
            await self.write(text)
            return
        assert isinstance(field.control, Select)
        if field.text == text:
            return
        await self.press("enter")
        wanted = list(field.field.choices).index(text)
        await self.press("home", *["down"] * (wanted + int(field.control._allow_blank)), "enter")
        assert field.text == text

    # --- rooms -----------------------------------------------------------------------------------------------------

    async def go(self, room: str, *, view: int = 0) -> None:
        """Go to a room and find the order there by its number."""
        await self.press(room)
        for _view in range(view):
            await self.press("f4")
        here = self.trial.screen(RoomScreen)
        if here.row is None or here.row.number != self.number:
            await self.press("slash")
            await self.write(self.number)
            await self.press("enter")
        assert here.row is not None, self.trial.text
        assert here.row.number == self.number
        assert self.number in self.trial.text

    def order(self) -> Order:
        if self.desk is not None:
            return self.desk.orders.get(self.number)
        found = self.trial.ask(lambda desk: desk.orders.get(self.number))
        assert isinstance(found, Order)
        return found


async def entered(clerk: Fingers) -> None:
    """Enter the order; without its date it is not complete, and that is said and mended."""
    await clerk.press("n")
    await clerk.write("ostara")
    await clerk.press("down", "enter")
    await clerk.head("customer_po_no", "PO-500")
    await clerk.head("delivery_place", "Hall 3")
    await clerk.press("ctrl+o")
    await clerk.cell("product_name", "锁紧螺母 lock nut")
    await clerk.cell("specification", "M8")
    await clerk.cell("quantity", "10")
    await clerk.cell("unit", "EA")
    await clerk.cell("unit_price", "79")
    await clerk.press("tab", "ctrl+s")
    row = clerk.trial.screen(RoomScreen).row
    assert row is not None
    clerk.number = row.number
    order = clerk.order()
    assert order.missing == ("requested_date",)
    await clerk.press("e")
    await clerk.head("requested_date", "12-08")
    await clerk.press("ctrl+s")
    assert not clerk.order().missing


async def reviewed(clerk: Fingers) -> None:
    """Hand it over; finance fails it, it goes back, its price is mended, and the second round passes."""
    await clerk.verb("a")
    await clerk.verb("s")
    await clerk.go("2", view=2)
    await clerk.verb("x", review="finance", note="price below the list")
    await clerk.verb("b", note="new price, please")
    assert clerk.order().state is OrderState.RETURNED
    await clerk.go("1")
    await clerk.press("e", "ctrl+o")
    await clerk.cell("unit_price", "86.50")
    await clerk.press("enter", "ctrl+s")
    await clerk.verb("s", note="86.50 agreed by telephone")
    await clerk.go("2")
    await clerk.verb("p", review="sales")
    await clerk.verb("p", review="finance")
    assert clerk.order().state is OrderState.APPROVED
    await clerk.verb("C", channel="email", person="Li")


async def made(clerk: Fingers) -> None:
    """Place it and begin."""
    await clerk.go("3")
    await clerk.verb("w", source="stock")
    assert clerk.order().state is OrderState.ALLOCATED
    await clerk.press("f8")
    await clerk.go("3")
    await clerk.verb("S")
    assert clerk.order().state is OrderState.IN_PROGRESS


async def delivered(clerk: Fingers) -> None:
    """Send it in two parts, with an invoice and a payment for each."""
    await clerk.go("4")
    await clerk.verb("i", note="on time", next="+3d")
    await clerk.verb("X", kind="material", cause="no bolts", responsible="wang")
    await clerk.verb("R", note="bolts came")
    await clerk.verb("z", lines="1:4", carrier="SF", waybill="SF-1")
    assert clerk.order().lines[0].shipped == 4_000_000
    await clerk.verb("d", signed_by="Li")
    await clerk.verb("V", lines="1:4", number="INV-A")
    await clerk.verb("P", amount="100", reference="bank 7")
    await clerk.verb("y")
    await clerk.verb("z", carrier="SF", waybill="SF-2")
    await clerk.verb("d", signed_by="Li")
    assert clerk.order().state is OrderState.DELIVERED
    await clerk.verb("V", number="INV-B")
    await clerk.verb("P")
    await clerk.verb("T")


async def filed(clerk: Fingers) -> None:
    """Close and archive it, and read its history."""
    await clerk.go("5")
    await clerk.verb("D", gaps="sent by post")
    await clerk.verb("A")
    await clerk.press("ctrl+g")
    await clerk.write(clerk.number)
    await clerk.press("enter")
    dossier = clerk.trial.screen(OrderScreen)
    await clerk.press(*["f4"] * list(TAB_TITLES).index("history"))
    assert dossier.tab == "history"


@pytest.mark.parametrize(("language", "size"), [("en", (120, 40)), ("zh_CN", (80, 24))])
async def test_an_order_lives_from_draft_to_archive_by_keys(
    trial: Trial, aside: Desk, language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    async with trial.run(*size):
        clerk = Fingers(trial, aside)
        for part in (entered, reviewed, made, delivered, filed):
            await part(clerk)
        assert label(OrderState.ARCHIVED) in trial.text
        order = clerk.order()
        assert order.state is OrderState.ARCHIVED
        assert (order.invoiced, order.paid) == (order.total, order.total)
        history = [event.verb for event in aside.orders.history(clerk.number)]
        assert history == [
            "new", "edit", "accept", "submit", "fail", "return", "edit", "submit", "pass", "pass", "confirm",
            "allocate", "start", "check_in", "raise_exception", "resolve_exception", "ship", "deliver", "invoice",
            "receive_payment", "make_ready", "ship", "deliver", "invoice", "receive_payment", "settle", "close",
            "archive",
        ]  # fmt: skip
        assert not aside.audit.check().faults
