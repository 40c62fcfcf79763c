"""Which heading means which field."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.drafts import Subject
from data.errors import Unreadable
from data.files import columns
from data.files.fields import FIELDS, SPECS
from data.files.mappings import parse_mapping

ORDERS = Subject.ORDERS

EXPECTED = {
    "our order number": {"number"},
    "customer_po_no": {"customer_po_no"},
    "contract number": {"contract_no"},
    "product, specification": {"product_code", "specification"},
    "customer's part number": {"customer_part_no"},
    "drawing": {"drawing_no"},
    "order date": {"ordered_on"},
    "requested date": {"requested_date"},
    "promised date": {"promised_date"},
    "planned finish": {""},
    "ordered": {"quantity"},
    "made / delivered": {"finished", "shipped", "delivered"},
    "open (derived; check only)": {""},
    "step, class, person": {"", "handling_class", "salesperson"},
    "remarks": {"note", "special_requirements"},
}


def meaning(heading: str, subject: Subject = ORDERS) -> str | None:
    known = columns.exactly(subject, heading)
    return None if known is None else (known.fields or ("",))[0]


def test_the_headings_that_offices_use(samples: Callable[[str], Path]) -> None:
    text = samples("headers.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    assert {name for name, _ in rows} == set(EXPECTED)
    for name, headings in rows:
        for heading in re.split(r"[,;/] ?", re.sub(r"in a customer's own file|\(.*?\)", "", headings)):
            if heading.strip():
                assert meaning(heading.strip()) in EXPECTED[name], heading


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("PO Number", "customer_po_no"),
        ("P.O. No.", "customer_po_no"),
        ("PO #", "customer_po_no"),
        ("客户 PO", "customer_po_no"),
        ("客户ＰＯ号", "customer_po_no"),
        ("orderID", "number"),
        ("ORDER_NO", "number"),
        ("*订单号（必填）", "number"),
        ("訂單編號", "number"),
        ("customerID", "customer_code"),
        ("Sold-To Party", "customer_code"),
        ("購貨單位", "customer_name"),
        ("Material", "product_code"),
        ("Item #", "line_no"),
        ("品號", "product_code"),
        ("Material Description", "product_name"),
        ("Qty.", "quantity"),
        ("Qty (PCS)", "quantity"),
        ("數量(PCS)", "quantity"),
        ("数量\nQty", "quantity"),
        ("数量/Quantity", "quantity"),
        ("数量 Quantity", "quantity"),
        ("UoM", "unit"),
        ("單位", "unit"),
        ("Unit Price (USD)", "unit_price"),
        ("单价（元）", "unit_price"),
        ("单价(含税)", "unit_price_gross"),
        ("含税单价(元)", "unit_price_gross"),
        ("不含税单价", "unit_price_net"),
        ("未稅單價", "unit_price_net"),
        ("價稅合計", "line_total_gross"),
        ("税率%", "tax_rate"),
        ("税率(%)", "tax_rate"),
        ("折扣率(%)", "discount_rate"),
        ("Discount %", "discount_rate"),
        ("Ext. Price", "stated_total"),
        ("小计", "stated_total"),
        ("Ship To", "delivery_place"),
        ("送货地址", "delivery_place"),
        ("Need by", "requested_date"),
        ("Need-by Date", "requested_date"),
        ("要求交期", "requested_date"),
        ("交期", "requested_date"),
        ("收货日期", "requested_date"),
        ("收单日期", "received_at"),
        ("Order Date", "ordered_on"),
        ("Ship Date", "planned_ship_date"),
        ("幣別", "currency"),
        ("供应商名称", ""),
        ("Supplier", ""),
        ("unrelated words", None),
        ("", None),
    ],
)
def test_headings_of_order_sheets(heading: str, field: str | None) -> None:
    assert meaning(heading) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("customerID", "code"),
        ("companyName", "name"),
        ("統一編號", "tax_no"),
        ("信用额度(元)", "credit_limit"),
        ("E-Mail", "email"),
    ],
)
def test_headings_of_customer_lists(heading: str, field: str) -> None:
    assert meaning(heading, Subject.CUSTOMERS) == field


def test_two_columns_of_one_field() -> None:
    found = columns.assign(ORDERS, ["交货日期", "客户要求交期", "数量", "订单数量", "Sales", "Amount"], {})
    assert found.fields == ("", "requested_date", "", "quantity", "", "stated_total")


def test_a_heading_of_several_meanings_takes_what_is_free() -> None:
    headings = ["Item No", "Item", "Description", "Qty"]
    assert columns.assign(ORDERS, headings, {}).fields == ("product_code", "product_name", "specification", "quantity")
    assert columns.assign(ORDERS, headings, {}, {0}).fields == ("line_no", "product_code", "product_name", "quantity")
    headings = ["PO", "Item", "Part No", "Description"]
    expected = ("customer_po_no", "line_no", "product_code", "product_name")
    assert columns.assign(ORDERS, headings, {}, {1}).fields == expected
    assert columns.assign(ORDERS, ["Item", "Qty"], {}, {0}).fields == ("product_code", "quantity")
    assert columns.assign(ORDERS, ["计量单位", "数量"], {}).fields == ("unit", "quantity")
    headings = ["计量单位", "计量数量", "核算单位", "核算数量"]
    assert columns.assign(ORDERS, headings, {}).fields == ("second_unit", "second_quantity", "unit", "quantity")


def test_likeness_is_taken_only_where_it_is_near_and_alone() -> None:
    assert columns.recognise(ORDERS, "Prodct Name")[1] == "productname"
    for unlike in ("Address 3", "Bolt", "A1", "采购单价格式", "12345678", "Colour"):
        assert columns.recognise(ORDERS, unlike)[1] == ""


def test_repeated_headings_are_told_apart() -> None:
    assert columns.unique(["a", "b", "a", "", "", "a", "a (2)"]) == ("a", "b", "a (2)", "", "", "a (3)", "a (2) (2)")


def test_own_exports_map_to_themselves() -> None:
    found = columns.assign(ORDERS, ["number", "state", "total", "order_extra:Segment", "reason"], {})
    assert found.own
    assert found.fields == ("number", "state", "total", "", "")
    assert not columns.assign(ORDERS, ["number", "total", "colour"], {}).own


def test_hints_of_headings() -> None:
    found = columns.assign(ORDERS, ["单价(USD)", "折扣率(%)", "金额（元）", "Qty"], {})
    assert [set(found.hints[place]) for place in range(4)] == [{"USD"}, {"percent"}, {"CNY"}, set()]


@pytest.mark.parametrize("subject", list(Subject))
def test_every_word_of_the_table_means_a_field_of_its_subject(subject: Subject) -> None:
    for known in columns.words(subject).values():
        assert set(known.fields) <= set(SPECS[subject])


@pytest.mark.parametrize("subject", list(Subject))
def test_no_word_stands_for_two_fields(subject: Subject) -> None:
    seen: dict[str, str] = {}
    for key, words in columns._table()[subject.value].items():
        for word in words:
            assert seen.setdefault(columns.normal(word), key) == key, word


def test_mappings() -> None:
    assert parse_mapping('"Artikel" = "product_code"\n') == {"Artikel": "product_code"}
    assert parse_mapping('{"Artikel": "product_code"}') == {"Artikel": "product_code"}
    assert parse_mapping('[columns]\nMenge = "quantity"\n') == {"Menge": "quantity"}
    for bad in ("", "{", "a = 1", "a = ", '[a]\nb = "c"', '{"": "x"}'):
        with pytest.raises(Unreadable) as refusal:
            parse_mapping(bad)
        assert refusal.value.why == "bad_mapping"


def test_fields_are_exported_by_name() -> None:
    assert {"number", "quantity", "unit_price", "order_note"} <= set(FIELDS[Subject.ORDERS])
    assert "credit_limit" in FIELDS[Subject.CUSTOMERS]


@given(st.text(max_size=30))
def test_any_text_can_be_a_heading(text: str) -> None:
    for subject in Subject:
        known, like = columns.recognise(subject, text)
        assert known is not None or like == ""
