"""Reading what the checks of an order compare it with: contract prices, places, where products are made (R1, R7)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from data.orders import Order
from data.rules.evidence import Agreed
from data.states import SourceKind
from data.store.queries.orders import LINE, ORDER
from data.store.queries.review_paper import SOLD
from data.store.tables.base import table
from data.store.tables.work import AllocationRow
from data.store.unit import Reader

_ALLOCATION = table(AllocationRow)
_LOOKED_AT = 200
"""Of many earlier orders or lines only so many of the newest are looked at."""


def contract_prices(reader: Reader, order: Order, codes: Sequence[str]) -> Mapping[str, Agreed]:
    """Return product code → its newest price in another agreed order under the same contract of the customer."""
    if not order.contract_no or order.customer_id is None or not codes:
        return {}
    statement = (
        select(LINE.c.product_code, LINE.c.unit_price, ORDER.c.number)
        .join(ORDER, ORDER.c.id == LINE.c.order_id)
        .where(
            ORDER.c.customer_id == order.customer_id,
            ORDER.c.contract_no == order.contract_no,
            ORDER.c.currency == order.currency,
            ORDER.c.id != order.order_id,
            ORDER.c.state.in_(SOLD),
            LINE.c.product_code.in_(codes),
            LINE.c.unit_price.is_not(None),
        )
        .order_by(LINE.c.id)
    )
    return {
        row["product_code"]: Agreed(row["number"], row["unit_price"]) for row in reader.execute(statement).mappings()
    }


def delivered_places(reader: Reader, customer_id: int, order_id: int) -> frozenset[str]:
    """Return where the newest agreed orders of a customer went, one order left out."""
    newest = (
        select(ORDER.c.delivery_place)
        .where(ORDER.c.customer_id == customer_id, ORDER.c.id != order_id, ORDER.c.state.in_(SOLD))
        .order_by(ORDER.c.id.desc())
        .limit(_LOOKED_AT)
    )
    return frozenset(place for place in reader.execute(newest).scalars() if place)


def usual_sources(reader: Reader, codes: Sequence[str]) -> Mapping[str, tuple[SourceKind, str]]:
    """Return product code → where it was placed the last time, of those that ever were."""
    found: dict[str, tuple[SourceKind, str]] = {}
    for code in codes:
        newest = (
            select(LINE.c.id).where(LINE.c.product_code == code).order_by(LINE.c.id.desc()).limit(_LOOKED_AT).subquery()
        )
        statement = (
            select(_ALLOCATION.c.source_kind, _ALLOCATION.c.source_code)
            .join(newest, newest.c.id == _ALLOCATION.c.line_id)
            .where(_ALLOCATION.c.withdrawn_at.is_(None))
            .order_by(_ALLOCATION.c.id.desc())
            .limit(1)
        )
        row = reader.execute(statement).mappings().one_or_none()
        if row is not None:
            found[code] = (SourceKind(row["source_kind"]), row["source_code"])
    return found
