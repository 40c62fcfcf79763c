"""A document in the person's own editor: what was typed is never lost, whatever happens to it afterwards."""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from orderclerk.reading import readable

_USUAL = ("sensible-editor", "nano", "vi")


class EditorError(Exception):
    """No editor is named, and none of the usual ones is there; or the one that is named does not start."""


def editor(environ: Mapping[str, str]) -> list[str]:
    """Return the command of the editor that a person has chosen, else, in a terminal, of one that is usually there.

    Raises:
        EditorError: there is none.
    """
    from shutil import which

    for name in ("VISUAL", "EDITOR"):
        if environ.get(name, "").strip():
            try:
                return shlex.split(environ[name])
            except ValueError as error:  # a quotation mark without its other one
                raise EditorError(environ[name]) from error
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        # where nobody sits, an editor would wait for ever
        raise EditorError
    if sys.platform == "win32":
        return ["notepad"]
    for usual in _USUAL:
        if which(usual):
            return [usual]
    raise EditorError


def draft_file(document: str, name: str) -> Path:
    """Return a file that only this person can read, with the document in it, to be edited."""
    handle, path = tempfile.mkstemp(prefix=f"orderclerk-{name}-", suffix=".toml")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(document)
    return Path(path)


def edit(path: Path, environ: Mapping[str, str]) -> str:
    """Let a person edit a file and return what stands in it then.

    Raises:
        EditorError: the editor does not start, or says that it failed.
        Unreadable: what it left cannot be read.
    """
    command = [*editor(environ), str(path)]
    try:
        ended = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise EditorError(command[0]) from error
    if ended:
        raise EditorError(command[0])
    with readable(str(path)):
        return path.read_text(encoding="utf-8-sig")
