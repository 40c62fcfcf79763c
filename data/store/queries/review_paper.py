"""Reading what a reviewer compares an order with: the customer's open money, last prices, earlier orders."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, or_, select

from data.orders import OrderRow
from data.rules.exposure import OPEN, Claim
from data.rules.review import LastSale
from data.states import OrderState, PriceBasis
from data.store.queries.orders import CUSTOMER, LINE, ORDER, order_row, rows_of
from data.store.unit import Reader

SOLD = (
    OrderState.APPROVED,
    OrderState.ALLOCATED,
    OrderState.IN_PROGRESS,
    OrderState.READY,
    OrderState.SHIPPED,
    OrderState.DELIVERED,
    OrderState.SETTLED,
    OrderState.CLOSED,
    OrderState.ARCHIVED,
)
"""States in which the prices of an order are agreed."""

_LOOKED_AT = 1_000
"""Of a product that is sold every day only so many of the newest lines are looked at for a customer's own."""


def customer_claims(reader: Reader, customer_id: int, number: str) -> tuple[Claim, ...]:
    """Return the orders of a customer that are open or not paid, and the one with this number in any case (C2)."""
    open_states = [state.value for state in OPEN]
    statement = select(
        ORDER.c.id, ORDER.c.number, ORDER.c.state, ORDER.c.currency, ORDER.c.total, ORDER.c.invoiced, ORDER.c.paid
    ).where(
        ORDER.c.customer_id == customer_id,
        or_(ORDER.c.state.in_(open_states), ORDER.c.invoiced > ORDER.c.paid, ORDER.c.number == number),
    )
    rows = reader.execute(statement).mappings().all()
    return tuple(
        Claim(
            row["number"],
            OrderState(row["state"]),
            row["currency"],
            row["total"],  # what was closed short is out of it already (E8)
            row["invoiced"],
            row["paid"],
        )
        for row in rows
    )


def last_sales(reader: Reader, codes: Sequence[str], customer_id: int | None, order_id: int) -> Mapping[str, LastSale]:
    """Return product code → its last sale, to the customer if there was one, else to anybody.

    Args:
        reader: the store.
        codes: of products.
        customer_id: the customer's key, None where the order has none.
        order_id: the order that is compared, which is left out.
    """
    found: dict[str, LastSale] = {}
    for code in codes:
        newest = (
            select(LINE.c.id).where(LINE.c.product_code == code).order_by(LINE.c.id.desc()).limit(_LOOKED_AT).subquery()
        )
        statement = (
            select(
                LINE.c.unit_price,
                LINE.c.price_basis,
                ORDER.c.number,
                ORDER.c.currency,
                ORDER.c.received_at,
                ORDER.c.customer_id,
                func.coalesce(CUSTOMER.c.name, "").label("customer_name"),
            )
            .join(newest, newest.c.id == LINE.c.id)
            .join(ORDER, ORDER.c.id == LINE.c.order_id)
            .outerjoin(CUSTOMER, CUSTOMER.c.id == ORDER.c.customer_id)
            .where(ORDER.c.state.in_(SOLD), ORDER.c.id != order_id, LINE.c.unit_price.is_not(None))
            .order_by(
                # without a customer nobody's sale is the customer's own
                (ORDER.c.customer_id == (customer_id or 0)).desc(),
                LINE.c.id.desc(),
            )
            .limit(1)
        )
        row = reader.execute(statement).mappings().one_or_none()
        if row is not None:
            found[code] = LastSale(
                row["number"],
                row["received_at"],
                row["unit_price"],
                PriceBasis(row["price_basis"]),
                row["currency"],
                row["customer_name"],
                own=customer_id is not None and row["customer_id"] == customer_id,
            )
    return found


def earlier_orders(reader: Reader, customer_id: int, order_id: int, limit: int) -> tuple[OrderRow, ...]:
    """Return the newest other orders of a customer."""
    statement = (
        rows_of()
        .where(ORDER.c.customer_id == customer_id, ORDER.c.id != order_id)
        .order_by(ORDER.c.id.desc())
        .limit(limit)
    )
    return tuple(order_row(row) for row in reader.execute(statement).mappings())
