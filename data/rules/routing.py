"""Which departments must see an order before it is approved (R2 to R6), as the policy routes it."""

from data.amounts import minor_digits
from data.orders import Order
from data.rules.policy import Policy
from data.states import Review


def needed_reviews(order: Order, policy: Policy, *, special: bool) -> tuple[Review, ...]:
    """Return the reviews that an order passes, each once, in the policy's order.

    Args:
        order: the order as it is handed to review.
        policy: the policy in force.
        special: whether a product of the order is a special one (R2).
    """
    rules = policy.review
    found = list(rules.reviews.get(order.kind, ()))
    if special:
        found += rules.special_products
    above = rules.joint_above * 10 ** minor_digits(rules.joint_currency)
    if rules.joint_above and order.currency == rules.joint_currency and order.total > above:
        found.append(Review.JOINT)
    return tuple(dict.fromkeys(found)) or (Review.SALES,)
