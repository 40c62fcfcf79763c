"""The engines over SQLite: how a connection is set, and what its errors mean; the library is `data.store.sqlite`'s."""

from __future__ import annotations

import time
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.util import LRUCache

from data.drafts import Problem, Where
from data.errors import DeskBusy, DeskDamaged, Refusal, StorageFailed, UnsafeLibrary
from data.store.sqlite import Library, RawConnection, Unreadable, address, connect_raw, pragma, see_no_trap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.pool import ConnectionPoolEntry

_CACHE_KIB = 65_536
_READERS_KEPT, _READERS_MORE = 4, 28
_PAGES = 4096
"""Pages of a step of a copy."""

_STATEMENTS_KEPT = 1500
"""How many statements are kept as the SQL that they became."""

_ASKED_AGAIN_AFTER = 0.003
"""Seconds until somebody who waits to write asks again whether the desk is free."""

_BUSY, _LOCKED, _PROTOCOL = 5, 6, 15
_CORRUPT, _NOT_A_DATABASE = 11, 26
_WHY = {8: "read_only", 10: "io", 13: "full", 14: "cannot_open", 3: "cannot_open", 22: "io", 23: "cannot_open"}
_SAID = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
"""SQLite's own words for its codes, by which `pysqlite3` alone tells what ended a copy."""
_NO_UTF_8 = "Could not decode to UTF-8"
"""How the library's own words begin for a text that another tool wrote, which have no code."""

DATABASE_ERRORS = (DBAPIError, PoolTimeoutError)
"""What SQLAlchemy raises where SQLite fails; `refusal_of` says what it means."""
_NOT_TRUSTED_AFTER = frozenset({10, 11, 13, 14, 26})


def set_journal(raw: RawConnection, path: Path, lib: Library, patience: float) -> None:
    """Bring the database into the journal mode that is safe with the library, once nobody is writing.

    Raises:
        UnsafeLibrary: it is in WAL mode and the library must not use it so.
        StorageFailed: SQLite did not follow, as on a file system without shared memory.
    """
    until = time.monotonic() + patience
    while (found := str(pragma(raw, "journal_mode")).lower()) != lib.journal:
        if found == "wal":
            raise UnsafeLibrary(path=str(path), version=lib.version)
        try:
            _set(raw, path, "journal_mode", lib.journal, lib.journal)
        except lib.module.OperationalError as error:
            if _codes(error)[0] & 0xFF != _BUSY or time.monotonic() > until:
                raise
            # this PRAGMA does not wait for a writer, but beginning to write does
            raw.execute("BEGIN IMMEDIATE")
            raw.rollback()


def _set(raw: RawConnection, path: Path, name: str, value: str, expected: Any) -> None:
    """Set a PRAGMA and read it back."""
    raw.execute(f"PRAGMA {name}={value}").fetchall()
    found = pragma(raw, name)
    if found != expected:
        raise StorageFailed(path=str(path), why="pragma", detail=f"{name}={found}")


class Replaced(Exception):  # noqa: N818 - nothing is wrong: the connection is made anew
    """The database file is not the one that the connection has open: a backup was restored in its place."""


def identity(path: Path) -> tuple[int, int]:
    """Return what tells this file from another one of the same name; (0, 0) where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino


@cache
def _known(module: Any) -> tuple[Dialect, LRUCache[Any, Any]]:
    """Return what all engines over a SQLite library share: its dialect, and the SQL that statements became in it.

    Readers and the writer ask much the same. Each on its own would work out every statement and every type again.
    """
    with closing(create_engine("sqlite://", module=module).connect()) as connection:  # the first one asks the library
        return connection.dialect, LRUCache(_STATEMENTS_KEPT)


def make_engine(
    path: Path, lib: Library, *, writing: bool, patience: float, foreign_keys: bool = True, durable: bool = True
) -> Engine:
    """Return an engine of which every connection has the desk's settings in force, each read back.

    The writing engine holds one connection and begins with BEGIN IMMEDIATE, so that one writer at a time works from
    what is true; the other one is `query_only` and reads snapshots. Without `durable` a commit does not wait for the
    disk, which is for a desk in the making that gets its place when it is whole.
    """

    def prepare(raw: RawConnection, _record: object) -> None:
        set_journal(raw, path, lib, patience)
        synchronous = lib.synchronous if durable else 0
        _set(raw, path, "synchronous", str(synchronous), synchronous)
        _set(raw, path, "foreign_keys", str(int(foreign_keys)), int(foreign_keys))
        _set(raw, path, "trusted_schema", "0", 0)
        _set(raw, path, "cell_size_check", "1", 1)
        # else INSERT OR REPLACE would delete rows past the triggers that forbid it
        _set(raw, path, "recursive_triggers", "1", 1)
        if writing:
            _set(raw, path, "cache_size", str(-_CACHE_KIB), -_CACHE_KIB)
        else:
            _set(raw, path, "query_only", "1", 1)

    def connect(record: ConnectionPoolEntry) -> Any:
        # taken before the file is opened, so that a file put in its place meanwhile shows as another one
        record.info["file"] = identity(path)
        see_no_trap(path)
        return lib.module.connect(
            address(path, mode="rw"), uri=True, isolation_level=None, timeout=patience, check_same_thread=False
        )

    def begin(connection: Connection) -> None:
        if writing:
            _begin_to_write(connection, lib, patience)
        else:
            connection.exec_driver_sql("BEGIN")
        if connection.info["file"] != identity(path):
            raise Replaced
        # a deferred transaction takes its snapshot with the first read
        connection.exec_driver_sql("SELECT 1 FROM sqlite_schema LIMIT 1").close()
        # another program with a newer library may have turned the desk to WAL since this connection was made
        if not lib.safe and connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal":
            raise UnsafeLibrary(path=str(path), version=lib.version)

    dialect, statements = _known(lib.module)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=lib.module,
        creator=connect,
        execution_options={"compiled_cache": statements},
        poolclass=QueuePool,
        pool_size=1 if writing else _READERS_KEPT,
        max_overflow=0 if writing else _READERS_MORE,
        pool_timeout=patience,
        hide_parameters=True,
    )
    engine.dialect = dialect
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _begin_to_write(connection: Connection, lib: Library, patience: float) -> None:
    """Begin to write as soon as nobody else does, at most after some patience.

    SQLite's own waiting soon asks only ten times a second. Among several who write one act after the other, whoever has
    just written is then nearly always the first again, and another one waited thirteen seconds.
    """
    raw: Any = connection.connection.dbapi_connection
    until = time.monotonic() + patience
    raw.execute("PRAGMA busy_timeout=0").close()
    try:
        while time.monotonic() < until:
            try:
                raw.execute("BEGIN IMMEDIATE").close()
            except lib.module.OperationalError as error:
                if _codes(error)[0] & 0xFF != _BUSY:
                    break
                time.sleep(_ASKED_AGAIN_AFTER)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # what is wrong is told as SQLAlchemy tells it
    finally:
        raw.execute(f"PRAGMA busy_timeout={round(patience * 1000)}").close()


def _codes(error: BaseException | None) -> tuple[int, str]:
    """Return SQLite's extended result code and its name, 0 for what is not an error of SQLite."""
    code = getattr(error, "sqlite_errorcode", 0) or _SAID.get(str(error), 0)
    return code, getattr(error, "sqlite_errorname", "") or ""


def _cause(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def poisons(error: BaseException) -> bool:
    """Return whether a connection must not be used again after this error."""
    return _codes(_cause(error))[0] & 0xFF in _NOT_TRUSTED_AFTER


def refusal_of(error: BaseException, path: Path, patience: float) -> Refusal | None:
    """Return the refusal that an error of SQLite or its pool stands for; None where it is a fault of the program."""
    if isinstance(error, PoolTimeoutError):
        return DeskBusy(path=str(path), seconds=round(patience))
    cause = _cause(error)
    if isinstance(cause, Unreadable) or str(cause).startswith(_NO_UTF_8):
        return DeskDamaged(str(path), (Problem(Where(file=path.name), "", "database_damaged", detail=str(cause)),))
    code, name = _codes(cause)
    primary = code & 0xFF
    if primary in {_BUSY, _LOCKED, _PROTOCOL}:
        return DeskBusy(path=str(path), seconds=round(patience))
    if primary in {_CORRUPT, _NOT_A_DATABASE}:
        fault = "not_a_desk" if primary == _NOT_A_DATABASE else "database_damaged"
        return DeskDamaged(path=str(path), faults=(Problem(Where(file=path.name), "", fault, detail=name),))
    if primary in _WHY:
        return StorageFailed(path=str(path), why=_WHY[primary], detail=name)
    return None


def copy_database(source: RawConnection, target: RawConnection, *, progress: Callable[[int], None]) -> None:
    """Copy a database by SQLite's own backup call, step by step.

    The source holds a read transaction, so that every step sees the same snapshot and no writer restarts the copy.
    `progress` is called after each step with the pages that are left, and may raise to give up.
    """
    source.backup(target, pages=_PAGES, progress=lambda _status, left, _total: progress(left), sleep=0.05)


def read_pragmas(path: Path, lib: Library, *, patience: float, names: tuple[str, ...]) -> dict[str, Any]:
    """Return PRAGMAs of a database as they are, on a connection of its own."""
    with closing(connect_raw(path, patience=patience, lib=lib)) as raw:
        return {name: pragma(raw, name) for name in names}


def leave_wal(raw: RawConnection, path: Path) -> None:
    """Turn a database that nobody else has open to a rollback journal, so that the one file is all of it.

    Raises:
        StorageFailed: SQLite did not follow.
    """
    _set(raw, path, "journal_mode", "delete", "delete")
