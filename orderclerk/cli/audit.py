"""Audit: proving that the record of what happened is whole and unaltered (P6)."""

from pathlib import Path
from typing import Annotated

import typer

from data.words import N_, _, ngettext
from orderclerk.cli.desk import as_fault, opened, read_text, tell_problems
from orderclerk.cli.help import Command, Group
from orderclerk.cli.options import Json, path
from orderclerk.cli.output import err, out, out_json
from orderclerk.exits import Exit

Anchor = Annotated[
    str,
    path(
        "--anchor",
        metavar="HEAD|FILE",
        help=N_("A head that “audit head” printed before, or a file that begins with it: proves that nothing was cut."),
    ),
]


def verify(ctx: typer.Context, anchor: Anchor = "", json: Json = False) -> int:
    """Prove the chain of events."""
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
    else:
        err(_("No anchor was given: events cut off at the end would not show."))
    return Exit.DONE


def _written(anchor: str) -> str:
    """Return the anchor: as it was typed, or from the file that keeps it."""
    typed = anchor.strip().removeprefix("HEAD").strip()
    if ":" in typed and not Path(anchor).is_file():
        return typed
    first = read_text(anchor).strip().splitlines()[:1]
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


def group() -> typer.Typer:
    """Return the commands of this group."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    app.command("verify", cls=Command, help=N_("Prove that no event was altered, taken away or put in."))(verify)
    app.command(
        "head",
        cls=Command,
        help=N_("Print number and hash of the newest event; written down elsewhere, it proves the record later."),
    )(head)
    return app
