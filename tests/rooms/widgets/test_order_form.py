from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from textual import events
from textual.binding import BindingType
from textual.pilot import Pilot

from data import words
from data.errors import DeskBusy
from data.orders import Order, OrderLine
from data.parties import Customer, Product
from data.rules.typed import is_order_field
from data.states import Channel, HandlingClass, OrderKind, OrderState
from tests.rooms.widgets.furniture import HOSTILE, MOMENT, NOW, SIZES, Bench, assert_harmless, on_screen, settled
from widgets.form_values import Typing
from widgets.grid_canvas import COLUMNS
from widgets.head_model import FIELDS, HeadModel
from widgets.line_grid import LineGrid
from widgets.lookup import Suggestion
from widgets.order_form import OrderForm

TYPING = Typing(
    MOMENT.today,
    ZoneInfo("Asia/Shanghai"),
    "CNY",
    tax_rate=130_000,
    required=("customer", "product", "quantity", "unit_price", "requested_date", "payment_terms"),
    supplies={"kind": ("goods", "policy"), "currency": ("CNY", "policy")},
)
OSTARA = Customer(1, "C1", "Ostara Lifts", payment_terms="net 30", currency="EUR", contact="Ms Lind")
NUT = Product(1, "LN-8", "锁紧螺母", specification="M8", unit="PCS", list_price=2_500_000, currency="CNY")
ORDER = Order(
    1, "SO-202611-00042", 3, OrderState.CLARIFYING, OrderKind.GOODS, HandlingClass.SPECIAL, Channel.EMAIL, NOW, NOW,
    "li", "CNY", customer_id=1, customer_code="C1", customer_name="Ostara Lifts", customer_po_no="P2025",
    requested_date=date(2026, 12, 8), payment_terms="net 30", freight=1_250, discount_rate=50_000,
    supplied={"payment_terms": "customer"},
    lines=(
        OrderLine(1, product_code="A", quantity=2_000_000, unit="EA", unit_price=10_000_000, tax_rate=130_000),
        OrderLine(2, product_code="B", quantity=1_000_000, unit="EA"),
    ),
)  # fmt: skip


async def _products(text: str) -> Sequence[Suggestion]:
    return [Suggestion(NUT.code, NUT.name, "M8", NUT), Suggestion("LN-9")] if text.casefold() in "ln-8" else []


async def _customers(text: str) -> Sequence[Suggestion]:
    if text == "zz":
        raise DeskBusy("desk", 15)
    return [Suggestion(OSTARA.code, OSTARA.name, "", OSTARA)]


async def _form(pilot: Pilot[Any], order: Order | None = None) -> OrderForm:
    form = OrderForm(TYPING, customers=_customers, products=_products)
    await pilot.app.mount(form)
    form.show(order)
    form.begin()
    await pilot.pause()
    return form


async def test_an_order_that_is_not_touched_gives_nothing() -> None:
    async with Bench().run_test(size=(120, 40)) as pilot:
        form = await _form(pilot, ORDER)
        assert form.texts() == {}
        assert form.faults == []
        await pilot.press(*["enter"] * 3, *["down"] * 30)
        await settled(pilot)
        assert form.texts() == {}
        assert form.missing == ["unit price (line 2)"]
        text = "\n".join(on_screen(pilot.app))
        assert "(customer file)" in text
        amounts = form.amounts
        assert amounts is not None
        assert (amounts.net, amounts.tax, amounts.discount, amounts.total) == (1_900, 247, 113, 3_397)


async def test_a_new_order_is_typed_by_keys_alone() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        form = await _form(pilot)
        assert "customer" in form.missing
        assert "order lines" in form.missing
        await pilot.press(*"ost")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert [message.customer for message in app.heard(OrderForm.CustomerTaken)] == [OSTARA]
        assert form.typing.currency == "EUR"  # the customer's own, while nobody types another
        await pilot.press(*"PO 7", "enter", "enter")
        await pilot.press(*"+3d", "enter")
        assert form.head.model.text("requested_date") == "2026-11-24"
        form.head.bring("currency")
        await pilot.press(*"cny", "ctrl+o")
        await pilot.press(*"ln-8")
        await settled(pilot)
        await pilot.press("enter")  # exactly what was typed: the product of the price list
        await pilot.press("tab", "tab", *"10", "enter")
        await settled(pilot)
        assert form.texts() == {
            "customer": "C1", "customer_po_no": "PO 7", "requested_date": "2026-11-24", "currency": "cny",
            "line.1.product_code": "LN-8", "line.1.quantity": "10",
        }  # fmt: skip
        assert form.missing == []
        amounts = form.amounts
        assert amounts is not None
        assert amounts.total == 2_825
        assert "25.00 + tax 3.25 = CNY 28.25" in on_screen(app)[-1]
        await pilot.press("ctrl+s")
        assert len(app.heard(OrderForm.SaveAsked)) == 1


async def test_choices_are_shown_by_space_and_typed_by_name_or_code() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        form = await _form(pilot, ORDER)
        form.head.bring("handling_class")
        await pilot.pause()
        await pilot.press("space")
        await pilot.pause()
        assert "›special" in "\n".join(on_screen(app))
        await pilot.press("down", "enter")
        assert form.texts() == {"handling_class": "urgent"}
        form.head.bring("channel")
        await pilot.press(*"E-Mail", "tab")
        assert form.texts() == {"handling_class": "urgent"}  # what it was, typed by its name
        form.head.bring("kind")
        await pilot.press(*"boat", "tab")
        assert [(name, problem.why) for name, problem in form.faults] == [("kind", "not_in_list")]
        await pilot.click(form.head.canvas, offset=(30, 0))
        await pilot.press(*"C 7")  # a space is a space where anything can be typed
        assert form.texts()["customer"] == "C 7"


async def test_the_field_of_the_keys_goes_along_when_the_head_is_scrolled() -> None:
    async with Bench().run_test(size=(80, 24)) as pilot:
        form = await _form(pilot, ORDER)
        form.head.bring(FIELDS[-1])
        await pilot.pause()
        line = form.head.lookup.region.y
        assert line == form.head.canvas.region.bottom - 1
        form.head.canvas.scroll_to(y=form.head.canvas.scroll_y - 3, animate=False)
        await pilot.pause()
        assert form.head.lookup.styles.offset.y.value == line + 3


async def test_what_is_wrong_is_said_beside_the_field_and_stops_saving() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        form = await _form(pilot, ORDER)
        form.head.bring("planned_finish")
        await pilot.press(*"31.2")
        assert "is not a date" in "\n".join(on_screen(app))
        form.lines.go_to(0, "quantity")
        await pilot.press(*"-3", "enter")
        assert [name for name, _problem in form.faults] == ["planned_finish", "line.1.quantity"]
        assert form.amounts is None
        form.begin()
        await pilot.press("ctrl+s")
        assert form.head.current == "planned_finish"
        await pilot.press("ctrl+t")
        assert (form.lines.canvas.row, form.lines.canvas.at.field) == (0, "quantity")
        assert "is negative" in on_screen(app)[-2]
        await pilot.press("ctrl+t")
        assert (form.lines.canvas.row, form.lines.canvas.at.field) == (1, "unit_price")
        assert app.heard(OrderForm.SaveAsked) == []
        assert "2 fields are wrong" in on_screen(app)[-1]


async def test_a_draft_brings_back_what_was_typed_in_the_middle_of_a_cell() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        form = await _form(pilot, ORDER)
        form.head.bring("delivery_place")
        await pilot.press(*"gate 4")
        form.head.put("handling_class", "urgent")
        form.lines.go_to(1, "unit_price")
        await pilot.press(*"12.")
        assert form.lines.is_typing
        assert app.heard(OrderForm.Changed)
        kept = form.snapshot()
        texts = {"delivery_place": "gate 4", "handling_class": "urgent", "line.2.unit_price": "12."}
        assert form.texts() == texts
        form.show(ORDER)
        await pilot.pause()
        assert form.texts() == {}
        form.restore(kept)
        await pilot.pause()
        assert form.texts() == texts
        rubbish: tuple[object, ...] = (None, [], {"shape": 9}, {"shape": 1, "head": 3, "lines": {}})
        for damaged in (*rubbish, {"shape": 1, "head": {"x": 1}}):
            form.show(ORDER)
            form.restore(damaged)
            assert form.texts() == {}


async def test_the_grid_is_worked_by_keys_alone() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        form = await _form(pilot, ORDER)
        grid = form.lines
        grid.go_to(0, "quantity")
        await pilot.press("5", "escape")
        assert form.texts() == {}
        await pilot.press("5", "down", "ctrl+d")
        assert form.texts() == {"line.1.quantity": "5", "line.2.quantity": "5"}
        assert grid.canvas.row == 2
        grid.go_to(1, "requested_date")
        await pilot.press(*"fri", "tab")
        assert form.texts()["line.2.requested_date"] == "2026-11-27"
        await pilot.press("shift+tab", "delete")
        assert "line.2.requested_date" not in form.texts()
        await pilot.press("insert", *"C", "enter")
        assert form.texts()["line.3.product_code"] == "C"
        await pilot.press("up", "up", "ctrl+delete")
        assert form.texts()["line.1.remove"] == "yes"
        await pilot.press("ctrl+delete")
        assert "line.1.remove" not in form.texts()
        await pilot.press("home", "ctrl+c")
        assert app.clipboard == "A"
        await pilot.press("end")
        assert grid.canvas.column == len(COLUMNS) - 1
        await pilot.press("ctrl+home", "home", "up")
        assert form.head.current == FIELDS[-1]
        await pilot.press("down")
        await pilot.press("ctrl+end", "tab")
        assert form.head.current == FIELDS[0]


async def test_what_is_typed_into_a_cell_never_reaches_the_keys_of_the_room() -> None:
    class Room(Bench):
        BINDINGS: ClassVar[list[BindingType]] = [("1", "quit", ""), ("q", "quit", ""), ("space", "quit", "")]

    app = Room()
    async with app.run_test(size=(120, 40)) as pilot:
        form = await _form(pilot)
        await pilot.press("1", "q", "ctrl+o")
        await pilot.pause()
        await pilot.press("1", "q", "enter", "tab", "space", "q", "enter")
        assert app.is_running
        assert form.texts() == {"customer": "1q", "line.1.product_code": "1q", "line.1.specification": "q"}


async def test_rows_of_a_sheet_are_pasted_into_cells() -> None:
    async with Bench().run_test(size=(120, 40)) as pilot:
        form = await _form(pilot)
        form.lines.go_to(0, "product_code")
        pilot.app.post_message(events.Paste("A\u200b1\tframe\t25\t3\tEA\t1,200.5\nB2\tbar\t\t4\tM\t7\x1b\n"))
        await pilot.pause()
        assert form.texts() == {
            "line.1.product_code": "A1", "line.1.product_name": "frame", "line.1.specification": "25",
            "line.1.quantity": "3", "line.1.unit": "EA", "line.1.unit_price": "1,200.5",
            "line.2.product_code": "B2", "line.2.product_name": "bar", "line.2.quantity": "4", "line.2.unit": "M",
            "line.2.unit_price": "7",
        }  # fmt: skip
        amounts = form.amounts
        assert amounts is not None
        assert amounts.net == 362_950


async def test_suggestions_choose_nothing_that_nobody_chose_and_survive_a_busy_desk() -> None:
    async with Bench().run_test(size=(80, 24)) as pilot:
        form = await _form(pilot)
        await pilot.press(*"os")
        await settled(pilot)
        assert "Ostara Lifts" in "\n".join(on_screen(pilot.app))
        await pilot.press("enter")
        assert form.texts() == {"customer": "os"}
        form.begin()
        await pilot.press(*"zz")
        await settled(pilot)
        assert form.texts() == {"customer": "zz"}
        await pilot.press("backspace")
        await settled(pilot)
        await pilot.press("down", "escape")
        await settled(pilot)
        assert "Ostara Lifts" not in "\n".join(on_screen(pilot.app))
        await pilot.press("escape")
        assert len(pilot.app.heard(OrderForm.Left)) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(("size", "language"), zip(SIZES, ("en", "zh_CN", "zh_TW", "en"), strict=True))
async def test_hostile_texts_do_no_harm_and_an_open_form_is_resized(size: tuple[int, int], language: str) -> None:
    words.set_language(language)
    lines = tuple(
        replace(ORDER.lines[0], line_no=place, product_code=text, product_name=text, note=text, unit=text[:9])
        for place, text in enumerate(HOSTILE, start=1)
    )
    order = replace(
        ORDER, contact=HOSTILE[2], delivery_place=HOSTILE[3], special_requirements=HOSTILE[5], payment_terms=HOSTILE[0],
        customer_po_no=HOSTILE[7], lines=lines,
    )  # fmt: skip
    app = Bench()
    async with app.run_test(size=size) as pilot:
        form = await _form(pilot, order)
        assert_harmless(on_screen(app), size[0])
        assert all(is_order_field(name) for name in form.texts())
        form.lines.go_to(3, "product_name")
        await pilot.press("enter", "x")
        await pilot.resize_terminal(60, 15)
        await settled(pilot)
        assert_harmless(on_screen(app), 60)
        assert form.lines.is_typing
        await pilot.resize_terminal(300, 80)
        await settled(pilot)
        assert_harmless(on_screen(app), 300)
        assert set(form.texts()) == {"line.4.product_name"}


async def test_what_every_line_says_for_itself_is_not_missing_in_the_head() -> None:
    dated = replace(
        ORDER, requested_date=None, lines=tuple(replace(one, requested_date=date(2026, 12, 8)) for one in ORDER.lines)
    )
    async with Bench().run_test(size=(120, 40)) as pilot:
        form = await _form(pilot, dated)
        assert form.missing == ["unit price (line 2)"]
        form.lines.model.set(1, "requested_date", "")
        form.lines.post_message(LineGrid.Changed(form.lines))
        await settled(pilot)
        assert form.missing == ["requested delivery date", "unit price (line 2)"]
        assert "missing" in next(line for line in on_screen(pilot.app) if "requested delivery date" in line)


@pytest.mark.parametrize(("language", "meant"), [("en", "by carrier"), ("zh_CN", "物流配送")])
def test_a_code_of_the_policy_is_said_in_words(language: str, meant: str) -> None:
    words.set_language(language)
    supplied = replace(TYPING, supplies={"delivery_method": ("carrier", "policy")})
    assert HeadModel(None, supplied).explained("delivery_method").text.startswith(meant)
    kept = replace(ORDER, delivery_method="carrier", supplied={"delivery_method": "policy"})
    assert HeadModel(kept, TYPING).explained("delivery_method").text.startswith(f"= {meant}")
    spoken = replace(ORDER, delivery_method="by sea", supplied={})
    assert HeadModel(spoken, TYPING).explained("delivery_method").text == ""
