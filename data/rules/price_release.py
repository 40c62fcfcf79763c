"""Prices below floor or cost that were released (E11, R3): read from the record, where taking back ends them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from data.rules.evidence import Released
from data.rules.undo import standing
from data.rules.workflow import Verb

if TYPE_CHECKING:
    from data.orders import Event
    from data.rules.checks_of_money import Cheap

RELEASED = "released"
"""Under this name the record keeps what was released."""


def release_payload(one: "Cheap", currency: str) -> dict[str, object]:
    """Return what the record keeps of a release: it holds for this line at this price alone."""
    line = one.line
    return {
        RELEASED: {"line": line.line_no, "product": line.product_code, "unit_price": one.price, "currency": currency}
    }


def releases(events: "Iterable[Event]") -> tuple[Released, ...]:
    """Return the releases of an order that stand; one of which the record is destroyed stands no more (D5).

    Args:
        events: the order's, first things first.
    """
    return tuple(_releases(events))


def _releases(events: "Iterable[Event]") -> Iterator[Released]:
    for event in standing(events):
        if event.verb != Verb.RELEASE_PRICE or event.payload is None:
            continue
        try:
            payload = json.loads(event.payload)
        except ValueError:
            continue
        found = payload.get(RELEASED) if isinstance(payload, Mapping) else None
        if not isinstance(found, Mapping):
            continue
        line, price = found.get("line"), found.get("unit_price")
        if isinstance(line, int) and isinstance(price, int):
            product, currency = str(found.get("product", "")), str(found.get("currency", ""))
            yield Released(line, product, price, currency, event.actor, str(payload.get("note", "")))
