"""What a line and an order cost: the typed figure stands, the other is derived (E3, E7).

Every amount is rounded half-up to the currency's minor unit per line, so that a sum of lines is the sum that a
customer gets when he adds up the paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from data.amounts import LARGEST, SCALE, divide_half_up, minor_digits
from data.states import PriceBasis


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Amounts of one line in minor units: `total` is `net` and `tax`."""

    net: int
    tax: int
    total: int


@dataclass(frozen=True, slots=True)
class OrderAmounts:
    """Amounts of one order in minor units.

    `discount` is what the order's own discount takes off, tax included; `net` and `tax` are after it, and
    `total` is `net + tax + freight - rounding_off`.
    """

    net: int
    tax: int
    discount: int
    total: int


def extended(quantity: int, unit_price: int, discount_rate: int, currency: str) -> int:
    """Return quantity × price less discount in minor units, rounded once, half-up.

    Args:
        quantity: scaled by a million.
        unit_price: scaled by a million, per unit, in whole units of the currency.
        discount_rate: the part taken off, in parts per million.
        currency: the ISO code, which says how many decimals the minor unit has.
    """
    minor = 10 ** minor_digits(currency)
    return divide_half_up(quantity * unit_price * (SCALE - discount_rate) * minor, SCALE * SCALE * SCALE)


def line_amounts(amount: int, tax_rate: int, basis: PriceBasis) -> LineAmounts:
    """Split a line's amount into net and tax; `basis` says which of the two the amount is (E3)."""
    if basis is PriceBasis.GROSS:
        net = divide_half_up(amount * SCALE, SCALE + tax_rate)
        return LineAmounts(net, amount - net, amount)
    tax = divide_half_up(amount * tax_rate, SCALE)
    return LineAmounts(amount, tax, amount + tax)


def price_line(
    quantity: int | None,
    unit_price: int | None,
    discount_rate: int,
    tax_rate: int,
    basis: PriceBasis,
    stated_total: int | None,
    currency: str,
) -> LineAmounts:
    """Return a line's amounts; a total that the source states stands, else the price decides, else nothing."""
    if stated_total is not None:
        return line_amounts(stated_total, tax_rate, basis)
    if quantity is None or unit_price is None:
        return LineAmounts(0, 0, 0)
    return line_amounts(extended(quantity, unit_price, discount_rate, currency), tax_rate, basis)


def unit_price_from_total(stated_total: int, quantity: int, discount_rate: int, currency: str) -> int | None:
    """Return the unit price that leads to a stated total, to six decimals, or None where there is none.

    There is none for a full discount, or for a total that no price of six decimals meets in a desk's range.
    """
    kept = SCALE - discount_rate
    if kept <= 0 or quantity <= 0:
        return None
    minor = 10 ** minor_digits(currency)
    price = divide_half_up(stated_total * SCALE * SCALE * SCALE, quantity * kept * minor)
    return price if 0 <= price <= LARGEST else None


def price_order(lines: Iterable[LineAmounts], discount_rate: int, freight: int, rounding_off: int) -> OrderAmounts:
    """Return an order's amounts from its lines' (E7).

    The order's discount is taken from net and tax alike; freight is added and the rounding-off taken away last, each
    an amount of its own.
    """
    net = tax = 0
    for line in lines:
        net += line.net
        tax += line.tax
    off_net = divide_half_up(net * discount_rate, SCALE)
    off_tax = divide_half_up(tax * discount_rate, SCALE)
    net, tax = net - off_net, tax - off_tax
    return OrderAmounts(net, tax, off_net + off_tax, net + tax + freight - rounding_off)


def part_amount(line_total: int, quantity: int, before: int, after: int) -> int:
    """Return what a part of a line is billed at, so that all parts together are exactly the line's total.

    Args:
        line_total: the line's total in minor units.
        quantity: the line's whole quantity.
        before: the quantity billed so far.
        after: the quantity billed with this part.
    """
    return divide_half_up(line_total * after, quantity) - divide_half_up(line_total * before, quantity)
