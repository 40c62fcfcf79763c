"""A backup that was restored on trial: what is compared, and that nothing of it stays."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.errors import NotFound
from data.store import backup, manifests, restore, sqlite
from data.store.drill import drill
from data.store.folder import UNFINISHED
from data.store.readback import sum_of
from data.store.unit import Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def made(filled: Store, tmp_path: Path, now: datetime) -> Path:
    return backup.create(filled, tmp_path / "b", at=now).path


def _scratch(store: Store) -> list[str]:
    return [path.name for path in store.path.iterdir() if path.name.startswith(UNFINISHED)]


def test_a_good_one(filled: Store, made: Path, now: datetime) -> None:
    report = drill(filled, made, at=now)
    assert report.good
    assert (report.orders, report.files, report.in_history) == (3, 1, True)
    assert report.rows == sum(manifests.read_manifest(made).counts.values())
    assert _scratch(filled) == []


def test_it_goes_on_being_in_the_history(filled: Store, made: Path, now: datetime) -> None:
    with filled.writing() as tx:
        tx.event(at=now, actor="li", role="clerk", verb="x", subject="order", subject_key="SO-1", payload={})
        tx.commit()
    assert drill(filled, made, at=now).in_history is True


def test_after_a_restoration_it_is_not_in_the_history_any_more(filled: Store, made: Path, now: datetime) -> None:
    with filled.writing() as tx:
        tx.event(at=now, actor="li", role="clerk", verb="x", subject="order", subject_key="SO-1", payload={})
        tx.commit()
    later = backup.create(filled, made.parent, at=now + timedelta(days=1)).path
    filled.close()
    restore.restore(made, filled.path, at=now)
    report = drill(filled, later, at=now)
    assert report.good
    assert report.in_history is False


def test_of_another_desk_no_history_is_known(made: Path, tmp_path: Path, now: datetime) -> None:
    with Store.create(tmp_path / "other", at=now, facts={}) as other:
        report = drill(other, made, at=now)
    assert report.good
    assert report.in_history is None


@pytest.mark.parametrize("name", ["desk.db", "manifest.json", "files"])
def test_a_changed_bit_fails_it(filled: Store, made: Path, now: datetime, name: str) -> None:
    path = next((made / "files").rglob("?" * 64)) if name == "files" else made / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    report = drill(filled, made, at=now)
    assert not report.good
    assert _scratch(filled) == []


def test_what_no_sum_can_show_is_found_by_opening_it(filled: Store, made: Path, now: datetime) -> None:
    """The backup is of one piece in itself, but the program would not work on such a desk."""
    with closing(sqlite.connect_raw(made / "desk.db")) as raw:
        raw.execute("DROP TRIGGER events_no_delete")
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["desk.db"] = sum_of(made / "desk.db")
    content = json.dumps(manifest).encode()
    (made / "manifest.json").write_bytes(content)
    (made / "manifest.json.sha256").write_bytes(manifests.seal(content))
    assert [fault.code for fault in drill(filled, made, at=now).faults] == ["table_missing"]


def test_a_file_that_does_not_come_back_is_missed(
    filled: Store, made: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(source: Path, to_folder: Path, **options: object) -> restore.RestoreReport:
        report = restore.restore(source, to_folder, **options)  # type: ignore[arg-type]
        for path in (to_folder / "files").rglob("?" * 64):
            path.unlink()
        return report

    monkeypatch.setattr("data.store.drill.restore", forgetful)
    assert [fault.code for fault in drill(filled, made, at=now).faults] == ["drill_differs", "file_missing"]


def test_where_there_is_none(filled: Store, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(NotFound):
        drill(filled, tmp_path / "none", at=now)
