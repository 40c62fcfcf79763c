"""The password of the mail server: in a file of the user's own settings, never in a desk, an argument or a variable.

It is kept for one user on one server, so a policy that names another server never gets it.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

_FILE_MODE = 0o600


def password_file() -> Path:
    """Return where the passwords of mail servers lie."""
    from orderclerk.ui_settings import settings_file

    return settings_file().with_name("mail.json")


def read_password(user: str, server: str) -> str:
    """Return the password of a user on a server, "" where there is none."""
    return _known().get(_name(user, server), "")


def keep_password(user: str, server: str, password: str) -> Path:
    """Keep a password, or forget it where it is ""; return where.

    Raises:
        OSError: it cannot be kept.
    """
    from data.store.folder import make_folder

    path = password_file()
    known = _known()
    known.pop(_name(user, server), None)
    if password:
        known[_name(user, server)] = password
    make_folder(path.parent)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):  # what a run that was killed has left has perhaps other rights
        temporary.unlink()
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=1, sort_keys=True)
    temporary.replace(path)
    return path


def _name(user: str, server: str) -> str:
    return f"{user} at {server.casefold()}"


def _known() -> dict[str, str]:
    try:
        content = json.loads(password_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in content.items()} if isinstance(content, dict) else {}
