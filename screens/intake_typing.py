"""What the form of an order asks the desk while somebody types: what surrounds the fields, what fits them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.amounts import scaled
from data.orders import Order
from data.parties import Customer, Product
from data.rules.compose import FROM_CUSTOMER, FROM_POLICY
from data.states import OrderKind
from data.words.formats import format_price
from screens.bridge import Bridge
from widgets.badge import Moment
from widgets.form_values import Typing
from widgets.lookup import Suggestion

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.rules.policy import Policy
    from screens.office import Office


def zone_of(moment: Moment) -> ZoneInfo:
    """Return the office's zone; UTC until the desk is open."""
    return moment.zone if isinstance(moment.zone, ZoneInfo) else ZoneInfo("UTC")


def bare_typing(office: "Office") -> Typing:
    """Return what is known before the policy is read."""
    moment = office.moment()
    return Typing(moment.today, zone_of(moment), closed=office.closed)


def policy_typing(
    policy: "Policy", office: "Office", kind: str, customer: Customer | None, order: Order | None
) -> Typing:
    """Return what surrounds the fields of an order (I3).

    Args:
        policy: in force.
        office: the surroundings: what time it is, and what is not for whoever types.
        kind: of the order, as it stands in the form; "" for the policy's own.
        customer: whose order it is, where that is known.
        order: the one that is corrected; None for a new one.
    """
    defaults, moment = policy.defaults, office.moment()
    known = OrderKind(kind) if kind in set(OrderKind) else defaults.kind
    texts = {
        "kind": defaults.kind.value,
        "handling_class": defaults.handling_class.value,
        "currency": defaults.currency,
        "price_basis": defaults.price_basis.value,
        "payment_terms": defaults.payment_terms,
        "delivery_method": defaults.delivery_method,
        "unit": defaults.unit,
    }
    supplies = {name: (text, FROM_POLICY) for name, text in texts.items() if text}
    if customer is not None and defaults.contact == "customer":
        supplies["contact"] = (customer.name, FROM_CUSTOMER)
    return Typing(
        moment.today,
        zone_of(moment),
        order.currency if order is not None else "",
        order.price_basis if order is not None else defaults.price_basis,
        scaled(defaults.tax_rate),
        policy.required.of(known),
        supplies,
        office.closed,
    )


class Suggesting:
    """Customers and products that fit what is typed."""

    def __init__(self, bridge: Bridge) -> None:
        """Ask the desk."""
        self._bridge = bridge

    async def customers(self, text: str) -> Sequence[Suggestion]:
        """Return the customers that fit."""
        found = await self._bridge.ask(lambda desk: desk.suggestions.customers(text))
        return [Suggestion(one.code, one.name, one.city or one.currency, one) for one in found]

    async def products(self, text: str) -> Sequence[Suggestion]:
        """Return the products that fit, each with its price."""
        found = await self._bridge.ask(lambda desk: desk.suggestions.products(text))
        return [Suggestion(one.code, one.name, _price(one) or one.specification, one) for one in found]

    async def customer(self, named: str) -> Customer | None:
        """Return the customer whom a text names exactly, None where it names nobody."""

        def find(desk: "Desk") -> Customer | None:
            fitting = desk.suggestions.customers(named)
            return next((one for one in fitting if named in (one.code, one.name, one.foreign_name)), None)

        return await self._bridge.ask(find)

    async def exact_products(self, codes: Sequence[str]) -> dict[str, Product]:
        """Return the products with these codes."""

        def find(desk: "Desk") -> dict[str, Product]:
            fitting = [one for code in codes for one in desk.suggestions.products(code)]
            return {one.code: one for one in fitting if one.code in codes}

        return await self._bridge.ask(find)


def _price(product: Product) -> str:
    if product.list_price is None:
        return ""
    return f"{format_price(product.list_price, product.currency or 'CNY')} {product.currency}".strip()
