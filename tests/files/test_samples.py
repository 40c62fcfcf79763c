"""Real files of offices and other programs; skipped where the folder with them is absent."""

import time
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from data.drafts import DraftLine, DraftOrder, Reading, Subject
from data.errors import Unreadable
from data.files.readers import read
from data.files.source import load
from tests.files.sheets import TODAY, customers, products

Samples = Callable[[str], Path]


def orders_of(reading: Reading) -> tuple[DraftOrder, ...]:
    assert reading.refused == ()
    return tuple(draft for draft in reading.drafts if isinstance(draft, DraftOrder))


def rounded(line: DraftLine) -> Decimal:
    assert line.quantity is not None
    assert line.unit_price is not None
    assert line.discount_rate is not None
    net = line.quantity * line.unit_price * (1 - line.discount_rate)
    return net.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def test_one_row_a_line(samples: Samples) -> None:
    result = read(load(samples("northwind/orders_flat.csv")), Subject.ORDERS, today=TODAY)
    orders = orders_of(result)
    lines = [line for order in orders for line in order.lines]
    assert (len(orders), len(lines), result.problems) == (830, 2155, ())
    assert sum(line.quantity or 0 for line in lines) == 51_317
    assert "" not in result.mapping.values()
    net = sum((rounded(line) for line in lines), Decimal(0))
    assert net == Decimal("1265793.29")
    assert orders[0].delivery_place == "59 rue de l'Abbaye, Reims, France"
    assert (orders[0].ordered_on, orders[0].requested_date) == (date(1996, 7, 4), date(1996, 8, 1))


def test_orders_without_lines(samples: Samples) -> None:
    orders = orders_of(read(load(samples("northwind/orders.csv")), Subject.ORDERS, today=TODAY))
    assert len(orders) == 830
    assert all(order.lines == () and order.number and order.customer_code for order in orders)


def test_an_old_workbook_of_ten_thousand_lines(samples: Samples) -> None:
    loaded = load(samples("superstore_en/superstore.xls"))
    begun = time.process_time()
    result = read(loaded, Subject.ORDERS, today=TODAY)
    spent = time.process_time() - begun
    orders = orders_of(result)
    lines = [line for order in orders for line in order.lines]
    assert (len(orders), len(lines), sum(line.quantity or 0 for line in lines)) == (5009, 9994, 37_873)
    assert all(line.stated_total is not None for line in lines)
    assert {problem.value for problem in result.problems} == {"Returns", "People"}
    assert orders[0].delivery_place == "Henderson, Kentucky, 42420, United States"
    assert spent < 5


@pytest.mark.parametrize(("name", "lines"), [("订单_P202511140770.xlsx", 56), ("订单_P202511240272.xlsx", 5)])
def test_purchase_orders_of_a_chinese_customer(samples: Samples, name: str, lines: int) -> None:
    result = read(load(samples(f"cn_orders/{name}")), Subject.ORDERS, today=TODAY)
    (order,) = orders_of(result)
    assert len(order.lines) == lines
    assert f"订单_{order.customer_po_no}.xlsx" == name
    assert (order.number, order.customer_name, order.customer_code) == ("", "", "")
    assert set(order.extra) == {"采购单状态", "供应商名称"}
    assert order.special_requirements
    assert order.requested_date
    assert all(line.quantity and line.unit == "EA" and line.second_quantity and line.job_no for line in order.lines)
    assert result.problems == ()


def test_customers_and_products(samples: Samples) -> None:
    found = customers(read(load(samples("northwind/customers.csv")), Subject.CUSTOMERS, today=TODAY))
    assert len(found) == 91
    assert all(customer.code and customer.name and customer.region != "NULL" for customer in found)
    assert found[3].name == "Around the Horn"
    items = products(read(load(samples("northwind/products.csv")), Subject.PRODUCTS, today=TODAY))
    assert len(items) == 77
    assert (items[0].specification, items[0].list_price) == ("10 boxes x 20 bags", Decimal(18))


def test_every_odd_workbook_is_read_or_refused_by_name(samples: Samples) -> None:
    expected = {"empty": 3, "password": 4}
    found: dict[str, int] = {}
    for path in samples("spreadsheet_formats").iterdir():
        try:
            read(load(path), Subject.ORDERS, today=TODAY)
        except Unreadable as refusal:
            found[refusal.why] = found.get(refusal.why, 0) + 1
    assert found == {**expected, "no_header": 9}
