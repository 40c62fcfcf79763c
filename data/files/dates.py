"""Dates and times as people and programs write them; the order of day and month is decided by the whole column."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

EARLIEST = date(1950, 1, 1)
LATEST = date(2200, 12, 31)
"""Order dates lie between these; what does not is a slip or a wrong format."""

ORDERS = ("dmy", "mdy", "ymd")
"""What `date_order` can say."""

_SERIAL_START = date(1899, 12, 30)
_SERIALS = range((EARLIEST - _SERIAL_START).days, (LATEST - _SERIAL_START).days + 1)
"""Spreadsheets count days from the end of 1899; these are the days between EARLIEST and LATEST."""

_TIME = r"(?:[t ,]*\s*(?P<time>\d{1,2}[:时点]\d{1,2}.*))?"
_YMD = re.compile(r"(?P<y>\d{4})\s*([-/.年])\s*(?P<m>\d{1,2})\s*(?:[-/.月])\s*(?P<d>\d{1,2})\s*[日号]?" + _TIME)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:t?(?P<time>\d{4}|\d{6}))?")
_OF_THE_REPUBLIC = re.compile(
    r"(?:民[国國])?\s*(?P<y>1\d{2})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?" + _TIME
)
_COMPACT_OF_THE_REPUBLIC = re.compile(r"(?P<y>1\d{2})(?P<m>\d{2})(?P<d>\d{2})(?P<time>(?!))?")
_REPUBLIC_BEGAN = 1911
"""Taiwan counts the years of the Republic: 115 is 2026; no other way of writing dates has years of three digits."""
_NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/. ])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{2})" + _TIME)
_MONTH_DAY = re.compile(r"(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?")
_NAMED = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/. ,]*(?P<name>[a-z]{3,9})\.?[-/. ,']*(?P<y>\d{4}|\d{2})" + _TIME)
_NAMED_FIRST = re.compile(
    r"(?P<name>[a-z]{3,9})\.?[-/ ]*(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/ ,]+(?P<y>\d{4}|\d{2})" + _TIME
)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:时点](?P<min>\d{1,2})(?:[:分](?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?)?[分秒]?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z|utc|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_HALF_OF_DAY = re.compile(r"(上午|早上|凌晨|中午|下午|晚上)\s*(\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2})?[分秒]?)")
_MORNINGS = ("上午", "早上", "凌晨")
_WEEKDAY = re.compile(
    r"[\s,(]*(星期[一二三四五六日天]|周[一二三四五六日天]|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b\.?)[\s,)]*",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS_IN_YEAR, _NOON = 12, 12
_CENTURY_SPLIT = 70
_HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, with the time if one was given; `code` says why there is none, `guessed` that the year was not given."""

    value: date | datetime | None = None
    code: str = ""
    guessed: bool = False


_BAD = Moment(code="bad_date")


@cache
def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    plain = _HALF_OF_DAY.sub(lambda found: f"{found[2]} {'am' if found[1] in _MORNINGS else 'pm'}", plain)
    return _WEEKDAY.sub(" ", plain).strip()


def order_of(cells: Iterable[object], today: date) -> str:
    """Return `dmy`, `mdy` or `ymd` where the column's dates prove one and none another, else "".

    Of `26-02-28` the first number may be the day or the year; it is the year where all first numbers are those of the
    years around today and the last ones are not, and the day where it is the other way round.
    """
    proved: set[str] = set()
    short: list[tuple[int, int]] = []
    for cell in cells:
        match = _NUMERIC.fullmatch(_plain(cell)) if type(cell) is str else None
        if match is None:
            continue
        first, second, third = int(match["a"]), int(match["b"]), int(match["c"])
        if second > _MONTHS_IN_YEAR >= first:
            proved.add("mdy")
        elif first > _MONTHS_IN_YEAR >= second and len(match["c"]) == len("2025"):
            proved.add("dmy")
        elif first > _MONTHS_IN_YEAR >= second:
            short.append((first, third))
    if short and not proved:
        years = {(today.year + near) % 100 for near in (-1, 0, 1)}
        first_are, last_are = (all(pair[place] in years for pair in short) for place in (0, 1))
        if first_are != last_are:
            proved.add("ymd" if first_are else "dmy")
    return proved.pop() if len(proved) == 1 else ""


def read(cell: object, order: str, today: date, zone: tzinfo = UTC) -> Moment:
    """Return the date of a cell.

    Args:
        cell: a date or datetime, a number (a spreadsheet's day number or yyyymmdd) or a text.
        order: `dmy`, `mdy` or `ymd` for numeric dates that could be read in two ways; "" refuses those.
        today: dates without a year are those nearest to it.
        zone: where times without an offset were read from a clock.
    """
    if isinstance(cell, datetime):
        return _checked(cell if cell.tzinfo else cell.replace(tzinfo=zone))
    if isinstance(cell, date):
        return _checked(cell)
    if isinstance(cell, int | float):
        return _of_number(float(cell))
    text = _plain(str(cell))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _of_number(float(text))
    for pattern in (_YMD, _COMPACT):
        match = pattern.fullmatch(text)
        if match:
            return _made(int(match["y"]), int(match["m"]), int(match["d"]), match["time"], zone)
    match = _OF_THE_REPUBLIC.fullmatch(text) or _COMPACT_OF_THE_REPUBLIC.fullmatch(text)
    if match:
        return _made(int(match["y"]) + _REPUBLIC_BEGAN, int(match["m"]), int(match["d"]), match["time"], zone)
    match = _NUMERIC.fullmatch(text)
    if match:
        return _numeric(match, order, zone)
    match = _NAMED.fullmatch(text) or _NAMED_FIRST.fullmatch(text)
    if match:
        return _named(match, zone)
    match = _MONTH_DAY.fullmatch(text)
    return _without_year(int(match["m"]), int(match["d"]), today) if match else _BAD


def _of_number(number: float) -> Moment:
    if number != number or abs(number) > 1e9:  # noqa: PLR0124, PLR2004 - NaN; far beyond any day number
        return _BAD
    whole = int(number)
    if whole in _SERIALS:
        day = _SERIAL_START + timedelta(days=whole)
        return Moment(day)
    text = str(whole)
    match = _COMPACT.fullmatch(text)
    if match and number == whole:
        return _made(int(match["y"]), int(match["m"]), int(match["d"]), None, UTC)
    match = _COMPACT_OF_THE_REPUBLIC.fullmatch(text)
    if match and number == whole:
        return _made(int(match["y"]) + _REPUBLIC_BEGAN, int(match["m"]), int(match["d"]), None, UTC)
    return Moment(code="date_out_of_range" if number > 0 else "bad_date")


def _numeric(match: re.Match[str], order: str, zone: tzinfo) -> Moment:
    first, second, third = int(match["a"]), int(match["b"]), int(match["c"])
    long_year = len(match["c"]) == len("2025")
    if order == "ymd" and not long_year:
        return _made(_full_year(first), second, third, match["time"], zone)
    if not long_year and not order and first != second:
        return Moment(code="ambiguous_date")
    year = third if long_year else _full_year(third)
    if match["sep"] == "." and long_year:  # where dates are written with points, the day comes first
        order = order if order == "mdy" else "dmy"
    if first > _MONTHS_IN_YEAR >= second:
        order = "dmy"
    elif second > _MONTHS_IN_YEAR >= first:
        order = "mdy"
    if order not in {"dmy", "mdy"} and first != second:
        return Moment(code="ambiguous_date")
    day, month = (second, first) if order == "mdy" else (first, second)
    return _made(year, month, day, match["time"], zone)


def _full_year(year: int) -> int:
    return year + (2000 if year < _CENTURY_SPLIT else 1900)


def _named(match: re.Match[str], zone: tzinfo) -> Moment:
    name = match["name"]
    short = "sep" if name == "sept" else name
    month = _MONTHS.index(short) + 1 if short in _MONTHS else 0
    month = month or (_LONG_MONTHS.index(name) + 1 if name in _LONG_MONTHS else 0)
    year = int(match["y"]) if len(match["y"]) == len("2025") else _full_year(int(match["y"]))
    return _made(year, month, int(match["d"]), match["time"], zone)


def _without_year(month: int, day: int, today: date) -> Moment:
    best: date | None = None
    for year in (today.year - 1, today.year, today.year + 1):
        made = _made(year, month, day, None, UTC).value
        if made is not None and (best is None or abs(made - today) < abs(best - today)):
            best = made
    if best is None or abs(best - today) > _HALF_A_YEAR + timedelta(days=2):
        return _BAD
    return Moment(best, guessed=True)


def _made(year: int, month: int, day: int, clock: str | None, zone: tzinfo) -> Moment:
    try:
        made = date(year, month, day)
    except ValueError:
        return _BAD
    if not clock:
        return _checked(made)
    moment = _clock(made, clock.strip(), zone)
    return _BAD if moment is None else _checked(moment)


def _clock(day: date, text: str, zone: tzinfo) -> datetime | None:
    if text.isdecimal():
        text = ":".join(text[place : place + 2] for place in range(0, len(text), 2))
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour = int(match["h"])
    if match["half"] and match["half"].startswith("a") and hour > _NOON:
        return None
    if match["half"]:
        hour = hour % _NOON + (_NOON if match["half"].startswith("p") else 0)
    fraction = int((match["f"] or "0")[:6].ljust(6, "0"))
    try:
        clock = time(hour, int(match["min"]), int(match["s"] or 0), fraction, tzinfo=_zone(match["zone"], zone))
    except ValueError:
        return None
    return datetime.combine(day, clock)


def _zone(text: str | None, default: tzinfo) -> tzinfo:
    if not text:
        return default
    if text in {"z", "utc"}:
        return UTC
    moment = datetime.strptime(text.replace(":", ""), "%z")
    return moment.tzinfo or default


def _checked(value: date | datetime) -> Moment:
    day = value.date() if isinstance(value, datetime) else value
    return Moment(value) if EARLIEST <= day <= LATEST else Moment(code="date_out_of_range")
