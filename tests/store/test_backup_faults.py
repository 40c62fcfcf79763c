"""Whatever breaks while a backup is made, no half of one bears a name, and the earlier ones are as they were."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pyrage
import pytest

from data.errors import DeskBusy, DeskDamaged, StorageFailed
from data.store import backup, engine, manifests, proof, sqlite
from data.store.deadline import Deadline
from data.store.folder import UNFINISHED, write_new
from data.store.tables.files import StoredFile
from data.store.tables.parties import CustomerRow

if TYPE_CHECKING:
    from datetime import datetime

    from data.store.unit import Store


class _Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def _kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "files").rglob("*") if path.is_file())


def test_an_unchanged_file_is_not_copied_again(filled: Store, tmp_path: Path, now: datetime) -> None:
    first = backup.create(filled, tmp_path / "b", at=now)
    with filled.writing() as tx:
        digest = filled.blobs.keep(b"second")
        tx.insert(StoredFile, {"sha256": digest, "name": "n", "media_type": "", "size": 6, "at": now})
        tx.commit()
    second = backup.create(filled, tmp_path / "b", at=now + timedelta(days=1))
    assert (first.shared, second.shared) == (0, 1)
    (before,) = _kept(first.path)
    assert {path.name: path.samefile(before) for path in _kept(second.path)} == {before.name: True, digest: False}
    # each stands alone: without the first, the second is whole
    for path in sorted(first.path.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert proof.verify(second.path) == ()


def test_an_altered_file_is_not_shared_on(filled: Store, tmp_path: Path, now: datetime) -> None:
    first = backup.create(filled, tmp_path / "b", at=now)
    (kept,) = _kept(first.path)
    kept.write_bytes(b"altered on the medium")
    second = backup.create(filled, tmp_path / "b", at=now + timedelta(days=1))
    assert second.shared == 0
    assert proof.verify(second.path) == ()
    assert [fault.code for fault in proof.verify(first.path)] == ["file_altered"]


def test_where_there_are_no_hard_links_files_are_copied(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup.create(filled, tmp_path / "b", at=now)

    def refuse(*_paths: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    report = backup.create(filled, tmp_path / "b", at=now + timedelta(days=1))
    assert report.shared == 0
    assert proof.verify(report.path) == ()


def test_of_another_desk_nothing_is_shared(filled: Store, tmp_path: Path, now: datetime) -> None:
    from data.store.unit import Store as Another

    backup.create(filled, tmp_path / "b", at=now)
    with Another.create(tmp_path / "other", at=now, facts={}) as other:
        digest = other.blobs.keep("原件 original".encode())
        with other.writing() as tx:
            tx.insert(StoredFile, {"sha256": digest, "name": "n", "media_type": "", "size": 15, "at": now})
            tx.commit()
        assert backup.create(other, tmp_path / "b", at=now + timedelta(days=1)).shared == 0


def test_killed_before_it_has_its_name(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between temporary and name: the folder is whole, but it bears no backup's name."""
    good = backup.create(filled, tmp_path / "b", at=now).path

    def killed(*_args: object) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(backup, "_rename", killed)
        patched.setattr("data.store.backup.shutil.rmtree", lambda *_args, **_options: None)
        with pytest.raises(_Killed):
            backup.create(filled, tmp_path / "b", at=now + timedelta(days=1))
    left = sorted(path.name for path in (tmp_path / "b").iterdir())
    assert len(left) == 2
    assert left[0].startswith(UNFINISHED)
    assert [entry.path for entry in manifests.list_backups(tmp_path / "b")] == [good]
    assert backup.create(filled, tmp_path / "b", at=now + timedelta(days=2)).path.is_dir()


@pytest.mark.parametrize("after", range(1, 5))
def test_a_full_disk_leaves_nothing(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Each file that is written may be the one for which there is no more room."""
    good = backup.create(filled, tmp_path / "b", at=now).path
    write, written = write_new, 0

    def full(path: Path, content: bytes) -> None:
        nonlocal written
        written += 1
        if written == after:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, content)

    monkeypatch.setattr(backup, "write_new", full)
    monkeypatch.setattr(backup, "_shared", lambda *_args: False)
    with pytest.raises(StorageFailed) as refused:
        backup.create(filled, tmp_path / "b", at=now + timedelta(days=1))
    assert refused.value.why == "full"
    assert list((tmp_path / "b").iterdir()) == [good]
    assert proof.verify(good) == ()


def test_a_full_medium_is_told_as_such(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself finds no room for the copy: what is full is the medium, not the desk's disk."""
    connect = sqlite.connect_raw

    def small(path: Path, **options: Any) -> sqlite.RawConnection:
        raw = connect(path, **options)
        if path.parent.name.startswith(UNFINISHED):
            raw.execute("PRAGMA max_page_count=5")
        return raw

    monkeypatch.setattr(sqlite, "connect_raw", small)
    with pytest.raises(StorageFailed) as refused:
        backup.create(filled, tmp_path / "b", at=now)
    assert refused.value.why == "full"
    assert refused.value.path.startswith(str(tmp_path / "b"))
    assert list((tmp_path / "b").iterdir()) == []


def test_a_medium_that_does_not_give_back_what_was_written(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_arguments: object) -> None:
        raise sqlite.library().module.OperationalError("disk I/O error")

    monkeypatch.setattr(backup, "describe", unreadable)
    with pytest.raises(StorageFailed) as refused:
        backup.create(filled, tmp_path / "b", at=now)
    assert refused.value.why == "io"
    assert refused.value.path.startswith(str(tmp_path / "b"))
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [("database or disk is full", "full"), ("disk I/O error", "io"), ("unable to open database file", "cannot_open")],
)
def test_what_sqlite_says_without_a_number_is_understood(tmp_path: Path, said: str, why: str) -> None:
    refusal = engine.refusal_of(sqlite.library().module.OperationalError(said), tmp_path, 0)
    assert isinstance(refusal, StorageFailed)
    assert refusal.why == why


def test_two_at_once_both_come_to_a_name(filled: Store, tmp_path: Path, now: datetime) -> None:
    barrier, made, failed = Barrier(2), [], []

    def run() -> None:
        barrier.wait()
        try:
            made.append(backup.create(filled, tmp_path / "b", at=now).path)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(set(made)) == 2
    assert [proof.verify(path) for path in made] == [(), ()]
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == sorted(path.name for path in made)


def test_a_name_that_another_one_takes_in_between(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backup.create(filled, tmp_path / "b", at=now).path
    with monkeypatch.context() as patched:
        patched.setattr(type(first), "exists", lambda _path: False)  # it was not there when it was looked for
        patched.setattr(backup, "make_folder", lambda path: path.mkdir(parents=True, exist_ok=True))
        second = backup.create(filled, tmp_path / "b", at=now).path
    assert second.name == f"{first.name}-2"
    assert proof.verify(first) == proof.verify(second) == ()


@pytest.mark.skipif(os.name == "nt", reason="rights are not kept in the mode there")
def test_a_file_that_cannot_be_read_gives_no_backup(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = filled.blobs.names()
    read = type(kept).read_bytes

    def refuse(path: Path) -> bytes:
        if path == kept:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(type(kept), "read_bytes", refuse)  # whoever runs the tests as root may read everything
    with pytest.raises(StorageFailed) as refused:
        backup.create(filled, tmp_path / "b", at=now)
    assert refused.value.path == str(kept)
    assert list((tmp_path / "b").iterdir()) == []


def test_rows_that_point_at_nothing_give_no_backup(filled: Store, tmp_path: Path, now: datetime) -> None:
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE sales_order SET customer_id = 999 WHERE number = 'SO-2'")
    with pytest.raises(DeskDamaged) as refused:
        backup.create(filled, tmp_path / "b", at=now)
    assert [fault.code for fault in refused.value.faults] == ["points_at_nothing"]
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system cannot be told to ask the disk")
@pytest.mark.parametrize("part", ["desk.db", "manifest.json", "manifest.json.sha256", "files/*/*", "desk.db.age"])
def test_what_the_disk_does_not_give_back_is_no_backup(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """A disk that says that all is written, and holds something else where the system remembers what was written."""
    keys = (str(pyrage.x25519.Identity.generate().to_public()),) if part.endswith(".age") else ()
    before = backup.create(filled, tmp_path / "b", at=now).path
    kept = filled.blobs.keep(b"second")
    with filled.writing() as tx:
        tx.insert(StoredFile, {"sha256": kept, "name": "n", "media_type": "", "size": 6, "at": now})
        tx.commit()
    advise = os.posix_fadvise
    lied: list[str] = []

    def lie(descriptor: int, start: int, length: int, advice: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        assert advice == os.POSIX_FADV_DONTNEED
        if path.match(f"{UNFINISHED}*/{part}"):
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
            lied.append(path.name)
        advise(descriptor, start, length, advice)

    monkeypatch.setattr(os, "posix_fadvise", lie)
    with pytest.raises(StorageFailed) as refused:
        backup.create(filled, tmp_path / "b", at=now + timedelta(days=1), recipients=keys)
    assert (refused.value.why, len(lied)) == ("io", 1)
    assert list((tmp_path / "b").iterdir()) == [before]


def test_only_progress_extends_the_deadline() -> None:
    clock = [0.0]
    deadline = Deadline(60, lambda: clock[0])
    for _ in range(10):  # ten minutes of work that moves
        clock[0] += 59
        deadline.look(None)  # type: ignore[arg-type]
        deadline.moved()
    clock[0] += 61
    assert deadline.passed
    with pytest.raises(DeskBusy):
        deadline.look(None)  # type: ignore[arg-type]


def test_a_copy_that_takes_many_steps_moves_at_each(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_PAGES", 4)
    moves: list[float] = []

    class Counted(Deadline):
        def moved(self) -> None:
            moves.append(self.seconds)

    report = backup.create(filled, tmp_path / "b", at=now, deadline=Counted(60))
    assert len(moves) > 10
    assert proof.verify(report.path) == ()


def test_a_copy_in_many_steps_is_of_one_moment(
    filled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, safe_library: sqlite.Library
) -> None:
    """Somebody commits between every two steps: with WAL the copy neither begins anew nor sees any of it."""
    monkeypatch.setattr(engine, "_PAGES", 8)
    number = 0

    class Meddling(Deadline):
        def look(self, path: Path) -> None:  # noqa: ARG002 - the deadline's own
            nonlocal number
            number += 1
            row = {"code": f"M{number}", "name": "x", "entered_at": now, "entered_by": "li"}
            with filled.writing() as tx:
                tx.insert(CustomerRow, row)
                tx.commit()

    report = backup.create(filled, tmp_path / "b", at=now, deadline=Meddling(60))
    assert number > 5
    with closing(sqlite.connect_raw(report.path / "desk.db", unchanging=True)) as raw:
        assert raw.execute("SELECT count(*) FROM customer").fetchone() == (1,)
    assert proof.verify(report.path) == ()
