"""What a sentence for people must not hold: words of the program, open placeholders, untranslated English."""

import re
from collections.abc import Iterable

_TYPED = re.compile(r"\w+(?=”?[\"」]? ?[(（])")
"""A word before brackets is one to be typed, with its name in the brackets."""

_SNAKE = re.compile(r"[A-Za-z0-9]+_[A-Za-z0-9_]+")
_OPEN = re.compile(r"\{(?!(?:yyyy|yy|mm|dd)\})[a-z_]*\}")
"""Placeholders, but for those that a pattern of numbers itself is written with."""

_ENGLISH = re.compile(r"\b(?:the|is|are|not|and|of|there|was|cannot|line|lines|order|row)\b")


def faults(sentence: str, language: str, typed: Iterable[str] = ()) -> list[str]:
    """Return the parts of a sentence that a clerk should not be shown; `typed` are words that are to be typed."""
    for word in typed:
        sentence = sentence.replace(word, "")
    rest = _TYPED.sub("", sentence)
    found = [*_SNAKE.findall(rest), *_OPEN.findall(sentence)]
    if language != "en":
        found += _ENGLISH.findall(sentence)
    return found if sentence.strip() else ["empty"]
