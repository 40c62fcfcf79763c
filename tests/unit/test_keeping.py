"""The rule of old backups: the newest of each period stays, and never none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.desk.making import default_policy
from data.errors import PolicyRefused
from data.rules.keeping import Keeping, kept
from data.rules.policy import parse
from data.rules.policy_backup import Backup

ZONE = ZoneInfo("Asia/Shanghai")
LAST = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
"""A Sunday, 02:30, in the office."""


def _nights(number: int) -> list[tuple[int, datetime]]:
    """One backup each night; the key counts the nights back."""
    return [(back, LAST - timedelta(days=back)) for back in range(number)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d,5w,12m", Keeping(7, 5, 12, 0)),
        (" 3y, 1d ", Keeping(1, 0, 0, 3)),
        ("0d,1m", Keeping(0, 0, 1, 0)),
    ],
)
def test_a_rule_is_read(text: str, expected: Keeping) -> None:
    assert Keeping.read(text) == expected


@pytest.mark.parametrize("text", ["", "7", "7x", "d", "-1d", "7d,7d", "0d", "7d;5w", "99999d", "７d"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no rule"):
        Keeping.read(text)


def test_days_weeks_and_months() -> None:
    assert kept(_nights(400), Keeping(days=7), ZONE) == set(range(7))
    # the newest of a week is its Sunday's
    assert kept(_nights(400), Keeping(weeks=3), ZONE) == {0, 7, 14}
    # 22 November, then the last nights of October and September
    assert kept(_nights(400), Keeping(months=3), ZONE) == {0, 22, 53}
    assert kept(_nights(400), Keeping(years=2), ZONE) == {0, 326}
    assert kept(_nights(400), Keeping(7, 3, 3), ZONE) == {*range(7), 7, 14, 22, 53}


def test_days_begin_at_the_offices_midnight() -> None:
    before, after = datetime(2026, 11, 20, 15, 59, tzinfo=UTC), datetime(2026, 11, 20, 16, 1, tzinfo=UTC)
    made = [("before", before), ("after", after)]
    assert kept(made, Keeping(days=2), ZONE) == {"before", "after"}
    assert kept(made, Keeping(days=2), UTC) == {"after"}


def test_days_without_a_backup_do_not_count() -> None:
    made = [(back, LAST - timedelta(days=back)) for back in (40, 41, 42, 90)]
    assert kept(made, Keeping(days=3), ZONE) == {40, 41, 42}


def test_of_nothing_nothing_stays() -> None:
    assert kept([], Keeping(days=3), ZONE) == frozenset()


@given(
    st.lists(st.integers(0, 2_000_000), max_size=60, unique=True),
    st.builds(Keeping, *(st.integers(0, 9) for _ in range(4))),
)
def test_the_newest_always_stays_and_never_more_than_asked(minutes: list[int], rule: Keeping) -> None:
    made = [(minute, LAST - timedelta(minutes=minute)) for minute in minutes]
    staying = kept(made, rule, ZONE)
    assert staying <= set(minutes)
    assert len(staying) <= max(1, rule.days + rule.weeks + rule.months + rule.years)
    if minutes:
        assert min(minutes) in staying
    # what stays once stays when the rule is asked again
    assert kept([one for one in made if one[0] in staying], rule, ZONE) == staying


def test_policies_of_earlier_desks_still_parse() -> None:
    before, _table, _after = default_policy().partition("\n[backup]")
    assert "[backup]" not in before
    assert parse(before).backup == Backup()
    assert parse(default_policy()).backup == Backup()


def test_a_policy_with_a_rule_that_is_none_is_refused_with_its_line() -> None:
    with pytest.raises(PolicyRefused) as refused:
        parse(default_policy().replace('keep = "" ', 'keep = "7" '))
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("backup.keep", "bad_keep")
    assert problem.where.row
