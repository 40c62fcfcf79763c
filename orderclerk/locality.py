"""What may be guessed of an office before it has said anything: its time zone, its country, its currency."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from data.words import current_language

_BY_LANGUAGE = {"zh_CN": ("Asia/Shanghai", "CNY"), "zh_TW": ("Asia/Taipei", "TWD")}
_ELSEWHERE = ("UTC", "EUR")
_MOST = 8


def likely_zone() -> str:
    """Return the computer's time zone; one that is set to no place has that of its language."""
    from babel.localtime import get_localzone

    try:
        found = get_localzone()
    except (LookupError, OSError, ValueError):  # a system that says nothing, or nonsense
        found = None
    name = found.key if isinstance(found, ZoneInfo) else ""
    if name in available_timezones() and country_of(name):
        return name
    return _BY_LANGUAGE.get(current_language(), _ELSEWHERE)[0]


def likely_currency(country: str) -> str:
    """Return the currency of a country; without one, that of the language."""
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(country.upper()) if country else []
    return str(found[0]) if found else _BY_LANGUAGE.get(current_language(), _ELSEWHERE)[1]


def country_of(zone: str) -> str:
    """Return the code of the country in which a time zone lies, "" where it lies in none."""
    return _countries().get(zone, "")


def country_name(code: str) -> str:
    """Return the name of a country in the language that is spoken, "" where the code is none."""
    return _names(current_language()).get(code.strip().upper(), "")


def zones_like(text: str) -> Sequence[str]:
    """Return time zones in which a text occurs; those first of which the place begins with it."""
    wanted = text.strip().casefold().replace(" ", "_")
    found = [zone for zone in available_timezones() if wanted in zone.casefold()]
    return sorted(found, key=lambda zone: (not _place(zone).startswith(wanted), zone not in _countries(), zone))[:_MOST]


def countries_like(text: str) -> Sequence[tuple[str, str]]:
    """Return countries of which holidays are known and which a text names, by code or name, each with both."""
    wanted = text.strip().casefold()
    found = [
        (code, name)
        for code, name in _known(current_language())
        if code.casefold() == wanted or wanted in name.casefold()
    ]
    return sorted(found, key=lambda one: (one[0].casefold() != wanted, not one[1].casefold().startswith(wanted), one))[
        :_MOST
    ]


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].casefold()


@cache
def _countries() -> dict[str, str]:
    """Return zone → country, as the tables of time zones have it."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _names(language: str) -> dict[str, str]:
    from babel import Locale

    return {str(code): str(name) for code, name in Locale.parse(language).territories.items()}


@cache
def _known(language: str) -> tuple[tuple[str, str], ...]:
    def every() -> Iterator[tuple[str, str]]:
        import holidays

        names = _names(language)
        for code in holidays.list_supported_countries(include_aliases=False):
            if code in names:
                yield code, names[code]

    return tuple(every())
