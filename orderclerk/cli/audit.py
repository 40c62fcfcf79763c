"""Audit: proving that the record of what happened is whole and unaltered, and handing it to an auditor (P6)."""

import json as plain_json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import BadValue
from data.words import N_, _, ngettext
from orderclerk.cli.desk import as_fault, opened, read_text, tell_problems
from orderclerk.cli.exports import complete_format, format_of, write_table
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import listed
from orderclerk.cli.options import Json, Why, path, text
from orderclerk.cli.output import err, out, out_json, out_json_list, page_width
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk

Anchor = Annotated[
    str,
    path(
        "--anchor",
        metavar="HEAD|FILE",
        help=N_(
            "A head that “audit head” printed before, a file that begins with it, or a backup's manifest: proves that "
            "since then events were only added."
        ),
    ),
]
From = Annotated[str, text("--from", metavar="DATE", help=N_("Only events of this day or later."))]
To = Annotated[str, text("--to", metavar="DATE", help=N_("Only events of this day or earlier."))]


def verify(ctx: typer.Context, anchor: Anchor = "", json: Json = False) -> int:
    """Prove the chain of events, and the rows by it."""
    written = _written(anchor) if anchor.strip() else ""
    with opened(ctx.obj) as desk:
        faults = desk.audit.verify(written)
        head = desk.audit.head()
    if json:
        out_json(
            {
                "good": not faults,
                "events": head.seq,
                "head": str(head),
                "anchor": written or None,
                "added": _added(written, head.seq) if written and not faults else None,
                "faults": [as_fault(fault) for fault in faults],
            }
        )
    if faults:
        tell_problems(faults, _("Fault: {what}"))
        count = len(faults)
        err(ngettext("The record has {count} fault.", "The record has {count} faults.", count).format(count=count))
        return Exit.DAMAGED
    if not json:
        said = ngettext("The record is whole: {count} event.", "The record is whole: {count} events.", head.seq)
        out(said.format(count=f"{head.seq:,}"))
    if written:
        err(_("It still holds the anchor {anchor}.").format(anchor=written))
        added = _added(written, head.seq)
        since = ngettext(
            "Since then {count} event was added, and none altered.",
            "Since then {count} events were added, and none altered.",
            added,
        )
        err(since.format(count=f"{added:,}"))
    else:
        err(_("No anchor was given: events cut off at the end would not show."))
    return Exit.DONE


def _added(anchor: str, last: int) -> int:
    return last - int(anchor.partition(":")[0])


def _written(anchor: str) -> str:
    """Return the anchor: as it was typed, or from the file that keeps it, whichever of our files that is."""
    typed = anchor.strip().removeprefix("HEAD").strip()
    if ":" in typed and not Path(anchor).is_file():
        return typed
    content = read_text(anchor).strip()
    if content.startswith("{"):
        try:
            kept = plain_json.loads(content)
        except ValueError:
            kept = {}
        return str(kept.get("head", anchor))
    first = content.splitlines()[:1]
    return first[0].strip().removeprefix("HEAD").strip() if first else anchor


def head(ctx: typer.Context, json: Json = False) -> int:
    """Print the newest event's number and hash."""
    with opened(ctx.obj) as desk:
        found = desk.audit.head()
    if json:
        out_json({"seq": found.seq, "hash": found.hash, "head": str(found)})
    else:
        out(f"HEAD {found}")
    return Exit.DONE


def refused(ctx: typer.Context, since: From = "", until: To = "", json: Json = False) -> int:
    """Show what people tried that is not for them."""
    from data.words.explain import explain_event
    from data.words.formats import format_datetime

    with opened(ctx.obj) as desk:
        events = desk.audit.refused(_day(desk, "--from", since), _day(desk, "--to", until))
        zone = desk.policy.current().zone
    if json:
        from orderclerk.cli import as_json

        out_json_list(
            {**as_json.event(event), "subject": event.subject, "subject_key": event.subject_key} for event in events
        )
        return Exit.DONE
    rows = [(format_datetime(event.at, zone), f"{event.subject_key}  {explain_event(event)}") for event in events]
    for line in listed(rows, page_width(), 30):
        out(line)
    if not events:
        err(_("Nobody tried what is not for them."))
    return Exit.DONE


def export(
    ctx: typer.Context,
    to: Annotated[
        str, path("--out", "-o", metavar="FILE", help=N_("Where to; “-” or nothing is standard output."))
    ] = "",
    file_format: Annotated[
        str,
        text(
            "--format",
            metavar="FORMAT",
            help=N_("csv, xlsx or json; else as the file's name ends, else csv."),
            complete=complete_format,
        ),
    ] = "",
    since: From = "",
    until: To = "",
    why: Why = "",
) -> int:
    """Write the record for an auditor."""
    from data.files.writers import MAX_XLSX_TEXT

    chosen = format_of(file_format, to)
    with opened(ctx.obj) as desk:
        starts, ends = _day(desk, "--from", since), _day(desk, "--to", until)
        longest = MAX_XLSX_TEXT if chosen == "xlsx" else None
        count = write_table(desk.audit.export(starts, ends, why=why, longest=longest), chosen, to)
        head = desk.audit.head()
    said = ngettext("{count} event written to {target}.", "{count} events written to {target}.", count)
    err(said.format(count=f"{count:,}", target=_("standard output") if to in ("", "-") else to))
    err(_("The head of the record is {head}.").format(head=str(head)))
    return Exit.DONE


def _day(desk: "Desk", option: str, value: str) -> date | None:
    from data.rules.typed import read_date

    if not value:
        return None
    try:
        return read_date(option, value, desk.context.today(desk.policy.current()))
    except BadValue as error:
        raise typer.BadParameter(_("a date such as 2026-12-08"), param_hint=option) from error


def group() -> typer.Typer:
    """Return the commands of this group."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    app.command(
        "verify",
        cls=Command,
        help=N_("Prove that no event was altered, taken away or put in, and that the rows are what the events say."),
    )(verify)
    app.command(
        "head",
        cls=Command,
        help=N_("Print number and hash of the newest event; written down elsewhere, it proves the record later."),
    )(head)
    app.command("refused", cls=Command, help=N_("Show what people tried that is not for them."))(refused)
    app.command(
        "export",
        cls=Command,
        help=N_("Write the record for an auditor: who did what when, what changed, and the hashes to work out anew."),
    )(export)
    return app
