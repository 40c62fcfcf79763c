"""Order sheets in the shapes that offices send."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from data.errors import Unreadable
from data.files.readers import Rows
from tests.files.sheets import codes, orders, reading, remarks

HEADER = ["订单号", "客户名称", "物料编码", "物料名称", "数量", "单位", "单价"]
DAY = date(2026, 2, 1)


def test_rows_of_one_number_are_one_order_wherever_they_stand() -> None:
    found = orders([HEADER, ["A", "海川", "X", "", 1], ["B", "大江", "Y", "", 2], ["A", "海川", "X", "", 3]])
    assert [(order.number, order.customer_name, [line.quantity for line in order.lines]) for order in found] == [
        ("A", "海川", [Decimal(1), Decimal(3)]),
        ("B", "大江", [Decimal(2)]),
    ]
    assert [line.row for line in found[0].lines] == [2, 4]


def test_merged_cells_leave_the_key_empty_on_further_rows() -> None:
    found = orders(
        [HEADER, ["A", "海川", "X", "", 1], ["", "", "Y", "", 2], [], ["", "", "Z", "", 3], ["B", "大江", "X", "", 1]]
    )
    assert [(order.number, len(order.lines)) for order in found] == [("A", 3), ("B", 1)]


def test_a_row_that_states_its_own_order_but_no_number_is_refused() -> None:
    rows = [
        ["订单号", "客户编码", "下单日期", "物料编码", "数量"],
        ["A", "C1", DAY, "X", 1],
        ["", "C2", DAY, "Y", 2],
        ["B", "C1", DAY, "Z", 3],
    ]
    result = reading(rows)
    assert codes(result) == [(3, "number", "missing")]
    assert len(result.drafts) == 2


def test_a_customers_order_without_their_number_is_an_order_of_its_own() -> None:
    rows = [
        ["客户订单号", "客户名称", "物料编码", "数量"],
        ["P1", "海川", "X", 1],
        ["", "大江", "Y", 2],
        ["P1", "大江", "Z", 3],
    ]
    assert [(order.customer_po_no, order.customer_name) for order in orders(rows)] == [
        ("P1", "海川"),
        ("", "大江"),
        ("P1", "大江"),
    ]


def test_without_a_key_each_customer_row_is_an_order() -> None:
    rows = [["客户", "产品名称", "数量"], ["海川", "螺钉", 1], ["大江", "螺母", 2], ["海川", "垫片", 3], ["", "销", 4]]
    assert [(order.customer_name, len(order.lines)) for order in orders(rows)] == [
        ("海川", 1),
        ("大江", 1),
        ("海川", 2),
    ]
    assert len(orders(rows, rows="lines")) == 3


def test_without_a_key_and_with_one_customer_the_sheet_is_one_order() -> None:
    assert [len(order.lines) for order in orders([["品名", "数量"], ["螺钉", 1], ["螺母", 2]])] == [2]
    assert [
        len(order.lines) for order in orders([["客户", "品名", "数量"], ["海川", "螺钉", 1], ["海川", "螺母", 2]])
    ] == [2]


def test_one_row_per_order_without_lines() -> None:
    found = orders(
        [["Order No", "Customer", "Order Date", "Order Total"], ["A", "Acme", DAY, 12.5], ["B", "Bolt", DAY, 3]]
    )
    assert [(order.number, order.lines, order.ordered_on, order.stated_total) for order in found] == [
        ("A", (), DAY, Decimal("12.5")),
        ("B", (), DAY, Decimal(3)),
    ]


@pytest.mark.parametrize(
    ("header", "rows"),
    [(["Order No", "Customer"], "auto"), (["Order No", "Product"], "orders"), (["Order No", "Customer"], "lines")],
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
    (order,) = orders(
        [["订单号", "物料编码", "数量", "交货日期"], ["A", "X", 1, DAY], ["A", "Y", 1, later], ["A", "Z", 1]]
    )
    assert order.requested_date == DAY
    assert [line.requested_date for line in order.lines] == [None, later, None]


def test_codes_stay_as_they_are() -> None:
    rows = [
        ["订单号", "物料编码", "数量"],
        ["007", "00123", 1],
        ["1E5", "6901234567890123456", 1],
        [20251127001.0, 7100.0, 1],
    ]
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
        [(Decimal(100), "pcs", Decimal("1.20")), (Decimal(5), "", Decimal(2))],
    )


def test_cells_that_say_nothing() -> None:
    (order,) = orders([["PO No", "Contact", "Item", "Qty", "Note", "Colour"], ["P", "N/A", "Bolt", 1, "无", "NULL"]])
    assert (order.contact, order.lines[0].note, order.lines[0].extra, order.extra) == ("", "无", {}, {})


def test_parts_of_an_address_are_joined() -> None:
    header = [
        "Order No",
        "Customer Name",
        "Ship Name",
        "Ship Address",
        "Ship City",
        "Ship Region",
        "Ship Postal Code",
        "Ship Country",
        "Item",
        "Qty",
    ]
    rows = [
        header,
        ["A", "Acme", "Acme", "1 Road", "Leeds", "", "LS1", "UK", "Bolt", 1],
        ["B", "Acme", "Depot", "2 Road", "York", "", "YO1", "UK", "Bolt", 1],
    ]
    assert [order.delivery_place for order in orders(rows)] == [
        "1 Road, Leeds, LS1, UK",
        "Depot, 2 Road, York, YO1, UK",
    ]


def test_specifications_are_joined_and_the_model_joins_a_code() -> None:
    (order,) = orders([["订单号", "物料编码", "型号", "参数规格", "数量"], ["A", "X", "M8", "L=20", 1]])
    assert (order.lines[0].product_code, order.lines[0].specification) == ("X", "M8; L=20")
    (order,) = orders([["订单号", "规格", "参数规格", "数量"], ["A", "中件", "L=20", 1]])
    assert order.lines[0].specification == "中件; L=20"
    (order,) = orders([["订单号", "型号", "数量"], ["A", "M8", 1]])
    assert order.lines[0].product_code == "M8"


def test_the_same_line_number_twice_is_remarked() -> None:
    result = reading([["订单号", "序号", "物料编码", "数量"], ["A", 1, "X", 1], ["A", 1, "X", 1]])
    assert (remarks(result), codes(result)) == ({"line_no_twice"}, [])


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
    rows = [
        ["订单号", "品名", "数量", "紧急等级", "是否含税", "币别"],
        ["A", "螺钉", 1, "加急", "是", "人民币"],
        ["B", "螺钉", 1, "看情况", "否", "贝壳"],
    ]
    first, second = orders(rows)
    assert (first.handling_class, first.price_basis, first.currency) == ("urgent", "gross", "CNY")
    assert (second.handling_class, second.price_basis, second.currency) == ("", "net", "")
    assert second.extra == {"紧急等级": "看情况", "币别": "贝壳"}
    assert remarks(reading(rows)) == {"unknown_choice", "unknown_currency"}


def test_every_row_an_order_with_rows_orders() -> None:
    assert len(orders([["品名", "数量"], ["螺钉", 1], ["螺母", 2]], rows="orders")) == 2
