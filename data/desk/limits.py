"""Up to which amount somebody approves orders (P1): as it is typed, kept, and asked before a decision."""

import re

from data.amounts import to_minor
from data.desk.move import Change, Move
from data.errors import BadValue, OverLimit
from data.rules.permissions import LIMITED, permitted, review_act
from data.rules.typed import number
from data.states import Review, Role
from data.store.queries.people import limit_keys
from data.store.tables.people import ApprovalLimitRow
from data.store.unit import Writer

Limits = list[list[str | int]]
"""Currencies with amounts in their minor units, as the record keeps them."""

_ONE = re.compile(r"(?:([A-Za-z]{3})\s*)?([\d.,'’\s]+?)(?:\s*([A-Za-z]{3}))?")


def read_limits(text: str) -> Limits:
    """Return the limits that a text names (`50000 CNY; 8000 USD`), in the order of their currencies; "" is none.

    Raises:
        BadValue: a part of it is no amount with its currency, or a currency is named twice.
    """
    found: dict[str, int] = {}
    for part in re.split(r"[;；\n]+", text):
        if not part.strip():
            continue
        read = _ONE.fullmatch(part.strip())
        currency = ((read[1] or read[3] or "") if read else "").upper()
        if read is None or not currency or (read[1] and read[3]) or currency in found:
            raise BadValue("limits", part.strip(), "no_limit")
        amount = number("limits", read[2].strip())
        try:
            found[currency] = to_minor(amount, currency)
        except OverflowError as error:
            raise BadValue("limits", part.strip(), "too_large") from error
    return [[currency, amount] for currency, amount in sorted(found.items())]


def set_limits(tx: Writer, person_id: int, limits: Limits) -> None:
    """Keep these limits of a person in the place of earlier ones."""
    for key in limit_keys(tx, person_id):
        tx.delete(ApprovalLimitRow, key)
    for currency, amount in limits:
        tx.insert(ApprovalLimitRow, {"person_id": person_id, "currency": currency, "amount": amount})


def review_of(change: Change, given: Review | None) -> Review | None:
    """Return which review a verb gave the opinion of, None where it gave none."""
    named = change.payload.get("review")
    return Review(named) if isinstance(named, str) else given


def see_within_limit(move: Move, role: Role, review: Review | None) -> None:
    """See that an order is not beyond what the person approves; who acts for somebody approves what they do.

    Raises:
        OverLimit: it is.
    """
    register, order = move.by.register, move.order
    if register is None or move.verb not in LIMITED:
        return
    one = register.find(move.by.behalf.get(role, move.person))
    if one is None or one.approves(order.total, order.currency):
        return
    wanted = permitted(move.policy, move.verb)
    if review is not None:
        wanted = tuple(role for role in permitted(move.policy, review_act(review)) if role in wanted)
    able = (register.find(code) for code in register.having(wanted))
    who = tuple(
        each.code
        for each in able
        if each is not None and each.code != move.person and each.approves(order.total, order.currency)
    )
    limit = dict(one.limits).get(order.currency)
    raise OverLimit(order.number, move.verb, order.total, limit, order.currency, who)
