"""What is written is complete, harmless and read back as it was."""

import csv
import dataclasses
import io
import json
import re
import stat
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.drafts import DraftCustomer, DraftLine, DraftOrder, DraftProduct, Problem, Subject
from data.errors import BadValue, StorageFailed
from data.files.grids import grids
from data.files.source import load
from data.files.writers import FORMATS, Column, Format, Value, errors_file, write
from tests.files.sheets import csv_source, customers, orders, products, reading, source

COLUMNS = [Column("code"), Column("name")]


def written(fmt: Format, columns: list[str], rows: list[list[Value]]) -> bytes:
    stream = io.BytesIO()
    write(stream, fmt, [Column(heading) for heading in columns], rows)
    assert not stream.closed
    return stream.getvalue()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_csv_for_excel() -> None:
    rows: list[list[Value]] = [["007", 'a "b"\nc', Decimal("12.50"), Decimal("1E+3"), date(2025, 1, 2), None, True, -5]]
    assert (
        written("csv", list("abcdefgh"), rows)
        == ('\ufeffa,b,c,d,e,f,g,h\r\n007,"a ""b""\nc",12.50,1000,2025-01-02,,true,-5\r\n').encode()
    )


def test_times_are_written_in_utc() -> None:
    moment = datetime(2025, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    assert written("csv", ["a", "b"], [[moment, ""]]).endswith(b"2025-01-02T03:04:05.000678Z,\r\n")


def test_json_keeps_decimals_plain() -> None:
    content = written("json", ["a", "品", "c"], [["x\n", Decimal("1E+2"), None], ["=1", 5, date(2025, 1, 2)]])
    assert json.loads(content) == [{"a": "x\n", "品": 100, "c": None}, {"a": "=1", "品": 5, "c": "2025-01-02"}]
    assert b"100," in content
    assert json.loads(written("json", ["a"], [])) == []


def test_xlsx_does_not_depend_on_when_it_is_written() -> None:
    with zipfile.ZipFile(io.BytesIO(written("xlsx", ["a"], [["x"]]))) as book:
        made = book.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", made)) == {"1980-01-01T00:00:00Z"}


def test_xlsx_keeps_numbers_dates_and_texts() -> None:
    rows: list[list[Value]] = [
        ["007", Decimal("12.5"), 3, date(2025, 1, 2), "=1+1", "http://x", True],
        ["123", Decimal("0.123456789012345678"), 2**60, date(1899, 1, 2), "", None, False],
    ]
    (grid,) = grids(source(written("xlsx", list("abcdefg"), rows), "a.xlsx"))
    assert [list(row) for row in grid.rows[1:]] == [
        ["007", 12.5, 3.0, date(2025, 1, 2), "=1+1", "http://x", True],
        ["123", "0.123456789012345678", str(2**60), "1899-01-02", "", "", False],
    ]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=x", "''=x", "'x", "'"])
def test_no_text_runs_as_a_formula_and_all_survive(text: str) -> None:
    content = written("csv", ["code", "name"], [["A", text]])
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1]
    assert cells[1][0] not in "=+-@\t\r"
    for fmt in ("csv", "xlsx"):
        result = reading(source(written(fmt, ["code", "name"], [["A", text]]), f"a.{fmt}"), Subject.CUSTOMERS)
        assert customers(result)[0].name == text


def test_an_apostrophe_of_somebody_elses_file_stays() -> None:
    assert customers(reading(csv_source("Code,Name\nA,'=x\n"), Subject.CUSTOMERS))[0].name == "'=x"


def test_a_file_is_replaced_whole_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")

    def rows() -> Any:
        yield ["A", "x"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(path, "csv", COLUMNS, rows())
    assert path.read_text() == "before"
    assert names_in(tmp_path) == ["a.csv"]
    write(path, "csv", COLUMNS, [["A", "x"]])
    assert path.read_bytes() == b"\xef\xbb\xbfcode,name\r\nA,x\r\n"
    assert names_in(tmp_path) == ["a.csv"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed) as missing:
        write(tmp_path / "no" / "a.csv", "csv", COLUMNS, [])
    assert missing.value.why == "missing"
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageFailed):
        write(tmp_path / "folder", "csv", COLUMNS, [])
    assert names_in(tmp_path) == ["folder"]


def test_a_worksheet_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with pytest.raises(BadValue) as refusal:
        write(stream, "xlsx", COLUMNS, [["A", "x" * 40_000]])
    assert (refusal.value.why, refusal.value.field) == ("too_long", "name")
    with pytest.raises(BadValue):
        write(tmp_path / "a.xlsx", "xlsx", COLUMNS, [["A", "x" * 40_000]])
    assert names_in(tmp_path) == []


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff"), max_size=12)
NAMES = TEXTS.filter(bool)


@settings(max_examples=40)
@given(st.lists(st.tuples(NAMES, TEXTS, TEXTS), min_size=1, max_size=5, unique_by=lambda each: each[0]))
def test_any_texts_survive_a_round_by_csv(records: list[tuple[str, str, str]]) -> None:
    content = written("csv", ["code", "name", "extra:Ä, b"], [list(record) for record in records])
    result = reading(source(content, "a.csv"), Subject.CUSTOMERS)
    found = [(each.code, each.name, each.extra.get("Ä, b", "")) for each in customers(result)]
    assert found == records


CONTROL = [
    "a\x01b",
    "_x0001_",
    "a\r\nb",
    "\x1f",
    "_x005F_",
    "  spaced  ",
    "-",
    "N/A",
    "NULL",
    "\x7f",
    "𠮷",
    "\u202eabc",
    "1e5",
    "007",
]


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_awkward_texts_survive_a_round(fmt: Format) -> None:
    content = written(fmt, ["code", "name"], [[f"C{place}", text] for place, text in enumerate(CONTROL)])
    assert [each.name for each in customers(reading(source(content, f"a.{fmt}"), Subject.CUSTOMERS))] == CONTROL


def test_characters_that_no_file_can_hold_do_not_break_it() -> None:
    for fmt in FORMATS:
        assert written(fmt, ["code"], [["a\ud800b\uffff"]])


ORDER = DraftOrder(
    number="SO-1", customer_code="C1", customer_name="=Acme", contact="-", customer_po_no="007", contract_no="K",
    kind="goods", handling_class="urgent", channel="email", ordered_on=date(2025, 1, 2),
    received_at=datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC), requested_date=date(2025, 2, 3),
    promised_date=date(2025, 2, 4), planned_ship_date=date(2025, 2, 1), delivery_place="Leeds: dock 4",
    delivery_method="road", payment_terms="30 days", currency="EUR", price_basis="gross",
    discount_rate=Decimal("0.05"), rounding_off=Decimal("-0.5"), freight=Decimal("3.25"),
    stated_total=Decimal("100.05"), special_requirements="a; b", note="合计", salesperson="S", merchandiser="M",
    state="approved", delivery_state="none", billing_state="none", on_hold="why: so", net=Decimal("90.5"),
    tax=Decimal("9.55"), total=Decimal("100.05"), invoiced=Decimal(0), paid=Decimal("1.5"), extra={"Segment": "x"},
)  # fmt: skip
LINE = DraftLine(
    line_no=1, product_code="00123", product_name="Total", specification="a; b", customer_part_no="CP", drawing_no="D",
    revision="2", quantity=Decimal("1.123456"), unit="pcs", second_quantity=Decimal(2), second_unit="kg",
    unit_price=Decimal("0.333333"), price_basis="net", discount_rate=Decimal("0.123456"), tax_rate=Decimal("0.13"),
    stated_total=Decimal("0.37"), requested_date=date(2025, 2, 3), promised_date=date(2025, 3, 3), job_no="J", note="n",
    closed_short=Decimal("0.5"), allocated=Decimal(0), finished=Decimal(1), shipped=Decimal(1), delivered=Decimal(1),
    invoiced=Decimal(1), extra={"Colour": "red"},
)  # fmt: skip
BOTH = {"requested_date", "promised_date", "price_basis", "discount_rate", "stated_total", "note", "invoiced"}


def values(draft: Any, names: list[str]) -> list[Value]:
    return [getattr(draft, name) for name in names]


def names_of(kind: Any) -> list[str]:
    return [each.name for each in dataclasses.fields(kind) if each.name not in {"row", "lines", "extra"}]


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_orders_go_round(fmt: Format) -> None:
    names = names_of(DraftOrder)
    content = written(fmt, [*names, "order_extra:Segment"], [[*values(ORDER, names), "x"]])
    assert orders(source(content, f"a.{fmt}")) == (dataclasses.replace(ORDER, row=2),)


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_lines_with_their_orders_go_round(fmt: Format) -> None:
    plain = dataclasses.replace(
        LINE, line_no=2, price_basis="", requested_date=None, note="", extra={}, discount_rate=None
    )
    of_order, of_line = names_of(DraftOrder), names_of(DraftLine)
    head = [f"order_{name}" if name in BOTH else name for name in of_order]
    rows = [
        [*values(ORDER, of_order), "x", *values(line, of_line), line.extra.get("Colour", "")] for line in (LINE, plain)
    ]
    content = written(fmt, [*head, "order_extra:Segment", *of_line, "line_extra:Colour"], rows)
    (order,) = orders(source(content, f"a.{fmt}"))
    lines = (dataclasses.replace(LINE, row=2), dataclasses.replace(plain, row=3))
    assert order == dataclasses.replace(ORDER, row=2, lines=lines)


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_customers_and_products_go_round(fmt: Format) -> None:
    customer = DraftCustomer(
        code="C", name="无", phone="+44 1", credit_limit=Decimal("5.5"), note="-", extra={"web": "w"}
    )
    names = names_of(DraftCustomer)
    content = written(fmt, [*names, "extra:web"], [[*values(customer, names), "w"]])
    assert customers(reading(source(content, f"a.{fmt}"), Subject.CUSTOMERS)) == (dataclasses.replace(customer, row=2),)
    product = DraftProduct(
        code="007", name="=x", lead_days=5, list_price=Decimal("0.000001"), tax_rate=Decimal(1), special="no"
    )
    names = names_of(DraftProduct)
    content = written(fmt, names, [values(product, names)])
    assert products(reading(source(content, f"a.{fmt}"), Subject.PRODUCTS)) == (dataclasses.replace(product, row=2),)


def code_of(problem: Problem) -> str:
    return f"{problem.where.column}: {problem.code}"


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_refused_rows_come_back_mended(tmp_path: Path, fmt: Format) -> None:
    first = reading(csv_source("订单号,物料编码,数量,备注\nA,=X,-5,\nA,Y,1,\nB,007,many,-\n"))
    path = tmp_path / f"errors.{fmt}"
    errors_file(path, first, fmt, code_of)
    again = reading(load(path))
    assert [row.cells[:4] for row in again.refused] == [row.cells for row in first.refused]
    assert again.headings == ("订单号", "物料编码", "数量", "备注", "reason")
    assert [row.cells[4] for row in again.refused] == ["数量: negative", "数量: not_a_number"]
    twice = tmp_path / f"twice.{fmt}"
    errors_file(twice, again, fmt, code_of)
    assert reading(load(twice)).headings == again.headings
    if fmt == "csv":
        path.write_bytes(path.read_bytes().replace(b"'-5", b"5").replace(b"many", b"6"))
        found = orders(load(path))
        assert [(order.number, order.lines[0].product_code, order.lines[0].quantity) for order in found] == [
            ("A", "=X", Decimal(5)),
            ("B", "007", Decimal(6)),
        ]
        assert all(order.extra == {} and order.lines[0].extra == {} for order in found)


def test_a_number_that_stood_beside_the_table_goes_into_the_errors_file() -> None:
    first = reading([["采购单号：P7"], ["品名", "数量"], ["螺钉", -1], ["螺母", 2]])
    stream = io.BytesIO()
    errors_file(stream, first, "csv", code_of)
    assert stream.getvalue().decode("utf-8-sig").splitlines() == [
        "品名,数量,采购单号,reason",
        "螺钉,'-1,P7,数量: negative",
    ]
