"""The form of an order: entered by keys alone, saved with the version that was seen, kept while one types."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from data.rules.workflow import Verb
from data.store.tables.parties import ProductRow
from screens.dialogs import Confirm, VerbForm
from screens.drafts import DraftsDialog
from screens.intake import IntakeScreen
from screens.intake_changes import differences, put_lines
from screens.intake_conflict import ConflictDialog, DifferenceView
from screens.intake_form import OrderFormScreen
from tests.rooms.trial import NOW, Trial
from widgets.line_model import LineModel

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk

UTC = ZoneInfo("UTC")


@pytest.fixture
def priced(other: Desk) -> Desk:
    """The desk with a product on its price list."""
    with other.context.store.writing() as tx:
        tx.insert(
            ProductRow,
            {"code": "P1", "name": "Bolt", "unit": "pcs", "currency": "CNY", "list_price": 12_500_000,
             "entered_at": NOW, "entered_by": "li"},
        )  # fmt: skip
        tx.commit()
    return other


async def new_form(trial: Trial) -> OrderFormScreen:
    await trial.press("n")
    return trial.screen(OrderFormScreen)


async def edit_form(trial: Trial, number: str) -> OrderFormScreen:
    trial.screen(IntakeScreen).table.go_to(number)
    await trial.settle()
    await trial.press("e")
    return trial.screen(OrderFormScreen)


async def fill(trial: Trial, screen: OrderFormScreen, **texts: str) -> None:
    """Type texts into fields of the head."""
    for name, text in texts.items():
        screen.form.head.bring(name)
        await trial.settle()
        await trial.write(text)


def said(screen: OrderFormScreen) -> str:
    return str(screen.query_one("#said").render())


# --- a new order -----------------------------------------------------------------------------------------------


async def test_an_order_is_entered_by_keys_alone(trial: Trial, priced: Desk) -> None:
    async with trial.run() as desk:
        screen = await new_form(desk)
        await desk.write("ostara")
        await desk.press("down", "enter")
        assert screen.form.head.model.text("customer") == "C2"
        await desk.write("PO-500")
        await desk.press("ctrl+o")
        await desk.write("p1")
        await desk.press("down", "enter")
        screen.form.lines.go_to(0, "quantity")
        await desk.write("4")
        await desk.press("enter", "ctrl+s")
        room = desk.screen(IntakeScreen)
        assert room.row is not None
        assert (room.row.customer_po_no, room.row.customer_code) == ("PO-500", "C2")
        assert any("was entered" in toast for toast in desk.toasts)
        number = room.row.number
    order = priced.orders.get(number)
    assert [(line.product_code, line.quantity, line.unit_price) for line in order.lines] == [
        ("P1", 4_000_000, 12_500_000)
    ]
    assert order.lines[0].supplied["unit_price"] == "price_list"


async def test_what_is_missing_and_supplied_is_said_while_one_types(trial: Trial, priced: Desk) -> None:
    assert priced.products.all()
    async with trial.run() as desk:
        screen = await new_form(desk)
        missing = screen.form.missing
        assert "customer" in missing
        assert "requested delivery date" in missing
        assert screen.form.typing.supplies["payment_terms"][1] == "policy"
        await desk.write("ostara")
        await desk.press("down", "enter")
        assert screen.form.typing.supplies["contact"] == ("Ostara Lifts", "customer")
        assert "customer" not in screen.form.missing
        assert "contact" not in screen.form.missing
        await fill(desk, screen, requested_date="+3d")
        assert "requested delivery date" not in screen.form.missing
        screen.form.head.bring("customer")
        await desk.press("delete")
        assert "contact" not in screen.form.typing.supplies


async def test_another_kind_of_order_requires_other_elements(trial: Trial, other: Desk) -> None:
    policy = other.policy.current()
    async with trial.run() as desk:
        screen = await new_form(desk)
        assert screen.form.typing.required == tuple(policy.required.goods)
        await fill(desk, screen, kind="service")
        await desk.press("down")
        assert screen.form.typing.required == tuple(policy.required.service)


async def test_what_the_desk_refuses_is_said_and_the_form_kept(trial: Trial) -> None:
    async with trial.run() as desk:
        screen = await new_form(desk)
        await desk.write("nobody")
        await desk.press("ctrl+s")
        assert desk.screen(OrderFormScreen) is screen
        assert "nobody" in said(screen)
        assert screen.form.head.current == "customer"
        assert screen.form.head.model.text("customer") == "nobody"


async def test_a_wrong_field_is_gone_to_before_anything_is_asked(trial: Trial) -> None:
    async with trial.run() as desk:
        screen = await new_form(desk)
        await fill(desk, screen, requested_date="soon", customer="C1")
        await desk.press("ctrl+s")
        assert desk.screen(OrderFormScreen) is screen
        assert screen.form.head.current == "requested_date"


async def test_an_empty_form_saves_nothing(trial: Trial, other: Desk) -> None:
    orders = sum(other.orders.counts().values())
    async with trial.run() as desk:
        screen = await new_form(desk)
        await desk.press("ctrl+s")
        assert "Nothing was typed" in said(screen)
        await desk.press("escape")
        desk.screen(IntakeScreen)
    assert sum(other.orders.counts().values()) == orders


# --- an order that is corrected --------------------------------------------------------------------------------


async def test_an_edit_saves_what_has_changed_and_nothing_else(trial: Trial, other: Desk) -> None:
    before = other.orders.get("SO-001")
    async with trial.run() as desk:
        screen = await edit_form(desk, "SO-001")
        await fill(desk, screen, delivery_place="Hall 9")
        screen.form.lines.go_to(0, "quantity")
        await desk.write("7")
        await desk.press("enter", "ctrl+s")
        desk.screen(IntakeScreen)
        assert any("was saved" in toast for toast in desk.toasts)
    after = other.orders.get("SO-001")
    assert (after.delivery_place, after.lines[0].quantity) == ("Hall 9", 7_000_000)
    assert (after.customer_po_no, after.version) == (before.customer_po_no, before.version + 1)


async def test_somebody_was_faster_and_both_are_put_together(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        screen = await edit_form(desk, "SO-001")
        await fill(desk, screen, delivery_place="Hall 9", contact="Ann")
        other.do("SO-001", "edit", {"delivery_place": "Gate 2", "payment_terms": "60 days"})
        await desk.press("ctrl+s")
        dialog = desk.screen(ConflictDialog)
        assert "li" in dialog.heading()
        view = dialog.query_one(DifferenceView)
        rows = ["".join(part.text for part in row.line) for row in view.rows_for(110)]
        (clash,) = [row for row in rows if row.startswith("▲")]
        assert [part in clash for part in ("Hall 3", "Gate 2", "Hall 9")] == [True, True, True]
        assert any("60 days" in row for row in rows)
        await desk.press("escape")
        assert desk.screen(OrderFormScreen) is screen
        assert screen.form.head.model.text("delivery_place") == "Hall 9"
        await desk.press("ctrl+s", "enter")
        assert desk.screen(OrderFormScreen) is screen
        assert screen.form.head.model.text("payment_terms") == "60 days"
        assert screen.form.texts() == {"delivery_place": "Hall 9", "contact": "Ann"}
        assert other.orders.get("SO-001").delivery_place == "Gate 2"
        await desk.press("ctrl+s")
        desk.screen(IntakeScreen)
    after = other.orders.get("SO-001")
    assert (after.delivery_place, after.payment_terms, after.contact) == ("Hall 9", "60 days", "Ann")


async def test_somebody_was_faster_and_theirs_is_taken(trial: Trial, other: Desk) -> None:
    async with trial.run() as desk:
        screen = await edit_form(desk, "SO-001")
        await fill(desk, screen, delivery_place="Hall 9")
        other.do("SO-001", "edit", {"delivery_place": "Gate 2"})
        await desk.press("ctrl+s", "tab", "enter")
        assert desk.screen(OrderFormScreen) is screen
        assert screen.form.head.model.text("delivery_place") == "Gate 2"
        assert screen.form.texts() == {}


# --- what is typed is kept -------------------------------------------------------------------------------------


async def test_leaving_keeps_what_was_typed_for_the_next_time(trial: Trial) -> None:
    async with trial.run() as desk:
        screen = await new_form(desk)
        await fill(desk, screen, customer_po_no="PO-9", delivery_place="Hall 1")
        await desk.press("escape")
        desk.screen(IntakeScreen)
        assert any("kept" in toast for toast in desk.toasts)
        again = await new_form(desk)
        assert again is not screen
        assert again.form.texts() == {"customer_po_no": "PO-9", "delivery_place": "Hall 1"}
        await desk.press("ctrl+r")
        desk.screen(Confirm)
        await desk.press("shift+tab", "enter")
        assert again.form.texts() == {}
        await desk.press("escape")
        assert (await new_form(desk)).form.texts() == {}


async def test_a_draft_is_offered_again_after_a_crash(trial: Trial, folder: Path, other: Desk) -> None:
    async with trial.run() as desk:
        screen = await new_form(desk)
        await fill(desk, screen, customer_po_no="PO-9")
        screen.form.lines.go_to(0, "product_name")
        await desk.write("Bolt [/]")
        await desk.press("enter")
        await screen._keep()
        assert not other.drafts.abandoned()
    after = Trial(folder)
    after.now = NOW + timedelta(hours=1)
    async with after.run() as desk:
        desk.screen(DraftsDialog)
        assert "new order" in desk.text
        await desk.press("enter")
        again = desk.screen(OrderFormScreen)
        assert again.form.texts() == {"customer_po_no": "PO-9", "line.1.product_name": "Bolt [/]"}
        await desk.press("ctrl+s")
        desk.screen(IntakeScreen)
        found = desk.ask(lambda one: one.drafts.abandoned())
        assert found == ()


async def test_a_draft_of_an_edit_comes_back_over_what_others_did(trial: Trial, folder: Path, other: Desk) -> None:
    async with trial.run() as desk:
        screen = await edit_form(desk, "SO-001")
        await fill(desk, screen, contact="Ann")
        await screen._keep()
    other.do("SO-001", "edit", {"delivery_place": "Gate 2", "line.2.product_name": "Nut"})
    after = Trial(folder)
    after.now = NOW + timedelta(hours=1)
    async with after.run() as desk:
        assert "SO-001" in desk.text
        await desk.press("enter")
        again = desk.screen(OrderFormScreen)
        assert again.form.texts() == {"contact": "Ann"}
        assert again.form.head.model.text("delivery_place") == "Gate 2"
        await desk.press("ctrl+s")
        desk.screen(IntakeScreen)
    order = other.orders.get("SO-001")
    assert (order.contact, order.delivery_place, len(order.lines)) == ("Ann", "Gate 2", 2)


async def test_the_draft_of_an_order_that_moved_on_is_not_opened(trial: Trial, folder: Path, other: Desk) -> None:
    async with trial.run() as desk:
        screen = await edit_form(desk, "SO-001")
        await fill(desk, screen, contact="Ann")
        await screen._keep()
    other.do("SO-001", "cancel", {}, note="gone")
    after = Trial(folder)
    after.now = NOW + timedelta(hours=1)
    async with after.run() as desk:
        await desk.press("enter")
        assert not isinstance(desk.app.screen, OrderFormScreen)


async def test_a_desk_that_cannot_keep_drafts_says_so_and_typing_goes_on(trial: Trial, folder: Path) -> None:
    (folder / "drafts").write_text("in the way", encoding="utf-8")
    async with trial.run() as desk:
        screen = await new_form(desk)
        await fill(desk, screen, customer_po_no="PO-9")
        await screen._keep()
        await desk.settle()
        assert "cannot be kept" in said(screen)
        assert screen.form.texts() == {"customer_po_no": "PO-9"}


# --- sizes, keys, other verbs ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (200, 50)])
async def test_every_size_takes_the_form(trial: Trial, size: tuple[int, int]) -> None:
    async with trial.run(*size) as desk:
        screen = await edit_form(desk, "SO-001")
        await desk.press("f8", "f8", "ctrl+o", "ctrl+t")
        await fill(desk, screen, special_requirements="[/] [@click=app.quit]x")
        await desk.pilot.resize_terminal(size[0] + 20, size[1] + 5)
        await desk.settle()
        assert screen.form.texts() == {"special_requirements": "[/] [@click=app.quit]x"}


async def test_several_orders_are_not_edited_at_once(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("ctrl+a", "e")
        assert not isinstance(desk.app.screen, OrderFormScreen | VerbForm)


async def test_a_new_order_can_be_accepted_at_once(trial: Trial) -> None:
    async with trial.run() as desk:
        screen = await new_form(desk)
        await fill(desk, screen, customer="C1", requested_date="+9d", delivery_place="Hall 1")
        screen.form.lines.go_to(0, "product_name")
        for name, text in (("product_name", "Bolt"), ("quantity", "3"), ("unit_price", "2")):
            screen.form.lines.go_to(0, name)
            await desk.write(text)
            await desk.press("enter")
        await desk.press("ctrl+s")
        room = desk.screen(IntakeScreen)
        assert Verb.ACCEPT in room.chosen()[0].verbs
        await desk.press("a", "ctrl+s")
        assert room.row is not None
        assert room.row.state == "received"


# --- two versions, without a screen ----------------------------------------------------------------------------


def test_fields_that_both_changed_stand_first(other: Desk) -> None:
    before = other.orders.get("SO-001")
    now = other.do("SO-001", "edit", {"contact": "Bob", "line.1.quantity": "6", "payment_terms": "cash"}).order
    typed = {"line.1.quantity": "7", "delivery_place": "Hall 9", "payment_terms": "cash"}
    found = differences(before, now, typed, UTC)
    assert (found[0].name, found[0].clashes) == ("line.1.quantity", True)
    assert (found[0].before, found[0].theirs, found[0].mine) == ("5", "6", "7")
    rest = {one.name: (one.theirs, one.mine) for one in found[1:]}
    assert rest == {"contact": ("Bob", None), "payment_terms": ("cash", "cash"), "delivery_place": ("Hall 3", "Hall 9")}


def test_lines_that_others_removed_are_told_once(other: Desk) -> None:
    before = other.do("SO-001", "edit", {"line.2.product_name": "Nut", "line.2.quantity": "1"}).order
    now = other.do("SO-001", "edit", {"line.2.remove": "yes"}).order
    found = differences(before, now, {"line.2.quantity": "4"}, UTC)
    assert {one.name for one in found} == {"line.2.quantity", "line.2.remove"}


def test_what_was_typed_goes_into_lines_that_are_others_by_now(other: Desk) -> None:
    before = other.do("SO-001", "edit", {"line.2.product_name": "Nut", "line.3.product_name": "Cap"}).order
    now = other.do("SO-001", "edit", {"line.3.remove": "yes", "line.4.product_name": "Pin"}).order
    typed = {
        "line.1.quantity": "9", "line.2.remove": "yes", "line.3.quantity": "2", "line.4.product_name": "Bolt",
        "line.4.quantity": "1",
    }  # fmt: skip
    model = LineModel(now.lines, now.currency)
    gone = put_lines(model, typed, frozenset(line.line_no for line in before.lines))
    assert gone == (3,)
    assert model.texts() == {
        "line.1.quantity": "9", "line.2.remove": "yes", "line.5.product_name": "Bolt", "line.5.quantity": "1",
    }  # fmt: skip
