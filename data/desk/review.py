"""Review: departments give their opinions, and the order is approved, returned or escalated (R)."""

from collections.abc import Mapping

from data.desk.drafting import drafted
from data.desk.follow_up import lay_down
from data.desk.joint import guard_joint
from data.desk.move import Change, Move
from data.desk.review_paper import ReviewReading
from data.desk.rounds import first_to_speak, last_pass, matters, matters_of, open_turn, this_round
from data.desk.subject import carries_out
from data.errors import Needed, NotFound
from data.orders import ReviewOpinion
from data.rules.outbox import Occasion
from data.rules.permissions import permitted, review_act
from data.rules.review import FieldChange, turn_now
from data.rules.roles import acting_role, reviews_of
from data.rules.workflow import Verb
from data.states import PASSED, Opinion, OrderState, Review
from data.store.queries.policy import policy_version
from data.store.queries.reviews import opinion_key
from data.store.queries.whole import order_by_number
from data.store.tables.reviews import OpinionRow

_GIVEN = {
    Verb.PASS: Opinion.PASS,
    Verb.PASS_WITH_CONDITIONS: Opinion.PASS_WITH_CONDITIONS,
    Verb.FAIL: Opinion.FAIL,
}


class ReviewDesk(ReviewReading):
    """The second room: the right eyes, each opinion on record."""

    def matters(self, number: str) -> Mapping[Review, tuple[FieldChange, ...]]:
        """Return what changed for each department that is asked again and passed the order before (R9).

        Whoever has nothing there may stand by the earlier opinion (`Verb.STAND_BY`).

        Raises:
            NotFound: there is no such order.
        """
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number)
            return matters_of(reader, order, self.context.policy(reader))

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
        """Give one's opinion; where it passes under a condition, that is recorded with it."""
        mine = self._which(move)
        move.permit_review(mine.review)
        payload = lay_down(move, mine.review) if move.verb is Verb.PASS_WITH_CONDITIONS else {}
        return self._record(move, mine.review, _GIVEN[move.verb], payload)

    @carries_out(Verb.STAND_BY)
    def stand_by(self, move: Move) -> Change:
        """Say the same as in an earlier round, where nothing that concerns the department has changed since (R9).

        Raises:
            NotReady: the department did not pass the order before, or its matters have changed.
        """
        mine = self._which(move)
        move.permit_review(mine.review)
        before = last_pass(move.order, mine.review)
        if before is None:
            raise move.not_ready("not_passed_before", mine.review)
        changed = matters(move.tx, move.order, move.policy, before)
        if changed is None:
            raise move.not_ready("difference_unknown")
        if changed:
            raise move.not_ready("matters_changed", ", ".join(change.path for change in changed))
        return self._record(move, mine.review, before.opinion, {"as_in_round": before.round})

    def _record(self, move: Move, review: Review, opinion: Opinion, payload: Mapping[str, object]) -> Change:
        """Record an opinion once (R10); the last one that passes approves the order."""
        order = move.order
        guard_joint(move, review, opinion)
        role = acting_role(move.verb, move.roles, review)
        move.tx.update(
            OpinionRow,
            opinion_key(move.tx, order.order_id, order.review_round, review),
            {
                "opinion": opinion,
                "comment": move.note,
                "by": move.person,
                "role": role,
                "at": move.at,
                "policy": policy_version(move.tx),
                "as_in_round": payload.get("as_in_round", 0),
            },
        )
        others = [one.opinion for one in this_round(order) if one.review != review]
        kept = {"review": review, **payload}
        if opinion in PASSED and all(one in PASSED for one in others):
            return Change(OrderState.APPROVED, _decided(move), kept, role=role)
        open_turn(move, review, opinion)
        return Change(OrderState.IN_REVIEW, payload=kept, role=role)

    def _which(self, move: Move) -> ReviewOpinion:
        """Return the waiting opinion that this person gives: the named one, else the only one, else the role's.

        Raises:
            NotReady: it is not waited for, or not yet: others come first. Needed: it is not clear which one.
        """
        round_ = this_round(move.order)
        now = turn_now((one.opinion, one.turn) for one in round_)
        waiting = [one for one in round_ if one.opinion is Opinion.WAITING and one.turn <= now]
        later = [one.review for one in round_ if one.opinion is Opinion.WAITING and one.turn > now]
        named = move.text("review")
        if later and (Review(named) in later if named else not waiting):
            raise move.not_ready("not_its_turn", ", ".join(first_to_speak(move.order)))
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
        failing = [one for one in this_round(move.order) if one.opinion is Opinion.FAIL]
        if move.order.state is OrderState.IN_REVIEW and not failing:
            raise move.not_ready("nothing_failed")
        told: dict[str, object] = {"failed": [one.review.value for one in failing]}
        return Change(OrderState.RETURNED, _decided(move), {**told, **drafted(move, Occasion.RETURNED)})

    @carries_out(Verb.ESCALATE)
    def escalate(self, _move: Move) -> Change:
        """Lay a refused order before the supervisor (R9)."""
        return Change(OrderState.ESCALATED)

    @carries_out(Verb.APPROVE)
    def approve(self, move: Move) -> Change:
        """Record the supervisor's decision to carry an escalated order out (R9)."""
        return Change(OrderState.APPROVED, _decided(move))


def _decided(move: Move) -> dict[str, object]:
    """Return the time of the first decision, at which the clock of the handling class stops (I7); it never moves."""
    return {} if move.order.decided_at else {"decided_at": move.at}


def own_reviews(move: Move) -> tuple[Review, ...]:
    """Return the reviews that are the person's work: as the policy permits them, or, where all may, by the roles."""
    if not move.by.named:
        return reviews_of(move.roles)
    return tuple(review for review in Review if move.by.may(permitted(move.policy, review_act(review))))
