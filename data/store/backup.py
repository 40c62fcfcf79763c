"""Backups of a desk: a folder each, with the database, the kept files and a manifest of SHA-256 sums.

`orderclerk-20261121T143205Z/` holds `desk.db` (in rollback-journal mode, so that the one file is the whole database),
`files/…`, `manifest.json` and `manifest.json.sha256`. It is made under another name, checked, seen onto the disk and
then renamed: what bears the name of a backup is a good one. `data.store.restore` brings one back.
"""

from __future__ import annotations

import json
import secrets
import shutil
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from importlib import metadata
from typing import TYPE_CHECKING, Any

from data.drafts import Problem, Where
from data.errors import DeskBusy, DeskDamaged, NotFound
from data.store import engine, events, schema, sqlite
from data.store.blobs import Blobs, fault
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, sync_file, sync_folder, write_new
from data.store.types import time_from_text, time_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.store.sqlite import Library, RawConnection
    from data.store.unit import Store

DEADLINE = 300.0
"""Seconds after which a backup gives up that cannot read the desk for other programs' locks."""

MANIFEST = "manifest.json"
SEAL = "manifest.json.sha256"
_FORMAT = 1
_PREFIX = "orderclerk"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; `files` gives the SHA-256 and the size in bytes of every file by its path in the backup."""

    format: int
    created_at: str
    program: str
    library: str
    revision: str
    desk_id: str
    desk_name: str
    head: str
    counts: Mapping[str, int]
    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def text(self) -> str:
        """Return the manifest as it lies in the backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made and checked; `head` is its anchor in the chain of events."""

    path: Path
    manifest: Path
    head: str
    orders: int
    bytes: int


@dataclass(frozen=True, slots=True)
class BackupEntry:
    """A backup in a list; `created_at` is None where its manifest cannot be read."""

    path: Path
    created_at: datetime | None
    desk_name: str
    head: str
    orders: int
    bytes: int


def stamp(at: datetime) -> str:
    """Return a time as it stands in the names of backups."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def create(store: Store, to: Path, *, at: datetime, deadline_seconds: float = DEADLINE) -> BackupReport:
    """Back a desk up into a new folder in `to`, while others go on working, and check the copy.

    Raises:
        DeskDamaged: the copy does not hold together, because the desk does not; each place is named.
        DeskBusy: the desk could not be read within the deadline.
        StorageFailed: the disk is full, read-only or failing. Nothing is left in `to` in any of these cases.
    """
    name = f"{_PREFIX}-{stamp(at)}"
    return make(store.folder, to, name=name, at=at, lib=store.library, deadline_seconds=deadline_seconds)


def make(
    place: DeskFolder, to: Path, *, name: str, at: datetime, lib: Library, deadline_seconds: float
) -> BackupReport:
    """Do what `create` does, under a name of one's own; where it is taken, a number is added."""
    try:
        make_folder(to)
        draft = to / f"{UNFINISHED}{secrets.token_hex(4)}"
        make_folder(draft)
        try:
            manifest = _fill(place, draft, at, lib, deadline_seconds)
            final = _rename(draft, to, name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise failed(to, error) from error
    size = sum(entry[1] for entry in manifest.files.values())
    return BackupReport(final, final / MANIFEST, manifest.head, manifest.counts.get("sales_order", 0), size)


def _rename(draft: Path, to: Path, name: str) -> Path:
    final, number = to / name, 1
    while final.exists():
        number += 1
        final = to / f"{name}-{number}"
    draft.rename(final)
    sync_folder(to)
    return final


def _fill(place: DeskFolder, draft: Path, at: datetime, lib: Library, deadline_seconds: float) -> Manifest:
    """Put a whole backup into the folder, checked and on the disk."""
    copy = draft / place.database.name
    copy_snapshot(place, copy, lib, deadline_seconds)
    with closing(sqlite.connect_raw(copy, unchanging=True, lib=lib)) as raw:
        faults = [*check_database(raw, copy.name)]
        manifest = _describe(raw, at, lib) if not faults else None
        wanted = _referenced(raw) if not faults else ()
    sums: dict[str, tuple[str, int]] = {copy.name: _sum(copy)}
    kept, copies = Blobs(place.files), Blobs(draft / "files")
    for digest in wanted:
        try:
            content = kept.read(digest)
        except DeskDamaged as damage:
            faults.extend(damage.faults)
            continue
        copies.keep(content)
        sums[copies.path(digest).relative_to(draft).as_posix()] = (digest, len(content))
    if faults or manifest is None:
        raise DeskDamaged(path=str(place.root), faults=tuple(faults))
    whole = Manifest(**{**asdict(manifest), "files": sums})
    text = whole.text().encode()
    write_new(draft / MANIFEST, text)
    write_new(draft / SEAL, seal(text))
    sync_folder(draft)
    return whole


def seal(manifest: bytes) -> bytes:
    """Return the content of the file that guards the manifest, in the form that `sha256sum -c` reads."""
    return f"{sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def copy_snapshot(place: DeskFolder, copy: Path, lib: Library, deadline_seconds: float) -> None:
    """Copy the database as it is at one moment, and leave the copy as one file, closed and on the disk."""
    until = time.monotonic() + deadline_seconds

    def give_up() -> None:
        if time.monotonic() > until:
            raise DeskBusy(path=str(place.database), seconds=round(deadline_seconds))

    write_new(copy, b"")
    try:
        with (
            closing(sqlite.connect_raw(place.database, patience=min(1.0, deadline_seconds), lib=lib)) as source,
            closing(sqlite.connect_raw(copy, lib=lib)) as target,
        ):
            engine.copy_database(source, target, progress=give_up)
            engine.leave_wal(target, copy)
    except lib.module.Error as error:
        refusal = engine.refusal_of(error, place.database, deadline_seconds)
        if refusal is None:
            raise
        raise refusal from error
    sync_file(copy)


def check_database(raw: RawConnection, name: str) -> tuple[Problem, ...]:
    """Return what SQLite, the foreign keys and the chain of events say against a database."""
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


def _describe(raw: RawConnection, at: datetime, lib: Library) -> Manifest:
    tables = [
        str(row[0])
        for row in raw.execute(
            "SELECT name FROM sqlite_schema"
            " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
    ]
    facts = {str(name): str(value) for name, value in raw.execute("SELECT name, value FROM desk_fact")}
    return Manifest(
        format=_FORMAT,
        created_at=time_text(at),
        program=metadata.version("orderclerk"),
        library=f"{lib.name} {lib.version}",
        revision=schema.stored_revision(raw),
        desk_id=facts.get("desk_id", ""),
        desk_name=facts.get("name", ""),
        head=str(events.read_head(raw)),
        counts={table: int(raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables},
    )


def _sum(path: Path) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file that nobody has open."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest(), path.stat().st_size


def folder_of(path: Path) -> Path:
    """Return the folder of the backup that a path names: the folder itself, its manifest or its database.

    Raises:
        NotFound: there is no backup.
    """
    folder = path if path.is_dir() else path.parent
    if path.exists() and any((folder / name).is_file() for name in (MANIFEST, SEAL)):
        return folder
    raise NotFound(what="backup", key=str(path))


def list_backups(folder: Path) -> tuple[BackupEntry, ...]:
    """Return the backups in a folder, the newest first; those with an unreadable manifest last."""
    if not folder.is_dir():
        return ()
    found = [
        _entry(path)
        for path in folder.iterdir()
        if not path.name.startswith(UNFINISHED) and (path / MANIFEST).is_file()
    ]
    epoch = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda entry: (entry.created_at or epoch, entry.path.name), reverse=True))


def _entry(path: Path) -> BackupEntry:
    try:
        manifest = _parse((path / MANIFEST).read_bytes())
        created = time_from_text(manifest.created_at)
    except (OSError, ValueError):
        return BackupEntry(path, None, "", "", 0, 0)
    size = sum(entry[1] for entry in manifest.files.values())
    return BackupEntry(path, created, manifest.desk_name, manifest.head, manifest.counts.get("sales_order", 0), size)


def _parse(content: bytes) -> Manifest:
    """Return a manifest from its text.

    Raises:
        ValueError: it is none.
    """
    fields: Any = json.loads(content)
    try:
        files = {str(name): (str(digest), int(size)) for name, (digest, size) in fields.pop("files").items()}
        counts = {str(name): int(count) for name, count in fields.pop("counts").items()}
        manifest = Manifest(**fields, files=files, counts=counts)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("no manifest") from error
    if manifest.format != _FORMAT:
        raise ValueError("another format")
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of a backup.

    Raises:
        NotFound: there is no backup.
        DeskDamaged: the manifest cannot be read.
    """
    folder = folder_of(path)
    try:
        return _parse((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise DeskDamaged(str(folder), (fault("manifest_unreadable", MANIFEST),)) from None


def verify(path: Path) -> tuple[Problem, ...]:
    """Return every fault of a backup; none means that not a bit of it has changed and that it holds together.

    Codes: `manifest_altered`, `manifest_unreadable`, `file_missing`, `file_altered`, `file_extra`,
    `manifest_disagrees`, and those of the database and its chain of events.

    Raises:
        NotFound: there is no backup.
        StorageFailed: it cannot be read.
    """
    folder = folder_of(path)
    try:
        return tuple(_verified(folder))
    except OSError as error:
        raise failed(folder, error) from error


def _verified(folder: Path) -> list[Problem]:
    faults: list[Problem] = []
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    missing = [name for name in (MANIFEST, SEAL) if name not in present]
    if missing:
        return [fault("file_missing", name) for name in missing]
    content = present[MANIFEST].read_bytes()
    if present[SEAL].read_bytes() != seal(content):
        faults.append(fault("manifest_altered", MANIFEST))
    try:
        manifest = _parse(content)
    except ValueError:
        return [*faults, fault("manifest_unreadable", MANIFEST)]
    expected = {MANIFEST, SEAL, *manifest.files}
    faults.extend(fault("file_extra", name) for name in sorted(present.keys() - expected))
    faults.extend(fault("file_missing", name) for name in sorted(expected - present.keys()))
    faults.extend(
        fault("file_altered", name)
        for name, (digest, size) in sorted(manifest.files.items())
        if name in present and _sum(present[name]) != (digest, size)
    )
    database = DeskFolder(folder).database
    if database.name in present:
        faults.extend(_verify_database(database, manifest))
    return faults


def _verify_database(database: Path, manifest: Manifest) -> list[Problem]:
    lib = sqlite.library()
    try:
        with closing(sqlite.connect_raw(database, unchanging=True)) as raw:
            faults = list(check_database(raw, database.name))
            if not faults:
                found = _describe(raw, time_from_text(manifest.created_at), lib)
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
