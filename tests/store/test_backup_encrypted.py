"""Encrypted backups: opened by their key alone, proved without any."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pyrage
import pytest

from data.errors import DeskDamaged, KeyRefused
from data.store import backup, manifests, proof, restore, sqlite
from data.store.drill import drill
from data.store.folder import DeskFolder
from data.store.readback import sum_of
from data.store.sealing import Identity, recipients_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from data.store.unit import Store

    KeyMaker = Callable[[str], tuple[str, Path]]


@pytest.fixture
def key(tmp_path: Path) -> KeyMaker:
    """Return how a pair of keys is made: the public one, and the file of the private one."""

    def make(name: str) -> tuple[str, Path]:
        pair = pyrage.x25519.Identity.generate()
        path = tmp_path / name
        path.write_text(f"# made for a test\n{pair}\n")
        path.chmod(0o600)
        return str(pair.to_public()), path

    return make


@pytest.fixture
def sealed(filled: Store, tmp_path: Path, now: datetime, key: KeyMaker) -> tuple[Path, Path]:
    public, private = key("mine")
    return backup.create(filled, tmp_path / "b", at=now, recipients=(public,)).path, private


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite.connect_raw(path, read_only=True)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
        return {name: raw.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}


def test_nothing_lies_in_the_clear(filled: Store, sealed: tuple[Path, Path], tmp_path: Path) -> None:
    folder, _private = sealed
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    (kept,) = filled.blobs.names()
    assert names == {"desk.db.age", f"{kept.name}.age", "manifest.json", "manifest.json.sha256"}
    for path in folder.rglob("*.age"):
        content = path.read_bytes()
        assert content.startswith(b"age-encryption.org/v1")
        assert "海川电梯".encode() not in content
        assert b"SQLite format 3" not in content
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    assert "海川电梯" not in manifest
    assert json.loads(manifest)["counts"]["sales_order"] == 3
    # the copy in the clear, which was checked, is gone from the desk's folder
    assert sorted(path.name for path in filled.path.iterdir() if path.name.startswith(".")) == []


def test_there_and_back(filled: Store, sealed: tuple[Path, Path], tmp_path: Path, now: datetime) -> None:
    folder, private = sealed
    assert proof.verify(folder) == ()
    assert proof.verify(folder, Identity(private)) == ()
    report = restore.restore(folder, tmp_path / "new", at=now, identity=Identity(private))
    assert report.orders == 3
    assert _rows(tmp_path / "new" / "desk.db") == _rows(filled.folder.database)
    (kept,) = filled.blobs.names()
    assert DeskFolder(tmp_path / "new").files.joinpath(kept.name[:2], kept.name).read_bytes() == kept.read_bytes()


def test_another_key_opens_nothing(sealed: tuple[Path, Path], tmp_path: Path, now: datetime, key: KeyMaker) -> None:
    folder, _private = sealed
    other = Identity(key("other")[1])
    for attempt in (
        lambda: proof.verify(folder, other),
        lambda: restore.restore(folder, tmp_path / "new", at=now, identity=other),
    ):
        with pytest.raises(KeyRefused) as refused:
            attempt()
        assert refused.value.why == "wrong_identity"
    with pytest.raises(KeyRefused) as refused:
        restore.restore(folder, tmp_path / "new", at=now)
    assert refused.value.why == "no_identity"
    assert not (tmp_path / "new" / "desk.db").exists()


def test_every_changed_byte_is_found_without_a_key(sealed: tuple[Path, Path]) -> None:
    folder, _private = sealed
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        for place in {*range(0, len(content), max(1, len(content) // 25)), len(content) - 1}:
            flipped = bytearray(content)
            flipped[place] ^= 1 << (place % 8)
            path.write_bytes(flipped)
            assert proof.verify(folder) != (), f"{path.name} at {place}"
        path.write_bytes(content)
    assert proof.verify(folder) == ()


def test_an_altered_one_is_not_restored(sealed: tuple[Path, Path], tmp_path: Path, now: datetime) -> None:
    folder, private = sealed
    with (folder / "desk.db.age").open("r+b") as file:
        file.seek(300)
        file.write(b"\0\0\0")
    with pytest.raises(DeskDamaged):
        restore.restore(folder, tmp_path / "new", at=now, identity=Identity(private))
    assert not (tmp_path / "new").exists()


def test_a_forged_file_inside_is_found_with_the_key(sealed: tuple[Path, Path]) -> None:
    """Whoever knows the public key can write files that open; with the private one they are seen to be others."""
    folder, private = sealed
    public = manifests.read_manifest(folder).recipients
    (name,) = (name for name in manifests.read_manifest(folder).files if name.startswith("files/"))
    (folder / name).write_bytes(pyrage.encrypt(b"forged", [pyrage.x25519.Recipient.from_str(public[0])]))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = sum_of(folder / name)
    content = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(content)
    (folder / "manifest.json.sha256").write_bytes(manifests.seal(content))
    assert proof.verify(folder) == ()
    assert [(fault.code, fault.value) for fault in proof.verify(folder, Identity(private))] == [("file_altered", name)]


@pytest.mark.parametrize("part", ["half", "beginning", "nothing", "another file", "a bit"])
def test_a_database_that_is_no_whole_stream_is_damage_and_no_wrong_key(
    sealed: tuple[Path, Path], tmp_path: Path, now: datetime, part: str
) -> None:
    made, private = sealed
    whole = (made / "desk.db.age").read_bytes()
    middle = len(whole) // 2
    altered = {
        "half": whole[:middle],
        "beginning": whole[:10],
        "nothing": b"",
        "another file": b"x" * 1000,
        "a bit": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    }[part]
    (made / "desk.db.age").write_bytes(altered)
    fields = json.loads((made / "manifest.json").read_bytes())
    fields["files"]["desk.db.age"] = list(sum_of(made / "desk.db.age"))
    (made / "manifest.json").write_text(json.dumps(fields), encoding="utf-8")
    (made / "manifest.json.sha256").write_bytes(manifests.seal((made / "manifest.json").read_bytes()))
    key = Identity(private)
    assert [(fault.code, fault.value) for fault in proof.verify(made, key)] == [("file_altered", "desk.db.age")]
    with pytest.raises(DeskDamaged):
        restore.restore(made, tmp_path / "new", at=now, identity=key)
    assert not (tmp_path / "new").exists()


def test_unchanged_files_are_shared_between_backups_for_the_same_keys(
    filled: Store, sealed: tuple[Path, Path], tmp_path: Path, now: datetime, key: KeyMaker
) -> None:
    recipients = manifests.read_manifest(sealed[0]).recipients
    again = backup.create(filled, tmp_path / "b", at=now + timedelta(days=1), recipients=recipients)
    assert again.shared == 1
    assert proof.verify(again.path, Identity(sealed[1])) == ()
    other = backup.create(filled, tmp_path / "b", at=now + timedelta(days=2), recipients=(key("other")[0],))
    assert other.shared == 0
    plain = backup.create(filled, tmp_path / "b", at=now + timedelta(days=3))
    assert plain.shared == 0
    assert proof.verify(plain.path) == ()


def test_it_is_tried_with_the_key(filled: Store, sealed: tuple[Path, Path], now: datetime) -> None:
    report = drill(filled, sealed[0], at=now, identity=Identity(sealed[1]))
    assert report.faults == ()
    assert (report.files, report.orders, report.in_history) == (1, 3, True)


def test_public_keys_are_checked_and_freed_of_names(tmp_path: Path, key: KeyMaker) -> None:
    public, _private = key("mine")
    ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN"
    listed = tmp_path / "keys.txt"
    listed.write_text(f"# ours\n{public}\n\n{ssh} alice@example.com\n")
    assert recipients_of([str(listed), public], lambda _path: listed.read_text()) == tuple(sorted((public, ssh)))
    for bad in ("age1nonsense", "ssh-ed25519 nonsense", str(listed)):
        with pytest.raises(KeyRefused) as refused:
            recipients_of([bad], lambda _path: "# nothing\n")
        assert refused.value.why == "bad_recipient"


def test_a_private_key_that_others_may_read_is_refused(key: KeyMaker) -> None:
    _public, private = key("mine")
    private.chmod(0o640)
    with pytest.raises(KeyRefused) as refused:
        Identity(private)
    assert refused.value.why == "readable_by_others"


@pytest.mark.parametrize("content", [b"", b"AGE-SECRET-KEY-1NONSENSE\n", b"-----BEGIN nothing", b"\xff" * 70_000])
def test_what_is_no_private_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyRefused) as refused:
        Identity(path)
    assert refused.value.why == "bad_identity"
    with pytest.raises(KeyRefused) as refused:
        Identity(tmp_path / "none")
    assert refused.value.why == "missing"


def test_a_private_key_under_a_passphrase(sealed: tuple[Path, Path], tmp_path: Path) -> None:
    folder, private = sealed
    kept = tmp_path / "kept.age"
    kept.write_bytes(pyrage.passphrase.encrypt(private.read_bytes(), "correct horse"))
    kept.chmod(0o600)
    assert proof.verify(folder, Identity(kept, lambda: "correct horse")) == ()
    for said, why in (("wrong", "wrong_passphrase"), (None, "no_terminal")):
        with pytest.raises(KeyRefused) as refused:
            Identity(kept, lambda said=said: said)  # type: ignore[misc]
        assert refused.value.why == why
