"""Backups: made, listed, verified, brought back."""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.words import N_, _, ngettext
from orderclerk.cli.desk import as_fault, opened, tell_problems
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Json, Yes, path, path_argument
from orderclerk.cli.output import err, out, out_json, out_json_list, out_table
from orderclerk.exits import Exit
from orderclerk.settings import Settings
from orderclerk.wiring import now

if TYPE_CHECKING:
    from datetime import tzinfo

Folder = Annotated[
    str, path("--to", metavar="DIR", help=N_("The folder of the backups; else the desk's own folder “backups”."))
]
Backup = Annotated[str, path_argument("PATH", N_("The backup: its folder, its manifest or its database."))]


def _folder(settings: Settings, to: str) -> Path:
    from data.store.folder import DeskFolder

    return Path(to) if to else DeskFolder(settings.desk).backups


def create(ctx: typer.Context, to: Folder = "", json: Json = False) -> int:
    """Make a backup."""
    from data.store.backup import create as make_backup

    settings: Settings = ctx.obj
    with opened(settings) as desk:
        made = make_backup(desk.context.store, _folder(settings, to), at=now())
    if json:
        out_json(
            {
                "path": str(made.path),
                "manifest": str(made.manifest),
                "head": made.head,
                "orders": made.orders,
                "bytes": made.bytes,
            }
        )
        return Exit.DONE
    said = ngettext(
        "Backup made and checked: {path} ({orders} order, {bytes} bytes, head {head})",
        "Backup made and checked: {path} ({orders} orders, {bytes} bytes, head {head})",
        made.orders,
    )
    out(said.format(path=made.path, orders=f"{made.orders:,}", bytes=f"{made.bytes:,}", head=made.head))
    return Exit.DONE


def list_them(ctx: typer.Context, to: Folder = "", json: Json = False) -> int:
    """List the backups."""
    from data.store.backup import list_backups
    from data.words.formats import format_datetime
    from data.words.labels import field_label

    settings: Settings = ctx.obj
    folder = _folder(settings, to)
    found = list_backups(folder)
    if json:
        out_json_list(
            {
                "path": str(entry.path),
                "created_at": entry.created_at.isoformat() if entry.created_at else None,
                "name": entry.desk_name,
                "head": entry.head,
                "orders": entry.orders,
                "bytes": entry.bytes,
            }
            for entry in found
        )
        return Exit.DONE
    if found:
        zone = _local_zone()
        heads = (Head(_("made")), Head(_("office")), Head(field_label("orders"), right=True),
                 Head(_("bytes"), right=True), Head(_("path")))  # fmt: skip
        rows = [
            (
                format_datetime(entry.created_at, zone) if entry.created_at else _("unreadable"),
                entry.desk_name,
                f"{entry.orders:,}",
                f"{entry.bytes:,}",
                str(entry.path),
            )
            for entry in found
        ]
        out_table(heads, rows)
    said = ngettext("{count} backup in {path}", "{count} backups in {path}", len(found))
    err(said.format(count=f"{len(found):,}", path=folder))
    return Exit.DONE


def _local_zone() -> "tzinfo":
    """Return the zone of this computer: a list of backups is read without any desk, so without an office's zone."""
    return now().astimezone().tzinfo or UTC


def verify(backup: Backup, json: Json = False) -> int:
    """Verify a backup."""
    from data.store.backup import read_manifest
    from data.store.backup import verify as faults_of

    faults = faults_of(Path(backup))
    if json:
        out_json({"good": not faults, "path": backup, "faults": [as_fault(fault) for fault in faults]})
    if faults:
        tell_problems(faults, _("Fault: {what}"))
        err(_("This backup is not as it was made: {path}").format(path=backup))
        return Exit.DAMAGED
    if not json:
        manifest = read_manifest(Path(backup))
        orders = manifest.counts.get("sales_order", 0)
        said = ngettext(
            "The backup is good: {path} ({orders} order, head {head})",
            "The backup is good: {path} ({orders} orders, head {head})",
            orders,
        )
        out(said.format(path=backup, orders=f"{orders:,}", head=manifest.head))
    return Exit.DONE


def restore(ctx: typer.Context, backup: Backup, yes: Yes = False, json: Json = False) -> int:
    """Bring a backup back."""
    from data.store.folder import DeskFolder
    from data.store.restore import restore as bring_back

    settings: Settings = ctx.obj
    question = _("Replace the desk in {path} by this backup? The desk that is there is kept in its backups.")
    there = DeskFolder(settings.desk).database.exists()
    if there and not yes and not confirmed(question.format(path=settings.desk), input):
        return Exit.REFUSED
    if there:
        _see_permitted(settings)
    report = bring_back(Path(backup), settings.desk, at=now())
    if json:
        out_json(
            {
                "path": str(report.path),
                "head": report.head,
                "orders": report.orders,
                "replaced": str(report.replaced) if report.replaced else None,
            }
        )
    else:
        said = ngettext(
            "The desk in {path} is as it was when the backup was made ({orders} order, head {head}).",
            "The desk in {path} is as it was when the backup was made ({orders} orders, head {head}).",
            report.orders,
        )
        out(said.format(path=report.path, orders=f"{report.orders:,}", head=report.head))
    if report.replaced:
        err(_("The desk that was there is kept in {path}.").format(path=report.replaced))
    return Exit.DONE


def _see_permitted(settings: Settings) -> None:
    """Let the desk that is there say who may replace it; one that cannot be opened any more cannot be asked.

    Raises:
        NotPermitted, SignInRefused: that is not for this person.
    """
    from data.errors import DeskDamaged, DeskNewer, NoDesk, NotFound, StorageFailed, UnsafeLibrary
    from data.rules.permissions import DeskAct

    with suppress(DeskDamaged, DeskNewer, NoDesk, NotFound, StorageFailed, UnsafeLibrary), opened(settings) as desk:
        desk.context.check(DeskAct.RESTORE)


def confirmed(question: str, ask: Callable[[str], str]) -> bool:
    """Ask before something is replaced; where nobody can answer, say how to do it without asking."""
    if not sys.stdin.isatty():
        err(_("There is a desk already, and nobody can be asked here; with --yes it is replaced."))
        return False
    err(question)
    try:
        answer = ask(_("yes or no: "))
    except EOFError:
        answer = ""
    if answer.strip().casefold() in ("y", "yes", "是"):
        return True
    err(_("Nothing was done."))
    return False


def _start(ctx: typer.Context, to: Folder = "", json: Json = False) -> int | None:
    """Make a backup where no command says otherwise."""
    if ctx.invoked_subcommand is None:
        return create(ctx, to, json)
    if to or json:
        raise typer.BadParameter(_("its options stand behind {command}").format(command=ctx.invoked_subcommand))
    return None


def group() -> typer.Typer:
    """Return the commands of this group."""
    app = typer.Typer(cls=Group, invoke_without_command=True)
    app.callback()(_start)
    for name, command, told in (
        ("create", create, N_("Make a backup, while others go on working, and check it.")),
        ("list", list_them, N_("List the backups, the newest first.")),
        ("verify", verify, N_("Prove that a backup is as it was made and holds together.")),
        ("restore", restore, N_("Make a desk of a backup, in an empty place or in place of the desk.")),
    ):
        app.command(name, cls=Command, help=told)(command)
    return app
