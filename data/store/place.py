"""Where a desk lies: what SQLite's own advice says of the file and of the file system under it.

https://www.sqlite.org/howtocorrupt.html, sections 2.1 to 2.4: a database with two names, through a hard or a symbolic
link, has two journals, so that one program does not see that another has crashed; and locks of network file systems
are not to be relied on.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from data.drafts import Problem, Where
from data.errors import StorageFailed
from data.store.folder import UNFINISHED, DeskFolder, failed
from data.store.manifests import MANIFEST, SEAL

_MOUNTS = Path("/proc/self/mounts")

_OF_A_NETWORK = frozenset(
    {
        "nfs", "nfs3", "nfs4", "cifs", "smb", "smbfs", "smb2", "smb3", "afpfs", "afs", "ncpfs", "coda", "9p", "ceph",
        "glusterfs", "lustre", "beegfs", "gfs2", "ocfs2", "webdav", "davfs", "acfs", "virtiofs", "vboxsf", "vmhgfs",
        "prl_fs",
    }
)  # fmt: skip
"""Names of file systems that lie on another computer, or pass through to one from a virtual machine."""

_OF_A_NETWORK_ABOVE_FUSE = (
    "sshfs", "rclone", "s3fs", "davfs", "gvfsd", "curlftpfs", "glusterfs", "ceph", "smb", "onedrive", "gdrive",
    "google-drive", "juicefs", "vmhgfs",
)  # fmt: skip


def refuse_second_name(place: DeskFolder) -> None:
    """See that the database has this one name and no other; what a crash of `init` or `restore` left is taken away.

    Raises:
        StorageFailed: it is a symbolic link (`symbolic_link`), or has another name besides (`hard_link`).
    """
    path = place.database
    try:
        if path.is_symlink():
            raise StorageFailed(str(path), "symbolic_link")
        found = path.stat()
        if found.st_nlink > 1:
            _drop_leftovers(place, found)
            names = path.stat().st_nlink
            if names > 1 + _kept_names(place, found):
                raise StorageFailed(str(path), "hard_link", str(names))
    except FileNotFoundError:  # another program has just taken it away
        return
    except OSError as error:
        raise failed(path, error) from error


def _drop_leftovers(place: DeskFolder, own: os.stat_result) -> None:
    """Take away the second name that a new desk has for a moment, where a crash made the moment last."""
    for other in place.root.glob(f"{UNFINISHED}*/{place.database.name}"):
        with suppress(OSError):
            if os.path.samestat(other.lstat(), own):
                other.unlink()


def _kept_names(place: DeskFolder, own: os.stat_result) -> int:
    """Return how many names a restoration gave the database that it was to replace, where a power cut ended it.

    They are not taken away: another restoration may be about to replace the database, and keeps it by such a name.
    """
    found = 0
    for other in place.backups.glob(f"replaced-*/{place.database.name}"):
        with suppress(OSError):
            found += os.path.samestat(other.lstat(), own)
    return found


def refuse_within(to: Path) -> None:
    """See that backups are put neither into another backup nor among the files of a desk.

    The one would be altered by it, over the other nothing could be restored any more.

    Raises:
        StorageFailed: they would be (`in_a_backup`, `in_a_desk`).
    """
    wanted = Path(os.path.realpath(to))
    for folder in (wanted, *wanted.parents):
        if any((folder / name).exists() for name in (MANIFEST, SEAL)):
            raise StorageFailed(str(to), "in_a_backup")
        desk = DeskFolder(folder)
        if desk.database.exists() and not wanted.is_relative_to(desk.backups):
            raise StorageFailed(str(to), "in_a_desk")


def network_of(path: Path, mounts: str | None = None) -> str:
    """Return the name of the network file system that a path lies on, or is to lie on; "" where it is none.

    Args:
        path: of a file or folder, which need not be there yet.
        mounts: the system's table of file systems, else the one of this computer.
    """
    if os.name == "nt":
        return _windows(path)
    if sys.platform == "darwin":
        return _darwin(path)
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:  # a system without such a table: nothing is known, so nothing is said
            return ""
    wanted = Path(os.path.realpath(path))
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) <= len(("device", "place")):
            continue
        above = Path(_plain(fields[1]))
        if (above == wanted or above in wanted.parents) and len(above.parts) >= best:
            best, kind = len(above.parts), fields[2]
    return kind if _is_network(kind) else ""


def _is_network(kind: str) -> bool:
    low = kind.lower()
    if low.startswith("fuse."):
        return any(name in low for name in _OF_A_NETWORK_ABOVE_FUSE)
    return low in _OF_A_NETWORK


def _plain(text: str) -> str:
    """Return a path of the table of file systems, in which blanks are written by their codes."""
    for code, sign in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        text = text.replace(code, sign)
    return text


def _windows(path: Path) -> str:
    """Return whether a path is one of the network's: a share by its name, or a drive that stands for one."""
    full = path.absolute()
    if full.drive.startswith("\\\\"):
        return "UNC"
    try:
        import ctypes

        remote = 4
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]  # there on Windows only
        return "UNC" if kernel.GetDriveTypeW(f"{full.drive}\\") == remote else ""
    except (ImportError, AttributeError, OSError):
        return ""


def _darwin(path: Path) -> str:
    """Return the kind of file system as the system's `mount` names it."""
    import subprocess

    try:
        done = subprocess.run(["/sbin/mount"], capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    wanted = Path(os.path.realpath(path))
    best, kind = -1, ""
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        _, _, rest = line.partition(" on ")
        at, bracket, options = rest.rpartition(" (")
        above = Path(at)
        if bracket and (above == wanted or above in wanted.parents) and len(above.parts) >= best:
            best, kind = len(above.parts), options.split(",")[0].rstrip(")")
    return kind if _is_network(kind) else ""


def remarks(place: DeskFolder) -> tuple[Problem, ...]:
    """Return what is to be said of a desk's place while it is open: `on_network`, `folder_linked`."""
    found = []
    kind = network_of(place.root)
    if kind:
        found.append(Problem(Where(), "place", "on_network", value=str(place.root), detail=kind))
    if place.files.is_symlink() or place.backups.is_symlink():
        linked = place.files if place.files.is_symlink() else place.backups
        found.append(Problem(Where(), "place", "folder_linked", value=str(linked), detail=os.path.realpath(linked)))
    return tuple(found)
