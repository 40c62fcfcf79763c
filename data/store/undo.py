"""What takes a verb back: the steps that its writes leave behind, kept beside its event for a while.

They are no part of the record: the chain does not cover them, and nothing is lost but comfort when they go.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from data.store.schema import HEAD
from data.store.sqlite import Unreadable
from data.store.tables.base import table
from data.store.tables.events import NumberSeries
from data.store.tables.files import StoredFile
from data.store.types import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from data.store.bulk import Shape

    Key = int | str
    Moved = dict[tuple[str, Key], Key]
    """Table and key of a row that had to come back under another key, and that key."""

SHARED = frozenset({table(NumberSeries).name, table(StoredFile).name, "message"})
"""What taking back leaves: a number that was given is never given again, files stay, and messages, which may have left
the office by then; one that the order has gone past is not sent any more (`data.rules.outbox`)."""

_NO_ACT = SHARED | {
    "delegation", "desk_fact", "event_payload", "event_undo", "events", "person", "policy_version"
}  # fmt: skip
"""Tables that no act on an order writes, or that stay as they are when one is taken back."""


@dataclass(frozen=True, slots=True)
class Step:
    """How one write on one row is taken back.

    Attributes:
        table: the row's.
        key: the row's.
        wrote: what was done to it: `insert`, `update` or `delete`.
        before: the columns that were changed, or the whole row that went, as the database has them.
    """

    table: str
    key: Key
    wrote: str
    before: Mapping[str, Any] = field(default_factory=dict)


class Memory:
    """Looks at each write before it is made, and remembers how it is taken back."""

    def __init__(self, connection: Connection) -> None:
        """Remember nothing yet."""
        self._connection = connection
        self.steps: list[Step] = []

    def inserted(self, form: Shape, key: Key) -> None:
        """Remember that a row was added."""
        self._add(Step(form.table, key, "insert"))

    def updating(self, form: Shape, key: Key, values: Mapping[str, Any]) -> None:
        """Remember what a row has in the columns that are about to change; what stays as it is needs no step."""
        row = self._row(form, key, list(values))
        before = {name: row[name] for name in row if row[name] != values[name]}
        if before:
            self._add(Step(form.table, key, "update", before))

    def deleting(self, form: Shape, key: Key) -> None:
        """Remember a row that is about to go."""
        row = self._row(form, key, list(form.columns))
        if row:
            self._add(Step(form.table, key, "delete", row))

    def _add(self, step: Step) -> None:
        if step.table not in SHARED:
            self.steps.append(step)

    def _row(self, form: Shape, key: Key, names: Sequence[str]) -> dict[str, Any]:
        if not names:
            return {}
        listed = ", ".join(f'"{name}"' for name in names)
        sql = f'SELECT {listed} FROM "{form.table}" WHERE "{form.key}" = ?'
        row = self._connection.exec_driver_sql(sql, (key,)).one_or_none()
        return {} if row is None else dict(zip(names, row, strict=True))


def written(steps: Iterable[Step]) -> str:
    """Return steps as they are kept, with the revision of the tables that they were made for."""
    kept = [[step.wrote, step.table, step.key, dict(step.before)] for step in steps]
    return canonical_json({"revision": HEAD, "steps": kept})


def read(body: str) -> tuple[Step, ...] | None:
    """Return steps that were kept; None where they are of tables of another revision, which they may not fit.

    Raises:
        Unreadable: they are not as they were written: another tool was at them.
    """
    from data.store.tables.registry import metadata

    try:
        found = json.loads(body)
        if found["revision"] != HEAD:
            return None
        steps = tuple(Step(name, key, wrote, dict(before)) for wrote, name, key, before in found["steps"])
        fitting = all(
            step.table not in _NO_ACT and step.before.keys() <= set(metadata.tables[step.table].columns.keys())
            for step in steps
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"event_undo: {error}") from error
    if not fitting:
        raise Unreadable("event_undo")
    return steps


def take_back(connection: Connection, steps: Sequence[Step]) -> Moved:
    """Take the last write back first; return which rows came back under another key, because theirs was taken."""
    moved: Moved = {}
    for step in reversed(steps):
        _take_back(connection, _rekeyed(step, moved), moved)
    return moved


def rekeyed(steps: Iterable[Step], moved: Moved) -> tuple[Step, ...]:
    """Return earlier steps as they are right after rows came back under other keys."""
    return tuple(_rekeyed(step, moved) for step in steps)


def _take_back(connection: Connection, step: Step, moved: Moved) -> None:
    own = key_of(step.table)
    where = f'WHERE "{own}" = ?'
    if step.wrote == "insert":
        connection.exec_driver_sql(f'DELETE FROM "{step.table}" {where}', (step.key,))
    elif step.wrote == "update":
        parts = ", ".join(f'"{name}" = ?' for name in step.before)
        connection.exec_driver_sql(f'UPDATE "{step.table}" SET {parts} {where}', (*step.before.values(), step.key))
    else:
        row = dict(step.before)
        if connection.exec_driver_sql(f'SELECT 1 FROM "{step.table}" {where}', (step.key,)).first() is not None:
            del row[own]
        listed = ", ".join(f'"{name}"' for name in row)
        sql = f'INSERT INTO "{step.table}" ({listed}) VALUES ({", ".join("?" * len(row))})'
        made = connection.exec_driver_sql(sql, tuple(row.values()))
        if own not in row:
            # SQLite gives the highest key again once its row is gone, so somebody's new row may have it by now
            moved[step.table, step.key] = int(made.lastrowid)


def _rekeyed(step: Step, moved: Moved) -> Step:
    if not moved:
        return step
    targets = _targets(step.table)
    before = {
        name: moved.get((targets[name], value), value) if name in targets and value is not None else value
        for name, value in step.before.items()
    }
    return replace(step, key=moved.get((step.table, step.key), step.key), before=before)


@cache
def key_of(name: str) -> str:
    """Return the name of the column that holds a table's key."""
    from data.store.tables.registry import metadata

    (key,) = metadata.tables[name].primary_key.columns
    return str(key.name)


@cache
def _targets(name: str) -> Mapping[str, str]:
    """Return the columns of a table that hold keys, with the tables whose keys they are; its own key among them."""
    # a table knows another one that it points at only by name, until that is loaded
    from data.store.tables.registry import metadata

    found = {key_of(name): name}
    for column in metadata.tables[name].columns:
        for foreign in column.foreign_keys:
            found[column.name] = foreign.column.table.name
    return found
