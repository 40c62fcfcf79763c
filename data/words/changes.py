"""What was changed of an order, in words: the record keeps plain values, people read amounts and dates (G3)."""

from contextlib import suppress
from datetime import date, datetime, tzinfo

from data.rules.review import FieldChange, Plain
from data.words import _
from data.words.formats import (
    format_amount,
    format_date,
    format_datetime,
    format_percent,
    format_price,
    format_quantity,
)
from data.words.labels import code_label, field_label
from data.words.phrases import line_numbers, shown

_AMOUNTS = frozenset({"total", "discount", "rounding_off", "freight", "stated_total"})
_QUANTITIES = frozenset({"quantity", "second_quantity", "closed_short"})
_RATES = frozenset({"discount_rate", "tax_rate"})
_LISTS = {
    "kind": "OrderKind", "handling_class": "HandlingClass", "channel": "Channel", "price_basis": "PriceBasis",
    "importance": "Importance",
}  # fmt: skip
_NOTHING = "–"


def change_text(change: FieldChange, currency: str, zone: tzinfo) -> str:
    """Return one change in words (`line 2, unit price: 79.00 → 86.50`).

    Args:
        change: of the record.
        currency: the order's, for its amounts.
        zone: the office's, for times.
    """
    parts = change.path.split(".")
    if parts[0] == "lines" and len(parts) == 2:  # noqa: PLR2004 - the line itself
        line = line_numbers([int(parts[1])]) if parts[1].isdecimal() else shown(parts[1])
        return (_("{line} added") if change.before is None else _("{line} removed")).format(line=line)
    named = ".".join(parts[:3]) if parts[0] == "lines" else parts[-1] if parts[0] == "extra" else parts[0]
    before, after = (_value(parts[-1], one, currency, zone) for one in (change.before, change.after))
    return _("{field}: {before} → {after}").format(field=field_label(named), before=before, after=after)


def _value(name: str, value: Plain, currency: str, zone: tzinfo) -> str:
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return _figure(name, value, currency)
    if name in _LISTS:
        return code_label(_LISTS[name], value)
    with suppress(ValueError):
        if len(value) == len("2026-12-08"):
            return format_date(date.fromisoformat(value))
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return format_datetime(moment, zone)
    return shown(value)


def _figure(name: str, value: int, currency: str) -> str:
    if name in _AMOUNTS and currency:
        return format_amount(value, currency)
    if name == "unit_price" and currency:
        return format_price(value, currency)
    if name in _QUANTITIES:
        return format_quantity(value)
    return format_percent(value) if name in _RATES else f"{value:,}"
