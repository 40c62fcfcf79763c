"""From a draft to an order: what the draft does not say is supplied, and everything supplied is marked (I3).

The same path serves a file, a form and an edit: an order is composed again from what is known and from what changed,
so that there is one rule for what an order contains.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from data.amounts import LARGEST, scaled
from data.drafts import DraftLine, DraftOrder
from data.errors import BadValue
from data.orders import Order, OrderLine
from data.parties import Customer, Product
from data.rules.policy import Policy
from data.rules.pricing import LineAmounts, part_amount, price_line, price_order, unit_price_from_total
from data.rules.required import missing
from data.rules.stated import (
    known_value,
    money_value,
    not_negative,
    optional,
    positive,
    rate_value,
    stated_currency,
)
from data.states import Channel, HandlingClass, OrderKind, OrderState, PriceBasis

FROM_CUSTOMER, FROM_PRODUCT, FROM_POLICY, FROM_TOTAL = "customer", "price_list", "policy", "stated_total"
"""Where a supplied value came from, as kept in `supplied`."""

_NOBODY, _NOTHING = Customer(0, "", ""), Product(0, "", "")


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds an order when it is composed.

    Attributes:
        original_sha256: the file in which it came, "" for one that was entered by hand.
        refused_rows: how many of its rows in the file were refused.
    """

    policy: Policy
    customer: Customer | None
    products: Mapping[str, Product]
    at: datetime
    person: str
    channel: Channel = Channel.FILE
    original_sha256: str = ""
    refused_rows: int = 0


def compose(draft: DraftOrder, setting: Setting, kept: Order | None = None) -> Order:
    """Return the order that a draft makes, priced, with what is supplied and what is missing.

    Args and Raises: as of `assemble`.
    """
    order = assemble(draft, setting, kept)
    return replace(order, missing=missing(order, setting.policy))


def assemble(draft: DraftOrder, setting: Setting, kept: Order | None = None) -> Order:
    """Return the order that a draft makes, priced, with what is supplied; what is missing is for the caller to find.

    An order has many fields and a file many orders, so everything is worked out before the one order is made.

    Args:
        draft: what is stated.
        setting: the customer's file, the price list and the policy, which supply the rest.
        kept: the order as it stood before an edit; its records, times and marks stay.

    Raises:
        BadValue: a value is not one that the desk knows, or an amount is too large to keep.
    """
    policy, customer = setting.policy, setting.customer
    supplied: dict[str, str] = dict(kept.supplied) if kept else {}

    def choose(field: str, stated: str, *others: tuple[str, str]) -> str:
        if stated:
            return stated
        for value, source in others:
            if value:
                supplied[field] = source
                return value
        supplied.pop(field, None)
        return ""

    of_customer = customer or _NOBODY
    defaults = policy.defaults
    currency = choose(
        "currency",
        stated_currency(draft.currency),
        (of_customer.currency, FROM_CUSTOMER),
        (_price_list_currency(draft, setting.products), FROM_PRODUCT),
        (defaults.currency, FROM_POLICY),
    )
    basis = known_value(
        PriceBasis, "price_basis", choose("price_basis", draft.price_basis, (defaults.price_basis, FROM_POLICY))
    )
    named = of_customer.name if customer and defaults.contact == "customer" else ""
    lines = _lines(draft, setting, currency, basis, kept)
    discount_rate = rate_value(draft.discount_rate, "discount_rate")
    rounding_off = money_value(draft.rounding_off, currency, "rounding_off")
    freight = money_value(not_negative(draft.freight, "freight"), currency, "freight")
    channel = kept.channel if kept else setting.channel
    received_at = kept.received_at if kept else setting.at
    values: dict[str, Any] = {
        "kind": known_value(OrderKind, "kind", choose("kind", draft.kind, (defaults.kind, FROM_POLICY))),
        "handling_class": known_value(
            HandlingClass,
            "handling_class",
            choose("handling_class", draft.handling_class, (defaults.handling_class, FROM_POLICY)),
        ),
        "channel": known_value(Channel, "channel", draft.channel) if draft.channel else channel,
        "received_at": _utc(draft.received_at, policy) or received_at,
        "currency": currency,
        "customer_id": customer.customer_id if customer else None,
        "customer_code": of_customer.code,
        "customer_name": of_customer.name,
        "contact": choose("contact", draft.contact, (of_customer.contact, FROM_CUSTOMER), (named, FROM_CUSTOMER)),
        "customer_po_no": draft.customer_po_no,
        "contract_no": draft.contract_no,
        "ordered_on": draft.ordered_on,
        "requested_date": draft.requested_date,
        "promised_date": draft.promised_date,
        "planned_ship_date": draft.planned_ship_date,
        "delivery_place": choose("delivery_place", draft.delivery_place, (of_customer.place, FROM_CUSTOMER)),
        "delivery_method": choose("delivery_method", draft.delivery_method, (defaults.delivery_method, FROM_POLICY)),
        "payment_terms": choose(
            "payment_terms",
            draft.payment_terms,
            (of_customer.payment_terms, FROM_CUSTOMER),
            (defaults.payment_terms, FROM_POLICY),
        ),
        "price_basis": basis,
        "discount_rate": discount_rate,
        "rounding_off": rounding_off,
        "freight": freight,
        "stated_total": None
        if draft.stated_total is None
        else money_value(draft.stated_total, currency, "stated_total"),
        "special_requirements": draft.special_requirements,
        "note": draft.note,
        "salesperson": choose("salesperson", draft.salesperson, (of_customer.salesperson, FROM_CUSTOMER)),
        "merchandiser": choose("merchandiser", draft.merchandiser, (of_customer.merchandiser, FROM_CUSTOMER)),
        "supplied": supplied,
        "extra": dict(draft.extra),
        "lines": lines,
    }
    if lines or not (kept and kept.taken_over):
        values |= _amounts(lines, discount_rate, freight, rounding_off)
    if kept:
        return replace(kept, **values)
    return Order(
        order_id=0,
        number=draft.number,
        version=1,
        state=OrderState.DRAFT,
        entered_at=setting.at,
        entered_by=setting.person,
        original_sha256=setting.original_sha256,
        refused_rows=setting.refused_rows,
        **values,
    )


def totalled(order: Order) -> Order:
    """Return the order with its amounts made of its lines' (E7).

    An order that was taken over without its lines keeps the amounts that came with it.

    Raises:
        BadValue: an amount is too large to keep.
    """
    if order.taken_over and not order.lines:
        return order
    return replace(order, **_amounts(order.lines, order.discount_rate, order.freight, order.rounding_off))


def _amounts(lines: Sequence[OrderLine], discount_rate: int, freight: int, rounding_off: int) -> dict[str, Any]:
    """Return the amounts of an order by their names."""
    parts = (LineAmounts(line.net, line.tax, line.total) for line in lines)
    sums = price_order(parts, discount_rate, freight, rounding_off)
    for amount in (sums.net, sums.tax, sums.total):
        if abs(amount) > LARGEST:
            raise BadValue("total", str(amount), "too_large")
    return {"net": sums.net, "tax": sums.tax, "discount": sums.discount, "total": sums.total}


def priced(line: OrderLine, currency: str) -> OrderLine:
    """Return the line with its amounts; what was closed short is no longer charged (E8).

    Raises:
        BadValue: an amount is too large to keep.
    """
    return replace(
        line,
        **_line_amounts(
            line.line_no,
            line.quantity,
            line.closed_short,
            line.unit_price,
            line.discount_rate,
            line.tax_rate,
            line.price_basis,
            line.stated_total,
            currency,
        ),
    )


def _line_amounts(
    line_no: int,
    quantity: int | None,
    closed_short: int,
    unit_price: int | None,
    discount_rate: int,
    tax_rate: int,
    basis: PriceBasis,
    stated: int | None,
    currency: str,
) -> dict[str, Any]:
    """Return the amounts of a line by their names."""
    amounts = price_line(quantity, unit_price, discount_rate, tax_rate, basis, stated, currency)
    if closed_short and quantity:
        # the same parts as are billed, so that what was invoiced before is never more than what is left to charge
        net = part_amount(amounts.net, quantity, 0, quantity - closed_short)
        total = part_amount(amounts.total, quantity, 0, quantity - closed_short)
        amounts = LineAmounts(net, total - net, total)
    if max(abs(amounts.net), abs(amounts.total)) > LARGEST:
        raise BadValue(f"line.{line_no}.total", str(amounts.total), "too_large")
    return {"net": amounts.net, "tax": amounts.tax, "total": amounts.total}


def _lines(
    draft: DraftOrder, setting: Setting, currency: str, basis: PriceBasis, kept: Order | None
) -> tuple[OrderLine, ...]:
    numbers = [line.line_no for line in draft.lines]
    usable = None not in numbers and len(set(numbers)) == len(numbers) and all((no or 0) >= 1 for no in numbers)
    found = []
    for place, line in enumerate(draft.lines, start=1):
        line_no = line.line_no if usable and line.line_no is not None else place
        before = kept.line(line_no) if kept else None
        found.append(_line(line, line_no, setting, currency, basis, before))
    return tuple(sorted(found, key=lambda line: line.line_no))


def _line(
    draft: DraftLine, line_no: int, setting: Setting, currency: str, basis: PriceBasis, before: OrderLine | None
) -> OrderLine:
    product = setting.products.get(draft.product_code) if draft.product_code else None
    defaults = setting.policy.defaults
    supplied: dict[str, str] = dict(before.supplied) if before else {}

    def choose(field: str, stated: str, *others: tuple[str, str]) -> str:
        if stated:
            return stated
        for value, source in others:
            if value:
                supplied[field] = source
                return value
        supplied.pop(field, None)
        return ""

    line_basis = known_value(PriceBasis, "price_basis", draft.price_basis) if draft.price_basis else basis
    quantity = None if draft.quantity is None else positive(draft.quantity, f"line.{line_no}.quantity")
    discount = rate_value(draft.discount_rate, f"line.{line_no}.discount_rate")
    stated = None
    if draft.stated_total is not None:
        of_line = f"line.{line_no}.stated_total"
        stated = money_value(not_negative(draft.stated_total, of_line), currency, of_line)
    price = optional(draft.unit_price, f"line.{line_no}.unit_price")
    if price is None and stated is not None and quantity:
        price = unit_price_from_total(stated, quantity, discount, currency)
        if price is not None:
            supplied["unit_price"] = FROM_TOTAL
    elif price is None and product and product.list_price is not None and product.currency in ("", currency):
        price = product.list_price
        supplied["unit_price"] = FROM_PRODUCT
    if draft.tax_rate is not None:
        tax_rate = rate_value(draft.tax_rate, f"line.{line_no}.tax_rate")
    elif product and product.tax_rate is not None:
        tax_rate, supplied["tax_rate"] = product.tax_rate, FROM_PRODUCT
    else:
        tax_rate = scaled(defaults.tax_rate)
        if tax_rate:
            supplied["tax_rate"] = FROM_POLICY
    of_product = product or _NOTHING
    short = before.closed_short if before else 0
    values: dict[str, Any] = dict(
        product_code=draft.product_code,
        product_name=choose("product_name", draft.product_name, (of_product.name, FROM_PRODUCT)),
        specification=choose("specification", draft.specification, (of_product.specification, FROM_PRODUCT)),
        customer_part_no=draft.customer_part_no,
        drawing_no=choose("drawing_no", draft.drawing_no, (of_product.drawing_no, FROM_PRODUCT)),
        revision=choose("revision", draft.revision, (of_product.revision, FROM_PRODUCT)),
        quantity=quantity,
        unit=choose("unit", draft.unit, (of_product.unit, FROM_PRODUCT), (defaults.unit, FROM_POLICY)),
        second_quantity=optional(draft.second_quantity, f"line.{line_no}.second_quantity"),
        second_unit=draft.second_unit,
        unit_price=price,
        price_basis=line_basis,
        discount_rate=discount,
        tax_rate=tax_rate,
        stated_total=stated,
        requested_date=draft.requested_date,
        promised_date=draft.promised_date,
        job_no=draft.job_no,
        note=draft.note,
        supplied=supplied,
        extra=dict(draft.extra),
        **_line_amounts(line_no, quantity, short, price, discount, tax_rate, line_basis, stated, currency),
    )
    return replace(before, **values) if before else OrderLine(line_no=line_no, **values)


def _utc(at: datetime | None, policy: Policy) -> datetime | None:
    """Return a time in UTC; one that names no zone is the office's."""
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=policy.zone)).astimezone(UTC)


def _price_list_currency(draft: DraftOrder, products: Mapping[str, Product]) -> str:
    """Return the one currency in which the price list has all products of the order, or ""."""
    found = {product.currency for line in draft.lines if (product := products.get(line.product_code))}
    return found.pop() if len(found) == 1 else ""
