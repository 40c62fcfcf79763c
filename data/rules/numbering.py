"""Numbers that the desk gives: a pattern with the date and a running part (I5)."""

import re
from datetime import date

_PART = re.compile(r"\{(yyyy|yy|mm|dd|seq:(\d))\}")
LONGEST = 40
"""A number longer than this fits on no label and in no column."""


def check_pattern(pattern: str) -> str:
    """Return the pattern if it can give numbers: exactly one running part, nothing unknown in braces.

    Raises:
        ValueError: `bad_pattern`.
    """
    running = [found for found in _PART.finditer(pattern) if found[2]]
    rest = _PART.sub("", pattern)
    if len(running) != 1 or "{" in rest or "}" in rest or not running[0][2].strip("0") or len(pattern) > LONGEST:
        raise ValueError("bad_pattern")
    return pattern


def series(pattern: str, on: date) -> str:
    """Return the pattern with its date filled in: the name of the series in which numbers run."""
    values = {"yyyy": f"{on:%Y}", "yy": f"{on:%y}", "mm": f"{on:%m}", "dd": f"{on:%d}"}
    return _PART.sub(lambda found: values.get(found[1], found[0]), pattern)


def number(series_name: str, sequence: int) -> str:
    """Return the number that a series gives for its running part."""
    return _PART.sub(lambda found: f"{sequence:0{found[2]}d}", series_name)
