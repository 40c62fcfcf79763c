"""Files kept byte for byte under their SHA-256 (I2), `files/ab/abcdef…`; what is kept is never changed."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from data.drafts import Problem, Where
from data.errors import DeskDamaged
from data.store.folder import failed, is_plain, make_folder, sync_folder, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Blobs:
    """The folder of kept files."""

    folder: Path

    def path(self, digest: str) -> Path:
        """Return where the file with this SHA-256 lies, if it is kept."""
        return self.folder / digest[:2] / digest

    def keep(self, content: bytes) -> str:
        """Keep the content and return its SHA-256 in hexadecimal.

        It is on the disk when this returns, so it is called before the transaction that refers to it commits: a
        crash between the two leaves a file that nothing refers to, never a reference without its file.

        Raises:
            StorageFailed: the disk is full, read-only or failing.
        """
        digest = sha256(content).hexdigest()
        target = self.path(digest)
        try:
            if is_plain(target) and sha256(target.read_bytes()).hexdigest() == digest:
                return digest
            new_folder = not target.parent.is_dir()
            make_folder(target.parent)
            temporary = target.with_name(f".{digest[:16]}-{secrets.token_hex(4)}")
            try:
                write_new(temporary, content)
                os.replace(temporary, target)  # noqa: PTH105 - says that a file in the way is replaced
            finally:
                temporary.unlink(missing_ok=True)
            sync_folder(target.parent)
            if new_folder:
                sync_folder(self.folder)
        except OSError as error:
            raise failed(target, error) from error
        return digest

    def read(self, digest: str) -> bytes:
        """Return the content that was kept under this SHA-256.

        Raises:
            DeskDamaged: the file is missing or was altered.
            StorageFailed: it cannot be read.
        """
        target = self.path(digest)
        try:
            if target.exists() and not is_plain(target):
                raise DeskDamaged(str(self.folder), (fault("file_altered", digest),))
            content = target.read_bytes()
        except FileNotFoundError:
            raise DeskDamaged(str(self.folder), (fault("file_missing", digest),)) from None
        except OSError as error:
            raise failed(target, error) from error
        if sha256(content).hexdigest() != digest:
            raise DeskDamaged(str(self.folder), (fault("file_altered", digest),))
        return content

    def names(self) -> Iterator[Path]:
        """Yield every file that lies in the folder, whatever its name."""
        if self.folder.is_dir():
            yield from sorted(path for path in self.folder.rglob("*") if not path.is_dir())


def fault(code: str, name: str, detail: str = "") -> Problem:
    """Return the problem with one file of the desk or of a backup."""
    return Problem(Where(file=name), "file", code, value=name, detail=detail)
