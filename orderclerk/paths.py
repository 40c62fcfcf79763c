"""Where the program keeps things when nobody says otherwise (platformdirs)."""

from pathlib import Path

from platformdirs import user_data_path, user_log_path

_NAME = "orderclerk"


def default_desk() -> Path:
    """Return the folder of this user's desk."""
    return user_data_path(_NAME, appauthor=False) / "desk"


def log_file() -> Path:
    """Return the file in which failures of the program are noted."""
    return user_log_path(_NAME, appauthor=False) / f"{_NAME}.log"
