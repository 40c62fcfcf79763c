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

_AS_THEY_ARE = frozenset({str, int, bool})


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
    names = tuple(field.name for field in fields(kind) if field.name not in _LEFT_OUT)
    values_of = attrgetter(*names)

    def plain(value: Any) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, one in zip(names, values_of(value), strict=True):
            own = type(one)
            if own in _AS_THEY_ARE:
                if one != "":
                    found[name] = one
            elif one:
                found[name] = _WAYS[own](one)
        return found

    return plain


def difference(before: Order, after: Order) -> dict[str, list[object]]:
    """Return what changed as `path → [before, after]`; lines are named by their numbers (`lines.2.quantity`)."""
    old, new = _flat(document(before)), _flat(document(after))
    return {
        path: [old.get(path), new.get(path)]
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    }


def _flat(value: object, path: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    if isinstance(value, dict):
        for name, one in value.items():
            found |= _flat(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, one in enumerate(value, start=1):
            number = one.get("line_no", place) if path == "lines" and isinstance(one, dict) else place
            found |= _flat(one, f"{path}.{number}")
    else:
        found[path] = value
    return found
