"""Papers as PDF: a template of the typesetter typst and the values that it prints (R11, N2).

Values reach a template as data and are never pasted into it, so no text can become markup, whoever wrote it. A template
reads the files that it is given and nothing else, and no network. The same template, values and time are the same
bytes. Typesetter and font are loaded by a process of their own (see typst_process.py) and only when a paper is made.
"""

import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from data.errors import TemplateRefused

PATIENCE_SECONDS = 120
"""How long one paper may take; one of five hundred lines takes a second."""

SHARED = "paper.typ"
"""What the built-in templates share; a template of the office's own may import it."""

_NOWHERE = "http://127.0.0.1:0"
"""A proxy that cannot be: the typesetter would fetch packages that a template names from the network."""

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_PLACE = re.compile(r"┌─ (?P<file>.+):(?P<line>\d+):\d+\s*$", re.MULTILINE)


def built_in(name: str) -> str:
    """Return a template that comes with the program, `confirmation.typ` or `order.typ`, or what they share."""
    return files("data.files").joinpath("templates", name).read_text(encoding="utf-8")


def pdf(
    template: str,
    values: Mapping[str, object],
    *,
    at: datetime,
    path: str = "template.typ",
    beside: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the paper that a template makes of the values.

    Args:
        template: the template, which finds the values as JSON in `sys.inputs.values`.
        values: plain texts, numbers, truth values, lists and mappings.
        at: when the PDF says that it was made.
        path: where the template came from, for what is wrong with it.
        beside: more files that the template may read, by their names, such as the office's emblem.

    Raises:
        TemplateRefused: the template has a fault, with its line, or takes too long.
    """
    name = Path(path).name
    given = {SHARED: built_in(SHARED).encode(), **(beside or {}), name: template.encode("utf-8", "replace")}
    # half a character, which some text from outside holds, can neither be sent nor printed
    content = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    answer = _made(pickle.dumps((name, given, content, at)), path)
    if answer.startswith(b"%PDF"):
        return answer
    try:
        told = json.loads(answer)
    except ValueError as error:
        raise TemplateRefused(path, None, answer[:80].decode("utf-8", "replace")) from error
    raise _refused(path, told)


def _made(request: bytes, path: str) -> bytes:
    """Return what the process answers."""
    scripts = (Path(__file__).with_name(name) for name in ("limited_process.py", "typst_process.py"))
    command = [sys.executable, "-P", "-W", "ignore", *map(str, scripts)]
    environment = {name: value for name, value in os.environ.items() if name.lower() not in (*_PROXIES, "no_proxy")}
    environment |= dict.fromkeys((*_PROXIES, *(name.upper() for name in _PROXIES)), _NOWHERE)
    environment |= {"RUST_BACKTRACE": "0", "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
    try:
        done = subprocess.run(
            command, input=request, capture_output=True, timeout=PATIENCE_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise TemplateRefused(path, None, f"> {PATIENCE_SECONDS} s") from error
    if done.returncode != 0 or not done.stdout:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise TemplateRefused(path, None, " ".join([f"typst {done.returncode}", *last]))
    return done.stdout


def _refused(path: str, told: Mapping[str, object]) -> TemplateRefused:
    """Return the refusal with the place of the fault; a fault inside another file than the template names it."""
    place = _PLACE.search(str(told.get("diagnostic", "")))
    # where the typesetter looked for a file is a folder that nobody knows
    message = re.sub(r" \(searched at [^)]*\)", "", str(told.get("message", "")))
    if place is None:
        return TemplateRefused(path, None, message)
    file = Path(place["file"]).name
    return TemplateRefused(str(Path(path).with_name(file)), int(place["line"]), message)
