"""Which departments must see an order before it is approved, and in which turn (R2 to R6), as the policy routes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.amounts import minor_digits
from data.orders import Order
from data.rules.policy import Policy
from data.rules.policy_review import CUSTOMERS_TERMS, ReviewRules, Route
from data.states import Review


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a route asks of an order that the order itself does not say.

    Attributes:
        special: whether a product of the order is a special one (R2).
        over_credit: whether the customer is over the credit limit with this order (C2, R3).
        terms: the terms of payment of the customer's file, else the policy's.
        types: of which types the products of the order are, as their files say.
        origins: where the products of the order come from, as their files say.
    """

    special: bool = False
    over_credit: bool = False
    terms: str = ""
    types: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()


_SPECIAL = frozenset(
    {"special", "yes", "y", "true", "1", "custom", "customized", "made to order", "特殊", "特殊产品", "特殊產品", "是",
     "定制", "訂製", "非标", "非標"}
)  # fmt: skip
"""How files of products say that one is special."""


def is_special(text: str) -> bool:
    """Return whether a product's file says that it is a special one (R2)."""
    return _plain(text) in _SPECIAL


NOWHERE = Surroundings()
"""Of an order of which nothing is known beside itself."""


def needed_reviews(
    order: Order, policy: Policy, *, special: bool = False, around: Surroundings = NOWHERE
) -> tuple[Review, ...]:
    """Return the reviews that an order passes, each once, in the policy's order.

    Args:
        order: the order as it is handed to review.
        policy: the policy in force.
        special: whether a product of the order is a special one, where `around` is not at hand (R2).
        around: what the routes ask beside the order.
    """
    rules = policy.review
    special = special or around.special
    found = list(rules.reviews.get(order.kind, ()))
    if special:
        found += rules.special_products
    if rules.joint_above and _dearer(order, rules.joint_above, rules.joint_currency):
        found.append(Review.JOINT)
    for route in rules.routes:
        if _holds(route, order, rules, around, special=special):
            found += route.reviews
    return tuple(dict.fromkeys(found)) or (Review.SALES,)


def _dearer(order: Order, above: int, currency: str) -> bool:
    return order.currency == currency and order.total > above * 10 ** minor_digits(currency)


def _holds(route: Route, order: Order, rules: ReviewRules, around: Surroundings, *, special: bool) -> bool:
    """Return whether all conditions of a route hold for an order."""
    above, currency = route.total_above, route.currency or rules.joint_currency
    conditions = (
        not route.kind or order.kind in route.kind,
        not route.handling_class or order.handling_class in route.handling_class,
        route.special is None or route.special is special,
        route.requirements is None or route.requirements is bool(order.special_requirements.strip()),
        not route.product_type or _among(route.product_type, around.types),
        above is None or _dearer(order, above, currency),
        route.over_credit is None or route.over_credit is around.over_credit,
        not route.terms_not or _plain(order.payment_terms) not in _terms(route.terms_not, around),
        not route.origin or _among(route.origin, around.origins),
    )
    return all(conditions)


def _among(named: Iterable[str], found: Iterable[str]) -> bool:
    return bool({_plain(one) for one in named} & {_plain(one) for one in found})


def _terms(named: Sequence[str], around: Surroundings) -> set[str]:
    return {_plain(around.terms if one == CUSTOMERS_TERMS else one) for one in named}


def _plain(text: str) -> str:
    """Return a text as it is compared: without the case of its letters and the spaces around it."""
    return " ".join(text.casefold().split())


def turn_of(review: Review, turns: Sequence[Sequence[Review]], asked: Sequence[Review]) -> int:
    """Return in which turn a review is asked for, 1 is the first; turns that nobody is asked in do not count.

    Args:
        review: which; one that no turn names comes with the first.
        turns: of the policy.
        asked: all reviews of the round.
    """

    def place(one: Review) -> int:
        return next((at for at, turn in enumerate(turns) if one in turn), 0)

    return 1 + sorted({place(one) for one in asked}).index(place(review))
