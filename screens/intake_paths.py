"""Completing a path while somebody types it; what is looked up is on a disk, so it is done beside the loop."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from screens.intake_original import size_text
from widgets.lookup import Suggestion

READABLE = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".json", ".html", ".htm"})
"""Endings of files that may hold a table; others are offered behind them."""

_MOST = 8
_MOST_LOOKED_AT = 5_000


def complete(text: str) -> Sequence[Suggestion]:
    """Return paths that begin with a text: folders and tables first; none where the folder cannot be looked into."""
    folder, begin = os.path.split(text)
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            found = sorted(_fitting(entries, begin), key=lambda one: (_rank(one), one.name.casefold()))
            return [_suggestion(one, folder) for one in found[:_MOST]]
    except (OSError, RuntimeError, ValueError):  # RuntimeError: the home of somebody whom the system does not know
        return ()


def _fitting(entries: "Iterator[os.DirEntry[str]]", begin: str) -> "Iterator[os.DirEntry[str]]":
    for looked_at, entry in enumerate(entries):
        if looked_at >= _MOST_LOOKED_AT:
            return
        hidden = entry.name.startswith(".") and not begin.startswith(".")
        if not hidden and entry.name.casefold().startswith(begin.casefold()):
            yield entry


def _rank(entry: "os.DirEntry[str]") -> int:
    if entry.is_dir():
        return 1
    return 0 if Path(entry.name).suffix.casefold() in READABLE else 2


def _suggestion(entry: "os.DirEntry[str]", folder: str) -> Suggestion:
    path = os.path.join(folder, entry.name)  # noqa: PTH118 - the text as it was typed, with its ~ and its slashes
    if entry.is_dir():
        return Suggestion(path + os.sep)
    try:
        return Suggestion(path, "", size_text(entry.stat().st_size))
    except OSError:
        return Suggestion(path)
