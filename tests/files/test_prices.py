"""Prices, totals, discounts and taxes of order sheets (E3, E7)."""

from decimal import Decimal
from typing import Any

import pytest

from data.drafts import DraftLine, DraftOrder
from tests.files.sheets import codes, orders, reading, remarks

HALF = Decimal("0.5")


def one(header: list[str], *rows: list[Any]) -> tuple[DraftOrder, DraftLine]:
    (order,) = orders([["订单号", "品名", "数量", *header], *[["A", "螺钉", *row] for row in rows]])
    return order, order.lines[0]


@pytest.mark.parametrize(
    ("header", "row", "basis", "price", "total"),
    [
        (["单价", "金额"], [10, 2, 20], "", 2, 20),
        (["含税单价", "价税合计"], [10, 2, 20], "gross", 2, 20),
        (["单价(含税)", "金额"], [10, 2, 20], "gross", 2, 20),
        (["不含税单价", "金额"], [10, 2, 20], "net", 2, 20),
        (["未税单价", "未税金额"], [10, 2, 20], "net", 2, 20),
        (
            ["单价", "含税单价", "金额", "价税合计"],
            [10, 2, Decimal("2.26"), 20, Decimal("22.6")],
            "gross",
            Decimal("2.26"),
            Decimal("22.6"),
        ),
        (["含税单价", "金额"], [10, Decimal("2.26"), 20], "gross", Decimal("2.26"), None),
        (["单价", "价税合计"], [10, 2, 20], "gross", 2, 20),
        (["单价", "金额", "价税合计"], [10, 2, 20, Decimal("22.6")], "net", 2, 20),
        (["单价", "税率", "价税合计"], [10, 2, Decimal("0.13"), Decimal("22.6")], "net", 2, None),
        (["价税合计"], [10, 20], "gross", None, 20),
        (["小计"], [10, 20], "", None, 20),
        (["Unit Price", "Ext. Price"], [10, 2, 20], "", 2, 20),
    ],
)
def test_price_and_total_of_one_kind_stand(
    header: list[str], row: list[Any], basis: str, price: Decimal | None, total: Decimal | None
) -> None:
    order, line = one(header, [float(value) for value in row])
    assert (order.price_basis, line.unit_price, line.stated_total) == (basis, price, total)


def test_columns_that_do_not_stand_are_kept() -> None:
    order, _ = one(["单价", "含税单价"], [10, 2, 2.26])
    assert order.extra == {"单价": "2"}


@pytest.mark.parametrize(
    ("heading", "cells", "off"),
    [
        ("Discount", [0.15, 0], "0.15"),
        ("Discount", ["15%", "0%"], "0.15"),
        ("Discount %", [15, 0], "0.15"),
        ("Discount", [15, 0], "0.15"),
        ("折扣率(%)", [15, 0], "0.15"),
        ("折扣率", [0.15, 0], "0.15"),
        ("折扣", ["85折", "不打折"], "0.15"),
        ("折扣", [0.85, 1], "0.15"),
        ("折扣", [8.5, 10], "0.15"),
        ("折扣", [85, 100], "0.15"),
        ("折扣", [0.15, 0], "0.15"),
        ("折扣", ["15%", ""], "0.15"),
        ("扣率", [85, 100], "0.15"),
        ("Disc.", [1, 0], "0.01"),
    ],
)
def test_discounts(heading: str, cells: list[Any], off: str) -> None:
    _, line = one([heading], [1, cells[0]], [1, cells[1]])
    assert line.discount_rate == Decimal(off)


def test_prices_and_totals_prove_what_a_discount_means() -> None:
    rows = [
        ["订单号", "品名", "数量", "单价", "折扣", "金额"],
        ["A", "螺钉", 10, 2, 0.6, 8],
        ["A", "螺母", 10, 4, 0.7, 12],
    ]
    (order,) = orders(rows)
    assert [line.discount_rate for line in order.lines] == [Decimal("0.6"), Decimal("0.7")]
    assert "guessed_discount" not in remarks(reading(rows))
    rows = [
        ["订单号", "品名", "数量", "单价", "Discount", "金额"],
        ["A", "螺钉", 10, 2, 0.9, 18],
        ["A", "螺母", 10, 4, 0.8, 32],
    ]
    assert [line.discount_rate for line in orders(rows)[0].lines] == [Decimal("0.1"), Decimal("0.2")]


def test_a_guessed_discount_is_remarked() -> None:
    assert remarks(reading([["订单号", "品名", "数量", "折扣"], ["A", "螺钉", 1, 0.9]])) == {"guessed_discount"}
    assert remarks(reading([["Order No", "Item", "Qty", "Discount"], ["A", "Bolt", 1, 0.1]])) == set()


def test_discounts_and_taxes_out_of_range() -> None:
    rows = [
        ["Order No", "Item", "Qty", "Discount %", "Tax rate"],
        ["A", "Bolt", 1, 120, 13],
        ["A", "Nut", 1, -1, "much"],
    ]
    assert codes(reading(rows)) == [
        (2, "discount_rate", "out_of_range"),
        (3, "tax_rate", "not_a_number"),
        (3, "discount_rate", "negative"),
    ]


@pytest.mark.parametrize(
    ("cells", "rate"),
    [
        ([13, 6], "0.13"),
        ([0.13, 0], "0.13"),
        (["13%", "6%"], "0.13"),
        ([1, 0], "0.01"),
        ([0, 0], "0"),
        (["免税", 13], "0"),
    ],
)
def test_tax_rates(cells: list[Any], rate: str) -> None:
    _, line = one(["税率"], [1, cells[0]], [1, cells[1]])
    assert line.tax_rate == Decimal(rate)


def test_typed_decimals_that_would_be_lost_are_refused() -> None:
    rows = [["Order No", "Item", "Qty", "Unit Price", "Amount"], ["A", "Bolt", "1.2345678", "1.1", "731.9399999999999"]]
    assert codes(reading(rows)) == [(2, "quantity", "too_precise")]
    rows[1][2] = "1"
    assert orders(rows)[0].lines[0].stated_total == Decimal("731.9399999999999")


def test_a_charge_below_the_lines_is_the_orders() -> None:
    rows = [["订单号", "品名", "数量", "金额"], ["A", "螺钉", 1, 100], ["", "运费", "", 20], ["合计", "", "", 120]]
    (order,) = orders(rows)
    assert (len(order.lines), order.freight) == (1, Decimal(20))
