"""Facts that stand beside a table, not in it: `采购单号：P2025…`, `Date | 2025-11-27`, above it or below."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from data.drafts import Subject
from data.files.columns import exactly
from data.files.fields import KEY_FIELDS, SPECS, Kind, Level
from data.files.grids import Cell
from data.files.values import text_of

_LONGEST_LABEL = 24
_FARTHEST = 4
"""Merged cells put at most a few empty columns between a label and its value."""

_ADDRESS_ROWS = 4
_COLON = re.compile(r"[:：]")
_NEXT_PAIR = re.compile(r"(?:\s{2,}|[;；,，\n]\s*|\s)(?=[^\s:：;；,，]{1,16}(?: [^\s:：;；,，]{1,12}){0,2}\s*[:：])")


@dataclass(frozen=True, slots=True)
class Fact:
    """A value beside a table: the label as written, the order's field, the cell, its row (1 is the first)."""

    label: str
    field: str
    cell: Cell
    row: int


def facts(rows: Iterable[tuple[int, Sequence[Cell]]]) -> dict[str, Fact]:
    """Return what the rows say about the order, by field; the first value of a field stands."""
    found: dict[str, Fact] = {}
    listed = list(rows)
    for place, (row, cells) in enumerate(listed):
        pairs = _above(cells, listed[place + 1 :]) if _only_labels(cells) else _pairs(cells)
        for label, name, cell in pairs:
            if name not in found and cell != "":
                found[name] = Fact(label, name, cell, row)
    return found


def _only_labels(cells: Sequence[Cell]) -> bool:
    """Tell whether a row has nothing but labels, two at least: their values stand below them."""
    shown = [cell for cell in cells if cell != "" and not (type(cell) is str and not cell.strip())]
    bare = [cell.strip().rstrip(":： ") if isinstance(cell, str) else "" for cell in shown]
    return len(bare) > 1 and all(is_label(text) and not _COLON.search(text) for text in bare)


def _above(cells: Sequence[Cell], below: Sequence[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[str, str, Cell]]:
    """Take the values below a row of labels; an address may go on in the rows below that."""
    for column, cell in enumerate(cells):
        label = str(cell).strip().rstrip(":： ")
        name = _field(label)
        if not name:
            continue
        values = []
        for _, row in below[: _ADDRESS_ROWS if name == "delivery_place" else 1]:
            value = row[column] if column < len(row) else ""
            if is_label(value) or (type(value) is str and (not value.strip() or _COLON.search(value))):
                break
            values.append(value)
        if values and _plausible(name, values[0]):
            yield label, name, ", ".join(map(text_of, values)) if len(values) > 1 else values[0]


def _field(label: str) -> str:
    """Return the order-level field that a label means, or ""."""
    if not 0 < len(label.strip()) <= _LONGEST_LABEL:
        return ""
    known = exactly(Subject.ORDERS, label.strip())
    if known is None or not known.fields:
        return ""
    for name in known.fields:
        spec = SPECS[Subject.ORDERS][name]
        if spec.level in {Level.ORDER, Level.PART}:
            return name
        if spec.level is Level.EITHER and name not in {"invoiced", "stated_total"}:  # 合计 may stand over any column
            return f"order_{name}"
    return ""


def is_charge(cell: Cell) -> bool:
    """Tell whether a cell names a charge or an allowance of the whole order: 运费, 抹零."""
    return type(cell) is str and _field(_COLON.split(cell, maxsplit=1)[0]) in {"freight", "rounding_off"}


def is_label(cell: Cell) -> bool:
    """Tell whether a cell is the name of some field, with or without a colon and a value behind it."""
    if type(cell) is not str or cell == "":
        return False
    head = _COLON.split(cell, maxsplit=1)[0].strip()
    return len(head) <= _LONGEST_LABEL and exactly(Subject.ORDERS, head) is not None


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[str, str, Cell]]:
    for column, cell in enumerate(cells):
        if type(cell) is not str or not cell.strip():
            continue
        text = cell.strip()
        if _COLON.search(text):
            yield from _within(text, cells, column)
        else:
            name = _field(text)
            value = _right_of(cells, column, far=_is_amount(name)) if name else ""
            if value != "" and _plausible(name, value):
                yield text, name, value


def _within(text: str, cells: Sequence[Cell], column: int) -> Iterator[tuple[str, str, Cell]]:
    """Take the pairs of one cell apart: `客户：海川  日期：2025-11-27`."""
    for piece in _whole_labels(_NEXT_PAIR.split(text)):
        parts = _COLON.split(piece, maxsplit=1)
        if len(parts) == 1:
            continue
        label, value = parts[0].strip(), parts[1].strip()
        name = _field(label)
        if not name:
            continue
        if value:
            yield label, name, value
        elif piece.strip() == text or text.endswith(piece):
            yield label, name, _right_of(cells, column, far=_is_amount(name))


def _whole_labels(pieces: Sequence[str]) -> Iterator[str]:
    """Put a label together again that has a space in it: `PO No: 77` is no value `PO` before a label `No`."""
    waiting = ""
    for piece in pieces:
        joined = f"{waiting} {piece}" if waiting else piece
        if waiting and not _field(_COLON.split(joined, maxsplit=1)[0]):
            yield waiting
            joined = piece
        waiting = ""
        if _COLON.search(joined):
            yield joined
        else:
            waiting = joined
    if waiting:
        yield waiting


def _is_amount(name: str) -> bool:
    return SPECS[Subject.ORDERS][name].kind in {Kind.AMOUNT, Kind.SIGNED}


def _right_of(cells: Sequence[Cell], column: int, *, far: bool) -> Cell:
    """Return the next cell that says anything; that of an amount may stand in a column far to the right."""
    for cell in cells[column + 1 : None if far else column + 1 + _FARTHEST]:
        if cell != "" and not (type(cell) is str and not cell.strip()):
            return "" if is_label(cell) else cell
    return ""


def _plausible(name: str, cell: Cell) -> bool:
    """Tell whether a cell beside a label without a colon can be its value: `Purchase Order` may be a title instead."""
    kind = SPECS[Subject.ORDERS][name].kind
    if name in KEY_FIELDS or kind in {Kind.DATE, Kind.MOMENT, Kind.AMOUNT, Kind.SIGNED, Kind.DISCOUNT}:
        return any(character.isdecimal() for character in text_of(cell))
    return True
