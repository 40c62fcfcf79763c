"""The policy of the office: every number that the rules use."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import PolicyRefused
from data.words import N_, _
from data.words.explain import explain
from data.words.formats import format_datetime
from orderclerk import signing
from orderclerk.cli.desk import opened, read_text
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Json, Note, argument, path_argument, text, whole_number
from orderclerk.cli.output import err, out, out_json_list, out_table
from orderclerk.editing import EditorError, draft_file
from orderclerk.editing import edit as edit_file
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk

Document = Annotated[str, path_argument("FILE", N_("The policy, a TOML document."))]


def show(
    ctx: typer.Context,
    version: Annotated[
        str, text("--version", metavar="NUMBER", help=N_("An earlier version; else the one in force."))
    ] = "",
) -> int:
    """Print the policy in force, or an earlier version."""
    with opened(ctx.obj) as desk:
        number, document = desk.policy.document(whole_number("--version", version))
    out(document.rstrip("\n"))
    err(_("This is version {number}.").format(number=number))
    return Exit.DONE


def history(ctx: typer.Context, json: Json = False) -> int:
    """List every version, the newest first."""
    with opened(ctx.obj) as desk:
        editions = desk.policy.history()
        zone = desk.policy.current().zone
    if json:
        out_json_list(
            {
                "version": one.version,
                "at": one.at.isoformat(),
                "by": one.by,
                "note": one.note or None,
                "changes": [{"key": each.key, "before": each.before, "after": each.after} for each in one.changes],
            }
            for one in editions
        )
        return Exit.DONE
    heads = (Head(_("version"), right=True), Head(_("in force since")), Head(_("by")), Head(_("why"), least=8),
             Head(_("changed"), least=20))  # fmt: skip
    out_table(
        heads,
        (
            (
                str(one.version),
                format_datetime(one.at, zone),
                one.by,
                one.note,
                _(", ").join(each.key for each in one.changes),
            )
            for one in editions
        ),
    )
    return Exit.DONE


def diff(
    ctx: typer.Context,
    earlier: Annotated[str, argument("EARLIER", N_("A version; else the one before the later one."))] = "",
    later: Annotated[str, argument("LATER", N_("A version; else the one in force."))] = "",
    json: Json = False,
) -> int:
    """Show in which settings two versions differ."""
    from data.rules.policy_changes import policy_changes

    with opened(ctx.obj) as desk:
        last, after = desk.policy.document(whole_number("LATER", later))
        first = whole_number("EARLIER", earlier) or max(1, last - 1)
        before = desk.policy.document(first)[1]
    changes = policy_changes(before, after)
    if json:
        out_json_list({"key": one.key, "before": one.before, "after": one.after} for one in changes)
        return Exit.DONE
    if changes:
        heads = (Head(_("setting")), Head(_("version {number}").format(number=first), least=12),
                 Head(_("version {number}").format(number=last), least=12))  # fmt: skip
        out_table(heads, ((one.key, one.before or "–", one.after or "–") for one in changes))
    elif before == after:
        err(_("The versions {first} and {last} are the same.").format(first=first, last=last))
    else:
        err(_("The versions {first} and {last} differ in remarks only.").format(first=first, last=last))
    return Exit.DONE


def edit(ctx: typer.Context, note: Note = "") -> int:
    """Open the policy in force in an editor and put what it says then in force."""
    with opened(ctx.obj) as desk:
        seen, document = desk.policy.document()
        path = draft_file(document, "policy")
        try:
            while True:
                code = _edited(desk, path, seen, document, note)
                if code is not None:
                    break
        except BaseException:
            _kept(path)
            raise
    if code == Exit.DONE:
        path.unlink(missing_ok=True)
    else:
        _kept(path)
    return code


def _edited(desk: "Desk", path: Path, seen: int, document: str, note: str) -> int | None:
    """Let the document be edited and put in force; return the exit code, None to edit it once more."""
    try:
        fresh = edit_file(path, os.environ)
    except EditorError as error:
        name = str(error)
        err(
            _("The editor {name} failed.").format(name=name)
            if name
            else _("There is no editor. Name one in the environment variable EDITOR.")
        )
        return Exit.REFUSED
    if fresh == document:
        err(_("Nothing was changed."))
        return Exit.DONE
    try:
        version = desk.policy.set(fresh, str(path), seen=seen, user=signing.system_user(), note=note)
    except PolicyRefused as refusal:
        err(explain(refusal))
        return None if _again() else Exit.REFUSED
    out(_("Version {number} of the policy is in force.").format(number=version))
    return Exit.DONE


def _again() -> bool:
    """Ask whether to edit once more; where nobody can be asked, no."""
    if not sys.stdin.isatty():
        return False
    try:
        answer = input(_("Edit it again? yes or no: "))
    except EOFError:
        return False
    return answer.strip().casefold() in ("y", "yes", "是")


def _kept(path: Path) -> None:
    if path.exists():
        err(_("What was typed is kept in {path}. Put it in force: orderclerk policy set {path}").format(path=path))


def check(file: Document) -> int:
    """Look a policy over without setting it."""
    from data.rules.policy import parse

    parse(read_text(file), file)
    out(_("The policy has no faults."))
    return Exit.DONE


def set_policy(ctx: typer.Context, file: Document, note: Note = "") -> int:
    """Put a policy in force."""
    document = read_text(file)
    with opened(ctx.obj) as desk:
        before, _text = desk.policy.document()
        version = desk.policy.set(document, file, user=signing.system_user(), note=note)
    if version == before:
        out(_("This policy is in force already, as version {number}.").format(number=version))
    else:
        out(_("Version {number} of the policy is in force.").format(number=version))
    return Exit.DONE


def group() -> typer.Typer:
    """Return the commands of this group."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    app.command("show", cls=Command, help=N_("Print the policy in force, or an earlier version."))(show)
    app.command("edit", cls=Command, help=N_("Edit the policy in your editor and put it in force, once it is right."))(
        edit
    )
    app.command("history", cls=Command, help=N_("List every version: since when, by whom, what it changed."))(history)
    app.command("diff", cls=Command, help=N_("Show the settings in which two versions differ."))(diff)
    app.command("check", cls=Command, help=N_("Look a policy over; every fault is named with its line."))(check)
    app.command("set", cls=Command, help=N_("Put a new version of the policy in force; the earlier ones are kept."))(
        set_policy
    )
    return app
