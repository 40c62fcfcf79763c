"""The desk's folder: where its parts lie, and files and folders that nobody else may read whatever the umask (P5).

Where several accounts of one computer share a desk, its folder is open to a group (`share`): everything that is made
in it follows the folder that it is made in, so that backups, attachments and drafts do too, and SQLite's own files
follow the database.
"""

import errno
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data.errors import StorageFailed

FOLDER_MODE = 0o700
FILE_MODE = 0o600
SHARED_FOLDER_MODE = 0o2770
"""With the group of the folder for whatever is made in it."""
SHARED_FILE_MODE = 0o660

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


def is_shared(folder: Path) -> bool:
    """Return whether a folder is open to its group and to nobody else, as `share` leaves it."""
    try:
        return os.name != "nt" and stat.S_IMODE(folder.stat().st_mode) == SHARED_FOLDER_MODE
    except OSError:
        return False


def modes_in(folder: Path) -> tuple[int, int]:
    """Return the rights that a folder and a file get which are made in a folder."""
    return (SHARED_FOLDER_MODE, SHARED_FILE_MODE) if is_shared(folder) else (FOLDER_MODE, FILE_MODE)


def share(folder: Path, group: str) -> None:
    """Open an empty folder to a group of the computer's accounts; what is made in it from now on follows.

    Raises:
        LookupError: the computer knows no such group, or no groups at all.
        OSError: it is not for this account to give the folder to that group.
    """
    os.chown(folder, -1, group_number(group))
    folder.chmod(SHARED_FOLDER_MODE)


def group_number(group: str) -> int:
    """Return the number of a group of the computer's accounts.

    Raises:
        LookupError: the computer knows no such group, or no groups at all.
    """
    try:
        import grp
    except ImportError:
        raise LookupError(group) from None
    return grp.getgrnam(group).gr_gid


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, for its owner alone or as the one above is shared; what is there stays.

    Its name is seen onto the disk too: what lies in it is there after a power cut only if the folder is.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        with suppress(FileExistsError):
            mode = modes_in(folder.parent)[0]
            folder.mkdir(mode=mode)
            folder.chmod(mode)
            with suppress(PermissionError):  # one may make folders where one may not look
                sync_folder(folder.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file for its owner alone, or as its folder is shared, and see it onto the disk.

    Raises:
        FileExistsError: there is a file of this name.
    """
    mode = modes_in(path.parent)[1]
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as file:
        path.chmod(mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def is_plain(path: Path) -> bool:
    """Return whether there is a file of this name itself: no link to one, and no pipe or device to wait at for ever."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


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
