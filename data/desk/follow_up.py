"""What follows a review: conditions, taking note (R9, A7); and calls for the supervisor at any time (P4)."""

from collections.abc import Mapping, Sequence

from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.errors import Needed, NotFound
from data.rules.handover import to_take_note
from data.rules.limits import answer_due
from data.rules.workflow import Verb
from data.rules.worktime import after_working_days
from data.states import Review, Role
from data.store.queries.reviews import call_key, condition_key
from data.store.tables.reviews import CallRow, ConditionRow, NoteTakenRow


def lay_down(move: Move, review: Review) -> dict[str, object]:
    """Record the condition under which a department passes: what, who sees to it, and by when (R9).

    Returns:
        What the record keeps of it.
    """
    order = move.order
    number = 1 + max((one.condition_no for one in order.conditions), default=0)
    due = move.day("due") or after_working_days(move.policy.office, move.today, move.policy.review.condition_days)
    owner = move.text("owner").strip() or order.merchandiser or order.entered_by
    move.tx.insert(
        ConditionRow,
        {
            "order_id": order.order_id,
            "condition_no": number,
            "round": order.review_round,
            "review": review,
            "text": move.note,
            "owner": owner,
            "due": due,
            "at": move.at,
            "by": move.person,
        },
    )
    return {"condition": number, "owner": owner, "due": due.isoformat()}


class FollowUp(Subject):
    """What is seen to after the opinions."""

    @carries_out(Verb.RESOLVE_CONDITION)
    def resolve_condition(self, move: Move) -> Change:
        """Record how a condition was met: the named one, else the only open one (R9).

        Raises:
            NotReady: none is open. NotFound: there is no such open condition. Needed: several are, and none was named.
        """
        still = [one.condition_no for one in move.order.conditions if one.resolved_at is None]
        if not still:
            raise move.not_ready("no_condition_open")
        values = {"result": move.note, "resolved_at": move.at, "resolved_by": move.person}
        return _end(move, "condition", still, values)

    @carries_out(Verb.CALL_SUPERVISOR)
    def call_supervisor(self, move: Move) -> Change:
        """Lay before the supervisor what somebody is stuck with; the order stays as it is (P4)."""
        number = 1 + max((one.call_no for one in move.order.calls), default=0)
        values = {"order_id": move.order.order_id, "call_no": number, "text": move.note}
        move.tx.insert(
            CallRow, {**values, "due_at": answer_due(move.policy, move.at), "at": move.at, "by": move.person}
        )
        return Change(payload={"call": number})

    @carries_out(Verb.ANSWER_CALL)
    def answer_call(self, move: Move) -> Change:
        """Record the supervisor's answer: to the named call, else to the only open one (P4).

        Raises:
            NotReady: none is open. NotFound: there is no such open call. Needed: several are, and none was named.
        """
        still = [one.call_no for one in move.order.calls if one.answered_at is None]
        if not still:
            raise move.not_ready("no_call_open")
        values = {"answer": move.note, "answered_at": move.at, "answered_by": move.person}
        return _end(move, "call", still, values)

    @carries_out(Verb.TAKE_NOTE)
    def take_note(self, move: Move) -> Change:
        """Record that a department has taken note of the order that was handed on to it (A7).

        Raises:
            NotReady: nothing is handed on to it, or it has taken note. Needed: it is not clear which department.
        """
        left = to_take_note(move.order, move.policy)
        named = move.text("department")
        mine = [role for role in left if role in move.roles]
        if not left or (named and Role(named) not in left):
            raise move.not_ready("nothing_handed_on", ", ".join(left))
        if not named and len(left) > 1 and len(mine) != 1:
            raise Needed(move.verb, "department", tuple(left))
        department = Role(named) if named else (mine or list(left))[0]
        move.permit(department)
        values = {"order_id": move.order.order_id, "round": move.order.review_round, "department": department}
        move.tx.insert(NoteTakenRow, {**values, "at": move.at, "by": move.person})
        return Change(payload={"department": department}, role=department if department in move.roles else None)


def _end(move: Move, field: str, still: Sequence[int], values: Mapping[str, object]) -> Change:
    """Write how a condition was met or a call answered: the named one, else the only one that is open.

    Args:
        move: under way.
        field: which of the two, as the verb names it.
        still: the numbers of those that are open; there is one.
        values: what is written.

    Raises:
        NotFound: there is no such open one. Needed: several are open, and none was named.
    """
    open_ones = tuple(str(one) for one in still)
    named = move.integer(field)
    if named is None and len(still) > 1:
        raise Needed(move.verb, field, open_ones)
    wanted = still[0] if named is None else named
    if wanted not in still:
        raise NotFound(field, str(wanted), open_ones)
    rows, key = (ConditionRow, condition_key) if field == "condition" else (CallRow, call_key)
    move.tx.update(rows, key(move.tx, move.order.order_id, wanted), values)
    return Change(payload={field: wanted})
