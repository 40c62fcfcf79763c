"""Bringing a backup back: beside everything else first, then put in place in one step.

After a crash at any point either the desk that was there or the restored one is there, whole; what lies in a folder
`.unfinished-…` is neither and can be removed. The desk that was there is kept in `backups/replaced-…`. That it was
restored is on the record of the restored desk before that gets its name (P6).
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from data.errors import DeskBusy, DeskDamaged, DeskExists, DeskNewer, KeyRefused, StorageFailed
from data.store import backup, engine, proof, schema, sqlite
from data.store.blobs import Blobs, fault
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, sync_file, sync_folder, write_new
from data.store.making import put_in_place
from data.store.manifests import ENCRYPTED, folder_of, read_manifest, stamp
from data.store.readback import sum_of
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from data.store.manifests import Manifest
    from data.store.sealing import Identity
    from data.store.sqlite import RawConnection

    Replace = Callable[[Path, Path], None]
    Record = Callable[[Store, "RestoreReport"], None]


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A desk that was brought back; `replaced` is where the one that was there is kept, None if there was none.

    `head` is the backup's; the record of the desk goes on from there.
    """

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
    record: Record | None = None,
) -> RestoreReport:
    """Make a desk of a backup, in an empty or missing folder or in the place of a desk.

    Args:
        path: the backup's folder, manifest or database.
        to_folder: the desk's folder.
        at: names what is kept of the desk that was there.
        identity: the private key, where the backup is encrypted.
        patience: seconds to wait until nobody works on the desk that is there.
        replace: gives the restored database its name.
        record: puts on the restored desk's record that it is restored, before it gets its name; the desk is brought to
            the tables of this program for that. What it refuses ends the restoration, and nothing is replaced.

    Raises:
        NotFound: there is no backup.
        DeskDamaged: the backup is not as it was made; each fault is named.
        DeskNewer: a later version of the program made it.
        KeyRefused: it is encrypted, for another key or with none given.
        DeskExists: the folder holds something that is no desk.
        DeskBusy: somebody works on the desk, or restores it.
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
        with _folder_of_its_own(place):
            draft = place.root / f"{UNFINISHED}{secrets.token_hex(4)}"
            make_folder(draft)
            try:
                restored = _Restored(_copy(source, manifest, draft, place, identity), place, manifest, record)
                restored.migrate()
                if place.database.exists():
                    report = _replace(restored, at, patience, replace)
                else:
                    report = _put_in_place(restored, at)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            sync_folder(place.root)
    except OSError as error:
        raise failed(to_folder, error) from error
    return report


@dataclass(slots=True)
class _Restored:
    """A restored database that has no place yet, how it comes onto its own record, and where the other one is kept."""

    fresh: Path
    place: DeskFolder
    manifest: Manifest
    record: Record | None
    aside: Path | None = None
    found: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.found = engine.identity(self.place.database)

    @property
    def as_found(self) -> bool:
        """Whether the desk's name still is that of the database that bore it, or of none if there was none."""
        return engine.identity(self.place.database) == self.found

    def migrate(self) -> None:
        """Bring it to the tables of this program, if something is to be put on its record.

        The backup itself is what a desk is otherwise backed up for before it is migrated.
        """
        if self.record is not None and self.manifest.revision != schema.HEAD:
            from data.store.migrations import runner

            lib = sqlite.library()
            runner.bring_up(DeskFolder(self.fresh.parent), lib=lib, patience=sqlite.PATIENCE)
            self._settle()

    def note(self) -> RestoreReport:
        """Put on its record that it is restored, and leave it as one file on the disk."""
        report = RestoreReport(self.place.root, self.manifest.head, self.manifest.orders, self.aside)
        if self.record is not None:
            # nobody relies on it yet, so it is seen onto the disk once, when it is closed
            with Store.open(self.fresh.parent, durable=False) as store:
                self.record(store, report)
            self._settle()
        return report

    def _settle(self) -> None:
        """Leave the database as one file: closed, nothing beside it, on the disk.

        Raises:
            StorageFailed: SQLite keeps something beside it, or the disk fails.
        """
        try:
            with closing(sqlite.connect_raw(self.fresh)) as raw:
                engine.leave_wal(raw, self.fresh)
        except sqlite.library().module.Error as error:
            refusal = engine.refusal_of(error, self.fresh, sqlite.PATIENCE)
            if refusal is None:
                raise
            raise refusal from error
        for beside in DeskFolder(self.fresh.parent).companions():
            if beside.exists():
                raise StorageFailed(str(beside), "io", beside.name)
        sync_file(self.fresh)


@contextmanager
def _folder_of_its_own(place: DeskFolder) -> Iterator[None]:
    """Make the desk's folder; where it was not there and no desk comes into it, it is taken away again."""
    made = [folder for folder in (place.root, *place.root.parents) if not folder.exists()]
    make_folder(place.root)
    try:
        yield
    except BaseException:
        if made and not place.database.exists():
            shutil.rmtree(place.files, ignore_errors=True)
            for folder in (place.backups, *made):
                with suppress(OSError):  # it holds something of somebody else
                    folder.rmdir()
        raise


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
        good = sum_of(fresh, from_disk=True) == manifest.files[database]
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


def _put_in_place(restored: _Restored, at: datetime) -> RestoreReport:
    """Give the database the desk's name, which is free."""
    place = restored.place
    with _or_as_before(restored):
        restored.aside = _companions_aside(place, _free(place.backups / f"replaced-{stamp(at)}"))
        report = restored.note()
        put_in_place(restored.fresh, place.database)
    return report


def _replace(restored: _Restored, at: datetime, patience: float, replace: Replace) -> RestoreReport:
    """Put the database in the place of the one that is there, once nobody uses that.

    The write lock is held from before the copy is made until the new file has the name. Who waited for the lock finds
    that the file is another one (`engine.Replaced`) and begins anew with the new one.
    """
    place = restored.place
    name = f"replaced-{stamp(at)}"
    with _or_as_before(restored), closing(sqlite.connect_raw(place.database, patience=patience)) as raw:
        whole = _locked(raw, place.database, patience)
        if not restored.as_found:  # the lock is of a file that another restoration has replaced
            raise DeskBusy(path=str(place.database), seconds=round(patience))
        restored.aside = _keep_whole(place, name, at) if whole else None
        if restored.aside is None:
            restored.aside = _free(place.backups / name)
            _keep_as_is(place, restored.aside)
            if not whole:
                raw.close()  # SQLite brings what lies beside the file into it, so that the file is all of the desk
            _drop_companions(place)
        report = restored.note()
        replace(restored.fresh, place.database)
        sync_folder(place.root)
    return report


def _locked(raw: RawConnection, path: Path, patience: float) -> bool:
    """Lock the desk that is there for writing; False where it is too damaged for that.

    It is turned to a rollback journal, which works only when nobody has it open.

    Raises:
        DeskBusy: somebody has.
    """
    try:
        sqlite.pragma(raw, "schema_version")  # reads the file, so that one that is no database shows here
        engine.leave_wal(raw, path)
        raw.execute("BEGIN IMMEDIATE")
    except (sqlite.library().module.Error, StorageFailed) as error:
        refusal = engine.refusal_of(error, path, patience)
        if isinstance(refusal, DeskDamaged):
            return False
        if refusal is None:
            raise
        raise refusal from error
    return True


def _keep_whole(place: DeskFolder, name: str, at: datetime) -> Path | None:
    """Keep the desk that is there as a backup; None where it does not hold together."""
    try:
        return backup.make(
            place, place.backups, name=name, at=at, lib=sqlite.library(), deadline_seconds=backup.DEADLINE
        ).path
    except DeskDamaged:
        return None


def _keep_as_is(place: DeskFolder, aside: Path) -> None:
    """Keep a damaged desk's database as it lies there, under a second name, with what SQLite keeps beside it.

    Nothing loses the name it has: until the restored one has the desk's, a power cut leaves all of the desk in place.
    """
    make_folder(aside)
    os.link(place.database, aside / place.database.name)
    for path in place.companions():
        with suppress(FileNotFoundError):
            os.link(path, aside / path.name)
    sync_folder(aside)


def _drop_companions(place: DeskFolder) -> None:
    """Take away what SQLite would play back into the restored database; it is kept, and is in the old one by now."""
    for path in place.companions():
        path.unlink(missing_ok=True)
    sync_folder(place.root)


def _companions_aside(place: DeskFolder, aside: Path) -> Path | None:
    """Set aside the journals of a lost database: beside the restored one SQLite would play them back into it."""
    found = [path for path in place.companions() if path.exists()]
    if not found:
        return None
    make_folder(aside)
    for path in found:
        path.rename(aside / path.name)
    sync_folder(aside)
    sync_folder(place.root)
    return aside


@contextmanager
def _or_as_before(restored: _Restored) -> Iterator[None]:
    """Where the restored database does not come to its name, leave the desk that is there as it was.

    The connection to that is to be closed by then: SQLite takes away what lies beside a database that it closes.
    """
    try:
        yield
    except BaseException:
        if restored.aside is not None and restored.as_found:
            with suppress(OSError):  # what cannot be put back stays where it is kept
                for path in restored.place.companions():
                    kept = restored.aside / path.name
                    if kept.exists() and not path.name.endswith("-shm"):  # SQLite makes the index of a WAL itself
                        kept.rename(path)
                shutil.rmtree(restored.aside)
                sync_folder(restored.place.root)
        raise


def _free(path: Path) -> Path:
    """Return this path, with a number where it is taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
