"""Which backups are kept: the newest of each of the last days, weeks, months and years that have one (D6).

Pure: it knows names and times, not folders. What is not named here may go; who takes it away sees first that what stays
is good (`data.store.pruning`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, tzinfo

Key = TypeVar("Key")

_PART = re.compile(r"([0-9]{1,4})([dwmy])")


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many of the last days, weeks (Monday is the first day), months and years keep their newest backup."""

    days: int = 0
    weeks: int = 0
    months: int = 0
    years: int = 0

    @classmethod
    def read(cls, text: str) -> Keeping:
        """Return the rule that a text such as `7d,5w,12m` states.

        Raises:
            ValueError: it states none, or nothing would be kept.
        """
        found: dict[str, int] = {}
        for part in text.replace(" ", "").split(","):
            read = _PART.fullmatch(part)
            if read is None or read[2] in found:
                raise ValueError("no rule")
            found[read[2]] = int(read[1])
        if not any(found.values()):
            raise ValueError("no rule")
        return cls(*(found.get(unit, 0) for unit in "dwmy"))


_PERIODS: tuple[tuple[str, Callable[[datetime], tuple[int, ...]]], ...] = (
    ("days", lambda at: (at.year, at.month, at.day)),
    ("weeks", lambda at: tuple(at.isocalendar())[:2]),
    ("months", lambda at: (at.year, at.month)),
    ("years", lambda at: (at.year,)),
)


def kept(made: Iterable[tuple[Key, datetime]], rule: Keeping, zone: tzinfo) -> frozenset[Key]:
    """Return which backups stay, by when each was made.

    A period counts only if it has a backup, so a desk that was shut for a month loses none of its days. The newest
    backup of all stays whatever the rule says.

    Args:
        made: key and time of each.
        rule: how many periods.
        zone: the office's, in which days begin.
    """
    newest_first = sorted(((at.astimezone(zone), key) for key, at in made), key=lambda one: one[0], reverse=True)
    staying = {key for _at, key in newest_first[:1]}
    for name, period_of in _PERIODS:
        periods: dict[tuple[int, ...], Key] = {}
        for at, key in newest_first:
            periods.setdefault(period_of(at), key)
        staying.update(list(periods.values())[: getattr(rule, name)])
    return frozenset(staying)
