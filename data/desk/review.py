"""Review: departments give their opinions, and the order is approved, returned or escalated (R)."""

from data.desk.move import Change, Move
from data.desk.numbers import give
from data.desk.review_paper import ReviewReading
from data.desk.subject import carries_out
from data.errors import Needed
from data.orders import ReviewOpinion
from data.rules.permissions import permitted, review_act
from data.rules.roles import acting_role, reviews_of
from data.rules.routing import needed_reviews
from data.rules.workflow import Verb
from data.rules.worktime import decision_due
from data.states import Channel, Opinion, OrderState, Review
from data.store.queries.parties import products_by_code
from data.store.queries.reviews import opinion_key
from data.store.tables.parties import ContactRow
from data.store.tables.reviews import OpinionRow

_GIVEN = {
    Verb.PASS: Opinion.PASS,
    Verb.PASS_WITH_CONDITIONS: Opinion.PASS_WITH_CONDITIONS,
    Verb.FAIL: Opinion.FAIL,
}


def ask_opinions(move: Move) -> int:
    """Open the next round of review: every department that the policy names is asked (R4, R10).

    Returns:
        The number of the round.
    """
    order = move.order
    codes = sorted({line.product_code for line in order.lines if line.product_code})
    special = any(product.special == "special" for product in products_by_code(move.tx, codes).values())
    this_round = order.review_round + 1
    due = decision_due(move.policy, move.at if this_round > 1 else order.received_at, order.handling_class)
    for review in needed_reviews(order, move.policy, special=special):
        move.tx.insert(
            OpinionRow,
            {
                "order_id": order.order_id,
                "round": this_round,
                "review": review,
                "opinion": Opinion.WAITING,
                "asked_at": move.at,
                "due_at": due,
            },
        )
    return this_round


class ReviewDesk(ReviewReading):
    """The second room: the right eyes, each opinion on record."""

    @carries_out(Verb.PASS)
    def pass_(self, move: Move) -> Change:
        """Give the opinion that nothing stands against the order (R9)."""
        return self._give(move)

    @carries_out(Verb.PASS_WITH_CONDITIONS)
    def pass_with_conditions(self, move: Move) -> Change:
        """Pass with conditions, which are followed up (R9)."""
        return self._give(move)

    @carries_out(Verb.FAIL)
    def fail(self, move: Move) -> Change:
        """Give the opinion that the order cannot be carried out so; the others stay open (R9)."""
        return self._give(move)

    def _give(self, move: Move) -> Change:
        """Record an opinion once (R10); the last one that passes approves the order."""
        order = move.order
        mine = self._which(move)
        move.permit_review(mine.review)
        role = acting_role(move.verb, move.roles, mine.review)
        move.tx.update(
            OpinionRow,
            opinion_key(move.tx, order.order_id, order.review_round, mine.review),
            {
                "opinion": _GIVEN[move.verb],
                "comment": move.note,
                "by": move.person,
                "role": role,
                "at": move.at,
            },
        )
        others = [one.opinion for one in this_round(move) if one.review != mine.review]
        settled = all(one in (Opinion.PASS, Opinion.PASS_WITH_CONDITIONS) for one in others)
        if settled and move.verb is not Verb.FAIL:
            return Change(OrderState.APPROVED, _decided(move), {"review": mine.review}, role=role)
        return Change(OrderState.IN_REVIEW, payload={"review": mine.review}, role=role)

    def _which(self, move: Move) -> ReviewOpinion:
        """Return the waiting opinion that this person gives: the named one, else the only one, else the role's."""
        waiting = [one for one in this_round(move) if one.opinion is Opinion.WAITING]
        named = move.text("review")
        if named:
            found = next((one for one in waiting if one.review == Review(named)), None)
            if found is None:
                raise move.not_ready("review_not_waiting", ", ".join(one.review for one in waiting))
            return found
        if not waiting:
            raise move.not_ready("review_not_waiting")
        if len(waiting) == 1:
            return waiting[0]
        mine = [one for one in waiting if one.review in own_reviews(move)]
        if len(mine) == 1:
            return mine[0]
        raise Needed(move.verb, "review", tuple(one.review for one in waiting))

    @carries_out(Verb.RETURN)
    def return_(self, move: Move) -> Change:
        """Give the order back to the customer with the reasons (R9).

        Raises:
            NotReady: no department has failed it in this round.
        """
        failing = [one for one in this_round(move) if one.opinion is Opinion.FAIL]
        if move.order.state is OrderState.IN_REVIEW and not failing:
            raise move.not_ready("nothing_failed")
        return Change(OrderState.RETURNED, _decided(move), {"failed": [one.review.value for one in failing]})

    @carries_out(Verb.ESCALATE)
    def escalate(self, _move: Move) -> Change:
        """Lay a refused order before the supervisor (R9)."""
        return Change(OrderState.ESCALATED)

    @carries_out(Verb.APPROVE)
    def approve(self, move: Move) -> Change:
        """Record the supervisor's decision to carry an escalated order out (R9)."""
        return Change(OrderState.APPROVED, _decided(move))

    @carries_out(Verb.CONFIRM)
    def confirm(self, move: Move) -> Change:
        """Record that the customer was sent our confirmation, with its own number (I8, R11).

        Raises:
            NotReady: it was confirmed before.
        """
        if move.order.confirmed_at is not None:
            raise move.not_ready("confirmed_before", move.order.confirmation_no)
        number = give(move.tx, move.policy.numbers.confirmation, move.today)
        move.tx.insert(
            ContactRow,
            {
                "customer_id": move.order.customer_id,
                "order_id": move.order.order_id,
                "at": move.at,
                "channel": Channel(move.text("channel")),
                "person": move.text("person"),
                "content": number,
                "outcome": "confirmed",
                "by": move.person,
            },
        )
        return Change(columns={"confirmed_at": move.at, "confirmation_no": number}, payload={"confirmation": number})


def _decided(move: Move) -> dict[str, object]:
    """Return the time of the first decision, at which the clock of the handling class stops (I7); it never moves."""
    return {} if move.order.decided_at else {"decided_at": move.at}


def own_reviews(move: Move) -> tuple[Review, ...]:
    """Return the reviews that are the person's work: as the policy permits them, or, where all may, by the roles."""
    if not move.by.named:
        return reviews_of(move.roles)
    return tuple(review for review in Review if move.by.may(permitted(move.policy, review_act(review))))


def this_round(move: Move) -> list[ReviewOpinion]:
    """Return the opinions asked for in the round under way."""
    return [one for one in move.order.opinions if one.round == move.order.review_round]
