"""What bears a name is on the disk whole: whatever is renamed was synced before, and its folder after."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.store import backup, restore
from data.store.blobs import Blobs
from data.store.drafts import DraftFiles
from data.store.folder import DeskFolder, make_folder

if TYPE_CHECKING:
    from datetime import datetime

    from data.store.unit import Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")


class Disk:
    """Notes what was synced, and with each renaming what had not been."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.synced: set[int] = set()
        self.lost: list[str] = []
        self.waiting: dict[Path, int] = {}
        fsync, rename, replace = os.fsync, os.rename, os.replace

        def synced(descriptor: int) -> None:
            self._note(descriptor)
            fsync(descriptor)

        def renamed(old: str | Path, new: str | Path) -> None:
            self._see(old, new)
            rename(old, new)

        def replaced(old: str | Path, new: str | Path) -> None:
            self._see(old, new)
            replace(old, new)

        for name, instead in (("fsync", synced), ("rename", renamed), ("replace", replaced)):
            monkeypatch.setattr(os, name, instead)

    def _note(self, descriptor: int) -> None:
        found = os.fstat(descriptor).st_ino
        self.synced.add(found)
        self.waiting = {path: folder for path, folder in self.waiting.items() if folder != found}

    def _see(self, old: str | Path, new: str | Path) -> None:
        old, new = Path(old), Path(new)
        inside = [old, *(old.rglob("*") if old.is_dir() else ())]
        self.lost += [path.name for path in inside if path.stat().st_ino not in self.synced]
        self.waiting[new] = new.parent.stat().st_ino

    def safe(self) -> bool:
        """Whether everything renamed would be there, and whole, after a power cut."""
        assert self.lost == []
        assert self.waiting == {}
        return True


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_a_backup_has_its_name_when_it_is_on_the_disk(filled: Store, tmp_path: Path, now: datetime, disk: Disk) -> None:
    made = backup.create(filled, tmp_path / "b", at=now)
    assert disk.safe()
    assert {path.stat().st_ino for path in [made.path, *made.path.rglob("*.json"), tmp_path / "b"]} <= disk.synced
    assert tmp_path.stat().st_ino in disk.synced  # the folder of the backups was made, too


def test_a_restored_desk_has_its_name_when_it_is_on_the_disk(
    filled: Store, tmp_path: Path, now: datetime, disk: Disk
) -> None:
    made = backup.create(filled, tmp_path / "b", at=now).path
    filled.close()
    restore.restore(made, filled.path, at=now)
    assert disk.safe()


def test_a_kept_file_is_on_the_disk_before_anything_refers_to_it(tmp_path: Path, disk: Disk) -> None:
    make_folder(tmp_path / "files")
    blobs = Blobs(tmp_path / "files")
    kept = blobs.path(blobs.keep(b"original"))
    assert disk.safe()
    assert {path.stat().st_ino for path in (kept, kept.parent, blobs.folder)} <= disk.synced


def test_a_draft_outlives_a_power_cut(tmp_path: Path, disk: Disk) -> None:
    files = DraftFiles(DeskFolder(tmp_path), "zhang")
    for text in ("{}", '{"a": 1}'):
        files.put("one", text)
        assert disk.safe()
    assert tmp_path.stat().st_ino in disk.synced
