"""The one way in which a verb is carried out, whichever it is: one transaction, one event."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from data.desk.aftercare import Aftercare
from data.desk.allocation import AllocationDesk
from data.desk.archive import Archive
from data.desk.confirming import Confirming, read_ahead
from data.desk.follow_up import FollowUp
from data.desk.handover import HandOver
from data.desk.intake import Intake
from data.desk.joint import JointReview
from data.desk.limits import review_of, see_within_limit
from data.desk.lines import Lines
from data.desk.masked import see_nothing_masked
from data.desk.move import Change, Done, Move
from data.desk.review import ReviewDesk
from data.desk.settlement import Settlement
from data.desk.shipping import Shipping
from data.desk.subject import Subject
from data.desk.tracking import Tracking
from data.drafts import Source
from data.errors import NotFound, OnHold, SeparationOfDuties, Stale, UnknownVerb
from data.orders import Order
from data.rules.compose import totalled
from data.rules.difference import difference
from data.rules.permissions import Acting, permitted
from data.rules.policy import Policy
from data.rules.progress import after_quantities, billing_state, delivery_state
from data.rules.required import missing
from data.rules.review import DECISIONS
from data.rules.roles import acting_role
from data.rules.separation import DECIDING, barred_from
from data.rules.typed import read_values
from data.rules.undo import UNDO
from data.rules.workflow import WHILE_ON_HOLD, Verb, check_move, targets
from data.rules.worktime import office_day
from data.states import OrderState, Review
from data.store.queries.desk import changed_by, order_events
from data.store.queries.orders import near_numbers
from data.store.queries.policy import policy_version
from data.store.queries.undo import order_acts
from data.store.queries.whole import order_by_number
from data.store.tables.orders import SalesOrder
from data.store.unit import Writer
from data.store.writes import keep_undo

_NEAR = 5
_INTAKE = (OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED, OrderState.RETURNED)
_QUANTITIES_DECIDE = frozenset(
    {Verb.ALLOCATE, Verb.WITHDRAW_ALLOCATION, Verb.SHIP, Verb.DELIVER, Verb.CLOSE_LINE, Verb.REOPEN_LINE}
)
"""Verbs after which the quantities of the lines say in which state the order is."""

_ROOMS: tuple[type[Subject], ...] = (
    Intake,
    ReviewDesk,
    FollowUp,
    JointReview,
    Confirming,
    AllocationDesk,
    Tracking,
    Shipping,
    Settlement,
    Archive,
    Lines,
    Aftercare,
    HandOver,
)
"""The subjects that carry verbs out."""


class Doing(Subject):
    """Carrying verbs out."""

    @cached_property
    def _works(self) -> dict[Verb, Callable[[Move], Change]]:
        found: dict[Verb, Callable[[Move], Change]] = {}
        for room in _ROOMS:
            found |= room(self.context).works()
        return found

    def verbs(self) -> frozenset[Verb]:
        """Return the verbs that are carried out."""
        return frozenset(self._works)

    def do(
        self,
        number: str,
        verb: str,
        texts: Mapping[str, str] | None = None,
        *,
        note: str = "",
        version: int | None = None,
        files: Mapping[str, Source] | None = None,
    ) -> Done:
        """Carry out a verb on an order; see `Desk.do`."""
        if verb not in set(Verb):
            raise UnknownVerb(verb, (*Verb, UNDO))
        chosen = Verb(verb)
        context = self.context
        read_ahead(chosen, files or {})
        with context.writing() as tx:
            before = order_by_number(tx, number)
            if before is None:
                raise NotFound("order", number, near_numbers(tx, number, _NEAR))
            if version is not None and version != before.version:
                raise Stale(number, version, before.version, by=changed_by(tx, "order", before.number, version))
            policy = context.policy(tx)
            person = context.permit(tx, chosen, policy, number)
            see_nothing_masked(policy, chosen, texts or {}, context.sight_of(policy, person), before.number)
            barred = self._barred(tx, before, chosen, texts or {})
            alone = self._apart(tx, before, chosen, person, person.person, barred)
            targets(number, before.state, chosen)
            if before.on_hold and chosen not in WHILE_ON_HOLD:
                raise OnHold(number, chosen, before.hold_reason)
            at = context.clock()
            given = dict(texts or {})
            if note:
                given["note"] = note
            values = read_values(chosen, given, before.currency, office_day(policy, at), policy.zone)
            review = Review(str(values["review"])) if "review" in values else None
            move = Move(
                tx,
                before,
                chosen,
                policy,
                at,
                context.person,
                acting_role(chosen, person.roles, review),
                person,
                values,
                str(values.get("note", "")),
                files or {},
            )
            tx.remember()
            change = self._works[chosen](move)
            absent = person.behalf.get(change.role or move.role, "")
            self._apart(tx, before, chosen, person, absent, barred)
            see_within_limit(move, change.role or move.role, review_of(change, review))
            noted = {**person.noted(change.role or move.role), **({"alone": True} if alone else {})}
            if chosen in DECISIONS:
                noted["policy"] = policy_version(tx)
            return self._commit(tx, move, change, given, noted)

    @staticmethod
    def _barred(tx: Writer, order: Order, verb: Verb, texts: Mapping[str, str]) -> frozenset[str]:
        """Return for whom a verb is a decision on what they wrote themselves (P3)."""
        if verb not in DECIDING:
            return frozenset()
        of_line = verb is Verb.RELEASE_LINE  # of which line somebody spoke stands in what was recorded with the act
        events = order_events(tx, order.number) if of_line else order_acts(tx, order.number)
        return barred_from(verb, events, order.entered_by, texts.get("line", ""))

    def _apart(self, tx: Writer, order: Order, verb: Verb, person: Acting, whose: str, barred: frozenset[str]) -> bool:
        """Return whether somebody decides on an order of their own, as in a one-person office (P3).

        Args:
            tx: the transaction.
            order: as it was.
            verb: the decision.
            person: who acts.
            whose: in whose name: the person's own, or that of whoever is away.
            barred: who does not decide.

        Raises:
            SeparationOfDuties: that is not for them, because only people of the register act.
        """
        if whose not in barred:
            return False
        if person.named:
            others = person.others(permitted(self.context.policy(tx), verb))
            behalf = whose if whose != person.person else ""
            raise SeparationOfDuties(order.number, verb, tuple(code for code in others if code not in barred), behalf)
        return True

    def _commit(
        self, tx: Writer, move: Move, change: Change, given: Mapping[str, str], noted: Mapping[str, object]
    ) -> Done:
        """Bring the order's row up to date with its records, write the event, commit."""
        before, verb = move.order, move.verb
        read = order_by_number(tx, before.number)
        if read is None:
            raise NotFound("order", before.number)
        after = brought_up(read, move.policy, change, verb)
        check_move(before.number, before.state, verb, after.state)
        after = replace(after, version=before.version + 1)
        if not tx.update(SalesOrder, before.order_id, _columns(after, change), version=before.version):
            raise Stale(before.number, before.version, before.version + 1)
        event = tx.event(
            at=move.at,
            actor=move.person,
            role=change.role or move.role,
            verb=verb,
            subject="order",
            subject_key=before.number,
            from_state=before.state,
            to_state=after.state,
            payload={
                **({"note": move.note} if move.note else {}),
                **({"values": {name: text for name, text in given.items() if name != "note"}} if given else {}),
                **change.payload,
                **noted,
                "difference": difference(before, after),
                "version": after.version,
            },
        )
        keep_undo(tx, event, move.at)
        tx.commit()
        return Done(before.number, verb, event, after.version, before.state, after.state, after)


def brought_up(read: Order, policy: Policy, change: Change, verb: Verb) -> Order:
    """Return the order with everything that is derived from its records derived anew."""
    known: dict[str, Any] = {
        name: value for name, value in change.columns.items() if name in Order.__dataclass_fields__
    } | dict(change.shown)
    after = totalled(replace(read, **known))
    state = change.to or after.state
    if change.to is None and verb in _QUANTITIES_DECIDE:
        state = after_quantities(after.state, after.lines)
    return replace(
        after,
        state=state,
        delivery_state=delivery_state(after.lines) if after.lines else after.delivery_state,
        billing_state=billing_state(after.total, after.invoiced, after.paid, after.lines)
        if after.lines
        else after.billing_state,
        missing=missing(after, policy) if state in _INTAKE else (),
    )


_DERIVED = (
    "state", "delivery_state", "billing_state", "net", "tax", "discount", "total", "missing",
)  # fmt: skip


def _columns(after: Order, change: Change) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(after, name) for name in _DERIVED}
    found["missing"] = list(after.missing)
    return {**change.columns, **found}  # what is derived stands over what the verb thought it would be
