"""A desk with invented orders, to look around in."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.words import N_, _
from orderclerk.cli.desk import show_overview
from orderclerk.cli.options import path, text, whole_number
from orderclerk.cli.output import err, out
from orderclerk.cli.progress import progress_bar
from orderclerk.exits import Exit
from orderclerk.wiring import now

if TYPE_CHECKING:
    from orderclerk.settings import Settings

Orders = Annotated[str, text("--orders", metavar="NUMBER", help=N_("How many orders; 300 if nothing is said."))]

_ORDERS = 300


def _make(folder: Path, orders: str, person: str) -> None:
    from data.sample.make import make_sample

    count = whole_number("--orders", orders) or _ORDERS
    with progress_bar(_("Making the sample desk")) as progress:
        make_sample(folder, at=now(), orders=count, person=person, progress=progress)


def sample(
    ctx: typer.Context,
    at: Annotated[str, path("--at", metavar="DIR", help=N_("The folder of the sample desk."))],
    orders: Orders = "",
) -> int:
    """Make the sample desk, unless it is there."""
    from data.store.folder import DeskFolder

    settings: Settings = ctx.obj
    folder = Path(at)
    if DeskFolder(folder).database.exists():
        out(_("The sample desk is there already, in {path}.").format(path=folder))
        return Exit.DONE
    _make(folder, orders, settings.person)
    out(_("The sample desk is made in {path}.").format(path=folder))
    return Exit.DONE


def demo(ctx: typer.Context, orders: Orders = "") -> int:
    """Make a throwaway desk and show it."""
    settings: Settings = ctx.obj
    folder = Path(tempfile.mkdtemp(prefix="orderclerk-demo-")) / "desk"
    _make(folder, orders, settings.person)
    code = show_overview(replace(settings, desk=folder))
    err(
        _(
            "This desk is to play with: orderclerk --desk {path} order list. Delete the folder when you are done."
        ).format(path=folder)
    )
    return code
