"""What the command line prints: data on standard output, what is told beside it on standard error.

Everything goes through `printable`: text from outside never reaches a terminal as a command to it.
"""

import errno
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO
from weakref import WeakSet

from data.errors import StorageFailed
from data.words import _
from data.words.printable import printable
from orderclerk.cli.layout import Head, table

_PLAIN_WIDTH = 80
_NOT_IN_JSON = re.compile("[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                          "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")  # fmt: skip
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"
_unheard: WeakSet[TextIO] = WeakSet()
"""Streams whose reader has gone, as `head` does."""


def set_up_streams() -> None:
    """Make standard output and error able to print everything, whatever the locale says they can.

    A stream that was closed before the program began goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the program ends
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            plain = stream.encoding.lower().replace("-", "").replace("_", "") in ("ascii", "usascii", "ansix3.41968")
            stream.reconfigure(encoding="utf-8" if plain else None, errors="backslashreplace")


def out(text: str = "") -> None:
    """Print data: what was asked for."""
    _line(sys.stdout, printable(text, multiline=True))


def err(text: str) -> None:
    """Tell something beside the data."""
    _line(sys.stderr, printable(text, multiline=True))


def _line(stream: TextIO, text: str) -> bool:
    """Print a line; return whether anybody reads on.

    A reader that has gone ends no work and hides no result: the rest goes nowhere, and the exit code is the command's.
    """
    try:
        stream.write(f"{text}\n")
    except BrokenPipeError:
        silence(stream)
    except OSError:
        if stream is not sys.stderr:
            raise
        silence(stream)  # there is no place left to tell it
    return stream not in _unheard


def silence(stream: TextIO) -> None:
    """Let what is still to be printed go nowhere, so that nothing complains of it when the program ends."""
    _unheard.add(stream)
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # a stream of a test, without a file under it
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def acknowledge(event: int) -> None:
    """Say that a commit is on the disk, at once (`--ack`).

    Raises:
        StorageFailed: nobody can be told any more, so that nothing more may be done.
    """
    why = ""
    try:
        if _line(sys.stdout, f"COMMITTED {event}"):
            sys.stdout.flush()
            return
    except BrokenPipeError as error:
        why = error.strerror or ""
    raise StorageFailed(_("standard output"), "io", why or os.strerror(errno.EPIPE))


def as_json(value: object, *, indent: int | None = None) -> str:
    r"""Return a value as JSON in UTF-8, with what a terminal would obey or hide written as ``\uXXXX``."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _NOT_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)


def out_json(value: object) -> None:
    """Print an object as JSON."""
    _line(sys.stdout, as_json(value, indent=2))


def out_json_list(values: Iterable[object]) -> None:
    """Print an array as JSON, one element a line, as they come, as long as somebody reads."""
    line = "["
    first = True
    for value in values:
        if not _line(sys.stdout, line if first else f"{line},"):
            return
        line, first = as_json(value), False
    _line(sys.stdout, line)
    _line(sys.stdout, "]")


def width() -> int | None:
    """Return the cells of the terminal that standard output is, None where it is no terminal."""
    return shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns if sys.stdout.isatty() else None


def page_width() -> int:
    """Return the width for running text."""
    return max(40, min(width() or _PLAIN_WIDTH, 100))


def colour_wanted(environ: Mapping[str, str]) -> bool:
    """Whether standard output takes marks such as bold: a terminal, and NO_COLOR is not set (https://no-color.org)."""
    return sys.stdout.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb" and os.name != "nt"


def heading(text: str) -> None:
    """Print a heading, bold where that is wanted."""
    plain = printable(text)
    _line(sys.stdout, f"{_BOLD}{plain}{_PLAIN}" if colour_wanted(os.environ) else plain)


def out_table(heads: Sequence[Head], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; in a terminal it is made to fit, elsewhere nothing is cut."""
    first, *lines = table(heads, [[printable(text) for text in row] for row in rows], width())
    heading(first)
    for line in lines:
        _line(sys.stdout, line)
