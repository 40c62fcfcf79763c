"""Putting a finished file where a person wants it; what is there already is never replaced unasked."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
    with prepared(path, content, replace=replace) as put:
        put()


@contextmanager
def prepared(path: Path, content: bytes, *, replace: bool = False) -> Iterator[Callable[[], None]]:
    """Write a file beside its place, and give what puts it there; if that is not called, nothing is there.

    So what may still be refused can be tried in between, when room for the file is known to be there.

    Args, Raises: as `save`.
    """
    with _told(path):
        if not replace and os.path.lexists(path):
            raise FileExistsError(path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    temporary = Path(name)

    def put() -> None:
        with _told(path):
            if replace:
                temporary.replace(path)
            else:
                _put_new(temporary, path)

    try:
        with _told(path), os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield put
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell an error of the operating system as what it means for a file."""
    try:
        yield
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
