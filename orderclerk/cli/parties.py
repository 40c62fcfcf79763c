"""Customers and products: lists."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import typer

from data.words import N_, ngettext
from orderclerk.cli.desk import opened
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Json
from orderclerk.cli.output import err, out_json_list, out_table
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.exports import Table

_CUSTOMER = ("code", "name", "city", "country", "contact", "phone", "currency", "payment_terms")
_PRODUCT = ("code", "name", "specification", "unit", "list_price", "standard_cost", "currency", "lead_days")
_NUMBERS = ("list_price", "standard_cost", "lead_days")


def plain(value: Any) -> Any:
    """Return a cell of an export as JSON has it: amounts and numbers with decimals as texts, dates in ISO 8601."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _show(table: "Table", names: tuple[str, ...], json: bool) -> int:
    from data.words.labels import field_label

    if json:
        out_json_list(
            {name: plain(value) for name, value in zip(table.columns, row, strict=True)} for row in table.rows
        )
        return Exit.DONE
    names = tuple(name for name in names if name in table.columns)  # costs are not for everybody
    places = [table.columns.index(name) for name in names]
    rows = [["" if row[place] is None else str(plain(row[place])) for place in places] for row in table.rows]
    heads = [Head(field_label(name), right=name in _NUMBERS, least=0 if name == "code" else 8) for name in names]
    out_table(heads, rows)
    _count(rows)
    return Exit.DONE


def _count(rows: Iterable[Any]) -> None:
    number = len(list(rows))
    err(ngettext("{number} entry", "{number} entries", number).format(number=f"{number:,}"))


def list_customers(ctx: typer.Context, json: Json = False) -> int:
    """List the customers."""
    with opened(ctx.obj) as desk:
        return _show(desk.exports.customers(), _CUSTOMER, json)


def list_products(ctx: typer.Context, json: Json = False) -> int:
    """List the products."""
    with opened(ctx.obj) as desk:
        return _show(desk.exports.products(), _PRODUCT, json)


def customers_group() -> typer.Typer:
    """Return the commands about customers."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    app.callback()(_nothing)
    app.command("list", cls=Command, help=N_("List the customers."))(list_customers)
    return app


def products_group() -> typer.Typer:
    """Return the commands about products."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    app.callback()(_nothing)
    app.command("list", cls=Command, help=N_("List the products."))(list_products)
    return app


def _nothing() -> None:
    """Make a group of a single command, which Typer would else take for the command itself."""
