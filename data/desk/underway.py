"""How orders under way are doing: progress, outlook, check-ins, exceptions, customers to be told (T1 to T5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from data.desk.subject import Subject
from data.orders import OrderRow
from data.rules.policy import Policy
from data.rules.promise import customer_to_be_told, finished_share, next_check_in, outlook, slack
from data.rules.rooms import DELIVERING, ROOM_STATES
from data.rules.underway import CHECKED, Concern, TrackedRow, next_step
from data.rules.workflow import Stage
from data.rules.worktime import office_day
from data.store.queries.underway import Facts, facts_in, facts_of, keys_of

_ROW = tuple(field.name for field in fields(OrderRow))
_OPEN = ROOM_STATES[Stage.TRACKING]


class Underway(Subject):
    """What the tracking room wants to know beyond the list."""

    def rows(self, rows: Sequence[OrderRow]) -> tuple[TrackedRow, ...]:
        """Return the rows of a list with how each order is doing; an order that is gone meanwhile is left out."""
        context = self.context
        with context.store.reading() as reader:
            policy = context.policy(reader)
            facts = facts_of(reader, [row.order_id for row in rows])
        today = context.today(policy)
        return tuple(
            TrackedRow(
                **{name: getattr(row, name) for name in _ROW},
                **_doing(facts[row.order_id], policy, today, on_hold=row.on_hold),
            )
            for row in rows
            if row.order_id in facts
        )

    def concerns(self, numbers: Collection[str] | None = None) -> Mapping[str, Concern]:
        """Return the orders under way that ask for somebody today, by their numbers, in the order of their keys.

        Args:
            numbers: only of these orders, after they were changed; None is all that are under way.
        """
        context = self.context
        with context.store.reading() as reader:
            policy = context.policy(reader)
            named = None if numbers is None else keys_of(reader, numbers, _OPEN)
            facts = facts_in(reader, _OPEN) if named is None else facts_of(reader, named)
        today = context.today(policy)
        found = {}
        for _key, one in sorted(facts.items()):
            concern = _concern(one, policy, today)
            if concern != Concern():
                found[one.number] = concern
        return found


def _concern(facts: Facts, policy: Policy, today: date) -> Concern:
    doing = _doing(facts, policy, today, on_hold=False)
    check_in: date | None = doing["check_in"]
    return Concern(
        check_in=check_in if check_in is not None and check_in <= today else None,
        exceptions=doing["exceptions"],
        tell=doing["tell"],
        risk=doing["slack"] is not None and doing["slack"] < 0,
    )


def _doing(facts: Facts, policy: Policy, today: date, *, on_hold: bool) -> dict[str, Any]:
    """Return what `TrackedRow` has beyond a row of every list."""

    def day(at: datetime | None) -> date | None:
        return office_day(policy, at) if at is not None else None

    every = policy.tracking.check_in_days
    share = finished_share(facts.quantities)
    started = day(facts.started)
    view = outlook(share, started, facts.planned, today)
    left = slack(facts.due, view.finish, today) if facts.state in DELIVERING else None
    told = day(facts.told)
    newest = max(facts.raised, default=None)
    return {
        "started": started,
        "share": share,
        "outlook": view,
        "slack": left,
        "check_in": next_check_in(facts.next_due, office_day(policy, facts.placed), every)
        if facts.state in CHECKED
        else None,
        "exceptions": len(facts.raised),
        "tell": customer_to_be_told(left=left, raised=day(newest), told=told, today=today, every=every),
        "told": told,
        "places": facts.places,
        "next": next_step(
            facts.state,
            on_hold=on_hold,
            share=share,
            total=facts.total,
            invoiced=facts.invoiced,
            paid=facts.paid,
        ),
    }
