"""SQLite itself: which library this process uses, and bare connections. Nothing else in the project imports one.

Versions before 3.51.3 (3.50.7, 3.44.6) can corrupt a database in WAL mode when several processes write
(https://www.sqlite.org/wal.html, "The WAL-Reset Bug"). With such a library the desk keeps a rollback journal instead
and refuses a desk that is in WAL mode. What counts is the version at run time, not which module could be imported.

A process uses one SQLite library only: POSIX locks belong to the process, so a second library, or a plain `open` and
`close` of the database file, would drop the locks of the first.

SQLAlchemy is not needed here, so that the first rows of a list need not wait for it (`data.store.first_rows`).
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from data.errors import StorageFailed, UnsafeLibrary
from data.store.folder import DeskFolder, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

APPLICATION_ID = 0x4F434C4B
"""Marks a database file as a desk's ("OCLK")."""

PATIENCE = 15.0
"""Seconds that a program waits for another one that is writing."""

_SAFE_FROM = (3, 51, 3)
_SAFE_BRANCHES = (((3, 50, 7), (3, 51, 0)), ((3, 44, 6), (3, 45, 0)))
_STRICT_FROM = (3, 37, 0)


class Unreadable(ValueError):  # noqa: N818 - said by what it is, as refusals are
    """What lies in a column is nothing that this program ever wrote there."""


class RawCursor(Protocol):
    """A DB-API cursor, as far as it is used here."""

    @property
    def description(self) -> Any:
        """The columns of what was asked, the name of each first."""

    @property
    def rowcount(self) -> int:
        """How many rows were touched."""

    def fetchone(self) -> Any:
        """Return the next row or None."""

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""

    def __iter__(self) -> Any: ...


class RawConnection(Protocol):
    """A connection of the SQLite library, as far as it is used here."""

    text_factory: Any

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> RawCursor:
        """Run one statement."""

    def executescript(self, sql: str, /) -> RawCursor:
        """Run several statements."""

    def backup(self, target: Any, *, pages: int = ..., progress: Any = ..., sleep: float = ...) -> None:
        """Copy the database into another connection's."""

    def set_progress_handler(self, handler: Callable[[], Any] | None, n: int, /) -> None:
        """Have something called every so many instructions; it returns nothing, or what stops the statement."""

    def rollback(self) -> None:
        """Undo what is open."""

    def close(self) -> None:
        """Close the connection."""


@dataclass(frozen=True, slots=True)
class Library:
    """A SQLite library: the DB-API module that brings it, and whether it is free of the WAL-reset bug."""

    module: Any
    name: str
    version: str
    safe: bool

    @property
    def journal(self) -> str:
        """The journal mode that is safe with this library."""
        return "wal" if self.safe else "delete"

    @property
    def synchronous(self) -> int:
        """The PRAGMA synchronous that keeps a commit through a power cut: FULL with WAL, EXTRA with a journal."""
        return 2 if self.safe else 3


def is_safe(version: tuple[int, ...]) -> bool:
    """Return whether a SQLite version is free of the WAL-reset bug."""
    return version >= _SAFE_FROM or any(low <= version < high for low, high in _SAFE_BRANCHES)


def choose(load: Callable[[str], Any] = importlib.import_module) -> Library:
    """Return the library to use: `pysqlite3` where it is safe, else Python's own if that is, else the newer one.

    Raises:
        UnsafeLibrary: there is none that knows STRICT tables.
    """
    found: list[tuple[tuple[int, ...], Library]] = []
    for name, place in (("pysqlite3", "pysqlite3.dbapi2"), ("sqlite3", "sqlite3.dbapi2")):
        try:
            module = load(place)
        except ImportError:  # no wheel for this machine, or one that does not load here
            continue
        version = tuple(module.sqlite_version_info)
        candidate = Library(module, name, module.sqlite_version, is_safe(version))
        if candidate.safe:
            return candidate
        found.append((version, candidate))
    version, best = max(found, key=lambda entry: entry[0], default=((), None))
    if best is None or version < _STRICT_FROM:
        raise UnsafeLibrary(path="", version=best.version if best else "")
    return best


@cache
def library() -> Library:
    """Return the SQLite library of this process, chosen once."""
    return choose()


def address(path: Path, *, mode: str) -> str:
    """Return what SQLite opens a file by."""
    return f"file:{quote(str(path.absolute()))}?mode={mode}"


def see_no_trap(path: Path) -> None:
    """See that what lies beside a database are files: at a pipe of such a name SQLite would wait for ever.

    Raises:
        StorageFailed: something else has the name of a journal.
    """
    for beside in DeskFolder(path.parent).companions():
        if beside.exists() and not is_plain(beside):
            raise StorageFailed(str(beside), "cannot_open", beside.name)


def connect_raw(
    path: Path,
    *,
    read_only: bool = False,
    create: bool = False,
    unchanging: bool = False,
    patience: float = PATIENCE,
    lib: Library | None = None,
) -> RawConnection:
    """Return a bare connection of the process's library, in autocommit, with foreign keys and cell checks on.

    Args:
        path: the database file.
        read_only: no statement may change the database.
        create: the file may be missing and is then made.
        unchanging: nobody writes to the file, so that no lock and no file beside it is needed; implies `read_only`.
        patience: seconds to wait for another program's lock.
        lib: the library, else the process's.

    Raises:
        StorageFailed: what lies beside the database is no file.
    """
    mode = "ro&immutable=1" if unchanging else "ro" if read_only else "rwc" if create else "rw"
    used = lib or library()
    if not unchanging:
        see_no_trap(path)
    raw: RawConnection = used.module.connect(
        address(path, mode=mode), uri=True, isolation_level=None, timeout=patience, check_same_thread=False
    )
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "recursive_triggers=ON"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def pragma(raw: RawConnection, name: str) -> Any:
    """Return the value of a PRAGMA, None where it gives none."""
    row = raw.execute(f"PRAGMA {name}").fetchone()
    return None if row is None else row[0]
