from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.desk.load import workdays_of
from data.desk.making import default_policy
from data.rules.load import (
    Placed,
    Workdays,
    days_ahead,
    loads,
    planned_late,
    spread,
    still_to_make,
    week_of,
)
from data.rules.policy import parse
from data.rules.worktime import is_working_day
from data.states import OrderState, SourceKind

MONDAY = date(2026, 11, 16)
FRIDAY = MONDAY + timedelta(days=4)
NEXT = MONDAY + timedelta(days=7)
SCALE = 1_000_000
OFFICE = parse(default_policy()).office
WORKDAYS = workdays_of(OFFICE, MONDAY, 8)


def placed(number: str = "SO-1", **changes: object) -> Placed:
    values: dict[str, object] = {
        "number": number,
        "customer": "海川电梯",
        "state": OrderState.IN_PROGRESS,
        "due": date(2026, 11, 30),
        "line_id": 1,
        "wanted": 10 * SCALE,
        "finished": 0,
        "source_kind": SourceKind.WORK_CENTRE,
        "source_code": "W1",
        "quantity": 10 * SCALE,
        "planned_start": MONDAY,
        "planned_finish": FRIDAY,
        "acknowledged": False,
    }
    return Placed(**{**values, **changes})  # type: ignore[arg-type]  # each is checked where it is used


# --- working days ----------------------------------------------------------------------------------------------


def test_working_days_are_those_of_the_office() -> None:
    new_year = workdays_of(OFFICE, date(2026, 9, 28), 2)
    assert WORKDAYS.between(MONDAY, MONDAY + timedelta(days=6)) == 5
    # the national holidays take the week from Thursday on; the Saturday after them is worked
    days = [date(2026, 9, 28) + timedelta(days=at) for at in range(14)]
    assert [new_year.works(day) for day in days] == [is_working_day(OFFICE, day) for day in days]
    assert new_year.between(days[0], days[6]) < 5


def test_days_past_the_calendar_are_taken_by_their_weekday() -> None:
    assert WORKDAYS.end == MONDAY + timedelta(weeks=8)
    far = WORKDAYS.end + timedelta(weeks=3, days=2)
    assert WORKDAYS.between(WORKDAYS.end, far) == 3 * 5 + 3
    assert not WORKDAYS.works(WORKDAYS.end + timedelta(days=5))
    assert WORKDAYS.works(WORKDAYS.end + timedelta(days=7))


def test_an_office_that_never_opens_still_has_a_first_and_a_last_day() -> None:
    closed = Workdays.of(MONDAY, [False] * 14, frozenset())
    assert closed.next_open(FRIDAY) == FRIDAY
    assert closed.last_open(MONDAY) == MONDAY + timedelta(days=6)
    assert spread(7, MONDAY, FRIDAY, closed) == {MONDAY: 7}


# --- spreading -------------------------------------------------------------------------------------------------


def test_a_quantity_is_spread_evenly_over_working_days() -> None:
    until = MONDAY + timedelta(days=8)  # five days of the first week, two of the second
    assert spread(70, MONDAY, until, WORKDAYS) == {MONDAY: 50, MONDAY + timedelta(weeks=1): 20}


@given(
    st.integers(1, 10**15),
    st.integers(0, 50),
    st.integers(0, 50),
)
def test_nothing_is_lost_in_spreading(quantity: int, begin: int, length: int) -> None:
    start = MONDAY + timedelta(days=begin)
    finish = min(start + timedelta(days=length), WORKDAYS.end - timedelta(days=1))
    found = spread(quantity, min(start, finish), finish, WORKDAYS)
    assert sum(found.values()) == quantity
    assert all(week.weekday() == 0 and share > 0 for week, share in found.items())


def test_weeks_past_the_calendar_are_left_out() -> None:
    found = spread(1000 * SCALE, MONDAY, date(2200, 1, 1), WORKDAYS)
    assert len(found) == 8
    assert sum(found.values()) < SCALE


@pytest.mark.parametrize(
    ("start", "finish", "expected"),
    [
        (None, None, None),
        (MONDAY, None, (FRIDAY, FRIDAY)),
        (None, FRIDAY + timedelta(days=9), (FRIDAY + timedelta(days=9),) * 2),
        (MONDAY, FRIDAY + timedelta(days=3), (FRIDAY, FRIDAY + timedelta(days=3))),
        (MONDAY, MONDAY + timedelta(days=1), (FRIDAY, FRIDAY)),
        (NEXT, NEXT + timedelta(days=2), (NEXT, NEXT + timedelta(days=2))),
    ],
)  # fmt: skip
def test_what_is_left_lies_ahead(start: date | None, finish: date | None, expected: object) -> None:
    assert days_ahead(start, finish, FRIDAY) == expected


# --- what is still to be made -----------------------------------------------------------------------------------


def test_finished_quantities_come_off_stock_first_then_off_the_earliest_plan() -> None:
    late = placed(quantity=4 * SCALE, planned_finish=FRIDAY + timedelta(days=7), finished=5 * SCALE)
    soon = placed(quantity=3 * SCALE, finished=5 * SCALE)
    stock = placed(quantity=3 * SCALE, source_kind=SourceKind.STOCK, source_code="A", finished=5 * SCALE)
    assert [(one.source, left // SCALE) for one, left in still_to_make([late, soon, stock])] == [
        ((SourceKind.STOCK, ""), 0),
        ((SourceKind.WORK_CENTRE, "W1"), 1),
        ((SourceKind.WORK_CENTRE, "W1"), 4),
    ]


def test_what_was_closed_short_is_not_made_any_more() -> None:
    first = placed(quantity=6 * SCALE, wanted=7 * SCALE)
    second = placed(quantity=4 * SCALE, wanted=7 * SCALE, planned_finish=FRIDAY + timedelta(days=7))
    assert [left // SCALE for _one, left in still_to_make([second, first])] == [6, 1]
    assert [left for _one, left in still_to_make([placed(wanted=3, finished=5)])] == [0]


# --- the load --------------------------------------------------------------------------------------------------


def test_the_load_of_a_source_names_its_orders_the_earliest_due_first() -> None:
    parts = [
        (placed("SO-2", due=None), 5 * SCALE),
        (placed("SO-1", line_id=2), 5 * SCALE),
        (placed("SO-1", line_id=3), 1 * SCALE),
        (placed("SO-3", planned_start=None, planned_finish=None), 2 * SCALE),
        (placed("SO-4"), 0),
    ]
    (load,) = loads(parts, WORKDAYS, MONDAY).values()
    assert [(share.number, share.quantity // SCALE) for share in load.weeks[MONDAY]] == [("SO-1", 6), ("SO-2", 5)]
    assert (load.load(MONDAY), load.orders, load.quantity, load.undated) == (11 * SCALE, 3, 13 * SCALE, 2 * SCALE)
    assert load.next_finish == FRIDAY
    assert load.load(MONDAY + timedelta(weeks=1)) == 0


def test_what_should_be_finished_already_falls_on_this_week() -> None:
    parts = [(placed(planned_start=MONDAY - timedelta(days=30), planned_finish=MONDAY - timedelta(days=3)), SCALE)]
    (load,) = loads(parts, WORKDAYS, FRIDAY).values()
    assert {week: load.load(week) for week in load.weeks} == {week_of(FRIDAY): SCALE}


def test_a_plan_that_ends_after_the_due_day_is_late() -> None:
    later = date(2026, 12, 1)
    parts = [
        (placed("late", planned_finish=later), SCALE),
        (placed("done", planned_finish=later), 0),
        (placed("in time", planned_finish=date(2026, 11, 30)), SCALE),
        (placed("no day", due=None, planned_finish=later), SCALE),
        (placed("overdue", due=MONDAY - timedelta(days=9), planned_finish=MONDAY - timedelta(days=10)), SCALE),
    ]
    assert planned_late(parts, MONDAY) == {"late", "overdue"}
