"""Paths on their way into the import screen: completed while one types, taken apart as they were dropped or pasted."""

import os
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from urllib.parse import unquote, urlsplit

from screens.intake_original import size_text
from widgets.lookup import Suggestion

READABLE = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".json", ".html", ".htm"})
"""Endings of files that may hold a table; others are offered behind them, and left out of a folder."""

MOST_FILES = 200
"""So many files are taken in at once; what was read of each stays in memory until then."""

BETWEEN = "; "
"""What stands between two paths of the field."""

_MOST = 8
_MOST_LOOKED_AT = 5_000
_ABSOLUTE = re.compile(r"[/~]|[A-Za-z]:[\\/]")
_DROPPED = re.compile(r"[\"']?(?:[/~]|[A-Za-z]:[\\/]|\\\\)|file:", re.IGNORECASE)
_WINDOWS = re.compile(r"\"?(?:[A-Za-z]:)?\\")


@dataclass(frozen=True, slots=True)
class Given:
    """What the paths of the field stand for.

    Attributes:
        files: the files, each once, in the order in which they were named.
        empty: folders and patterns in which there is no file that may hold a table.
        left_out: how many files are too many.
    """

    files: tuple[str, ...]
    empty: tuple[str, ...] = ()
    left_out: int = 0


def complete(text: str) -> Sequence[Suggestion]:
    """Return what the last path of the field can go on to: folders and tables first; none where nobody can look."""
    before, sign, last = text.rpartition(";")
    typed = last.lstrip()
    begun = f"{before}{sign}{last[: len(last) - len(typed)]}"
    folder, begin = os.path.split(typed)
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            found = sorted(_fitting(entries, begin), key=lambda one: (_rank(one), one.name.casefold()))
            return [_suggestion(one, folder, begun) for one in found[:_MOST]]
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


def _suggestion(entry: "os.DirEntry[str]", folder: str, begun: str) -> Suggestion:
    path = begun + os.path.join(folder, entry.name)  # noqa: PTH118 - the text as it was typed, with its ~ and slashes
    if entry.is_dir():
        return Suggestion(path + os.sep)
    try:
        return Suggestion(path, "", size_text(entry.stat().st_size))
    except OSError:
        return Suggestion(path)


def named(text: str) -> tuple[str, ...]:
    """Return the paths that a text names.

    They are set off by `;`, by line ends, or by spaces where it is plain that a space sets them off. Terminals and file
    managers drop them in quotes, with spaces escaped by backslashes, or as `file://` addresses.
    """
    whole = text.strip()
    if not whole or _is_there(whole):
        return (whole,) if whole else ()
    found = [path for part in _parts(whole) for path in _of_part(part)]
    return tuple(dict.fromkeys(found))


def are_dropped(text: str) -> bool:
    """Tell whether a pasted text is made of whole paths, as terminals and file managers drop them."""
    return _DROPPED.match(text.strip()) is not None


def joined(paths: Sequence[str]) -> str:
    """Return paths as they stand in the field, so that `named` finds each of them again."""
    return BETWEEN.join(f'"{path}"' if ";" in path and '"' not in path else path for path in paths)


def _parts(text: str) -> Iterator[str]:
    """Yield what `;` and line ends set off; inside quotes, and behind a backslash, they belong to a name."""
    quote, begun, escaped = "", 0, False
    escapes = not _WINDOWS.match(text)
    for place, character in enumerate(text):
        if escaped:
            escaped = False
        elif quote:
            quote = "" if character == quote else quote
        elif character == "\\" and escapes:
            escaped = True
        elif character in "\"'" and text.find(character, place + 1) > 0 and not text[begun:place].strip():
            quote = character
        elif character in ";\n":
            yield text[begun:place]
            begun = place + 1
    yield text[begun:]


def _of_part(part: str) -> list[str]:
    plain = part.strip()
    if not plain or plain.startswith("#"):  # a list of addresses may have remarks
        return []
    if _is_there(plain):
        return [plain]
    if any(sign in plain for sign in "\"'") or ("\\" in plain and not _WINDOWS.match(plain)):
        words = _as_shell(plain)
    else:
        words = plain.split()
        if not all(_ABSOLUTE.match(word) or word.startswith("file:") for word in words):
            words = [plain]
    return [_of_address(word) for word in words]


def _as_shell(text: str) -> list[str]:
    """Return the words of a text as a shell takes it apart; the text itself where its quotes are not closed."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    if _WINDOWS.match(text):
        lexer.escape, lexer.quotes = "", '"'
    try:
        return list(lexer)
    except ValueError:
        return [text]


def _of_address(word: str) -> str:
    """Return the path of a `file:` address; anything else as it is."""
    if not word.casefold().startswith("file:"):
        return word
    try:
        path = unquote(urlsplit(word).path, errors="surrogateescape")
    except ValueError:
        return word
    return path[1:] if re.match(r"/[A-Za-z]:[\\/]", path) else path


def _is_there(path: str) -> bool:
    return _asked(path, Path.exists)


def _asked(path: str, question: Callable[[Path], bool]) -> bool:
    try:
        return question(Path(path).expanduser())
    except (OSError, RuntimeError, ValueError):
        return False


def files_of(paths: Sequence[str]) -> Given:
    """Return the files that paths stand for: the tables of a folder, what a pattern with `*` fits, else themselves."""
    found: dict[str, None] = {}
    empty: list[str] = []
    for path in paths:
        some = _inside(path)
        if some is None:
            found[path] = None
        elif some:
            found.update(dict.fromkeys(some))
        else:
            empty.append(path)
    files = list(found)
    return Given(tuple(files[:MOST_FILES]), tuple(empty), max(0, len(files) - MOST_FILES))


def _inside(path: str) -> list[str] | None:
    """Return the files of a folder or of a pattern, None for a single path."""
    if _asked(path, Path.is_dir):
        try:
            with os.scandir(Path(path).expanduser()) as entries:
                names = sorted(entry.name for entry in entries if _is_table(entry.name) and entry.is_file())
        except OSError:
            names = []
        return [os.path.join(path, name) for name in names]  # noqa: PTH118 - the folder as it was typed
    if has_magic(path) and not _is_there(path):
        try:
            fitting = sorted(glob(str(Path(path).expanduser())))  # noqa: PTH207 - a pattern may begin at the root
        except (OSError, RuntimeError, ValueError, re.error):
            return []
        return [one for one in fitting if _asked(one, Path.is_file) and not _is_lock(one)]
    return None


def _is_table(name: str) -> bool:
    return Path(name).suffix.casefold() in READABLE and not name.startswith(".") and not _is_lock(name)


def _is_lock(path: str) -> bool:
    """Whether a file is the mark that office programs leave beside a workbook that is open."""
    return Path(path).name.startswith(("~$", ".~lock."))
