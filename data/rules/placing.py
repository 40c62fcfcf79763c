"""Where one more order would go (A5): over which days, what it would do to the load, and whether it would be late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.rules.load import Workdays, spread, week_of
from data.states import SourceKind

_FURTHEST = 26
"""Weeks after its beginning within which an order is finished, or does not fit."""


@dataclass(frozen=True, slots=True)
class Target:
    """A source as an order would be placed with it.

    Attributes:
        load: week → what is to be made there already, scaled by a million.
        capacity: in a week, scaled by a million; None where nobody has said.
        lead_days: calendar days until a supplier delivers; None where nobody has said.
    """

    kind: SourceKind
    code: str
    load: Mapping[date, int]
    capacity: int | None = None
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What placing would do.

    Attributes:
        start, finish: the days that are planned; None with stock, where nothing has to be made.
        weeks: week → the load there before and after.
        over: the weeks that would be loaded beyond their capacity.
        late: days after the due day (negative: before); None where there is no due day, or no finish.
    """

    start: date | None
    finish: date | None
    weeks: Mapping[date, tuple[int, int]]
    over: tuple[date, ...]
    late: int | None


def effect(target: Target, week: date, quantity: int, due: date | None, workdays: Workdays, today: date) -> Effect:
    """Return what it would do to place a quantity with a source from a week on."""
    if target.kind is SourceKind.STOCK:
        return Effect(None, None, {}, (), None)
    start, finish = days_for(target, week, quantity, workdays, today)
    weeks = _weeks(target, quantity, start, finish, workdays)
    return Effect(
        start, finish, weeks, _over(target, weeks), None if due is None else (finish - due).days
    )  # fmt: skip


def days_for(target: Target, week: date, quantity: int, workdays: Workdays, today: date) -> tuple[date, date]:
    """Return on which days a quantity would be made that is begun in a week.

    A supplier takes its lead time. A work centre needs as many days as its capacity asks for, and more where the weeks
    are loaded already, so that none of them is overloaded; where that cannot be, it takes the days that its capacity
    asks for, and the overload shows.
    """
    start = workdays.next_open(max(week, today))
    if target.kind is SourceKind.SUPPLIER and target.lead_days is not None:
        return start, workdays.next_open(start + timedelta(days=target.lead_days))
    end_of_week = max(start, workdays.last_open(week_of(start)))
    if not target.capacity:
        return start, end_of_week
    per_week = max(1, len(workdays.weekdays))
    finish, quickest = start, None
    for _day in range(_FURTHEST * per_week):
        if workdays.between(start, finish) * target.capacity >= quantity * per_week:
            quickest = quickest or finish
            weeks = _weeks(target, quantity, start, finish, workdays)
            if not _over(target, weeks):
                return start, finish
            if any(before >= target.capacity for before, _after in weeks.values()):
                break  # a week that is full already stays overloaded, however thinly the rest is spread
        finish = workdays.next_open(finish + timedelta(days=1))
    return start, quickest or finish


def _weeks(target: Target, quantity: int, start: date, finish: date, workdays: Workdays) -> dict[date, tuple[int, int]]:
    found = {}
    for week, share in spread(quantity, start, finish, workdays).items():
        before = target.load.get(week, 0)
        found[week] = (before, before + share)
    return found


def _over(target: Target, weeks: Mapping[date, tuple[int, int]]) -> tuple[date, ...]:
    capacity = target.capacity
    return tuple(week for week, (_before, after) in weeks.items() if after > capacity) if capacity else ()
