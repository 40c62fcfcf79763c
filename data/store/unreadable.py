"""Which cells of a damaged desk cannot be read as what their columns hold: looked for where reading has failed (P6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from data.drafts import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from sqlalchemy import Column, Table

    from data.store.sqlite import RawConnection

    Decode = Callable[[Any], Any]

_DIALECT = sqlite_dialect()
_OF_A_CHOICE = "_known"
"""How the name of a CHECK ends that a column holds one of some words (`types.one_of`)."""


def unreadable(raw: RawConnection) -> Iterator[Problem]:
    """Yield `row_not_as_recorded` for each such cell: the table is the field, with the row's key and the column."""
    from data.store.tables.registry import metadata

    kept, raw.text_factory = raw.text_factory, bytearray  # a text that is no UTF-8 is to be found, and not to fail
    try:
        for table in metadata.sorted_tables:
            yield from _cells(raw, table)
            yield from _choices(raw, table)
    finally:
        raw.text_factory = kept


def _cells(raw: RawConnection, table: Table) -> Iterator[Problem]:
    (own,) = table.primary_key.columns
    columns = [(column.name, _decoder(column)) for column in table.columns]
    named = ", ".join(f'"{name}"' for name, _ in columns)
    for key, *cells in raw.execute(f'SELECT "{own.name}", {named} FROM "{table.name}"'):
        for (name, decode), cell in zip(columns, cells, strict=True):
            if cell is None:
                continue
            try:
                decode(cell)
            except (ValueError, TypeError):
                yield _problem(table, key, name)


def _decoder(column: Column[Any]) -> Decode:
    """Return what makes a value of a cell, or raises."""
    if issubclass(column.type.python_type, int):
        return _whole
    read = column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    return _text if read is None else lambda cell: read(_text(cell))


def _whole(cell: object) -> int:
    if not isinstance(cell, int):
        raise TypeError
    return cell


def _text(cell: object) -> str:
    if not isinstance(cell, bytearray):
        raise TypeError
    return cell.decode()


def _choices(raw: RawConnection, table: Table) -> Iterator[Problem]:
    """Yield the cells that hold none of the words that their column knows."""
    (own,) = table.primary_key.columns
    for one in table.constraints:
        if isinstance(one, CheckConstraint) and str(one.name).endswith(_OF_A_CHOICE):
            column = str(one.sqltext).partition(" ")[0]
            for (key,) in raw.execute(f'SELECT "{own.name}" FROM "{table.name}" WHERE NOT ({one.sqltext})'):
                yield _problem(table, key, column)


def _problem(table: Table, key: object, column: str) -> Problem:
    value = key.decode("utf-8", "replace") if isinstance(key, bytearray) else str(key)
    return Problem(Where(), table.name, "row_not_as_recorded", value, column)
