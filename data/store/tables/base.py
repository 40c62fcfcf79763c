"""What all tables share: names of constraints, STRICT, and the short forms of columns."""

from typing import Any

from sqlalchemy import MetaData, Table
from sqlmodel import Field, SQLModel

from data.store.types import IsoDate, JsonList, JsonText, UtcTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# table classes check nothing (values are checked before), so what would check them is never built
SQLModel.model_config["defer_build"] = True

metadata: MetaData = SQLModel.metadata
"""The tables of the desk, once `data.store.tables.registry` is imported."""

STRICT = {"sqlite_strict": True}
"""The last element of every table's `__table_args__`."""


def key() -> Any:
    """Return a column for the row's own key, given by the database."""
    return Field(default=None, primary_key=True)


def ref(target: str, *, index: bool = True) -> Any:
    """Return a column that must point at another table's row (`sales_order.id`)."""
    return Field(foreign_key=target, index=index)


def ref_or_none(target: str, *, index: bool = True) -> Any:
    """Return a column that may point at another table's row."""
    return Field(default=None, foreign_key=target, index=index, nullable=True)


def time(*, index: bool = False) -> Any:
    """Return a column for a time that is always there."""
    return Field(sa_type=UtcTime, index=index)


def time_or_none(*, index: bool = False) -> Any:
    """Return a column for a time that may be missing."""
    return Field(default=None, sa_type=UtcTime, nullable=True, index=index)


def day(*, index: bool = False) -> Any:
    """Return a column for a date that is always there."""
    return Field(sa_type=IsoDate, index=index)


def day_or_none(*, index: bool = False) -> Any:
    """Return a column for a date that may be missing."""
    return Field(default=None, sa_type=IsoDate, nullable=True, index=index)


def mapping() -> Any:
    """Return a column for a small mapping of texts."""
    return Field(default_factory=dict, sa_type=JsonText)


def listing() -> Any:
    """Return a column for a small list of texts."""
    return Field(default_factory=list, sa_type=JsonList)


def table(model: type[SQLModel]) -> Table:
    """Return the table of a table class, for statements over columns."""
    return metadata.tables[str(model.__tablename__)]
