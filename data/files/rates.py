"""Discounts and tax rates: a share (0.15), a per cent (15, 15%), or the share of the price that is kept (85折).

What a bare column of numbers means is decided from all of them and from its heading:

* a sign or word for per cent in the heading, or any number above 1: per cent;
* 扣率, and 折扣 where the numbers look like it (0.5 to 1, 5 to 10 or 50 to 100): the part of the price kept;
* else a share of the price taken off.

Where the sheet states prices and totals, these are the proof (`proved`) and nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.files.columns import normal
from data.files.numbers import kept_tenths

_FREE_OF_TAX = frozenset({"免税", "零税率", "免征", "不征税", "exempt", "zerorated", "taxexempt", "taxfree"})
_KEPT_HEADINGS = frozenset({"扣率", "折率"})
_BARE_HEADINGS = frozenset({"折扣", "商品折扣", "整单折扣", "订单折扣"})
_HALF, _FIVE, _TEN, _FIFTY, _HUNDRED = Decimal("0.5"), Decimal(5), Decimal(10), Decimal(50), Decimal(100)


@dataclass(frozen=True, slots=True)
class Scale:
    """How a column's bare numbers become a share: divided, and then, where they are the part kept, taken from one."""

    divisor: Decimal = Decimal(1)
    kept: bool = False
    guessed: bool = False

    @property
    def name(self) -> str:
        """The reading as a word: `share`, `percent`, `tenths`, each with `_kept` where it is the part kept."""
        word = {Decimal(1): "share", _TEN: "tenths"}.get(self.divisor, "percent")
        return f"{word}_kept" if self.kept else word

    def share(self, value: Decimal, *, percent: bool = False) -> Decimal:
        """Return the share that is taken off (or the rate of the tax)."""
        plain = value / (_HUNDRED if percent else self.divisor)
        return 1 - plain if self.kept else plain


def typed(is_tax: bool, text: str) -> Decimal | None:
    """Return what words say without a number that needs a scale: `9折`, `免税`, `不打折`."""
    if is_tax:
        return Decimal(0) if normal(text) in _FREE_OF_TAX else None
    return kept_tenths(text)


def tax_scale(values: Sequence[Decimal], *, percent: bool) -> Scale:
    """Return how the numbers of a tax column are meant: whole numbers and numbers above 1 are per cent."""
    if any(0 < value < 1 for value in values) and not any(value > 1 for value in values):
        return Scale()  # a spreadsheet shows 0.13 as 13 %, so the heading's sign says nothing against a share
    return Scale(_HUNDRED) if percent or any(value >= 1 for value in values) else Scale()


def discount_scale(values: Sequence[Decimal], heading: str, *, percent: bool) -> Scale:
    """Return how the numbers of a discount column are meant; `guessed` where only their size speaks for it."""
    shown = [value for value in values if value != 0]
    word = normal(heading).replace("%", "")
    if word in _KEPT_HEADINGS:
        return Scale(_divisor(shown, percent), kept=True, guessed=not percent)
    if word in _BARE_HEADINGS and shown and not percent:
        low, high = min(shown), max(shown)
        for divisor, floor, ceiling in (
            (Decimal(1), _HALF, Decimal(1)),
            (_TEN, _FIVE, _TEN),
            (_HUNDRED, _FIFTY, _HUNDRED),
        ):
            if floor <= low and high <= ceiling and len(shown) == len(values):
                return Scale(divisor, kept=True, guessed=True)
        return Scale(_divisor(shown, percent), guessed=True)
    whole = bool(shown) and all(value == 1 for value in shown)
    return Scale(_HUNDRED if whole else _divisor(shown, percent), guessed=whole and not percent)


def _divisor(shown: Sequence[Decimal], percent: bool) -> Decimal:
    if shown and max(shown) > 1:
        return _HUNDRED
    return _HUNDRED if percent and any(value == 1 for value in shown) and len(shown) == 1 else Decimal(1)


SCALES = tuple(Scale(divisor, kept) for divisor in (Decimal(1), _HUNDRED, _TEN) for kept in (False, True))
"""Every reading of a discount column, the usual ones first."""


def proved(rows: Sequence[tuple[Decimal, Decimal, Decimal]]) -> Scale | None:
    """Return the reading under which undiscounted amounts and discounts give the stated totals, if exactly one does.

    Args:
        rows: for each row quantity times price, the discount's number, the stated total.
    """
    telling = [row for row in rows if row[0] > 0 and row[1] != 0]
    fitting = [scale for scale in SCALES if telling and all(_fits(scale, row) for row in telling)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(scale: Scale, row: tuple[Decimal, Decimal, Decimal]) -> bool:
    amount, discount, total = row
    return abs(amount * (1 - scale.share(discount)) - total) <= max(Decimal("0.02"), amount / 1000)
