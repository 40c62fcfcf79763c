"""Finds the row that names a sheet's columns: one row, two rows read as one, and what stands directly below them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.drafts import Subject
from data.files.columns import exactly, is_own, normal
from data.files.fields import CONTENT_FIELDS
from data.files.grids import Cell, Grid
from data.files.values import text_of

SEARCHED_ROWS = 40
"""The header row is looked for in this many rows from the top; letterheads are shorter."""

LONGEST_HEADING = 80
_FEWEST_HEADINGS = 2
_FEWEST_OF_ANOTHER = 3
_PRODUCT = frozenset({"product_code", "product_name", "customer_part_no", "specification"})
_MAPPED_WEIGHT, _FIELD_WEIGHT, _EXTRA_WEIGHT = 4.0, 2.0, 0.5
_LINES_WEIGHT = 2.0
_MUCH_BETTER = 2.0
_BRACKETED = re.compile(r"[(（\[【].*[)）\]】]")
_MARKS = frozenset(
    {"必填", "必填项", "必须", "必須", "选填", "选填项", "非必填", "可选", "自动"}
    | {"required", "mandatory", "optional", "m", "o"}
)
_EXAMPLES = frozenset({"示例", "例", "例如", "样例", "范例", "example", "sample", "e.g."})


@dataclass(frozen=True, slots=True)
class Header:
    """The row or the two rows that name the columns, by their places; how well they fit the subject."""

    score: float
    first: int
    last: int
    headings: tuple[str, ...]


def find(grid: Grid, subject: Subject, wanted: Mapping[str, str]) -> Header | None:
    """Return the header of a sheet, or None where no row names at least two fields.

    Args:
        grid: the sheet.
        subject: what it may hold.
        wanted: normalised headings of the user's mapping.
    """
    best: Header | None = None
    shown = [_headings(row) for row in grid.rows[: SEARCHED_ROWS + 1]]
    for place in range(min(len(shown), SEARCHED_ROWS)):
        score = _score(shown[place], subject, wanted)
        if score and (best is None or score > best.score):
            best = Header(score, place, place, _filled(grid, shown, place, subject))
    for place in range(min(len(shown) - 1, SEARCHED_ROWS)):
        joined = _joined(shown[place], shown[place + 1], subject)
        score = _score(joined, subject, wanted) if joined else 0
        if score and best is not None and score >= best.score + _MUCH_BETTER:
            best = Header(score, place, place + 1, tuple(heading or "" for heading in joined))
    for place in range(best.first if best else 0):
        score = _score(shown[place], subject, wanted)
        if best is not None and score and _has_lines_below(grid, shown[place], place, best.first, subject):
            return Header(score, place, place, _filled(grid, shown, place, subject))
    return best


def _has_lines_below(grid: Grid, headings: Sequence[str | None], place: int, until: int, subject: Subject) -> bool:
    """Tell whether there are quantities, with a product beside them, between a header and another, better one."""
    known = {
        column: found for column, heading in enumerate(headings) if heading and (found := exactly(subject, heading))
    }
    counted = [column for column, found in known.items() if found.fields[:1] == ("quantity",)]
    naming = [column for column, found in known.items() if set(found.fields) & _PRODUCT]
    return any(
        any(_cell(row, column) != "" for column in naming)
        for row in grid.rows[place + 1 : until]
        if any(text_of(_cell(row, column))[:1].isdecimal() for column in counted)
    )


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else ""


def _headings(row: Sequence[Cell]) -> list[str | None]:
    """Return the texts of a row; None for a number or a date, which hardly ever names a column."""
    return [
        " ".join(cell.split()) if type(cell) is str and len(cell) <= LONGEST_HEADING else (None if cell != "" else "")
        for cell in row
    ]


def _filled(grid: Grid, shown: Sequence[Sequence[str | None]], place: int, subject: Subject) -> tuple[str, ...]:
    """Return a row's headings, with dates and numbers as texts, and where it is blank the heading merged from above."""
    above = shown[place - 1] if place else ()
    found = []
    for column, heading in enumerate(shown[place]):
        cell = grid.rows[place][column]
        if heading is None and isinstance(cell, date | int | float):
            found.append(text_of(cell).removesuffix(" 00:00:00"))
            continue
        over = (above[column] if not heading and column < len(above) else "") or ""
        known = bool(over) and not set(":：") & set(over) and exactly(subject, over) is not None
        found.append(heading or (over if known else ""))
    return tuple(found)


def _score(headings: Sequence[str | None], subject: Subject, wanted: Mapping[str, str]) -> float:
    score, fields, mapped = 0.0, set(), 0
    names = [heading for heading in headings if heading]
    if is_own(subject, names):
        return len(names) * _MAPPED_WEIGHT
    for heading in headings:
        if heading is None:
            score -= 1
        elif heading:
            if wanted and normal(heading) in wanted:
                mapped += 1
                score += _MAPPED_WEIGHT
                continue
            known = exactly(subject, heading)
            if known is None:
                score -= 0.1
            elif not known.fields:
                score += _EXTRA_WEIGHT
            elif known.fields not in fields:
                fields.add(known.fields)
                score += _FIELD_WEIGHT
    if any(CONTENT_FIELDS & set(known) for known in fields):
        score += _LINES_WEIGHT  # the names of lines go before a row of labels of the order above them
    return max(score, 0.1) if mapped or (len(fields) >= _FEWEST_HEADINGS and score > 0) else 0


def _joined(upper: Sequence[str | None], lower: Sequence[str | None], subject: Subject) -> list[str | None]:
    """Return the headings of two rows read as one, the upper naming groups of columns: 产品 over 编码, 名称."""
    if not any(lower) or any(cell is None for cell in (*upper, *lower)):
        return []
    result: list[str | None] = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        group = above or group
        if not below:
            result.append(above)
        elif group and exactly(subject, f"{group}{below}") is not None:
            result.append(f"{group} {below}")
        elif group and exactly(subject, f"{below}{group}") is not None:  # 数量 over 订单, 已交
            result.append(f"{below} {group}")
        else:
            result.append(below)
    return result


def repeats(cells: Sequence[Cell], names: Mapping[int, str]) -> bool:
    """Tell whether a row is the header again; `names` are the normalised headings by column."""
    shown = [(column, cell) for column, cell in enumerate(cells) if cell != ""]
    first, cell = shown[0]
    if type(cell) is not str or normal(cell) != names.get(first) or len(shown) < _FEWEST_HEADINGS:
        return False
    same = sum(type(cell) is str and column in names and normal(cell) == names[column] for column, cell in shown)
    return same * 4 >= len(shown) * 3


def is_other(cells: Sequence[Cell], subject: Subject) -> bool:
    """Tell whether a row in the middle of a table names columns: another table begins there."""
    texts = [cell for cell in cells if cell != "" and not (isinstance(cell, str) and not cell.strip())]
    if len(texts) < _FEWEST_OF_ANOTHER or any(not isinstance(cell, str) or cell[:1].isdecimal() for cell in texts):
        return False
    found = [exactly(subject, text) for text in texts if isinstance(text, str) and len(text) <= LONGEST_HEADING]
    fields = {known.fields for known in found if known is not None and known.fields}
    return len(fields) >= _FEWEST_OF_ANOTHER and sum(known is not None for known in found) * 4 >= len(texts) * 3


def is_second_row(cells: Sequence[Cell], subject: Subject) -> bool:
    """Tell whether the row below a header belongs to it: the headings in another language, units, 必填, an example."""
    texts = [cell.strip() if isinstance(cell, str) else None for cell in cells if cell != ""]
    if texts and texts[0] is not None and texts[0].casefold().rstrip(":：") in _EXAMPLES:
        return True
    if None in texts or len(texts) < _FEWEST_HEADINGS:
        return False
    said = [text for text in texts if text and text not in ("-", "—", "/")]
    fitting = sum(
        text.casefold() in _MARKS or bool(_BRACKETED.fullmatch(text)) or exactly(subject, text) is not None
        for text in said
    )
    return len(said) >= _FEWEST_HEADINGS and fitting * 4 >= len(said) * 3
