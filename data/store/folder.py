"""The desk's folder: where its parts lie, and files and folders that nobody else may read whatever the umask (P5)."""

import errno
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data.errors import StorageFailed

FOLDER_MODE = 0o700
FILE_MODE = 0o600

UNFINISHED = ".unfinished-"
"""How the names of folders begin in which a desk or a backup is being made; a crash may leave one."""

_WHY = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "cannot_open",
    errno.ENOTDIR: "cannot_open",
    errno.EMFILE: "cannot_open",
    errno.ENFILE: "cannot_open",
}


@dataclass(frozen=True, slots=True)
class DeskFolder:
    """The places in a desk's folder."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.root / "desk.db"

    @property
    def files(self) -> Path:
        """Originals and documents, each under its SHA-256 (I2)."""
        return self.root / "files"

    @property
    def backups(self) -> Path:
        """Backups that were given no other place, and those made before a migration or a restoration."""
        return self.root / "backups"

    def companions(self) -> tuple[Path, ...]:
        """Return the files that SQLite may keep beside the database."""
        return tuple(self.database.with_name(self.database.name + end) for end in ("-wal", "-shm", "-journal"))


def failed(path: Path, error: OSError) -> StorageFailed:
    """Return the refusal that an error of the operating system stands for."""
    why = _WHY.get(error.errno or 0, "io")
    return StorageFailed(path=str(error.filename or path), why=why, detail=error.strerror or type(error).__name__)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, for its owner alone; one that is there stays as it is."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        with suppress(FileExistsError):
            folder.mkdir(mode=FOLDER_MODE)
            folder.chmod(FOLDER_MODE)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file for its owner alone and see it onto the disk.

    Raises:
        FileExistsError: there is a file of this name.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        path.chmod(FILE_MODE)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """See a file's content onto the disk; never for a database in use, as closing it would drop SQLite's locks."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """See a folder's entries onto the disk, where the system can do that."""
    if os.name == "nt":  # Windows has no such call
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
