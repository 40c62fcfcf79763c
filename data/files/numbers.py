"""Numbers as people type them: separators, signs of currencies, units, per cents, discounts in the Chinese way."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from data.files.columns import currencies

LARGEST = Decimal(10) ** 12
"""No quantity or price is beyond it: a million millions is a slip of the keyboard."""

DECIMALS = 6
"""Quantities, prices and rates keep six decimals."""

_FLOAT_DIGITS = 15
"""A text with so many significant digits is what a program printed of a binary number, not what a person typed."""

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\s*\d(?:[\d.,'’\u00a0\u202f ]*\d)?\.?|[+-]?\s*\.\d+")
_COMMA_GROUPS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,3}(,\d{2})*,\d{3}(\.\d+)?")
_POINT_GROUPS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_MANY_POINTS = re.compile(r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}(\.\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_TYPED_COMMA = re.compile(r"\d+,(\d{1,2}|\d{4,})")
_DOUBTFUL = re.compile(r"\d{1,3}[.,]\d{3}")
_TYPED_POINT = re.compile(r"\d*\.(\d{1,2}|\d{4,})")
_UNIT = re.compile(r"/?\s*[^\W\d_][^\W\d]{0,11}\.?(/[^\W\d]{1,8})?|[㎡㎏㎜㎝㎞㏄m][²³]?|[m]\d")
_FOR_EACH = re.compile(r"\s*\bper\s+")
_PER = re.compile(
    r"(?:/|\bper|每)\s*(1,?000|100|10,?000|千(?![克米瓦卡升])|百(?![克米])|万|k(?=\s*pcs|\s*ea|\s*件|\W|$))(?![\d.,])"
)
_PER_WORDS = {"千": 1000, "百": 100, "万": 10_000, "k": 1000}
_SPACES = re.compile(r"[\s'’]")
_CHINESE_DIGITS = {name: place for place, name in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "十": 10}
_MYRIAD = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with what stood beside it.

    Attributes:
        code: why there is none (`not_a_number`, `too_large`).
        per: how many pieces a price is for: `12.50/千件`, `12.50 per 1000`.
    """

    value: Decimal | None = None
    code: str = ""
    unit: str = ""
    currency: str = ""
    percent: bool = False
    per: int = 1


NOT_A_NUMBER = Number(code="not_a_number")


def of_float(value: float) -> Number:
    """Return a spreadsheet's number as the shortest decimal that it stands for."""
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - how NaN shows itself
        return Number(code="too_large")
    exact = Decimal(int(value)) if value.is_integer() else Decimal(repr(value))
    return Number(exact) if abs(exact) <= LARGEST else Number(code="too_large")


def is_european(cells: Iterable[object]) -> bool | None:
    """Tell whether a column writes decimals with a comma, or None where its numbers can be read in both ways.

    `1.234` and `1,234` can; a cell that allows one reading only decides for the column.
    """
    comma, point = _decimal_signs(cells)
    if point is None:
        return False
    return True if comma else (False if point else None)


def writes_commas(cells: Iterable[object]) -> bool | None:
    """Tell whether a column writes its decimals with a comma only, or None where none of them shows."""
    comma, point = _decimal_signs(cells)
    return comma and point is False if comma or point or point is None else None


def is_doubtful(text: str) -> bool:
    """Tell whether a number means another one with a decimal comma than with a decimal point: `1.200`, `1,200`."""
    return _DOUBTFUL.fullmatch(_bare(text)) is not None


def _bare(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).strip("+-¥$€%")


def _decimal_signs(cells: Iterable[object]) -> tuple[bool, bool | None]:
    """Return whether cells show a decimal comma and a decimal point; None for a point beyond doubt: `1,234.5`."""
    comma = point = False
    for cell in cells:
        if type(cell) is str and ("," in cell or "." in cell):
            digits = _bare(cell)
            if re.search(r",\d{3}\.\d|,\d{3},\d{3}", digits):
                return comma, None
            comma = comma or bool(_MANY_POINTS.match(digits) or _TYPED_COMMA.fullmatch(digits))
            point = point or bool(_TYPED_POINT.fullmatch(digits))
    return comma, point


def of_text(text: str, *, european: bool = False) -> Number:
    """Return the number that a text states, with the currency, unit or per cent beside it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _PLAIN.fullmatch(plain) and not (european and "." in plain):
        return _bounded(plain)
    lowered = plain.casefold()
    if lowered.lstrip("+-") in {"inf", "infinity", "nan", "∞"}:
        return Number(code="too_large")
    negative = False
    if lowered.startswith("(") and lowered.endswith(")"):
        lowered, negative = lowered[1:-1].strip(), True
    lowered, currency = _currency(lowered)
    match = _NUMBER.match(lowered)
    if match is None:
        return NOT_A_NUMBER
    rest = lowered[match.end() :].strip()
    if rest.startswith("-") and rest[1:].strip() == "":
        rest, negative = "", True
    percent = rest == "%"
    rest = "" if percent else rest
    per = per_of(rest)
    factor = Decimal(1)
    if rest.startswith("万"):
        rest, factor = rest[1:].strip(), _MYRIAD
    rest = _FOR_EACH.sub("/", rest)
    if rest and not currency:
        head, slash, counted = rest.partition("/")  # 12.50元/件: a price with its currency for each of a unit
        currency = _after(head)
        rest = f"{slash}{counted}" if currency else rest
    if rest and per == 1 and not _UNIT.fullmatch(rest):
        return NOT_A_NUMBER
    digits = _ungrouped(_SPACES.sub("", match.group()), european=european)
    if digits is None:
        return NOT_A_NUMBER
    number = _bounded(f"-{digits}" if negative else digits)
    if number.value is None:
        return number
    unit = plain[len(plain) - len(rest.lstrip("/")) :].strip() if rest else ""
    unit = f"/{unit}" if rest.startswith("/") else unit
    return Number(number.value * factor, "", unit, currency, percent, per)


def per_of(text: str) -> int:
    """Return of how many pieces a heading or a unit says that a price is: `元/千只`, `/1000`, `per 100`; else 1."""
    found = _PER.search(unicodedata.normalize("NFKC", text).casefold())
    return _PER_WORDS.get(found[1]) or int(found[1].replace(",", "")) if found else 1


def _bounded(text: str) -> Number:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return NOT_A_NUMBER
    if abs(value) > LARGEST:
        return Number(code="too_large")
    return Number(value)


@cache
def _signs() -> tuple[str, ...]:
    return tuple(sorted(currencies(), key=len, reverse=True))


def _currency(text: str) -> tuple[str, str]:
    """Return the text without the sign or code of a currency before its number, and the currency."""
    sign = "-" if text.startswith("-") else ""
    rest = text.removeprefix("-").lstrip()
    if rest[:1].isdecimal() or rest[:1] == ".":
        return text, ""
    for word in _signs():
        if rest.startswith(word):
            behind = rest[len(word) :].lstrip(": .") if word.isascii() else rest[len(word) :].lstrip(": ")
            if behind[:1].isdecimal() or behind[:1] in {".", "-", "+"}:
                return sign + behind, currencies()[word]
    return text, ""


def _after(rest: str) -> str:
    """Return the currency whose name or sign stands behind a number: `100 元`, `100元整`, `12 USD`."""
    return currencies().get(rest.rstrip("整正.").strip(), "")


def _ungrouped(digits: str, *, european: bool) -> str | None:
    """Return the digits with a decimal point and no separators, or None where they are put together wrongly."""
    sign = digits[0] if digits[0] in "+-" else ""
    body = digits[len(sign) :]
    if "," not in body:
        if european and _POINT_GROUPS.fullmatch(body):
            return sign + body.replace(".", "")
        if body.count(".") > 1:
            return sign + body.replace(".", "") if _MANY_POINTS.fullmatch(body) else None
        return sign + body
    if _MANY_POINTS.fullmatch(body) or (european and (_POINT_GROUPS.fullmatch(body) or _DECIMAL_COMMA.fullmatch(body))):
        return sign + body.replace(".", "").replace(",", ".")
    if _COMMA_GROUPS.fullmatch(body):
        return sign + body.replace(",", "")
    if _TYPED_COMMA.fullmatch(body):
        return sign + body.replace(",", ".")
    return None


def too_precise(value: Decimal, text: str) -> bool:
    """Tell whether a typed number has decimals that would be lost; what a program printed of a float is rounded."""
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -DECIMALS:
        return False
    return len(re.sub(r"\D", "", text).lstrip("0")) < _FLOAT_DIGITS


def kept_tenths(text: str) -> Decimal | None:
    """Return the share of the price that is taken off by a discount in the Chinese way: `9折` is 0.1, `八五折` 0.15."""
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("打")
    if not plain.endswith("折"):
        return None
    body = plain[:-1].strip()
    if body in {"不", "不打", "无", "全", "十", "10"}:
        return Decimal(0)
    digits = "".join(str(_CHINESE_DIGITS[sign]) if sign in _CHINESE_DIGITS else sign for sign in body).replace(
        "点", "."
    )
    if not re.fullmatch(r"\d{1,2}(\.\d{1,3})?", digits):
        return None
    kept = Decimal(digits) / (10 if "." in digits or len(digits) == 1 else 100)
    return 1 - kept if 0 <= kept <= 1 else None
