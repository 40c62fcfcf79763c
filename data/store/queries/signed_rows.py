"""Rows that do not fit what stands beside them: written by nobody on record, or of two orders at once (P6).

Both are one statement for each table, so that a desk of a hundred thousand orders is looked through in seconds.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, String, and_, cast, select

from data.store.queries.desk import EVENT
from data.store.tables.registry import metadata
from data.store.unit import Reader

_OF_AN_ORDER = (
    "check_in", "delivery", "exception_case", "invoice", "note_taken", "receipt", "review_condition", "review_opinion",
    "shipment", "supervisor_call",
)  # fmt: skip
_OF_A_LINE = ("allocation", "progress_report")
_OF_THEMSELVES = ("customer", "product")
"""Of these the columns are called `entered_at` and `entered_by`, and the event is about the row itself."""

_MOVED = {"delivery_line": "delivery", "invoice_line": "invoice", "shipment_line": "shipment"}
"""Table of quantities → the table of what they are part of; both point at the order, one through the order's line."""


def written_by_nobody(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield table and key of every row that says of a time and a person what no event about its order says."""
    order, line = metadata.tables["sales_order"], metadata.tables["order_line"]
    for name in _OF_AN_ORDER:
        row = metadata.tables[name]
        about = and_(EVENT.c.subject == "order", EVENT.c.subject_key == order.c.number)
        found = select(row.c.id).join(order, order.c.id == row.c.order_id).where(row.c.at.is_not(None))
        yield from _keys(reader, name, _without(found, about, row.c.at, row.c.by))
    for name in _OF_A_LINE:
        row = metadata.tables[name]
        about = and_(EVENT.c.subject == "order", EVENT.c.subject_key == order.c.number)
        found = select(row.c.id).join(line, line.c.id == row.c.line_id).join(order, order.c.id == line.c.order_id)
        yield from _keys(reader, name, _without(found, about, row.c.at, row.c.by))
    for name in _OF_THEMSELVES:
        row = metadata.tables[name]
        about = and_(EVENT.c.subject == name, EVENT.c.subject_key == row.c.code)
        yield from _keys(reader, name, _without(select(row.c.id), about, row.c.entered_at, row.c.entered_by))
    row = metadata.tables["policy_version"]
    about = and_(EVENT.c.subject == "policy", EVENT.c.subject_key == cast(row.c.version, String))
    yield from _keys(reader, "policy_version", _without(select(row.c.version), about, row.c.at, row.c.by))


def of_two_orders(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield table and key of every quantity that was shipped, delivered or billed of another order's line."""
    line = metadata.tables["order_line"]
    for name, whole in _MOVED.items():
        row, above = metadata.tables[name], metadata.tables[whole]
        found = (
            select(row.c.id)
            .join(above, above.c.id == row.c[f"{whole}_id"])
            .join(line, line.c.id == row.c.line_id)
            .where(line.c.order_id != above.c.order_id)
        )
        yield from _keys(reader, name, found)


def _without(
    found: Select[tuple[int]], about: ColumnElement[bool], at: Column[Any], by: Column[Any]
) -> Select[tuple[int]]:
    """Leave the rows of which no event tells that this person wrote at this time."""
    event = select(EVENT.c.seq).where(about, EVENT.c.at == at, EVENT.c.actor == by)
    return found.where(~event.exists())


def _keys(reader: Reader, table: str, found: Select[tuple[int]]) -> Iterator[tuple[str, str]]:
    for key in reader.execute(found).scalars():
        yield table, str(key)
