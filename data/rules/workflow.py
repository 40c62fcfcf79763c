"""The one workflow table: which verb may be done in which state, and where it can lead (design, section 3).

Everything that offers verbs is derived from here: the command line, help, footers, menus, the diagram in
`docs/architecture.md` and the property tests. A verb that has guards is still offered by this table; the guard, in
`data.desk`, says what is missing.

An edge may lead to several states: the facts decide (all quantities shipped, or a part). The desk asks
`check_move` for the state that it wants to write, and nothing else writes a state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.errors import IllegalMove
from data.states import OrderState as S


class Verb(StrEnum):
    """What can be done to an order (`orderclerk order do NUMBER VERB`)."""

    EDIT = "edit"
    CLARIFY = "clarify"
    ACCEPT = "accept"
    READ_AGAIN = "read_again"
    SUBMIT = "submit"
    PASS = "pass"  # noqa: S105 - a verb, not a password
    PASS_WITH_CONDITIONS = "pass_with_conditions"  # noqa: S105
    FAIL = "fail"
    STAND_BY = "stand_by"
    HOLD_MEETING = "hold_meeting"
    SIGN_SHEET = "sign_sheet"
    RETURN = "return"
    ESCALATE = "escalate"
    APPROVE = "approve"
    TAKE_NOTE = "take_note"
    RESOLVE_CONDITION = "resolve_condition"
    CONFIRM = "confirm"
    AMEND = "amend"
    FILE_SIGNED = "file_signed"
    ALLOCATE = "allocate"
    ACKNOWLEDGE = "acknowledge"
    WITHDRAW_ALLOCATION = "withdraw_allocation"
    START = "start"
    REPORT = "report"
    CHECK_IN = "check_in"
    RAISE_EXCEPTION = "raise_exception"
    RESOLVE_EXCEPTION = "resolve_exception"
    MAKE_READY = "make_ready"
    SHIP = "ship"
    DELIVER = "deliver"
    INVOICE = "invoice"
    RECEIVE_PAYMENT = "receive_payment"
    SETTLE = "settle"
    CLOSE = "close"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    SCHEDULE = "schedule"
    HOLD_LINE = "hold_line"
    RELEASE_LINE = "release_line"
    RELEASE_PRICE = "release_price"
    CLOSE_LINE = "close_line"
    REOPEN_LINE = "reopen_line"
    CONTACT = "contact"
    ATTACH = "attach"
    NOTE = "note"
    CALL_SUPERVISOR = "call_supervisor"
    ANSWER_CALL = "answer_call"
    HAND_OVER = "hand_over"
    HOLD = "hold"
    RELEASE = "release"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Edge:
    """One row of the table: in `state`, `verb` may be done and leads to one of `to`."""

    state: S
    verb: Verb
    to: tuple[S, ...]


class Stage(StrEnum):
    """The room in which a verb is at home, in the order of the rooms."""

    INTAKE = "intake"
    REVIEW = "review"
    ALLOCATION = "allocation"
    TRACKING = "tracking"
    ARCHIVE = "archive"
    ANYWHERE = "anywhere"


STAGES: Mapping[Verb, Stage] = {
    **dict.fromkeys((Verb.EDIT, Verb.CLARIFY, Verb.ACCEPT, Verb.READ_AGAIN, Verb.SUBMIT), Stage.INTAKE),
    **dict.fromkeys(
        (
            Verb.PASS,
            Verb.PASS_WITH_CONDITIONS,
            Verb.FAIL,
            Verb.STAND_BY,
            Verb.HOLD_MEETING,
            Verb.SIGN_SHEET,
            Verb.RETURN,
            Verb.ESCALATE,
            Verb.APPROVE,
            Verb.TAKE_NOTE,
            Verb.RESOLVE_CONDITION,
            Verb.CONFIRM,
            Verb.AMEND,
            Verb.FILE_SIGNED,
        ),
        Stage.REVIEW,
    ),
    **dict.fromkeys((Verb.ALLOCATE, Verb.ACKNOWLEDGE, Verb.WITHDRAW_ALLOCATION, Verb.START), Stage.ALLOCATION),
    **dict.fromkeys(
        (
            Verb.REPORT,
            Verb.CHECK_IN,
            Verb.RAISE_EXCEPTION,
            Verb.RESOLVE_EXCEPTION,
            Verb.MAKE_READY,
            Verb.SHIP,
            Verb.DELIVER,
            Verb.INVOICE,
            Verb.RECEIVE_PAYMENT,
            Verb.SETTLE,
        ),
        Stage.TRACKING,
    ),
    **dict.fromkeys((Verb.CLOSE, Verb.REOPEN, Verb.ARCHIVE), Stage.ARCHIVE),
    **dict.fromkeys(
        (
            Verb.SCHEDULE,
            Verb.HOLD_LINE,
            Verb.RELEASE_LINE,
            Verb.RELEASE_PRICE,
            Verb.CLOSE_LINE,
            Verb.REOPEN_LINE,
            Verb.CONTACT,
            Verb.ATTACH,
            Verb.NOTE,
            Verb.CALL_SUPERVISOR,
            Verb.ANSWER_CALL,
            Verb.HAND_OVER,
            Verb.HOLD,
            Verb.RELEASE,
            Verb.CANCEL,
        ),
        Stage.ANYWHERE,
    ),
}
"""Verb → the room whose footer shows it."""


def _stay(verb: Verb, *states: S) -> list[Edge]:
    """Return edges of a verb that leaves the state as it is."""
    return [Edge(state, verb, (state,)) for state in states]


_BEFORE_REVIEW = (S.DRAFT, S.CLARIFYING, S.RECEIVED)
_UNDER_WAY = (S.APPROVED, S.ALLOCATED, S.IN_PROGRESS, S.READY)
_OPEN = (*_BEFORE_REVIEW, S.IN_REVIEW, S.RETURNED, S.ESCALATED, *_UNDER_WAY, S.SHIPPED, S.DELIVERED, S.SETTLED)
_NOT_SHIPPED = (*_BEFORE_REVIEW, S.IN_REVIEW, S.RETURNED, S.ESCALATED, *_UNDER_WAY)

EDGES: tuple[Edge, ...] = (
    # intake (I)
    *_stay(Verb.EDIT, S.DRAFT, S.CLARIFYING, S.RECEIVED, S.RETURNED),
    Edge(S.DRAFT, Verb.CLARIFY, (S.CLARIFYING,)),
    Edge(S.RECEIVED, Verb.CLARIFY, (S.CLARIFYING,)),
    Edge(S.DRAFT, Verb.ACCEPT, (S.RECEIVED,)),
    Edge(S.CLARIFYING, Verb.ACCEPT, (S.RECEIVED,)),
    *_stay(Verb.READ_AGAIN, S.DRAFT, S.CLARIFYING, S.RECEIVED),
    Edge(S.RECEIVED, Verb.SUBMIT, (S.IN_REVIEW,)),
    # review (R)
    Edge(S.IN_REVIEW, Verb.PASS, (S.IN_REVIEW, S.APPROVED)),
    Edge(S.IN_REVIEW, Verb.PASS_WITH_CONDITIONS, (S.IN_REVIEW, S.APPROVED)),
    *_stay(Verb.FAIL, S.IN_REVIEW),
    *_stay(Verb.HOLD_MEETING, S.IN_REVIEW),
    *_stay(Verb.SIGN_SHEET, S.IN_REVIEW),
    Edge(S.IN_REVIEW, Verb.RETURN, (S.RETURNED,)),
    Edge(S.RETURNED, Verb.SUBMIT, (S.IN_REVIEW,)),
    Edge(S.IN_REVIEW, Verb.ESCALATE, (S.ESCALATED,)),
    Edge(S.IN_REVIEW, Verb.STAND_BY, (S.IN_REVIEW, S.APPROVED)),
    Edge(S.RETURNED, Verb.ESCALATE, (S.ESCALATED,)),
    Edge(S.ESCALATED, Verb.APPROVE, (S.APPROVED,)),
    Edge(S.ESCALATED, Verb.RETURN, (S.RETURNED,)),
    *_stay(Verb.TAKE_NOTE, S.APPROVED, S.ALLOCATED, S.IN_PROGRESS),
    *_stay(
        Verb.RESOLVE_CONDITION, S.IN_REVIEW, S.RETURNED, S.ESCALATED, *_UNDER_WAY, S.SHIPPED, S.DELIVERED, S.SETTLED
    ),
    *_stay(Verb.CONFIRM, *_UNDER_WAY),
    Edge(S.APPROVED, Verb.AMEND, (S.RETURNED,)),
    Edge(S.ALLOCATED, Verb.AMEND, (S.RETURNED,)),
    *_stay(Verb.FILE_SIGNED, *_UNDER_WAY, S.SHIPPED, S.DELIVERED, S.SETTLED, S.CLOSED),
    # allocation (A)
    Edge(S.APPROVED, Verb.ALLOCATE, (S.APPROVED, S.ALLOCATED)),
    *_stay(Verb.ACKNOWLEDGE, S.APPROVED, S.ALLOCATED, S.IN_PROGRESS),
    Edge(S.APPROVED, Verb.WITHDRAW_ALLOCATION, (S.APPROVED,)),
    Edge(S.ALLOCATED, Verb.WITHDRAW_ALLOCATION, (S.APPROVED, S.ALLOCATED)),
    Edge(S.ALLOCATED, Verb.START, (S.IN_PROGRESS,)),
    # tracking (T) and shipping (S)
    *_stay(Verb.REPORT, S.IN_PROGRESS),
    *_stay(Verb.CHECK_IN, S.ALLOCATED, S.IN_PROGRESS, S.READY, S.SHIPPED),
    *_stay(Verb.RAISE_EXCEPTION, *_UNDER_WAY, S.SHIPPED),
    *_stay(Verb.RESOLVE_EXCEPTION, *_UNDER_WAY, S.SHIPPED, S.DELIVERED, S.SETTLED),
    Edge(S.IN_PROGRESS, Verb.MAKE_READY, (S.READY,)),
    Edge(S.IN_PROGRESS, Verb.SHIP, (S.IN_PROGRESS, S.SHIPPED)),
    Edge(S.READY, Verb.SHIP, (S.READY, S.SHIPPED)),
    Edge(S.IN_PROGRESS, Verb.DELIVER, (S.IN_PROGRESS,)),
    Edge(S.READY, Verb.DELIVER, (S.READY,)),
    Edge(S.SHIPPED, Verb.DELIVER, (S.SHIPPED, S.DELIVERED)),
    # settlement (M)
    *_stay(Verb.INVOICE, *_UNDER_WAY, S.SHIPPED, S.DELIVERED),
    *_stay(Verb.RECEIVE_PAYMENT, *_UNDER_WAY, S.SHIPPED, S.DELIVERED),
    Edge(S.DELIVERED, Verb.SETTLE, (S.SETTLED,)),
    # archive (D)
    Edge(S.SETTLED, Verb.CLOSE, (S.CLOSED,)),
    Edge(S.CLOSED, Verb.REOPEN, (S.SETTLED,)),
    Edge(S.CLOSED, Verb.ARCHIVE, (S.ARCHIVED,)),
    # lines (E8, E17)
    *_stay(Verb.SCHEDULE, *_NOT_SHIPPED),
    *_stay(Verb.HOLD_LINE, *_NOT_SHIPPED),
    # what was held before all was shipped can be let go after it, too
    *_stay(Verb.RELEASE_LINE, *_NOT_SHIPPED, S.SHIPPED, S.DELIVERED),
    # before review, and in it, where a policy has come into force meanwhile (E11)
    *_stay(Verb.RELEASE_PRICE, *_BEFORE_REVIEW, S.IN_REVIEW, S.RETURNED, S.ESCALATED),
    *_stay(Verb.CLOSE_LINE, *_BEFORE_REVIEW, S.RETURNED),
    Edge(S.APPROVED, Verb.CLOSE_LINE, (S.APPROVED, S.ALLOCATED)),
    *_stay(Verb.CLOSE_LINE, S.ALLOCATED),
    Edge(S.IN_PROGRESS, Verb.CLOSE_LINE, (S.IN_PROGRESS, S.SHIPPED, S.DELIVERED)),
    Edge(S.READY, Verb.CLOSE_LINE, (S.READY, S.SHIPPED, S.DELIVERED)),
    *_stay(Verb.REOPEN_LINE, *_BEFORE_REVIEW, S.RETURNED, S.APPROVED, S.IN_PROGRESS),
    Edge(S.ALLOCATED, Verb.REOPEN_LINE, (S.APPROVED, S.ALLOCATED)),
    Edge(S.READY, Verb.REOPEN_LINE, (S.IN_PROGRESS, S.READY)),
    Edge(S.SHIPPED, Verb.REOPEN_LINE, (S.IN_PROGRESS, S.READY)),
    # at any time
    *_stay(Verb.CONTACT, *_OPEN, S.CLOSED),
    *_stay(Verb.ATTACH, *_OPEN, S.CLOSED, S.CANCELLED),
    *_stay(Verb.CALL_SUPERVISOR, *_OPEN),
    *_stay(Verb.ANSWER_CALL, *_OPEN),
    *_stay(Verb.NOTE, *_OPEN, S.CLOSED, S.CANCELLED),
    *_stay(Verb.HAND_OVER, *_OPEN, S.CLOSED),
    *_stay(Verb.HOLD, *_NOT_SHIPPED),
    *_stay(Verb.RELEASE, *_OPEN),
    *[Edge(state, Verb.CANCEL, (S.CANCELLED,)) for state in _NOT_SHIPPED],
)
"""The workflow of an order."""

_TABLE: Mapping[tuple[S, Verb], tuple[S, ...]] = {(edge.state, edge.verb): edge.to for edge in EDGES}

WHILE_ON_HOLD = frozenset(
    {
        Verb.RELEASE,
        Verb.CONTACT,
        Verb.ATTACH,
        Verb.NOTE,
        Verb.HAND_OVER,
        Verb.EDIT,
        Verb.CANCEL,
        Verb.CHECK_IN,
        Verb.RECEIVE_PAYMENT,
        Verb.AMEND,
        Verb.FILE_SIGNED,
        Verb.CALL_SUPERVISOR,
        Verb.ANSWER_CALL,
    }
)
"""What still may be done to an order on hold: keeping records, mending, letting go, taking the customer's money."""


def verbs_in(state: S) -> tuple[Verb, ...]:
    """Return the verbs that the table offers in a state, in the table's order."""
    return tuple(edge.verb for edge in EDGES if edge.state == state)


def verbs_now(state: S, *, on_hold: bool) -> tuple[Verb, ...]:
    """Return the verbs that may be tried on an order now: the state's, less what a hold stops."""
    held = (Verb.HOLD,) if on_hold else (Verb.RELEASE,)
    return tuple(verb for verb in verbs_in(state) if verb not in held and (not on_hold or verb in WHILE_ON_HOLD))


def targets(number: str, state: S, verb: Verb) -> tuple[S, ...]:
    """Return the states that the verb can lead to.

    Raises:
        IllegalMove: the table has no such edge.
    """
    found = _TABLE.get((state, verb))
    if found is None:
        raise IllegalMove(number, state, verb, tuple(verbs_in(state)))
    return found


def check_move(number: str, state: S, verb: Verb, to: S) -> None:
    """Let pass only a move that the table has.

    Raises:
        IllegalMove: the table does not lead from `state` by `verb` to `to`.
    """
    if to not in targets(number, state, verb):
        raise IllegalMove(number, state, verb, tuple(verbs_in(state)))
