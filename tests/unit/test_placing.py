from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.desk.load import workdays_of
from data.desk.making import default_policy
from data.rules.placing import Target, days_for, effect
from data.rules.policy import parse
from data.states import SourceKind

MONDAY = date(2026, 11, 16)
WEEK = timedelta(weeks=1)
WORKDAYS = workdays_of(parse(default_policy()).office, MONDAY, 53)


def centre(load: dict[date, int] | None = None, capacity: int | None = 100) -> Target:
    return Target(SourceKind.WORK_CENTRE, "W1", load or {}, capacity)


def test_a_work_centre_takes_as_many_days_as_its_capacity_asks_for() -> None:
    assert days_for(centre(), MONDAY, 20, WORKDAYS, MONDAY) == (MONDAY, MONDAY)
    assert days_for(centre(), MONDAY, 21, WORKDAYS, MONDAY) == (MONDAY, MONDAY + timedelta(days=1))
    assert days_for(centre(), MONDAY, 150, WORKDAYS, MONDAY) == (MONDAY, MONDAY + WEEK + timedelta(days=2))


def test_it_takes_longer_where_the_weeks_are_loaded_already() -> None:
    start, finish = days_for(centre({MONDAY: 70}), MONDAY, 60, WORKDAYS, MONDAY)
    found = effect(centre({MONDAY: 70}), MONDAY, 60, MONDAY + WEEK, WORKDAYS, MONDAY)
    assert (start, finish) == (MONDAY, MONDAY + WEEK + timedelta(days=4))
    assert found.weeks == {MONDAY: (70, 100), MONDAY + WEEK: (0, 30)}
    assert (found.over, found.late) == ((), 4)


def test_an_overload_that_cannot_be_helped_is_shown() -> None:
    found = effect(centre({MONDAY: 101}), MONDAY, 40, date(2026, 12, 1), WORKDAYS, MONDAY)
    assert (found.start, found.finish) == (MONDAY, MONDAY + timedelta(days=1))
    assert found.weeks == {MONDAY: (101, 141)}
    assert found.over == (MONDAY,)
    assert found.late == -14


def test_nothing_begins_before_today_or_on_a_day_off() -> None:
    thursday = MONDAY + timedelta(days=3)
    assert days_for(centre(), MONDAY, 1, WORKDAYS, thursday)[0] == thursday
    saturday = MONDAY + timedelta(days=5)
    assert days_for(centre(), MONDAY, 1, WORKDAYS, saturday) == (MONDAY + WEEK, MONDAY + WEEK)
    assert days_for(centre(), MONDAY + WEEK, 1, WORKDAYS, thursday)[0] == MONDAY + WEEK


def test_a_supplier_takes_its_lead_time_and_delivers_on_a_working_day() -> None:
    supplier = Target(SourceKind.SUPPLIER, "S1", {MONDAY: 5}, None, 5)
    found = effect(supplier, MONDAY, 60, None, WORKDAYS, MONDAY)
    assert (found.start, found.finish) == (MONDAY, MONDAY + WEEK)
    assert (found.over, found.late) == ((), None)
    assert sum(after - before for before, after in found.weeks.values()) == 60


@pytest.mark.parametrize("capacity", [None, 0])
def test_the_rest_of_the_week_is_taken_where_the_capacity_is_not_known(capacity: int | None) -> None:
    found = effect(centre(capacity=capacity), MONDAY, 60, MONDAY, WORKDAYS, MONDAY)
    assert (found.start, found.finish, found.over) == (MONDAY, MONDAY + timedelta(days=4), ())
    unknown = Target(SourceKind.SUPPLIER, "S1", {})
    assert days_for(unknown, MONDAY, 1, WORKDAYS, MONDAY) == (MONDAY, MONDAY + timedelta(days=4))


def test_nothing_has_to_be_made_of_what_lies_in_stock() -> None:
    found = effect(Target(SourceKind.STOCK, "", {}), MONDAY, 60, MONDAY, WORKDAYS, MONDAY)
    assert (found.start, found.finish, found.weeks, found.late) == (None, None, {}, None)


@given(
    st.dictionaries(st.integers(0, 20).map(lambda at: MONDAY + at * WEEK), st.integers(0, 200)),
    st.integers(1, 5000),
    st.integers(0, 20),
    st.integers(1, 300),
)
def test_whatever_is_placed_is_placed_whole_and_never_faster_than_the_capacity(
    load: dict[date, int], quantity: int, week: int, capacity: int
) -> None:
    target = centre(load, capacity)
    found = effect(target, MONDAY + week * WEEK, quantity, None, WORKDAYS, MONDAY)
    assert found.start is not None
    assert found.finish is not None
    assert found.start <= found.finish
    assert WORKDAYS.works(found.start)
    added = sum(after - before for before, after in found.weeks.values())
    assert added == quantity or found.finish >= WORKDAYS.end
    if WORKDAYS.between(found.start, found.finish) < 26 * 5:
        assert WORKDAYS.between(found.start, found.finish) * capacity >= quantity * 5
