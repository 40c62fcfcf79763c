"""Reading for the review room: whose turn it is, and what an order under review is compared with (R, C2)."""

from collections.abc import Mapping, Sequence

from data.amounts import scaled
from data.desk.evidence import evidence_of
from data.desk.rounds import matters_of
from data.desk.subject import Subject
from data.errors import NotFound
from data.orders import Order
from data.rules.checks import NotSimple, not_simple, run_checks
from data.rules.evidence import Backing
from data.rules.facts import Behind, See
from data.rules.lessons import Similar, band
from data.rules.permissions import permitted, review_act
from data.rules.policy import Policy
from data.rules.review import Duties, LastSale, Needs, ReviewPaper, duties, needs, since_last_round
from data.rules.undo import standing
from data.rules.workflow import Verb
from data.states import Review
from data.store.queries.desk import order_events
from data.store.queries.joint import sheets_of
from data.store.queries.parties import customer as find_customer
from data.store.queries.review_paper import customer_claims, earlier_orders, last_sales
from data.store.queries.reviews import opinions_under_way
from data.store.queries.similar import similar_orders
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

    def not_simple(self, numbers: Sequence[str]) -> Mapping[str, NotSimple | None]:
        """Return of each of these orders why it does not pass with others at once; None for those that do."""
        found: dict[str, NotSimple | None] = {}
        for number in numbers:
            with self.context.store.reading() as reader:  # each from one moment, and none waits for all
                order = order_by_number(reader, number)
                if order is None:
                    continue
                policy = self.context.policy(reader)
                checks = run_checks(order, policy, evidence_of(reader, order, policy, self.context.today(policy)))
                found[number] = not_simple(order, policy, checks)
        return found

    def behind(self, number: str, see: See) -> Backing:
        """Return the data behind a check of an order.

        Args:
            number: the order's.
            see: what is asked for.

        Raises:
            NotFound: there is no such order.
        """
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number)
            policy = self.context.policy(reader)
            known = evidence_of(reader, order, policy, self.context.today(policy))
            product = known.products.get(see.key) if see.what is Behind.PRODUCT else None
            codes = [] if product is None else [product.code]
            return Backing(
                product,
                last_sales(reader, codes, order.customer_id, order.order_id).get(see.key),
                known.customer if see.what is Behind.CUSTOMER else None,
                tuple(room for room in known.rooms if room.code == see.key) if see.what is Behind.WEEK else (),
                policy.checks.payment_terms,
                policy.papers.quality_standard,
                known.standing.overdue if see.what is Behind.CUSTOMER and known.standing is not None else (),
                tuple(rule for rules in _rules(policy) for rule in rules.items()) if see.what is Behind.POLICY else (),
            )

    def last_prices(self, customer: str, codes: Sequence[str]) -> Mapping[str, LastSale]:
        """Return product code → its last sale, to the customer if there was one, else to anybody (E11).

        Args:
            customer: code or name; "" or an unknown one asks for nobody's own sales.
            codes: of products.
        """
        with self.context.store.reading() as reader:
            found = find_customer(reader, customer) if customer else None
            return last_sales(reader, codes[:_PRODUCTS], found.customer_id if found else None, 0)

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
            codes = list(dict.fromkeys(line.product_code for line in order.lines if line.product_code))[:_PRODUCTS]
            known = evidence_of(reader, order, policy, self.context.today(policy))
            own = order.customer_id
            return ReviewPaper(
                run_checks(order, policy, known),
                known.exposure,
                since_last_round(standing(order_events(reader, number))) if order.review_round > 1 else None,
                last_sales(reader, codes, own, order.order_id),
                () if own is None else earlier_orders(reader, own, order.order_id, _EARLIER),
                _similar(reader, order, policy, codes),
                () if own is None else customer_claims(reader, own, order.number),
                tuple(review for review, changed in matters_of(reader, order, policy).items() if not changed),
                sheets_of(reader, order.order_id),
            )


def _rules(policy: Policy) -> tuple[Mapping[str, str], ...]:
    rules = policy.rules
    return rules.customers, rules.countries, rules.products, rules.words


def _similar(reader: Reader, order: Order, policy: Policy, codes: Sequence[str]) -> tuple[Similar, ...]:
    """Return similar earlier orders: the same product, in a similar quantity (K10)."""
    part = scaled(policy.checks.similar_quantity)
    wanted: dict[str, list[tuple[int, int]] | None] = {}
    for code in codes:
        bands = [band(line.quantity, part) for line in order.lines if line.product_code == code]
        known = [one for one in bands if one is not None]
        wanted[code] = known if len(known) == len(bands) else None
    return similar_orders(reader, wanted, order.customer_id, order.order_id, policy.checks.similar)
