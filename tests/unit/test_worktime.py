from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.policy import Policy
from data.rules.policy_tables import Office
from data.rules.worktime import after_working_days, after_working_time, decision_due, is_working_day, office_day
from data.states import HandlingClass

CHINA = Office(
    zone="Asia/Shanghai",
    country="CN",
    working_days=("mon", "tue", "wed", "thu", "fri"),
    working_hours=("08:30-12:00", "13:30-17:30"),
)
BERLIN = Office(
    zone="Europe/Berlin", country="DE", working_days=("mon", "tue", "wed", "thu", "fri"), working_hours=("08:00-16:00",)
)


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, zone: str = "Asia/Shanghai") -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2026, 3, 4), True),  # a Wednesday
        (date(2026, 3, 7), False),  # a Saturday
        (date(2026, 2, 17), False),  # the new year by the moon
        (date(2026, 2, 14), True),  # a Saturday that makes up for it
        (date(2026, 2, 28), True),
        (date(2026, 10, 1), False),  # the national day
        (date(2026, 10, 10), True),  # a Saturday that makes up for it
    ],
)
def test_holidays_and_make_up_days_of_china(on: date, *, works: bool) -> None:
    assert is_working_day(CHINA, on) is works


def test_the_offices_own_days_come_first() -> None:
    own = CHINA.model_copy(update={"closed": (date(2026, 3, 4),), "open": (date(2026, 10, 1),)})
    assert not is_working_day(own, date(2026, 3, 4))
    assert is_working_day(own, date(2026, 10, 1))


def test_without_a_country_only_weekdays_count() -> None:
    assert is_working_day(CHINA.model_copy(update={"country": ""}), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 4), 0, date(2026, 3, 4)),
        (date(2026, 3, 4), 2, date(2026, 3, 6)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over a weekend
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the national holidays
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a make-up Saturday
    ],
)
def test_working_days_are_counted(start: date, days: int, end: date) -> None:
    assert after_working_days(CHINA, start, days) == end


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (local(2026, 3, 4, 9), 2, local(2026, 3, 4, 11)),
        (local(2026, 3, 4, 11), 2, local(2026, 3, 4, 14, 30)),  # over noon
        (local(2026, 3, 4, 16, 30), 2, local(2026, 3, 5, 9, 30)),  # over night
        (local(2026, 3, 6, 16, 30), 2, local(2026, 3, 9, 9, 30)),  # over a weekend
        (local(2026, 3, 7, 3), 1, local(2026, 3, 9, 9, 30)),  # from a weekend
        (local(2026, 3, 4, 8), 8, local(2026, 3, 5, 9)),  # a day has seven and a half
        (local(2026, 9, 30, 17), 1, local(2026, 10, 8, 9)),
    ],
)
def test_working_time_runs_in_working_hours(start: datetime, hours: int, end: datetime) -> None:
    assert after_working_time(CHINA, start, hours) == end


def test_a_change_of_the_clocks_does_not_move_working_hours() -> None:
    friday = local(2026, 3, 27, 15, zone="Europe/Berlin")  # the clocks go forward on the 29th
    assert after_working_time(BERLIN, friday, 2) == local(2026, 3, 30, 9, zone="Europe/Berlin")
    night = BERLIN.model_copy(update={"working_days": ("sun",), "working_hours": ("01:00-05:00",), "country": ""})
    # three hours long on the night on which one is left out
    assert after_working_time(night, local(2026, 3, 29, 0, zone="Europe/Berlin"), 3) == local(
        2026, 3, 29, 5, zone="Europe/Berlin"
    )


times = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@given(times, st.integers(1, 60), st.sampled_from([CHINA, BERLIN]))
def test_deadlines_lie_in_working_time_and_keep_their_order(start: datetime, hours: int, office: Office) -> None:
    end = after_working_time(office, start, hours)
    here = end.astimezone(ZoneInfo(office.zone))
    assert end > start
    assert is_working_day(office, here.date())
    assert any(opens <= here.time() <= closes for opens, closes in office.spans)
    assert after_working_time(office, start + timedelta(minutes=7), hours) >= end
    assert after_working_time(office, start, hours + 1) > end


@given(times, st.integers(1, 40))
def test_hours_of_working_time_may_be_taken_in_two_goes(start: datetime, hours: int) -> None:
    once = after_working_time(CHINA, after_working_time(CHINA, start, hours), hours)
    assert once == after_working_time(CHINA, start, 2 * hours)


def test_the_first_decision_is_due_by_the_clock_or_by_working_time(policy: Policy) -> None:
    at = local(2026, 3, 6, 16, 30)
    assert decision_due(policy, at, HandlingClass.ORDINARY) == at + timedelta(hours=24)
    assert decision_due(policy, at, HandlingClass.SPECIAL) == at + timedelta(hours=12)
    assert decision_due(policy, at, HandlingClass.URGENT) == at + timedelta(hours=2)
    working = policy.model_copy(update={"handling": policy.handling.model_copy(update={"clock": "working"})})
    assert decision_due(working, at, HandlingClass.URGENT) == local(2026, 3, 9, 9, 30)


def test_a_day_is_the_offices_day(policy: Policy) -> None:
    assert office_day(policy, datetime(2026, 3, 4, 15, 59, tzinfo=UTC)) == date(2026, 3, 4)
    assert office_day(policy, datetime(2026, 3, 4, 16, 0, tzinfo=UTC)) == date(2026, 3, 5)
