"""Dates as people and programs write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files import dates
from tests.files.sheets import TODAY

DAY = date(2025, 11, 27)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-11-27",
        "2025/11/27",
        "2025.11.27",
        "20251127",
        "27.11.2025",
        "2025年11月27日",
        "2025 年 11 月 27 日",
        "2025年11月27号",
        "27-Nov-2025",
        "27 November 2025",
        "Nov 27, 2025",
        "27/11/2025",
        "11/27/2025",
        "２０２５－１１－２７",
        "2025-11-27 星期四",
        "Thu, 27 Nov 2025",
        "27-Nov-25",
        "11月27日",
        45988.0,
        45988,
        "45988",
        20251127.0,
        DAY,
    ],
)
def test_one_day_in_many_forms(cell: object) -> None:
    assert dates.read(cell, "", TODAY).value == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "2025-11-27 14:30:00",
        "2025-11-27T14:30:00Z",
        "2025-11-27T15:30:00+01:00",
        "2025/11/27 14:30",
        "2025-11-27 14:30:00.000",
        "2025年11月27日 14时30分",
        "11/27/2025 2:30 PM",
        "20251127143000",
        datetime(2025, 11, 27, 14, 30),  # noqa: DTZ001 - spreadsheets know no zones
    ],
)
def test_one_moment_in_many_forms(cell: object) -> None:
    assert dates.read(cell, "", TODAY).value == datetime(2025, 11, 27, 14, 30, tzinfo=UTC)


def test_a_time_without_an_offset_is_the_offices() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert dates.read("2025-11-27 14:30", "", TODAY, shanghai).value == datetime(2025, 11, 27, 14, 30, tzinfo=shanghai)


@pytest.mark.parametrize(
    "cell", ["2025-02-30", "soon", "2025-13-01", "31.4.2025", "ASAP", "2025-11-27 25:00", -5.0, "0", True]
)
def test_what_is_no_date(cell: object) -> None:
    assert dates.read(cell, "", TODAY).code in {"bad_date", "date_out_of_range"}
    assert dates.read(cell, "", TODAY).value is None


@pytest.mark.parametrize("cell", ["1949-12-31", "2201-01-01", date(1900, 1, 1), 2994626.0, "0025-11-27", 5.0])
def test_dates_outside_the_bounds(cell: object) -> None:
    assert dates.read(cell, "", TODAY).code == "date_out_of_range"


def test_day_and_month_are_not_guessed() -> None:
    assert dates.read("03/04/2025", "", TODAY).code == "ambiguous_date"
    assert dates.read("03/04/2025", "dmy", TODAY).value == date(2025, 4, 3)
    assert dates.read("03/04/2025", "mdy", TODAY).value == date(2025, 3, 4)
    assert dates.read("05/05/2025", "", TODAY).value == date(2025, 5, 5)
    assert dates.read("25-11-27", "", TODAY).code == "ambiguous_date"
    assert dates.read("25-11-27", "ymd", TODAY).value == DAY


def test_the_column_decides_the_order_of_day_and_month() -> None:
    assert dates.order_of(["03/04/2025", "13/04/2025", 3.0, ""], TODAY) == "dmy"
    assert dates.order_of(["03/04/2025", "04/13/2025"], TODAY) == "mdy"
    assert dates.order_of(["13/04/2025", "04/13/2025"], TODAY) == ""
    assert dates.order_of(["03/04/2025"], TODAY) == ""


def test_a_missing_year_is_the_nearest_and_marked() -> None:
    assert dates.read("12月20日", "", TODAY) == dates.Moment(date(2025, 12, 20), guessed=True)
    assert dates.read("2月1日", "", TODAY) == dates.Moment(date(2026, 2, 1), guessed=True)


@given(st.dates(dates.EARLIEST, dates.LATEST))
def test_every_date_is_read_back(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%d.%m.%Y}",
    ):
        assert dates.read(text, "", TODAY).value == day
    assert dates.read(float((day - date(1899, 12, 30)).days), "", TODAY).value == day


@given(st.text(max_size=24) | st.floats() | st.integers())
def test_anything_is_a_date_or_a_code(cell: object) -> None:
    moment = dates.read(cell, "dmy", TODAY)
    assert (moment.value is None) == bool(moment.code)
