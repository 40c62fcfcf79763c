"""What a backup says of itself: its manifest, the seal of that, and the list of what lies in a folder (D6).

The manifest is never encrypted, so that a backup can be chosen and its every bit be proved without a key; it names no
customer, only the office, numbers of rows and sums of files.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from data.errors import DeskDamaged, NotFound
from data.store.blobs import fault
from data.store.folder import UNFINISHED
from data.store.types import time_from_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
SEAL = "manifest.json.sha256"
PREFIX = "orderclerk"
ENCRYPTED = ".age"
"""How the names of encrypted files end."""

_DATABASE = "desk.db"
_TEXTS = ("program", "library", "revision", "desk_id", "desk_name", "head")

_PLAIN, _SEALED = 1, 2
"""Formats: programs that know no encryption read the first, which is written wherever nothing is encrypted."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; `files` gives the SHA-256 and the size in bytes of every file as it lies in the backup.

    `recipients` are the public keys for which it is encrypted, none where it is not.
    """

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
    recipients: tuple[str, ...] = ()

    @property
    def orders(self) -> int:
        """How many orders it holds."""
        return self.counts.get("sales_order", 0)

    @property
    def size(self) -> int:
        """The bytes of its files."""
        return sum(size for _digest, size in self.files.values())

    @property
    def created(self) -> datetime:
        """When it was made.

        Raises:
            ValueError: it does not say so.
        """
        return time_from_text(self.created_at)

    def text(self) -> str:
        """Return the manifest as it lies in the backup."""
        fields = asdict(self)
        fields["format"] = _SEALED if self.recipients else _PLAIN
        if not self.recipients:
            del fields["recipients"]
        return json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True)
class BackupEntry:
    """A backup in a list; `created_at` is None where its manifest cannot be read."""

    path: Path
    created_at: datetime | None
    desk_name: str
    head: str
    orders: int
    bytes: int
    desk_id: str = ""
    encrypted: bool = False


def stamp(at: datetime) -> str:
    """Return a time as it stands in the names of backups."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def seal(manifest: bytes) -> bytes:
    """Return the content of the file that guards the manifest, in the form that `sha256sum -c` reads."""
    return f"{sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def parse(content: bytes) -> Manifest:
    """Return a manifest from its text.

    Raises:
        ValueError: it is none.
    """
    try:
        fields: Any = json.loads(content)
        files = {str(name): (str(digest), int(size)) for name, (digest, size) in fields.pop("files").items()}
        counts = {str(name): int(count) for name, count in fields.pop("counts").items()}
        recipients = tuple(str(key) for key in fields.pop("recipients", ()))
        manifest = Manifest(**fields, files=files, counts=counts, recipients=recipients)
        whole = manifest.created.tzinfo is not None and all(isinstance(fields[name], str) for name in _TEXTS)
    except (TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("no manifest") from error
    if not whole or manifest.format not in (_PLAIN, _SEALED) or any(_outside(name) for name in files):
        raise ValueError("another format")
    if f"{_DATABASE}{ENCRYPTED if recipients else ''}" not in files:  # nothing would prove it
        raise ValueError("no database")
    return manifest


def _outside(name: str) -> bool:
    """Return whether a file's name leads out of the backup."""
    return "\\" in name or ":" in name or any(part in ("", ".", "..") for part in name.split("/"))


def folder_of(path: Path) -> Path:
    """Return the folder of the backup that a path names: the folder itself, its manifest or its database.

    Raises:
        NotFound: there is no backup.
    """
    folder = path if path.is_dir() else path.parent
    if path.exists() and any((folder / name).is_file() for name in (MANIFEST, SEAL)):
        return folder
    raise NotFound(what="backup", key=str(path))


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of a backup.

    Raises:
        NotFound: there is no backup.
        DeskDamaged: the manifest cannot be read.
    """
    folder = folder_of(path)
    try:
        return parse((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise DeskDamaged(str(folder), (fault("manifest_unreadable", MANIFEST),)) from None


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
        manifest = parse((path / MANIFEST).read_bytes())
        created = manifest.created
    except (OSError, ValueError):
        return BackupEntry(path, None, "", "", 0, 0)
    return BackupEntry(
        path,
        created,
        manifest.desk_name,
        manifest.head,
        manifest.orders,
        manifest.size,
        manifest.desk_id,
        bool(manifest.recipients),
    )
