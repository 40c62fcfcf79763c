"""A backup restored on trial: into a scratch desk, which is opened, compared and taken away again (D6)."""

from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.drafts import Problem, Where
from data.errors import DeskDamaged
from data.store import events, proof, sqlite
from data.store.backup import describe
from data.store.blobs import Blobs
from data.store.check import check
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder
from data.store.manifests import ENCRYPTED, Manifest, folder_of, read_manifest
from data.store.queries.desk import facts
from data.store.restore import restore
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from data.store.sealing import Identity


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What came of a trial.

    `in_history` says whether the live desk's record still holds the backup's head; None where it is of another desk.
    """

    path: Path
    faults: tuple[Problem, ...]
    head: str
    created_at: datetime | None
    orders: int
    rows: int
    tables: int
    files: int
    in_history: bool | None

    @property
    def good(self) -> bool:
        """Whether the backup counts."""
        return not self.faults


def drill(store: Store, path: Path, *, at: datetime, identity: Identity | None = None) -> DrillReport:
    """Restore a backup into a scratch desk inside the desk's folder, compare it, and take it away.

    Table by table and file by file it has to be what the manifest says, and the program has to open it and to find no
    fault in it. Whether the live desk's record goes on from the backup's is said, and is no fault: after a restoration
    it does not go on from the backups that were made between.

    Raises:
        NotFound: there is no backup.
        KeyRefused: it is encrypted, for another key or with none given.
        StorageFailed: the disk is full, read-only or failing.
    """
    source = folder_of(path)
    try:
        manifest = read_manifest(source)
    except DeskDamaged as damage:
        return DrillReport(source, damage.faults, "", None, 0, 0, 0, 0, None)
    scratch = DeskFolder(store.path / f"{UNFINISHED}{secrets.token_hex(4)}")
    in_history: bool | None = None
    try:
        make_folder(scratch.root)
        try:
            restore(source, scratch.root, at=at, identity=identity)
            faults = [*_compared(scratch, manifest), *_opened(scratch)]
            in_history = _in_history(store, manifest)
        except DeskDamaged as damage:
            faults = list(damage.faults)
        finally:
            shutil.rmtree(scratch.root, ignore_errors=True)
    except OSError as error:
        raise failed(store.path, error) from error
    return DrillReport(
        source,
        tuple(faults),
        manifest.head,
        manifest.created,
        manifest.orders,
        sum(manifest.counts.values()),
        len(manifest.counts),
        max(0, len(manifest.files) - 1),
        in_history,
    )


def _compared(scratch: DeskFolder, manifest: Manifest) -> Iterator[Problem]:
    """Compare what was restored with the manifest, table by table and file by file."""
    yield from proof.database_faults(scratch.database, manifest)
    with closing(sqlite.connect_raw(scratch.database, unchanging=True)) as raw:
        found = describe(raw, manifest.created, sqlite.library())
    for table in sorted(found.counts.keys() | manifest.counts.keys()):
        if found.counts.get(table) != manifest.counts.get(table):
            yield _differs(table, found.counts.get(table), manifest.counts.get(table))
    said = {name.rpartition("/")[2].removesuffix(ENCRYPTED) for name in manifest.files if "/" in name}
    there = {path.name for path in Blobs(scratch.files).names()}
    for digest in sorted(said ^ there):
        yield _differs(f"files/{digest}", int(digest in there), int(digest in said))


def _differs(what: str, found: object, said: object) -> Problem:
    return Problem(Where(), what, "drill_differs", value=str(found or 0), detail=str(said or 0))


def _opened(scratch: DeskFolder) -> tuple[Problem, ...]:
    """Open the restored desk as any desk is opened, which migrates it if it must be, and look it over whole."""
    with Store.open(scratch.root) as restored:
        return check(restored).faults


def _in_history(store: Store, manifest: Manifest) -> bool | None:
    """Return whether the live record still holds what the backup's record ended with."""
    with store.reading() as reader:
        if facts(reader).get("desk_id") != manifest.desk_id:
            return None
        return not events.verify_anchor(reader, manifest.head)
