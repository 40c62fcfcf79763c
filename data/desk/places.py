"""Work centres and suppliers: where order lines can be allocated (A3, A6)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from data.amounts import scaled
from data.desk.subject import Subject
from data.errors import AlreadyExists, BadValue, NotFound, Stale, UnknownField
from data.rules.load import Source, still_to_make
from data.rules.permissions import DeskAct
from data.rules.roles import acting_role
from data.rules.typed import check_text, number
from data.rules.workflow import Verb
from data.states import SourceKind
from data.store.queries.desk import changed_by
from data.store.queries.load import placed
from data.store.queries.places import PLACE_TABLES, place_row, place_rows
from data.store.types import time_text
from data.store.unit import Reader, Writer

ENTER = "enter"
"""The verb under which a work centre or a supplier is entered."""
RETIRE = "retire"
"""The verb under which it is taken off the list."""
BRING_BACK = "bring_back"
"""The verb under which one that was taken off the list is put on it again."""

KINDS = (SourceKind.WORK_CENTRE, SourceKind.SUPPLIER)
"""The kinds of places; the stock is there by itself."""

PLACE_FIELDS: Mapping[SourceKind, tuple[str, ...]] = {
    SourceKind.WORK_CENTRE: ("name", "weekly_capacity", "note"),
    SourceKind.SUPPLIER: ("name", "lead_days", "contact", "phone", "email", "address", "note"),
}
"""Kind → what can be said of a place, beside its code."""

_MOST_DAYS = 9_999


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """A work centre or a supplier with everything on file about it.

    Attributes:
        weekly_capacity: a quantity scaled by a million; None where nobody has said.
        lead_days: calendar days until a supplier delivers; None where nobody has said.
        orders: how many orders have something there that is not finished.
        version: which goes up by one with each change (N3).
        retired_at: when it was taken off the list; None while it is on it.
    """

    kind: SourceKind
    code: str
    name: str
    weekly_capacity: int | None = None
    lead_days: int | None = None
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    note: str = ""
    orders: int = 0
    version: int = 1
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A place that is on the list now: the number of the event, and whether it came back that had been taken off."""

    event: int
    again: bool


@dataclass(frozen=True, slots=True)
class Retired:
    """A place that was taken off the list: the number of the event, and how many orders still have something there."""

    event: int
    orders: int


class Places(Subject):
    """The office's work centres and suppliers."""

    def all(self, *, retired: bool = False) -> tuple[PlaceFile, ...]:
        """Return all work centres, then all suppliers, in the order of their codes.

        Args:
            retired: also those that were taken off the list.
        """
        with self.context.store.reading() as reader:
            orders = _orders_at(reader)
            rows = ((kind, row) for kind in KINDS for row in place_rows(reader, kind))
            return tuple(_file(kind, row, orders) for kind, row in rows if retired or row["retired_at"] is None)

    def get(self, kind: SourceKind, code: str) -> PlaceFile:
        """Return one that is on the list.

        Raises:
            NotFound: there is none of this code; `near` names those that there are.
        """
        with self.context.store.reading() as reader:
            return _file(kind, _known(reader, kind, code), _orders_at(reader))

    def enter(self, kind: SourceKind, code: str, texts: Mapping[str, str]) -> Entered:
        """Enter a place with its fields as they are typed.

        The code of one that was taken off the list brings that one back; what is not said of it stays as it was.

        Raises:
            AlreadyExists: the code is taken by one on the list. UnknownField: there is no such field.
            BadValue: a text cannot be read.
        """
        return self._enter(kind, code, _values(kind, texts))

    def enter_work_centre(self, code: str, name: str, *, weekly_capacity: int = 0, note: str = "") -> int:
        """Enter a work centre and return the number of the event.

        Args:
            code: by which allocations name it; unique.
            name: as people call it.
            weekly_capacity: what it finishes in a week, a quantity scaled by a million (A3).
            note: anything else.

        Raises:
            AlreadyExists: the code is taken. BadValue: code or name is empty or unreadable, or a number is negative.
        """
        values: dict[str, object] = {"name": name, "weekly_capacity": weekly_capacity, "note": note}
        return self._enter(SourceKind.WORK_CENTRE, code, values).event

    def enter_supplier(
        self,
        code: str,
        name: str,
        *,
        contact: str = "",
        phone: str = "",
        email: str = "",
        address: str = "",
        lead_days: int | None = None,
        note: str = "",
    ) -> int:
        """Enter a supplier and return the number of the event; `lead_days` are calendar days.

        Raises:
            AlreadyExists: the code is taken. BadValue: code or name is empty or unreadable, or a number is negative.
        """
        texts = {"name": name, "contact": contact, "phone": phone, "email": email, "address": address, "note": note}
        return self._enter(SourceKind.SUPPLIER, code, {**texts, "lead_days": lead_days}).event

    def edit(self, kind: SourceKind, code: str, texts: Mapping[str, str], *, version: int | None = None) -> int | None:
        """Change fields of a place, as they are typed; return the number of the event, None where nothing differs.

        Args:
            kind: of the place.
            code: of the place.
            texts: field → text.
            version: of the place as it was read; None takes it as it is.

        Raises:
            NotFound: there is none of this code. UnknownField, BadValue: as `enter`.
            Stale: it was changed since it was read, and by whom (N3).
        """
        values = _values(kind, texts)
        with self.context.writing() as tx:
            self.context.permit(tx, DeskAct.PLACES)
            row = _known(tx, kind, code)
            if version is not None and version != row["version"]:
                by = changed_by(tx, kind.value, row["code"], version)
                raise Stale(str(row["code"]), version, int(row["version"]), kind.value, by)
            changed = {name: value for name, value in _checked(values).items() if row[name] != value}
            if not changed:
                return None
            tx.update(PLACE_TABLES[kind], row["id"], changed, version=row["version"])
            before = {name: row[name] for name in changed}
            event = self._event(Verb.EDIT, tx, kind, row["code"], {"before": before, kind.value: changed})
            tx.commit()
        return event

    def retire(self, kind: SourceKind, code: str, note: str = "") -> Retired:
        """Take a place off the list: nothing more is placed there; what stands there is finished or withdrawn.

        Its file is kept, for what was placed there before names it; its code stays taken, and `enter` brings it back.

        Raises:
            NotFound: there is none of this code. BadValue: the note cannot be kept.
        """
        check_text("note", note)
        with self.context.writing() as tx:
            self.context.permit(tx, DeskAct.PLACES)
            row = _known(tx, kind, code)
            orders = _orders_at(tx).get((kind, row["code"]), 0)
            at = self.context.clock()
            tx.update(PLACE_TABLES[kind], row["id"], {"retired_at": at}, version=row["version"])
            filed = {name: row[name] for name in PLACE_FIELDS[kind] if row[name] not in ("", None)}
            payload: dict[str, object] = {kind.value: {"code": row["code"], **filed, "retired_at": time_text(at)}}
            if note.strip():
                payload["note"] = note.strip()
            event = self._event(RETIRE, tx, kind, row["code"], payload)
            tx.commit()
        return Retired(event, orders)

    def _enter(self, kind: SourceKind, code: str, values: Mapping[str, object]) -> Entered:
        """Write the row and its event in one transaction."""
        given = _checked({"code": code, **values}, needed=("code", "name"))
        plain = str(given["code"])
        with self.context.writing() as tx:
            self.context.permit(tx, DeskAct.PLACES)
            row = place_row(tx, kind, plain)
            if row is None:
                tx.insert(PLACE_TABLES[kind], given)
                filed = {name: value for name, value in given.items() if value not in ("", None)}
                event = self._event(ENTER, tx, kind, plain, {kind.value: filed})
            elif row["retired_at"] is None:
                raise AlreadyExists(kind.value, plain)
            else:
                changed = {name: value for name, value in given.items() if row[name] != value}
                back = {**changed, "retired_at": None}
                tx.update(PLACE_TABLES[kind], row["id"], back, version=row["version"])
                before = {**{name: row[name] for name in changed}, "retired_at": time_text(row["retired_at"])}
                event = self._event(BRING_BACK, tx, kind, plain, {"before": before, kind.value: back})
            tx.commit()
        return Entered(event, again=row is not None)

    def _event(self, verb: str, tx: Writer, kind: SourceKind, code: str, payload: Mapping[str, object]) -> int:
        context = self.context
        person = context.acting(tx)
        role = acting_role(Verb.ALLOCATE, person.roles)
        row = place_row(tx, kind, code)
        version = {} if row is None else {"version": row["version"]}
        return tx.event(
            at=context.clock(),
            actor=context.person,
            role=role,
            verb=verb,
            subject=kind.value,
            subject_key=code,
            payload={**payload, **person.noted(role), **version},
        )


def _known(reader: Reader, kind: SourceKind, code: str) -> Mapping[str, Any]:
    row = place_row(reader, kind, code.strip())
    if row is None or row["retired_at"] is not None:
        there = (one for one in place_rows(reader, kind) if one["retired_at"] is None)
        raise NotFound(kind.value, code.strip(), tuple(str(one["code"]) for one in there))
    return row


def _orders_at(reader: Reader) -> dict[Source, int]:
    """Return place → how many orders have something there that is not finished."""
    found: dict[Source, set[str]] = defaultdict(set)
    for one, left in still_to_make(placed(reader)):
        if left:
            found[one.source].add(one.number)
    return {source: len(numbers) for source, numbers in found.items()}


def _file(kind: SourceKind, row: Mapping[str, object], orders: Mapping[Source, int]) -> PlaceFile:
    known = {field.name for field in fields(PlaceFile)}
    values = {name: value for name, value in row.items() if name in known}
    values["weekly_capacity"] = values.get("weekly_capacity") or None
    return PlaceFile(kind=kind, orders=orders.get((kind, str(row["code"])), 0), **values)  # type: ignore[arg-type]


def _values(kind: SourceKind, texts: Mapping[str, str]) -> dict[str, object]:
    """Return the values of typed fields; an empty number is one that nobody knows."""
    found: dict[str, object] = {}
    for name, text in texts.items():
        if name not in PLACE_FIELDS[kind]:
            raise UnknownField(Verb.EDIT, name, PLACE_FIELDS[kind])
        check_text(name, text)
        plain = text.strip()
        if name == "weekly_capacity":
            found[name] = _capacity(name, plain) if plain else 0
        elif name == "lead_days":
            found[name] = _days(name, plain) if plain else None
        else:
            found[name] = plain
    return found


def _capacity(name: str, text: str) -> int:
    value = number(name, text)
    if value < 0:
        raise BadValue(name, text, "negative")
    try:
        return scaled(value)
    except OverflowError as error:
        raise BadValue(name, text, "too_large") from error


def _days(name: str, text: str) -> int:
    value = number(name, text)
    if value < 0:
        raise BadValue(name, text, "negative")
    if value != int(value):
        raise BadValue(name, text, "not_a_number")
    if value > _MOST_DAYS:
        raise BadValue(name, text, "too_large")
    return int(value)


def _checked(values: Mapping[str, object], needed: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the values without spaces around them; a place has a code and a name, and no number below zero."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, str):
            check_text(name, value)
            found[name] = value.strip()
        else:
            found[name] = value
        if isinstance(value, int) and value < 0:
            raise BadValue(name, str(value), "negative")
    for name in ("code", "name"):
        if (name in needed or name in found) and not found.get(name):
            raise BadValue(name, str(values.get(name, "")), "missing")
    return found
