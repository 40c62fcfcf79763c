"""Archive: an order is closed with its papers, and kept for its period (D)."""

from datetime import date

from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.orders import Order
from data.rules.policy import Policy
from data.rules.workflow import Verb
from data.rules.worktime import office_day
from data.states import DocumentKind, Importance, OrderState

_LEAP_DAY = 29


class Archive(Subject):
    """The fifth room: complete, found in seconds, kept as long as it must be."""

    @carries_out(Verb.CLOSE)
    def close(self, move: Move) -> Change:
        """Close a settled order (D3); papers that are missing (D1) and conditions left open (R9) need a reason.

        Raises:
            NotReady: an exception is open, or papers are missing or a condition is open and no reason is given.
        """
        still = [str(one.exception_no) for one in move.order.exceptions if one.resolved_at is None]
        if still:
            raise move.not_ready("exceptions_open", ", ".join(still))
        conditions = [str(one.condition_no) for one in move.order.conditions if one.resolved_at is None]
        if conditions and not move.text("conditions"):
            raise move.not_ready("conditions_open", ", ".join(conditions))
        gaps = missing_papers(move.order, move.policy)
        if gaps and not move.text("gaps"):
            raise move.not_ready("papers_missing", ", ".join(gaps))
        columns = {"closed_at": move.at, "closing_summary": move.text("summary")}
        return Change(OrderState.CLOSED, columns, {"missing_papers": list(gaps)} if gaps else {})

    @carries_out(Verb.REOPEN)
    def reopen(self, _move: Move) -> Change:
        """Take a closing back, with the reason."""
        return Change(OrderState.SETTLED, {"closed_at": None})

    @carries_out(Verb.ARCHIVE)
    def archive(self, move: Move) -> Change:
        """File a closed order by its importance, until its period has passed (D4)."""
        importance = Importance(move.text("importance", Importance.ORDINARY))
        completed = office_day(move.policy, move.order.closed_at or move.at)
        until = years_after(completed, move.policy.archive.keep_years.of(importance))
        return Change(OrderState.ARCHIVED, {"archived_at": move.at, "importance": importance, "keep_until": until})


def missing_papers(order: Order, policy: Policy) -> tuple[DocumentKind, ...]:
    """Return the papers on the checklist of the order's kind that it does not have (D1).

    The original is there where the order came from a file; the invoice and the confirmation where the desk made them.
    """
    has = {document.kind for document in order.documents}
    if order.original_sha256:
        has.add(DocumentKind.ORIGINAL)
    if order.invoices:
        has.add(DocumentKind.INVOICE)
    if order.confirmed_at is not None:
        has.add(DocumentKind.CONFIRMATION)
    return tuple(kind for kind in policy.closing.documents.get(order.kind, ()) if kind not in has)


def years_after(day: date, years: int) -> date:
    """Return the same day some years on; the 29th of February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=_LEAP_DAY - 1)
