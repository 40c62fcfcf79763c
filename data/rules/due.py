"""What is due, of whom and by when: the reminders of the desk (N4, P4), from facts that the store gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from data.rules.roles import roles_of
from data.rules.workflow import Verb
from data.states import Review, Role

if TYPE_CHECKING:
    from data.people import Register


class DueKind(StrEnum):
    """What has to be done."""

    ENTRY = "entry"
    """Complete, accept and hand an order over to review (I4, I9)."""
    OPINION = "opinion"
    """Give a department's opinion (R8)."""
    OVERDUE = "overdue"
    """See to a department's opinion that is late beyond the policy's patience (R8, P4)."""
    CALL = "call"
    """Answer somebody who is stuck (P4)."""
    CONDITION = "condition"
    """See to a condition under which a department passed the order (R9)."""
    TAKE_NOTE = "take_note"
    """Take note of an approved order that was handed on (A7)."""
    MEETING = "meeting"
    """Hold the meeting of a joint review, and put it on its sheet (R6)."""
    SIGNATURE = "signature"
    """Sign the sheet of a joint review for a department (R6)."""
    RETURN = "return"
    """Give a failed order back to the customer (R9)."""
    DECISION = "decision"
    """Decide on what was escalated (R9)."""
    AMENDMENT = "amendment"
    """Come to an agreement on an order that went back to the customer (R9)."""
    CONFIRMATION = "confirmation"
    """Confirm the order to the customer (I8)."""
    FREE_AMENDMENT = "free_amendment"
    """Begin no work yet that an amendment of the customer would undo; he is free to amend until then (I8)."""
    SIGNED_COPY = "signed_copy"
    """Ask for the signed copy, and file it (R11)."""
    ALLOCATION = "allocation"
    """Place the order (A7)."""
    CHECK_IN = "check_in"
    """Look how the work is going (T1)."""
    EXCEPTION = "exception"
    """Mend what went wrong (T3)."""
    NOTICE = "notice"
    """Tell the customer (T4, T5)."""
    MESSAGE = "message"
    """Send the message to the customer that was drafted a while ago, or could not be delivered (R9, R11)."""
    DELIVERY = "delivery"
    """Deliver (S2)."""
    PAYMENT = "payment"
    """Chase an invoice (M3)."""


ROLES: dict[DueKind, tuple[Role, ...]] = {
    DueKind.ENTRY: (Role.CLERK,),
    DueKind.OPINION: (),  # those of the review, see `roles_of`
    DueKind.OVERDUE: (Role.SUPERVISOR,),
    DueKind.CALL: (Role.SUPERVISOR, Role.DEPARTMENT_HEAD),
    DueKind.CONDITION: (Role.CLERK,),  # where its owner is a person; else the role that is its owner
    DueKind.TAKE_NOTE: (),  # the department that takes note
    DueKind.MEETING: roles_of(Verb.HOLD_MEETING),
    DueKind.SIGNATURE: (),  # those of the review
    DueKind.RETURN: (Role.SALES_MANAGER, Role.CLERK),
    DueKind.DECISION: (Role.SUPERVISOR,),
    DueKind.AMENDMENT: (Role.CLERK,),
    DueKind.CONFIRMATION: (Role.CLERK,),
    DueKind.FREE_AMENDMENT: (Role.CLERK, Role.PRODUCTION, Role.OPERATIONS),
    DueKind.SIGNED_COPY: (Role.CLERK,),
    DueKind.ALLOCATION: (Role.PRODUCTION, Role.PURCHASING, Role.WAREHOUSE, Role.OPERATIONS),
    DueKind.CHECK_IN: (Role.CLERK, Role.OPERATIONS),
    DueKind.EXCEPTION: (Role.OPERATIONS, Role.CLERK),
    DueKind.NOTICE: (Role.CLERK,),
    DueKind.MESSAGE: (Role.CLERK, Role.SALES_MANAGER),
    DueKind.DELIVERY: (Role.LOGISTICS, Role.CLERK),
    DueKind.PAYMENT: (Role.FINANCE,),
}
"""Kind → the roles that it is the work of, the likeliest first (P1)."""


class Fault(StrEnum):
    """What a step lacks that every step must have (P4)."""

    NOBODY = "nobody"
    """Somebody who answers for it: the person named has left, or nobody active has one of the roles."""
    NO_TIME = "no_time"
    """A time by which it is to be done."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due.

    Attributes:
        kind: what has to be done.
        at: by when: a time in UTC, or a day of the office; None where it should be done and nobody said by when.
        number: the order's.
        customer: the customer's name, else the code.
        roles: whose work it is.
        person: who is responsible by name; "" where the roles are.
        review: the department that is asked, of an opinion.
        detail: what it is about, as it is recorded: a cause, an invoice's number.
        escalated: whether it is late for so long that the supervisor sees it by rule (R8).
        faults: what the step lacks that every step must have (P4).
    """

    kind: DueKind
    at: datetime | date | None
    number: str
    customer: str
    roles: tuple[Role, ...]
    person: str = ""
    review: Review | None = None
    detail: str = ""
    escalated: bool = False
    faults: tuple[Fault, ...] = ()


class Whose(StrEnum):
    """For whom one asks."""

    MINE = "mine"
    """What waits for this person by name, or for a role of his that nobody is named for."""
    ROLES = "roles"
    """What this person's roles answer for, whoever is named."""
    ALL = "all"


def faults(due: Due, register: "Register | None") -> tuple[Fault, ...]:
    """Return what a step lacks (P4).

    Args:
        due: the step.
        register: of the office; None where whoever works at the computer answers for everything.
    """
    found = [Fault.NO_TIME] if due.at is None else []
    if register is not None:
        named = register.find(due.person) if due.person else None
        if not (named.active if named is not None else not due.person and register.having(due.roles)):
            found.append(Fault.NOBODY)
    return tuple(found)


def belongs(due: Due, whose: Whose, person: str, roles: Sequence[Role]) -> bool:
    """Return whether something is due of a person with these roles; what nobody answers for is the supervisor's too."""
    mine = bool(set(due.roles) & set(roles))
    if Fault.NOBODY in due.faults and Role.SUPERVISOR in roles:
        return True
    match whose:
        case Whose.ALL:
            return True
        case Whose.ROLES:
            return mine or due.person == person
        case Whose.MINE:
            return due.person == person if due.person else mine


def earlier(one: datetime | date | None, other: datetime | date | None, zone: tzinfo) -> datetime | date | None:
    """Return the earlier of two times or days of the office; a day counts by its end, and nothing is never earlier."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda at: _moment(at, zone))


def _moment(at: datetime | date, zone: tzinfo) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time.max, zone).astimezone(UTC)


def by_deadline(found: Iterable[Due], zone: tzinfo) -> tuple[Due, ...]:
    """Return what is due, the most urgent first; what nobody said a time for stands at the end."""

    def key(due: Due) -> tuple[bool, datetime, str, str]:
        at = due.at
        if at is None:
            return True, datetime.max.replace(tzinfo=UTC), due.number, due.kind.value
        return False, _moment(at, zone), due.number, due.kind.value

    return tuple(sorted(found, key=key))
