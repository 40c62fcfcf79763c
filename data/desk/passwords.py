"""Passwords as the desk keeps them: hashed by argon2, so that whoever reads the desk does not read them."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 8
MOST = 256
"""Signs of a password; more would only cost time."""

LONGEST_WAIT = 60
"""Seconds until the next try at the most."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""As OWASP advises for argon2id: some 30 ms on an office computer, which is much for a machine that guesses."""


def hashed(password: str) -> str:
    """Return the hash of a password, with its salt and the cost of it."""
    return _hasher.hash(password)


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one of a hash."""
    try:
        return len(password) <= MOST and _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def wait_after(failures: int) -> int:
    """Return the seconds between a wrong password and the next try: 1, 2, 4 … 60."""
    return min(LONGEST_WAIT, 1 << min(failures - 1, 10)) if failures > 0 else 0
