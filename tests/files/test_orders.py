"""Order sheets in the shapes that offices send."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from data.drafts import Subject
from data.errors import Unreadable
from data.files.readers import Rows
from tests.files.sheets import codes, csv_source, orders, reading, remarks, source, workbook

HEADER = ["订单号", "客户名称", "物料编码", "物料名称", "数量", "单位", "单价"]
DAY = date(2026, 2, 1)


def test_rows_of_one_number_are_one_order_wherever_they_stand() -> None:
    found = orders([HEADER, ["A", "海川", "X", "", 1], ["B", "大江", "Y", "", 2], ["A", "海川", "X", "", 3]])
    assert [(order.number, order.customer_name, [line.quantity for line in order.lines]) for order in found] == [
        ("A", "海川", [1, 3]),
        ("B", "大江", [2]),
    ]
    assert [line.row for line in found[0].lines] == [2, 4]


def test_merged_cells_leave_the_key_empty_on_further_rows() -> None:
    found = orders([HEADER, ["A", "海川", "X", "", 1], ["", "", "Y", "", 2], [], ["", "", "Z", "", 3], ["B", "大江", "X", "", 1]])
    assert [(order.number, len(order.lines)) for order in found] == [("A", 3), ("B", 1)]


def test_a_row_that_states_its_own_order_but_no_number_is_refused() -> None:
    rows = [["订单号", "客户编码", "下单日期", "物料编码", "数量"], ["A", "C1", DAY, "X", 1], ["", "C2", DAY, "Y", 2], ["B", "C1", DAY, "Z", 3]]
    result = reading(rows)
    assert codes(result) == [(3, "number", "missing")]
    assert len(result.drafts) == 2


def test_a_customers_order_without_their_number_is_an_order_of_its_own() -> None:
    rows = [["客户订单号", "客户名称", "物料编码", "数量"], ["P1", "海川", "X", 1], ["", "大江", "Y", 2], ["P1", "大江", "Z", 3]]
    assert [(order.customer_po_no, order.customer_name) for order in orders(rows)] == [("P1", "海川"), ("", "大江"), ("P1", "大江")]


def test_without_a_key_each_customer_row_is_an_order() -> None:
    rows = [["客户", "产品名称", "数量"], ["海川", "螺钉", 1], ["大江", "螺母", 2], ["海川", "垫片", 3], ["", "销", 4]]
    assert [(order.customer_name, len(order.lines)) for order in orders(rows)] == [("海川", 1), ("大江", 1), ("海川", 2)]
    assert len(orders(rows, rows="lines")) == 3


def test_without_a_key_and_with_one_customer_the_sheet_is_one_order() -> None:
    assert [len(order.lines) for order in orders([["品名", "数量"], ["螺钉", 1], ["螺母", 2]])] == [2]
    assert [len(order.lines) for order in orders([["客户", "品名", "数量"], ["海川", "螺钉", 1], ["海川", "螺母", 2]])] == [2]


def test_one_row_per_order_without_lines() -> None:
    found = orders([["Order No", "Customer", "Order Date", "Order Total"], ["A", "Acme", DAY, 12.5], ["B", "Bolt", DAY, 3]])
    assert [(order.number, order.lines, order.ordered_on, order.stated_total) for order in found] == [
        ("A", (), DAY, Decimal("12.5")),
        ("B", (), DAY, Decimal(3)),
    ]


@pytest.mark.parametrize(
    ("header", "rows"), [(["Order No", "Customer"], "auto"), (["Order No", "Product"], "orders"), (["Order No", "Customer"], "lines")]
)
def test_a_number_twice_where_each_row_is_an_order_is_refused(header: list[str], rows: Rows) -> None:
    result = reading([header, ["A", "Acme"], ["A", "Acme"]], rows=rows)
    assert codes(result) == [(3, "number", "twice_in_file")]
    assert result.refused[0].order_key == "A"


def test_bad_rows_are_refused_with_every_reason_and_the_good_ones_go_in() -> None:
    rows: list[list[object]] = [
        ["订单号", "物料编码", "数量", "单价", "交货日期"],
        ["A", "X", 1, 2, DAY],
        ["A", "X", -5, -1, "2026-02-30"],
        ["A", "Y", 0, 1, DAY],
        ["A", "Z", "many", "cheap", "soon"],
        ["A", "Z", 1e15, 1, date(1900, 5, 1)],
        ["B", "Z", 1, 1, DAY],
    ]
    result = reading(rows)
    assert codes(result) == [
        (3, "quantity", "negative"),
        (3, "unit_price", "negative"),
        (3, "requested_date", "bad_date"),
        (4, "quantity", "zero"),
        (5, "quantity", "not_a_number"),
        (5, "unit_price", "not_a_number"),
        (5, "requested_date", "bad_date"),
        (6, "quantity", "too_large"),
        (6, "requested_date", "date_out_of_range"),
    ]
    assert [len(order.lines) for order in orders([rows[0], rows[1], rows[6]])] == [1, 1]
    assert len(result.drafts) == 2
    problem = result.refused[0].problems[0]
    assert (problem.where.file, problem.where.sheet, problem.where.row, problem.where.column, problem.value) == (
        "orders.xlsx", "Sheet1", 3, "数量", "-5",
    )  # fmt: skip
    assert result.refused[0].cells == ("A", "X", "-5", "-1", "2026-02-30")
    assert [row.order_key for row in result.refused] == ["A"] * 4


def test_an_order_of_which_no_row_is_good_does_not_go_in() -> None:
    result = reading([["订单号", "数量", "品名"], ["A", "x", "螺钉"]])
    assert result.drafts == ()
    assert len(result.refused) == 1


def test_the_facts_of_an_order_survive_the_refusal_of_its_first_line() -> None:
    result = reading([HEADER, ["A", "海川", "X", "", "viel"], ["", "", "Y", "", 2]])
    assert [(order.number, order.customer_name, len(order.lines)) for order in result.drafts] == [("A", "海川", 1)]  # type: ignore[union-attr]


def test_another_customer_under_the_same_number_is_refused() -> None:
    result = reading([HEADER, ["A", "海川", "X", "", 1], ["A", "大江", "Y", "", 2], ["A", "海 川", "Z", "", 3]])
    assert codes(result) == [(3, "customer_name", "contradicts")]
    assert result.refused[0].problems[0].detail == "海川"


def test_other_differences_within_an_order_are_kept_and_remarked() -> None:
    rows = [["订单号", "送货地址", "物料编码", "数量"], ["A", "杭州", "X", 1], ["A", "苏州", "Y", 2]]
    result = reading(rows)
    (order,) = orders(rows)
    assert (order.delivery_place, order.lines[1].extra) == ("杭州", {"送货地址": "苏州"})
    assert remarks(result) == {"contradicts"}


def test_dates_of_lines_stand_on_lines_only_where_they_differ() -> None:
    later = date(2026, 3, 1)
    (order,) = orders([["订单号", "物料编码", "数量", "交货日期"], ["A", "X", 1, DAY], ["A", "Y", 1, later], ["A", "Z", 1]])
    assert order.requested_date == DAY
    assert [line.requested_date for line in order.lines] == [None, later, None]


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
    assert (order.customer_po_no, order.ordered_on, order.customer_name) == ("P20251127", date(2025, 11, 27), "海川电梯有限公司")
    assert (order.contact, order.delivery_place, order.payment_terms) == ("李工", "杭州 1 号库", "月结30天")
    assert (order.note, order.price_basis) == ("请随货附合格证", "gross")
    assert [(line.row, line.line_no, line.quantity, line.unit_price, line.stated_total) for line in order.lines] == [
        (8, 1, 6, Decimal("12.5"), 75),
        (9, 2, 20, Decimal("0.5"), 10),
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
    assert [(line.line_no, line.product_code, line.product_name) for line in order.lines] == [(10, "000123", "Bolt"), (20, "000124", "Nut")]


def test_a_header_of_two_rows() -> None:
    rows = [["序号", "产品", "", "", "数量"], ["", "编码", "名称", "规格", ""], [1, "X1", "梳齿板", "大", 5]]
    (order,) = orders(rows)
    (line,) = order.lines
    assert (line.product_code, line.product_name, line.specification, line.quantity) == ("X1", "梳齿板", "大", 5)


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
    book = workbook({"说明": [["请填写下表"]], "Orders": [HEADER, ["A", "海川", "X", "", 1]], "Returns": [["Returned", "Order ID"], ["Yes", "A"]]})
    result = reading(source(book, "a.xlsx"))
    assert len(result.drafts) == 1
    assert [problem.value for problem in result.problems if problem.code == "sheet_left_out"] == ["说明", "Returns"]


def test_a_visible_sheet_goes_before_a_hidden_one() -> None:
    hidden = [HEADER, *[["A", "海川", "X", "", 1]] * 5]
    book = workbook({"new": [["品名", "数量"], ["螺钉", 1]], "old": hidden}, hidden=["old"])
    assert reading(source(book, "a.xlsx")).headings == ("品名", "数量")


def test_no_header_and_no_rows() -> None:
    for rows, why in (([["a", "b"], [1, 2]], "no_header"), ([HEADER], "no_rows"), ([HEADER, ["合计", "", "", "", 5]], "no_rows")):
        with pytest.raises(Unreadable) as refusal:
            reading(rows)
        assert refusal.value.why == why


def test_codes_stay_as_they_are() -> None:
    rows = [["订单号", "物料编码", "数量"], ["007", "00123", 1], ["1E5", "6901234567890123456", 1], [20251127001.0, 7100.0, 1]]
    assert [(order.number, order.lines[0].product_code) for order in orders(rows)] == [
        ("007", "00123"),
        ("1E5", "6901234567890123456"),
        ("20251127001", "7100"),
    ]


def test_quantities_with_units_and_prices_with_currencies() -> None:
    rows = [["PO No", "Item", "Qty", "Unit Price"], ["P", "Bolt", "100 pcs", "$1.20"], ["P", "Nut", "5", "$2"]]
    (order,) = orders(rows)
    assert (order.currency, [(line.quantity, line.unit, line.unit_price) for line in order.lines]) == (
        "USD",
        [(100, "pcs", Decimal("1.20")), (5, "", 2)],
    )


def test_cells_that_say_nothing() -> None:
    (order,) = orders([["PO No", "Contact", "Item", "Qty", "Note", "Colour"], ["P", "N/A", "Bolt", 1, "无", "NULL"]])
    assert (order.contact, order.lines[0].note, order.lines[0].extra, order.extra) == ("", "无", {}, {})


def test_parts_of_an_address_are_joined() -> None:
    header = ["Order No", "Customer Name", "Ship Name", "Ship Address", "Ship City", "Ship Region", "Ship Postal Code", "Ship Country", "Item", "Qty"]
    rows = [header, ["A", "Acme", "Acme", "1 Road", "Leeds", "", "LS1", "UK", "Bolt", 1], ["B", "Acme", "Depot", "2 Road", "York", "", "YO1", "UK", "Bolt", 1]]
    assert [order.delivery_place for order in orders(rows)] == ["1 Road, Leeds, LS1, UK", "Depot, 2 Road, York, YO1, UK"]


def test_specifications_are_joined_and_the_model_joins_a_code() -> None:
    (order,) = orders([["订单号", "物料编码", "型号", "参数规格", "数量"], ["A", "X", "M8", "L=20", 1]])
    assert (order.lines[0].product_code, order.lines[0].specification) == ("X", "M8")
    (order,) = orders([["订单号", "规格", "参数规格", "数量"], ["A", "中件", "L=20", 1]])
    assert order.lines[0].specification == "中件; L=20"
    (order,) = orders([["订单号", "型号", "数量"], ["A", "M8", 1]])
    assert order.lines[0].product_code == "M8"


def test_unknown_columns_are_kept_by_their_headings() -> None:
    rows = [["订单号", "物料编码", "数量", "颜色", "仓库", "仓库"], ["A", "X", 1, "红", "东", "a"], ["A", "Y", 1, "蓝", "东", "b"]]
    (order,) = orders(rows)
    assert order.extra == {"仓库": "东"}
    assert [line.extra for line in order.lines] == [{"颜色": "红", "仓库 (2)": "a"}, {"颜色": "蓝", "仓库 (2)": "b"}]


def test_the_same_line_number_twice_is_remarked() -> None:
    result = reading([["订单号", "序号", "物料编码", "数量"], ["A", 1, "X", 1], ["A", 1, "X", 1]])
    assert (remarks(result), codes(result)) == ({"line_no_twice"}, [])


def test_a_heading_that_is_only_like_a_known_one_is_remarked() -> None:
    result = reading([["Order No", "Prodct Name", "Quantity"], ["A", "Bolt", 1]])
    (problem,) = result.problems
    assert (problem.code, problem.field, problem.value, problem.fatal) == ("guessed_column", "product_name", "Prodct Name", False)


def test_a_mapping_decides_before_recognition() -> None:
    rows = [["Ref", "Wot", "How many", "备注"], ["A", "Bolt", 1, "x"]]
    mapping = {"ref": "number", "Wot": "product_name", "How many": "quantity", "备注": ""}
    (order,) = orders(rows, mapping=mapping)
    assert (order.number, order.lines[0].product_name, order.lines[0].quantity) == ("A", "Bolt", 1)
    assert order.extra | dict(order.lines[0].extra) == {"备注": "x"}
    result = reading(rows, mapping={**mapping, "Colour": "note"})
    assert remarks(result) == {"bad_mapping"}
    for bad in ({"Ref": "nonsense"}, {"Ref": "number", "Wot": "number"}, {"Nothing": "number"}):
        with pytest.raises(Unreadable) as refusal:
            reading(rows, mapping=bad)
        assert refusal.value.why == "bad_mapping"


def test_dates_that_can_be_read_in_two_ways() -> None:
    rows = [["订单号", "品名", "数量", "交货日期"], ["A", "螺钉", 1, "03/04/2026"]]
    assert codes(reading(rows)) == [(2, "requested_date", "ambiguous_date")]
    assert orders(rows, date_order="dmy")[0].requested_date == date(2026, 4, 3)
    assert orders([*rows, ["B", "螺钉", 1, "13/04/2026"]])[0].requested_date == date(2026, 4, 3)
    with pytest.raises(Unreadable):
        reading(rows, date_order="xyz")


def test_the_time_of_receipt_is_the_offices_and_kept_in_utc() -> None:
    rows = [["订单号", "品名", "数量", "接收时间", "下单日期"], ["A", "螺钉", 1, "2026-01-05 08:30", "2026-01-04"]]
    (order,) = orders(rows, zone=timezone(timedelta(hours=8)))
    assert order.received_at == datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
    assert order.ordered_on == date(2026, 1, 4)


def test_choices_are_recognised_and_others_kept() -> None:
    rows = [["订单号", "品名", "数量", "紧急等级", "是否含税", "币别"], ["A", "螺钉", 1, "加急", "是", "人民币"], ["B", "螺钉", 1, "看情况", "否", "贝壳"]]
    first, second = orders(rows)
    assert (first.handling_class, first.price_basis, first.currency) == ("urgent", "gross", "CNY")
    assert (second.handling_class, second.price_basis, second.currency) == ("", "net", "")
    assert second.extra == {"紧急等级": "看情况", "币别": "贝壳"}
    assert remarks(reading(rows)) == {"unknown_choice", "unknown_currency"}


def test_a_quotation_mark_that_never_closes_costs_no_rows() -> None:
    result = reading(csv_source('Order No,Item,Qty\nA,"Bolt,1\nB,Nut,2\n'))
    assert remarks(result) >= {"unclosed_quote"}
    assert any(getattr(order, "number", "") == "B" for order in result.drafts)


def test_traditional_chinese_is_read_as_simplified() -> None:
    rows = [["訂單編號", "客戶代號", "品號", "品名", "規格", "訂單數量", "單位", "單價", "幣別", "預交日", "備註"], ["A", "C1", "X", "螺絲", "M8", 5, "個", 2, "新台幣", DAY, "急"]]
    (order,) = orders(rows)
    (line,) = order.lines
    assert (order.number, order.customer_code, order.currency, order.requested_date) == ("A", "C1", "TWD", DAY)
    assert (line.product_code, line.product_name, line.specification, line.unit, line.note) == ("X", "螺絲", "M8", "個", "急")


def test_every_row_an_order_with_rows_orders() -> None:
    assert len(orders([["品名", "数量"], ["螺钉", 1], ["螺母", 2]], rows="orders")) == 2


def test_subjects_do_not_mix() -> None:
    with pytest.raises(Unreadable):
        reading([["员工", "工资"], ["张", 1]], Subject.CUSTOMERS)
