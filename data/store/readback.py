"""What lies on the disk, rather than what the system remembers of having written there (D6)."""

from __future__ import annotations

import errno
import os
from hashlib import file_digest
from typing import TYPE_CHECKING

from data.errors import StorageFailed
from data.store.manifests import MANIFEST, SEAL, seal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from data.store.deadline import Deadline
    from data.store.manifests import Manifest


def sum_of(path: Path, *, from_disk: bool = False) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file that nobody has open.

    Args:
        path: the file.
        from_disk: not as it was just written, but as the disk gives it back, where the system can be told to ask that.
    """
    with path.open("rb") as file:
        if from_disk:
            _forget(file.fileno())
        return file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _forget(descriptor: int) -> None:
    """Have the system forget what it remembers of a file that is on the disk; it is advice, and never fails here."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        try:
            advise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        except OSError:  # a file system that does not know it: what is remembered is read
            return


def see_written(folder: Path, manifest: Manifest, names: Iterable[str], deadline: Deadline) -> None:
    """See that the disk gives back what was written into a backup and synced, before that counts.

    Args:
        folder: of the backup.
        manifest: as it was written.
        names: the files that were written.
        deadline: extended with each file.

    Raises:
        StorageFailed: the disk said that something is written, and it is not.
    """
    for name in names:
        if sum_of(folder / name, from_disk=True) != manifest.files[name]:
            raise StorageFailed(str(folder / name), "io", errno.errorcode[errno.EIO])
        deadline.moved()
    text = manifest.text().encode()
    for name, written in ((MANIFEST, text), (SEAL, seal(text))):
        with (folder / name).open("rb") as file:
            _forget(file.fileno())
            if file.read() != written:
                raise StorageFailed(str(folder / name), "io", errno.errorcode[errno.EIO])
