"""The columns of a file on its way in, for somebody who puts right what they are taken for."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.desk.inbox import Looked
from data.drafts import Source
from data.drafts import Subject as Holds
from data.errors import Unreadable
from data.files.columns import normal, unique
from data.files.fields import SPECS, Field, Level
from data.files.grids import grids
from data.files.headers import SEARCHED_ROWS
from data.files.values import text_of

_SAMPLED = 20
"""Rows in which a cell is looked for that shows what a column holds."""
_FEWEST = 2
"""A row with fewer texts names no columns."""
_AGAIN = re.compile(r"(.+) \(\d+\)")
"""A heading that stands there once more: a number is put behind it."""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file.

    Attributes:
        heading: as it stands in the file; "" where there is none.
        sample: the first cell below it that is not blank.
        field: what it is taken for; "" is kept as it is.
        like: the word that its heading is merely like, where it was guessed.
        said: whether a person has said what it is.
        double: another heading of the file reads the same, so that a mapping cannot name this one.
    """

    heading: str
    sample: str
    field: str = ""
    like: str = ""
    said: bool = False
    double: bool = False


def columns_of(looked: Looked) -> tuple[FileColumn, ...]:
    """Return the columns of a file that was looked at."""
    reading = looked.reading
    sheet = next((one for one in looked.sheets if one.name == reading.sheet), None)
    numbers = sorted((sheet.ours | sheet.refused.keys()) if sheet is not None else ())[:_SAMPLED]
    rows = [sheet.rows[number - 1] for number in numbers if number <= len(sheet.rows)] if sheet is not None else []
    likes = {one.value: one.detail for one in reading.problems if one.code == "guessed_column"}
    said = {normal(heading) for heading in looked.asked.mapping}
    doubled = _doubled(reading.headings)
    return tuple(
        FileColumn(
            heading,
            _sample(rows, place),
            reading.mapping.get(heading, "") if heading else "",
            likes.get(heading, ""),
            normal(heading) in said and heading not in doubled,
            heading in doubled,
        )
        for place, heading in enumerate(reading.headings)
    )


def columns_unread(source: Source) -> tuple[FileColumn, ...]:
    """Return the columns of a file of which the readers know no heading: those of its first row with texts."""
    try:
        found = grids(source)
    except Unreadable:
        return ()
    for grid in found:
        for place, row in enumerate(grid.rows[:SEARCHED_ROWS]):
            texts = [" ".join(text_of(cell).split()) for cell in row]
            if sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) < _FEWEST:
                continue
            headings = unique(texts)
            below = [[text_of(cell) for cell in one] for one in grid.rows[place + 1 : place + 1 + _SAMPLED]]
            doubled = _doubled(headings)
            return tuple(
                FileColumn(heading, _sample(below, at), double=heading in doubled)
                for at, heading in enumerate(headings)
            )
    return ()


def _sample(rows: Sequence[Sequence[str]], place: int) -> str:
    return next((row[place] for row in rows if place < len(row) and row[place].strip()), "")


def _doubled(headings: Sequence[str]) -> frozenset[str]:
    """Return the headings that a mapping cannot tell from another one, or by which it does not find their column."""
    times = Counter(normal(heading) for heading in headings if heading)
    again = [heading for heading in headings if (found := _AGAIN.fullmatch(heading)) and found[1] in headings]
    return frozenset([*again, *(heading for heading in headings if times[normal(heading)] > 1)])


def meanings(holds: Holds) -> tuple[Field, ...]:
    """Return what a column can be taken for, the fields of an order before those of its lines."""
    ranks = (Level.ORDER, Level.EITHER, Level.LINE, Level.PART, Level.RECORD)
    return tuple(sorted(SPECS[holds].values(), key=lambda field: ranks.index(field.level)))


def headings_key(holds: Holds, headings: Iterable[str]) -> str:
    """Return the name under which it is remembered what the columns of files with these headings are."""
    text = json.dumps([holds.value, *headings], ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:16]
