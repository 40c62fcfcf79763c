"""Backups of a desk: a folder each, with the database, the kept files and a manifest of SHA-256 sums (D6).

`orderclerk-20261121T143205Z/` holds `desk.db` (in rollback-journal mode, so that the one file is the whole database),
`files/…`, `manifest.json` and `manifest.json.sha256`; where it is encrypted, `desk.db.age` and `files/….age`. It is
made under another name, checked, seen onto the disk, read back from it and then renamed: what bears the name of a
backup is a good one. `data.store.proof` finds what changed since, `data.store.restore` brings one back,
`data.store.pruning` takes old ones away.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import metadata
from typing import TYPE_CHECKING

from data.drafts import Problem, Where
from data.errors import DeskBusy, DeskDamaged, StorageFailed
from data.store import engine, events, schema, sealing, sqlite
from data.store.blobs import Blobs
from data.store.deadline import Deadline
from data.store.folder import UNFINISHED, DeskFolder, failed, is_plain, make_folder, sync_file, sync_folder, write_new
from data.store.manifests import (
    ENCRYPTED,
    MANIFEST,
    PREFIX,
    SEAL,
    Manifest,
    list_backups,
    parse,
    seal,
    stamp,
)
from data.store.place import refuse_within
from data.store.readback import see_written, sum_of
from data.store.types import time_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from data.store.sqlite import Library, RawConnection
    from data.store.unit import Store

DEADLINE = 300.0
"""Seconds after which a backup gives up in which nothing moved, as where other programs lock the desk."""

_STEPS = 1_000_000
"""Instructions of SQLite's machine after which a check is seen to move."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made and checked; `head` is its anchor in the chain of events.

    `shared` counts the files that lie there without having been copied again.
    """

    path: Path
    manifest: Path
    head: str
    orders: int
    bytes: int
    shared: int = 0


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The backup before, whose files can stand for the same ones of the next."""

    folder: Path
    manifest: Manifest


def create(
    store: Store,
    to: Path,
    *,
    at: datetime,
    recipients: Sequence[str] = (),
    deadline: Deadline | None = None,
    deadline_seconds: float = DEADLINE,
) -> BackupReport:
    """Back a desk up into a new folder in `to`, while others go on working, and check the copy.

    Args:
        store: the open desk.
        to: the folder of the backups.
        at: now, which gives the backup its name.
        recipients: public keys for which it is encrypted (`data.store.sealing.recipients_of`).
        deadline: where somebody else looks at it as well.
        deadline_seconds: else after so long without progress it gives up.

    Raises:
        DeskDamaged: the copy does not hold together, because the desk does not; each place is named.
        DeskBusy: nothing moved within the deadline.
        StorageFailed: the disk is full, read-only or failing, or `to` is no place for backups. Nothing is left in `to`
            in any of these cases.
    """
    refuse_within(to)
    name = f"{PREFIX}-{stamp(at)}"
    until = deadline or Deadline(deadline_seconds)
    return _make(store.folder, to, name, at, store.library, until, tuple(recipients))


def make(
    place: DeskFolder, to: Path, *, name: str, at: datetime, lib: Library, deadline_seconds: float
) -> BackupReport:
    """Do what `create` does, under a name of one's own; where it is taken, a number is added."""
    return _make(place, to, name, at, lib, Deadline(deadline_seconds), ())


def _make(
    place: DeskFolder,
    to: Path,
    name: str,
    at: datetime,
    lib: Library,
    deadline: Deadline,
    recipients: tuple[str, ...],
) -> BackupReport:
    try:
        make_folder(to)
        draft = to / f"{UNFINISHED}{secrets.token_hex(4)}"
        make_folder(draft)
        # what leaves the house encrypted is never written there in the clear, not even for a moment
        work = place.root / f"{UNFINISHED}{secrets.token_hex(4)}" if recipients else draft
        try:
            make_folder(work)
            filling = _Filling(place, draft, lib, deadline, recipients)
            manifest = filling.fill(work, at, to)
            final = _rename(draft, to, name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise failed(to, error) from error
    return BackupReport(final, final / MANIFEST, manifest.head, manifest.orders, manifest.size, len(filling.linked))


def _rename(draft: Path, to: Path, name: str) -> Path:
    """Give the backup its name, with a number where it is taken, also by one that is made at the same time."""
    number = 1
    while True:
        final = to / (name if number == 1 else f"{name}-{number}")
        number += 1
        if final.exists():
            continue
        try:
            draft.rename(final)
        except OSError as error:
            if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
                continue
            raise
        sync_folder(to)
        return final


class _Filling:
    """A backup that is being made."""

    def __init__(
        self, place: DeskFolder, draft: Path, lib: Library, deadline: Deadline, recipients: tuple[str, ...]
    ) -> None:
        self.place = place
        self.draft = draft
        self.lib = lib
        self.deadline = deadline
        self.recipients = recipients
        self.linked: set[str] = set()

    def fill(self, work: Path, at: datetime, to: Path) -> Manifest:
        """Put a whole backup into the folder, checked and on the disk; in `work` the database lies in the clear."""
        copy = work / self.place.database.name
        copy_snapshot(self.place, copy, self.lib, self.deadline)
        faults: list[Problem] = []
        try:
            with closing(sqlite.connect_raw(copy, unchanging=True, lib=self.lib)) as raw:
                faults += check_database(raw, copy.name, self.deadline.moved)
                manifest = describe(raw, at, self.lib) if not faults else None
                wanted = _referenced(raw) if not faults else ()
        except self.lib.module.Error as error:  # the medium does not give back what was written to it
            refusal = engine.refusal_of(error, copy, self.deadline.seconds)
            if refusal is None:
                raise
            raise refusal from error
        earlier = self._earlier(to, manifest.desk_id) if manifest is not None else None
        sums: dict[str, tuple[str, int]] = {}
        for digest in wanted:
            self.deadline.look(self.place.files)
            try:
                self._add(digest, earlier, sums)
            except DeskDamaged as damage:
                faults.extend(damage.faults)
            self.deadline.moved()
        if faults or manifest is None:
            raise DeskDamaged(path=str(self.place.root), faults=tuple(faults))
        if self.recipients:
            sealed = self.draft / f"{copy.name}{ENCRYPTED}"
            write_new(sealed, b"")
            sealing.encrypt_file(copy, sealed, self.recipients)
            copy.unlink()
            copy = sealed
            self.deadline.moved()
        sums[copy.name] = sum_of(copy)
        whole = replace(manifest, files=sums, recipients=self.recipients)
        text = whole.text().encode()
        write_new(self.draft / MANIFEST, text)
        write_new(self.draft / SEAL, seal(text))
        sync_folder(self.draft)
        see_written(self.draft, whole, sums.keys() - self.linked, self.deadline)
        return whole

    def _earlier(self, to: Path, desk_id: str) -> _Earlier | None:
        """Return the backup before, if it is of this desk, sealed, and for the same keys."""
        for entry in list_backups(to):
            if entry.desk_id != desk_id:
                continue
            if not (is_plain(entry.path / MANIFEST) and is_plain(entry.path / SEAL)):
                continue
            try:
                content = (entry.path / MANIFEST).read_bytes()
                manifest = parse(content)
                if (entry.path / SEAL).read_bytes() == seal(content) and manifest.recipients == self.recipients:
                    return _Earlier(entry.path, manifest)
            except (OSError, ValueError):  # it is being taken away, or was altered
                continue
        return None

    def _add(self, digest: str, earlier: _Earlier | None, sums: dict[str, tuple[str, int]]) -> None:
        """Put a kept file into the backup: the earlier backup's where that has it unaltered, else a copy."""
        content = Blobs(self.place.files).read(digest)
        plain = Blobs(self.draft / "files").path(digest)
        target = plain.with_name(f"{plain.name}{ENCRYPTED}") if self.recipients else plain
        name = target.relative_to(self.draft).as_posix()
        if earlier is not None and name in earlier.manifest.files:
            expected = earlier.manifest.files[name]
            if _shared(earlier.folder / name, target, expected):
                sums[name] = expected
                self.linked.add(name)
                return
        written = sealing.encrypt(content, self.recipients) if self.recipients else content
        make_folder(target.parent)
        write_new(target, written)
        sync_folder(target.parent)
        sums[name] = (sha256(written).hexdigest(), len(written))


def _shared(source: Path, target: Path, expected: tuple[str, int]) -> bool:
    """Give a file of the earlier backup a second name, if it is as it was; False where it has to be copied."""
    try:
        if not is_plain(source) or sum_of(source, from_disk=True) != expected:
            return False
        make_folder(target.parent)
        os.link(source, target)
        sync_folder(target.parent)
    except OSError:  # no hard links there, too many of them, or the earlier backup was just taken away
        target.unlink(missing_ok=True)
        return False
    return True


def copy_snapshot(place: DeskFolder, copy: Path, lib: Library, deadline: Deadline) -> None:
    """Copy the database as it is at one moment, and leave the copy as one file, closed and on the disk.

    A read transaction is held over the whole copy: pages are then copied step by step from one snapshot, and what
    others write meanwhile does not make the copy begin anew.
    """
    write_new(copy, b"")
    patience = min(1.0, deadline.seconds)
    try:
        with (
            closing(sqlite.connect_raw(place.database, patience=patience, lib=lib)) as source,
            closing(sqlite.connect_raw(copy, lib=lib)) as target,
        ):
            _begin(source, place, lib, deadline)
            left = -1

            def moved(remaining: int) -> None:
                nonlocal left
                if remaining != left:
                    left = remaining
                    deadline.moved()
                deadline.look(place.database)

            engine.copy_database(source, target, progress=moved)
            source.rollback()
            engine.leave_wal(target, copy)
    except lib.module.Error as error:
        refusal = engine.refusal_of(error, place.database, deadline.seconds)
        if refusal is None:
            raise
        if isinstance(refusal, StorageFailed) and refusal.why in ("full", "read_only"):
            refusal = StorageFailed(str(copy), refusal.why, refusal.detail)  # of the two, only the copy is written
        raise refusal from error
    sync_file(copy)


def _begin(source: RawConnection, place: DeskFolder, lib: Library, deadline: Deadline) -> None:
    """Take the snapshot, as soon as the locks of others allow it."""
    while True:
        source.execute("BEGIN")
        try:
            source.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        except lib.module.OperationalError as error:
            source.rollback()
            if not isinstance(engine.refusal_of(error, place.database, deadline.seconds), DeskBusy):
                raise
            deadline.look(place.database)
        else:
            return


def check_database(raw: RawConnection, name: str, moved: Callable[[], None] | None = None) -> tuple[Problem, ...]:
    """Return what SQLite, the foreign keys and the chain of events say against a database.

    Args:
        raw: open on it.
        name: for the faults.
        moved: told now and then that the check goes on.
    """
    if moved is not None:
        raw.set_progress_handler(moved, _STEPS)
    try:
        whole = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(1000)")]
        if whole != ["ok"]:
            return tuple(Problem(Where(file=name), "database", "database_damaged", detail=line) for line in whole)
        lost = tuple(
            Problem(Where(file=name), str(table), "points_at_nothing", value=str(row), detail=str(parent))
            for table, row, parent, _ in raw.execute("PRAGMA foreign_key_check")
        )
        return (*lost, *events.verify_raw(raw))
    except sqlite.library().module.Error as error:
        return (Problem(Where(file=name), "database", "database_damaged", detail=str(error)),)


def _referenced(raw: RawConnection) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in raw.execute("SELECT sha256 FROM stored_file ORDER BY sha256"))


def describe(raw: RawConnection, at: datetime, lib: Library) -> Manifest:
    """Return the manifest of a database, without its files."""
    tables = [
        str(row[0])
        for row in raw.execute(
            "SELECT name FROM sqlite_schema"
            " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
    ]
    facts = {str(name): str(value) for name, value in raw.execute("SELECT name, value FROM desk_fact")}
    return Manifest(
        format=1,
        created_at=time_text(at),
        program=metadata.version("orderclerk"),
        library=f"{lib.name} {lib.version}",
        revision=schema.stored_revision(raw),
        desk_id=facts.get("desk_id", ""),
        desk_name=facts.get("name", ""),
        head=str(events.read_head(raw)),
        counts={table: int(raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables},
    )
