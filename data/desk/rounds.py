"""Rounds of review: who is asked, in which turn, and which department may stand by what it said before (R4, R9)."""

from collections.abc import Mapping

from data.desk.drafting import drafted
from data.desk.move import Move
from data.orders import Order, ReviewOpinion
from data.rules.concerns import concerning
from data.rules.exposure import exposure
from data.rules.limits import opinion_due
from data.rules.outbox import Occasion
from data.rules.policy import Policy
from data.rules.review import FieldChange, since_last_round, turn_now
from data.rules.routing import Surroundings, is_special, needed_reviews, turn_of
from data.rules.undo import standing
from data.states import PASSED, Opinion, OrderState, Review
from data.store.queries.desk import order_events
from data.store.queries.parties import customer_by_id, products_by_code
from data.store.queries.policy import policy_version
from data.store.queries.review_paper import customer_claims
from data.store.queries.reviews import opinion_key
from data.store.tables.reviews import OpinionRow
from data.store.unit import Reader


def surroundings(reader: Reader, order: Order, policy: Policy) -> Surroundings:
    """Return what the routes of the policy ask about an order beside itself (R2, R3)."""
    codes = sorted({line.product_code for line in order.lines if line.product_code})
    products = products_by_code(reader, codes).values()
    customer = None if order.customer_id is None else customer_by_id(reader, order.customer_id)
    over = False
    if customer is not None:
        claims = customer_claims(reader, customer.customer_id, order.number)
        currency = customer.currency or policy.defaults.currency
        over = exposure(claims, order.number, currency, customer.credit_limit).over > 0
    return Surroundings(
        special=any(is_special(product.special) for product in products),
        over_credit=over,
        terms=(customer.payment_terms if customer else "") or policy.defaults.payment_terms,
        types=frozenset(product.product_type for product in products if product.product_type),
        origins=frozenset(product.origin for product in products if product.origin),
    )


def ask_opinions(move: Move) -> tuple[int, Mapping[str, object]]:
    """Open the next round of review: every department that the policy names is asked, in its turn (R4, R10).

    In the first round a customer who is over the credit limit is told, if the policy wants it (R3).

    Returns:
        The number of the round, and what the record keeps of the message that is drafted to the customer.
    """
    order, policy = move.order, move.policy
    this_round = order.review_round + 1
    around = surroundings(move.tx, order, policy)
    wanted = needed_reviews(order, policy, around=around)
    since = move.at if this_round > 1 else order.received_at
    version = policy_version(move.tx)
    for review in wanted:
        move.tx.insert(
            OpinionRow,
            {
                "order_id": order.order_id,
                "round": this_round,
                "review": review,
                "opinion": Opinion.WAITING,
                "asked_at": move.at,
                "due_at": opinion_due(policy, review, move.at, order.handling_class, since),
                "turn": turn_of(review, policy.review.turns, wanted),
                "policy": version,
            },
        )
    told = drafted(move, Occasion.OVER_LIMIT) if around.over_credit and this_round == 1 else {}
    return this_round, told


def open_turn(move: Move, given: Review, opinion: Opinion) -> None:
    """Let the time of the next turn begin, if this opinion was the last one that it waited for (R4, R8)."""
    before = this_round(move.order)
    after = [(opinion if one.review is given else one.opinion, one.turn) for one in before]
    now = turn_now(after)
    if now == turn_now((one.opinion, one.turn) for one in before):
        return
    for one in before:
        if one.turn == now and one.opinion is Opinion.WAITING:
            due = opinion_due(move.policy, one.review, move.at, move.order.handling_class)
            key = opinion_key(move.tx, move.order.order_id, one.round, one.review)
            move.tx.update(OpinionRow, key, {"asked_at": move.at, "due_at": due})


def this_round(order: Order) -> list[ReviewOpinion]:
    """Return the opinions asked for in the round under way."""
    return [one for one in order.opinions if one.round == order.review_round]


def first_to_speak(order: Order) -> tuple[Review, ...]:
    """Return the departments that the later turns of the round wait for; nobody where no turn is later."""
    round_ = this_round(order)
    now = turn_now((one.opinion, one.turn) for one in round_)
    return tuple(one.review for one in round_ if one.turn <= now and one.opinion not in PASSED)


def last_pass(order: Order, review: Review) -> ReviewOpinion | None:
    """Return the pass of an earlier round that is the last thing a department said; None where it said otherwise."""
    said = [
        one
        for one in order.opinions
        if one.review is review and one.round < order.review_round and one.opinion is not Opinion.WAITING
    ]
    return said[-1] if said and said[-1].opinion in PASSED else None


def matters(reader: Reader, order: Order, policy: Policy, passed: ReviewOpinion) -> tuple[FieldChange, ...] | None:
    """Return what concerns a department and changed since it passed the order (R9).

    Returns:
        The changes; None where a part of the record since then is gone, so that nobody can say.
    """
    since = since_last_round(standing(order_events(reader, order.number)), order.review_round - passed.round)
    if since is None or not since.whole:
        return None
    return concerning(passed.review, since.changes, policy.review.concerns)


def matters_of(reader: Reader, order: Order, policy: Policy) -> Mapping[Review, tuple[FieldChange, ...]]:
    """Return what changed for each department that is asked again and passed the order before (R9)."""
    found: dict[Review, tuple[FieldChange, ...]] = {}
    for one in this_round(order) if order.state is OrderState.IN_REVIEW else ():
        before = last_pass(order, one.review) if one.opinion is Opinion.WAITING else None
        changed = matters(reader, order, policy, before) if before is not None else None
        if changed is not None:
            found[one.review] = changed
    return found
