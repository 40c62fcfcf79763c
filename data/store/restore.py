"""Bringing a backup back: beside everything else first, then put in place in one step.

After a crash at any point either the desk that was there or the restored one is there, whole; what lies in a folder
`.unfinished-…` is neither and can be removed. The desk that was there is kept in `backups/replaced-…`.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from data.errors import DeskDamaged, DeskExists, DeskNewer, KeyRefused, StorageFailed
from data.store import backup, engine, proof, schema, sqlite
from data.store.blobs import Blobs, fault
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, sync_file, sync_folder, write_new
from data.store.making import put_in_place
from data.store.manifests import ENCRYPTED, folder_of, read_manifest, stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from data.store.manifests import Manifest
    from data.store.sealing import Identity
    from data.store.sqlite import RawConnection

    Replace = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A desk that was brought back; `replaced` is where the one that was there is kept, None if there was none."""

    path: Path
    head: str
    orders: int
    replaced: Path | None


def restore(
    path: Path,
    to_folder: Path,
    *,
    at: datetime,
    identity: Identity | None = None,
    patience: float = sqlite.PATIENCE,
    replace: Replace = os.replace,
) -> RestoreReport:
    """Make a desk of a backup, in an empty or missing folder or in the place of a desk.

    Args:
        path: the backup's folder, manifest or database.
        to_folder: the desk's folder.
        at: names what is kept of the desk that was there.
        identity: the private key, where the backup is encrypted.
        patience: seconds to wait until nobody works on the desk that is there.
        replace: gives the restored database its name.

    Raises:
        NotFound: there is no backup.
        DeskDamaged: the backup is not as it was made; each fault is named.
        DeskNewer: a later version of the program made it.
        KeyRefused: it is encrypted, for another key or with none given.
        DeskExists: the folder holds something that is no desk.
        DeskBusy: somebody works on the desk.
        StorageFailed: the disk is full, read-only or failing.
    """
    source = folder_of(path)
    faults = proof.verify(source)
    if faults:
        raise DeskDamaged(str(source), faults)
    manifest = read_manifest(source)
    if manifest.recipients and identity is None:
        raise KeyRefused(str(source), "no_identity")
    _known(source, manifest.revision)
    place = DeskFolder(to_folder)
    try:
        _only_a_desk(place)
        make_folder(place.root)
        draft = place.root / f"{UNFINISHED}{secrets.token_hex(4)}"
        make_folder(draft)
        try:
            fresh = _copy(source, manifest, draft, place, identity)
            if place.database.exists():
                aside: Path | None = _replace(place, fresh, at, patience, replace)
            else:
                aside = _companions_aside(place, place.backups / f"replaced-{stamp(at)}")
                put_in_place(fresh, place.database)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        sync_folder(place.root)
    except OSError as error:
        raise failed(to_folder, error) from error
    return RestoreReport(place.root, manifest.head, manifest.orders, aside)


def _known(source: Path, revision: str) -> None:
    """See that this program can open what is restored."""
    if revision != schema.HEAD:
        from data.store.migrations import runner

        if revision not in runner.revisions():
            raise DeskNewer(path=str(source), found=revision, known=schema.HEAD)


def _only_a_desk(place: DeskFolder) -> None:
    """See that the folder is empty or a desk's, of which the database may be lost."""
    if not place.root.is_dir():
        if place.root.exists() or place.root.is_symlink():
            raise DeskExists(path=str(place.root), what=place.root.name)
        return
    own = {place.database.name, place.files.name, place.backups.name, *(path.name for path in place.companions())}
    for entry in sorted(place.root.iterdir()):
        if entry.name not in own and not entry.name.startswith(UNFINISHED):
            raise DeskExists(path=str(place.root), what=entry.name)


def _copy(source: Path, manifest: Manifest, draft: Path, place: DeskFolder, identity: Identity | None) -> Path:
    """Copy the backup: files to where the desk keeps them, where they harm nothing, the database beside.

    The database comes first: it shows whether the key is the right one, and nothing of the desk is touched before.
    """
    fresh = draft / place.database.name
    database = fresh.name + (ENCRYPTED if identity and manifest.recipients else "")
    write_new(fresh, b"")
    if identity and manifest.recipients:
        identity.decrypt_file(source / database, fresh)
        faults = proof.database_faults(fresh, manifest)
    else:
        shutil.copyfile(source / database, fresh)
        sync_file(fresh)
        # the medium may change between two readings
        good = backup.sum_of(fresh) == manifest.files[database]
        faults = [] if good else [fault("file_altered", database)]
    if faults:
        raise DeskDamaged(str(source), tuple(faults))
    make_folder(place.files)
    make_folder(place.backups)
    blobs = Blobs(place.files)
    for name in sorted(manifest.files.keys() - {database}):
        content = (source / name).read_bytes()
        if identity and manifest.recipients:
            content = identity.decrypt(content, source)
        if blobs.keep(content) != PurePosixPath(name).name.removesuffix(ENCRYPTED):
            raise DeskDamaged(str(source), (fault("file_altered", name),))
    return fresh


def _replace(place: DeskFolder, fresh: Path, at: datetime, patience: float, replace: Replace) -> Path:
    """Put the database in the place of the one that is there, once nobody uses that; return where it is kept.

    The write lock is held from before the copy is made until the new file has the name. Who waited for the lock finds
    that the file is another one (`engine.Replaced`) and begins anew with the new one.
    """
    name = f"replaced-{stamp(at)}"
    lib = sqlite.library()
    with closing(sqlite.connect_raw(place.database, patience=patience)) as raw:
        try:
            _lock(raw, place.database)
        except (lib.module.Error, StorageFailed) as error:
            refusal = engine.refusal_of(error, place.database, patience)
            if not isinstance(refusal, DeskDamaged):
                if refusal is None:
                    raise
                raise refusal from error
            aside = _keep_as_is(place, name)
        else:
            try:
                aside = backup.make(
                    place, place.backups, name=name, at=at, lib=lib, deadline_seconds=backup.DEADLINE
                ).path
            except DeskDamaged:
                aside = _keep_as_is(place, name)
        replace(fresh, place.database)
        sync_folder(place.root)
    return aside


def _lock(raw: RawConnection, path: Path) -> None:
    """Turn the database to a rollback journal, which works only when nobody has it open, and lock it for writing."""
    sqlite.pragma(raw, "schema_version")  # reads the file, so that one that is no database shows here
    engine.leave_wal(raw, path)
    raw.execute("BEGIN IMMEDIATE")


def _keep_as_is(place: DeskFolder, name: str) -> Path:
    """Keep a damaged desk's database as it lies there, under a second name, with what SQLite kept beside it."""
    aside = _free(place.backups / name)
    make_folder(aside)
    os.link(place.database, aside / place.database.name)
    _companions_aside(place, aside)
    sync_folder(aside)
    return aside


def _companions_aside(place: DeskFolder, aside: Path) -> Path | None:
    """Take away journals of another database: beside the restored one SQLite would play them back into it."""
    found = [path for path in place.companions() if path.exists()]
    if not found:
        return None
    make_folder(aside)
    for path in found:
        path.rename(aside / path.name)
    sync_folder(place.root)
    return aside


def _free(path: Path) -> Path:
    """Return this path, with a number where it is taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
