import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderclerk.cli.layout import Head, cells, listed, padded, shortened, table, wrapped

TEXTS = st.text(alphabet="ab 海川电梯，。é😀\n", max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("abc", 3), ("海川", 4), ("a海", 3), ("e\u0301", 1), ("￥", 2), ("…", 1)]
)
def test_a_chinese_character_takes_two_cells(text: str, expected: int) -> None:
    assert cells(text) == expected


@given(TEXTS, st.integers(2, 30))
def test_shortened_text_fits(text: str, width: int) -> None:
    short = shortened(text, width)
    assert cells(short) <= width
    assert short == text or short.endswith("…")


@given(TEXTS, st.integers(10, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@given(st.text(alphabet="海川电梯订单", min_size=1, max_size=60), st.integers(4, 20))
def test_chinese_is_broken_between_characters(text: str, width: int) -> None:
    assert all(cells(line) <= width for line in wrapped(text, width))


def test_no_line_begins_with_a_closing_mark() -> None:
    assert wrapped("一二三，四", 6) == ["一二三，", "四"]


def test_padding_counts_cells() -> None:
    assert padded("海", 4) == "海  "
    assert padded("7", 3, right=True) == "  7"


def test_table_is_aligned_in_cells() -> None:
    lines = table((Head("name"), Head("n", right=True)), [("海川", "1"), ("abc", "20")], None)
    assert lines == ["name   n", "海川   1", "abc   20"]


def test_only_texts_that_may_shrink_are_cut_and_numbers_never() -> None:
    heads = (Head("no"), Head("customer", least=6), Head("total", right=True))
    lines = table(heads, [("1", "a very long name of a customer", "1,234,567.00")], 30)
    assert all(cells(line) <= 30 for line in lines)
    assert lines[1].startswith("1")
    assert lines[1].endswith("1,234,567.00")
    assert "…" in lines[1]


def test_a_long_name_has_its_text_below() -> None:
    assert listed([("a", "one"), ("a-very-long-name", "two")], 40, 8) == ["  a  one", "  a-very-long-name", "     two"]
