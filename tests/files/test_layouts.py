"""What stands where in a sheet: headers, facts beside the table, totals, sheets, columns."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from data.drafts import DraftOrder, Subject
from data.errors import Unreadable
from tests.files.sheets import csv_source, orders, reading, remarks, source, workbook

HEADER = ["订单号", "客户名称", "物料编码", "物料名称", "数量", "单位", "单价"]
DAY = date(2026, 2, 1)


def test_the_facts_above_and_below_a_purchase_order() -> None:
    rows: list[list[object]] = [
        ["采购订单"],
        ["采购单号：P20251127", "", "", "日期：2025-11-27"],
        ["需方", "海川电梯有限公司", "", "联系人：李工  电话：0571-88888888"],
        ["供方", "银都铝业"],
        ["交货地点", "", "杭州 1 号库", "", "付款方式", "月结30天"],
        [],
        ["序号", "物料编码", "物料名称", "规格", "数量", "单位", "含税单价", "价税合计", "备注"],
        [1, "X1", "梳齿板", "1000型", 6, "件", 12.5, 75, ""],
        [2, "X2", "螺钉", "M8", 20, "件", 0.5, 10, "急"],
        [3, "", "", "", "", "", "", 0],
        ["合计", "", "", "", 26, "", "", 85],
        ["金额大写：捌拾伍元整"],
        ["备注：请随货附合格证"],
        ["制表人：王", "", "审核："],
    ]
    result = reading(rows)
    (order,) = orders(rows)
    assert (order.customer_po_no, order.ordered_on, order.customer_name) == (
        "P20251127",
        date(2025, 11, 27),
        "海川电梯有限公司",
    )
    assert (order.contact, order.delivery_place, order.payment_terms) == ("李工", "杭州 1 号库", "月结30天")
    assert (order.note, order.price_basis) == ("请随货附合格证", "gross")
    assert [(line.row, line.line_no, line.quantity, line.unit_price, line.stated_total) for line in order.lines] == [
        (8, 1, Decimal(6), Decimal("12.5"), Decimal(75)),
        (9, 2, Decimal(20), Decimal("0.5"), Decimal(10)),
    ]
    assert result.mapping["采购单号"] == "customer_po_no"


def test_an_english_purchase_order() -> None:
    rows: list[list[object]] = [
        ["PURCHASE ORDER"],
        ["PO Number", "4500012345", "", "Date", datetime(2025, 11, 27)],  # noqa: DTZ001 - spreadsheets know no zones
        ["Ship To", "12 High Street, Leeds"],
        ["Currency: GBP"],
        ["Line", "Material", "Description", "Qty", "UoM", "Net Price", "Amount", "Need by"],
        [10, "000123", "Bolt", 5, "EA", 2, 10, "27/12/2025"],
        [20, "000124", "Nut", 5, "EA", 1, 5, "27/12/2025"],
        ["", "", "Total", "", "", "", 15],
    ]
    (order,) = orders(rows)
    assert (order.customer_po_no, order.ordered_on, order.delivery_place, order.currency, order.price_basis) == (
        "4500012345", date(2025, 11, 27), "12 High Street, Leeds", "GBP", "net",
    )  # fmt: skip
    assert order.requested_date == date(2025, 12, 27)
    assert [(line.line_no, line.product_code, line.product_name) for line in order.lines] == [
        (10, "000123", "Bolt"),
        (20, "000124", "Nut"),
    ]


def test_a_header_of_two_rows() -> None:
    rows = [["序号", "产品", "", "", "数量"], ["", "编码", "名称", "规格", ""], [1, "X1", "梳齿板", "大", 5]]
    (order,) = orders(rows)
    (line,) = order.lines
    assert (line.product_code, line.product_name, line.specification, line.quantity) == (
        "X1",
        "梳齿板",
        "大",
        Decimal(5),
    )


def test_totals_blank_rows_and_repeated_headers_are_no_lines() -> None:
    rows: list[list[object]] = [
        ["Order No", "Product Name", "Quantity", "Amount"],
        ["A", "Bolt", 1, 2],
        ["", "Sub-total", 1, 2],
        ["Order No", "Product Name", "Quantity", "Amount"],
        ["", "", ""],
        ["B", "Total Station X5", 1, 2],
        ["Grand Total:", "", 2, 4],
    ]
    assert [(order.number, [line.product_name for line in order.lines]) for order in orders(rows)] == [
        ("A", ["Bolt"]),
        ("B", ["Total Station X5"]),
    ]


def test_the_fitting_sheet_is_chosen_and_the_others_are_named() -> None:
    book = workbook(
        {
            "说明": [["请填写下表"]],
            "Orders": [HEADER, ["A", "海川", "X", "", 1]],
            "Returns": [["Returned", "Order ID"], ["Yes", "A"]],
        }
    )
    result = reading(source(book, "a.xlsx"))
    assert len(result.drafts) == 1
    assert [problem.value for problem in result.problems if problem.code == "sheet_left_out"] == ["说明", "Returns"]


def test_a_visible_sheet_goes_before_a_hidden_one() -> None:
    hidden = [HEADER, *[["A", "海川", "X", "", 1]] * 5]
    book = workbook({"new": [["品名", "数量"], ["螺钉", 1]], "old": hidden}, hidden=["old"])
    assert reading(source(book, "a.xlsx")).headings == ("品名", "数量")


def test_no_header_and_no_rows() -> None:
    for rows, why in (
        ([["a", "b"], [1, 2]], "no_header"),
        ([HEADER], "no_rows"),
        ([HEADER, ["合计", "", "", "", 5]], "no_rows"),
    ):
        with pytest.raises(Unreadable) as refusal:
            reading(rows)
        assert refusal.value.why == why


def test_unknown_columns_are_kept_by_their_headings() -> None:
    rows = [
        ["订单号", "物料编码", "数量", "颜色", "仓库", "仓库"],
        ["A", "X", 1, "红", "东", "a"],
        ["A", "Y", 1, "蓝", "东", "b"],
    ]
    (order,) = orders(rows)
    assert order.extra == {"仓库": "东"}
    assert [line.extra for line in order.lines] == [{"颜色": "红", "仓库 (2)": "a"}, {"颜色": "蓝", "仓库 (2)": "b"}]


def test_a_heading_that_is_only_like_a_known_one_is_remarked() -> None:
    result = reading([["Order No", "Prodct Name", "Quantity"], ["A", "Bolt", 1]])
    (problem,) = result.problems
    assert (problem.code, problem.field, problem.value, problem.fatal) == (
        "guessed_column",
        "product_name",
        "Prodct Name",
        False,
    )


def test_a_mapping_decides_before_recognition() -> None:
    rows = [["Ref", "Wot", "How many", "备注"], ["A", "Bolt", 1, "x"]]
    mapping = {"ref": "number", "Wot": "product_name", "How many": "quantity", "备注": ""}
    (order,) = orders(rows, mapping=mapping)
    assert (order.number, order.lines[0].product_name, order.lines[0].quantity) == ("A", "Bolt", Decimal(1))
    assert {**order.extra, **order.lines[0].extra} == {"备注": "x"}
    result = reading(rows, mapping={**mapping, "Colour": "note"})
    assert remarks(result) == {"bad_mapping"}
    for bad in ({"Ref": "nonsense"}, {"Ref": "number", "Wot": "number"}, {"Nothing": "number"}):
        with pytest.raises(Unreadable) as refusal:
            reading(rows, mapping=bad)
        assert refusal.value.why == "bad_mapping"


def test_a_quotation_mark_that_never_closes_costs_no_rows() -> None:
    result = reading(csv_source('Order No,Item,Qty\nA,"Bolt,1\nB,Nut,2\n'))
    assert remarks(result) >= {"unclosed_quote"}
    assert any(getattr(order, "number", "") == "B" for order in result.drafts)


def test_traditional_chinese_is_read_as_simplified() -> None:
    rows = [
        ["訂單編號", "客戶代號", "品號", "品名", "規格", "訂單數量", "單位", "單價", "幣別", "預交日", "備註"],
        ["A", "C1", "X", "螺絲", "M8", 5, "個", 2, "新台幣", DAY, "急"],
    ]
    (order,) = orders(rows)
    (line,) = order.lines
    assert (order.number, order.customer_code, order.currency, order.requested_date) == ("A", "C1", "TWD", DAY)
    assert (line.product_code, line.product_name, line.specification, line.unit, line.note) == (
        "X",
        "螺絲",
        "M8",
        "個",
        "急",
    )


def test_a_workbook_is_read_like_its_cells() -> None:
    rows = [HEADER, ["A", "海川", "00123", "螺钉", 1.5, "件", 2], ["", "", "X", "螺母", 3, "", 0.1]]
    assert orders(source(workbook({"Sheet1": rows}), "orders.xlsx")) == orders(rows)


def test_subjects_do_not_mix() -> None:
    with pytest.raises(Unreadable):
        reading([["员工", "工资"], ["张", 1]], Subject.CUSTOMERS)


def test_texts_that_programs_wrap_to_keep_zeros() -> None:
    (order,) = orders(csv_source('订单编号,商品编码,购买数量\n="0012345",="007",2\n'))
    assert (order.number, order.lines[0].product_code) == ("0012345", "007")


def test_an_item_column_that_counts_the_rows_is_no_product() -> None:
    header = ["PO", "Item", "Part Number", "Description", "Qty"]
    (order,) = orders([header, ["P1", 1, "A-1", "Bracket", 5], ["P1", 2, "A-2", "Bolt", 6]])
    found = [(line.line_no, line.product_code, line.product_name) for line in order.lines]
    assert found == [(1, "A-1", "Bracket"), (2, "A-2", "Bolt")]


def test_a_line_number_that_is_no_number_is_kept_as_text() -> None:
    result = reading([["订单号", "序号", "品名", "数量"], ["A", "1-1", "螺钉", 1], ["A", "1-2", "螺母", 2]])
    (order,) = result.drafts
    assert isinstance(order, DraftOrder)
    assert [(line.line_no, line.extra) for line in order.lines] == [(None, {"序号": "1-1"}), (None, {"序号": "1-2"})]
    assert remarks(result) == {"not_whole"}
