"""Backups: made, listed, verified, brought back, tried, taken away."""

import sys
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import Refusal
from data.words import N_, _, ngettext
from orderclerk.cli.backup_options import (
    Backup,
    Deadline,
    Folder,
    Identity,
    Keep,
    Recipients,
    folder_of,
    rule_of,
    see_permitted,
)
from orderclerk.cli.backup_schedule import schedule
from orderclerk.cli.desk import as_fault, opened, tell_problems
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Json, Yes, flag, path_argument, whole_number
from orderclerk.cli.output import err, out, out_json, out_json_list, out_table
from orderclerk.exits import Exit
from orderclerk.wiring import now

if TYPE_CHECKING:
    from datetime import tzinfo

    from data.desk.desk import Desk
    from data.rules.keeping import Keeping
    from data.store.backup import BackupReport
    from data.store.pruning import Pruned
    from orderclerk.settings import Settings


def create(
    ctx: typer.Context,
    to: Folder = "",
    keep: Keep = "",
    encrypt_to: Recipients = None,
    deadline: Deadline = "",
    json: Json = False,
) -> int:
    """Make a backup, and take away old ones where somebody says which."""
    from data.store.deadline import Deadline as Until
    from orderclerk.cli.desk import read_text
    from orderclerk.watchdog import watched

    settings: Settings = ctx.obj
    rule, minutes = rule_of(keep), whole_number("--deadline", deadline)
    folder = folder_of(settings, to)
    with opened(settings) as desk:
        until = Until(60 * (minutes or desk.backups.rules().deadline_minutes))
        with watched(until):
            made = desk.backups.create(folder, recipients=encrypt_to or (), read=read_text, deadline=until)
        pruned, refusal = _pruned(desk, folder, rule or desk.backups.keeping())
    if json:
        out_json(_as_json(made, pruned))
    else:
        said = ngettext(
            "Backup made and checked: {path} ({orders} order, {bytes} bytes, head {head})",
            "Backup made and checked: {path} ({orders} orders, {bytes} bytes, head {head})",
            made.orders,
        )
        out(said.format(path=made.path, orders=f"{made.orders:,}", bytes=f"{made.bytes:,}", head=made.head))
    if refusal is not None:
        from data.words.explain import explain

        err(_("The backup is made, but old ones could not be taken away: {why}").format(why=explain(refusal)))
        return Exit.PARTLY
    return _doubts(pruned)


def _pruned(desk: "Desk", folder: Path, rule: "Keeping | None") -> "tuple[Pruned | None, Refusal | None]":
    """Take old backups away after a good one was made; what cannot be taken away makes that one no worse."""
    if rule is None:
        return None, None
    try:
        return desk.backups.prune(folder, rule), None
    except Refusal as refusal:
        return None, refusal


def _as_json(made: "BackupReport", pruned: "Pruned | None") -> dict[str, Any]:
    return {
        "path": str(made.path),
        "manifest": str(made.manifest),
        "head": made.head,
        "orders": made.orders,
        "bytes": made.bytes,
        "shared": made.shared,
        "removed": [str(path) for path in pruned.removed] if pruned else [],
    }


def _doubts(pruned: "Pruned | None") -> int:
    """Name the backups that are not as they were made; return the exit code."""
    for path in pruned.doubtful if pruned else ():
        err(_("This backup is not as it was made: {path}").format(path=path))
    return Exit.PARTLY if pruned and pruned.doubtful else Exit.DONE


def prune(
    ctx: typer.Context,
    to: Folder = "",
    keep: Keep = "",
    dry_run: Annotated[bool, flag("--dry-run", help=N_("Only say what would be taken away."))] = False,
    json: Json = False,
) -> int:
    """Take old backups away."""
    settings: Settings = ctx.obj
    said = rule_of(keep)
    with opened(settings) as desk:
        rule = said or desk.backups.keeping()
        if rule is None:
            raise typer.BadParameter(
                _("say what is kept, such as 7d,5w,12m, or set it in the policy"), param_hint="--keep"
            )
        pruned = desk.backups.prune(folder_of(settings, to), rule, dry_run=dry_run)
    if json:
        out_json({name: [str(path) for path in getattr(pruned, name)] for name in ("removed", "kept", "doubtful")})
        return _doubts(pruned)
    for path in pruned.removed:
        out(str(path))
    told = (
        ngettext("{count} backup would be taken away", "{count} backups would be taken away", len(pruned.removed))
        if dry_run
        else ngettext("{count} backup taken away", "{count} backups taken away", len(pruned.removed))
    )
    stay = ngettext("{count} backup stays", "{count} backups stay", len(pruned.kept))
    err(_("; ").join((told.format(count=f"{len(pruned.removed):,}"), stay.format(count=f"{len(pruned.kept):,}"))))
    return _doubts(pruned)


def list_them(ctx: typer.Context, to: Folder = "", json: Json = False) -> int:
    """List the backups."""
    from data.store.manifests import list_backups
    from data.words.formats import format_datetime
    from data.words.labels import field_label

    settings: Settings = ctx.obj
    folder = folder_of(settings, to)
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
                "encrypted": entry.encrypted,
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


def verify(backup: Backup, identity: Identity = "", json: Json = False) -> int:
    """Verify a backup."""
    from data.store.manifests import read_manifest
    from data.store.proof import verify as faults_of

    faults = faults_of(Path(backup), key_of(identity))
    if json:
        out_json({"good": not faults, "path": backup, "faults": [as_fault(fault) for fault in faults]})
    if faults:
        tell_problems(faults, _("Fault: {what}"))
        err(_("This backup is not as it was made: {path}").format(path=backup))
        return Exit.DAMAGED
    if not json:
        manifest = read_manifest(Path(backup))
        orders = manifest.orders
        said = ngettext(
            "The backup is good: {path} ({orders} order, head {head})",
            "The backup is good: {path} ({orders} orders, head {head})",
            orders,
        )
        out(said.format(path=backup, orders=f"{orders:,}", head=manifest.head))
        if manifest.recipients and not identity:
            err(_("It is encrypted, so only its bits were proved; with --identity its inside is proved too."))
    return Exit.DONE


def restore(ctx: typer.Context, backup: Backup, identity: Identity = "", yes: Yes = False, json: Json = False) -> int:
    """Bring a backup back."""
    from data.desk.backups import bring_back
    from data.store.folder import DeskFolder

    settings: Settings = ctx.obj
    key = key_of(identity)
    question = _("Replace the desk in {path} by this backup? The desk that is there is kept in its backups.")
    there = DeskFolder(settings.desk).database.exists()
    if there and not yes and not confirmed(question.format(path=settings.desk), input):
        return Exit.REFUSED
    person = see_permitted(settings, "restore") if there else settings.person
    report = bring_back(Path(backup), settings.desk, clock=now, person=person, identity=key)
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


def key_of(identity: str) -> Any:
    """Return the private key in a file, whose passphrase is asked where it has one; None where none is named."""
    if not identity:
        return None
    from data.store.sealing import Identity as Key
    from orderclerk.signing import asked

    return Key(Path(identity), lambda: asked(_("Passphrase of the private key: ")))


def drill(
    ctx: typer.Context,
    backup: Annotated[
        str, path_argument("PATH", N_("The backup: its folder, its manifest or its database; else the newest."))
    ] = "",
    to: Folder = "",
    identity: Identity = "",
    json: Json = False,
) -> int:
    """Restore a backup on trial."""
    from data.errors import NotFound
    from data.store.manifests import list_backups

    settings: Settings = ctx.obj
    folder = folder_of(settings, to)
    found = [Path(backup)] if backup else [entry.path for entry in list_backups(folder)]
    if not found:
        raise NotFound("backup", str(folder))
    with opened(settings) as desk:
        report = desk.backups.drill(found[0], key_of(identity))
    if json:
        out_json(
            {
                "good": report.good,
                "path": str(report.path),
                "head": report.head,
                "created_at": report.created_at.isoformat() if report.created_at else None,
                "orders": report.orders,
                "tables": report.tables,
                "rows": report.rows,
                "files": report.files,
                "in_history": report.in_history,
                "faults": [as_fault(fault) for fault in report.faults],
            }
        )
    if not report.good:
        tell_problems(report.faults, _("Fault: {what}"))
        err(_("This backup does not come back as it was made: {path}").format(path=report.path))
        return Exit.DAMAGED
    if not json:
        said = _("Restored on trial and compared: {path} ({tables} tables, {rows} rows, {files} files)")
        out(said.format(path=report.path, tables=report.tables, rows=f"{report.rows:,}", files=f"{report.files:,}"))
    if report.in_history is False:
        err(_("The record of the desk does not go on from this backup: it was restored from another one since."))
    return Exit.DONE


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


def _start(
    ctx: typer.Context,
    to: Folder = "",
    keep: Keep = "",
    encrypt_to: Recipients = None,
    deadline: Deadline = "",
    json: Json = False,
) -> int | None:
    """Make a backup where no command says otherwise."""
    if ctx.invoked_subcommand is None:
        return create(ctx, to, keep, encrypt_to, deadline, json)
    if to or keep or encrypt_to or deadline or json:
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
        ("drill", drill, N_("Restore a backup on trial, compare it, and put on record that it was good.")),
        ("prune", prune, N_("Take old backups away, and never the last good one.")),
        ("schedule", schedule, N_("Have the computer make a backup every night.")),
        ("restore", restore, N_("Make a desk of a backup, in an empty place or in place of the desk.")),
    ):
        app.command(name, cls=Command, help=told)(command)
    return app
