"""A damaged desk that is replaced is kept, and is all there under its name until the restored one has that (N3)."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.errors import DeskDamaged
from data.store import backup, check, restore, sqlite
from data.store.folder import DeskFolder
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

MAGIC = b"SQLite format 3\0"
GARBAGE = b"not a database: "
_fsync, _link, _unlink, _replace = os.fsync, os.link, Path.unlink, os.replace


@pytest.fixture
def made(filled: Store, tmp_path: Path, now: datetime) -> Path:
    return backup.create(filled, tmp_path / "b", at=now).path


@pytest.fixture
def ruined(filled: Store, made: Path, tmp_path: Path, safe_library: sqlite.Library) -> Path:
    """The folder of a desk that no program opens, with a committed act in its WAL that is not in the file yet."""
    assert made.is_dir()
    assert safe_library.safe
    filled.close()
    place, left = filled.folder, tmp_path / "left"
    left.mkdir()
    with closing(sqlite.connect_raw(place.database)) as raw:
        raw.execute("PRAGMA journal_mode=wal")
        raw.execute("UPDATE customer SET name = 'in the WAL'")
        for path in place.root.glob("desk.db*"):
            shutil.copyfile(path, left / path.name)
    for path in left.iterdir():
        shutil.copyfile(path, place.root / path.name)
    (place.root / "desk.db-shm").unlink()
    content = place.database.read_bytes()
    assert content.startswith(MAGIC)
    place.database.write_bytes(GARBAGE + content[len(MAGIC) :])
    return place.root


def _mended(folder: Path, scratch: Path) -> list[str]:
    """Return the customers of a ruined desk, as somebody who knows how would save them from what lies in a folder."""
    scratch.mkdir()
    for path in DeskFolder(folder).companions():
        if path.exists() and not path.name.endswith("-shm"):
            shutil.copyfile(path, scratch / path.name)
    content = (folder / "desk.db").read_bytes()
    assert content.startswith(GARBAGE)
    (scratch / "desk.db").write_bytes(MAGIC + content[len(MAGIC) :])
    with closing(sqlite.connect_raw(scratch / "desk.db")) as raw:
        return [row[0] for row in raw.execute("SELECT name FROM customer").fetchall()]


def _restored(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        assert check.check(store).faults == ()
        with store.reading() as reader:
            return [row[0] for row in reader.raw.execute("SELECT name FROM customer").fetchall()]


def test_it_is_kept_with_all_that_was_committed(ruined: Path, made: Path, now: datetime, tmp_path: Path) -> None:
    assert _mended(ruined, tmp_path / "before") == ["in the WAL"]
    report = restore.restore(made, ruined, at=now)
    assert report.replaced is not None
    assert _mended(report.replaced, tmp_path / "after") == ["in the WAL"]
    assert _restored(ruined) == ["海川电梯"]


def _ended(call: int, work: Callable[[restore.Replace], object]) -> int:
    """Do something in a process that ends at a certain change to a folder, or before it is synced."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        steps = count(1)

        def step() -> None:
            if next(steps) == call:
                os._exit(9)

        def synced(descriptor: int) -> None:
            step()
            _fsync(descriptor)

        def linked(source: Path, target: Path) -> None:
            step()
            _link(source, target)

        def unlinked(path: Path, missing_ok: bool = False) -> None:
            step()
            _unlink(path, missing_ok=missing_ok)

        def replaced(source: Path, target: Path) -> None:
            step()
            _replace(source, target)
            step()

        os.fsync, os.link = synced, linked  # type: ignore[assignment]  # of this process alone
        Path.unlink = unlinked  # type: ignore[method-assign, assignment]  # of this process alone
        work(replaced)
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked there")
def test_wherever_it_ends_all_of_the_desk_is_under_its_name(
    ruined: Path, made: Path, tmp_path: Path, now: datetime
) -> None:
    outcomes = []
    for call in count(1):
        folder = tmp_path / f"desk-{call}"
        shutil.copytree(ruined, folder)

        def work(replace: restore.Replace, folder: Path = folder) -> None:
            restore.restore(made, folder, at=now, replace=replace)

        code = _ended(call, work)
        assert code in (0, 9)
        there = not (folder / "desk.db").read_bytes().startswith(GARBAGE)
        if there:
            assert _restored(folder) == ["海川电梯"]
        else:
            assert _mended(folder, tmp_path / f"mended-{call}") == ["in the WAL"], call
            with pytest.raises(DeskDamaged):  # and not a word of a second name
                Store.open(folder)
            restore.restore(made, folder, at=now)
            assert _restored(folder) == ["海川电梯"]
        outcomes.append(there)
        if code == 0:
            break
    assert outcomes == sorted(outcomes)  # first always the one, then always the other
    assert outcomes.count(False) > 8
    assert outcomes.count(True) > 2


def test_a_desk_that_was_to_be_replaced_is_worked_on_all_the_same(filled: Store, made: Path, now: datetime) -> None:
    """A desk that opens but whose record was altered is kept as it lies there; a cut leaves it with a second name."""

    class Cut(BaseException):
        pass

    def cut(_source: Path, _target: Path) -> None:
        os.link(filled.folder.database, filled.folder.backups / "replaced-later" / "desk.db")
        raise Cut

    filled.close()
    (filled.folder.backups / "replaced-later").mkdir()
    with pytest.raises(Cut):
        restore.restore(made, filled.path, at=now, replace=cut)
    assert filled.folder.database.stat().st_nlink == 2
    assert _restored(filled.path) == ["海川电梯"]
