"""Putting a finished file where a person wants it; what is there already is never replaced unasked."""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from data.errors import StorageFailed

_REASONS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.ENOENT: "cannot_open",
    errno.ENOTDIR: "cannot_open",
    errno.EISDIR: "cannot_open",
}


def free_path(path: Path) -> Path:
    """Return a path at which nothing is: this one, else one with a number behind its name."""
    found, number = path, 2
    while os.path.lexists(found):
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return found


def save(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a file, its owner's alone; it is there whole or not at all.

    Args:
        path: where to.
        content: all of it.
        replace: whether a file that is there may go.

    Raises:
        FileExistsError: something is there, and it is not to be replaced.
        StorageFailed: it cannot be written; what stood there before is untouched.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if replace:
                temporary.replace(path)
            else:
                _put_new(temporary, path)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
    except FileExistsError:
        raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "io")
        raise StorageFailed(str(path), reason, errno.errorcode.get(error.errno or 0, "")) from error


def _put_new(temporary: Path, path: Path) -> None:
    """Give a file its name, which nobody may have taken meanwhile.

    Raises:
        FileExistsError: somebody has.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        temporary.replace(path)
