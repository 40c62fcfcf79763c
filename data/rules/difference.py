"""An order as a plain document, and the difference between two of them: what the record keeps of every act (P6, G3)."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from data.orders import Order

_LEFT_OUT = frozenset({"order_id", "line_id", "allocation_id", "version", "customer_id"})
"""Keys of the database, and the version that every act counts up: facts of the store, not of the order."""

BESIDE = frozenset({"customer_name", "reminded_at"})
"""The customer's name stands in the customer's file; a reminder goes out by rule, over many orders at once."""

GROWING = ("contacts.", "documents.")
"""A message that was sent adds a contact, and what went with it, to its order under an event of the message."""

_AS_THEY_ARE = (str, int, bool, int | None)
"""Types of fields whose values are plain already."""


class _Ways(dict[type, Callable[[Any], Any]]):
    """How values of each type become plain, worked out once per type: an import asks a hundred times per order."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        way = self[kind] = _way_of(kind)
        return way


_WAYS = _Ways()


def document(order: Order) -> dict[str, object]:
    """Return the order as nested mappings and lists of plain values, empty ones left out."""
    found: dict[str, object] = _WAYS[Order](order)
    return found


def _way_of(kind: type) -> Callable[[Any], Any]:
    if is_dataclass(kind):
        return _fields_of(kind)
    if issubclass(kind, tuple):
        return lambda values: [_WAYS[type(one)](one) for one in values]
    if issubclass(kind, Mapping):
        return lambda values: {str(name): _WAYS[type(one)](one) for name, one in values.items()}
    if issubclass(kind, StrEnum):
        return attrgetter("value")
    if issubclass(kind, date | datetime):
        return lambda value: value.isoformat()
    return lambda value: value


def _fields_of(kind: type) -> Callable[[Any], dict[str, object]]:
    """Return how a dataclass becomes a mapping: its fields in their order, without the empty ones."""
    kept = [field for field in fields(kind) if field.name not in _LEFT_OUT]
    names = tuple(field.name for field in kept)
    changing = tuple(field.name for field in kept if field.type not in _AS_THEY_ARE)
    values_of = attrgetter(*names)

    def plain(value: Any) -> dict[str, object]:
        # what is empty is false and yet no number; false and 0 are values
        found = {name: one for name, one in zip(names, values_of(value), strict=True) if one or one == 0}
        for name in changing:
            if name in found:
                one = found[name]
                found[name] = _WAYS[type(one)](one)
        return found

    return plain


def difference(before: Order, after: Order) -> dict[str, list[object]]:
    """Return what changed as `path → [before, after]`; lines are named by their numbers (`lines.2.quantity`)."""
    found: dict[str, list[object]] = {}
    _compare(document(before), document(after), "", found)
    return dict(sorted(found.items()))


def reverses(made: Mapping[str, object], told: Mapping[str, object] | None) -> bool:
    """Return whether a difference takes back the one that an act made; so it does where that is not known any more.

    What comes to an order beside the acts on it is left out: it may have come between the two.
    """
    if told is None:
        return True
    back = {path: pair[::-1] if isinstance(pair, list) else pair for path, pair in told.items()}
    return all(
        made.get(path) == back.get(path)
        for path in made.keys() | back.keys()
        if path.rpartition(".")[2] not in BESIDE and not path.startswith(GROWING)
    )


def _compare(old: object, new: object, path: str, found: dict[str, list[object]]) -> None:
    """Put what differs below a path into `found`; None is what is not there. What is equal is not looked into."""
    if old == new:
        return
    old_parts, new_parts = _parts(old, path), _parts(new, path)
    for name in {**old_parts, **new_parts}:
        _compare(old_parts.get(name), new_parts.get(name), f"{path}.{name}" if path else name, found)
    leaves = [None if isinstance(value, dict | list) else value for value in (old, new)]
    if leaves != [None, None]:
        found[path] = leaves


def _parts(value: object, path: str) -> dict[str, object]:
    """Return the parts of a mapping or a list by their names or numbers, nothing for a plain value."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list):
        return {}
    if path != "lines":
        return {str(place): one for place, one in enumerate(value, start=1)}
    return {str(one["line_no"]): one for one in value}
