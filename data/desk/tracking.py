"""Tracking: progress, check-ins, exceptions, until the goods are ready (T)."""

from datetime import timedelta

from data.amounts import SCALE, scaled
from data.desk.allocation import record_finished
from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.errors import NotFound
from data.orders import OrderLine
from data.rules.policy import Policy
from data.rules.progress import all_finished, open_to_finish
from data.rules.workflow import Verb
from data.states import ExceptionKind, OrderState
from data.store.queries.tracking import exception_key
from data.store.tables.work import CheckInRow, ExceptionRow


class Tracking(Subject):
    """The fourth room: what is under way, what is late and why."""

    @carries_out(Verb.REPORT)
    def report(self, move: Move) -> Change:
        """Record quantities finished (T2); a little more than ordered passes as the policy allows (E17).

        Raises:
            QuantityRefused: more than ordered and tolerated.
        """
        moved = move.quantities(open_to_finish, lambda line: most_to_finish(line, move.policy))
        record_finished(move, moved, move.text("step"))
        return Change()

    @carries_out(Verb.CHECK_IN)
    def check_in(self, move: Move) -> Change:
        """Record a look at the order, and when the next one is due (T1)."""
        due = move.day("next") or move.today + timedelta(days=move.policy.tracking.check_in_days)
        move.tx.insert(
            CheckInRow,
            {
                "order_id": move.order.order_id,
                "source": move.text("source"),
                "result": move.note,
                "next_due": due,
                "at": move.at,
                "by": move.person,
            },
        )
        return Change()

    @carries_out(Verb.RAISE_EXCEPTION)
    def raise_exception(self, move: Move) -> Change:
        """Record that something went wrong: cause, measure, responsible, due (T3)."""
        move.tx.insert(
            ExceptionRow,
            {
                "order_id": move.order.order_id,
                "exception_no": len(move.order.exceptions) + 1,
                "kind": ExceptionKind(move.text("kind")),
                "cause": move.text("cause"),
                "measure": move.text("measure"),
                "responsible": move.text("responsible"),
                "due": move.day("due"),
                "at": move.at,
                "by": move.person,
            },
        )
        return Change()

    @carries_out(Verb.RESOLVE_EXCEPTION)
    def resolve_exception(self, move: Move) -> Change:
        """Record the result of an exception: the named one, else the only open one (T3).

        Raises:
            NotFound: there is no such open exception. Needed: several are open and none was named.
        """
        still = [one for one in move.order.exceptions if one.resolved_at is None]
        named = move.integer("exception")
        if named is None and len(still) == 1:
            named = still[0].exception_no
        if not still:
            raise move.not_ready("no_exception_open")
        wanted = move.must("exception", named)
        if wanted not in [one.exception_no for one in still]:
            raise NotFound("exception", str(wanted), tuple(str(one.exception_no) for one in still))
        key = exception_key(move.tx, move.order.order_id, wanted)
        values = {"result": move.note, "resolved_at": move.at, "resolved_by": move.person}
        move.tx.update(ExceptionRow, key, values)
        return Change()

    @carries_out(Verb.MAKE_READY)
    def make_ready(self, move: Move) -> Change:
        """Say that the goods are ready (S1).

        Raises:
            NotReady: a quantity is not reported finished.
        """
        if not all_finished(move.order.lines):
            lacking = [str(line.line_no) for line in move.order.lines if open_to_finish(line)]
            raise move.not_ready("not_all_finished", ", ".join(lacking))
        return Change(OrderState.READY)


def most_to_finish(line: OrderLine, policy: Policy) -> int:
    """Return the quantity that may still be reported finished, the policy's tolerance included (E17)."""
    over = line.wanted * scaled(policy.delivery.over_tolerance) // SCALE
    return max(0, line.wanted + over - line.finished)
