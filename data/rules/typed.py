"""From the text of a field to its value, for `order do --set`, forms and schedules alike."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from data.amounts import scaled, to_minor
from data.errors import BadValue, Needed, UnknownField
from data.orders import ScheduleLine
from data.rules.joint import read_measures
from data.rules.verbs import FIELDS, LINE_FIELDS, ORDER_FIELDS, Field, FieldType
from data.rules.workflow import Verb

_YES = frozenset({"yes", "y", "true", "1", "是", "settled"})
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 3
"""Letters by which a weekday is known."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""A date beyond these is a slip of the keyboard; within them deadlines can be counted from every date."""


def read_values(verb: Verb, texts: Mapping[str, str], currency: str, today: date, zone: ZoneInfo) -> dict[str, object]:
    """Return the values that a verb was given, typed by its fields.

    `edit` keeps the texts of order and line fields by their names; `data.desk.intake` reads them into a draft.

    Raises:
        UnknownField: a name is none of the verb's. Needed: a required field is missing. BadValue: see `read_value`.
    """
    fields = {field.name: field for field in FIELDS[verb]}
    free = "*" in fields
    found: dict[str, object] = {}
    for name, text in texts.items():
        check_text(name, text)
        field = fields.get(name)
        if field is not None and name != "*":
            if text.strip():
                found[name] = read_value(field, text, currency, today, zone)
        elif free and is_order_field(name):
            found[name] = text
        else:
            known = tuple(sorted(set(fields) - {"*"} | (set(ORDER_FIELDS) if free else set())))
            raise UnknownField(verb, name, known)
    for field in fields.values():
        if field.required and found.get(field.name) in (None, ""):
            raise Needed(verb, field.name)
    return found


def check_text(name: str, text: str) -> None:
    """Let pass only a text that can be kept: bytes that are no UTF-8 reach a program as lone surrogates.

    Raises:
        BadValue: `not_text`.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadValue(name, text.encode(errors="backslashreplace").decode(), "not_text") from error


def is_order_field(name: str) -> bool:
    """Whether `edit` knows the field: an order's, or `line.N.FIELD`."""
    found = re.fullmatch(r"line\.(\d{1,5})\.(\w+)", name)
    return name in ORDER_FIELDS or (found is not None and found[2] in LINE_FIELDS and int(found[1]) > 0)


def read_value(field: Field, text: str, currency: str, today: date, zone: ZoneInfo) -> object:
    """Return the value of one field's text.

    Raises:
        BadValue: the text cannot be read as the field's type; `why` says which way.
    """
    plain = text.strip()
    match field.type:
        case FieldType.DATE:
            return read_date(field.name, plain, today)
        case FieldType.TIME:
            return read_time(field.name, plain, zone)
        case FieldType.INTEGER | FieldType.LINE:
            return _integer(field.name, plain)
        case FieldType.QUANTITY:
            return scaled_number(field.name, plain)
        case FieldType.AMOUNT:
            return _amount(field.name, plain, currency)
        case FieldType.QUANTITIES:
            return _quantities(field.name, plain)
        case FieldType.SCHEDULE:
            return _schedule(field.name, plain, today)
        case FieldType.MEASURES:
            return read_measures(field.name, text)
        case FieldType.CHOICE:
            if plain.casefold() not in field.choices:
                raise BadValue(field.name, text, "not_in_list", ", ".join(field.choices))
            return next(choice for choice in field.choices if choice == plain.casefold())
        case FieldType.YES:
            return is_yes(plain)
        case _:
            return text


def is_yes(text: str) -> bool:
    """Whether a text says yes."""
    return text.strip().casefold() in _YES


def read_date(name: str, text: str, today: date) -> date:
    """Return a date: `2026-12-08`, `8.12.2026`, `12-08`, `today`, `+3d`, `+2w`, `fri`.

    Raises:
        BadValue: `bad_date` or `date_out_of_range`.
    """
    plain = text.strip().casefold()
    ahead = re.fullmatch(r"\+(\d{1,4})([dw])", plain)
    if plain in ("today", "今天"):
        return today
    if ahead:
        return today + timedelta(days=int(ahead[1]) * (7 if ahead[2] == "w" else 1))
    weekday = next(
        (day for day, full in enumerate(_WEEKDAYS) if len(plain) >= _SHORTEST and full.startswith(plain)), None
    )
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    for pattern in (r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", r"(\d{4})(\d\d)(\d\d)"):
        if found := re.fullmatch(pattern, plain):
            return _date(name, text, int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", plain):
        return _date(name, text, int(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})", plain):
        return _coming(name, text, today, int(found[1]), int(found[2]))
    raise BadValue(name, text, "bad_date")


def _date(name: str, text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise BadValue(name, text, "bad_date") from error
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadValue(name, text, "date_out_of_range")
    return found


def _coming(name: str, text: str, today: date, month: int, day: int) -> date:
    """Return the next such day from today on; the 29th of February may be some years away."""
    for year in range(today.year, today.year + 9):  # between two leap years are eight at the most
        with suppress(ValueError):
            if (found := date(year, month, day)) >= today:
                return found
    raise BadValue(name, text, "bad_date")


def read_time(name: str, text: str, zone: ZoneInfo) -> datetime:
    """Return a time in UTC; one without a zone is the office's.

    Raises:
        BadValue: `bad_time` or `date_out_of_range`.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadValue(name, text, "bad_time") from error
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise BadValue(name, text, "date_out_of_range")
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def number(name: str, text: str) -> Decimal:
    """Return a plain decimal number; thousands commas are let pass.

    Raises:
        BadValue: `not_a_number`.
    """
    plain = text.strip()
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", plain):
        plain = plain.replace(",", "")
    if "_" in plain:  # Decimal would let it pass
        raise BadValue(name, text, "not_a_number")
    try:
        found = Decimal(plain.removesuffix("%"))
    except InvalidOperation as error:
        raise BadValue(name, text, "not_a_number") from error
    if not found.is_finite():
        raise BadValue(name, text, "not_a_number")
    return found / 100 if plain.endswith("%") else found


def scaled_number(name: str, text: str) -> int:
    """Return a positive quantity, scaled by a million.

    Raises:
        BadValue: `not_a_number`, `negative`, `zero` or `too_large`.
    """
    found = number(name, text)
    if found <= 0:
        raise BadValue(name, text, "negative" if found < 0 else "zero")
    try:
        whole = scaled(found)
    except OverflowError as error:
        raise BadValue(name, text, "too_large") from error
    if whole == 0:
        raise BadValue(name, text, "zero")
    return whole


def _integer(name: str, text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise BadValue(name, text, "not_a_number")
    return int(text)


def _amount(name: str, text: str, currency: str) -> int:
    found = number(name, text)
    if found < 0:
        raise BadValue(name, text, "negative")
    try:
        return to_minor(found, currency)
    except OverflowError as error:
        raise BadValue(name, text, "too_large") from error


def _quantities(name: str, text: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in re.split(r"[,;\s]+", text.strip()):
        line, separator, quantity = part.partition(":")
        if not separator or not re.fullmatch(r"\d{1,5}", line):
            raise BadValue(name, text, "not_quantities")
        if int(line) in found:
            raise BadValue(name, text, "line_twice")
        found[int(line)] = scaled_number(name, quantity)
    return found


def _schedule(name: str, text: str, today: date) -> tuple[ScheduleLine, ...]:
    found = []
    for part in re.split(r"[,;\s]+", text.strip()):
        due, separator, quantity = part.partition(":")
        if not separator:
            raise BadValue(name, text, "not_schedule")
        found.append(ScheduleLine(read_date(name, due, today), scaled_number(name, quantity)))
    return tuple(sorted(found, key=lambda planned: planned.due))
