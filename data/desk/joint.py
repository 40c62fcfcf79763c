"""Joint review: the sheet that a meeting leaves, and the departments' signatures below it (R6)."""

from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.errors import Needed
from data.rules.joint import (
    Measure,
    Sheet,
    asked,
    meets,
    newest,
    plain_measures,
    plan_needed,
    unsigned,
)
from data.rules.permissions import permitted, review_act
from data.rules.roles import acting_role
from data.rules.workflow import Verb
from data.states import Opinion, Review
from data.store.queries.joint import sheets_of
from data.store.queries.whole import order_by_number
from data.store.tables.joint import MeetingRow, SignatureRow


class JointReview(Subject):
    """Several departments, one result."""

    def sheets(self, number: str) -> tuple[Sheet, ...]:
        """Return the sheets of an order's joint reviews, first things first; of all its rounds (R10)."""
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            return () if order is None else sheets_of(reader, order.order_id)

    @carries_out(Verb.HOLD_MEETING)
    def hold_meeting(self, move: Move) -> Change:
        """Put a meeting on record: risks, measures with owners, the emergency plan, minutes and result (R6).

        Another meeting is another sheet, which the departments sign anew; the one before stays as it is.

        Raises:
            NotReady: no joint review is asked for in this round, or it was held in the future.
            Needed: a project needs an emergency plan.
        """
        order = move.order
        if not meets(order):
            raise move.not_ready("no_joint_review")
        held_on = move.day("held_on") or move.today
        if held_on > move.today:
            raise move.not_ready("date_ahead", held_on.isoformat())
        if plan_needed(order) and not move.text("plan").strip():
            raise Needed(move.verb, "plan")
        given = move.values.get("measures")
        measures = tuple(one for one in given if isinstance(one, Measure)) if isinstance(given, tuple) else ()
        number = len(sheets_of(move.tx, order.order_id)) + 1
        move.tx.insert(
            MeetingRow,
            {
                "order_id": order.order_id,
                "meeting_no": number,
                "round": order.review_round,
                "held_on": held_on,
                "chair": move.text("chair"),
                "present": move.text("present"),
                "risks": move.text("risks"),
                "measures": plain_measures(measures),
                "plan": move.text("plan"),
                "minutes": move.text("minutes"),
                "result": Opinion(move.text("result")),
                "at": move.at,
                "by": move.person,
            },
        )
        return Change(payload={"sheet": number})

    @carries_out(Verb.SIGN_SHEET)
    def sign_sheet(self, move: Move) -> Change:
        """Sign the newest sheet of this round for a department, once (R6).

        Raises:
            NotReady: no joint review is asked for, there is no sheet, or the department is not asked or has signed.
            NotPermitted: the department's opinion is somebody else's to give.
            Needed: it is not clear which department signs.
        """
        if not meets(move.order):
            raise move.not_ready("no_joint_review")
        sheet = newest(sheets_of(move.tx, move.order.order_id), move.order.review_round)
        if sheet is None:
            raise move.not_ready("sheet_missing")
        review = self._department(move, sheet)
        move.permit_review(review)
        role = acting_role(move.verb, move.roles, review)
        values = {"meeting_id": sheet.meeting_id, "review": review, "comment": move.note, "by": move.person}
        move.tx.insert(SignatureRow, {**values, "role": role, "at": move.at})
        return Change(payload={"sheet": sheet.meeting_no, "review": review}, role=role)

    def _department(self, move: Move, sheet: Sheet) -> Review:
        """Return the department that signs: the named one, else the only one that is left, else the person's."""
        left = [one.review for one in asked(move.order) if not sheet.signed(one.review)]
        named = move.text("review")
        if named:
            if Review(named) not in left:
                raise move.not_ready("nothing_to_sign", ", ".join(left))
            return Review(named)
        if not left:
            raise move.not_ready("nothing_to_sign")
        mine = [one for one in left if set(move.roles) & set(permitted(move.policy, review_act(one)))]
        if len(left) == 1 or len(mine) == 1:
            return (mine or left)[0]
        raise Needed(move.verb, "review", tuple(left))


def guard_joint(move: Move, review: Review, given: Opinion) -> None:
    """Let pass the opinion of the joint review only with the sheet that the policy wants; others pass (R6).

    Raises:
        NotReady: `sheet_missing`, `sheet_unsigned` (with the departments) or `sheet_says_otherwise`.
    """
    if review is not Review.JOINT:
        return
    rules = move.policy.review.joint
    sheet = newest(sheets_of(move.tx, move.order.order_id), move.order.review_round)
    if sheet is None:
        if rules.minutes or rules.signatures == "all":
            raise move.not_ready("sheet_missing")
        return
    left = unsigned(move.order, sheet)
    if rules.signatures == "all" and left:
        raise move.not_ready("sheet_unsigned", ", ".join(left))
    if rules.minutes and (given is Opinion.FAIL) != (sheet.result is Opinion.FAIL):
        raise move.not_ready("sheet_says_otherwise", sheet.result.value)
