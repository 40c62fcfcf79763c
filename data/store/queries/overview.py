"""Reading what a desk shows of itself at a glance."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data.states import OrderState
from data.store.queries.owners import owned_by
from data.store.queries.shape import shape
from data.store.tables.base import table
from data.store.tables.files import ImportRun
from data.store.tables.orders import SalesOrder
from data.store.unit import Reader

_ORDER = table(SalesOrder)
_RUN = table(ImportRun)

_UNDECIDED = (
    OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED, OrderState.IN_REVIEW, OrderState.ESCALATED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LastImport:
    """The import that was made last."""

    path: str
    at: datetime
    by: str


def late_decisions(reader: Reader, at: datetime, owners: Collection[str] | None = None) -> int:
    """Return how many orders have waited for their first decision too long (I7); with owners, of their orders."""
    statement = (
        select(func.count())
        .select_from(_ORDER)
        .where(
            _ORDER.c.decided_at.is_(None),
            _ORDER.c.decision_due_at < at,
            _ORDER.c.state.in_([state.value for state in _UNDECIDED]),
        )
    )
    if owners is not None:
        statement = statement.where(owned_by(_ORDER, sorted(owners)))
    return int(reader.execute(statement).scalar_one())


def last_import(reader: Reader) -> LastImport | None:
    """Return the import that was made last, or None."""
    row = reader.execute(select(_RUN).order_by(_RUN.c.id.desc()).limit(1)).mappings().one_or_none()
    return None if row is None else shape(LastImport, row)
