"""Lists of objects in JSON, as the desk writes them, read as a sheet: the names are the header row."""

import json
from decimal import Decimal

from data.errors import Unreadable

Cell = str | int | bool | Decimal


def rows(text: str, name: str) -> list[list[Cell]] | None:
    """Return a header row of all names and a row per object, or None where the text is no JSON list at all.

    Raises:
        Unreadable: `damaged` where it begins like a list of objects and is none.
    """
    start = text.lstrip()
    if not start.startswith("[") or start[1:].lstrip()[:1] not in ("{", "]"):
        return None
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Unreadable(name, "damaged", "json") from error
    if not all(isinstance(one, dict) for one in found):
        raise Unreadable(name, "damaged", "json")
    headings = list(dict.fromkeys(str(heading) for one in found for heading in one))
    return [list(headings), *([_cell(one.get(heading)) for heading in headings] for one in found)]


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str | int | bool | Decimal):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
