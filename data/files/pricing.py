"""Which of a sheet's price and total columns stand, and whether they are with or without tax (E3).

Accounting programs export the same price several times: 单价, 含税单价, 不含税单价, 金额, 价税合计. The price that was
typed must stand together with the total of the same kind; the others are kept as extra columns. Where a heading does
not say what kind it is, the numbers do: quantity times price must give the total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

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
        return Pricing(price, "stated_total", "")
    return Pricing(price, "", "net" if "line_total_gross" in totals and "tax_rate" in columns else "")


def _has_values(column: Column) -> bool:
    return any(value is not None for value in column.values)


def agrees(columns: Mapping[str, Column], price: str, total: str, *, otherwise: bool) -> bool:
    """Tell whether quantity times price less discount gives the total in most rows; `otherwise` where none tells."""
    rows = _rows(columns, price, total)
    if not rows:
        return otherwise
    fitting = sum(
        abs(amount * (1 - (off or 0)) - stated) <= max(_CENT, stated * _THOUSANDTH) for amount, off, stated in rows
    )
    return fitting * _MOST > len(rows)


def _rows(columns: Mapping[str, Column], price: str, total: str) -> list[tuple[Decimal, Decimal | None, Decimal]]:
    if "quantity" not in columns:
        return []
    quantities, prices, totals = (columns[name].values for name in ("quantity", price, total))
    discounts: Sequence[object] = (
        columns["discount_rate"].values if "discount_rate" in columns else [None] * len(prices)
    )
    rows = []
    for quantity, each, stated, off in zip(quantities, prices, totals, discounts, strict=True):
        if isinstance(quantity, Decimal) and isinstance(each, Decimal) and isinstance(stated, Decimal) and stated:
            rows.append((quantity * each, off if isinstance(off, Decimal) else None, stated))
            if len(rows) >= _SAMPLED_ROWS:
                break
    return rows


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
