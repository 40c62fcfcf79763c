"""From what a draft states to what an order keeps: closed lists, scaled numbers, money.

Every function here refuses what cannot be kept by a `BadValue` that names the field.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from data.amounts import SCALE, scaled, to_minor
from data.errors import BadValue
from data.rules.currencies import currency_code
from data.states import Channel, HandlingClass, OrderKind, PriceBasis

_ALIASES: Mapping[type, Mapping[str, str]] = {
    HandlingClass: {
        "normal": "ordinary", "standard": "ordinary", "普通": "ordinary", "一般": "ordinary", "正常": "ordinary",
        "特殊": "special", "加急": "urgent", "紧急": "urgent", "緊急": "urgent", "急": "urgent", "特急": "urgent",
        "rush": "urgent", "express": "urgent",
    },
    PriceBasis: {"含税": "gross", "含稅": "gross", "不含税": "net", "不含稅": "net", "未税": "net", "未稅": "net"},
    OrderKind: {}, Channel: {},
}  # fmt: skip


def stated_currency(text: str) -> str:
    """Return the ISO code of a currency as it is written, "" for none."""
    if not text:
        return ""
    code = currency_code(text)
    if not code:
        raise BadValue("currency", text, "unknown_currency")
    return code


@lru_cache(maxsize=256)
def known_value(kind: type[Any], field: str, text: str) -> Any:
    """Return the value of a closed list that a text means, by its own word or one that offices use."""
    plain = text.strip().casefold()
    plain = _ALIASES[kind].get(plain, plain)
    try:
        return kind(plain)
    except ValueError as error:
        raise BadValue(field, text, "not_in_list", ", ".join(str(one) for one in kind)) from error


def scaled_value(value: Decimal, field: str) -> int:
    """Return a number scaled by a million."""
    try:
        return scaled(value)
    except OverflowError as error:
        raise BadValue(field, str(value), "too_large") from error


def positive(value: Decimal, field: str) -> int:
    """Return a quantity; less than the sixth decimal is none."""
    found = scaled_value(value, field)
    if found <= 0:
        raise BadValue(field, str(value), "negative" if value < 0 else "zero")
    return found


def not_negative(value: Decimal | None, field: str) -> Decimal | None:
    """Return the number as it is, or None."""
    if value is not None and value < 0:
        raise BadValue(field, str(value), "negative")
    return value


def optional(value: Decimal | None, field: str) -> int | None:
    """Return a price or a second quantity, which may be zero, or None."""
    return None if value is None else scaled_value(not_negative(value, field) or Decimal(0), field)


def rate_value(value: Decimal | None, field: str) -> int:
    """Return a rate in parts per million; none is zero."""
    if value is None:
        return 0
    rate = scaled_value(value, field)
    if not 0 <= rate <= SCALE:
        raise BadValue(field, str(value), "not_a_rate")
    return rate


def money_value(value: Decimal | None, currency: str, field: str) -> int:
    """Return an amount in minor units of the currency; none is zero."""
    if value is None:
        return 0
    try:
        return to_minor(value, currency)
    except OverflowError as error:
        raise BadValue(field, str(value), "too_large") from error
