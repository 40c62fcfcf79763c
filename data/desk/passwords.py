"""Passwords as the desk keeps them: hashed by argon2, so that whoever reads the desk does not read them."""

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 8
MOST = 256
"""Signs of a password; more would only cost time."""

LONGEST_WAIT = 60
"""Seconds until the next try at the most."""


@cache
def _hasher() -> "PasswordHasher":
    """Return the hasher, which is imported only where a password is at hand.

    Its costs are what OWASP advises for argon2id: little for one try, much for a machine that guesses.
    """
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    """Return the hash of a password, with its salt and the cost of it."""
    return _hasher().hash(password)


def seal_of(kept: str) -> str:
    """Return what the record keeps of the hash of a password: its SHA-256, "" for none (P6)."""
    return sha256(kept.encode()).hexdigest() if kept else ""


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one of a hash."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return len(password) <= MOST and _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def wait_after(failures: int) -> int:
    """Return the seconds between a wrong password and the next try: 1, 2, 4 … 60."""
    return min(LONGEST_WAIT, 1 << min(failures - 1, 10)) if failures > 0 else 0
