"""The desk as a whole: making it, looking at it, looking it over."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import Unreadable
from data.words import N_, _, ngettext
from orderclerk.cli.layout import listed
from orderclerk.cli.options import Json, flag, path, text
from orderclerk.cli.output import err, heading, out, out_json, page_width
from orderclerk.exits import Exit
from orderclerk.reading import readable
from orderclerk.settings import Settings
from orderclerk.wiring import make_desk, now, open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.desk.desk import Desk
    from data.desk.overview import Glance
    from data.drafts import Problem

_TABLES = {
    "sales_order": N_("orders"),
    "order_line": N_("order lines"),
    "customer": N_("customers"),
    "product": N_("products"),
    "stored_file": N_("kept files"),
    "events": N_("events"),
}
"""Tables whose number of rows means something to a person."""


_LONGEST_TEXT = 4_000_000
"""Characters of a file that a person wrote: a policy, the text of a message, which columns a file has."""


@contextlib.contextmanager
def opened(settings: Settings) -> "Iterator[Desk]":
    """Open the desk of the settings for the person that somebody is, and close it after the work.

    Raises:
        SignInRefused: the desk does not let them in.
    """
    from orderclerk.signing import signed_in

    desk = open_desk(settings)
    try:
        yield signed_in(desk, settings)
    finally:
        desk.close()


def read_text(path_given: str) -> str:
    """Return a text file that a person wrote.

    Raises:
        Unreadable: `missing`, `is_folder`, `no_permission`, `damaged`, `encoding` or `too_large`.
    """
    with readable(path_given), Path(path_given).open(encoding="utf-8-sig") as file:
        found = file.read(_LONGEST_TEXT + 1)
    if len(found) > _LONGEST_TEXT:  # nobody wrote that, and a device such as /dev/zero has no end at all
        raise Unreadable(path_given, "too_large", f"> {_LONGEST_TEXT:,}")
    return found


def init(
    ctx: typer.Context,
    name: Annotated[
        str, text("--name", metavar="OFFICE", help=N_("The office's name; else the name of the folder."))
    ] = "",
    policy: Annotated[str, path("--policy", metavar="FILE", help=N_("The office's own policy, a TOML document."))] = "",
    group: Annotated[
        str,
        text(
            "--group",
            metavar="GROUP",
            help=N_("A group of this computer's accounts that share the desk; else it is this account's alone."),
        ),
    ] = "",
    yes: Annotated[
        bool, flag("--yes", "-y", help=N_("Make the desk even where a desk should not lie, such as on a network."))
    ] = False,
) -> int:
    """Make a desk."""
    settings: Settings = ctx.obj
    if not _may_lie_there(settings.desk, yes=yes):
        return Exit.REFUSED
    document = read_text(policy) if policy else ""
    office = name.strip() or settings.desk.absolute().name
    make_desk(settings.desk, office, document, now, settings.person, group.strip()).close()
    out(_("The desk of {office} is made in {path}.").format(office=office, path=settings.desk))
    err(_("Next: orderclerk import FILE --what customers, --what products, and the orders; orderclerk policy show."))
    return Exit.DONE


def _may_lie_there(place: Path, *, yes: bool) -> bool:
    """Warn of a place that is no good for a desk; return whether one is to be made there."""
    from data.store.place import network_of

    kind = network_of(place)
    if not kind:
        return True
    err(
        _(
            "{path} lies on a network file system ({kind}), whose locks are not to be relied on: two who write at once "
            "can damage the desk. Put it on a disk of this computer."
        ).format(path=place, kind=kind)
    )
    if not yes:
        err(_("Nothing was done; with --yes the desk is made there all the same."))
    return yes


def show_overview(settings: Settings) -> int:
    """Show what the desk holds and what to try; where there is no desk, the refusal says how to make one."""
    from data.desk.overview import Overview
    from data.states import OrderState
    from data.words.formats import format_datetime
    from data.words.labels import label

    with opened(settings) as desk:
        glance = Overview(desk.context).glance()
        last = last_backup(settings)
    heading(glance.name)
    rows = [(label(state), f"{glance.states[state]:,}") for state in OrderState if glance.states.get(state)]
    rows = rows or [(_("no orders yet"), "")]
    if glance.late:
        rows.append((_("first decision overdue"), f"{glance.late:,}"))
    rows += [(_(_TABLES[table]), f"{glance.rows.get(table, 0):,}") for table in ("customer", "product")]
    if glance.last_import is not None:
        when = format_datetime(glance.last_import.at, glance.zone)
        rows.append((_("last import"), f"{when}  {glance.last_import.path}"))
    rows.append((_("last backup"), format_datetime(last, glance.zone) if last else _("none")))
    rows.append((_("lies in"), str(settings.desk)))
    for line in listed(rows, page_width(), 30):
        out(line)
    out()
    heading(_("Commands to try"))
    tries = (
        ("orderclerk order list", _("the orders")),
        ("orderclerk order show NUMBER", _("one order and what may be done with it")),
        ("orderclerk import FILE", _("take in a customer's file")),
        ("orderclerk backup", _("back the desk up")),
        ("orderclerk --help", _("everything else")),
    )
    for line in listed(tries, page_width(), 40):
        out(line)
    return Exit.DONE


def last_backup(settings: Settings) -> Any:
    """Return when the newest backup in the desk's own folder was made, or None."""
    from data.store.folder import DeskFolder
    from data.store.manifests import list_backups

    return next((entry.created_at for entry in list_backups(DeskFolder(settings.desk).backups)), None)


def info(ctx: typer.Context, json: Json = False) -> int:
    """Show what there is to know of the desk."""
    from data.desk.overview import Overview
    from data.store.place import network_of
    from data.words.formats import format_datetime

    settings: Settings = ctx.obj
    with opened(settings) as desk:
        overview = Overview(desk.context)
        glance, store = overview.glance(), overview.store()
        head = str(desk.audit.head())
        drill = desk.backups.last_drill()
    backup = last_backup(settings)
    facts: dict[str, Any] = {
        "path": str(settings.desk.absolute()),
        "name": glance.name,
        "created_at": glance.created_at.isoformat() if glance.created_at else None,
        "user": settings.person,
        "zone": str(glance.zone),
        "policy_version": glance.policy,
        "sqlite": {"library": store.library, "version": store.library_version, "safe_in_wal": store.library_safe},
        "journal_mode": store.journal_mode,
        "synchronous": store.synchronous,
        "revision": store.revision,
        "bytes": store.size,
        "file_system": network_of(settings.desk) or None,
        "group": glance.group or None,
        "head": head,
        "counts": glance.rows,
        "last_backup": backup.isoformat() if backup else None,
        "last_drill": {"at": drill.at.isoformat(), "backup": drill.backup, "by": drill.by} if drill else None,
    }
    if json:
        out_json(facts)
        return Exit.DONE
    tried = (_("restored on trial"), format_datetime(drill.at, glance.zone) if drill else _("never"))
    saved = (_("last backup"), format_datetime(backup, glance.zone) if backup else _("none"))
    for line in listed([*_told(facts, glance), saved, tried], page_width(), 30):
        out(line)
    return Exit.DONE


def _told(facts: dict[str, Any], glance: "Glance") -> list[tuple[str, str]]:
    """Return the facts as a person reads them."""
    from data.words import current_language
    from data.words.formats import format_datetime

    sqlite = facts["sqlite"]
    safe = (
        _("safe for several writers at once")
        if sqlite["safe_in_wal"]
        else _("has the fault of several writers in WAL mode, so the desk keeps a rollback journal")
    )
    counts = [f"{glance.rows.get(table, 0):,} {_(name)}" for table, name in _TABLES.items()]
    return [
        (_("office"), facts["name"]),
        (_("place"), facts["path"]),
        *_where(facts),
        (_("made"), format_datetime(glance.created_at, glance.zone) if glance.created_at else ""),
        (_("you are"), facts["user"]),
        (_("language"), current_language()),
        (_("time zone"), facts["zone"]),
        (_("policy"), _("version {number}").format(number=facts["policy_version"])),
        ("SQLite", f"{sqlite['version']} ({sqlite['library']}): {safe}"),
        (_("kept by"), f"journal_mode={facts['journal_mode']}, synchronous={facts['synchronous']}"),
        (_("tables"), _("revision {name}").format(name=facts["revision"])),
        (_("size"), _("{number} bytes").format(number=f"{facts['bytes']:,}")),
        (_("head of the record"), facts["head"]),
        (_("holds"), _(", ").join(counts)),
    ]


def _where(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is out of the ordinary about the desk's place."""
    found = []
    if facts["file_system"]:
        found.append((_("lies on"), _("a network file system ({kind})").format(kind=facts["file_system"])))
    if facts["group"]:
        found.append((_("shared with"), _("the group {group}").format(group=facts["group"])))
    return found


def check(ctx: typer.Context, json: Json = False) -> int:
    """Look over the desk."""
    settings: Settings = ctx.obj
    with opened(settings) as desk:
        report = desk.audit.check()
    if json:
        out_json(
            {
                "good": report.good,
                "faults": [as_fault(problem) for problem in report.faults],
                "remarks": [as_fault(problem) for problem in report.remarks],
            }
        )
    tell_problems(report.remarks, _("Remark: {what}"))
    if not report.good:
        tell_problems(report.faults, _("Fault: {what}"))
        count = len(report.faults)
        err(ngettext("The desk has {count} fault.", "The desk has {count} faults.", count).format(count=count))
        return Exit.DAMAGED
    if not json:
        out(_("The desk is in order."))
    return Exit.DONE


def tell_problems(problems: "tuple[Problem, ...]", form: str) -> None:
    """Tell each problem on standard error."""
    from data.words.explain import explain_problem

    for problem in problems:
        err(form.format(what=explain_problem(problem)))


def as_fault(problem: "Problem") -> dict[str, object]:
    """Return a problem of the desk or of a backup as scripts read it."""
    from data.words.explain import explain_problem
    from data.words.remedies import remedy

    return {
        "code": problem.code,
        "field": problem.field,
        "file": problem.where.file,
        "value": problem.value,
        "detail": problem.detail,
        "message": explain_problem(problem),
        "remedy": remedy(problem.code),
    }
