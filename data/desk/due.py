"""Reminders: everything that is due, for one person, for his roles or for all (N4, P4)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from data.desk.subject import Subject
from data.desk.underway import Underway
from data.rules.due import ROLES, Due, DueKind, Whose, belongs, by_deadline
from data.rules.policy import Policy
from data.rules.roles import reviewers_of
from data.rules.rooms import DELIVERING
from data.rules.underway import Concern
from data.rules.worktime import after_working_days, office_day
from data.states import Opinion, OrderState
from data.store.queries.due import OpenOrder, open_exceptions, open_invoices, open_opinions, open_orders
from data.store.unit import Reader

_ENTRY = frozenset({OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED})
_UNCONFIRMED = frozenset({OrderState.APPROVED, OrderState.ALLOCATED, OrderState.IN_PROGRESS, OrderState.READY})
_OPEN = (
    *_ENTRY, OrderState.RETURNED, OrderState.IN_REVIEW, OrderState.ESCALATED, *DELIVERING, OrderState.DELIVERED,
)  # fmt: skip


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
            found = tuple(_found(reader, policy, concerns, context.today(policy)))
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


def _day(at: datetime | date | None, policy: Policy, otherwise: date) -> date:
    if at is None:
        return otherwise
    return office_day(policy, at) if isinstance(at, datetime) else at


def _found(reader: Reader, policy: Policy, concerns: Mapping[str, Concern], today: date) -> Iterator[Due]:
    waits = {order.number: order for order in open_orders(reader, _OPEN)}
    failed = set()
    for opinion in open_opinions(reader):
        if opinion.opinion == Opinion.FAIL:
            failed.add(opinion.number)
        if opinion.opinion == Opinion.WAITING:
            roles = reviewers_of(opinion.review)
            yield Due(DueKind.OPINION, opinion.due_at, opinion.number, opinion.customer, roles, review=opinion.review)
    for order in waits.values():
        yield from _of_order(order, policy, failed=order.number in failed)
        concern = concerns.get(order.number, Concern())
        if concern.check_in is not None:
            yield _due(order, DueKind.CHECK_IN, concern.check_in)
        if concern.tell:
            yield _due(order, DueKind.NOTICE, today)
    for case in open_exceptions(reader):
        kind = DueKind.EXCEPTION
        yield Due(kind, case.due, case.number, case.customer, ROLES[kind], case.responsible, detail=case.cause)
    for bill in open_invoices(reader):
        yield Due(DueKind.PAYMENT, bill.due_on, bill.number, bill.customer, ROLES[DueKind.PAYMENT], detail=bill.invoice)


def _of_order(order: OpenOrder, policy: Policy, *, failed: bool) -> Iterator[Due]:
    """Yield what an order itself waits for, by its state; one that is held is neither placed nor delivered."""
    deadline = order.decision_due_at if order.decided_at is None else None
    match order.state:
        case state if state in _ENTRY:
            yield _due(order, DueKind.ENTRY, deadline)
        case OrderState.RETURNED:
            yield _due(order, DueKind.AMENDMENT, None)
        case OrderState.ESCALATED:
            yield _due(order, DueKind.DECISION, deadline, person="")
        case OrderState.IN_REVIEW if failed:
            yield _due(order, DueKind.RETURN, deadline, person="")
        case OrderState.APPROVED if not order.on_hold:
            yield _due(order, DueKind.ALLOCATION, order.promised_date or order.requested_date, person="")
    if order.state in DELIVERING and order.state is not OrderState.APPROVED and not order.on_hold:
        yield _due(order, DueKind.DELIVERY, order.promised_date or order.requested_date)
    if order.state in _UNCONFIRMED and order.confirmed_at is None:
        received = office_day(policy, order.received_at)
        by = after_working_days(policy.office, received, policy.confirmation.working_days)
        yield _due(order, DueKind.CONFIRMATION, by)


def _due(order: OpenOrder, kind: DueKind, at: datetime | date | None, *, person: str | None = None) -> Due:
    """Return something that is due of an order; without a name of his own it falls to who looks after the order."""
    who = order.merchandiser or order.entered_by if person is None else person
    return Due(kind, at, order.number, order.customer, ROLES[kind], who)
