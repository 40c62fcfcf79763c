"""The milestones of an order, the same in the tracking room and in the dossier."""

from dataclasses import replace

from data.orders import Order
from data.rules.underway import TrackedRow
from widgets.badge import Moment
from widgets.timeline import Milestone, order_milestones

_WAY = ("received", "decided", "confirmed", "work started", "finished", "shipped", "delivered", "closed")
"""The milestones of `order_milestones`, in the order in which they follow each other."""


def milestones(order: Order, row: TrackedRow | None, moment: Moment) -> tuple[Milestone, ...]:
    """Return the milestones of an order, with the day on which work began and that on which it will be finished."""
    found = {one.title: one for one in order_milestones(order, moment.zone)}
    if row is not None:
        # nobody may have planned the work or its end, and still they are known or expected
        for title, actual, forecast in (("work started", row.started, None), ("finished", None, row.outlook.finish)):
            one = found.get(title, Milestone(title))
            if one.actual is None and (actual or forecast):
                found[title] = replace(one, actual=actual, forecast=forecast)
    return tuple(sorted(found.values(), key=lambda one: _WAY.index(one.title)))
