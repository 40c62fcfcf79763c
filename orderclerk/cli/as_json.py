"""Orders as scripts read them: amounts and quantities as decimal texts, dates in ISO 8601 (design, section 6).

Fields may be added here, never renamed.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from data.amounts import MASK, Hidden, from_minor, unscaled
from data.desk.desk import Desk
from data.orders import (
    Allocation,
    Event,
    Invoice,
    Moved,
    Order,
    OrderLine,
    OrderRow,
    ProgressReport,
    Receipt,
    ScheduleLine,
)
from data.rules.checks import Check
from data.rules.facts import Amount, Cost, Margin, Money, Price, Rate, Spot, Term, Value
from data.rules.required import missing_lines
from data.words.follow_up import late_counts

_MONEY: Mapping[type, frozenset[str]] = {
    Order: frozenset(
        {"discount", "rounding_off", "freight", "net", "tax", "total", "stated_total", "invoiced", "paid"}
    ),
    OrderRow: frozenset({"total"}),
    OrderLine: frozenset({"stated_total", "net", "tax", "total"}),
    Invoice: frozenset({"net", "tax", "total"}),
    Receipt: frozenset({"amount"}),
    Moved: frozenset({"amount"}),
}
"""What is money, in minor units of the order's currency."""

_SCALED: Mapping[type, frozenset[str]] = {
    Order: frozenset({"discount_rate"}),
    OrderLine: frozenset(
        {
            "quantity", "second_quantity", "unit_price", "discount_rate", "tax_rate", "closed_short", "allocated",
            "finished", "shipped", "delivered", "invoiced",
        }
    ),
    ScheduleLine: frozenset({"quantity"}),
    Allocation: frozenset({"quantity"}),
    ProgressReport: frozenset({"quantity"}),
    Moved: frozenset({"quantity"}),
}  # fmt: skip
"""What is scaled by a million: quantities, unit prices, rates."""

_INSIDE = frozenset(
    {"order_id", "line_id", "customer_id", "customer_code", "customer_name", "allocation_id", "meeting_id"}
)
"""Keys of the database, and what is told in another shape."""


def is_masked(value: Any) -> bool:
    """Whether something stands in the place of what is not for this person (P5); in JSON it is null, with `masked`."""
    return isinstance(value, Hidden) or (isinstance(value, str) and value == MASK)


def jsonable(value: Any, currency: str) -> Any:
    """Return a value of the desk as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        money, scaled = _MONEY.get(kind, frozenset()), _SCALED.get(kind, frozenset())
        found: dict[str, Any] = {}
        for field in fields(value):
            if field.name in _INSIDE:
                continue
            part = getattr(value, field.name)
            if is_masked(part):
                found[field.name] = None
                found["masked"] = True
            elif part is not None and field.name in money:
                found[field.name] = format(from_minor(part, currency), "f")
            elif part is not None and field.name in scaled:
                found[field.name] = format(unscaled(part), "f")
            else:
                found[field.name] = jsonable(part, currency)
        return found
    if is_masked(value):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): jsonable(part, currency) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [jsonable(part, currency) for part in value]
    return value


def row(found: OrderRow) -> dict[str, Any]:
    """Return an order of a list."""
    customer = {"code": found.customer_code, "name": found.customer_name}
    return {**jsonable(found, found.currency), "customer": customer}


def whole(desk: Desk, order: Order) -> dict[str, Any]:
    """Return an order with everything on record about it, and what may be done with it now."""
    body = jsonable(order, order.currency)
    for line, stated in zip(body["lines"], order.lines, strict=True):
        line["open_quantity"] = format(unscaled(stated.wanted - stated.shipped), "f")
    return {
        **body,
        "customer": {"code": order.customer_code, "name": order.customer_name} if order.customer_code else None,
        "missing_lines": {element: list(missing_lines(order, element)) for element in order.missing},
        "verbs": [verb.value for verb in desk.orders.verbs(order)],
        "checks": [check(one) for one in desk.intake.checks(order.number)],
        "late_opinions": dict(late_counts(order, desk.context.clock())),
        "joint_reviews": jsonable(desk.joint.sheets(order.number), order.currency),
        "agreement": jsonable(desk.confirming.agreement(order.number), order.currency),
        "events": [event(one) for one in desk.orders.history(order.number)],
    }


def check(one: Check) -> dict[str, Any]:
    """Return one check of an order with what it found: as facts, which are the same in every language."""
    return {
        "name": one.name,
        "grade": one.grade.value,
        "clause": one.clause,
        "lines": list(one.lines),
        "facts": [
            {"code": found.kind, "lines": list(found.lines), **{name: _value(value) for name, value in found.values}}
            for found in one.evidence
        ],
        "see": None if one.see is None else jsonable(one.see, ""),
    }


def _value(value: Value) -> Any:
    """Return a value of a fact as JSON has it."""
    match value:
        case Money(minor, currency):
            return {"amount": format(from_minor(minor, currency), "f"), "currency": currency}
        case Price(price, currency):
            return {"unit_price": format(unscaled(price), "f"), "currency": currency}
        case Cost(cost, currency):
            return {"unit_cost": format(unscaled(cost), "f"), "currency": currency}
        case Margin(ppm):
            return format(unscaled(ppm), "f")
        case Amount(quantity, unit):
            return {"quantity": format(unscaled(quantity), "f"), "unit": unit}
        case Rate(ppm):
            return format(unscaled(ppm), "f")
        case Spot(name):
            return name
        case Term(_kind, code):
            return code
    return value.isoformat() if isinstance(value, date) else value


def event(one: Event) -> dict[str, Any]:
    """Return one event of an order's history; `payload` is None where it has been destroyed (D5)."""
    payload = None if one.payload is None else json.loads(one.payload)
    note = payload.get("note", "") if isinstance(payload, dict) else ""
    masked = {"masked": True} if one.payload is not None and MASK in one.payload else {}
    return {
        "seq": one.seq,
        "at": one.at.isoformat(),
        "actor": one.actor,
        "role": one.role,
        "verb": one.verb,
        "from": one.from_state,
        "to": one.to_state,
        "note": note,
        "payload": jsonable(payload, ""),
        "hash": one.hash,
        **masked,
    }
