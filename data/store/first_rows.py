"""The first rows of the first room, read with SQLite alone: nobody who opens the program waits for SQLAlchemy to load.

The statements are those of `data.store.queries.lists`, written down by `tools/first_rows.py`; tests hold the two
together. Whatever is not as expected (a desk of another revision, people who act by name, a lock) gives no rows here:
the desk is then opened as ever, and says what is wrong.
"""

import json
import tomllib
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from data.errors import StorageFailed, UnsafeLibrary
from data.orders import OrderRow
from data.rules.lists import FirstRows, ListQuery
from data.store.folder import DeskFolder
from data.store.queries.shape import shape
from data.store.sqlite import APPLICATION_ID, connect_raw, library, pragma

if TYPE_CHECKING:
    from data.store.sqlite import RawConnection

STATEMENTS = Path(__file__).with_name("first_rows.json")
"""The revision of the tables for which the statements hold, and list → the statements that read it, in turn."""


def name_of(query: ListQuery) -> str:
    """Return by what name the statements of a list are known."""
    return " ".join(
        (*(state.value for state in query.filter.states), query.sort.value, "down" if query.descending else "up")
    )


def first_rows(desk: Path, query: ListQuery) -> FirstRows | None:
    """Return the first rows of a list; None where they are not to be had so.

    Args:
        desk: the folder.
        query: which list; only a room's own list, not filtered by anybody, can be read so.
    """
    known = json.loads(STATEMENTS.read_bytes())
    statements = known["lists"].get(name_of(query))
    path = DeskFolder(desk).database
    if statements is None or query.filter != type(query.filter)(states=query.filter.states) or not path.is_file():
        return None
    try:
        lib = library()
        if not lib.safe:
            return None
    except UnsafeLibrary:
        return None
    try:
        with closing(connect_raw(path, read_only=True, patience=0, lib=lib)) as raw:
            return _read(raw, query, statements, known["revision"], known["limit"])
    except (lib.module.Error, StorageFailed, OSError, ValueError, LookupError, TypeError):
        return None


def _read(raw: "RawConnection", query: ListQuery, statements: list[str], revision: str, limit: int) -> FirstRows | None:
    raw.execute("BEGIN")
    if (
        pragma(raw, "application_id") != APPLICATION_ID
        or _value(raw, "SELECT version_num FROM alembic_version") != revision
    ):
        return None
    policy = tomllib.loads(_value(raw, "SELECT document FROM policy_version ORDER BY version DESC LIMIT 1"))
    if policy["people"].get("mode", "open") != "open":
        return None
    rows: list[OrderRow] = []
    for statement in statements:
        rows += [_row(cells) for cells in _cells(raw, statement)]
        if len(rows) >= limit:
            break
    return FirstRows(
        query,
        tuple(rows[:limit]),
        _value(raw, "SELECT value FROM desk_fact WHERE name = 'name'"),
        ZoneInfo(policy["office"]["zone"]),
        _value(raw, "SELECT coalesce(max(seq), 0) FROM events"),
    )


def _value(raw: "RawConnection", statement: str) -> Any:
    return raw.execute(statement).fetchone()[0]


def _cells(raw: "RawConnection", statement: str) -> list[dict[str, Any]]:
    cursor = raw.execute(statement)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _row(cells: Mapping[str, Any]) -> OrderRow:
    """Return the order of a row, whose times, days and lists lie as texts."""
    read = {name: decode(cells[name]) for name, decode in _DECODERS.items() if cells.get(name) is not None}
    return shape(OrderRow, {**cells, **read}, order_id=cells["id"])


def _decoders() -> dict[str, Callable[[str], Any]]:
    found: dict[str, Callable[[str], Any]] = {}
    for name, hint in get_type_hints(OrderRow).items():
        kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
        if datetime in kinds:
            found[name] = datetime.fromisoformat
        elif date in kinds:
            found[name] = date.fromisoformat
        elif get_origin(hint) is tuple:
            found[name] = json.loads
    return found


_DECODERS = _decoders()
