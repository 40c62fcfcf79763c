"""Customers without a code get one that neither the desk nor the file has (C1)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.desk.desk import Desk
from data.desk.imports import Options
from data.desk.making import default_policy, make
from data.drafts import DraftCustomer, DraftLine, DraftOrder, FileStatus, Reading, Source, Subject
from data.store.unit import Store

AT = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    make(tmp_path / "desk", name="office", document=default_policy(), at=AT, person="chen")
    with Store.open(tmp_path / "desk", durable=False) as store:
        yield Desk(store, lambda: AT, "chen")


def _codes(desk: Desk) -> dict[str, str]:
    return {one.name: one.code for one in desk.customers.all()}


def _order(po: str, *, code: str = "", name: str = "") -> DraftOrder:
    line = DraftLine(product_name="x", quantity=Decimal(1), unit_price=Decimal(2))
    return DraftOrder(customer_po_no=po, customer_code=code, customer_name=name, lines=(line,))


def _take_orders(desk: Desk, *drafts: DraftOrder) -> None:
    reading = Reading(Subject.ORDERS, (), {}, drafts)
    report = desk.imports.take_in(
        Source("o.csv", po := drafts[0].customer_po_no.encode(), po.hex(), ""), reading, Options()
    )
    assert report.status is FileStatus.IMPORTED


def test_codes_of_the_same_file_are_left_out(desk: Desk) -> None:
    _take_orders(desk, _order("1", name="无码甲"), _order("2", code="C00001", name="有码"), _order("3", name="无码乙"))
    assert _codes(desk) == {"无码甲": "C00002", "有码": "C00001", "无码乙": "C00003"}


def test_codes_of_the_desk_are_left_out(desk: Desk) -> None:
    _take_orders(desk, _order("1", code="C00001", name="有码"))
    _take_orders(desk, _order("2", name="无码甲"), _order("3", name="无码甲"))
    assert _codes(desk) == {"有码": "C00001", "无码甲": "C00002"}


def test_a_list_of_customers_of_which_some_have_codes(desk: Desk) -> None:
    drafts = (DraftCustomer(name="无码"), DraftCustomer(code="C00001", name="有码"))
    report = desk.imports.take_in(
        Source("c.csv", b"c", "cc", ""), Reading(Subject.CUSTOMERS, (), {}, drafts), Options()
    )
    assert report.records == 2
    assert _codes(desk) == {"无码": "C00002", "有码": "C00001"}
