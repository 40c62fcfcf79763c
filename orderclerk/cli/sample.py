"""A desk with invented orders, to look around in."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.words import N_, _
from orderclerk.cli.desk import show_overview
from orderclerk.cli.options import flag, path, text, whole_number
from orderclerk.cli.output import err, out
from orderclerk.cli.progress import progress_bar
from orderclerk.exits import Exit
from orderclerk.terminal import has_terminal, without_terminal
from orderclerk.wiring import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from orderclerk.settings import Settings

Orders = Annotated[str, text("--orders", metavar="NUMBER", help=N_("How many orders; 300 if nothing is said."))]

_ORDERS = 300
_MARK = N_("Sample desk: it is thrown away when you leave")


Named = Annotated[
    bool,
    flag(
        "--named",
        help=N_(
            "Only the people of the sample office act, in their own roles: name one with --as, such as zhao; the "
            "password is “sample office”."
        ),
    ),
]


def _make(folder: Path, orders: str, person: str, *, named: bool = False) -> None:
    from data.sample.make import make_sample

    count = whole_number("--orders", orders) or _ORDERS
    with progress_bar(_("Making the sample desk")) as progress:
        make_sample(folder, at=now(), orders=count, person=person, named=named, progress=progress)


def sample(
    ctx: typer.Context,
    at: Annotated[str, path("--at", metavar="DIR", help=N_("The folder of the sample desk."))],
    orders: Orders = "",
    named: Named = False,
) -> int:
    """Make the sample desk, unless it is there."""
    from data.store.folder import DeskFolder

    settings: Settings = ctx.obj
    folder = Path(at)
    if DeskFolder(folder).database.exists():
        out(_("The sample desk is there already, in {path}.").format(path=folder))
        return Exit.DONE
    _make(folder, orders, settings.person, named=named)
    out(_("The sample desk is made in {path}.").format(path=folder))
    return Exit.DONE


def demo(ctx: typer.Context, orders: Orders = "", named: Named = False) -> int:
    """Make a throwaway desk and show it: on the full screen, or in words where there is no terminal."""
    settings: Settings = ctx.obj
    if has_terminal(os.environ):
        return play(settings, orders, named=named, language=ctx.find_root().params.get("lang") or "")
    folder = Path(tempfile.mkdtemp(prefix="orderclerk-demo-")) / "desk"
    _make(folder, orders, settings.person, named=named)
    code = show_overview(replace(settings, desk=folder))
    err(
        _(
            "This desk is to play with: orderclerk --desk {path} order list. Delete the folder when you are done."
        ).format(path=folder)
    )
    err(without_terminal())
    return code


def play(
    settings: "Settings",
    orders: str = "",
    *,
    named: bool = False,
    language: str = "",
    path: "Callable[[], Path] | None" = None,
) -> int:
    """Make a throwaway desk, show it on the full screen, and remove it; return the exit code.

    Args:
        settings: for whom.
        orders: how many, as it is typed.
        named: whether only the people of the sample office act.
        language: asked for by `--lang`.
        path: gives the file of the settings of the screens; None is the user's own.
    """
    from orderclerk.running import run
    from orderclerk.throwaway import throwaway

    with throwaway() as folder:
        desk = folder / "desk"
        _make(desk, orders, settings.person, named=named)
        return run(replace(settings, desk=desk), language=language, path=path, mark=_MARK)
