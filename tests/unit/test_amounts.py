from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.amounts import LARGEST, SCALE, divide_half_up, from_minor, minor_digits, scaled, to_minor, unscaled


@pytest.mark.parametrize(
    ("numerator", "denominator", "found"),
    [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (25, 10, 3), (-25, 10, -3), (0, 7, 0), (7, 7, 1)],
)
def test_half_is_rounded_away_from_zero(numerator: int, denominator: int, found: int) -> None:
    assert divide_half_up(numerator, denominator) == found


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**18))
def test_rounding_is_exact_and_even_handed(numerator: int, denominator: int) -> None:
    found = divide_half_up(numerator, denominator)
    assert abs(Fraction(numerator, denominator) - found) <= Fraction(1, 2)
    assert divide_half_up(-numerator, denominator) == -found


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.345", "CNY", 1235), ("12.344", "CNY", 1234), ("-12.345", "CNY", -1235), ("0.005", "USD", 1),
        ("12.5", "JPY", 13), ("-0.5", "JPY", -1), ("1.2345", "KWD", 1235), ("1.2344", "KWD", 1234), ("7", "XXX", 700),
    ],
)  # fmt: skip
def test_money_is_rounded_to_the_currencys_minor_unit(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor


def test_money_is_shown_with_the_currencys_decimals() -> None:
    assert str(from_minor(1250, "CNY")) == "12.50"
    assert str(from_minor(1250, "JPY")) == "1250"
    assert str(from_minor(-1250, "KWD")) == "-1.250"
    assert (minor_digits("CNY"), minor_digits("JPY"), minor_digits("KWD")) == (2, 0, 3)


@pytest.mark.parametrize(
    ("value", "whole"),
    [("1.0000005", 1_000_001), ("-1.0000005", -1_000_001), ("1.0000004", 1_000_000), ("0.15", 150_000)],
)
def test_quantities_keep_six_decimals(value: str, whole: int) -> None:
    assert scaled(Decimal(value)) == whole


@given(st.integers(-LARGEST, LARGEST))
def test_what_is_scaled_comes_back(value: int) -> None:
    plain = unscaled(value)
    if abs(value) < 10**27:  # as many digits as decimals are exact to
        assert scaled(plain) == value
    assert not str(plain).endswith(".0")


@pytest.mark.parametrize("value", ["1e999999", "-1e999999", "1e300", "Infinity", "NaN", str(LARGEST)])
def test_what_cannot_be_stored_overflows(value: str) -> None:
    with pytest.raises(OverflowError):
        scaled(Decimal(value))


@pytest.mark.parametrize("value", ["1e999999", "Infinity", "NaN", str(LARGEST)])
@pytest.mark.parametrize("currency", ["CNY", "KWD"])
def test_money_that_cannot_be_stored_overflows(value: str, currency: str) -> None:
    with pytest.raises(OverflowError):
        to_minor(Decimal(value), currency)


def test_the_scale_is_a_million() -> None:
    assert SCALE == 1_000_000
    assert str(unscaled(100_000_000)) == "100"
    assert str(unscaled(1_500_000)) == "1.5"
