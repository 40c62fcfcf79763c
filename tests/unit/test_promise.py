from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.promise import WHOLE, Outlook, customer_to_be_told, finished_share, next_check_in, outlook, slack
from data.rules.underway import CHECKED, next_step
from data.rules.workflow import Verb
from data.states import OrderState as S

TODAY = date(2026, 11, 20)
LATER = date(2026, 12, 8)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("quantities", "share"),
    [
        ([], 0),
        ([(0, 0)], 0),
        ([(-3, 0)], 0),
        ([(10, 5)], WHOLE // 2),
        ([(10, 12)], WHOLE),
        ([(10, 10), (0, 0)], WHOLE),
        ([(10, 10), (3, 0)], WHOLE // 2),
        ([(1_000_000, 1_000_000), (1, 0), (1, 0), (1, 0)], WHOLE // 4),
    ],
)
def test_every_line_counts_the_same(quantities: list[tuple[int, int]], share: int) -> None:
    assert finished_share(quantities) == share


def test_what_is_left_takes_as_long_as_the_rate_so_far_says() -> None:
    assert outlook(WHOLE // 2, days(-10), LATER, TODAY) == Outlook(days(10))
    assert outlook(WHOLE // 4, days(-1), None, TODAY) == Outlook(days(3))
    assert outlook(WHOLE * 2 // 3, days(-10), None, TODAY) == Outlook(days(6))


@pytest.mark.parametrize(
    ("share", "started", "planned", "expected"),
    [
        (0, days(-10), LATER, Outlook(LATER, planned=True)),
        (0, None, LATER, Outlook(LATER, planned=True)),
        (WHOLE // 2, None, LATER, Outlook(LATER, planned=True)),
        (WHOLE // 2, TODAY, LATER, Outlook(LATER, planned=True)),
        (WHOLE // 2, TODAY, TODAY, Outlook(TODAY, planned=True)),
        (0, days(-10), days(-1), Outlook()),
        (0, None, None, Outlook()),
        (WHOLE, days(-10), LATER, Outlook()),
        (1, days(-10), LATER, Outlook()),
    ],
)
def test_without_progress_to_go_by_the_plan_counts_and_nothing_is_made_up(
    share: int, started: date | None, planned: date | None, expected: Outlook
) -> None:
    assert outlook(share, started, planned, TODAY) == expected


@given(st.integers(0, WHOLE), st.integers(0, 4000), st.one_of(st.none(), st.integers(-400, 400)))
def test_a_forecast_never_lies_in_the_past(share: int, ago: int, planned: int | None) -> None:
    found = outlook(share, days(-ago), None if planned is None else days(planned), TODAY).finish
    assert found is None or found >= TODAY


def test_slack_is_measured_from_the_day_that_is_expected() -> None:
    assert slack(None, LATER, TODAY) is None
    assert slack(LATER, None, TODAY) == 18
    assert slack(LATER, days(20), TODAY) == -2
    assert slack(days(-2), None, TODAY) == -2
    assert slack(LATER, days(-5), TODAY) == 18


def test_a_check_in_is_due_as_the_last_one_said_else_a_period_after_the_beginning() -> None:
    assert next_check_in(days(3), days(-30), 7) == days(3)
    assert next_check_in(None, days(-3), 7) == days(4)


@pytest.mark.parametrize(
    ("left", "raised", "told", "expected"),
    [
        (5, None, None, False),
        (None, None, None, False),
        (-1, None, None, True),
        (-1, None, days(-6), False),
        (-1, None, days(-7), True),
        (5, days(-2), None, True),
        (5, days(-2), days(-3), True),
        (5, days(-2), days(-2), False),
        (-1, days(-9), days(-8), True),
    ],
)
def test_the_customer_hears_of_what_went_wrong_and_again_while_it_is_late(
    left: int | None, raised: date | None, told: date | None, expected: bool
) -> None:
    assert customer_to_be_told(left=left, raised=raised, told=told, today=TODAY, every=7) is expected


@pytest.mark.parametrize(
    ("state", "share", "invoiced", "paid", "verb"),
    [
        (S.APPROVED, 0, 0, 0, Verb.ALLOCATE),
        (S.ALLOCATED, 0, 0, 0, Verb.START),
        (S.IN_PROGRESS, 0, 0, 0, Verb.REPORT),
        (S.IN_PROGRESS, WHOLE, 0, 0, Verb.MAKE_READY),
        (S.READY, WHOLE, 0, 0, Verb.SHIP),
        (S.SHIPPED, WHOLE, 0, 0, Verb.DELIVER),
        (S.DELIVERED, WHOLE, 60, 60, Verb.INVOICE),
        (S.DELIVERED, WHOLE, 100, 60, Verb.RECEIVE_PAYMENT),
        (S.DELIVERED, WHOLE, 100, 100, Verb.SETTLE),
        (S.CLOSED, WHOLE, 100, 100, None),
    ],
)
def test_each_order_has_one_step_that_leads_on(
    state: S, share: int, invoiced: int, paid: int, verb: Verb | None
) -> None:
    facts = {"share": share, "total": 100, "invoiced": invoiced, "paid": paid}
    assert next_step(state, on_hold=False, **facts) is verb
    assert next_step(state, on_hold=True, **facts) is Verb.RELEASE


def test_what_is_looked_at_follows_from_the_workflow() -> None:
    assert set(CHECKED) == {S.ALLOCATED, S.IN_PROGRESS, S.READY, S.SHIPPED}
