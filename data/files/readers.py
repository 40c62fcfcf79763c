"""Reads order sheets, customer lists and product lists into drafts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, tzinfo
from typing import Literal

from data.drafts import Reading, Source, Subject
from data.errors import Unreadable
from data.files import cells, orders, records, tables
from data.files.dates import ORDERS
from data.files.fields import KEY_FIELDS, SPECS, Kind
from data.files.grids import Grid, grids
from data.files.mappings import check_mapping
from data.files.values import Context

Rows = Literal["auto", "lines", "orders"]


def read(
    source: Source,
    subject: Subject,
    *,
    today: date,
    mapping: Mapping[str, str] | None = None,
    rows: Rows = "auto",
    date_order: str | None = None,
    zone: tzinfo = UTC,
) -> Reading:
    """Read a file: the good rows become drafts, each bad row is listed with its cells and every reason.

    Args:
        source: the file, from `data.files.source.load`.
        subject: what it holds.
        today: the date of the import; dates without a year are those nearest to it.
        mapping: heading → field, from `parse_mapping`; decides before what is recognised.
        rows: `lines` where a row is an order line, `orders` where a row is an order, `auto` decides by the columns.
        date_order: `dmy`, `mdy` or `ymd` for numeric dates that can be read in several ways and whose column does
            not decide; without it such rows are refused as `ambiguous_date`.
        zone: the office's zone, for times that the file states without an offset.

    Raises:
        Unreadable: nothing of the file can be read; `why` is `empty`, `password`, `damaged`, `encoding`, `too_large`,
            `unknown_format`, `no_header`, `no_rows`, `not_orders` or `bad_mapping`.
    """
    return read_grids(
        source.name,
        grids(source),
        subject,
        today=today,
        mapping=mapping,
        rows=rows,
        date_order=date_order,
        zone=zone,
    )


def read_grids(
    name: str,
    sheets: Sequence[Grid],
    subject: Subject,
    *,
    today: date,
    mapping: Mapping[str, str] | None = None,
    rows: Rows = "auto",
    date_order: str | None = None,
    zone: tzinfo = UTC,
) -> Reading:
    """Read sheets that are cells already; see `read`."""
    if date_order is not None and date_order not in ORDERS:
        raise Unreadable(name, "bad_mapping", f"date_order = {date_order}")
    check_mapping(mapping or {}, subject, name)
    table = tables.find(name, sheets, subject, mapping or {})
    if subject is Subject.ORDERS and not mapping and not _is_of_orders(table):
        raise Unreadable(name, "not_orders")
    context = Context(today, zone, date_order or "", table.columns.own)
    body = cells.read(name, table, subject, context)
    if subject is Subject.ORDERS:
        return orders.reading(body, rows, context)
    return records.reading(body)


_OF_ORDERS = frozenset(KEY_FIELDS) | {
    name
    for name, spec in SPECS[Subject.ORDERS].items()
    if spec.kind in {Kind.QUANTITY, Kind.COUNT, Kind.AMOUNT, Kind.DATE, Kind.MOMENT}
}


def _is_of_orders(table: tables.Table) -> bool:
    """Tell whether a sheet says what only orders say; a list of customers or of products and prices does not."""
    return not _OF_ORDERS.isdisjoint(table.columns.fields) or any(_OF_ORDERS & block.keys() for block in table.blocks)
