"""Encodings and separators of text files."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Unreadable
from data.files import texts
from data.files.grids import grids
from tests.files.sheets import csv_source, orders, source

SIMPLIFIED = (
    "订单号,客户名称,物料编码,物料名称,数量,单价,交货日期\nA1,海川电梯有限公司,X1,扶梯梳齿板,6,12.5,2025-11-27\n"
)
TRADITIONAL = "訂單號,客戶名稱,料號,品名,數量,單價,交貨日期\nA1,海川電梯有限公司,X1,扶梯梳齒板,6,12.5,2025-11-27\n"
WESTERN = "Order No,Customer Name,Product Code,Quantity\n1,Toms Spezialitäten,Käse,3\n2,Señor Müller – “Größe”,Ü,4\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED.replace(",", "\t"), "utf-16"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "cp950"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "gbk"),
        (WESTERN, "cp1252"),
        (WESTERN, "utf-8"),
        (WESTERN, "utf-16-le"),
        ("a,b\n1,2\n", "ascii"),
    ],
)
def test_encodings_of_offices(text: str, encoding: str) -> None:
    assert texts.decode(text.encode(encoding), "a.csv") == text


@pytest.mark.parametrize("encoding", ["gbk", "big5"])
def test_chinese_orders_are_the_same_in_every_encoding(encoding: str) -> None:
    text = SIMPLIFIED if encoding == "gbk" else TRADITIONAL
    assert orders(csv_source(text, encoding)) == orders(csv_source(text, "utf-8"))


@pytest.mark.parametrize(
    "content",
    [
        SIMPLIFIED.encode().replace("海".encode(), b"\xff\xfe\x00"),
        SIMPLIFIED.encode()[:-1] + "电".encode()[:2] + b"\n",
        b"\xff\xfea",
        b"\xef\xbb\xbf\xff",
        bytes(range(256)) * 4,
        b"a,b\x00\x00\x01\x02\n",
        b"\x00\x01\x02\x03" * 50,
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        texts.decode(content, "a.csv")
    assert refusal.value.why == "encoding"


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        text = texts.decode(content, "a.csv")
        texts.delimited(text, "a.csv")
    except Unreadable as refusal:
        if refusal.why not in {"encoding", "damaged"}:
            raise


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(delimiter: str) -> None:
    text = SIMPLIFIED.replace(",", delimiter)
    assert texts.sniff(text) == delimiter
    assert texts.sniff(f"订单\n\n{text}") == delimiter


def test_commas_in_texts_do_not_hide_the_separator() -> None:
    assert texts.sniff("a;b;c\n1,5;2,5;x, y, z\n3,5;4,5;x, y\n") == ";"


def test_quotes_and_line_breaks_in_cells() -> None:
    rows, unclosed = texts.delimited('a,b\n"x, ""y""\nz",2\n\n3,4\n', "a.csv")
    assert (rows, unclosed) == ([["a", "b"], ['x, "y"\nz', "2"], [], ["3", "4"]], ())


def test_an_inch_sign_is_no_quotation() -> None:
    rows, unclosed = texts.delimited('a,b\n2" pipe,1\n3" pipe,2\n', "a.csv")
    assert (rows, unclosed) == ([["a", "b"], ['2" pipe', "1"], ['3" pipe', "2"]], ())


def test_a_quotation_that_never_closes_does_not_swallow_the_rest() -> None:
    rows, unclosed = texts.delimited('a,b\n1,2\n"3,4\n5,6\n7,8\n', "a.csv")
    assert (rows, unclosed) == ([["a", "b"], ["1", "2"], ['"3', "4"], ["5", "6"], ["7", "8"]], (3,))


def test_excels_separator_hint() -> None:
    (grid,) = grids(csv_source("sep=;\na;b\n1;2\n"))
    assert [list(row) for row in grid.rows] == [[], ["a", "b"], ["1", "2"]]


def test_a_cell_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        grids(source(b"a,b\n" + b"x" * (texts.MAX_CELL_CHARACTERS + 1) + b",1\n", "a.csv"))
    assert refusal.value.why == "damaged"


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["heading", "other heading"], *rows])
    found, unclosed = texts._rows(text.getvalue(), ",")
    assert (found, unclosed) == ([["heading", "other heading"], *rows], ())
