"""What the record says an order is: its events carried out anew, to be set against the rows that stand beside it (P6).

Every act keeps the difference that it made, so the last value of each field can be told from the record alone. What it
cannot tell: what an act wrote whose payload was destroyed on approval (D5), and the few things that come to an order
without an act on it, which `difference.BESIDE` names.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from hashlib import sha256
from typing import Any, get_args, get_origin, get_type_hints

from data.orders import Order
from data.rules.difference import BESIDE, GROWING, document

_PAIR = 2
"""What was and what is."""

Path = str


class Told:
    """What the record tells of one order so far."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.values: dict[Path, object] = {}
        self.whole = False

    def hear(self, payload: Mapping[str, Any] | None) -> None:
        """Take in what one event of the order recorded; None is a payload that was destroyed."""
        if payload is None:
            self.values, self.whole = {}, False
            return
        stated = payload.get("order")
        if isinstance(stated, Mapping):
            self.values, self.whole = dict(leaves(stated)), True
        changed = payload.get("difference")
        if isinstance(changed, Mapping):
            for path, pair in changed.items():
                if isinstance(pair, list) and len(pair) == _PAIR:
                    self.values[str(path)] = pair[1]
        elif isinstance(payload.get("lines"), list):
            # rows added by a version that kept the lines and not what they made of the order
            self.values = {path: value for path, value in self.values.items() if path.startswith("lines.")}
            self.values |= dict(leaves({"lines": payload["lines"]}))
            self.whole = False

    def disagreements(self, order: Order) -> Iterator[tuple[Path, object, object]]:
        """Yield field, stored value and recorded value of all in which the order's rows are not as recorded."""
        found = dict(leaves(document(order)))
        for path in sorted(self.values.keys() | (found.keys() if self.whole else set())):
            if path.rpartition(".")[2] in BESIDE or (path.startswith(GROWING) and path not in self.values):
                continue
            stored, recorded = found.get(path), self.values.get(path)
            # a field that the program did not know when the act was recorded has what stands for nothing
            if stored != recorded and not (stored in (None, _nothing(path)) and recorded in (None, _nothing(path))):
                yield path, stored, recorded


PARTIES = ("customer", "product", "person", "work_centre", "supplier")
"""Kinds of files whose record says every field; each is the subject of its events and the name of its table."""

UNTOLD_COLUMNS = frozenset(
    {"id", "code", "version", "entered_at", "entered_by", "password_hash", "seal", "failures", "failed_at"}
)
"""Columns of such files that a record says nothing of where it says nothing of them."""


class ToldFile:
    """What the record tells of the file of a party, a person or a place so far."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._values: dict[str, object] = {}
        self._whole = True
        self.stands = False

    def hear(self, subject: str, payload: Mapping[str, Any] | None) -> None:
        """Take in what one event about it recorded; None is a payload that was destroyed."""
        if payload is None:
            self._values, self._whole, self.stands = {}, False, False
            return
        for part in (payload.get(subject), payload.get("values")):
            self._values |= part if isinstance(part, Mapping) else {}
        self.stands = self.stands or isinstance(payload.get(subject), Mapping)
        changed = payload.get("difference")
        self._values |= {name: pair[1] for name, pair in changed.items()} if isinstance(changed, Mapping) else {}
        for name in ("seal", "failures"):
            if name in payload:
                self._values[name] = payload[name]
        if "seal" in payload:
            self._values["failures"] = 0

    def values(self, columns: Iterable[str]) -> dict[str, object]:
        """Return field → what it has to be; a field of which a whole record says nothing has nothing, which is None."""
        return {**(dict.fromkeys(columns) if self._whole else {}), **self._values}


def refused_digest(rows: Iterable[Mapping[str, object]]) -> str:
    """Return what the event of an import keeps of the rows that it refused: one digest of all of them."""
    plain = [[str(row[name]) for name in ("sheet", "row", "cells", "problems")] for row in rows]
    return sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


UNTOLD: Mapping[str, str] = {
    "event_undo": "the steps that take an act back, kept for thirty days beside the record; what they do is recorded",
    "alembic_version": "which tables the desk has; their shape itself is checked",
}
"""Table → why the record does not say what stands in it."""


def leaves(value: object, path: Path = "") -> Iterator[tuple[Path, object]]:
    """Yield the plain values of a document by the paths under which differences name them."""
    parts: Iterable[tuple[str, object]]
    if isinstance(value, Mapping):
        parts = ((str(name), one) for name, one in value.items())
    elif isinstance(value, list):
        lines = path == "lines"
        parts = ((str(one["line_no"]) if lines else str(place), one) for place, one in enumerate(value, start=1))
    else:
        yield path, value
        return
    for name, one in parts:
        yield from leaves(one, f"{path}.{name}" if path else name)


def _nothing(path: Path) -> object:
    """Return the value that a field has where nothing was said of it."""
    return _nothing_of(tuple("0" if part.isdecimal() else part for part in path.split(".")))


@cache
def _nothing_of(parts: tuple[str, ...]) -> object:
    kind: Any = Order
    for name in parts[:-1]:
        if isinstance(kind, type) and is_dataclass(kind):
            kind = get_type_hints(kind).get(name)
        elif get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        else:
            return None
    if not is_dataclass(kind):
        return None
    default = next((field.default for field in fields(kind) if field.name == parts[-1]), None)
    return None if default is MISSING else getattr(default, "value", default)
