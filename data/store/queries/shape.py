"""From a row's columns to a frozen value: enums, tuples and truth values by the value's own type hints."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, get_origin, get_type_hints

from data.store.sqlite import Unreadable

if TYPE_CHECKING:
    from sqlalchemy import RowMapping


T = TypeVar("T")


_Converters = dict[str, Callable[[Any], Any] | None]
_known: dict[type[Any], _Converters] = {}


def _converters(kind: type[Any]) -> _Converters:
    found = _known.get(kind)
    if found is None:
        found = _known[kind] = _by_hints(kind)
    return found


def _by_hints(kind: type[Any]) -> _Converters:
    hints = get_type_hints(kind)
    found: _Converters = {}
    for field in fields(kind):
        hint = hints[field.name]
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            found[field.name] = hint
        elif hint is bool:
            found[field.name] = bool
        elif hint is str:
            found[field.name] = _text
        elif get_origin(hint) is tuple:
            found[field.name] = tuple
        else:
            found[field.name] = None
    return found


def _text(value: str | None) -> str:
    """Return a text; an outer join's NULL is an empty one."""
    return value or ""


def shape(kind: type[T], row: "RowMapping | Mapping[str, Any]", **more: object) -> T:
    """Return a `kind` made of the row's columns of the same names, and of `more`, which goes first."""
    values: dict[str, Any] = dict(more)
    for name, convert in _converters(kind).items():
        if name not in values and name in row:
            value = row[name]
            try:
                values[name] = convert(value) if convert is not None else value
            except ValueError as error:
                raise Unreadable(str(error)) from error
    return kind(**values)
