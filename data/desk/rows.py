"""From an order's values to the rows that keep them; the other direction is `data.store.queries.orders`."""

from dataclasses import fields

from data.orders import Order, OrderLine
from data.store.tables.base import metadata
from data.store.tables.orders import OrderLineRow, SalesOrder

_ORDER_COLUMNS = frozenset(metadata.tables[str(SalesOrder.__tablename__)].columns.keys()) - {"id"}
_LINE_COLUMNS = frozenset(metadata.tables[str(OrderLineRow.__tablename__)].columns.keys()) - {"id", "order_id"}
_ORDER_FIELDS = tuple(field.name for field in fields(Order) if field.name in _ORDER_COLUMNS)
_LINE_FIELDS = tuple(field.name for field in fields(OrderLine) if field.name in _LINE_COLUMNS)


def order_values(order: Order) -> dict[str, object]:
    """Return the columns of an order's row."""
    values: dict[str, object] = {name: getattr(order, name) for name in _ORDER_FIELDS}
    values["missing"] = list(order.missing)
    values["original_sha256"] = order.original_sha256 or None
    return values


def line_values(line: OrderLine, order_id: int) -> dict[str, object]:
    """Return the columns of a line's row."""
    values: dict[str, object] = {name: getattr(line, name) for name in _LINE_FIELDS}
    values["order_id"] = order_id
    return values
