"""How urgent a thing is: one function for all rooms, so that late looks the same everywhere.

Urgency is a sign, a word and a tone, never a colour alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from data.orders import Order, OrderRow
from data.rules.rooms import amended_until
from data.rules.urgency import Urgency, urgency
from data.words import _
from data.words.formats import format_date
from widgets.cells import Part, Tone

_HOUR = 3600
_DAY = 24 * _HOUR
_HALF_YEAR = timedelta(days=183)
_HOURS_SHOWN = 2 * _DAY
"""Up to here the time left is told in hours, from here on in days."""
_MINUTES_SHOWN = 6 * _HOUR
"""Up to here the time left is told to the minute."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What time it is, and where.

    Attributes:
        now: in UTC.
        zone: the office's.
        amendment_hours: for how many hours after a confirmation the customer amends freely (I8); 0 for none.
    """

    now: datetime
    zone: tzinfo
    amendment_hours: int = 0

    @property
    def today(self) -> date:
        """The office's day."""
        return self.now.astimezone(self.zone).date()


Clock = Callable[[], Moment]
"""Gives the moment; handed in, so that a test can stop it."""


_SIGNS = {Urgency.NONE: " ", Urgency.LATE: "▲", Urgency.TODAY: "◆", Urgency.LATER: "·"}
_TONES = {
    Urgency.NONE: Tone.MUTED,
    Urgency.LATE: Tone.BAD,
    Urgency.TODAY: Tone.WARN,
    Urgency.LATER: Tone.PLAIN,
}


@dataclass(frozen=True, slots=True)
class Badge:
    """The mark of an urgency: its sign, its word in the language that is spoken, its tone, and the time left."""

    urgency: Urgency
    sign: str
    word: str
    tone: Tone
    left: str

    @property
    def short(self) -> Part:
        """The sign and the time left (`▲ -1h20`), for lists."""
        return Part(f"{self.sign} {self.left}".rstrip(), self.tone)

    @property
    def long(self) -> Part:
        """The sign, the word and the time left (`▲ late -1h20`), where there is room."""
        return Part(" ".join(part for part in (self.sign.strip(), self.word, self.left) if part), self.tone)


def badge(due: datetime | date | None, moment: Moment) -> Badge:
    """Return the mark for a due time or day; a day is late once it has passed in the office, not before.

    Args:
        due: a time in UTC, a day of the office, or None where nothing is due.
        moment: now.
    """
    mark = urgency(due, moment.now, moment.zone)
    if due is None:
        left = ""
    elif isinstance(due, datetime):
        left = time_left(int((due - moment.now).total_seconds()))
    else:
        left = _("{days}d").format(days=(due - moment.today).days)
    return Badge(mark, _SIGNS[mark], urgency_word(mark), _TONES[mark], left)


def urgency_word(mark: Urgency) -> str:
    """Return the word for an urgency."""
    match mark:
        case Urgency.LATE:
            return _("late")
        case Urgency.TODAY:
            return _("today")
        case Urgency.LATER:
            return _("later")
        case _:
            return ""


def time_left(seconds: int) -> str:
    """Return a stretch of time, ahead or (negative) past, as short as it can be told (`-1h20`, `7h`, `3d`)."""
    sign, stretch = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(stretch, _HOUR)
    if stretch < _MINUTES_SHOWN:
        return sign + _("{hours}h{minutes:02d}").format(hours=hours, minutes=rest // 60)
    if stretch < _HOURS_SHOWN:
        return sign + _("{hours}h").format(hours=hours)
    return sign + _("{days}d").format(days=stretch // _DAY)


def amendable(row: Order | OrderRow, moment: Moment) -> str:
    """Return how long the customer may amend an order freely (`↺ 17h`); "" where he does not (any more) (I8)."""
    end = amended_until(row, moment.amendment_hours, moment.now)
    return "" if end is None else f"↺ {time_left(int((end - moment.now).total_seconds()))}"


def short_date(day: date | None, today: date) -> str:
    """Return a day as short as it stays unambiguous: without its year while it is within half a year; "" for none."""
    if day is None:
        return ""
    text = format_date(day)
    year = f"{day.year:04d}"
    return text.removesuffix(year).removeprefix(f"{year}-").strip() if abs(day - today) < _HALF_YEAR else text


def short_time(at: datetime | None, moment: Moment) -> str:
    """Return a time as short as it stays unambiguous: of today its clock only (`14:05`); "" for none."""
    if at is None:
        return ""
    local = at.astimezone(moment.zone)
    clock = f"{local.hour:02d}:{local.minute:02d}"
    on = local.date()
    return clock if on == moment.today else f"{short_date(on, moment.today)} {clock}"
