"""The fields of an order as one types them: their texts, what is wrong with a text, what a text is read as.

What the desk would refuse is said while one types. The texts are those that `edit` and `order new` take.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from data.amounts import LARGEST, from_minor, scaled, to_minor, unscaled
from data.errors import BadValue
from data.orders import Order, OrderLine
from data.parties import Customer
from data.rules.compose import FROM_CUSTOMER
from data.rules.currencies import currency_code
from data.rules.typed import check_text, number, read_date, read_time, scaled_number
from data.rules.verbs import LINE_FIELDS, ORDER_FIELDS, FieldType
from data.states import Channel, HandlingClass, OrderKind, PriceBasis
from data.words.formats import format_date, format_datetime, format_money, format_percent, format_quantity

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(OrderKind),
    "handling_class": tuple(HandlingClass),
    "channel": tuple(Channel),
    "price_basis": tuple(PriceBasis),
}
"""Fields of which the value is one of a list."""

RATES = frozenset({"discount_rate", "tax_rate"})
"""Fields that hold a part of the whole, typed as 15% or 0.15."""

Value = str | date | datetime | int | None
"""What a text is read as: amounts in minor units; quantities, prices and rates scaled by a million."""


@dataclass(frozen=True, slots=True)
class Typing:
    """What surrounds the fields while somebody types.

    Attributes:
        today: the office's day, for `+3d` and `fri`.
        zone: the office's, for times.
        currency: of the order, for amounts; "" while it is not known.
        price_basis: whether typed prices are without or with tax.
        tax_rate: what a line has that names none, in parts per million.
        required: the elements that the policy requires of this kind of order (I3).
        supplies: field → what the desk fills in where nothing is typed, and where it has it from (I3).
        closed: the fields that are not for whoever types (P5).
    """

    today: date
    zone: ZoneInfo
    currency: str = ""
    price_basis: PriceBasis = PriceBasis.NET
    tax_rate: int = 0
    required: tuple[str, ...] = ()
    supplies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


def read_field(name: str, text: str, typing: Typing) -> Value:
    """Return what the text of an order's or a line's field is read as; None for an empty one.

    Args:
        name: a field of `ORDER_FIELDS`, or `line.N.FIELD`.
        text: as it was typed.
        typing: what surrounds it.

    Raises:
        BadValue: the desk would not take it; `why` says which way.
    """
    check_text(name, text)
    plain = text.strip()
    if not plain:
        return None
    bare = name.rpartition(".")[2]
    kind = LINE_FIELDS[bare] if name.startswith("line.") else ORDER_FIELDS[name]
    match kind:
        case FieldType.DATE:
            return read_date(name, plain, typing.today)
        case FieldType.TIME:
            return read_time(name, plain, typing.zone)
        case FieldType.CHOICE:
            return _choice(name, bare, plain)
        case FieldType.QUANTITY | FieldType.AMOUNT:
            return _figure(name, bare, kind, plain, typing.currency)
        case _ if bare == "currency" and not currency_code(plain):
            raise BadValue(name, text, "unknown_currency")
        case _:
            return plain


def _choice(name: str, bare: str, plain: str) -> str:
    if plain.casefold() not in CHOICES[bare]:
        raise BadValue(name, plain, "not_in_list", ", ".join(CHOICES[bare]))
    return plain.casefold()


def _figure(name: str, bare: str, kind: FieldType, plain: str, currency: str) -> int:
    if bare.endswith("quantity"):
        return scaled_number(name, plain)
    found = number(name, plain)
    if found < 0 and bare != "rounding_off":
        raise BadValue(name, plain, "negative")
    if bare in RATES and found > 1:
        raise BadValue(name, plain, "not_a_rate")
    try:
        whole = to_minor(found, currency) if kind is FieldType.AMOUNT else scaled(found)
    except OverflowError as error:
        raise BadValue(name, plain, "too_large") from error
    return whole


def read_as(name: str, value: Value, typing: Typing) -> str:
    """Return what a field is read as, in words, where that is not plain to see from what is typed; else ""."""
    bare = name.rpartition(".")[2]
    if isinstance(value, datetime):
        return format_datetime(value, typing.zone)
    if isinstance(value, date):
        return format_date(value)
    if not isinstance(value, int):
        return ""
    kind = LINE_FIELDS[bare] if name.startswith("line.") else ORDER_FIELDS[name]
    if bare in RATES:
        return format_percent(value)
    if kind is FieldType.AMOUNT:
        return format_money(value, typing.currency) if typing.currency else ""
    return format_quantity(value)


def plain_number(value: Decimal) -> str:
    """Return a number as one types it: without exponent and thousands, and without zeros that say nothing."""
    return f"{value:f}"


def rate_text(rate: int) -> str:
    """Return a rate in parts per million as one types it (`15%`); "" for none."""
    return f"{plain_number(unscaled(rate * 100))}%" if rate else ""


def amount_text(minor: int | None, currency: str) -> str:
    """Return an amount as one types it (`12.50`); "" for none."""
    return plain_number(from_minor(minor, currency)) if minor is not None else ""


def figure_text(value: int | None) -> str:
    """Return a quantity or price as one types it; "" for none."""
    return "" if value is None else plain_number(unscaled(value))


def order_texts(order: Order, zone: ZoneInfo) -> dict[str, str]:
    """Return the fields of an order as one would type them, by the names of `ORDER_FIELDS`."""
    found: dict[str, str] = {}
    for name, kind in ORDER_FIELDS.items():
        value: Any = order.customer_code if name == "customer" else getattr(order, name)
        match kind:
            case FieldType.YES:
                continue
            case FieldType.DATE:
                text = value.isoformat() if value else ""
            case FieldType.TIME:
                text = value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
            case FieldType.AMOUNT:
                text = amount_text(value or None, order.currency)
            case FieldType.QUANTITY:
                text = rate_text(value)
            case _:
                text = str(value)
        found[name] = text
    return found


def line_texts(line: OrderLine, currency: str) -> dict[str, str]:
    """Return the fields of a line as one would type them, by the names of `LINE_FIELDS`."""
    found: dict[str, str] = {}
    for name, kind in LINE_FIELDS.items():
        if kind is FieldType.YES:
            continue
        value = getattr(line, name)
        match kind:
            case FieldType.DATE:
                text = value.isoformat() if value else ""
            case FieldType.AMOUNT:
                text = amount_text(value, currency)
            case FieldType.QUANTITY:
                text = rate_text(value) if name in RATES else figure_text(value)
            case _:
                text = str(value)
        found[name] = text
    return found


def supplies_of(customer: Customer) -> dict[str, tuple[str, str]]:
    """Return what a customer's file fills in where an order says nothing (I3)."""
    texts = {
        "contact": customer.contact,
        "delivery_place": customer.place,
        "payment_terms": customer.payment_terms,
        "currency": customer.currency,
        "salesperson": customer.salesperson,
        "merchandiser": customer.merchandiser,
    }
    return {name: (text, FROM_CUSTOMER) for name, text in texts.items() if text}


def within(amount: int) -> bool:
    """Whether an amount is one that a desk can keep."""
    return abs(amount) <= LARGEST
