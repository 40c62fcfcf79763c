"""A backup comes back row for row; whatever breaks in between, one whole desk is there."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from data.errors import DeskBusy, DeskDamaged, DeskExists, DeskNewer, NotFound, StorageFailed
from data.store import backup, check, manifests, proof, restore, sqlite
from data.store.folder import UNFINISHED, DeskFolder
from data.store.tables.parties import CustomerRow
from data.store.unit import Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def made(filled: Store, tmp_path: Path, now: datetime) -> Path:
    return backup.create(filled, tmp_path / "b", at=now).path


@pytest.fixture
def changed(filled: Store, made: Path, now: datetime) -> Store:
    """The desk of the backup, gone on since and closed."""
    _add(filled, "later", now)
    filled.close()
    return filled


def _add(store: Store, code: str, now: datetime) -> None:
    with store.writing() as tx:
        tx.insert(CustomerRow, {"code": code, "name": code, "entered_at": now, "entered_by": "li"})
        tx.commit()


def _rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite.connect_raw(DeskFolder(folder).database, read_only=True)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
        return {name: raw.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}


def _codes(folder: Path) -> list[str]:
    """Return the customers of a desk, after seeing that nothing is wrong with it."""
    with Store.open(folder) as store:
        assert check.check(store).faults == ()
        with store.reading() as reader:
            return [row[0] for row in reader.raw.execute("SELECT code FROM customer ORDER BY id").fetchall()]


@pytest.mark.parametrize("part", ["", "manifest.json", "desk.db"])
@pytest.mark.parametrize("place", ["new/desk", "empty", "lost"])
def test_a_backup_becomes_a_desk(tmp_path: Path, made: Path, now: datetime, part: str, place: str) -> None:
    folder = tmp_path / place
    if place == "empty":
        folder.mkdir()
    if place == "lost":  # a desk of which only the database is gone
        (folder / "backups").mkdir(parents=True)
        (folder / "files").mkdir()
    report = restore.restore(made / part, folder, at=now)
    assert (report.path, report.orders, report.replaced) == (folder, 3, None)
    assert _rows(folder) == _rows(made)
    assert _codes(folder) == ["C1"]
    assert sorted(path.name for path in folder.iterdir()) == ["backups", "desk.db", "files"]


def test_a_restored_desk_goes_on(tmp_path: Path, made: Path, now: datetime) -> None:
    restore.restore(made, tmp_path / "new", at=now)
    with Store.open(tmp_path / "new") as store:
        assert store.info().journal_mode == sqlite.library().journal
        _add(store, "after", now)
    assert _codes(tmp_path / "new") == ["C1", "after"]


def test_the_desk_that_was_there_is_kept_as_a_backup(changed: Store, made: Path, now: datetime) -> None:
    before = _rows(changed.path)
    report = restore.restore(made, changed.path, at=now)
    assert _codes(changed.path) == ["C1"]
    assert report.replaced == changed.folder.backups / "replaced-20261121T143205Z"
    assert proof.verify(report.replaced) == ()
    assert _rows(report.replaced) == before
    restore.restore(report.replaced, changed.path, at=now)
    assert _codes(changed.path) == ["C1", "later"]


def test_a_store_that_is_open_meets_the_restored_desk(
    tmp_path: Path, now: datetime, made: Path, affected: sqlite.Library
) -> None:
    # with a rollback journal a program that only has the desk open holds no lock, so the desk can be replaced
    with Store.create(tmp_path / "desk2", at=now, facts={}, lib=affected) as store:
        _add(store, "gone", now)
        restore.restore(made, store.path, at=now)
        with store.reading() as reader:
            assert reader.raw.execute("SELECT code FROM customer").fetchall() == [("C1",)]
        _add(store, "after", now)
    assert _codes(tmp_path / "desk2") == ["C1", "after"]


def test_nobody_may_be_inside(safe_library: sqlite.Library, changed: Store, made: Path, now: datetime) -> None:
    before = _rows(changed.path)
    with Store.open(changed.path) as inside:
        with inside.reading(), pytest.raises(DeskBusy):
            restore.restore(made, changed.path, at=now, patience=0.05)
        with inside.writing(), pytest.raises(DeskBusy):
            restore.restore(made, changed.path, at=now, patience=0.05)
    assert _rows(changed.path) == before
    assert [path.name for path in changed.path.iterdir() if path.name.startswith(UNFINISHED)] == []
    assert list(changed.folder.backups.iterdir()) == []


def test_an_altered_backup_is_not_restored(changed: Store, made: Path, now: datetime) -> None:
    content = bytearray((made / "desk.db").read_bytes())
    content[5000] ^= 4
    (made / "desk.db").write_bytes(content)
    with pytest.raises(DeskDamaged):
        restore.restore(made, changed.path, at=now)
    assert _codes(changed.path) == ["C1", "later"]


def test_other_people_s_files_are_left_alone(tmp_path: Path, made: Path, now: datetime) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(DeskExists):
            restore.restore(made, place, at=now)
    with pytest.raises(NotFound):
        restore.restore(tmp_path, tmp_path / "new", at=now)
    assert not (tmp_path / "new").exists()


def test_a_backup_of_a_later_version_is_not_restored(filled: Store, tmp_path: Path, now: datetime) -> None:
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    later = backup.create(filled, tmp_path / "b", at=now).path
    with pytest.raises(DeskNewer):
        restore.restore(later, tmp_path / "new", at=now)
    assert not (tmp_path / "new").exists()


class _Crash(BaseException):
    """The end of the process, as far as the code under test can tell."""


def _crash_before(_source: Path, _target: Path) -> None:
    raise _Crash


def _crash_after(source: Path, target: Path) -> None:
    os.replace(source, target)  # noqa: PTH105 - the very call of the code under test
    raise _Crash


def test_a_crash_before_the_last_step_leaves_the_old_desk(changed: Store, made: Path, now: datetime) -> None:
    with pytest.raises(_Crash):
        restore.restore(made, changed.path, at=now, replace=_crash_before)
    assert _codes(changed.path) == ["C1", "later"]


def test_a_crash_after_the_last_step_leaves_the_restored_desk(changed: Store, made: Path, now: datetime) -> None:
    with pytest.raises(_Crash):
        restore.restore(made, changed.path, at=now, replace=_crash_after)
    assert _codes(changed.path) == ["C1"]
    (kept,) = manifests.list_backups(changed.folder.backups)
    assert proof.verify(kept.path) == ()


def test_a_full_disk_leaves_the_old_desk(changed: Store, made: Path, now: datetime) -> None:
    def full(_source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    with pytest.raises(StorageFailed) as refused:
        restore.restore(made, changed.path, at=now, replace=full)
    assert refused.value.why == "full"
    assert _codes(changed.path) == ["C1", "later"]


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 50])
def test_a_ruined_database_is_replaced_and_kept_as_it_lay_there(
    changed: Store, made: Path, now: datetime, content: bytes
) -> None:
    database = changed.folder.database
    database.write_bytes(content)
    database.with_name("desk.db-wal").write_bytes(b"left behind")
    report = restore.restore(made, changed.path, at=now)
    assert report.replaced is not None
    assert (report.replaced / "desk.db").read_bytes() == content
    assert (report.replaced / "desk.db-wal").exists() is bool(content)
    assert not database.with_name("desk.db-wal").exists()
    assert _codes(changed.path) == ["C1"]


def test_an_altered_desk_is_replaced_and_kept_as_it_lay_there(changed: Store, made: Path, now: datetime) -> None:
    with closing(sqlite.connect_raw(changed.folder.database)) as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET actor = 'wang' WHERE seq = 2")
    report = restore.restore(made, changed.path, at=now)
    assert report.replaced is not None
    assert [path.name for path in report.replaced.iterdir()] == ["desk.db"]
    with closing(sqlite.connect_raw(report.replaced / "desk.db", read_only=True)) as raw:
        assert raw.execute("SELECT actor FROM events WHERE seq = 2").fetchone() == ("wang",)
    assert _codes(changed.path) == ["C1"]


def test_a_journal_of_a_lost_database_is_not_played_back(tmp_path: Path, made: Path, now: datetime) -> None:
    folder = tmp_path / "lost"
    folder.mkdir()
    (folder / "desk.db-wal").write_bytes(b"left behind")
    report = restore.restore(made, folder, at=now)
    assert report.replaced is not None
    assert (report.replaced / "desk.db-wal").read_bytes() == b"left behind"
    assert _codes(folder) == ["C1"]


def test_files_are_mended(changed: Store, made: Path, now: datetime) -> None:
    (kept,) = changed.blobs.names()
    kept.write_bytes(b"altered")
    restore.restore(made, changed.path, at=now)
    assert _codes(changed.path) == ["C1"]
