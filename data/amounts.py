"""Integers that stand for money, quantities, prices and rates, and the one way in which they are rounded.

Money is an integer of the currency's minor unit (cents, fen; a yen has none). Quantities and unit prices are integers
scaled by a million, so that six decimals are exact. Rates (discount, tax) are parts per million: 0.15 is 150 000.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, Overflow
from typing import Any, Final

SCALE = 1_000_000
"""Quantities, unit prices and rates are stored times this number."""

MASK: Final = "•••"
"""What stands in the place of something that is not for whoever reads it (P5)."""

LARGEST = 2**62
"""No stored integer is larger: SQLite keeps 63 bits, and sums need room."""

_MINOR_DIGITS = {
    "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KMF": 0, "KRW": 0,
    "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0,
    "XPF": 0,
}  # fmt: skip
"""ISO 4217: the currencies whose minor unit is not a hundredth."""


def _itself(self: Any, *_others: object) -> Any:
    return self


def _yes(_self: object, _other: object = None) -> bool:
    return True


def _no(_self: object, _other: object) -> bool:
    return False


def _masked(_self: object, _format: str = "") -> str:
    return MASK


_ITSELF: Any = _itself
_MASKED: Any = _masked


class Hidden(int):
    """A number that is not for whoever reads it (P5).

    It is worth nothing, and whatever is worked out with it is hidden too; it counts as something that is there, so that
    the place where it would stand is shown, with the mask in it.
    """

    __slots__ = ()

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __floordiv__ = __rfloordiv__ = _ITSELF
    __mod__ = __rmod__ = __truediv__ = __rtruediv__ = __neg__ = __pos__ = __abs__ = _ITSELF
    __bool__ = __gt__ = __ge__ = _yes
    __lt__ = __le__ = _no
    __repr__ = __str__ = __format__ = _MASKED


class HiddenDecimal(Decimal):
    """The same for a decimal, as exports and forms have it."""

    __slots__ = ()

    __repr__ = __str__ = __format__ = _MASKED


HIDDEN: Final = Hidden(0)
HIDDEN_DECIMAL: Final = HiddenDecimal(0)


def minor_digits(currency: str) -> int:
    """Return how many decimals the currency's minor unit has (ISO 4217)."""
    return _MINOR_DIGITS.get(currency, 2)


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded half away from zero; the denominator is positive."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def scaled(value: Decimal) -> int:
    """Return a quantity, price or rate as an integer times a million, rounded half-up at the sixth decimal.

    Raises:
        OverflowError: the value is beyond what a desk can store.
    """
    if value.is_nan():
        raise OverflowError(str(value))
    try:
        whole = int((value * SCALE).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except (InvalidOperation, Overflow) as error:  # more digits than the context holds, infinity
        raise OverflowError(str(value)) from error
    if abs(whole) > LARGEST:
        raise OverflowError(str(value))
    return whole


def unscaled(value: int) -> Decimal:
    """Return the decimal that a scaled integer stands for, without trailing zeros."""
    if isinstance(value, Hidden):
        return HIDDEN_DECIMAL
    plain = Decimal(value) / SCALE
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain.normalize()


def to_minor(value: Decimal, currency: str) -> int:
    """Return an amount in minor units of the currency, rounded half-up.

    Raises:
        OverflowError: the amount is beyond what a desk can store.
    """
    if value.is_nan():
        raise OverflowError(str(value))
    try:
        whole = int(value.scaleb(minor_digits(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except (InvalidOperation, Overflow) as error:
        raise OverflowError(str(value)) from error
    if abs(whole) > LARGEST:
        raise OverflowError(str(value))
    return whole


def from_minor(minor: int, currency: str) -> Decimal:
    """Return the amount in whole units of the currency, with exactly its decimals (`Decimal('12.50')`)."""
    return HIDDEN_DECIMAL if isinstance(minor, Hidden) else Decimal(minor).scaleb(-minor_digits(currency))
