"""Reading the files of work centres and suppliers whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from data.states import SourceKind
from data.store.tables.base import table
from data.store.tables.parties import SupplierRow, WorkCentreRow
from data.store.unit import Reader

PLACE_TABLES: Mapping[SourceKind, type[WorkCentreRow] | type[SupplierRow]] = {
    SourceKind.WORK_CENTRE: WorkCentreRow,
    SourceKind.SUPPLIER: SupplierRow,
}
"""Kind of place → its table; the stock has none."""


def place_rows(reader: Reader, kind: SourceKind) -> Sequence[Mapping[str, Any]]:
    """Return all places of a kind in the order of their codes, with every column."""
    rows = table(PLACE_TABLES[kind])
    return [dict(row) for row in reader.execute(select(rows).order_by(rows.c.code)).mappings()]


def place_row(reader: Reader, kind: SourceKind, code: str) -> Mapping[str, Any] | None:
    """Return a place by its code, None where there is none."""
    rows = table(PLACE_TABLES[kind])
    found = reader.execute(select(rows).where(rows.c.code == code)).mappings().one_or_none()
    return None if found is None else dict(found)
