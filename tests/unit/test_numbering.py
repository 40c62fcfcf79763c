from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.numbering import check_pattern, number, series


def test_a_number_has_the_date_and_a_running_part() -> None:
    name = series("SO-{yyyy}{mm}-{seq:5}", date(2026, 3, 4))
    assert name == "SO-202603-{seq:5}"
    assert number(name, 17) == "SO-202603-00017"
    assert number(series("{yy}/{dd}.{seq:1}", date(2026, 3, 4)), 123) == "26/04.123"


@pytest.mark.parametrize("pattern", ["{seq:5}", "C{seq:5}", "单-{yyyy}-{seq:3}"])
def test_good_patterns(pattern: str) -> None:
    assert check_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern",
    ["", "SO", "{seq:0}", "{seq}", "{seq:5}{seq:5}", "{year}{seq:5}", "{seq:5", "}{seq:5}", "x" * 40 + "{seq:5}"],
)
def test_patterns_that_make_no_numbers(pattern: str) -> None:
    with pytest.raises(ValueError, match="bad_pattern"):
        check_pattern(pattern)


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_different_running_parts_make_different_numbers(one: int, other: int, on: date) -> None:
    name = series("SO-{yyyy}{mm}-{seq:5}", on)
    assert (number(name, one) == number(name, other)) == (one == other)
