"""The log of failures of the program: where in the code, never with what data."""

import os
import platform
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

_LARGEST = 1 << 20
"""A log of more bytes is put aside before the next note, in place of the one that was put aside before it."""


def note(error: BaseException, trace: TracebackType | None, path: Path | None = None) -> Path | None:
    """Add a failure to the log; return the log's path, None where it cannot be written.

    The message of an error may repeat what a customer wrote, so only its kind and the lines of code are noted.
    """
    from importlib import metadata

    from data.store.folder import make_folder
    from orderclerk.paths import log_file

    target = path or log_file()
    head = (
        f"{datetime.now(UTC).isoformat(timespec='seconds')} orderclerk {metadata.version('orderclerk')},"
        f" Python {platform.python_version()}, {sys.platform}"
    )
    try:
        make_folder(target.parent)
        with suppress(FileNotFoundError):
            if target.stat().st_size > _LARGEST:
                target.replace(target.with_suffix(".old.log"))
        descriptor = os.open(target, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join([head, *_lines(error, trace), "", ""]))
    except OSError:
        return None
    return target


def _lines(error: BaseException, trace: TracebackType | None) -> Iterator[str]:
    seen: set[int] = set()
    one: BaseException | None = error
    stack = trace
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield from (line.rstrip("\n") for line in traceback.format_list(traceback.extract_tb(stack)))
        yield f"{type(one).__module__}.{type(one).__qualname__}"
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if one is not None:
            stack = one.__traceback__
            yield "after:"
