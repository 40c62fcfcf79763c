"""Places in a policy document: its sections, the setting on a line, and its faults, for whoever edits it."""

import re
from dataclasses import dataclass

from data.drafts import Problem
from data.errors import PolicyRefused
from data.rules.policy import parse

_SECTION = re.compile(r"\s*\[\[?([\w.\-]+)\]\]?")
_KEY = re.compile(r"\s*([\w\-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the document, and the line (1 is the first) on which it begins."""

    name: str
    line: int


def sections(document: str) -> tuple[Section, ...]:
    """Return the sections of a document in their order; one that stands several times is named once."""
    found: dict[str, int] = {}
    for number, line in enumerate(document.splitlines(), start=1):
        header = _SECTION.match(line)
        if header:
            found.setdefault(header[1], number)
    return tuple(Section(name, line) for name, line in found.items())


def key_at(document: str, line: int) -> str:
    """Return the setting that stands on a line, or whose value goes on there: `review.joint_above`; "" before all."""
    section = key = ""
    for number, text in enumerate(document.splitlines(), start=1):
        if number > line:
            break
        if header := _SECTION.match(text):
            section, key = header[1], ""
        elif named := _KEY.match(text):
            key = named[1]
        elif not text.strip() or text.lstrip().startswith("#"):
            key = ""
    return ".".join(part for part in (section, key) if part)


def faults(document: str) -> tuple[Problem, ...]:
    """Return what is wrong with a document, each fault with its line; nothing where it can be put in force."""
    try:
        parse(document)
    except PolicyRefused as refusal:
        return refusal.problems
    return ()
