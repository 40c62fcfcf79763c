"""Random histories: whatever is tried in whatever order, states, quantities, money and the record agree."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from data.desk.soundness import differences
from data.errors import Refusal
from data.rules.progress import disagreement
from data.rules.verbs import FIELDS, LINE_FIELDS, ORDER_FIELDS, Field, FieldType
from data.rules.workflow import Verb
from data.states import BillingState, OrderState
from tests.desk.office import LIFE, Office, paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.orders import Order

_SILLY: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.TEXT: ("W1", "S1", "某某", "[/b]\x1b", " ", "IN-1"),
    FieldType.DATE: ("today", "+3d", "2026-03-01", "2026-02-30", "fri", "9999-12-31", "0001-01-01", "soon"),
    FieldType.TIME: ("2026-03-01T08:00", "0001-01-01T00:00", "9999-12-31T23:59", "noon"),
    FieldType.INTEGER: ("1", "0", "2", "99", "-1", "x"),
    FieldType.QUANTITY: ("1", "7.5", "0", "-3", "1e30", "0.0000001", "1e999999", "x"),
    FieldType.QUANTITIES: ("1:1", "1:2,2:1", "2:0.5", "1:10", "1:-1", "9:1", "1:1e30", "1:1,1:1", "x", "3:1"),
    FieldType.SCHEDULE: ("+3d:5,+9d:5", "+3d:3", "x", "fri:10", "+1d:0"),
    FieldType.AMOUNT: ("10", "0.01", "100", "425", "1e30", "-1", "x", "0"),
    FieldType.LINE: ("1", "2", "3", "9", "x"),
    FieldType.YES: ("yes", "no", "settled"),
    FieldType.FILE: ("receipt.pdf",),
    FieldType.LONG: ("", "one\ntwo", "x" * 300),
    FieldType.MEASURES: ("second shift | Li | 12-08", "nothing", " | | "),
}

_WAYS: Mapping[Verb, Mapping[str, str]] = dict(LIFE)


def _text(chance: random.Random, field: Field) -> str:
    if field.type is FieldType.CHOICE:
        return chance.choice((*field.choices, "bogus")) if field.choices else chance.choice(("net", "gross", "goods"))
    return chance.choice(_SILLY[field.type])


def _edit(chance: random.Random) -> dict[str, str]:
    texts = {}
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.3:
            name = chance.choice([one for one in ORDER_FIELDS if one != "customer"])
            texts[name] = _text(chance, Field(name, ORDER_FIELDS[name]))
        else:
            name = chance.choice(list(LINE_FIELDS))
            texts[f"line.{chance.choice((1, 2, 3, 3, 9))}.{name}"] = _text(chance, Field(name, LINE_FIELDS[name]))
    return texts


def _texts(chance: random.Random, verb: Verb) -> dict[str, str]:
    if chance.random() < 0.5:
        found = dict(_WAYS.get(verb, {}))
        found.pop("review", None)
    else:
        found = {}
    if verb is Verb.EDIT:
        found |= _edit(chance)
    for field in FIELDS[verb]:
        wanted = chance.random() < (0.9 if field.required else 0.25)
        if wanted and field.name not in ("*", "note", *found):
            found[field.name] = _text(chance, field)
    if chance.random() < 0.9:
        found["note"] = "because"
    return found


def _agrees(order: Order) -> None:
    assert list(differences(order, {})) == []
    assert disagreement(order.state, order.lines, order.billing_state) == ""
    assert order.paid <= order.invoiced <= max(0, order.total)
    assert sum(one.total for one in order.invoices) == order.invoiced
    assert all(one.net + one.tax == one.total for one in order.invoices)
    if (
        order.billing_state is BillingState.PAID
        and order.invoices
        and not any(line.closed_short for line in order.lines)
    ):
        assert sum(one.tax for one in order.invoices) == order.tax


def _step(office: Office, chance: random.Random, before: Order) -> Order:
    """Try something on an order and see that it was done wholly or not at all."""
    number, events = before.number, office.events()
    possible = office.desk.orders.verbs(before)
    onward = [verb for verb in possible if verb in _WAYS]
    if before.on_hold and chance.random() < 0.5:
        verb, texts = Verb.RELEASE, {}
    elif onward and chance.random() < 0.6:
        verb = onward[0] if chance.random() < 0.7 else chance.choice(onward)
        texts = dict(_WAYS[verb])
        waiting = [one.review.value for one in before.opinions if one.at is None and one.round == before.review_round]
        if verb is Verb.PASS and waiting:
            texts["review"] = waiting[0]
    else:
        verb = chance.choice(possible) if possible and chance.random() < 0.9 else chance.choice(list(Verb))
        texts = _texts(chance, verb)
    version = before.version if chance.random() < 0.95 else before.version - 1
    try:
        done = office.desk.do(number, verb, texts, version=version, files={"file": paper()})
    except Refusal:
        assert office.order(number) == before
        assert office.events() == events
        return before
    after = office.order(number)
    assert done.order == after
    assert (done.version, done.event, office.events()) == (before.version + 1, events + 1, events + 1)
    assert (after.version, done.from_state, done.to_state) == (done.version, before.state, after.state)
    _agrees(after)
    return after


_LAST = (OrderState.ARCHIVED, OrderState.CANCELLED)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_histories_stay_sound_and_come_to_an_end(office: Office, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - has to be repeatable, not secret
    office.policy(("over_tolerance = 0.0 ", "over_tolerance = 0.2 "))
    taxed = {"line.1.tax_rate": "13%", "discount_rate": "5%", "freight": "30", "rounding_off": "0.7"}
    gross = {"price_basis": "gross", "line.2.stated_total": "99.99", "line.2.tax_rate": "0.13"}
    orders = [
        office.order(office.new()),
        office.order(office.at(OrderState.IN_REVIEW, **gross)),
        office.order(office.at(OrderState.APPROVED, **taxed)),
        office.order(office.at(OrderState.IN_PROGRESS, **taxed)),
        office.order(office.at(OrderState.READY, **gross)),
    ]
    seen = {order.state for order in orders}
    for step in range(200):
        place = step % len(orders)
        orders[place] = _step(office, chance, orders[place])
        seen.add(orders[place].state)
        if orders[place].state in _LAST:
            orders[place] = office.order(
                office.at(chance.choice((OrderState.RECEIVED, OrderState.IN_PROGRESS)), **taxed)
            )
        office.clock.pass_(minutes=chance.randint(1, 600))
    for begun in orders:
        order, left = begun, 40
        while order.state not in _LAST:
            order, left = office.onward(order), left - 1
            _agrees(order)
            seen.add(order.state)
            assert left
    assert len(seen) > 12
    office.sound()
