"""Gathering how a customer stands with the office, for the sales manager's review (R5)."""

from dataclasses import replace
from datetime import date, datetime, time

from data.orders import Order
from data.rules.facts import Money
from data.rules.policy import Policy
from data.rules.standing import Standing, months_before, punctuality
from data.store.events import head
from data.store.queries.review_paper import SOLD
from data.store.queries.standing import bills_of, faults_of, payments_of, sold_of, turnover_of
from data.store.unit import Reader

_Moment = tuple[str, date, int, str]
_last: dict[_Moment, dict[int, Standing]] = {}


def standing_of(reader: Reader, order: Order, policy: Policy, today: date) -> Standing | None:
    """Return how the customer of an order stands without this order; None while the order has no customer.

    Whoever leafs through the orders of a customer asks for each of them; worked out anew once something has happened.
    """
    if order.customer_id is None:
        return None
    moment = (head(reader).hash, today, policy.standing.months, policy.office.zone)
    known = _last.get(moment)
    if known is None:
        known = {}
        _last.clear()
        _last[moment] = known
    if order.customer_id not in known:
        known[order.customer_id] = _read(reader, order.customer_id, policy, today)
    found = known[order.customer_id]
    return replace(found, orders=found.orders - 1) if order.state in SOLD else found


def _read(reader: Reader, customer_id: int, policy: Policy, today: date) -> Standing:
    months = policy.standing.months
    since = months_before(today, months)
    first, count = sold_of(reader, customer_id)
    bills = bills_of(reader, customer_id, since)
    paid, days_late, overdue = punctuality(bills, payments_of(reader, customer_id, since), since, today)
    begin = datetime.combine(since, time.min, policy.zone)
    return Standing(
        None if first is None else first.astimezone(policy.zone).date(),
        count,
        months,
        tuple(Money(amount, currency) for currency, amount in turnover_of(reader, customer_id, since)),
        paid,
        days_late,
        overdue,
        faults_of(reader, customer_id, begin),
    )
