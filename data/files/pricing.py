"""Which of a sheet's price and total columns stand, and whether they are with or without tax (E3).

Accounting programs export the same price several times: 单价, 含税单价, 不含税单价, 金额, 价税合计. The price that was
typed must stand together with the total of the same kind; the others are kept as extra columns. Where a heading does
not say what kind it is, the numbers do: quantity times price must give the total.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from data.files import rates
from data.files.values import Column

_CENT = Decimal("0.02")
_THOUSANDTH = Decimal("0.001")
_MOST = 2
"""One part in so many of the rows must disagree before the numbers speak against a reading."""

_SAMPLED_ROWS = 500

PRICES = {"unit_price_gross": "gross", "unit_price": "", "unit_price_net": "net"}
TOTALS = {"line_total_gross": "gross", "stated_total": "", "line_total_net": "net"}


@dataclass(frozen=True, slots=True)
class Pricing:
    """The fields whose columns stand as price and as total ("" for none), and the basis that their headings state."""

    price: str = ""
    total: str = ""
    basis: str = ""


def choose(columns: Mapping[str, Column]) -> Pricing:
    """Return which price and total columns of a sheet stand."""
    prices = [name for name in PRICES if name in columns and _has_values(columns[name])]
    totals = [name for name in TOTALS if name in columns and _has_values(columns[name])]
    if not prices:
        total = next(iter(totals), "")
        return Pricing("", total, TOTALS.get(total, ""))
    price = prices[0] if "unit_price_gross" in prices else prices[-1]
    basis = PRICES[price]
    if basis:
        same = "line_total_gross" if basis == "gross" else "line_total_net"
        if same in totals:
            return Pricing(price, same, basis)
        bare = "stated_total" in totals and agrees(columns, price, "stated_total", otherwise=len(totals) == 1)
        return Pricing(price, "stated_total" if bare else "", basis)
    return _bare_price(columns, price, totals)


def _bare_price(columns: Mapping[str, Column], price: str, totals: Sequence[str]) -> Pricing:
    """A price whose heading says nothing about tax is of the kind of the total that it gives."""
    for total in ("stated_total", "line_total_net", "line_total_gross"):
        if total in totals and agrees(columns, price, total, otherwise=False):
            basis = TOTALS[total]
            if total == "stated_total" and "line_total_gross" in totals:
                basis = "gross" if agrees(columns, price, "line_total_gross", otherwise=False) else "net"
            return Pricing(price, total, basis)
    if totals == ["stated_total"]:
        if "tax_rate" in columns and agrees(columns, price, "stated_total", otherwise=False, taxed=True):
            return Pricing(price, "", "net")  # the price is without tax and the total with it
        return Pricing(price, "stated_total", "")
    return Pricing(price, "", "net" if "line_total_gross" in totals and "tax_rate" in columns else "")


def _has_values(column: Column) -> bool:
    return any(value is not None for value in column.values)


def agrees(columns: Mapping[str, Column], price: str, total: str, *, otherwise: bool, taxed: bool = False) -> bool:
    """Tell whether quantity times price less discount gives the total in most rows; `otherwise` where none tells.

    With `taxed` the tax is added before they are compared.
    """
    rows = list(islice(_rows(columns, price, total, taxed=taxed), _SAMPLED_ROWS))
    if not rows:
        return otherwise
    return sum(_same(amount, stated) for _, amount, stated in rows) * _MOST > len(rows)


def disagreeing(
    columns: Mapping[str, Column], price: str, total: str
) -> tuple[int, list[tuple[int, Decimal, Decimal]]]:
    """Return how many rows can be compared, and those whose total is not quantity times price less discount.

    Of these the row's place, the stated total, and what it should be.
    """
    rows = list(_rows(columns, price, total))
    return len(rows), [(row, stated, amount) for row, amount, stated in rows if not _same(amount, stated)]


def _same(amount: Decimal, stated: Decimal) -> bool:
    return abs(amount - stated) <= max(_CENT, stated * _THOUSANDTH)


def _rows(
    columns: Mapping[str, Column], price: str, total: str, *, taxed: bool = False
) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Yield place, quantity times price less discount, and stated total of the rows that have all of them."""
    if "quantity" not in columns:
        return
    quantities, prices, totals = (columns[name].values for name in ("quantity", price, total))
    discounts, taxes = (
        columns[name].values if name in columns else [None] * len(prices) for name in ("discount_rate", "tax_rate")
    )
    for row, (quantity, each, stated) in enumerate(zip(quantities, prices, totals, strict=True)):
        if isinstance(quantity, Decimal) and isinstance(each, Decimal) and isinstance(stated, Decimal) and stated:
            off, tax = discounts[row], taxes[row]
            amount = quantity * each * (1 - (off if isinstance(off, Decimal) else 0))
            yield row, amount * (1 + (tax if taxed and isinstance(tax, Decimal) else 0)), stated


def discount_proof(columns: Mapping[str, Column], plain: Sequence[Decimal | None]) -> rates.Scale | None:
    """Return how a discount column's numbers are meant, where quantity, price and total prove it.

    Args:
        columns: the columns read so far.
        plain: the discount column's bare numbers, one per row.
    """
    price = next((name for name in PRICES if name in columns), "")
    total = next((name for name in TOTALS if name in columns), "")
    if not price or not total or "quantity" not in columns:
        return None
    quantities, prices, totals = (columns[name].values for name in ("quantity", price, total))
    rows = [
        (quantity * each, off, stated)
        for quantity, each, off, stated in zip(quantities, prices, plain, totals, strict=True)
        if isinstance(quantity, Decimal)
        and isinstance(each, Decimal)
        and isinstance(stated, Decimal)
        and off is not None
    ]
    return rates.proved(rows[:_SAMPLED_ROWS])
