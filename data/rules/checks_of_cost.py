"""The check of cost and margin: what the lines of an order bring above what the products cost us (R3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.amounts import SCALE, divide_half_up, scaled
from data.orders import Order, OrderLine
from data.rules.checks_of_money import net_price, product_behind, release_for
from data.rules.evidence import Evidence, plain
from data.rules.facts import Cost, Fact, Margin, Price, Rate, Value, fact
from data.rules.findings import Found
from data.states import PriceBasis

if TYPE_CHECKING:
    from data.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Costed:
    """What a unit of a line brings and costs, in the order's currency, scaled by a million (R3).

    Attributes:
        line: the line.
        price: after discounts, as it is quoted.
        net: the price without tax.
        cost: the standard cost of the product.
    """

    line: OrderLine
    price: int
    net: int
    cost: int

    @property
    def margin(self) -> int:
        """What is left of the price above the cost, in parts per million of the price; a line for nothing has none."""
        return divide_half_up((self.net - self.cost) * SCALE, self.net) if self.net else 0

    def leaves(self, lowest: int) -> bool:
        """Whether the price leaves at least this part of it above the cost, to the last digit."""
        return (self.net - self.cost) * SCALE >= lowest * self.net

    @property
    def below_cost(self) -> bool:
        """Whether a unit is sold for less than it costs; what is given for nothing is no sale."""
        return 0 < self.net < self.cost


def costed(order: Order, known: Evidence) -> tuple[Costed, ...]:
    """Return the lines of an order whose price and cost are known and can be compared."""
    found = []
    for line in order.lines:
        price, product = net_price(line, order), known.products.get(line.product_code)
        if price is None or product is None or product.standard_cost is None or _incomparable(line, order, known):
            continue
        tax = line.tax_rate if line.price_basis is PriceBasis.GROSS else 0
        found.append(Costed(line, price, divide_half_up(price * SCALE, SCALE + tax), product.standard_cost))
    return tuple(found)


def below_cost(order: Order, known: Evidence) -> tuple[Costed, ...]:
    """Return the lines of an order that are sold for less than they cost, released or not."""
    return tuple(one for one in costed(order, known) if one.below_cost)


def margin(order: Order, policy: "Policy", known: Evidence) -> Found:
    """Compare prices after discounts and without tax with the standard costs of the products (R3).

    Below cost fails until the sales manager or the supervisor releases the price; below the margin that the policy
    asks for is as bad as the policy says.
    """
    lowest = scaled(policy.checks.margin)
    lines = costed(order, known)
    bare: list[Fact] = []
    let: list[Fact] = []
    low: list[Fact] = []
    for one in lines:
        release = release_for(one, order.currency, known) if one.below_cost else None
        told: dict[str, Value] = {
            "price": Price(one.net, order.currency),
            "cost": Cost(one.cost, order.currency),
            "margin": Margin(one.margin),
        }
        if release is not None:
            let.append(fact("cost_released", one.line.line_no, **told, person=release.by, reason=release.reason))
        elif one.below_cost:
            bare.append(fact("below_cost", one.line.line_no, **told))
        elif one.net and not one.leaves(lowest):
            low.append(fact("below_margin", one.line.line_no, **told, least=Rate(lowest)))
    whole, too_low = _whole(lines, lowest)
    silent = tuple(_not_known(order, known))
    first = next((number for found in (*bare, *low, *let) for number in found.lines), 0)
    bad = bool(bare or low) or (too_low and not let)
    return Found((*bare, *low, *let, *whole, *silent), bad, bool(silent) and not bad,
                 product_behind(order, first), fatal=bool(bare))  # fmt: skip


def _whole(lines: Iterable[Costed], lowest: int) -> tuple[tuple[Fact, ...], bool]:
    """Return the margin of all lines together, what is given for nothing included; and whether it is too low."""
    brought = cost = 0
    for one in lines:
        quantity = one.line.wanted
        brought += one.net * quantity
        cost += one.cost * quantity
    if not brought:
        return (), False
    whole = divide_half_up((brought - cost) * SCALE, brought)
    if (brought - cost) * SCALE < lowest * brought:
        return (fact("order_below_margin", margin=Margin(whole), least=Rate(lowest)),), True
    return (fact("margin_of_order", margin=Margin(whole)),), False


def _not_known(order: Order, known: Evidence) -> Iterator[Fact]:
    """Yield why which lines cannot be compared with their cost; one without a price lacks more than that."""
    bare: list[int] = []
    for line in order.lines:
        product = known.products.get(line.product_code)
        if net_price(line, order) is None:
            continue
        if product is None or product.standard_cost is None:
            bare.append(line.line_no)
        elif why := _incomparable(line, order, known):
            yield why
    if bare:
        yield fact("no_cost", *bare)


def _incomparable(line: OrderLine, order: Order, known: Evidence) -> Fact | None:
    """Return why a known cost says nothing about a line: no rates of exchange are kept, nor ratios of units."""
    product = known.products[line.product_code]
    if product.currency not in ("", order.currency):
        return fact("cost_in_other_currency", line.line_no, currency=product.currency, ours=order.currency)
    if product.unit and line.unit and plain(product.unit) != plain(line.unit):
        return fact("cost_of_other_unit", line.line_no, unit=product.unit, ours=line.unit)
    return None
