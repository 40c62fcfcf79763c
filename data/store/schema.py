"""The shape of a desk's database: tables from the metadata, triggers, and the revision that alembic counts by."""

from __future__ import annotations

import re
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import StaticPool, create_engine
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from data.store.sqlite import APPLICATION_ID, library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from data.store.sqlite import RawConnection

HEAD = "0008"
"""The revision of the tables that this program works with; the last one in `migrations/versions`."""

NO_HASH = "0" * 64
"""What the first event has for the hash of the one before it."""

_DIALECT = sqlite_dialect()
_TEXT = re.compile(r"('(?:[^']|'')*')")
_QUOTED = re.compile(r"(?<![\w\"])\"([a-z_][a-z0-9_]*)\"(?![\w\"])")
_SPACES = re.compile(r"\s+")
_SPACED = re.compile(r"\s*([(),])\s*")

_OF_SQLITE = "type = 'table' AND name IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4')"
"""What SQLite keeps for itself, beside indexes that have no SQL; another tool can give such a name to anything."""

_VERSION_TABLE = "CREATE TABLE alembic_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT"


def _refuse(name: str, when: str, table: str, message: str, condition: str = "") -> tuple[str, str]:
    """Return a trigger that refuses what its condition, or always, finds."""
    asked = f" WHEN {condition}" if condition else ""
    return name, f"CREATE TRIGGER {name} BEFORE {when} ON {table}{asked} BEGIN SELECT RAISE(ABORT, '{message}'); END"


TRIGGERS: Mapping[str, str] = dict(
    (
        _refuse("events_no_update", "UPDATE", "events", "events are never changed"),
        _refuse("events_no_delete", "DELETE", "events", "events are never deleted"),
        _refuse(
            "events_only_at_end",
            "INSERT",
            "events",
            "an event is added after the last one, with its hash",
            "NEW.seq IS NOT coalesce((SELECT max(seq) FROM events), 0) + 1"
            " OR NEW.previous_hash IS NOT"
            f" coalesce((SELECT hash FROM events ORDER BY seq DESC LIMIT 1), '{NO_HASH}')",
        ),
        _refuse("event_payload_no_update", "UPDATE", "event_payload", "payloads are never changed"),
        _refuse("event_payload_no_delete", "DELETE", "event_payload", "payloads are never deleted"),
        _refuse(
            "review_opinion_no_update",
            "UPDATE",
            "review_opinion",
            "a given opinion is never changed",
            # taken back whole it waits again; the record keeps that it was given, and that it was taken back
            "OLD.opinion <> 'waiting' AND NOT (NEW.opinion = 'waiting' AND NEW.comment = '' AND NEW.by = ''"
            " AND NEW.role = '' AND NEW.at IS NULL AND NEW.id = OLD.id AND NEW.order_id = OLD.order_id"
            " AND NEW.round = OLD.round AND NEW.review = OLD.review)",
        ),
        _refuse(
            "review_opinion_no_delete",
            "DELETE",
            "review_opinion",
            "a given opinion is never deleted",
            "OLD.opinion <> 'waiting'",
        ),
        _refuse("policy_version_no_update", "UPDATE", "policy_version", "a policy that was in force is never changed"),
        _refuse("policy_version_no_delete", "DELETE", "policy_version", "a policy that was in force is never deleted"),
    )
)
"""Name → SQL of every trigger: what is on record stays (P6), given opinions stay (R10)."""


def create_version_table(connection: Connection) -> None:
    """Make alembic's table of the revision, empty."""
    connection.exec_driver_sql(_VERSION_TABLE)


def stamp(connection: Connection, revision: str = HEAD) -> None:
    """Record the revision of the tables."""
    connection.exec_driver_sql("DELETE FROM alembic_version")
    connection.exec_driver_sql("INSERT INTO alembic_version (version_num) VALUES (?)", (revision,))


def create_triggers(connection: Connection) -> None:
    """Make every trigger anew; rebuilding a table, as migrations do, drops those on it."""
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()
    for (name,) in rows:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for sql in TRIGGERS.values():
        connection.exec_driver_sql(sql)


@cache
def _statements() -> tuple[str, ...]:
    """Return the SQL of all tables and indexes, in an order in which they can be made."""
    # whoever only reads a desk does not wait for all of its tables
    from data.store.tables.registry import metadata

    made: list[str] = []
    for table in metadata.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made.append(str(CreateTable(table).compile(dialect=_DIALECT)))
        made += [str(CreateIndex(index).compile(dialect=_DIALECT)) for index in indexes]
    return tuple(made)


def create_all(connection: Connection) -> None:
    """Make all tables, indexes and triggers in an empty database and stamp it with `HEAD`."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    create_version_table(connection)
    for statement in _statements():
        connection.exec_driver_sql(statement)
    create_triggers(connection)
    stamp(connection)


def stored_revision(raw: RawConnection) -> str:
    """Return the revision that a database is stamped with, "" where there is none."""
    known = raw.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'alembic_version'").fetchone()
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return "" if row is None else str(row[0])


def normal(sql: str) -> str:
    """Return SQL in a form that can be compared: names without quotes, single spaces, a table's constraints sorted.

    The order of constraints means nothing, and a rebuilt table has another one than a fresh table. Quotes are taken
    from plain names alone: SQLite reads whatever else stands in double quotes as a text, so that `SELECT "RAISE(…)"`
    raises nothing.
    """
    pieces = _TEXT.split(sql)
    pieces[::2] = [_SPACED.sub(r"\1", _SPACES.sub(" ", _QUOTED.sub(r"\1", part))) for part in pieces[::2]]
    plain = "".join(pieces).strip()
    if not plain.startswith("CREATE TABLE"):
        return plain
    start, end = plain.index("("), plain.rindex(")")
    parts = _parts(plain[start + 1 : end])
    columns = [part for part in parts if not part.startswith("CONSTRAINT ")]
    constraints = sorted(part for part in parts if part.startswith("CONSTRAINT "))
    return f"{plain[:start]}({','.join(columns + constraints)}){plain[end + 1 :]}"


def _parts(body: str) -> list[str]:
    """Return what stands between the commas of a table's body, leaving brackets and texts whole."""
    parts, depth, text, start = [], 0, False, 0
    for place, sign in enumerate(body):
        if sign == "'":
            text = not text
        elif not text and sign in "()":
            depth += 1 if sign == "(" else -1
        elif not text and depth == 0 and sign == ",":
            parts.append(body[start:place])
            start = place + 1
    return [*parts, body[start:]]


def read_schema(raw: RawConnection) -> dict[str, str]:
    """Return `kind name` → normalised SQL of every table, index and trigger that SQLite did not make by itself."""
    rows = raw.execute(f"SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND NOT ({_OF_SQLITE})")
    found: dict[str, str] = {}
    for kind, name, sql in rows:
        named = f"{kind} {name}"
        found[named] = found.get(named, "") + normal(str(sql))  # two of one name are not what one of them is
    return found


@cache
def expected_schema() -> Mapping[str, str]:
    """Return what `read_schema` finds in a fresh desk."""
    with closing(library().module.connect(":memory:", isolation_level=None)) as raw:
        engine = create_engine("sqlite://", module=library().module, creator=lambda: raw, poolclass=StaticPool)
        with engine.connect() as connection:
            create_all(connection)
        return read_schema(raw)
