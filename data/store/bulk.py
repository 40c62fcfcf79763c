"""How rows get from mappings into tables fast: SQL and converters made once from the table, values bound as tuples."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticUndefined
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from data.store.tables.base import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlmodel import SQLModel

_ROWS_AT_ONCE = 5_000
_MISSING = object()
_DIALECT = sqlite_dialect()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its values are bound, and the bound form of its default, if it has one."""

    name: str
    bind: Callable[[Any], Any] | None
    default: Any

    def bound(self, value: object) -> Any:
        """Return the value as the database takes it."""
        return value if self.bind is None else self.bind(value)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as writing sees it; `number` is whether the database gives the key itself."""

    table: str
    key: str
    number: bool
    versioned: bool
    columns: Mapping[str, Column]

    def unknown(self, names: set[str]) -> None:
        """Raise for names that are no columns: a misspelt one must not be lost in silence."""
        strange = names - self.columns.keys()
        if strange:
            raise TypeError(f"{self.table} has no column {', '.join(sorted(strange))}")

    def insert_sql(self, names: Sequence[str]) -> str:
        """Return the INSERT of these columns."""
        listed = ", ".join(f'"{name}"' for name in names)
        return f'INSERT INTO "{self.table}" ({listed}) VALUES ({", ".join("?" * len(names))})'

    def complete(self, given: set[str]) -> list[Column]:
        """Return the columns that an INSERT names: all but a key that the database gives."""
        self.unknown(given)
        columns = [column for column in self.columns.values() if column.name in given or column.name != self.key]
        missing = [column.name for column in columns if column.default is _MISSING and column.name not in given]
        if missing:
            raise TypeError(f"{self.table} needs {', '.join(missing)}")
        return columns

    def batches(self, rows: Sequence[Mapping[str, object]]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        """Yield SQL and tuples for all rows, some thousand at a time."""
        given = set(chain.from_iterable(rows))
        columns = self.complete(given)
        sql = self.insert_sql([column.name for column in columns])
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start : start + _ROWS_AT_ONCE]
            yield sql, list(zip(*(self._values(column, some, given) for column in columns), strict=True))

    def _values(
        self, column: Column, rows: Sequence[Mapping[str, object]], given: set[str]
    ) -> Sequence[Any] | repeat[Any]:
        """Return one column's bound values over all rows."""
        name, bind, default = column.name, column.bind, column.default
        if name not in given:
            return repeat(default, len(rows))
        try:
            values = [row[name] for row in rows]
        except KeyError:
            if default is _MISSING:
                raise TypeError(f"{self.table} needs {name} in every row") from None
            return [column.bound(row[name]) if name in row else default for row in rows]
        if bind is not None:
            return list(map(bind, values))
        # for anything but a plain text or number the module would look for an adapter, value by value
        return list(map(str.__str__, values)) if _is_closed_list(values) else values


def _is_closed_list(values: Sequence[object]) -> bool:
    """Return whether all values are members of enums of texts."""
    return all(issubclass(kind, StrEnum) for kind in set(map(type, values)))


@cache
def shape(model: type[SQLModel]) -> Shape:
    """Return how a table class is written, worked out once."""
    rows = table(model)
    (key,) = rows.primary_key.columns
    columns: dict[str, Column] = {}
    for column in rows.columns:
        bind = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        field = model.model_fields[column.name]
        default: Any = _MISSING
        if field.default_factory is not None or field.default is not PydanticUndefined:
            value = field.get_default(call_default_factory=True, validated_data={})
            default = value if bind is None else bind(value)
        columns[column.name] = Column(column.name, bind, default)
    return Shape(
        table=rows.name,
        key=key.name,
        number=key.type.python_type is int,
        versioned="version" in columns and key.name != "version",
        columns=columns,
    )
