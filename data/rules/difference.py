"""An order as a plain document, and the difference between two of them: what the record keeps of every act (P6, G3)."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum

from data.orders import Order

_LEFT_OUT = frozenset({"order_id", "line_id", "allocation_id", "version", "customer_id"})
"""Keys of the database, and the version that every act counts up: facts of the store, not of the order."""


def document(order: Order) -> dict[str, object]:
    """Return the order as nested mappings and lists of plain values, empty ones left out."""
    found = _plain(order)
    return found if isinstance(found, dict) else {}


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {
            field.name: plain
            for field in fields(value)
            if field.name not in _LEFT_OUT and (plain := _plain(getattr(value, field.name))) not in (None, "", {}, [])
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


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
