"""The proof of a backup: not a bit of it has changed, and it holds together (D6).

Sums and seal need no key, so that every night's backup can be proved where no private key lies; with the key the
database inside an encrypted one is opened too.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from data.drafts import Problem, Where
from data.errors import DeskDamaged, KeyRefused
from data.store import sqlite
from data.store.backup import check_database, describe
from data.store.blobs import fault
from data.store.folder import DeskFolder, failed, is_plain, write_new
from data.store.manifests import ENCRYPTED, MANIFEST, SEAL, Manifest, folder_of, parse, seal
from data.store.readback import sum_of

if TYPE_CHECKING:
    from data.store.sealing import Identity


def verify(path: Path, identity: Identity | None = None) -> tuple[Problem, ...]:
    """Return every fault of a backup; none means that not a bit of it has changed and that it holds together.

    Without the private key the inside of an encrypted backup is proved by its sums alone: it was checked when it was
    made.

    Codes: `manifest_altered`, `manifest_unreadable`, `file_missing`, `file_altered`, `file_extra`,
    `manifest_disagrees`, and those of the database and its chain of events.

    Raises:
        NotFound: there is no backup.
        KeyRefused: it was encrypted for another key.
        StorageFailed: it cannot be read.
    """
    folder = folder_of(path)
    try:
        faults, manifest = _sums(folder)
        if manifest is None:
            return tuple(faults)
        name = DeskFolder(folder).database.name
        altered = {found.value for found in faults}
        if not manifest.recipients and name in manifest.files and (folder / name).is_file():
            faults += database_faults(folder / name, manifest)
        elif manifest.recipients and identity is not None and f"{name}{ENCRYPTED}" not in altered:
            faults += _inside(folder, manifest, identity, altered)
    except OSError as error:
        raise failed(folder, error) from error
    return tuple(faults)


def sums(path: Path) -> tuple[Problem, ...]:
    """Return what differs from how the backup was made; its database, checked when it was made, is not opened.

    Raises:
        NotFound: there is no backup.
        StorageFailed: it cannot be read.
    """
    folder = folder_of(path)
    try:
        return tuple(_sums(folder)[0])
    except OSError as error:
        raise failed(folder, error) from error


def _sums(folder: Path) -> tuple[list[Problem], Manifest | None]:
    faults: list[Problem] = []
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()  # what lies behind a link is no part of the backup
    }
    missing = [name for name in (MANIFEST, SEAL) if name not in present or not is_plain(present[name])]
    if missing:
        return [fault("file_missing", name) for name in missing], None
    content = present[MANIFEST].read_bytes()
    if present[SEAL].read_bytes() != seal(content):
        faults.append(fault("manifest_altered", MANIFEST))
    try:
        manifest = parse(content)
    except ValueError:
        return [*faults, fault("manifest_unreadable", MANIFEST)], None
    database = DeskFolder(folder).database.name + (ENCRYPTED if manifest.recipients else "")
    expected = {MANIFEST, SEAL, database, *manifest.files}
    faults.extend(fault("file_extra", name) for name in sorted(present.keys() - expected))
    faults.extend(fault("file_missing", name) for name in sorted(expected - present.keys()))
    faults.extend(
        fault("file_altered", name)
        for name, said in sorted(manifest.files.items())
        if name in present and (not is_plain(present[name]) or sum_of(present[name], from_disk=True) != said)
    )
    return faults, manifest


def database_faults(database: Path, manifest: Manifest) -> list[Problem]:
    """Return what is wrong with a backup's database, and where the manifest says something else of it."""
    lib = sqlite.library()
    try:
        with closing(sqlite.connect_raw(database, unchanging=True)) as raw:
            faults = list(check_database(raw, database.name))
            if not faults:
                found = describe(raw, manifest.created, lib)
                faults = [
                    Problem(Where(file=database.name), name, "manifest_disagrees", value=str(is_), detail=str(said))
                    for name in ("head", "counts", "desk_id", "revision")
                    if (is_ := getattr(found, name)) != (said := getattr(manifest, name))
                ]
    except lib.module.Error as error:
        return [Problem(Where(file=database.name), "database", "database_damaged", detail=str(error))]
    except ValueError:
        return [fault("manifest_unreadable", MANIFEST)]
    return faults


def _inside(folder: Path, manifest: Manifest, identity: Identity, altered: set[str]) -> list[Problem]:
    """Open an encrypted backup: its database is checked, its files are seen to be what their names say."""
    name = DeskFolder(folder).database.name
    scratch = Path(tempfile.mkdtemp(prefix="orderclerk-"))  # for its owner alone
    try:
        database = scratch / name
        write_new(database, b"")
        identity.decrypt_file(folder / f"{name}{ENCRYPTED}", database)
        faults = database_faults(database, manifest)
    except DeskDamaged as damage:
        faults = list(damage.faults)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for sealed in sorted(manifest.files.keys() - {f"{name}{ENCRYPTED}"} - altered):
        digest = Path(sealed).name.removesuffix(ENCRYPTED)
        try:
            good = sha256(identity.decrypt((folder / sealed).read_bytes(), folder)).hexdigest() == digest
        except KeyRefused:  # the database opened with this key, so the file is another one
            good = False
        if not good:
            faults.append(fault("file_altered", sealed))
    return faults
