"""What somebody searches for: the words of it, each in the ways in which it may be written, and the time it names."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import normalize

MOST_WORDS = 8
"""More words than these are a text that was pasted by mistake; the rest is not searched for."""
LONGEST_WORD = 80
"""Nor is what lies behind so many characters of one."""

_PERIOD = re.compile(r"((?:19|20)\d\d)(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search.

    Attributes:
        spellings: one of these stands on the order; the store compares Latin letters without regard to case.
        period: first and last day, where the word also names a year, a month or a day (`2024`, `2024-07`).
    """

    spellings: tuple[str, ...]
    period: tuple[date, date] | None = None


def search_words(text: str) -> tuple[Word, ...]:
    """Return the words of a search, all of which have to be found; each once, in the order typed."""
    typed = dict.fromkeys(word[:LONGEST_WORD] for word in text.split())
    return tuple(Word(_spellings(word), _period(word)) for word in list(typed)[:MOST_WORDS])


def _spellings(word: str) -> tuple[str, ...]:
    """Return a word as it was typed and as it is written plainly: full-width letters narrow, other letters both ways.

    Stores know upper and lower case of Latin letters only.
    """
    plain = normalize("NFKC", word)
    found = [word, plain]
    if not plain.isascii():
        found += [plain.lower(), plain.upper(), plain.capitalize()]
    return tuple(dict.fromkeys(one for one in found if one))


def _period(word: str) -> tuple[date, date] | None:
    found = _PERIOD.fullmatch(normalize("NFKC", word))
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if found[2]:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None
    return date(year, 1, 1), date(year + 1, 1, 1) - timedelta(days=1)
