"""The office's calendar: working days and hours, public holidays with make-up days, and the deadlines that follow (I7).

Times are in UTC outside and in the office's zone inside; a day is the office's day.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from data.rules.policy import Policy
from data.rules.policy_tables import Office
from data.states import HandlingClass

_IDLE = 3660
"""Days without working time after which the search for it ends: ten years, for an office that is always closed."""

_LONGEST = 36_600
"""Days that are counted at the most: a hundred years."""

_CATEGORIES = {"HK": ("public", "optional")}
"""Country → the kinds of holidays on which its offices are closed, where they are more than the calendar's own.

Offices in Hong Kong keep the general holidays, not only the shorter list that the law gives to all who are employed.
"""


@cache
def _calendar(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return a country's holidays and its make-up working days of one year."""
    import holidays

    if not country:
        return frozenset(), frozenset()
    found = holidays.country_holidays(country, years=year, categories=_CATEGORIES.get(country))
    makeup = getattr(found, "weekend_workdays", None) or set()
    return frozenset(found), frozenset(makeup)


def is_working_day(office: Office, on: date) -> bool:
    """Whether the office works on a day: its own exceptions first, then make-up days, holidays, weekdays."""
    if on in office.open:
        return True
    if on in office.closed:
        return False
    off, makeup = _calendar(office.country, on.year)
    if on in makeup:
        return True
    return on not in off and on.weekday() in office.weekdays


def after_working_days(office: Office, start: date, days: int) -> date:
    """Return the day that lies a number of working days after `start`, which itself does not count."""
    on, left, idle = start, days, 0
    for _ in range(_LONGEST):
        if left == 0 or idle == _IDLE or on == date.max:
            break
        on += timedelta(days=1)
        works = is_working_day(office, on)
        left -= works
        idle = 0 if works else idle + 1
    return on


def after_working_time(office: Office, start: datetime, hours: int) -> datetime:
    """Return the moment at which `hours` of working time have passed since `start` (UTC).

    Hours are as long as they last, also in the nights in which the clocks are changed. An office that is closed for ten
    years on end has no working time; its hours run by the clock.
    """
    zone, spans = ZoneInfo(office.zone), office.spans
    left = timedelta(hours=hours)
    on = start.astimezone(zone).date()
    idle = 0
    for _ in range(_LONGEST):
        if is_working_day(office, on):
            idle = 0
            for opens, closes in spans:
                begin, end = max(_moment(on, opens, zone), start), _moment(on, closes, zone)
                if end <= begin:
                    continue
                if end - begin >= left:
                    return begin + left
                left -= end - begin
        else:
            idle += 1
        if idle == _IDLE or on == date.max:
            break
        on += timedelta(days=1)
    return start + timedelta(hours=hours)


def _moment(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when the clocks of a zone first show a time; what they leave out is when they leave it out."""
    shown = datetime.combine(on, at, zone)
    found = shown.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return found
    # a time that is left out lies behind the change by the old clock and before it by the new one
    early, late = shown.replace(fold=1).astimezone(UTC), found
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        between = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if between.astimezone(zone).utcoffset() == before:
            early = between
        else:
            late = between
    return late


def decision_due(policy: Policy, received_at: datetime, handling_class: HandlingClass) -> datetime:
    """Return when the first decision of the review is due (I7)."""
    hours = policy.handling.hours(handling_class)
    if policy.handling.clock == "working":
        return after_working_time(policy.office, received_at, hours)
    return received_at + timedelta(hours=hours)


def office_day(policy: Policy, at: datetime) -> date:
    """Return the date in the office at a moment."""
    return at.astimezone(policy.zone).date()
