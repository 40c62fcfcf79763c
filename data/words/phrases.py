"""Parts of sentences: lists, ranges of lines, choices, and text from outside made fit to stand in a sentence."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from data.words import _, current_language, ngettext
from data.words.printable import printable
from data.words.terms import TERMS

LONGEST = 80
"""A longer value from outside is cut in a sentence; the place says where the whole of it stands."""

LONGEST_PATH = 400
"""A path is longer than a value, and whoever is to look at it needs all of it."""

MOST = 20
"""A list of more faults than these is cut; the sentence says how many are left."""


def shown(text: object, longest: int = LONGEST) -> str:
    """Return text from outside as it may stand in a sentence: harmless, on one line, not too long."""
    plain = str(text)
    return printable(plain if len(plain) <= longest else f"{plain[: longest - 1]}…")


def shown_path(path: object) -> str:
    """Return a path as it may stand in a sentence; of a very long one the end is kept, which says which file it is."""
    plain = str(path)
    return printable(plain if len(plain) <= LONGEST_PATH else f"…{plain[1 - LONGEST_PATH :]}")


def listing(parts: Iterable[str]) -> str:
    """Return the parts as a list within a sentence."""
    return _(", ").join(parts)


def sentences(*parts: str) -> str:
    """Return sentences one behind the other; empty ones are left out."""
    between = " " if current_language() == "en" else ""
    return between.join(part for part in parts if part)


def quoted(text: object) -> str:
    """Return text from outside in quotation marks."""
    return _("“{text}”").format(text=shown(text))


def choice_name(codes: Sequence[str], code: str) -> str:
    """Return the name of one of a closed list's values; the list tells which kind of thing the value is."""
    for terms in TERMS.values():
        if code in terms and all(other in terms for other in codes):
            return _(terms[code])
    return shown(code)


def choices(codes: Sequence[str]) -> str:
    """Return the values of a closed list as they are typed, each with its name where that says more."""
    parts = []
    for code in codes:
        name = choice_name(codes, code)
        same = name in (code, code.replace("_", " "))
        parts.append(shown(code) if same else _("{code} ({name})").format(code=shown(code), name=name))
    return listing(parts)


def line_numbers(numbers: Iterable[int]) -> str:
    """Return line numbers with their word, runs put together (`lines 1–4, 7`)."""
    ordered = sorted(set(numbers))
    runs: list[list[int]] = []
    for number in ordered:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    text = listing(str(first) if first == last else f"{first}–{last}" for first, last in runs)
    return ngettext("line {numbers}", "lines {numbers}", len(ordered)).format(numbers=text)


def did_you_mean(word: str, known: Sequence[str], *, similar: bool = True) -> str:
    """Return the question whether one of the known words was meant, or ""; `similar` leaves out those that are not."""
    near = get_close_matches(word, known, n=3) if similar else list(known)
    if not near:
        return ""
    return _("Did you mean {words}?").format(words=listing(quoted(one) for one in near))


def cut(lines: Sequence[str], most: int = MOST) -> str:
    """Return lines below each other, and how many more there are than can be shown."""
    more = len(lines) - most
    kept = [f"- {line}" for line in lines[:most]]
    if more > 0:
        kept.append(ngettext("… and {number} more", "… and {number} more", more).format(number=more))
    return "\n".join(kept)
