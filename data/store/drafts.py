"""What somebody was typing, kept beside the database: small files, each put in the place of the one before it whole."""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from data.store.folder import FILE_MODE, DeskFolder, failed, make_folder, sync_folder

_FOLDER = "drafts"
_NAME = re.compile(r"[0-9a-z-]{1,60}")
LARGEST = 1_000_000
"""Bytes of the largest draft: a form of a thousand lines is far below it."""


class DraftFiles:
    """The drafts of one person."""

    def __init__(self, folder: DeskFolder, person: str) -> None:
        """Keep them in a folder of the desk, under the person's name made fit for a file system."""
        self._folder = folder.root / _FOLDER / hashlib.sha256(person.encode()).hexdigest()[:16]

    def put(self, name: str, document: str) -> None:
        """Keep a draft under a name of small letters, digits and hyphens.

        Raises:
            ValueError: the name is no such name, or the draft is larger than `LARGEST`.
            StorageFailed: the disk is full, read-only or failing; the draft kept before stays.
        """
        content = document.encode("utf-8", errors="backslashreplace")
        if not _NAME.fullmatch(name) or len(content) > LARGEST:
            raise ValueError(name)
        target = self._folder / f"{name}.json"
        temporary = self._folder / f"{name}.{os.getpid()}.new"
        try:
            make_folder(self._folder)
            # one's own drafts are nobody else's, in a shared desk too
            descriptor = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, FILE_MODE)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # else a power cut may leave the new name without the content
            temporary.replace(target)
            sync_folder(self._folder)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise failed(target, error) from error

    def drop(self, name: str) -> None:
        """Give a draft up; one that is not there is none."""
        with suppress(OSError):
            self._path(name).unlink()

    def all(self) -> dict[str, str]:
        """Return all drafts by their names; a file that cannot be read is left out."""
        found: dict[str, str] = {}
        with suppress(OSError):
            for path in sorted(self._folder.glob("*.json")):
                with suppress(OSError, UnicodeDecodeError):
                    if path.stat().st_size <= LARGEST:
                        found[path.stem] = path.read_text(encoding="utf-8")
        return found

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
