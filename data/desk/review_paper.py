"""Reading for the review room: whose turn it is, and what an order under review is compared with (R, C2)."""

from collections.abc import Mapping, Sequence

from data.desk.subject import Subject
from data.errors import NotFound
from data.orders import Order
from data.rules.checks import self_check
from data.rules.exposure import Exposure, exposure
from data.rules.permissions import permitted, review_act
from data.rules.policy import Policy
from data.rules.review import Duties, Needs, ReviewPaper, duties, needs, since_last_round
from data.rules.undo import standing
from data.rules.workflow import Verb
from data.states import Review
from data.store.queries.desk import order_events
from data.store.queries.parties import customer_by_id, products_by_code
from data.store.queries.review_paper import customer_claims, earlier_orders, last_sales
from data.store.queries.reviews import opinions_under_way
from data.store.queries.whole import order_by_number
from data.store.unit import Reader

_EARLIER = 8
"""Earlier orders of the customer that are shown."""

_PRODUCTS = 50
"""Products of one order of which the last price is looked up."""


class ReviewReading(Subject):
    """What reviewers ask before they say anything."""

    def duties(self) -> Duties:
        """Return what the person who acts answers for in the review."""
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            person = self.context.acting(reader, policy)
        if not person.named:
            return duties(policy.people, person.person)
        return Duties(
            tuple(review for review in Review if person.may(permitted(policy, review_act(review)))),
            person.may(permitted(policy, Verb.RETURN)),
            person.may(permitted(policy, Verb.APPROVE)),
        )

    def needs(self, numbers: Sequence[str]) -> Mapping[str, Needs]:
        """Return what each of these orders needs in its round under way; one that was never in review is left out."""
        with self.context.store.reading() as reader:
            found = opinions_under_way(reader, numbers)
        return {number: needs(opinions) for number, opinions in found.items()}

    def paper(self, number: str) -> ReviewPaper:
        """Return what an order is judged by, all from one moment.

        Raises:
            NotFound: there is no such order.
        """
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number)
            policy = self.context.policy(reader)
            codes = list(dict.fromkeys(line.product_code for line in order.lines if line.product_code))
            earlier = (
                () if order.customer_id is None else earlier_orders(reader, order.customer_id, order.order_id, _EARLIER)
            )
            prices = list_prices(reader, order)
            return ReviewPaper(
                self_check(order, policy, prices, self.context.today(policy)),
                _exposure(reader, order, policy),
                since_last_round(standing(order_events(reader, number))) if order.review_round > 1 else None,
                last_sales(reader, codes[:_PRODUCTS], order.customer_id, order.order_id),
                earlier,
            )


def list_prices(reader: Reader, order: Order) -> dict[str, int]:
    """Return the list prices, in the order's currency, of the products that the order names."""
    found = products_by_code(reader, sorted({line.product_code for line in order.lines if line.product_code}))
    return {
        code: product.list_price
        for code, product in found.items()
        if product.list_price is not None and product.currency in ("", order.currency)
    }


def _exposure(reader: Reader, order: Order, policy: Policy) -> Exposure | None:
    customer = customer_by_id(reader, order.customer_id) if order.customer_id is not None else None
    if customer is None or order.customer_id is None:
        return None
    claims = customer_claims(reader, order.customer_id, order.number)
    currency = customer.currency or policy.defaults.currency
    return exposure(claims, order.number, currency, customer.credit_limit)
