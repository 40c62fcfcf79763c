"""Handing lists out (N1): csv and xlsx for spreadsheets, json for programs."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from data.words import N_, _, ngettext
from data.words.printable import printable
from orderclerk.cli.desk import opened
from orderclerk.cli.filters import Customer, From, Numbers, States, To, wanted_orders
from orderclerk.cli.options import argument, one_of, path, text
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


def _complete_format(incomplete: str) -> list[str]:
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
            complete=_complete_format,
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
) -> int:
    """Write a list."""
    one_of("WHAT", what, WHAT)
    one_of("--format", file_format, FORMATS)
    ending = Path(to).suffix.lower().removeprefix(".")
    chosen = file_format or (ending if ending in FORMATS else "csv")
    piped = to in ("", "-")
    if piped and chosen == "xlsx" and sys.stdout.isatty():
        raise typer.BadParameter(_("a workbook cannot be shown; name a file"), param_hint="--out")
    narrowed = any((state, customer, number, requested_from, requested_to))
    if narrowed and what not in ("orders", "lines"):
        raise typer.BadParameter(_("only orders and lines can be narrowed down"), param_hint="WHAT")
    with opened(ctx.obj) as desk:
        wanted = wanted_orders(desk, state, customer, number, requested_from, requested_to)
        counted = _Counted(_table(desk, what, wanted))
        _write(counted, chosen, None if piped else Path(to))
    said = ngettext("{count} row written to {target}.", "{count} rows written to {target}.", counted.count)
    err(said.format(count=f"{counted.count:,}", target=_("standard output") if piped else to))
    return Exit.DONE


def _table(desk: "Desk", what: str, wanted: "OrderFilter") -> "Table":
    match what:
        case "orders":
            return desk.exports.orders(wanted)
        case "lines":
            return desk.exports.lines(wanted)
        case "customers":
            return desk.exports.customers()
        case "products":
            return desk.exports.products()
        case _:
            return desk.exports.events()


class _Counted:
    """A table whose rows are counted while they are written."""

    def __init__(self, table: "Table") -> None:
        self.columns = table.columns
        self.count = 0
        self._rows = table.rows

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


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
