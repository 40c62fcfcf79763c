from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadValue
from data.orders import OrderLine
from data.parties import Product
from data.rules.typed import is_order_field
from data.states import PriceBasis
from tests.rooms.widgets.furniture import HOSTILE
from widgets.form_values import Typing, line_texts, read_as, read_field
from widgets.line_model import FIELDS, LineModel

TYPING = Typing(
    date(2026, 11, 21),
    ZoneInfo("Asia/Shanghai"),
    "CNY",
    tax_rate=130_000,
    required=("product", "quantity", "unit_price"),
)
LOCK_NUT = Product(
    1, "LN-8", "锁紧螺母", specification="M8", unit="PCS", list_price=2_500_000, currency="CNY", tax_rate=60_000
)
LINES = (
    OrderLine(1, product_code="A", product_name="frame", quantity=2_000_000, unit="EA", unit_price=86_500_000,
              tax_rate=130_000, net=17300, tax=2249, total=19549, line_id=7),
    OrderLine(3, product_code="B", quantity=1_500_000, unit="M", stated_total=10_000, unit_price=66_666_667,
              supplied={"unit_price": "stated_total"}, requested_date=date(2026, 12, 8), line_id=8),
)  # fmt: skip


def test_what_is_not_touched_is_not_sent() -> None:
    model = LineModel(LINES, "CNY")
    assert model.texts() == {}
    assert model.problems(TYPING) == []
    model.set(0, "quantity", " 2 ")
    assert model.texts() == {}
    model.set(1, "requested_date", "")
    model.set(0, "quantity", "5")
    assert model.texts() == {"line.1.quantity": "5", "line.3.requested_date": ""}


def test_amounts_follow_what_is_typed_by_the_rules_of_the_desk() -> None:
    model = LineModel(LINES, "CNY")
    first = model.amounts(0, TYPING)
    assert first is not None
    assert (first.net, first.tax, first.total) == (17300, 2249, 19549)
    second = model.amounts(1, TYPING)
    assert second is not None
    assert second.net == 10_000  # the stated total stands
    model.set(1, "quantity", "3")
    changed = model.amounts(1, TYPING)
    assert changed is not None
    assert changed.net == 20_000  # and falls with the figure that it was stated for
    model.set(0, "discount_rate", "10%")
    less = model.amounts(0, TYPING)
    assert less is not None
    assert less.net == 15_570
    model.set(0, "quantity", "x")
    assert model.amounts(0, TYPING) is None
    gross = LineModel()
    gross.set(0, "quantity", "1")
    gross.set(0, "unit_price", "113")
    with_tax = gross.amounts(0, replace(TYPING, price_basis=PriceBasis.GROSS))
    assert with_tax is not None
    assert (with_tax.net, with_tax.total) == (10_000, 11_300)


def test_a_product_fills_what_is_empty_and_is_priced() -> None:
    model = LineModel()
    model.set(0, "quantity", "10")
    model.choose(0, LOCK_NUT, "CNY")
    assert model.texts() == {"line.1.product_code": "LN-8", "line.1.quantity": "10"}
    assert model.rows[0].supplied("unit") == ("PCS", "price_list")
    amounts = model.amounts(0, TYPING)
    assert amounts is not None
    assert (amounts.net, amounts.tax) == (2_500, 150)
    assert model.missing(TYPING) == {}
    model.choose(0, LOCK_NUT, "USD")
    assert model.missing(TYPING) == {"unit_price": [1]}
    model.set(0, "product_code", "else")
    assert model.rows[0].supplied("unit") == ("", "")


def test_an_exchanged_product_supplies_anew_what_the_old_one_had_supplied() -> None:
    line = replace(LINES[0], supplied={"unit_price": "price_list", "unit": "price_list"})
    model = LineModel([line], "CNY")
    model.choose(0, LOCK_NUT, "CNY")
    assert (model.rows[0].cell("unit_price"), model.rows[0].supplied("unit_price")[0]) == ("", "2.5")
    assert model.rows[0].cell("quantity") == "2"


def test_lines_of_a_new_order_are_numbered_as_they_stand_and_of_an_old_one_behind() -> None:
    fresh = LineModel()
    for place, code in enumerate("abc"):
        fresh.set(place, "product_code", code)
    assert fresh.insert(1) == 1
    fresh.set(1, "product_code", "x")
    fresh.remove(0)
    assert fresh.texts() == {
        "line.1.product_code": "x", "line.2.product_code": "b", "line.3.product_code": "c",
    }  # fmt: skip
    old = LineModel(LINES, "CNY")
    assert old.insert(0) == 2
    old.set(2, "product_code", "x")
    old.remove(0)
    assert old.texts() == {"line.1.remove": "yes", "line.4.product_code": "x"}
    old.remove(0)
    assert "line.1.remove" not in old.texts()


def test_pasted_rows_fill_cells_from_the_cursor_on() -> None:
    model = LineModel(LINES, "CNY")
    count = model.paste(1, ("product_code", "quantity", "unit_price"), "B2\t4\r\nC\t5\t1,200.50\nD\n\n")
    assert count == 3
    assert model.rows[1].cell("quantity") == "4"
    assert model.texts()["line.4.unit_price"] == "1,200.50"
    assert model.texts()["line.5.product_code"] == "D"
    amounts = model.amounts(2, TYPING)
    assert amounts is not None
    assert amounts.net == 600_250


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("quantity", "0", "zero"),
        ("quantity", "-3", "negative"),
        ("unit_price", "abc", "not_a_number"),
        ("discount_rate", "150%", "not_a_rate"),
        ("requested_date", "31.2.2026", "bad_date"),
        ("price_basis", "brutto", "not_in_list"),
        ("stated_total", "9" * 30, "too_large"),
        ("note", "\ud800", "not_text"),
    ],
)
def test_what_the_desk_would_refuse_is_said_while_one_types(name: str, text: str, why: str) -> None:
    model = LineModel(LINES, "CNY")
    model.set(1, name, text)
    ((at, field, problem),) = model.problems(TYPING)
    assert (at, field, problem.why, problem.field) == (1, name, why, f"line.3.{name}")


def test_a_text_is_read_as_what_the_desk_will_keep() -> None:
    assert read_as("requested_date", read_field("requested_date", "+3d", TYPING), TYPING) == "24 Nov 2026"
    assert read_as("line.1.tax_rate", read_field("line.1.tax_rate", "0.13", TYPING), TYPING) == "13%"
    assert read_as("freight", read_field("freight", "1,200", TYPING), TYPING) == "CNY 1,200.00"
    assert read_field("rounding_off", "-0.05", TYPING) == -5
    assert read_field("kind", "Goods", TYPING) == "goods"
    with pytest.raises(BadValue):
        read_field("currency", "gold", TYPING)


EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.just("set"), st.integers(0, 5), st.sampled_from(FIELDS), st.sampled_from(["", "1", "x", *HOSTILE[:3]])
        ),
        st.tuples(st.just("insert"), st.integers(0, 5)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("paste"), st.integers(0, 5), st.just(FIELDS[:3]), st.text("a1\t\n", max_size=12)),
    ),
    max_size=25,
)


def _edited(model: LineModel, edits: list[Any]) -> LineModel:
    for what, *arguments in edits:
        getattr(model, what)(*arguments)
    return model


@given(EDITS, st.booleans())
def test_whatever_is_done_the_texts_are_fields_of_an_order_and_drafts_bring_them_back(
    edits: list[Any], new: bool
) -> None:
    lines = () if new else LINES
    model = _edited(LineModel(lines, "CNY"), edits)
    texts = model.texts()
    assert all(is_order_field(name) for name in texts)
    numbers = [number for number in model.numbers() if number is not None]
    assert len(set(numbers)) == len(numbers)
    again = LineModel(lines, "CNY")
    again.restore(model.snapshot())
    assert again.texts() == texts
    assert len(model.problems(TYPING)) == len(again.problems(TYPING))
    for at in range(len(model.rows)):
        model.amounts(at, TYPING)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-1, 5) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["line_no", "cells", "product", "removed", "quantity"]), inner, max_size=5
            )
        ),
    )
)
def test_a_damaged_draft_is_passed_over(snapshot: Any) -> None:
    model = LineModel(LINES, "CNY")
    model.restore(snapshot)
    assert len(model.rows) >= 2
    assert all(is_order_field(name) for name in model.texts())


def test_texts_of_a_line_read_back_as_what_it_holds() -> None:
    texts = line_texts(LINES[1], "CNY")
    assert read_field("line.3.quantity", texts["quantity"], TYPING) == LINES[1].quantity
    assert read_field("line.3.unit_price", texts["unit_price"], TYPING) == LINES[1].unit_price
    assert read_field("line.3.stated_total", texts["stated_total"], TYPING) == LINES[1].stated_total
    assert read_field("line.3.requested_date", texts["requested_date"], TYPING) == LINES[1].requested_date
