"""Backups hold a whole desk of one moment, and not a bit of one changes unseen."""

from __future__ import annotations

import json
import shutil
import stat
from contextlib import closing
from datetime import timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from data.errors import DeskBusy, DeskDamaged, NotFound, StorageFailed
from data.store import backup, events, manifests, proof, sqlite
from data.store.folder import UNFINISHED
from data.store.readback import sum_of
from data.store.tables.files import StoredFile
from data.store.tables.parties import CustomerRow
from data.store.unit import Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from data.store.sqlite import Library


@pytest.fixture
def made(filled: Store, tmp_path: Path, now: datetime) -> Path:
    return backup.create(filled, tmp_path / "b", at=now).path


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with closing(sqlite.connect_raw(path, read_only=True)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
        return {name: raw.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}


def _codes(path: Path) -> list[tuple[str, str]]:
    return [(fault.code, fault.value) for fault in proof.verify(path)]


def test_a_backup_holds_everything(filled: Store, tmp_path: Path, now: datetime) -> None:
    report = backup.create(filled, tmp_path / "b", at=now)
    assert report.path == tmp_path / "b" / "orderclerk-20261121T143205Z"
    assert report.manifest == report.path / "manifest.json"
    with filled.reading() as reader:
        assert report.head == str(events.head(reader))
    assert report.orders == 3
    names = {path.name for path in report.path.rglob("*") if path.is_file()}
    assert names == {"desk.db", "manifest.json", "manifest.json.sha256", *(p.name for p in filled.blobs.names())}
    assert report.bytes == sum(p.stat().st_size for p in report.path.rglob("*") if p.is_file() and "man" not in p.name)
    assert _rows(report.path / "desk.db") == _rows(filled.folder.database)
    assert proof.verify(report.path) == ()
    assert [path.name for path in (tmp_path / "b").iterdir()] == [report.path.name]


def test_the_manifest_says_what_it_is(filled: Store, made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["desk_name"] == "Trial office"
    assert manifest["counts"]["sales_order"] == 3
    assert manifest["created_at"] == "2026-11-21T14:32:05.123456Z"
    assert manifest["library"] == f"{sqlite.library().name} {sqlite.library().version}"
    assert set(manifest["files"]) == {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()} - {
        "manifest.json",
        "manifest.json.sha256",
    }


def test_the_copy_is_one_file(made: Path) -> None:
    with closing(sqlite.connect_raw(made / "desk.db", unchanging=True)) as raw:
        assert sqlite.pragma(raw, "journal_mode") == "delete"
    assert [path.name for path in made.glob("desk.db*")] == ["desk.db"]


def test_nobody_else_may_read_a_backup(filled: Store, tmp_path: Path, now: datetime, loose_umask: None) -> None:
    report = backup.create(filled, tmp_path / "b", at=now)
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (report.path, *report.path.rglob("*"))}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_two_backups_of_one_second_stand_beside_each_other(filled: Store, tmp_path: Path, now: datetime) -> None:
    names = [backup.create(filled, tmp_path / "b", at=now).path.name for _ in range(3)]
    assert names == [f"orderclerk-20261121T143205Z{end}" for end in ("", "-2", "-3")]


def test_a_backup_is_of_one_moment_while_others_write(filled: Store, tmp_path: Path, now: datetime) -> None:
    stop, started = Event(), Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with filled.writing() as tx:
                row = {"code": f"W{number}", "name": "x" * 2000, "entered_at": now, "entered_by": "li"}
                tx.insert(CustomerRow, row)
                tx.event(
                    at=now, actor="li", role="clerk", verb="enter", subject="customer", subject_key="x", payload={}
                )
                tx.commit()
            started.set()

    thread = Thread(target=write)
    thread.start()
    started.wait()
    try:
        reports = [backup.create(filled, tmp_path / "b", at=now) for _ in range(3)]
    finally:
        stop.set()
        thread.join()
    for report in reports:
        assert proof.verify(report.path) == ()
        rows = _rows(report.path / "desk.db")
        # every customer came with its event, beside the one customer and five events that were there
        assert len(rows["customer"]) - 1 == len(rows["events"]) - 5 > 0


def test_an_open_transaction_is_not_in_the_backup(filled: Store, tmp_path: Path, now: datetime) -> None:
    with filled.writing() as tx:
        tx.insert(CustomerRow, {"code": "X", "name": "X", "entered_at": now, "entered_by": "li"})
        report = backup.create(filled, tmp_path / "b", at=now)
    assert len(_rows(report.path / "desk.db")["customer"]) == 1


def test_a_desk_that_stays_locked_is_busy_and_nothing_is_left(tmp_path: Path, now: datetime, affected: Library) -> None:
    with (
        Store.create(tmp_path / "desk", at=now, facts={}, lib=affected) as store,
        closing(sqlite.connect_raw(store.folder.database)) as raw,
    ):
        raw.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DeskBusy):
            backup.create(store, tmp_path / "b", at=now, deadline_seconds=0.05)
    assert list((tmp_path / "b").iterdir()) == []


def test_a_damaged_desk_gives_no_backup(filled: Store, tmp_path: Path, now: datetime) -> None:
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET actor = 'wang' WHERE seq = 2")
    with pytest.raises(DeskDamaged) as refused:
        backup.create(filled, tmp_path / "b", at=now)
    assert [(fault.code, fault.value) for fault in refused.value.faults] == [("event_altered", "2")]
    assert list((tmp_path / "b").iterdir()) == []


def test_a_desk_with_a_lost_file_gives_no_backup(filled: Store, tmp_path: Path, now: datetime) -> None:
    (kept,) = filled.blobs.names()
    kept.unlink()
    with filled.writing() as tx:
        digest = filled.blobs.keep(b"second")
        tx.insert(StoredFile, {"sha256": digest, "name": "n", "media_type": "", "size": 6, "at": now})
        tx.commit()
    filled.blobs.path(digest).write_bytes(b"other")
    with pytest.raises(DeskDamaged) as refused:
        backup.create(filled, tmp_path / "b", at=now)
    assert {(fault.code, fault.value) for fault in refused.value.faults} == {
        ("file_missing", kept.name),
        ("file_altered", digest),
    }
    assert list((tmp_path / "b").iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(filled: Store, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageFailed):
        backup.create(filled, tmp_path / "file" / "b", at=now)


def test_every_changed_byte_is_found(made: Path) -> None:
    for path in [path for path in made.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        step = max(1, len(content) // 60)
        for place in {*range(0, len(content), step), len(content) - 1}:
            flipped = bytearray(content)
            flipped[place] ^= 1 << (place % 8)
            path.write_bytes(flipped)
            assert proof.verify(made) != (), f"{path.name} at {place}"
        path.write_bytes(content[:-1])
        assert proof.verify(made) != ()
        path.write_bytes(content + b"\0")
        assert proof.verify(made) != ()
        path.write_bytes(content)
    assert proof.verify(made) == ()


def test_missing_and_further_files_are_found(made: Path) -> None:
    kept = next(path for path in (made / "files").rglob("*") if path.is_file())
    name = kept.relative_to(made).as_posix()
    kept.rename(made / "other.txt")
    assert _codes(made) == [("file_extra", "other.txt"), ("file_missing", name)]
    (made / "other.txt").rename(kept)
    (made / "desk.db").unlink()
    assert _codes(made) == [("file_missing", "desk.db")]
    (made / "manifest.json.sha256").unlink()
    assert _codes(made) == [("file_missing", "manifest.json.sha256")]


def test_a_forged_manifest_does_not_hide_an_altered_event(made: Path) -> None:
    with closing(sqlite.connect_raw(made / "desk.db")) as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET actor = 'wang' WHERE seq = 2")
    _forge(made)
    assert _codes(made) == [("event_altered", "2")]


def test_a_forged_manifest_does_not_hide_removed_rows(made: Path) -> None:
    with closing(sqlite.connect_raw(made / "desk.db")) as raw:
        raw.execute("DELETE FROM order_line WHERE id = 1")
    _forge(made)
    assert [(fault.code, fault.field) for fault in proof.verify(made)] == [("manifest_disagrees", "counts")]


def _forge(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["desk.db"] = sum_of(made / "desk.db")
    content = json.dumps(manifest).encode()
    (made / "manifest.json").write_bytes(content)
    (made / "manifest.json.sha256").write_bytes(manifests.seal(content))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"files": {"a": 1}}'])
def test_what_is_no_manifest_is_a_fault(made: Path, content: bytes) -> None:
    (made / "manifest.json").write_bytes(content)
    assert [code for code, _ in _codes(made)] == ["manifest_altered", "manifest_unreadable"]
    with pytest.raises(DeskDamaged):
        manifests.read_manifest(made)


def test_a_backup_is_found_by_any_of_its_parts(made: Path, tmp_path: Path) -> None:
    for path in (made, made / "manifest.json", made / "desk.db"):
        assert proof.verify(path) == ()
        assert manifests.read_manifest(path).desk_name == "Trial office"
    for path in (tmp_path, tmp_path / "none", made / "none"):
        with pytest.raises(NotFound):
            proof.verify(path)


def test_verifying_leaves_nothing(made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
    proof.verify(made)
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*")} == before


def test_the_list_begins_with_the_newest(filled: Store, tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "b"
    assert manifests.list_backups(folder) == ()
    older = backup.create(filled, folder, at=now - timedelta(days=1)).path
    newer = backup.create(filled, folder, at=now).path
    broken = folder / "orderclerk-broken"
    shutil.copytree(newer, broken)
    (broken / "manifest.json").write_text("?")
    shutil.copytree(newer, folder / f"{UNFINISHED}1")
    (folder / "notes.txt").write_text("mine")
    found = manifests.list_backups(folder)
    assert [entry.path for entry in found] == [newer, older, broken]
    assert [entry.created_at for entry in found] == [now, now - timedelta(days=1), None]
    assert [entry.orders for entry in found] == [3, 3, 0]
