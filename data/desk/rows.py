"""From an order's values to the rows that keep them; the other direction is `data.store.queries.orders`."""

from dataclasses import fields
from operator import attrgetter

from data.orders import Order, OrderLine
from data.store.tables.base import metadata
from data.store.tables.orders import OrderLineRow, SalesOrder

_ORDER_COLUMNS = frozenset(metadata.tables[str(SalesOrder.__tablename__)].columns.keys()) - {"id"}
_LINE_COLUMNS = frozenset(metadata.tables[str(OrderLineRow.__tablename__)].columns.keys()) - {"id", "order_id"}
_ORDER_FIELDS = tuple(field.name for field in fields(Order) if field.name in _ORDER_COLUMNS)
_LINE_FIELDS = tuple(field.name for field in fields(OrderLine) if field.name in _LINE_COLUMNS)
_order_parts = attrgetter(*_ORDER_FIELDS)
_line_parts = attrgetter(*_LINE_FIELDS)


def order_values(order: Order) -> dict[str, object]:
    """Return the columns of an order's row."""
    values: dict[str, object] = dict(zip(_ORDER_FIELDS, _order_parts(order), strict=True))
    values["missing"] = list(order.missing)
    values["original_sha256"] = order.original_sha256 or None
    return values


def line_values(line: OrderLine, order_id: int) -> dict[str, object]:
    """Return the columns of a line's row."""
    values: dict[str, object] = dict(zip(_LINE_FIELDS, _line_parts(line), strict=True))
    values["order_id"] = order_id
    return values
