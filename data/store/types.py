"""How Python's types lie in STRICT tables: text for words, dates, times and enums; integers for everything counted.

SQLite's STRICT tables know INTEGER, TEXT, REAL, BLOB and ANY only; the compile rules below name SQLAlchemy's types
accordingly, for SQLite alone, so that the tables stay portable (design, section 5).
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Dialect, String, TypeDecorator
from sqlalchemy.ext.compiler import compiles

from data.store.sqlite import Unreadable


@compiles(String, "sqlite")
def _text(_type: String, _compiler: object, **_kw: object) -> str:
    return "TEXT"


@compiles(Boolean, "sqlite")
@compiles(BigInteger, "sqlite")
def _integer(_type: object, _compiler: object, **_kw: object) -> str:
    return "INTEGER"


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, every character as itself."""
    return _CANONICAL.encode(value)


def time_text(at: datetime) -> str:
    """Return a UTC time as it is stored: `2026-11-21T14:32:05.123456Z`, which sorts as it counts."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def time_from_text(text: str) -> datetime:
    """Return the UTC time that a stored text stands for."""
    return datetime.fromisoformat(text)


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC, stored as text of one length."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """Return the text to store."""
        return None if value is None else time_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """Return the time that was stored."""
        try:
            return None if value is None else time_from_text(value)
        except ValueError as error:
            raise Unreadable(str(error)) from error


class IsoDate(TypeDecorator[date]):
    """A calendar date, stored as `2026-11-21`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, _dialect: Dialect) -> str | None:
        """Return the text to store."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> date | None:
        """Return the date that was stored."""
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError as error:
            raise Unreadable(str(error)) from error


class JsonText(TypeDecorator[Any]):
    """A small mapping of texts, stored as canonical JSON."""

    impl = String
    cache_ok = True
    kind: type[dict[str, Any] | list[Any]] = dict

    def process_bind_param(
        self, value: Mapping[str, object] | list[object] | tuple[object, ...] | None, _d: Dialect
    ) -> str:
        """Return the text to store; nothing is an empty mapping."""
        return canonical_json({} if value is None else (dict(value) if isinstance(value, Mapping) else list(value)))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        """Return what was stored."""
        try:
            found = json.loads(value or "{}")
        except (ValueError, RecursionError) as error:
            raise Unreadable(str(error)) from error
        if found and not isinstance(found, self.kind):
            raise Unreadable(str(value))
        return found


class JsonList(JsonText):
    """A small list, stored as canonical JSON."""

    cache_ok = True
    kind = list


def one_of(column: str, *kinds: type[StrEnum] | str) -> CheckConstraint:
    """Return the CHECK that a column holds one value of the enums, or one of the further texts."""
    values = [str(v) for kind in kinds for v in ([kind] if isinstance(kind, str) else list(kind))]
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def at_least_zero(*columns: str) -> tuple[CheckConstraint, ...]:
    """Return the CHECKs that integer columns are not negative."""
    return tuple(CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative") for column in columns)


def not_empty(*columns: str) -> tuple[CheckConstraint, ...]:
    """Return the CHECKs that text columns are not empty."""
    return tuple(CheckConstraint(f"{column} <> ''", name=f"{column}_given") for column in columns)


def yes_or_no(*columns: str) -> tuple[CheckConstraint, ...]:
    """Return the CHECKs that integer columns are 0 or 1."""
    return tuple(CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_yes_or_no") for column in columns)
