"""Sheets as accounting programs, shops and merchandisers write them: what is a line, and what each number means."""

from datetime import date
from decimal import Decimal

import pytest

from data.drafts import DraftOrder
from tests.files.sheets import Rows, codes, csv_source, orders, reading, remarks, source, workbook

DAY, LATER = date(2026, 2, 1), date(2026, 2, 15)
PLAIN = ["订单号", "料号", "数量", "单价"]


def lines(order: DraftOrder) -> list[object]:
    """Product, quantity and price of each line."""
    return [(line.product_code or line.product_name, line.quantity, line.unit_price) for line in order.lines]


def quantities(rows: Rows) -> list[object]:
    """The quantities of each order, by its number or its customer."""
    return [
        (order.number or order.customer_po_no or order.customer_name, [line.quantity for line in order.lines])
        for order in orders(rows)
    ]


def test_columns_with_code_and_name_in_brackets() -> None:
    rows = [
        ["FBillNo", "FDate", "FCustId", "FCustId#Name", "FMaterialId", "FMaterialId#Name", "FQty"],
        ["单据编号", "*日期", "*客户(编码)", "客户(名称)", "*物料编码(编码)", "物料编码(名称)", "*销售数量"],
        ["X1", "2026/1/5", "C1", "海川", "M1", "轴承", "120"],
    ]
    (order,) = orders(rows)
    assert (order.customer_code, order.customer_name) == ("C1", "海川")
    assert (order.lines[0].product_code, order.lines[0].product_name) == ("M1", "轴承")


@pytest.mark.parametrize(
    "second",
    [
        ["PO No.", "Part No.", "Qty", "Unit Price"],
        ["必填", "必填", "必填", "选填"],
        ["", "", "(PCS)", "(USD)"],
        ["示例", "X-1", "10", "2.50"],
    ],
)
def test_a_second_header_row_is_no_line(second: Rows) -> None:
    assert quantities([PLAIN, second, ["A", "X", 10, 2]]) == [("A", [Decimal(10)])]


def test_units_and_currencies_of_headings() -> None:
    (order,) = orders([PLAIN, ["", "", "(PCS)", "(USD)"], ["A", "X", 10, 2]])
    assert (order.currency, order.lines[0].unit) == ("USD", "PCS")
    (order,) = orders([["订单号", "料号", "数量(箱)", "单位"], ["A", "X", 10, ""], ["A", "Y", 10, "件"]])
    assert [line.unit for line in order.lines] == ["箱", "件"]


def test_groups_over_headings_are_read_either_way() -> None:
    rows: list[list[object]] = [
        ["订单", "", "产品", "", "数量", ""],
        ["编号", "日期", "编码", "名称", "订单", "已交"],
        ["S1", DAY, "A", "轴", 10, 3],
    ]
    (order,) = orders(rows)
    assert (order.number, order.ordered_on) == ("S1", DAY)
    assert lines(order) == [("A", 10, None)]
    assert order.lines[0].delivered == 3


def test_subtotals_name_what_they_sum() -> None:
    header = ["订单号", "客户", "品名", "数量", "金额"]
    body: list[list[object]] = [["S1", "海川", "轴", 10, 20], ["S1", "海川", "套", 5, 20], ["S2", "大江", "轴", 1, 2]]
    sums: list[list[object]] = [
        ["S1 小计", "", "", 15, 40],
        ["S1 Total", "", "", 15, 40],
        ["", "海川 汇总", "", 15, 40],
        ["TOTAL QTY", "", "", 16, ""],
        ["", "", "共 3 项", 16, ""],
        ["", "", "SAY TOTAL US DOLLARS TEN ONLY", "", ""],
        ["", "", "", 16, 42],
    ]
    expected = [("S1", [10, 5]), ("S2", [1])]
    for row in sums:
        assert quantities([header, *body[:2], row, body[2]] if row[3] == 15 else [header, *body, row]) == expected, row


def test_lines_that_are_like_totals_go_in() -> None:
    assert quantities([["客户", "服务内容", "数量", "单价"], ["海川", "数据汇总", 1, 5000]]) == [("海川", [1])]
    rows: list[list[object]] = [["Artikel", "Qty", "Amount"], [1001, 1, 2], [1002, 1, 3], [1003, 2, 5]]
    assert quantities(rows) == [("", [1, 1, 2])]
    (order,) = orders(csv_source("PO No,Artikel,Qty\nP,A,1\nP,B,1\nP,C,2\n"))
    assert len(order.lines) == 3
    rows = [["SKU", "Qty", "Due"], ["A", 100, DAY], ["", 100, LATER]]
    assert quantities(rows) == [("", [100, 100])]


def test_titles_over_each_page_are_no_lines() -> None:
    header: list[object] = ["单号", "客户", "品名", "数量", "单价"]
    rows: list[list[object]] = []
    for page in range(3):
        rows += [
            ["订单明细表", "", "", "", f"第{page + 1}页"],
            header,
            [f"S{page}", "海川", "轴", 1, 2],
            ["本页小计", "", "", 1],
        ]
    assert quantities(rows) == [("S0", [1]), ("S1", [1]), ("S2", [1])]


def form(number: str, customer: str, product: str, quantity: int) -> list[list[object]]:
    return [
        ["采购订单"],
        [f"采购单号：{number}" if number else "", f"客户：{customer}"],
        ["料号", "品名", "数量"],
        [product, "轴", quantity],
        ["合计", "", quantity],
        [],
    ]


def test_forms_below_each_other_are_orders_of_their_own() -> None:
    assert quantities([*form("P1", "海川", "A", 1), *form("P2", "海川", "B", 2)]) == [("P1", [1]), ("P2", [2])]
    assert quantities([*form("", "海川", "A", 1), *form("", "大江", "B", 2)]) == [("海川", [1]), ("大江", [2])]
    assert quantities([*form("P1", "海川", "A", 1), *form("P1", "海川", "B", 2)]) == [("P1", [1, 2])]


def test_a_table_with_other_columns_is_refused_row_by_row() -> None:
    rows: list[list[object]] = [
        ["料号", "品名", "数量"], ["A", "轴", 1], [], ["料号", "品名", "规格", "数量"], ["C", "盖", 1000, 5],
    ]  # fmt: skip
    result = reading(rows)
    assert codes(result) == [(5, "", "other_columns")]
    assert [len(order.lines) for order in result.drafts if isinstance(order, DraftOrder)] == [1]


def test_merged_cells_stand_for_those_below_them() -> None:
    header = ["客户PO", "料号", "单价", "数量", "金额", "交期"]
    rows = [header, ["P", "X-1", 12.5, 100, 1875, DAY], ["", "", "", 50, "", LATER], ["", "X-2", 3, 20, 60, DAY]]
    merged = ("A2:A4", "B2:B3", "C2:C3", "E2:E3")
    book = workbook({"A": rows}, merged=merged)
    (order,) = orders(source(book, "a.xlsx"))
    assert lines(order) == [("X-1", 100, Decimal("12.5")), ("X-1", 50, Decimal("12.5")), ("X-2", 20, 3)]
    assert [line.stated_total for line in order.lines] == [1875, None, 60]


def test_cells_over_several_rows_of_a_web_page() -> None:
    page = (
        "<table><tr><th>单据编号<th>商品编号<th>数量<th>交货日期</tr>"
        "<tr><td rowspan=2>XS-1<td>001<td>1,000.00<td>2026-02-01</tr><tr><td>002<td>5<td>2026-02-01</tr></table>"
    )
    (order,) = orders(source(page.encode(), "a.xls"))
    assert (order.number, lines(order)) == ("XS-1", [("001", 1000, None), ("002", 5, None)])


def test_labels_above_their_values_and_labels_of_two_words() -> None:
    rows: list[list[object]] = [
        ["PO Number", "", "PO Date", "", "Payment Terms"],
        ["AC-7781", "", "2026-01-05", "", "Net 60"],
        ["Vendor", "", "Ship To"],
        ["Our Factory", "", "Acme Warehouse"],
        ["88 Road", "", "5 Dock Street"],
        [],
        ["Part Number", "Description", "Qty"],
        ["AC-1", "Bracket", 250],
    ]
    (order,) = orders(rows)
    assert (order.customer_po_no, order.ordered_on, order.payment_terms) == ("AC-7781", date(2026, 1, 5), "Net 60")
    assert order.delivery_place == "Acme Warehouse, 5 Dock Street"
    assert orders([["PO No: 7788"], ["Part No", "Qty"], ["A", 1]])[0].customer_po_no == "7788"


def test_remarks_between_and_below_the_lines() -> None:
    rows: list[list[object]] = [
        ["客户订单号", "料号", "品名", "数量", "单价"],
        ["P1", "A", "轴", 10, 2],
        ["※ 以下订单 1 月 20 日前必须交货"],
        ["P2", "B", "套", 5, 3],
        ["备注", "请按图纸加工"],
        ["交货方式", "送货上门", "", "付款方式", "月结30天"],
        ["1. 以上价格含13%增值税"],
        ["审批", "张三", "", "日期", "2026-01-05"],
        ["", "", "", "SHIPPING & HANDLING", 5],
    ]
    assert quantities(rows) == [("P1", [10]), ("P2", [5])]
    assert orders(rows)[0].payment_terms == "月结30天"


def test_words_below_a_line_are_its_note() -> None:
    rows: list[list[object]] = [
        ["Line", "Part No", "Description", "Qty"],
        [1, "A-1", "Hex bolt", 100],
        ["", "", "zinc plated"],
        [2, "A-2", "Nut", 5],
    ]
    (order,) = orders(rows)
    assert [(line.product_name, line.note) for line in order.lines] == [("Hex bolt", "zinc plated"), ("Nut", "")]
    assert remarks(reading(rows)) == {"kept_as_note"}


def test_an_order_form_leaves_out_what_is_not_ordered() -> None:
    header: list[list[object]] = [["Customer: Beta Co", "", "PO No: B-77"], ["SKU", "Price", "Qty"]]
    rows: list[list[object]] = [[f"K-{place}", place + 0.5, 5 if place in (3, 7) else ""] for place in range(20)]
    (order,) = orders([*header, *rows])
    assert lines(order) == [("K-3", 5, Decimal("3.5")), ("K-7", 5, Decimal("7.5"))]
    (problem,) = reading([*header, *rows]).problems
    assert (problem.code, problem.value, problem.where.row) == ("nothing_ordered", "18", 3)
    few: list[list[object]] = [["PO", "SKU", "Qty"], ["P1", "A", ""], ["P1", "B", 5], ["P1", "C", ""]]
    assert quantities(few) == [("P1", [None, 5, None])]


def test_prices_for_a_thousand() -> None:
    thousandth = Decimal("0.125")
    for header, price in (
        (["单号", "料号", "数量", "单价(元/千只)", "金额"], 125),
        (["单号", "料号", "数量", "单价", "金额"], "125/1000"),
        (["单号", "料号", "数量", "单价", "金额"], "125元/千只"),
    ):
        (order,) = orders([header, ["S1", "A", 5000, price, 625]])
        assert lines(order) == [("A", 5000, thousandth)]
    header = ["Purch. Doc.", "Material", "PO Quantity", "Net Price", "Price Unit", "Net Order Value"]
    (order,) = orders([header, ["45", "A", 5000, 125, 1000, 625]])
    assert lines(order) == [("A", 5000, thousandth)]
    assert order.lines[0].stated_total == 625
    (order,) = orders([["单号", "料号", "数量(千只)", "单价(元/千只)", "金额"], ["S1", "A", 5, 10, 50]])
    assert lines(order) == [("A", 5, 10)]


def test_price_and_total_prove_which_column_is_the_quantity() -> None:
    header = ["PO", "SKU", "数量(箱)", "数量(件)", "单价", "金额"]
    (order,) = orders([header, ["P1", "A", 10, 240, 1.5, 360]])
    assert (lines(order), {**order.lines[0].extra, **order.extra}) == ([("A", 240, Decimal("1.5"))], {"数量(箱)": "10"})
    assert remarks(reading([header[:4], ["P1", "A", 10, 240]])) == {"rival_column"}


def test_a_column_for_each_size() -> None:
    rows: list[list[object]] = [
        ["款号", "颜色", 36, 38, 40, "合计", "单价"],
        ["ST-1", "红", 10, 20, 20, 50, 15],
        ["ST-1", "蓝", 5, "", 5, 10, 15],
    ]
    (order,) = orders(rows)
    assert lines(order) == [("ST-1", 50, 15), ("ST-1", 10, 15)]
    assert order.lines[0].extra == {"颜色": "红", "36": "10", "38": "20", "40": "20"}
    assert order.lines[0].stated_total is None


def test_totals_are_what_the_numbers_make_them() -> None:
    header = ["订单号", "料号", "数量", "单价", "总金额"]
    (order,) = orders([header, ["S1", "A", 10, 2, 20], ["S1", "B", 5, 4, 20]])
    assert [order.stated_total, *(line.stated_total for line in order.lines)] == [None, 20, 20]
    header = ["订单号", "料号", "数量", "单价", "金额"]
    result = reading([header, ["S1", "A", 1, 100, 100], ["S1", "B", 2, 50, 120], ["S1", "C", 2, 5, 10]])
    (problem,) = result.problems
    assert (problem.code, problem.value, problem.detail, problem.where.row) == ("total_unlike", "120", "100", 3)
    assert remarks(reading([header, ["S1", "A", 1, 100, 3], ["S1", "B", 2, 50, 4]])) == {"totals_unlike"}
    (order,) = orders([[*header[:4], "金额(万元)"], ["S1", "A", 100, 50, 0.5]])
    assert order.lines[0].stated_total == 5000
    (order,) = orders([["订单号", "料号", "数量", "单价", "税率", "金额"], ["S1", "A", 2, 50, 0.13, 113]])
    assert (order.lines[0].stated_total, order.price_basis) == (None, "net")
