"""That a desk was restored is on its record before it bears its name, or it does not come to bear it (P6, D6, N3)."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyrage
import pytest

from data.errors import DeskBusy, DeskDamaged, DeskExists, StorageFailed
from data.store import backup, check, proof, restore, schema, sqlite
from data.store.folder import UNFINISHED
from data.store.making import put_in_place
from data.store.sealing import Identity
from data.store.tables.parties import CustomerRow
from data.store.unit import Store
from tests.store.older import make_older, versions_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@pytest.fixture
def made(filled: Store, tmp_path: Path, now: datetime) -> Path:
    return backup.create(filled, tmp_path / "b", at=now).path


@pytest.fixture
def changed(filled: Store, made: Path, now: datetime) -> Store:
    """The desk of the backup, gone on since and closed."""
    with filled.writing() as tx:
        tx.insert(CustomerRow, {"code": "later", "name": "later", "entered_at": now, "entered_by": "li"})
        tx.commit()
    filled.close()
    return filled


@dataclass
class Recorded:
    """Puts a restoration on record, and keeps what was said of it."""

    at: datetime
    report: restore.RestoreReport | None = None

    def __call__(self, store: Store, report: restore.RestoreReport) -> None:
        self.report = report
        with store.writing() as tx:
            payload = {"head": report.head, "replaced": str(report.replaced or "")}
            tx.event(at=self.at, actor="li", role="", verb="restore", subject="backup", subject_key="b",
                     payload=payload)  # fmt: skip
            tx.commit()


@pytest.fixture
def record(now: datetime) -> Recorded:
    return Recorded(now)


class _Crash(BaseException):
    """The end of the process, as far as the code under test can tell."""


def _crash_after(source: Path, target: Path) -> None:
    os.replace(source, target)  # noqa: PTH105 - the very call of the code under test
    raise _Crash


def _found(folder: Path) -> tuple[list[str], list[str]]:
    """Return the customers of a desk and the verbs of its record, after seeing that nothing is wrong with it."""
    with Store.open(folder) as store:
        assert check.check(store).faults == ()
        with store.reading() as reader:
            codes = reader.raw.execute("SELECT code FROM customer ORDER BY id").fetchall()
            verbs = reader.raw.execute("SELECT verb FROM events ORDER BY seq").fetchall()
    return [row[0] for row in codes], [row[0] for row in verbs]


BEFORE = ["take_in"] * 5
OLD = ["C1", "later"], BEFORE
RESTORED = ["C1"], [*BEFORE, "restore"]


def _payload(folder: Path) -> dict[str, Any]:
    """Return what the last event of a desk says."""
    with Store.open(folder) as store, store.reading() as reader:
        (text,) = reader.raw.execute("SELECT body FROM event_payload ORDER BY seq DESC LIMIT 1").fetchone()
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_record_names_what_is_kept(changed: Store, made: Path, now: datetime, record: Recorded) -> None:
    report = restore.restore(made, changed.path, at=now, record=record)
    assert report == record.report
    assert report.replaced is not None
    assert proof.verify(report.replaced) == ()
    assert _found(changed.path) == RESTORED
    assert _payload(changed.path) == {"head": report.head, "replaced": str(report.replaced)}


@pytest.mark.parametrize("place", ["new/desk", "empty", "lost"])
def test_in_a_new_place_too(tmp_path: Path, made: Path, now: datetime, record: Recorded, place: str) -> None:
    folder = tmp_path / place
    if place == "empty":
        folder.mkdir()
    if place == "lost":
        (folder / "files").mkdir(parents=True)
        (folder / "desk.db-wal").write_bytes(b"left behind")
    report = restore.restore(made, folder, at=now, record=record)
    assert (report.replaced is None) is (place != "lost")
    assert _found(folder) == RESTORED
    assert sorted(path.name for path in folder.iterdir()) == ["backups", "desk.db", "files"]


def test_it_is_one_file_on_the_disk_when_it_gets_its_name(
    changed: Store, made: Path, now: datetime, record: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: dict[int, bytes] = {}
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}")
        synced[os.fstat(descriptor).st_ino] = path.read_bytes() if path.is_file() else b""

    def look(fresh: Path, target: Path) -> None:
        assert [path.name for path in fresh.parent.iterdir()] == [fresh.name]
        content = fresh.read_bytes()
        assert content[18:20] == b"\1\1"  # the header's word for a rollback journal: nothing of it lies elsewhere
        if sys.platform == "linux":
            assert synced[fresh.stat().st_ino] == content
        with closing(sqlite.connect_raw(fresh, unchanging=True)) as raw:
            assert raw.execute("SELECT verb FROM events ORDER BY seq DESC LIMIT 1").fetchone() == ("restore",)
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        os.replace(fresh, target)  # noqa: PTH105 - the very call of the code under test

    monkeypatch.setattr(os, "fsync", noted)
    restore.restore(made, changed.path, at=now, record=record, replace=look)
    assert _found(changed.path) == RESTORED


def test_a_crash_after_the_last_step_leaves_it_on_record(
    changed: Store, made: Path, now: datetime, record: Recorded
) -> None:
    with pytest.raises(_Crash):
        restore.restore(made, changed.path, at=now, record=record, replace=_crash_after)
    assert _found(changed.path) == RESTORED


def test_a_crash_after_a_new_desk_has_its_name_leaves_it_on_record(
    tmp_path: Path, made: Path, now: datetime, record: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lost"
    folder.mkdir()
    (folder / "desk.db-wal").write_bytes(b"left behind")

    def crash(fresh: Path, target: Path) -> None:
        os.link(fresh, target)
        raise _Crash

    monkeypatch.setattr(restore, "put_in_place", crash)
    with pytest.raises(_Crash):
        restore.restore(made, folder, at=now, record=record)
    assert _found(folder) == RESTORED  # and no journal of the lost one was put back beside it


def _ended(call: int, work: Callable[[Callable[[], None]], None]) -> int:
    """Do something in a process that ends at a certain step, without any cleaning up; return how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        steps = count(1)

        def step() -> None:
            if next(steps) == call:
                os._exit(9)

        work(step)
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked there")
@pytest.mark.parametrize("there", ["a desk", "nothing"])
def test_wherever_it_ends_the_old_desk_is_there_or_the_restored_one_with_its_event(
    changed: Store, made: Path, tmp_path: Path, now: datetime, record: Recorded, there: str
) -> None:
    """The program is killed at each step that is seen onto the disk, and on both sides of the renaming."""
    outcomes = []
    for call in count(1):
        folder = tmp_path / f"desk-{call}"
        if there == "a desk":
            shutil.copytree(changed.path, folder)

        def work(step: Callable[[], None], folder: Path = folder) -> None:
            fsync = os.fsync

            def synced(descriptor: int) -> None:
                step()
                fsync(descriptor)

            def replaced(source: Path, target: Path) -> None:
                step()
                os.replace(source, target)  # noqa: PTH105 - the very call of the code under test
                step()

            def put(fresh: Path, target: Path) -> None:
                step()
                put_in_place(fresh, target)
                step()

            os.fsync = synced  # type: ignore[assignment]  # of this process alone
            restore.put_in_place = put  # type: ignore[attr-defined]  # of this process alone
            restore.restore(made, folder, at=now, record=record, replace=replaced)

        code = _ended(call, work)
        assert code in (0, 9)
        found = _found(folder) if there == "a desk" or (folder / "desk.db").exists() else None
        assert found in (OLD if there == "a desk" else None, RESTORED), call
        outcomes.append(found == RESTORED)
        if code == 0:
            break
    # first always the one, then always the other
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) > 8
    assert outcomes.count(True) > 2


def _refuse(_store: Store, _report: restore.RestoreReport) -> None:
    raise StorageFailed("desk.db", "full")


def test_without_its_event_nothing_is_restored(changed: Store, made: Path, now: datetime) -> None:
    with pytest.raises(StorageFailed):
        restore.restore(made, changed.path, at=now, record=_refuse)
    assert _found(changed.path) == OLD
    assert sorted(path.name for path in changed.path.iterdir()) == ["backups", "desk.db", "files"]
    assert list(changed.folder.backups.iterdir()) == []


def test_without_its_event_no_new_folder_stays(tmp_path: Path, made: Path, now: datetime) -> None:
    with pytest.raises(StorageFailed):
        restore.restore(made, tmp_path / "new" / "desk", at=now, record=_refuse)
    assert not (tmp_path / "new").exists()


def test_without_its_event_what_was_lying_there_lies_there(
    changed: Store, tmp_path: Path, made: Path, now: datetime
) -> None:
    changed.folder.database.write_bytes(b"not a database at all" * 50)
    lost = tmp_path / "lost"
    lost.mkdir()
    for folder in (changed.path, lost):
        (folder / "desk.db-wal").write_bytes(b"left behind")
        before = {path.name: path.read_bytes() for path in folder.glob("desk.db*")}
        with pytest.raises(StorageFailed):
            restore.restore(made, folder, at=now, record=_refuse)
        assert {path.name: path.read_bytes() for path in folder.glob("desk.db*")} == before
        assert list((folder / "backups").iterdir()) == []
        assert [path.name for path in folder.iterdir() if path.name.startswith(UNFINISHED)] == []
    assert changed.folder.database.stat().st_nlink == 1


def test_a_ruined_desk_s_successor_is_on_record(changed: Store, made: Path, now: datetime, record: Recorded) -> None:
    changed.folder.database.write_bytes(b"not a database at all" * 50)
    changed.folder.database.with_name("desk.db-wal").write_bytes(b"left behind")
    report = restore.restore(made, changed.path, at=now, record=record)
    assert _found(changed.path) == RESTORED
    assert report.replaced is not None
    assert sorted(path.name for path in report.replaced.iterdir())[::2] == ["desk.db", "desk.db-wal"]


def test_what_another_one_made_meanwhile_is_left_alone(
    tmp_path: Path, made: Path, now: datetime, record: Recorded
) -> None:
    """The journal of a lost database is not put back beside a desk that somebody else restored in the meantime."""
    folder = tmp_path / "lost"
    folder.mkdir()
    (folder / "desk.db-wal").write_bytes(b"left behind")

    def late(store: Store, report: restore.RestoreReport) -> None:
        restore.restore(made, folder, at=now, record=Recorded(now))
        record(store, report)

    with pytest.raises(DeskExists):
        restore.restore(made, folder, at=now, record=late)
    assert not (folder / "desk.db-wal").exists()
    assert _found(folder) == RESTORED


def test_an_encrypted_backup(filled: Store, tmp_path: Path, now: datetime, record: Recorded) -> None:
    pair = pyrage.x25519.Identity.generate()
    private = tmp_path / "key"
    private.write_text(str(pair))
    private.chmod(0o600)
    made = backup.create(filled, tmp_path / "b", at=now, recipients=(str(pair.to_public()),)).path
    filled.close()
    for folder in (filled.path, tmp_path / "new"):
        restore.restore(made, folder, at=now, identity=Identity(private), record=record)
        assert _found(folder) == RESTORED


def test_a_backup_of_an_earlier_revision_is_brought_up_beside(
    filled: Store, tmp_path: Path, now: datetime, record: Recorded
) -> None:
    make_older(filled, versions_in(tmp_path), "0001")
    made = backup.make(filled.folder, tmp_path / "b", name="old", at=now, lib=filled.library, deadline_seconds=60).path

    def crash(fresh: Path, target: Path) -> None:
        assert [path.name for path in fresh.parent.iterdir()] == [fresh.name]
        _crash_after(fresh, target)

    with pytest.raises(_Crash):
        restore.restore(made, filled.path, at=now, record=record, replace=crash)
    assert _found(filled.path) == RESTORED
    with Store.open(filled.path) as store, store.reading() as reader:
        assert schema.stored_revision(reader.raw) == schema.HEAD
        assert schema.read_schema(reader.raw) == schema.expected_schema()
    (kept,) = filled.folder.backups.iterdir()  # the desk that was replaced; of the backup no other one is made
    assert kept.name.startswith("replaced-")
    assert proof.verify(made) == ()


def test_nobody_writes_between_what_is_kept_and_the_name(
    changed: Store, made: Path, now: datetime, record: Recorded
) -> None:
    def meddle(store: Store, report: restore.RestoreReport) -> None:
        with (
            closing(sqlite.connect_raw(changed.folder.database, patience=0)) as raw,
            pytest.raises(sqlite.library().module.OperationalError),
        ):
            raw.execute("BEGIN IMMEDIATE")
        record(store, report)

    restore.restore(made, changed.path, at=now, record=meddle)
    assert _found(changed.path) == RESTORED


def test_while_a_clerk_is_inside_nothing_is_noted(
    safe_library: sqlite.Library, changed: Store, made: Path, now: datetime, record: Recorded
) -> None:
    with Store.open(changed.path) as inside, inside.reading(), pytest.raises(DeskBusy):
        restore.restore(made, changed.path, at=now, patience=0.05, record=record)
    assert record.report is None
    assert _found(changed.path) == OLD
    assert list(changed.folder.backups.iterdir()) == []


def test_two_restorations_at_once_do_not_replace_each_other_unseen(
    changed: Store, made: Path, now: datetime, record: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waited for the lock of a file that another restoration has replaced locks nothing that counts."""
    locked = restore._locked

    def late(*arguments: Any) -> bool:
        monkeypatch.setattr(restore, "_locked", locked)
        restore.restore(made, changed.path, at=now + timedelta(seconds=1), record=record)
        return locked(*arguments)

    monkeypatch.setattr(restore, "_locked", late)
    with pytest.raises(DeskBusy):
        restore.restore(made, changed.path, at=now, record=record)
    assert _found(changed.path) == RESTORED


def test_an_altered_backup_is_not_noted(changed: Store, made: Path, now: datetime, record: Recorded) -> None:
    content = bytearray((made / "desk.db").read_bytes())
    content[5000] ^= 4
    (made / "desk.db").write_bytes(content)
    with pytest.raises(DeskDamaged):
        restore.restore(made, changed.path, at=now, record=record)
    assert record.report is None
    assert _found(changed.path) == OLD
