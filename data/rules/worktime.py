"""The office's calendar: working days and hours, public holidays with make-up days, and the deadlines that follow (I7).

Times are in UTC outside and in the office's zone inside; a day is the office's day.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from data.rules.policy import Policy
from data.rules.policy_tables import Office
from data.states import HandlingClass

_FURTHEST = 3660
"""Days that a search for working time goes at the most: ten years, for an office that is always closed."""


@cache
def _calendar(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return a country's public holidays and its make-up working days of one year."""
    import holidays

    if not country:
        return frozenset(), frozenset()
    found = holidays.country_holidays(country, years=year)
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
    on = start
    left = days
    for _ in range(_FURTHEST):
        if left == 0:
            break
        on += timedelta(days=1)
        left -= is_working_day(office, on)
    return on


def after_working_time(office: Office, start: datetime, hours: int) -> datetime:
    """Return the moment at which `hours` of working time have passed since `start` (UTC)."""
    zone = ZoneInfo(office.zone)
    left = timedelta(hours=hours)
    on = start.astimezone(zone).date()
    for _ in range(_FURTHEST):
        if is_working_day(office, on):
            for opens, closes in office.spans:
                begin = max(datetime.combine(on, opens, zone).astimezone(UTC), start)
                end = datetime.combine(on, closes, zone).astimezone(UTC)
                if end <= begin:
                    continue
                if end - begin >= left:
                    return begin + left
                left -= end - begin
        on += timedelta(days=1)
    return start + timedelta(hours=hours)


def decision_due(policy: Policy, received_at: datetime, handling_class: HandlingClass) -> datetime:
    """Return when the first decision of the review is due (I7)."""
    hours = policy.handling.hours(handling_class)
    if policy.handling.clock == "working":
        return after_working_time(policy.office, received_at, hours)
    return received_at + timedelta(hours=hours)


def office_day(policy: Policy, at: datetime) -> date:
    """Return the date in the office at a moment."""
    return at.astimezone(policy.zone).date()
