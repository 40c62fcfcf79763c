"""Whether a promise will be kept: how much is finished, when the rest will be, whom that concerns (T1, T4, T5).

The forecast is a plain one that anybody can work out again: what is left, at the rate so far. Days are calendar days,
so that weekends count on both sides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WHOLE = 1_000_000
"""A share of all: parts per million."""

_FURTHEST = 3660
"""Days; work that would take more than ten years more gives no forecast that anybody could use."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """When an order's goods are expected to be finished.

    Attributes:
        finish: the day; None where nothing can be said, or where all is finished.
        planned: whether it is the plan's day, because there is no progress yet to go by.
    """

    finish: date | None = None
    planned: bool = False


def finished_share(quantities: Iterable[tuple[int, int]]) -> int:
    """Return how much of an order is finished, in parts per million; 0 where nothing is wanted.

    Every line counts the same: pieces, metres and kilograms cannot be added up, and prices say nothing of work.

    Args:
        quantities: of each line what is wanted and what is finished, both scaled by a million.
    """
    shares = [min(WHOLE, max(0, finished) * WHOLE // wanted) for wanted, finished in quantities if wanted > 0]
    return sum(shares) // len(shares) if shares else 0


def outlook(share: int, started: date | None, planned: date | None, today: date) -> Outlook:
    """Return when the goods will be finished, from progress so far, else as planned (T4).

    Args:
        share: how much is finished, in parts per million.
        started: the day on which work began.
        planned: the day by which it is planned to be finished.
        today: the office's day.
    """
    if share >= WHOLE:
        return Outlook()
    days = (today - started).days if started is not None else 0
    if share > 0 and days > 0:
        left = -(-days * (WHOLE - share) // share)
        return Outlook(today + timedelta(days=left)) if left <= _FURTHEST else Outlook()
    return Outlook(planned, planned=True) if planned is not None and planned >= today else Outlook()


def slack(due: date | None, expected: date | None, today: date) -> int | None:
    """Return how many days are left between the expected day and the day that is due; negative is late.

    Args:
        due: the day that was promised, else asked for; None has no slack.
        expected: when the goods will be finished; None counts as today.
        today: the office's day; no goods come earlier.
    """
    return None if due is None else (due - max(today, expected or today)).days


def next_check_in(last: date | None, since: date, every: int) -> date:
    """Return when an order under way is to be looked at next (T1).

    Args:
        last: the day that the last check-in named for the next one; None where there was none.
        since: the day from which the order is under way.
        every: days between two check-ins, as the policy says.
    """
    return last or since + timedelta(days=every)


def customer_to_be_told(*, left: int | None, raised: date | None, told: date | None, today: date, every: int) -> bool:
    """Whether the customer has to hear of an order from us (T4, T5).

    That is so from the day on which something went wrong until somebody has spoken with him, and as long as the goods
    are late or will be, at least as often as the order is looked at.

    Args:
        left: the slack in days.
        raised: the day of the newest exception that is open.
        told: the day of the last contact about the order.
        today: the office's day.
        every: days between two check-ins, as the policy says.
    """
    if raised is not None and (told is None or told < raised):
        return True
    late = left is not None and left < 0
    return late and (told is None or (today - told).days >= every)
