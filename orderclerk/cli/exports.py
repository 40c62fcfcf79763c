"""Handing lists out (N1): csv and xlsx for spreadsheets, json for programs."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from data.amounts import MASK
from data.words import N_, _, ngettext
from data.words.printable import printable
from orderclerk.cli.desk import opened
from orderclerk.cli.filters import Customer, From, Numbers, States, To, wanted_orders
from orderclerk.cli.options import Why, argument, one_of, path, text
from orderclerk.cli.output import err
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.exports import Table
    from data.store.queries.orders import OrderFilter

WHAT = ("orders", "lines", "customers", "products", "events")
FORMATS = ("csv", "xlsx", "json")


def _complete_what(incomplete: str) -> list[str]:
    return [what for what in WHAT if what.startswith(incomplete)]


def complete_format(incomplete: str) -> list[str]:
    """Return the formats that begin like what was typed."""
    return [name for name in FORMATS if name.startswith(incomplete)]


def hand_out(
    ctx: typer.Context,
    what: Annotated[str, argument("WHAT", N_("orders, lines, customers, products or events."), _complete_what)],
    file_format: Annotated[
        str,
        text(
            "--format",
            metavar="FORMAT",
            help=N_("csv, xlsx or json; else as the file's name ends, else csv."),
            complete=complete_format,
        ),
    ] = "",
    to: Annotated[
        str, path("--out", "-o", metavar="FILE", help=N_("Where to; “-” or nothing is standard output."))
    ] = "",
    state: States = None,
    customer: Customer = "",
    number: Numbers = None,
    requested_from: From = "",
    requested_to: To = "",
    why: Why = "",
) -> int:
    """Write a list."""
    one_of("WHAT", what, WHAT)
    chosen = format_of(file_format, to)
    narrowed = any((state, customer, number, requested_from, requested_to))
    if narrowed and what not in ("orders", "lines"):
        raise typer.BadParameter(_("only orders and lines can be narrowed down"), param_hint="WHAT")
    with opened(ctx.obj) as desk:
        wanted = wanted_orders(desk, state, customer, number, requested_from, requested_to)
        count = write_table(_table(desk, what, wanted, why), chosen, to)
    said = ngettext("{count} row written to {target}.", "{count} rows written to {target}.", count)
    err(said.format(count=f"{count:,}", target=_("standard output") if to in ("", "-") else to))
    return Exit.DONE


def format_of(file_format: str, to: str) -> str:
    """Return the format that was chosen, else the one that the name of the file says, else csv.

    Raises:
        typer.BadParameter: there is no such format, or it is one that a terminal cannot show.
    """
    one_of("--format", file_format, FORMATS)
    ending = Path(to).suffix.lower().removeprefix(".")
    chosen = file_format or (ending if ending in FORMATS else "csv")
    if to in ("", "-") and chosen == "xlsx" and sys.stdout.isatty():
        raise typer.BadParameter(_("a workbook cannot be shown; name a file"), param_hint="--out")
    return chosen


def write_table(table: "Table", chosen: str, to: str) -> int:
    """Write a table to a file, or to standard output for "" and "-"; return the number of its rows."""
    counted = _Counted(table, null=chosen == "json")
    _write(counted, chosen, None if to in ("", "-") else Path(to))
    return counted.count


def _table(desk: "Desk", what: str, wanted: "OrderFilter", why: str) -> "Table":
    match what:
        case "orders":
            return desk.exports.orders(wanted, why)
        case "lines":
            return desk.exports.lines(wanted, why)
        case "customers":
            return desk.exports.customers(why)
        case "products":
            return desk.exports.products(why)
        case _:
            return desk.exports.events(why)


class _Counted:
    """A table whose rows are counted while they are written; where programs read it, what is masked is nothing (P5)."""

    def __init__(self, table: "Table", *, null: bool) -> None:
        self.columns = table.columns
        self.count = 0
        self._rows = table.rows
        self._null = null

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            self.count += 1
            yield tuple(None if cell == MASK else cell for cell in row) if self._null else row


def _write(rows: _Counted, chosen: Any, target: Path | None) -> None:
    from data.files.writers import Column, write

    columns = [Column(name) for name in rows.columns]
    if target is not None:
        write(target, chosen, columns, rows)
        return
    sys.stdout.flush()
    stream: IO[bytes] = sys.stdout.buffer
    if sys.stdout.isatty():
        shown = io.BytesIO()
        write(shown, chosen, columns, rows)
        sys.stdout.write(printable(shown.getvalue().decode("utf-8-sig"), multiline=True))
        return
    write(stream, chosen, columns, rows)
    stream.flush()
