"""Checks of figures: the original's total, bounds, prices, the floor, terms of payment, exposure (R1, R7, C2, E11)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from data.amounts import SCALE, divide_half_up, minor_digits, scaled
from data.orders import Order, OrderLine
from data.rules.evidence import Evidence, Released, plain
from data.rules.facts import Amount, Behind, Fact, Money, Price, Rate, See, Value, fact
from data.rules.findings import Found

if TYPE_CHECKING:
    from data.rules.policy import Policy


def original_total(order: Order, _policy: "Policy", _known: Evidence) -> Found:
    """Compare the total that the customer's paper states with ours (I2)."""
    see = See(Behind.ORIGINAL)
    if order.stated_total is None:
        return Found((fact("no_total_stated"),), see=see)
    ours = Money(order.total, order.currency)
    if order.stated_total == order.total:
        return Found((fact("total_equal", ours=ours),), see=see)
    return Found((fact("total_differs", theirs=Money(order.stated_total, order.currency), ours=ours),), True, see=see)


def in_bounds(order: Order, policy: "Policy", _known: Evidence) -> Found:
    """Find quantities and totals that only a slip of the keyboard makes (R1)."""
    most = policy.checks.largest_quantity * SCALE
    dearest = policy.checks.largest_amount * 10 ** minor_digits(order.currency)
    facts = [
        fact("quantity_beyond", line.line_no, quantity=Amount(line.quantity, line.unit), most=Amount(most))
        for line in order.lines
        if line.quantity is not None and line.quantity > most
    ]
    if order.total > dearest:
        total, bound = Money(order.total, order.currency), Money(dearest, order.currency)
        facts.append(fact("amount_beyond", total=total, most=bound))
    return Found(tuple(facts), bool(facts), see=See(Behind.ORDER))


def whole_quantities(order: Order, policy: "Policy", _known: Evidence) -> Found:
    """Find parts of what there are no parts of (R7)."""
    whole = {plain(unit) for unit in policy.checks.whole_units}
    facts = [
        fact("part_of_unit", line.line_no, quantity=Amount(line.quantity, line.unit))
        for line in order.lines
        if line.quantity is not None and line.quantity % SCALE and plain(line.unit) in whole
    ]
    return Found(tuple(facts), bool(facts), see=See(Behind.ORDER))


def price(order: Order, policy: "Policy", known: Evidence) -> Found:
    """Compare unit prices with the contract, which has to be kept, else with the list within the tolerance (R1)."""
    tolerance = scaled(policy.checks.price_tolerance)
    off: list[Fact] = []
    kept: list[Fact] = []
    lacking: list[int] = []
    for line in order.lines:
        typed = unit_price(line, order.currency)
        if typed is None:
            continue
        agreed = known.agreed.get(line.product_code)
        listed = list_price(line, order, known)
        ours = Price(typed, order.currency)
        if agreed is not None:
            theirs = Price(agreed.unit_price, order.currency)
            if typed == agreed.unit_price:
                kept.append(fact("price_as_agreed", line.line_no, price=ours, number=agreed.number))
            else:
                difference = _difference(typed, agreed.unit_price)
                off.append(
                    fact("price_not_agreed", line.line_no, price=ours, agreed=theirs, difference=difference,
                         number=agreed.number)
                )  # fmt: skip
        elif not listed:
            lacking.append(line.line_no)
        else:
            of_list: dict[str, Value] = {
                "price": ours,
                "listed": Price(listed, order.currency),
                "difference": _difference(typed, listed),
            }
            if abs(typed - listed) * SCALE > listed * tolerance:
                off.append(fact("price_off_list", line.line_no, **of_list, tolerance=Rate(tolerance)))
            else:
                kept.append(fact("price_near_list", line.line_no, **of_list))
    if lacking:
        (off or kept).append(fact("no_list_price", *lacking))
    first = next((number for one in (*off, *kept) for number in one.lines), 0)
    see = product_behind(order, first)
    # what is off is told alone: of fifty lines the three that count
    return Found(tuple(off or kept), any(one.kind != "no_list_price" for one in off), not off and bool(lacking), see)


class Cheap(Protocol):
    """A line that is sold so cheaply that somebody has to release its price."""

    @property
    def line(self) -> OrderLine:
        """The line."""

    @property
    def price(self) -> int:
        """Its price after discounts, as it is quoted, scaled by a million."""


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """A line that costs less than the floor; prices after discounts, scaled by a million (E11)."""

    line: OrderLine
    price: int
    floor: int


def below_floor(order: Order, policy: "Policy", known: Evidence) -> tuple[BelowFloor, ...]:
    """Return the lines of an order that cost less than the policy's floor, released or not."""
    share = scaled(policy.checks.floor)
    found = []
    for line in order.lines:
        listed, price_ = list_price(line, order, known), net_price(line, order)
        if share and listed and price_ is not None:
            floor = divide_half_up(listed * share, SCALE)
            if price_ < floor:
                found.append(BelowFloor(line, price_, floor))
    return tuple(found)


def release_for(one: Cheap, currency: str, known: Evidence) -> Released | None:
    """Return the release that lets a line be sold so; one for another price has lapsed."""
    wanted = (one.line.line_no, one.line.product_code, one.price, currency)
    return next((by for by in known.released if (by.line_no, by.product_code, by.price, by.currency) == wanted), None)


def floor_price(order: Order, policy: "Policy", known: Evidence) -> Found | None:
    """Find lines below the floor that nobody released (E11); nothing where the policy names none."""
    if not policy.checks.floor:
        return None
    bare: list[Fact] = []
    let: list[Fact] = []
    for one in below_floor(order, policy, known):
        price_, floor = Price(one.price, order.currency), Price(one.floor, order.currency)
        release = release_for(one, order.currency, known)
        if release is None:
            bare.append(fact("below_floor", one.line.line_no, price=price_, floor=floor))
        else:
            told = fact("floor_released", one.line.line_no, price=price_, floor=floor, person=release.by,
                        reason=release.reason)  # fmt: skip
            let.append(told)
    first = next((number for found in (*bare, *let) for number in found.lines), 0)
    return Found((*bare, *let), bool(bare), see=product_behind(order, first))


def terms(order: Order, policy: "Policy", known: Evidence) -> Found:
    """Compare the terms of payment with those that the policy allows and those of the customer's file (R1, R6)."""
    theirs = known.customer.payment_terms if known.customer is not None else ""
    allowed = {plain(one) for one in policy.checks.payment_terms}
    named = {"terms": order.payment_terms}
    if theirs and plain(order.payment_terms) == plain(theirs):
        return Found((fact("terms_of_customer", **named),), see=_customer(known))
    if not allowed or plain(order.payment_terms) in allowed:
        return Found((fact("terms_allowed", **named),) if order.payment_terms else (), see=See(Behind.POLICY))
    unlike = fact("terms_unlike", **named, theirs=theirs) if theirs else fact("terms_not_allowed", **named)
    return Found((unlike,), True, see=See(Behind.POLICY))


def credit(order: Order, _policy: "Policy", known: Evidence) -> Found:
    """Compare the exposure with the credit limit (C2, R3)."""
    found = known.exposure
    if found is None:
        return Found((fact("no_customer"),), unknown=True, see=See(Behind.ORDER))
    see = See(Behind.EXPOSURE, order.customer_code)
    used = Money(found.used, found.currency)
    if found.limit is None:
        return Found((fact("no_limit", used=used),), unknown=True, see=see)
    facts = {"used": used, "limit": Money(found.limit, found.currency)}
    if found.over:
        over = Money(found.over, found.currency)
        return Found((fact("over_limit", **facts, over=over),), True, see=see)
    other = tuple(fact("other_currency", amount=Money(amount, code)) for code, amount in found.others)
    return Found((fact("within_limit", **facts), *other), unknown=bool(other), see=see)


def unit_price(line: OrderLine, currency: str) -> int | None:
    """Return the price of a line as it was typed, else as its total makes it; scaled by a million."""
    if line.unit_price is not None:
        return line.unit_price
    if line.stated_total is None or not line.quantity:
        return None
    return divide_half_up(line.stated_total * SCALE * SCALE, line.quantity * 10 ** minor_digits(currency))


def net_price(line: OrderLine, order: Order) -> int | None:
    """Return the price of a line after its discount and the order's; scaled by a million."""
    typed = unit_price(line, order.currency)
    if typed is None:
        return None
    off_line = 0 if line.unit_price is None else line.discount_rate  # a total that stands is after its discount
    return divide_half_up(typed * (SCALE - off_line) * (SCALE - order.discount_rate), SCALE * SCALE)


def list_price(line: OrderLine, order: Order, known: Evidence) -> int | None:
    """Return the list price of a line's product in the order's currency; None where there is none."""
    product = known.products.get(line.product_code)
    if product is None or product.currency not in ("", order.currency):
        return None
    return product.list_price


def _difference(price_: int, reference: int) -> Rate:
    return Rate(divide_half_up((price_ - reference) * SCALE, reference) if reference else 0, signed=True)


def product_behind(order: Order, line_no: int) -> See | None:
    """Return the way to the product of a line, else to the order."""
    line = order.line(line_no)
    return See(Behind.PRODUCT, line.product_code) if line is not None and line.product_code else See(Behind.ORDER)


def _customer(known: Evidence) -> See | None:
    return None if known.customer is None else See(Behind.CUSTOMER, known.customer.code)
