"""How a due time stands to now: one rule for every list, screen and command."""

from datetime import date, datetime, tzinfo
from enum import StrEnum


class Urgency(StrEnum):
    """How a due time stands to now."""

    NONE = "none"
    LATE = "late"
    TODAY = "today"
    LATER = "later"


def urgency(due: datetime | date | None, now: datetime, zone: tzinfo) -> Urgency:
    """Return how a due time stands to now; a day is late once it has passed in the office, not before.

    Args:
        due: a time in UTC, a day of the office, or None where nothing is due.
        now: in UTC.
        zone: the office's.
    """
    today = now.astimezone(zone).date()
    match due:
        case None:
            return Urgency.NONE
        case datetime():
            if due < now:
                return Urgency.LATE
            return Urgency.TODAY if due.astimezone(zone).date() == today else Urgency.LATER
        case _:
            return Urgency.LATE if due < today else Urgency.TODAY if due == today else Urgency.LATER
