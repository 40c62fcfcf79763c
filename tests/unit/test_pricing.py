from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.amounts import SCALE, minor_digits
from data.rules.pricing import (
    LineAmounts,
    extended,
    line_amounts,
    part_amount,
    price_line,
    price_order,
    unit_price_from_total,
)
from data.states import PriceBasis

NET, GROSS = PriceBasis.NET, PriceBasis.GROSS
amounts = st.integers(0, 10**12)
rates = st.integers(0, SCALE)
currencies = st.sampled_from(["CNY", "JPY", "KWD"])


def test_the_typed_price_stands_without_tax() -> None:
    assert price_line(3 * SCALE, 10 * SCALE, 0, 130_000, NET, None, "CNY") == LineAmounts(3000, 390, 3390)


def test_the_typed_price_stands_with_tax() -> None:
    assert price_line(3 * SCALE, 10 * SCALE, 0, 130_000, GROSS, None, "CNY") == LineAmounts(2655, 345, 3000)


def test_a_stated_total_stands_on_its_own_basis() -> None:
    assert price_line(3 * SCALE, 10 * SCALE, 0, 130_000, NET, 2999, "CNY") == LineAmounts(2999, 390, 3389)
    assert price_line(3 * SCALE, 10 * SCALE, 0, 130_000, GROSS, 2999, "CNY") == LineAmounts(2654, 345, 2999)


def test_without_price_or_quantity_nothing_is_charged() -> None:
    assert price_line(None, 10 * SCALE, 0, 0, NET, None, "CNY") == LineAmounts(0, 0, 0)
    assert price_line(SCALE, None, 0, 0, NET, None, "CNY") == LineAmounts(0, 0, 0)


@pytest.mark.parametrize(("currency", "found"), [("CNY", 4167), ("JPY", 42), ("KWD", 41667)])
def test_a_line_is_rounded_once_half_up(currency: str, found: int) -> None:
    assert extended(3_333_333, 12_500_000, 0, currency) == found


def test_a_discount_is_taken_before_rounding() -> None:
    assert extended(SCALE, 10_050_000, 150_000, "CNY") == 854  # 8.5425


@given(amounts, st.integers(0, 2 * SCALE), st.sampled_from([NET, GROSS]))
def test_net_and_tax_are_the_total(amount: int, tax_rate: int, basis: PriceBasis) -> None:
    found = line_amounts(amount, tax_rate, basis)
    assert found.net + found.tax == found.total
    assert (found.total if basis is GROSS else found.net) == amount
    assert found.tax >= 0
    assert abs(Fraction(found.net * tax_rate, SCALE) - found.tax) <= 2


@given(amounts, st.integers(1, 10**12), st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_parts_add_up_to_the_whole(total: int, quantity: int, shares: list[int]) -> None:
    cuts = [0]
    for share in shares[:-1]:
        cuts.append(min(quantity, cuts[-1] + quantity * share // sum(shares)))
    cuts.append(quantity)
    parts = [part_amount(total, quantity, before, after) for before, after in pairwise(cuts)]
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)


@given(st.integers(0, 10**6), st.integers(1_000, 10**10), st.integers(0, 900_000), currencies)
def test_a_price_made_of_a_total_gives_the_total_again(total: int, quantity: int, rate: int, currency: str) -> None:
    price = unit_price_from_total(total, quantity, rate, currency)
    assert price is not None
    again = extended(quantity, price, rate, currency)
    # half a millionth of a price on every unit, and half a minor unit of rounding
    off = Fraction(quantity * (SCALE - rate) * 10 ** minor_digits(currency), 2 * SCALE**3) + Fraction(1, 2)
    assert abs(again - total) <= off


def test_there_is_no_price_for_a_full_discount_or_beyond_what_a_desk_keeps() -> None:
    assert unit_price_from_total(100, SCALE, SCALE, "CNY") is None
    assert unit_price_from_total(100, 0, 0, "CNY") is None
    assert unit_price_from_total(2**62, 1, 0, "CNY") is None
    assert unit_price_from_total(-100, SCALE, 0, "CNY") is None


@given(
    st.lists(st.tuples(amounts, st.integers(0, 300_000)), max_size=6),
    rates,
    st.integers(0, 10**6),
    st.integers(0, 10**4),
)
def test_an_orders_amounts_are_its_lines_less_discount(
    lines: list[tuple[int, int]], rate: int, freight: int, off: int
) -> None:
    parts = [line_amounts(amount, tax, NET) for amount, tax in lines]
    whole = sum(part.total for part in parts)
    found = price_order(parts, rate, freight, off)
    assert found.net + found.tax + found.discount == whole
    assert found.total == found.net + found.tax + freight - off
    assert abs(Fraction(whole * rate, SCALE) - found.discount) <= 1


def test_freight_and_rounding_off_are_amounts_of_their_own() -> None:
    found = price_order([LineAmounts(10_000, 1_300, 11_300)], 100_000, 2_000, 70)
    assert (found.net, found.tax, found.discount, found.total) == (9_000, 1_170, 1_130, 12_100)
