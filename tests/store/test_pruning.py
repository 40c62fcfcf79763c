"""What the rule does not keep goes, and nothing else does."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from data.errors import StorageFailed
from data.rules.keeping import Keeping
from data.store import backup, proof, pruning
from data.store.folder import UNFINISHED
from data.store.pruning import prune
from data.store.unit import Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def nights(filled: Store, tmp_path: Path, now: datetime) -> list[Path]:
    """Five nights, the newest first."""
    return [backup.create(filled, tmp_path / "b", at=now - timedelta(days=back)).path for back in range(5)]


def _desk_id(store: Store) -> str:
    with store.reading() as reader:
        return str(reader.raw.execute("SELECT value FROM desk_fact WHERE name = 'desk_id'").fetchone()[0])


def _prune(store: Store, folder: Path, days: int, *, dry_run: bool = False) -> pruning.Pruned:
    return prune(folder, Keeping(days=days), desk_id=_desk_id(store), zone=UTC, dry_run=dry_run)


def test_old_ones_go_and_the_others_stay_whole(filled: Store, nights: list[Path]) -> None:
    folder = nights[0].parent
    assert _prune(filled, folder, 2, dry_run=True).removed == tuple(nights[2:])
    assert all(path.exists() for path in nights)
    pruned = _prune(filled, folder, 2)
    assert (pruned.removed, pruned.kept, pruned.doubtful) == (tuple(nights[2:]), tuple(nights[:2]), ())
    assert sorted(folder.iterdir()) == sorted(nights[:2])
    # the files that they shared with those that are gone are still there
    assert [proof.verify(path) for path in nights[:2]] == [(), ()]


def test_an_altered_one_never_stands_for_another(filled: Store, nights: list[Path]) -> None:
    """Were the newest one counted, the last good one would go."""
    for path in nights[:2]:
        with (path / "desk.db").open("r+b") as file:
            file.seek(5000)
            file.write(b"\xff\xfe")
    pruned = _prune(filled, nights[0].parent, 1)
    assert pruned.kept == (nights[2],)
    assert set(pruned.doubtful) == set(nights[:2])
    assert pruned.removed == tuple(nights[3:])
    assert all(path.exists() for path in nights[:3])


def test_where_all_are_altered_nothing_goes(filled: Store, nights: list[Path]) -> None:
    for path in nights:
        (path / "manifest.json").write_text("{}")
    pruned = _prune(filled, nights[0].parent, 1)
    assert (pruned.removed, pruned.kept) == ((), ())
    assert len(pruned.doubtful) == 5
    assert all(path.exists() for path in nights)


def test_what_is_not_of_this_desk_stays(filled: Store, nights: list[Path], tmp_path: Path, now: datetime) -> None:
    folder = nights[0].parent
    with Store.create(tmp_path / "other", at=now, facts={}) as other:
        foreign = backup.create(other, folder, at=now - timedelta(days=9)).path
    before = nights[4].rename(folder / "before-0004-20261117T143205Z")
    (folder / "notes.txt").write_text("mine")
    (folder / "orderclerk-mine").mkdir()
    pruned = _prune(filled, folder, 1)
    assert pruned.removed == tuple(nights[1:4])
    assert foreign.exists()
    assert before.exists()
    assert (folder / "notes.txt").exists()
    assert (folder / "orderclerk-mine").exists()


def test_what_a_crash_left_goes_after_two_days(filled: Store, nights: list[Path]) -> None:
    folder = nights[0].parent
    old, young = folder / f"{UNFINISHED}old", folder / f"{UNFINISHED}young"
    for path in (old, young):
        path.mkdir()
        (path / "desk.db").write_bytes(b"half")
    past = time.time() - 3 * 24 * 3600
    os.utime(old, (past, past))
    _prune(filled, folder, 9)
    assert not old.exists()
    assert young.exists()


def test_a_crash_while_one_goes_leaves_no_half_backup(
    filled: Store, nights: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path, **_options: object) -> None:
        (path / "desk.db").unlink()
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(shutil, "rmtree", failing)
    with pytest.raises(StorageFailed):
        _prune(filled, nights[0].parent, 4)
    monkeypatch.undo()
    found = [path for path in nights[0].parent.iterdir() if not path.name.startswith(UNFINISHED)]
    assert sorted(found) == sorted(nights[:4])
    assert all(proof.verify(path) == () for path in found)


def test_one_that_somebody_else_takes_away_meanwhile(
    filled: Store, nights: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = proof.sums

    def gone(path: Path) -> object:
        if path == nights[4]:
            shutil.rmtree(path)
        return sums(path)

    monkeypatch.setattr(proof, "sums", gone)
    assert _prune(filled, nights[0].parent, 2).removed == tuple(nights[2:4])
