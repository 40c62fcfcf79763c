"""Encryption of backups in the age format, to public keys of age or of SSH (D6); private keys are files of a person.

No key's text is kept or shown: a private key is read from a file that nobody else may read, and its passphrase asked.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, Any

from data.errors import DeskDamaged, KeyRefused
from data.store.blobs import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

_AGE_FILE = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")
_MOST = 1 << 16
"""Bytes of a file of keys; what is longer is none."""


def _key(text: str) -> Any:
    import pyrage

    return pyrage.x25519.Recipient.from_str(text) if text.startswith("age1") else pyrage.ssh.Recipient.from_str(text)


def recipients_of(given: Iterable[str], read: Callable[[str], str]) -> tuple[str, ...]:
    """Return public keys, each checked and once, in one order; what is no key is the path of a file of them.

    Args:
        given: keys or paths.
        read: gives the text of a file.

    Raises:
        KeyRefused: one is neither.
    """
    import pyrage

    found: set[str] = set()
    for one in given:
        lines = [one] if one.startswith(("age1", "ssh-")) else _lines(one, read)
        for line in lines:
            # what an SSH key says behind itself is a name or an address, which is nobody's business
            text = " ".join(line.split()[:2])
            try:
                _key(text)
            except (pyrage.RecipientError, ValueError) as error:
                raise KeyRefused(one, "bad_recipient") from error
            found.add(text)
    return tuple(sorted(found))


def _lines(path: str, read: Callable[[str], str]) -> list[str]:
    lines = [line.strip() for line in read(path).splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise KeyRefused(path, "bad_recipient")
    return found


def encrypt_file(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Encrypt a file into one that is there and empty."""
    import pyrage

    with source.open("rb") as plain, target.open("r+b") as sealed:
        pyrage.encrypt_io(plain, sealed, [_key(key) for key in recipients])
        sealed.flush()
        os.fsync(sealed.fileno())


def encrypt(content: bytes, recipients: Sequence[str]) -> bytes:
    """Return encrypted bytes."""
    import pyrage

    return bytes(pyrage.encrypt(content, [_key(key) for key in recipients]))


class Identity:
    """A private key, read from a file."""

    def __init__(self, path: Path, ask: Callable[[], str | None] = lambda: None) -> None:
        """Read the key.

        Args:
            path: a file that `age-keygen` or `ssh-keygen` made; one that age encrypted with a passphrase is opened.
            ask: gives the passphrase; None where nobody can be asked.

        Raises:
            KeyRefused: `missing`, `readable_by_others`, `bad_identity`, `no_terminal`, `wrong_passphrase`.
        """
        self.path = path
        try:
            if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise KeyRefused(str(path), "readable_by_others")
            content = path.read_bytes()
        except OSError as error:
            raise KeyRefused(str(path), "missing") from error
        if len(content) > _MOST:
            raise KeyRefused(str(path), "bad_identity")
        self._keys = _private(path, _opened(path, content, ask))

    def decrypt(self, content: bytes, name: Path) -> bytes:
        """Return decrypted bytes.

        Raises:
            KeyRefused: they were encrypted for another key.
        """
        import pyrage

        try:
            return bytes(pyrage.decrypt(content, self._keys))
        except pyrage.DecryptError as error:
            raise KeyRefused(str(name), "wrong_identity") from error

    def decrypt_file(self, source: Path, target: Path) -> None:
        """Decrypt a file into one that is there and empty.

        Raises:
            KeyRefused: it was encrypted for another key.
            DeskDamaged: it is cut off, altered, or no encrypted file at all.
        """
        import pyrage

        altered = DeskDamaged(str(source.parent), (fault("file_altered", source.name),))
        with source.open("rb") as sealed, target.open("r+b") as plain:
            if not sealed.read(len(_AGE_FILE[0])).startswith(_AGE_FILE[0]):
                raise altered
            sealed.seek(0)
            try:
                pyrage.decrypt_io(sealed, plain, self._keys)
            except pyrage.DecryptError as error:
                raise KeyRefused(str(source.parent), "wrong_identity") from error
            except OSError as error:
                if error.errno is not None:  # that is the disk; what is no age stream has no number
                    raise
                raise altered from error
            plain.flush()
            os.fsync(plain.fileno())


def _opened(path: Path, content: bytes, ask: Callable[[], str | None]) -> bytes:
    """Return the text of a private key, decrypted where it is kept under a passphrase."""
    if not content.startswith(_AGE_FILE):
        return content
    import pyrage

    said = ask()
    if said is None:
        raise KeyRefused(str(path), "no_terminal")
    try:
        return bytes(pyrage.passphrase.decrypt(content, said))
    except (pyrage.DecryptError, ValueError) as error:
        raise KeyRefused(str(path), "wrong_passphrase") from error


def _private(path: Path, content: bytes) -> list[Any]:
    import pyrage

    try:
        if b"-----BEGIN" in content:
            return [pyrage.ssh.Identity.from_buffer(content)]
        keys = re.findall(r"(?m)^\s*(AGE-SECRET-KEY-1[0-9A-Z]+)\s*$", content.decode("ascii", "replace"))
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (pyrage.IdentityError, ValueError) as error:
        raise KeyRefused(str(path), "bad_identity") from error
    if not found:
        raise KeyRefused(str(path), "bad_identity")
    return found
