"""Where a desk may lie (https://www.sqlite.org/howtocorrupt.html), and which version of the program it is of."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.errors import DeskDamaged, DeskNewer, StorageFailed
from data.store import check, place, sqlite
from data.store.folder import UNFINISHED, DeskFolder
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

MOUNTS = """\
sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/export /srv/office nfs4 rw 0 0
//server/share /mnt/our\\040files cifs rw 0 0
/dev/sdb1 /srv/office/local xfs rw 0 0
me@host:/ /srv/me/far fuse.sshfs rw 0 0
portal /run/portal fuse.portal rw 0 0
host /mnt/host 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/me/desk", ""),
        ("/srv/office/desk", "nfs4"),
        ("/srv/office", "nfs4"),
        ("/srv/officer", ""),
        ("/srv/office/local/desk", ""),
        ("/mnt/our files/desk", "cifs"),
        ("/srv/me/far/desk", "fuse.sshfs"),
        ("/run/portal/desk", ""),
        ("/mnt/host/a/b/c", "9p"),
    ],
)
def test_a_network_file_system_is_known_by_the_table_of_the_system(path: str, kind: str) -> None:
    assert place.network_of(Path(path), MOUNTS) == kind


def test_a_link_to_a_network_file_system_is_seen_through(tmp_path: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    (tmp_path / "near").symlink_to(far)
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/x {far} nfs rw 0 0\n"
    assert place.network_of(tmp_path / "near" / "desk", mounts) == "nfs"


def test_a_desk_on_a_network_is_remarked_on(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "network_of", lambda _path: "nfs4")
    found = [(one.code, one.detail) for one in check.check(filled).remarks if one.field == "place"]
    assert found == [("on_network", "nfs4")]


def _refusal(folder: Path) -> str:
    with pytest.raises(StorageFailed) as refused:
        Store.open(folder)
    return refused.value.why


def test_a_database_with_a_second_name_is_not_opened(filled: Store, tmp_path: Path) -> None:
    filled.close()
    other = tmp_path / "other.db"
    os.link(filled.folder.database, other)
    assert _refusal(filled.path) == "hard_link"
    other.unlink()
    Store.open(filled.path).close()


def test_a_database_that_is_a_symbolic_link_is_not_opened(filled: Store, tmp_path: Path) -> None:
    filled.close()
    linked = DeskFolder(tmp_path / "linked")
    linked.root.mkdir()
    linked.database.symlink_to(filled.folder.database)
    assert _refusal(linked.root) == "symbolic_link"


def test_a_desk_whose_folder_is_a_symbolic_link_has_one_journal_all_the_same(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "by-another-name").symlink_to(filled.path)
    with Store.open(tmp_path / "by-another-name") as store, store.reading() as reader:
        assert reader.raw.execute("SELECT 1").fetchone()


def test_the_second_name_that_a_crash_of_init_left_is_taken_away(filled: Store) -> None:
    filled.close()
    left = filled.path / f"{UNFINISHED}12ab"
    left.mkdir()
    os.link(filled.folder.database, left / "desk.db")
    Store.open(filled.path).close()
    assert list(left.iterdir()) == []
    assert filled.folder.database.stat().st_nlink == 1


def test_a_copy_in_an_unfinished_folder_is_left_alone(filled: Store) -> None:
    filled.close()
    left = filled.path / f"{UNFINISHED}12ab"
    left.mkdir()
    shutil.copy(filled.folder.database, left / "desk.db")
    Store.open(filled.path).close()
    assert (left / "desk.db").exists()


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        (("PRAGMA application_id=7",), DeskDamaged),
        (("UPDATE alembic_version SET version_num = '9999'",), DeskNewer),
        (("DELETE FROM alembic_version",), DeskDamaged),
    ],
)
def test_what_is_no_desk_or_a_newer_one_is_not_opened(
    filled: Store, sql: Sequence[str], error: type[Exception]
) -> None:
    filled.close()
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        for statement in sql:
            raw.execute(statement)
    with pytest.raises(error):
        Store.open(filled.path)
