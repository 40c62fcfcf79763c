"""The settings of SQLite are in force, the right library is chosen, errors become refusals."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Timer
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import col, select

from data.errors import DeskBusy, DeskDamaged, StorageFailed, UnsafeLibrary
from data.store import engine, sqlite
from data.store.tables.parties import CustomerRow
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ROOT = Path(__file__).parents[2]
PRAGMAS = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "recursive_triggers")


def _module(version: str) -> SimpleNamespace:
    return SimpleNamespace(sqlite_version=version, sqlite_version_info=tuple(int(part) for part in version.split(".")))


def _choose(**versions: str) -> sqlite.Library:
    def load(place: str) -> SimpleNamespace:
        name = place.partition(".")[0]
        if name not in versions:
            raise ImportError(name)
        return _module(versions[name])

    return sqlite.choose(load)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
        ((3, 51, 2), False),
        ((3, 50, 7), True),
        ((3, 50, 6), False),
        ((3, 51, 0), False),
        ((3, 44, 6), True),
        ((3, 44, 5), False),
        ((3, 45, 0), False),
        ((3, 40, 1), False),
    ],
)
def test_which_versions_are_free_of_the_bug(version: tuple[int, int, int], safe: bool) -> None:
    assert sqlite.is_safe(version) is safe


@pytest.mark.parametrize(
    ("versions", "name", "safe"),
    [
        ({"pysqlite3": "3.53.4", "sqlite3": "3.40.1"}, "pysqlite3", True),
        ({"pysqlite3": "3.40.1", "sqlite3": "3.51.3"}, "sqlite3", True),
        ({"pysqlite3": "3.40.1", "sqlite3": "3.46.0"}, "sqlite3", False),
        ({"pysqlite3": "3.46.0", "sqlite3": "3.40.1"}, "pysqlite3", False),
        ({"sqlite3": "3.51.3"}, "sqlite3", True),
        ({"sqlite3": "3.40.1"}, "sqlite3", False),
    ],
)
def test_the_safe_library_else_the_newer_one_is_taken(versions: dict[str, str], name: str, safe: bool) -> None:
    chosen = _choose(**versions)
    assert (chosen.name, chosen.safe) == (name, safe)


@pytest.mark.parametrize("versions", [{}, {"sqlite3": "3.36.0"}])
def test_a_library_without_strict_tables_is_refused(versions: dict[str, str]) -> None:
    with pytest.raises(UnsafeLibrary):
        _choose(**versions)


def _settings(store: Store) -> list[dict[str, object]]:
    found = []
    for block in (store.reading, store.writing):
        with block() as tx:
            found.append({name: sqlite.pragma(tx.raw, name) for name in (*PRAGMAS, "query_only")})
    return found


def test_settings_are_in_force_with_a_safe_library(safe_library: sqlite.Library, store: Store) -> None:
    expected = dict(zip(PRAGMAS, ("wal", 2, 1, 0, 1, 1), strict=True))
    assert _settings(store) == [{**expected, "query_only": 1}, {**expected, "query_only": 0}]


def test_what_a_reader_asked_the_writer_has_ready(store: Store) -> None:
    known = []
    for block in (store.reading, store.writing):
        with block() as tx:
            found = tx.execute(select(CustomerRow.code).where(col(CustomerRow.code) == "none"))
            known.append(found.context.cache_hit)
            assert found.all() == []
    assert known[-1] is CacheStats.CACHE_HIT


def test_an_affected_library_keeps_a_rollback_journal(tmp_path: Path, now: datetime, affected: sqlite.Library) -> None:
    with Store.create(tmp_path / "desk", at=now, facts={}, lib=affected) as store:
        expected = dict(zip(PRAGMAS, ("delete", 3, 1, 0, 1, 1), strict=True))
        assert _settings(store) == [{**expected, "query_only": 1}, {**expected, "query_only": 0}]
        info = store.info()
    assert (info.library_safe, info.journal_mode, info.synchronous) == (False, "delete", "extra")


def test_an_affected_library_refuses_a_desk_in_wal_mode(
    safe_library: sqlite.Library, store: Store, affected: sqlite.Library
) -> None:
    with pytest.raises(UnsafeLibrary, match=r"3\.40\.1"):
        Store.open(store.path, lib=affected)


def test_an_affected_library_stops_when_another_program_turns_the_desk_to_wal(
    safe_library: sqlite.Library, tmp_path: Path, now: datetime, affected: sqlite.Library
) -> None:
    with Store.create(tmp_path / "desk", at=now, facts={}, lib=affected, patience=0.1) as store:
        with store.reading():
            pass
        with Store.open(store.path) as newer, newer.writing() as tx:
            tx.commit()
        with pytest.raises(UnsafeLibrary), store.writing():
            pass
        with pytest.raises(UnsafeLibrary), store.reading():
            pass


@pytest.fixture
def journalled(tmp_path: Path, now: datetime, affected: sqlite.Library) -> Iterator[Store]:
    """A desk that is in use with an affected library."""
    with Store.create(tmp_path / "desk", at=now, facts={}, lib=affected, patience=0.1) as store:
        yield store


def test_turning_a_desk_to_wal_waits_for_its_writer(journalled: Store) -> None:
    writing = journalled.writing()
    writing.__enter__()
    Timer(0.1, writing.__exit__, (None, None, None)).start()
    with Store.open(journalled.path, patience=30) as newer, newer.writing() as tx:
        assert sqlite.pragma(tx.raw, "journal_mode") == sqlite.library().journal


def test_turning_a_desk_to_wal_does_not_wait_for_ever(safe_library: sqlite.Library, journalled: Store) -> None:
    with journalled.writing(), Store.open(journalled.path, patience=0.05) as newer, pytest.raises(DeskBusy):
        newer.reading().__enter__()


def test_a_locked_desk_is_busy_from_the_start(journalled: Store) -> None:
    with closing(sqlite.connect_raw(journalled.folder.database)) as raw:
        raw.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DeskBusy):
            Store.open(journalled.path, patience=0.05)


def test_a_setting_that_sqlite_does_not_take_is_a_failure(store: Store) -> None:
    store.close()
    with closing(sqlite.connect_raw(store.folder.database)) as raw:
        raw.execute("BEGIN")  # within a transaction SQLite keeps this setting as it is, and says nothing
        with pytest.raises(StorageFailed, match="foreign_keys=1"):
            engine._set(raw, store.folder.database, "foreign_keys", "OFF", 0)


class _SqliteError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.sqlite_errorcode = code
        self.sqlite_errorname = "NAME"


@pytest.mark.parametrize(
    ("code", "refusal", "why"),
    [
        (5, DeskBusy, None),
        (5 | 2 << 8, DeskBusy, None),
        (6, DeskBusy, None),
        (15, DeskBusy, None),
        (13, StorageFailed, "full"),
        (10 | 4 << 8, StorageFailed, "io"),
        (8 | 4 << 8, StorageFailed, "read_only"),
        (14, StorageFailed, "cannot_open"),
        (11 | 1 << 8, DeskDamaged, "database_damaged"),
        (26, DeskDamaged, "not_a_desk"),
    ],
)
def test_errors_of_sqlite_become_refusals(code: int, refusal: type, why: str | None) -> None:
    for error in (_SqliteError(code), OperationalError("SELECT", {}, _SqliteError(code))):
        found = engine.refusal_of(error, Path("desk.db"), 15.0)
        assert type(found) is refusal
        reason = found.faults[0].code if isinstance(found, DeskDamaged) else getattr(found, "why", None)
        assert reason == why
        assert getattr(found, "seconds", 15) == 15


def test_faults_of_the_program_stay_what_they_are() -> None:
    for error in (ValueError("x"), _SqliteError(1), _SqliteError(19), OperationalError("S", {}, _SqliteError(1))):
        assert engine.refusal_of(error, Path("desk.db"), 1) is None


def test_waiting_too_long_for_the_one_writer_of_the_program_is_busy() -> None:
    assert engine.refusal_of(PoolTimeoutError("x"), Path("desk.db"), 15.0) == DeskBusy(path="desk.db", seconds=15)


def test_whoever_waits_to_write_asks_again_and_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    with closing(sqlite.connect_raw(store.folder.database)) as other:
        other.execute("BEGIN IMMEDIATE")

        def wait(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 20:
                other.rollback()

        monkeypatch.setattr(time, "sleep", wait)
        with store.writing() as tx:
            assert sqlite.pragma(tx.raw, "busy_timeout") == 100  # whatever else has to wait is as patient as before
    assert len(waited) == 20
    assert max(waited) < 0.01


@pytest.mark.parametrize(("code", "poisoned"), [(10, True), (13, True), (11, True), (5, False), (19, False)])
def test_a_connection_is_not_used_again_after_an_input_error(code: int, poisoned: bool) -> None:
    assert engine.poisons(OperationalError("S", {}, _SqliteError(code))) is poisoned


ONE_LIBRARY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from data.store import backup, check, engine, restore, sqlite
from data.store.unit import Store
now = datetime(2026, 11, 21, tzinfo=UTC)
with Store.create(Path(sys.argv[1]) / "desk", at=now, facts={}) as store:
    with store.writing() as tx:
        tx.event(at=now, actor="li", role="clerk", verb="v", subject="desk", subject_key="1", payload={})
        tx.commit()
    report = backup.create(store, Path(sys.argv[1]) / "backups", at=now)
    assert not check.check(store).faults
restore.restore(report.path, Path(sys.argv[1]) / "again", at=now)
other = {"pysqlite3": "sqlite3", "sqlite3": "pysqlite3"}[sqlite.library().name]
print(sqlite.library().safe, [name for name in sys.modules if name.partition(".")[0] == other])
"""


def test_a_process_loads_one_sqlite_library_only(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONE_LIBRARY, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if not sqlite.library().safe:
        pytest.skip("both libraries were looked at, as neither is safe here")
    assert done.stdout.strip() == "True []"
