"""How numbers, money and dates are written in the language that is spoken (N2).

All work on the integers that the desk keeps, without floating point and without a locale library. Thousands are set off
by commas and decimals by a point in all three languages. Money carries the ISO code of its currency, because a desk
deals in several and signs are shared between them (¥ is yuan and yen, $ is many). Chinese writes dates as ISO 8601
does.
"""

from datetime import date, datetime, tzinfo

from data.amounts import MASK, SCALE, Hidden, minor_digits
from data.words import current_language

_SCALE_DIGITS = len(str(SCALE)) - 1
_PERCENT_DIGITS = _SCALE_DIGITS - 2
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _decimal(value: int, digits: int, shortest: int) -> str:
    """Write an integer of 10**-digits, with at least `shortest` decimals and no zeros after them."""
    if isinstance(value, Hidden):
        return MASK
    sign = "-" if value < 0 else ""
    whole, fraction = divmod(abs(value), 10**digits)
    decimals = f"{fraction:0{digits}d}" if digits else ""
    kept = decimals[:shortest] + decimals[shortest:].rstrip("0")
    return f"{sign}{whole:,}{'.' if kept else ''}{kept}"


def format_amount(minor: int, currency: str) -> str:
    """Write money in minor units with the currency's decimals, without naming it (`1,234.50`)."""
    digits = minor_digits(currency)
    return _decimal(minor, digits, digits)


def format_money(minor: int, currency: str) -> str:
    """Write money in minor units with its currency (`CNY 1,234.50`, `JPY -7`), or the mask in its place (P5)."""
    return f"{currency} {format_amount(minor, currency)}"


def format_quantity(scaled: int) -> str:
    """Write a quantity scaled by a million, with the decimals that it has (`1,200`, `0.5`)."""
    return _decimal(scaled, _SCALE_DIGITS, 0)


def format_price(scaled: int, currency: str) -> str:
    """Write a unit price scaled by a million, without naming the currency (`12.50`, `0.003125`).

    It has at least the decimals of the currency's minor unit, and up to six where it has them.
    """
    return _decimal(scaled, _SCALE_DIGITS, minor_digits(currency))


def format_percent(ppm: int) -> str:
    """Write a rate in parts per million as a percentage (`15%`, `6.25%`)."""
    return MASK if isinstance(ppm, Hidden) else f"{_decimal(ppm, _PERCENT_DIGITS, 0)}%"


def format_date(day: date) -> str:
    """Write a date: `21 Nov 2026` in English, `2026-11-21` in Chinese."""
    if current_language() == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04d}"
    # A datetime is a date too; only its day is wanted here.
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def format_datetime(moment: datetime, zone: tzinfo) -> str:
    """Write a moment to the minute as the clock of a zone shows it (`21 Nov 2026 14:05`, `2026-11-21 14:05`).

    Raises:
        ValueError: the moment has no zone, so nobody can say when it was.
    """
    if moment.tzinfo is None:
        raise ValueError(moment)
    local = moment.astimezone(zone)
    return f"{format_date(local)} {local.hour:02d}:{local.minute:02d}"
