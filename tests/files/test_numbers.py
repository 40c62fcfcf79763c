"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files import numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        (" 1,234.5 ", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,5", "1.5"),
        ("1'234.50", "1234.50"),
        ("１２３．５", "123.5"),
        ("(100)", "-100"),
        ("100-", "-100"),
        ("-3", "-3"),
        ("+3", "3"),
        ("1.5E3", "1500"),
        (".5", "0.5"),
        ("1.2万", "12000"),
        ("12,34,567", "1234567"),
    ],
)
def test_reads_what_people_type(text: str, value: str) -> None:
    assert numbers.of_text(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("100件", 100, "件"), ("12 pcs", 12, "pcs"), ("5kg", 5, "kg"), ("3 PCS.", 3, "PCS."), ("２０ 套", 20, "套")],
)
def test_a_unit_may_stand_behind_a_quantity(text: str, value: int, unit: str) -> None:
    number = numbers.of_text(text)
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("¥12.50", "12.50", "CNY"),
        ("￥1,200", "1200", "CNY"),
        ("$ 3", "3", "USD"),
        ("US$3", "3", "USD"),
        ("NT$ 300", "300", "TWD"),
        ("HK$5", "5", "HKD"),
        ("€1.234,50", "1234.50", "EUR"),
        ("12,50 €", "12.50", "EUR"),
        ("RMB 88", "88", "CNY"),
        ("100元", "100", "CNY"),
        ("100元整", "100", "CNY"),
        ("12 USD", "12", "USD"),
        ("-$5", "-5", "USD"),
    ],
)
def test_a_currency_may_stand_beside_a_price(text: str, value: str, currency: str) -> None:
    number = numbers.of_text(text)
    assert (number.value, number.currency, number.unit) == (Decimal(value), currency, "")


@pytest.mark.parametrize(
    "text", ["abc", "12 x 10", "1-2", "12/3", "", "1,2,3", "1.2.3", "十二", "5 + 3", "--", "1 2a3", "¥"]
)
def test_what_is_no_number_is_said_so(text: str) -> None:
    assert numbers.of_text(text).code == "not_a_number"


@pytest.mark.parametrize("text", ["1e999", "inf", "-Infinity", "NaN", "1000000000001", "9" * 400, "∞"])
def test_what_is_beyond_all_bounds_is_said_so(text: str) -> None:
    assert numbers.of_text(text).code == "too_large"


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 1e13, -1e300])
def test_spreadsheet_numbers_beyond_all_bounds(value: float) -> None:
    assert numbers.of_float(value).code == "too_large"


def test_a_float_is_the_shortest_decimal_that_it_stands_for() -> None:
    assert numbers.of_float(731.9399999999999).value == Decimal("731.9399999999999")
    assert numbers.of_float(7100.0).value == 7100
    assert str(numbers.of_float(7100.0).value) == "7100"
    assert numbers.of_float(0.1).value == Decimal("0.1")


def test_a_column_shows_whether_its_comma_is_the_decimal_sign() -> None:
    assert numbers.is_european(["1.234", "1.234,50"])
    assert numbers.is_european(["12,5"])
    assert not numbers.is_european(["1,234.50", "12,5"])
    assert not numbers.is_european(["1,234", "1.5", 3.0])
    assert numbers.of_text("1.234", european=True).value == 1234
    assert numbers.of_text("1.234").value == Decimal("1.234")
    assert numbers.of_text("1,234", european=True).value == Decimal("1.234")
    assert numbers.of_text("1,234").value == 1234


def test_decimals_that_would_be_lost_are_refused_for_typed_numbers_only() -> None:
    assert numbers.too_precise(Decimal("1.2345678"), "1.2345678")
    assert not numbers.too_precise(Decimal("1.23456700"), "1.23456700")
    assert not numbers.too_precise(Decimal("33.333333333333336"), "33.333333333333336")


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("9折", "0.1"),
        ("95折", "0.05"),
        ("9.5折", "0.05"),
        ("八五折", "0.15"),
        ("打八折", "0.2"),
        ("不折", "0"),
        ("七点五折", "0.25"),
    ],
)
def test_discounts_in_the_chinese_way(text: str, off: str) -> None:
    assert numbers.kept_tenths(text) == Decimal(off)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False))
def test_every_stored_number_is_read_back_from_its_text(value: Decimal) -> None:
    assert numbers.of_text(format(value, "f")).value == value
    assert numbers.of_text(f"{value:,f}").value == value


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_code(text: str) -> None:
    number = numbers.of_text(text)
    assert (number.value is None) == (number.code in {"not_a_number", "too_large"})


@given(st.floats())
def test_any_float_is_a_number_or_a_code(value: float) -> None:
    number = numbers.of_float(value)
    assert number.value is None or float(number.value) == value
