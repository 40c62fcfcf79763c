"""Reminders: everything that is due, for one person, for his roles or for all (N4, P4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from data.desk.subject import Subject
from data.desk.underway import Underway
from data.rules.confirming import free_until, signed_by
from data.rules.difference import difference
from data.rules.due import ROLES, Due, DueKind, Whose, belongs, by_deadline, earlier, faults
from data.rules.handover import HANDED_ON, departments
from data.rules.limits import answer_due, escalates_at
from data.rules.outbox import draft_due
from data.rules.permissions import DeskAct
from data.rules.policy import Policy
from data.rules.review import turn_now
from data.rules.roles import reviewers_of
from data.rules.rooms import DELIVERING
from data.rules.underway import Concern
from data.rules.undo import REMINDED
from data.rules.worktime import after_working_days, office_day
from data.states import Opinion, OrderState, Review, Role
from data.store.queries.due import (
    OpenOpinion,
    OpenOrder,
    came_there,
    notes_taken,
    open_calls,
    open_conditions,
    open_exceptions,
    open_invoices,
    open_opinions,
    open_orders,
)
from data.store.queries.joint import last_amended, sheets_under_way, signed_numbers
from data.store.queries.outbox import messages
from data.store.queries.policy import policy_version
from data.store.queries.whole import order_by_number
from data.store.tables.reviews import OpinionRow
from data.store.unit import Reader

_ENTRY = frozenset({OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED})
_UNCONFIRMED = frozenset({OrderState.APPROVED, OrderState.ALLOCATED, OrderState.IN_PROGRESS, OrderState.READY})
_AMENDABLE = frozenset({OrderState.APPROVED, OrderState.ALLOCATED})
_OPEN = (
    *_ENTRY, OrderState.RETURNED, OrderState.IN_REVIEW, OrderState.ESCALATED, *DELIVERING, OrderState.DELIVERED,
)  # fmt: skip


RULE = "orderclerk"
"""In whose name the record keeps what nobody did, but the policy's rule."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Opinions of an order that went to the supervisor by rule, and the event that keeps it."""

    number: str
    reviews: tuple[Review, ...]
    event: int


class DueDesk(Subject):
    """What waits for whom."""

    def items(
        self, whose: Whose = Whose.MINE, *, person: str = "", until: date | None = None, at_risk: bool = False
    ) -> tuple[Due, ...]:
        """Return what is due, the most urgent first.

        Args:
            whose: for whom one asks.
            person: of whom, if not of the one who acts.
            until: nothing that is due after this day of the office.
            at_risk: only of orders that will be late as things go (T4).
        """
        context = self.context
        concerns = Underway(context).concerns()
        with context.store.reading() as reader:
            policy = context.policy(reader)
            register = context.register(reader, policy)
            found = tuple(
                replace(one, faults=faults(one, register)) for one in _found(reader, policy, concerns, context.clock())
            )
        who = person or context.person
        roles = context.roles(policy, who)
        return by_deadline(
            (
                one
                for one in found
                if belongs(one, whose, who, roles)
                and (until is None or _day(one.at, policy, until) <= until)
                and (not at_risk or concerns.get(one.number, Concern()).risk)
            ),
            policy.zone,
        )

    def remind(self) -> tuple[Reminder, ...]:
        """Put on record what is late beyond the policy's patience: once for each opinion, one event for an order (R8).

        The order stays as it is, and whose opinion it is may still give it: it is the supervisor's to see to it.

        Raises:
            NotPermitted: the person changes nothing on this desk.
        """
        context = self.context
        with context.store.reading() as reader:
            if not _overdue(open_opinions(reader), context.policy(reader), context.clock()):
                return ()
        found: list[Reminder] = []
        with context.writing() as tx:
            policy = context.policy(tx)
            context.permit(tx, DeskAct.REMIND, policy)
            at = context.clock()
            for number, late in _overdue(open_opinions(tx), policy, at).items():
                before = order_by_number(tx, number)
                for one in late:
                    tx.update(OpinionRow, one.opinion_id, {"reminded_at": at})
                after = order_by_number(tx, number)
                changed = difference(before, after) if before is not None and after is not None else {}
                reviews = tuple(one.review for one in late)
                event = tx.event(
                    at=at,
                    actor=RULE,
                    role="",
                    verb=REMINDED,
                    subject="order",
                    subject_key=number,
                    from_state=late[0].state,
                    to_state=late[0].state,
                    payload={
                        "reviews": list(reviews),
                        "policy": policy_version(tx),
                        "run_by": context.person,
                        "difference": changed,
                    },
                )
                found.append(Reminder(number, reviews, event))
            tx.commit()
        return tuple(found)


def _its_turn(opinions: Iterable[OpenOpinion]) -> Iterator[OpenOpinion]:
    """Yield the opinions that are waited for, without those of later turns (R4)."""
    rounds: dict[str, list[OpenOpinion]] = defaultdict(list)
    for one in opinions:
        rounds[one.number].append(one)
    for asked in rounds.values():
        now = turn_now((one.opinion, one.turn) for one in asked)
        yield from (one for one in asked if one.opinion is Opinion.WAITING and one.turn <= now)


def _overdue(opinions: Iterable[OpenOpinion], policy: Policy, now: datetime) -> dict[str, list[OpenOpinion]]:
    """Return order number → the opinions that go to the supervisor by rule and have not yet."""
    found: dict[str, list[OpenOpinion]] = defaultdict(list)
    for one in _its_turn(opinions):
        if one.reminded_at is None and _escalated(one, policy, now):
            found[one.number].append(one)
    return found


def _escalated(opinion: OpenOpinion, policy: Policy, now: datetime) -> bool:
    at = escalates_at(policy, opinion.due_at)
    return at is not None and at <= now


def _day(at: datetime | date | None, policy: Policy, otherwise: date) -> date:
    if at is None:
        return otherwise
    return office_day(policy, at) if isinstance(at, datetime) else at


def _found(reader: Reader, policy: Policy, concerns: Mapping[str, Concern], now: datetime) -> Iterator[Due]:
    waits = {order.number: order for order in open_orders(reader, _OPEN)}
    opinions = tuple(open_opinions(reader))
    today = office_day(policy, now)
    failed = {opinion.number: opinion.due_at for opinion in opinions if opinion.opinion is Opinion.FAIL}
    since = came_there(reader, (OrderState.RETURNED, OrderState.ESCALATED))
    for opinion in _its_turn(opinions):
        yield from _of_opinion(opinion, escalated=_escalated(opinion, policy, now))
    yield from _of_meetings(reader, opinions, policy)
    yield from _of_conditions(reader)
    for call in open_calls(reader):
        kind = DueKind.CALL
        yield Due(kind, call.due_at, call.number, call.customer, ROLES[kind], detail=call.text)
    taken: dict[str, set[Role]] = defaultdict(set)
    for number, role in notes_taken(reader, HANDED_ON):
        taken[number].add(role)
    amendments = last_amended(reader)
    signed = signed_numbers(reader) if policy.confirmation.signed_days else frozenset()
    for order in waits.values():
        yield from _of_handover(order, policy, taken[order.number])
        yield from _of_order(order, policy, failed.get(order.number), since.get(order.number, order.received_at))
        amended = amendments[order.order_id].at if order.order_id in amendments else None
        yield from _of_confirmation(order, policy, amended, now, signed=order.confirmation_no in signed)
        concern = concerns.get(order.number, Concern())
        if concern.check_in is not None:
            yield _due(order, DueKind.CHECK_IN, concern.check_in)
        if concern.tell:
            yield _due(order, DueKind.NOTICE, today)
    yield from _of_messages(reader, policy, now)
    for case in open_exceptions(reader):
        kind = DueKind.EXCEPTION
        yield Due(kind, case.due, case.number, case.customer, ROLES[kind], case.responsible, detail=case.cause)
    for bill in open_invoices(reader):
        yield Due(DueKind.PAYMENT, bill.due_on, bill.number, bill.customer, ROLES[DueKind.PAYMENT], detail=bill.invoice)


def _of_opinion(opinion: OpenOpinion, *, escalated: bool) -> Iterator[Due]:
    """Yield what a department owes, and what the supervisor sees to where it is late for too long."""
    at, number, customer, review = opinion.due_at, opinion.number, opinion.customer, opinion.review
    yield Due(DueKind.OPINION, at, number, customer, reviewers_of(review), review=review, escalated=escalated)
    if escalated:
        roles = ROLES[DueKind.OVERDUE]
        yield Due(DueKind.OVERDUE, at, number, customer, roles, review=review, escalated=True)


def _of_messages(reader: Reader, policy: Policy, now: datetime) -> Iterator[Due]:
    """Yield the messages to customers that should have left the office by now (R9, R11)."""
    kind = DueKind.MESSAGE
    for one in messages(reader):
        by = draft_due(policy, one.drafted_at)
        if one.number and by is not None and by <= now:
            yield Due(kind, by, one.number, one.customer, ROLES[kind], one.drafted_by)


def _of_meetings(reader: Reader, opinions: tuple[OpenOpinion, ...], policy: Policy) -> Iterator[Due]:
    """Yield the meetings of joint reviews that are to be held, and the departments that have to sign (R6)."""
    rules = policy.review.joint
    joint = {one.number: one for one in _its_turn(opinions) if one.review is Review.JOINT}
    if not joint or not (rules.minutes or rules.signatures == "all"):
        return
    signed = sheets_under_way(reader)
    for one in joint.values():
        if one.number not in signed:
            yield Due(DueKind.MEETING, one.due_at, one.number, one.customer, ROLES[DueKind.MEETING])
    for one in opinions if rules.signatures == "all" else ():
        given = one.review is not Review.JOINT and one.opinion is not Opinion.WAITING
        if given and one.number in joint and one.review not in signed.get(one.number, (one.review,)):
            due_at, roles = joint[one.number].due_at, reviewers_of(one.review)
            yield Due(DueKind.SIGNATURE, due_at, one.number, one.customer, roles, review=one.review)


def _of_conditions(reader: Reader) -> Iterator[Due]:
    """Yield the conditions that somebody has to see to: a person, or a role (R9)."""
    kind = DueKind.CONDITION
    for one in open_conditions(reader):
        by_role = one.owner in set(Role)
        roles = (Role(one.owner),) if by_role else ROLES[kind]
        person = "" if by_role else one.owner
        yield Due(kind, one.due, one.number, one.customer, roles, person, review=one.review, detail=one.text)


def _of_handover(order: OpenOrder, policy: Policy, taken: set[Role]) -> Iterator[Due]:
    """Yield which departments have to take note of an approved order (A7)."""
    if order.state not in HANDED_ON or order.on_hold:
        return
    since = max((at for at in (order.decided_at, order.said_at) if at is not None), default=order.received_at)
    by = after_working_days(policy.office, office_day(policy, since), policy.handover.working_days)
    for role in departments(order.kind, policy):
        if role not in taken:
            yield Due(DueKind.TAKE_NOTE, by, order.number, order.customer, (role,))


def _of_order(order: OpenOrder, policy: Policy, failed: datetime | None, since: datetime) -> Iterator[Due]:
    """Yield what an order itself waits for, by its state; one that is held is neither placed nor delivered.

    Args:
        order: whose.
        policy: in force.
        failed: by when the opinion was due by which a department failed it in the round under way; None where none did.
        since: when it went back, or to the supervisor, where that is its state.
    """
    deadline = order.decision_due_at if order.decided_at is None else None
    match order.state:
        case OrderState.RECEIVED:
            received = office_day(policy, order.received_at)
            by = after_working_days(policy.office, received, policy.handling.hand_over_days)
            yield _due(order, DueKind.ENTRY, earlier(deadline, by, policy.zone))
        case state if state in _ENTRY:
            yield _due(order, DueKind.ENTRY, deadline)
        case OrderState.RETURNED:
            by = after_working_days(policy.office, office_day(policy, since), policy.review.amendment_days)
            yield _due(order, DueKind.AMENDMENT, by)
        case OrderState.ESCALATED:
            yield _due(order, DueKind.DECISION, deadline or answer_due(policy, since), person="")
        case OrderState.IN_REVIEW if failed:
            yield _due(order, DueKind.RETURN, deadline or failed, person="")
        case OrderState.APPROVED if not order.on_hold:
            yield _due(order, DueKind.ALLOCATION, order.promised_date or order.requested_date, person="")
    if order.state in DELIVERING and order.state is not OrderState.APPROVED and not order.on_hold:
        yield _due(order, DueKind.DELIVERY, order.promised_date or order.requested_date)


def _of_confirmation(
    order: OpenOrder, policy: Policy, amended: datetime | None, now: datetime, *, signed: bool
) -> Iterator[Due]:
    """Yield that the customer has to be told, and what follows on it (I8, R11); an amendment lets the days run anew."""
    if order.confirmed_at is None:
        if order.state in _UNCONFIRMED:
            since = office_day(policy, amended or order.received_at)
            by = after_working_days(policy.office, since, policy.confirmation.working_days)
            yield _due(order, DueKind.CONFIRMATION, by)
        return
    until = free_until(policy, order.confirmed_at)
    if until is not None and now <= until and order.state in _AMENDABLE and not order.on_hold:
        yield _due(order, DueKind.FREE_AMENDMENT, until)
    if not signed and (back := signed_by(policy, order.confirmed_at)) is not None:
        yield _due(order, DueKind.SIGNED_COPY, back)


def _due(order: OpenOrder, kind: DueKind, at: datetime | date | None, *, person: str | None = None) -> Due:
    """Return something that is due of an order; without a name of his own it falls to who looks after the order."""
    who = order.merchandiser or order.entered_by if person is None else person
    return Due(kind, at, order.number, order.customer, ROLES[kind], who)
