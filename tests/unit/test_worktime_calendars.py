"""The calendars of 2024 to 2026 day by day, and hours of working time over changes of the clocks (I7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.policy_tables import Office
from data.rules.worktime import after_working_days, after_working_time, is_working_day

WEEK = ("mon", "tue", "wed", "thu", "fri")


def office(zone: str, country: str, *hours: str, **more: object) -> Office:
    spans = hours or ("08:30-12:00", "13:30-17:30")
    return Office.model_validate(
        {"zone": zone, "country": country, "working_days": WEEK, "working_hours": spans, **more}
    )


CHINA = office("Asia/Shanghai", "CN")
TAIWAN = office("Asia/Taipei", "TW")
HONG_KONG = office("Asia/Hong_Kong", "HK", "09:00-18:00")
BERLIN = office("Europe/Berlin", "DE", "08:00-16:00")
NEW_YORK = office("America/New_York", "US", "09:00-12:00", "13:00-17:00")
NIGHTS = office("Europe/Berlin", "", "00:30-02:15", "02:20-02:40", "02:45-05:00", working_days=(*WEEK, "sat", "sun"))
"""An office that works through the hour that is left out in spring and comes twice in autumn."""
LATE = office("America/New_York", "", "01:15-01:45", "02:10-03:30", "22:00-23:59", working_days=("sat", "sun"))
OFFICES = (CHINA, TAIWAN, HONG_KONG, BERLIN, NEW_YORK, NIGHTS, LATE)


def days(text: str, year: int) -> set[date]:
    """Return the days of a list such as `2.10-2.17 4.4`."""
    found: set[date] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        begin, end = (date(year, *map(int, one.split("."))) for one in (first, last or first))
        found |= {begin + timedelta(days=at) for at in range((end - begin).days + 1)}
    return found


# What the State Council announced for each of the years: all days off, weekends among them, and the weekends worked.
STATE_COUNCIL = {
    2024: (
        "1.1 2.10-2.17 4.4-4.6 5.1-5.5 6.8-6.10 9.15-9.17 10.1-10.7",
        "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    ),
    2025: ("1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8", "1.26 2.8 4.27 9.28 10.11"),
    2026: (
        "1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7",
        "1.4 2.14 2.28 5.9 9.20 10.10",
    ),
}
# Days off of Taiwan and Hong Kong that lie on days from Monday to Friday, and the Saturdays that make up for them.
TAIPEI = {
    2024: ("1.1 2.8 2.9 2.12-2.14 2.28 4.4 4.5 6.10 9.17 10.10", "2.17"),
    2025: ("1.1 1.27-1.31 2.28 4.3 4.4 5.30 9.29 10.6 10.10 10.24 12.25", "2.8"),
    2026: ("1.1 2.16-2.20 2.27 4.3 4.6 5.1 6.19 9.25 9.28 10.9 10.26 12.25", ""),
}
GENERAL_HOLIDAYS = {
    2024: ("1.1 2.12 2.13 3.29 4.1 4.4 5.1 5.15 6.10 7.1 9.18 10.1 10.11 12.25 12.26", ""),
    2025: ("1.1 1.29-1.31 4.4 4.18 4.21 5.1 5.5 7.1 10.1 10.7 10.29 12.25 12.26", ""),
    2026: ("1.1 2.17-2.19 4.3 4.6 4.7 5.1 5.25 6.19 7.1 10.1 10.19 12.25", ""),
}


@pytest.mark.parametrize(
    ("where", "year", "lists"),
    [
        (where, year, lists)
        for where, calendar in ((CHINA, STATE_COUNCIL), (TAIWAN, TAIPEI), (HONG_KONG, GENERAL_HOLIDAYS))
        for year, lists in calendar.items()
    ],
)
def test_every_day_of_a_year_is_as_it_was_announced(where: Office, year: int, lists: tuple[str, str]) -> None:
    off, worked = (days(one, year) for one in lists)
    on = date(year, 1, 1)
    wrong = []
    while on.year == year:
        expected = on in worked or (on.weekday() < 5 and on not in off)
        if is_working_day(where, on) is not expected:
            wrong.append(on.isoformat())
        on += timedelta(days=1)
    assert wrong == []


def test_a_make_up_saturday_has_its_working_hours() -> None:
    friday = datetime(2026, 2, 13, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    # half an hour of Friday, then the Saturday that makes up for the new year, then the days after the holidays
    assert after_working_time(CHINA, friday, 1) == datetime(2026, 2, 14, 1, 0, tzinfo=UTC)
    assert after_working_time(CHINA, friday, 9) == datetime(2026, 2, 24, 1, 30, tzinfo=UTC)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.sampled_from(OFFICES), st.booleans())
def test_the_offices_own_days_win(on: date, where: Office, works: bool) -> None:
    own = where.model_copy(update={"open" if works else "closed": (on,)})
    assert is_working_day(own, on) is works
    before = on - timedelta(days=1)
    assert (after_working_days(own, before, 1) == on) is works


# --- hours --------------------------------------------------------------------------------------------------------


times = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    # the nights in which the clocks of Berlin and New York are changed, and the days around them
    st.builds(
        lambda day, seconds: day + timedelta(seconds=seconds),
        st.sampled_from(
            [datetime(2025, month, day, tzinfo=UTC) for month, day in ((3, 8), (3, 29), (10, 25), (11, 1))]
        ),
        st.integers(0, 3 * 86_400),
    ),
).map(lambda at: at.replace(microsecond=0))


def worked(where: Office, start: datetime, end: datetime) -> int:
    """Count the seconds of working time between two moments, minute by minute, by the clock on the wall alone."""
    zone = ZoneInfo(where.zone)
    count, at = 0, start
    while at < end:
        here = at.astimezone(zone)
        step = min(60 - at.second, int((end - at).total_seconds()))
        minute = here.time().replace(second=0)
        if any(opens <= minute < closes for opens, closes in where.spans) and is_working_day(where, here.date()):
            count += step
        at += timedelta(seconds=step)
    return count


@settings(max_examples=25)
@given(times, st.integers(1, 30), st.sampled_from([CHINA, HONG_KONG, BERLIN, NEW_YORK]))
def test_as_much_working_time_passes_as_was_asked_for(start: datetime, hours: int, where: Office) -> None:
    end = after_working_time(where, start, hours)
    assert worked(where, start, end) == hours * 3600


@given(times, st.integers(1, 40), st.integers(1, 40), st.sampled_from(OFFICES))
def test_hours_add_up(start: datetime, first: int, then: int, where: Office) -> None:
    assert after_working_time(where, after_working_time(where, start, first), then) == after_working_time(
        where, start, first + then
    )


@given(times, st.integers(0, 200_000), st.integers(1, 40), st.integers(0, 20), st.sampled_from(OFFICES))
def test_who_begins_later_or_has_more_to_do_is_never_done_earlier(
    start: datetime, later: int, hours: int, more: int, where: Office
) -> None:
    end = after_working_time(where, start, hours)
    assert after_working_time(where, start + timedelta(seconds=later), hours) >= end
    longer = after_working_time(where, start, hours + more)
    assert longer >= end + timedelta(hours=more)
    assert end >= start + timedelta(hours=hours)


@given(times, st.integers(1, 60), st.sampled_from(OFFICES))
def test_the_end_lies_in_working_time(start: datetime, hours: int, where: Office) -> None:
    zone = ZoneInfo(where.zone)
    here = after_working_time(where, start, hours).astimezone(zone)
    assert is_working_day(where, here.date())
    # where the clocks leave the end of a span out, it ends when they do
    before = (here.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone)
    changing = before.utcoffset() != here.utcoffset()
    assert changing or any(opens < here.time() <= closes for opens, closes in where.spans)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2025, 3, 29), 4),  # an ordinary night: 00:30-02:15, 02:20-02:40 and 02:45-05:00 are 4 h 20 min
        (date(2025, 3, 30), 3),  # what lies between 02:00 and 03:00 is left out: 1:30 and 2:00 are left
        (date(2025, 10, 26), 5),  # what comes twice within a span lasts as long as it lasts: an hour more
    ],
)
def test_what_the_clocks_leave_out_is_nobodys_working_time(day: date, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    midnight = datetime.combine(day, time(0, 0), zone).astimezone(UTC)
    end = after_working_time(NIGHTS, midnight, hours)
    assert end.astimezone(zone).date() == day
    assert after_working_time(NIGHTS, midnight, hours + 1).astimezone(zone).date() > day


def test_calendar_hours_run_by_no_clock_on_the_wall() -> None:
    """Twenty-four hours over the change of the clocks are twenty-four hours, whatever the clock shows."""
    before = datetime(2025, 3, 29, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    after = before.astimezone(UTC) + timedelta(hours=24)
    assert after.astimezone(ZoneInfo("Europe/Berlin")).hour == 13


def test_an_office_that_never_works_has_deadlines_by_the_clock() -> None:
    start = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
    closed = CHINA.model_copy(update={"working_days": (), "country": ""})
    assert after_working_time(closed, start, 5) == start + timedelta(hours=5)
    assert after_working_days(closed, start.date(), 3) > start.date()


def test_years_of_working_time_are_counted_to_the_end() -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    plain = office("UTC", "", "09:00-17:00")
    # 8 hours a day, 5 days a week: 40 hours are a week to the second
    assert after_working_time(plain, start, 40 * 52 * 15) == datetime(2024, 1, 5, 17, tzinfo=UTC) + timedelta(
        weeks=52 * 15 - 1
    )
