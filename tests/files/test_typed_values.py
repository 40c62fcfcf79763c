"""What people and programs type into cells: numbers, dates and words that one cell alone does not explain."""

from datetime import UTC, date, timedelta, timezone
from decimal import Decimal

import pytest

from data.drafts import DraftOrder, Subject
from data.errors import Unreadable
from data.files import dates, numbers
from data.files.source import format_of
from tests.files.sheets import TODAY, codes, csv_source, orders, reading, remarks

OFFICE = timezone(timedelta(hours=8))


def test_other_columns_show_that_decimals_have_a_comma() -> None:
    header = "PO Number;Material;Quantity;Net Price;Net Value\n"
    result = reading(csv_source(header + "45;A;1.000;12,50;12.500,00\n45;B;2.500;0,20;500,00\n"))
    (order,) = result.drafts
    assert isinstance(order, DraftOrder)
    found = [(line.quantity, line.unit_price) for line in order.lines]
    assert found == [(Decimal(1000), Decimal("12.5")), (Decimal(2500), Decimal("0.2"))]
    (problem,) = result.problems
    assert (problem.code, problem.detail) == ("doubtful_numbers", "1.000 = 1000")
    printed = orders(csv_source(header + "45;A;5,000;12,50;62,50\n"))
    assert printed[0].lines[0].quantity == 5
    typed = orders(csv_source("PO Number;Material;Quantity;Price\n45;A;1,200;3\n45;B;500;12,5\n"))
    assert [line.quantity for line in typed[0].lines] == [1200, 500]


def test_a_column_with_a_point_needs_no_other() -> None:
    assert numbers.writes_commas(["1,234", "12,5"]) is True
    assert numbers.writes_commas(["12,5", "12.5"]) is False
    assert numbers.writes_commas(["1,234.50"]) is False
    assert numbers.writes_commas(["1,234", 5.0, ""]) is None


def test_another_column_shows_the_order_of_day_and_month() -> None:
    rows = [["Order ID", "Order Date", "Due Date", "SKU", "Qty"], ["A", "1/13/2026", "2/3/2026", "X", 1]]
    assert orders(rows)[0].requested_date == date(2026, 2, 3)
    rows.append(["B", "13/1/2026", "2/3/2026", "X", 1])
    assert {code for _, _, code in codes(reading(rows))} == {"ambiguous_date"}


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["26-02-28", "26-03-15"], "ymd"),
        (["28/02/26", "03/04/26"], "dmy"),
        (["11/18/16", "03/04/17"], "mdy"),
        (["26/02/25", "25/03/26"], ""),
        (["28/02/2026"], "dmy"),
    ],
)
def test_years_of_two_figures(cells: list[str], order: str) -> None:
    assert dates.order_of(cells, TODAY) == order


@pytest.mark.parametrize("cell", ["115/02/10", "民國115年2月10日", "115.2.10", "1150210", 1150210.0])
def test_years_of_the_republic(cell: object) -> None:
    assert dates.read(cell, "", TODAY).value == date(2026, 2, 10)
    assert dates.read("115/02/30", "", TODAY).code == "bad_date"


def test_chinese_halves_of_the_day() -> None:
    for text, hour in (("2026-1-5 下午3:20", 15), ("2026/1/5 上午 9:05:00", 9), ("2026-1-5 上午15:00", None)):
        value = dates.read(text, "", TODAY, UTC).value
        assert getattr(value, "hour", None) == hour


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-04T16:00:00.000Z", 5),
        ("2026-01-05T00:00:00.000Z", 5),
        ("2026-01-05T23:59:59Z", 5),
        ("2026-01-05 23:30:00 -0500", 6),
        ("2026-01-05 23:30:00", 5),
    ],
)
def test_the_date_of_a_time_is_the_offices(text: str, day: int) -> None:
    (order,) = orders([["Order No", "SKU", "Qty", "Order Date"], ["A", "X", 1, text]], zone=OFFICE)
    assert order.ordered_on == date(2026, 1, day)


def test_what_is_not_known_yet_is_asked_for_and_what_is_free_costs_nothing() -> None:
    rows = [
        ["订单号", "料号", "数量", "单价", "交期"],
        ["A", "X", 1, "FOC", "2026-02-01"], ["B", "Y", 5, "待定", "ASAP"], ["C", "Z", "TBD", "?", "盡快"],
    ]  # fmt: skip
    result = reading(rows)
    assert (codes(result), remarks(result)) == ([], {"still_open"})
    first, second, third = orders(rows)
    assert first.lines[0].unit_price == 0
    assert (second.lines[0].unit_price, second.requested_date) == (None, None)
    assert {**second.extra, **second.lines[0].extra} == {"单价": "待定", "交期": "ASAP"}
    assert third.lines[0].quantity is None


def test_numbers_that_a_spreadsheet_cut_short_are_refused() -> None:
    rows = ("4.50001E+11,Acme,K-1,5", "4.50001E+11,Beta,K-2,6", "P9,Beta,6.90123E+12,6", "P8,Beta,1E5,6")
    result = reading(csv_source("\n".join(("PO No,Customer,SKU,Qty", *rows))))
    fields = ["customer_po_no", "customer_po_no", "product_code"]
    assert codes(result) == [(row, field, "shortened") for row, field in enumerate(fields, 2)]
    assert [order.customer_po_no for order in orders(csv_source("PO No,SKU,Qty\nP8,1E5,6\n"))] == ["P8"]


def test_prices_with_units_and_currencies() -> None:
    cells = ["12.50元/件", "￥3/箱", "1.20 USD per pc", "2.5/pcs"]
    found = [numbers.of_text(cell) for cell in cells]
    assert [(str(one.value), one.currency) for one in found] == [
        ("12.50", "CNY"), ("3", "CNY"), ("1.20", "USD"), ("2.5", ""),
    ]  # fmt: skip
    assert codes(reading([["PO No", "SKU", "Qty"], ["A", "X", "100/件"]])) == [(2, "quantity", "not_a_number")]
    told = {"元/千克": 1, "单价/KG": 1, "USD/1000": 1000, "每百件": 100, "/kpcs": 1000, "价": 1}
    assert {text: numbers.per_of(text) for text in told} == told


def test_a_comma_that_is_not_in_quotation_marks() -> None:
    text = "Order No,SKU,Qty,Unit Price\nA1,X,1,200,2.50\nA2,Y,5,2.50\n"
    result = reading(csv_source(text))
    assert codes(result) == [(2, "", "too_many_cells")]
    assert len(result.drafts) == 1
    text = "Order No,SKU,Qty,Ship Address,Ship City\nA1,X,1,Rua do Paço, 67,Rio\nA2,Y,5,1 Road,Leeds\n"
    assert orders(csv_source(text))[0].delivery_place == "Rua do Paço, 67, Rio"
    (order, *_) = orders(csv_source("Order No,SKU,Qty,\nA1,X,1,red\nA2,Y,5,blue\n"))
    assert {**order.extra, **order.lines[0].extra} == {"(D)": "red"}


def test_the_exports_of_shops() -> None:
    header = (
        "Name,Email,Currency,Shipping,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
        "Billing Name\n"
    )
    rows = (
        "#1001,a@b,USD,5.00,30.00,2026-01-05 10:22:30 +0800,2,Mug,10.00,M-1,Ann\n"
        "#1001,,,,,2026-01-05 10:22:30 +0800,1,Plate,5.00,P-1,\n"
    )
    (order,) = orders(csv_source(header + rows), zone=OFFICE)
    assert (order.number, order.customer_name) == ("#1001", "Ann")
    assert (order.freight, order.stated_total) == (Decimal(5), Decimal(30))
    found = [(line.product_code, line.quantity, line.unit_price) for line in order.lines]
    assert found == [("M-1", Decimal(2), Decimal(10)), ("P-1", Decimal(1), Decimal(5))]
    names = "order-id order-item-id purchase-date buyer-name sku product-name quantity-purchased currency item-price"
    text = "\t".join(names.split()) + "\n112-1\t77\t2026-01-05\tAnn\tM-1\tMug\t2\tUSD\t20.00\n"
    (order,) = orders(csv_source(text, name="a.txt"))
    (line,) = order.lines
    assert order.number == "112-1"
    assert (line.quantity, line.unit_price, line.stated_total) == (Decimal(2), None, Decimal(20))


def test_a_blank_column_gives_way_to_a_filled_one() -> None:
    (order,) = orders([["订单号", "物料编号", "货号", "数量"], ["A", "", "B-1", 1]])
    assert order.lines[0].product_code == "B-1"


@pytest.mark.parametrize("text", ["客户编码,客户名称,电话\nC1,海川,123\n", "产品编码,产品名称,单位,单价\nA,轴,件,2\n"])
def test_lists_of_customers_and_products_are_no_orders(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        reading(csv_source(text))
    assert refusal.value.why == "not_orders"
    subject = Subject.CUSTOMERS if "客户" in text else Subject.PRODUCTS
    assert reading(csv_source(text), subject).refused == ()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"UNA:+.? '\nUNB+UNOA:1+a+b+1+1'", "edifact"),
        (b"UNB+UNOA:1+a+b'", "edifact"),
        (b"ISA*00*          *00*", "x12"),
        (b"From: a@b\r\nTo: c@d\r\nSubject: order\r\n\r\nOrder No,Qty\r\n", "eml"),
    ],
)
def test_messages_are_named(content: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        format_of(content, "order.csv")
    assert (refusal.value.why, refusal.value.detail) == ("unknown_format", kind)
