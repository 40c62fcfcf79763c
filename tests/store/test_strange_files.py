"""What lies in the place of a file, and what a manifest may say, never makes anybody wait or fail: it is named (D6)."""

from __future__ import annotations

import json
import os
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from data.errors import DeskDamaged, StorageFailed
from data.rules.keeping import Keeping
from data.store import backup, check, manifests, proof, pruning, restore
from data.store.blobs import Blobs
from data.store.tables.files import StoredFile
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from data.drafts import Problem

    Swap = Callable[[Path], None]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX systems")


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _link(path: Path) -> None:
    """Put a link there to a file with the very same content, which may be another one tomorrow."""
    elsewhere = path.with_name("elsewhere")
    elsewhere = elsewhere.rename(elsewhere) if elsewhere.exists() else path.rename(elsewhere)
    path.symlink_to(elsewhere)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SWAPS = (_pipe, _device, _link, _folder)


@pytest.mark.parametrize("swap", SWAPS)
def test_what_lies_in_the_place_of_a_kept_file_is_not_taken_for_it(tmp_path: Path, swap: Swap) -> None:
    blobs = Blobs(tmp_path / "files")
    digest = blobs.keep(b"receipt")
    swap(blobs.path(digest))
    with pytest.raises(DeskDamaged) as caught:
        blobs.read(digest)
    assert [fault.code for fault in caught.value.faults] == ["file_altered"]
    if swap is not _folder:  # what is kept again is a file of its own again
        assert blobs.keep(b"receipt") == digest
        assert blobs.read(digest) == b"receipt"


@pytest.mark.parametrize("swap", SWAPS)
def test_check_and_backup_name_it(filled: Store, tmp_path: Path, now: datetime, swap: Swap) -> None:
    digest = _kept(filled)
    swap(filled.blobs.path(digest))
    assert ("file_altered", digest) in [(fault.code, fault.field and fault.where.file) for fault in _faults(filled)]
    with pytest.raises(DeskDamaged):
        backup.create(filled, tmp_path / "b", at=now)
    assert list((tmp_path / "b").iterdir()) == []


def _faults(store: Store) -> tuple[Problem, ...]:
    return check.check(store).faults


def _kept(store: Store) -> str:
    with store.reading() as reader:
        (found,) = reader.raw.execute(f"SELECT sha256 FROM {StoredFile.__tablename__} LIMIT 1").fetchone()
    return str(found)


@pytest.mark.parametrize("name", ["desk.db", "manifest.json", "manifest.json.sha256", "files"])
@pytest.mark.parametrize("swap", SWAPS)
def test_a_backup_is_proved_without_waiting(
    filled: Store, tmp_path: Path, now: datetime, swap: Swap, name: str
) -> None:
    made = backup.create(filled, tmp_path / "b", at=now).path
    digest = _kept(filled)
    path = made / "files" / digest[:2] / digest if name == "files" else made / name
    swap(path)
    shown = path.relative_to(made).as_posix()
    if path.name in (manifests.MANIFEST, manifests.SEAL) or swap is _folder:
        assert ("file_missing", shown) in _codes(made)
    else:
        assert ("file_altered", shown) in _codes(made)
    with pytest.raises(DeskDamaged):
        restore.restore(made, tmp_path / "new", at=now)
    assert not (tmp_path / "new" / "desk.db").exists()
    # the next one stands without it
    assert proof.verify(backup.create(filled, tmp_path / "b", at=now).path) == ()


def test_a_folder_of_files_elsewhere_is_no_part_of_a_backup(filled: Store, tmp_path: Path, now: datetime) -> None:
    made = backup.create(filled, tmp_path / "b", at=now).path
    (made / "files").rename(tmp_path / "elsewhere")
    (made / "files").symlink_to(tmp_path / "elsewhere")
    assert ("file_extra", "files") in _codes(made)


def test_backups_lie_in_no_other_backup_and_not_among_a_desks_files(
    filled: Store, tmp_path: Path, now: datetime
) -> None:
    """Else the one would not be as it was made, and over the other nothing could be restored."""
    made = backup.create(filled, tmp_path / "b", at=now).path
    (tmp_path / "link").symlink_to(made)
    root = filled.folder.root
    for to, why in (
        (made, "in_a_backup"),
        (made / "files" / "new", "in_a_backup"),
        (tmp_path / "link" / "new", "in_a_backup"),
        (root, "in_a_desk"),
        (root / "files", "in_a_desk"),
        (root / "new", "in_a_desk"),
    ):
        with pytest.raises(StorageFailed) as caught:
            backup.create(filled, to, at=now)
        assert caught.value.why == why
        assert to.name != "new" or not to.exists()
    assert proof.verify(made) == ()
    own = backup.create(filled, root / "backups" / "nightly", at=now).path
    assert proof.verify(own) == ()
    filled.close()
    assert restore.restore(made, root, at=now).replaced is not None


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_a_pipe_beside_the_database_is_not_waited_for(
    filled: Store, tmp_path: Path, now: datetime, ending: str
) -> None:
    made = backup.create(filled, tmp_path / "b", at=now).path
    filled.close()
    beside = filled.folder.database.with_name(f"desk.db{ending}")
    beside.unlink(missing_ok=True)
    os.mkfifo(beside)
    for asked in (
        lambda: Store.open(filled.path),
        lambda: restore.restore(made, filled.path, at=now),
        lambda: filled.reading().__enter__(),
    ):
        with pytest.raises(StorageFailed) as caught:
            asked()
        assert caught.value.path == str(beside)


def _codes(path: Path) -> list[tuple[str, str]]:
    return [(fault.code, fault.value) for fault in proof.verify(path)]


_SAID: dict[str, dict[str, object]] = {
    "a time that is a number": {"created_at": 5},
    "a time of no zone": {"created_at": "2026-11-21T00:00:00"},
    "a name that is none": {"desk_name": [1]},
    "a head that is a number": {"head": 5},
    "no database": {"files": {}},
    "a file without a name": {"files": {"desk.db": ["0", 1], "": ["0", 1]}},
    "the folder itself": {"files": {"desk.db": ["0", 1], ".": ["0", 1]}},
    "a file outside": {"files": {"desk.db": ["0", 1], "../x": ["0", 1]}},
    "a file from the root": {"files": {"desk.db": ["0", 1], "/x": ["0", 1]}},
    "a size without end": {"files": {"desk.db": ["0", float("inf")]}},
    "a count without end": {"counts": {"events": float("inf")}},
}


@pytest.mark.parametrize("said", _SAID)
def test_a_manifest_that_says_what_no_backup_says(filled: Store, tmp_path: Path, now: datetime, said: str) -> None:
    made = backup.create(filled, tmp_path / "b", at=now).path
    fields = json.loads((made / "manifest.json").read_bytes())
    _reseal(made, json.dumps({**fields, **_SAID[said]}).encode())
    _is_named(filled, made, now)


def test_a_manifest_that_is_nested_without_end(filled: Store, tmp_path: Path, now: datetime) -> None:
    made = backup.create(filled, tmp_path / "b", at=now).path
    _reseal(made, b"[" * 200_000)
    _is_named(filled, made, now)


def _reseal(made: Path, content: bytes) -> None:
    """Do what a forger does, who makes the seal anew."""
    (made / "manifest.json").write_bytes(content)
    (made / "manifest.json.sha256").write_bytes(manifests.seal(content))


def _is_named(store: Store, made: Path, now: datetime) -> None:
    assert _codes(made) == [("manifest_unreadable", "manifest.json")]
    good = backup.create(store, made.parent, at=now).path
    # one such backup stands in the way of no other
    assert [entry.created_at is None for entry in manifests.list_backups(made.parent)] == [False, True]
    desk_id = manifests.read_manifest(good).desk_id
    pruned = pruning.prune(made.parent, Keeping.read("1d"), desk_id=desk_id, zone=UTC)
    assert (pruned.kept, pruned.doubtful) == ((good,), (made,))
