"""The policy of the office: every number that the rules use."""

from typing import Annotated

import typer

from data.words import N_, _
from orderclerk.cli.desk import opened, read_text
from orderclerk.cli.help import Command, Group
from orderclerk.cli.options import path_argument
from orderclerk.cli.output import err, out
from orderclerk.exits import Exit

Document = Annotated[str, path_argument("FILE", N_("The policy, a TOML document."))]


def show(ctx: typer.Context) -> int:
    """Print the policy in force."""
    with opened(ctx.obj) as desk:
        version, document = desk.policy.document()
    out(document.rstrip("\n"))
    err(_("This is version {number}.").format(number=version))
    return Exit.DONE


def check(file: Document) -> int:
    """Look a policy over without setting it."""
    from data.rules.policy import parse

    parse(read_text(file), file)
    out(_("The policy has no faults."))
    return Exit.DONE


def set_policy(ctx: typer.Context, file: Document) -> int:
    """Put a policy in force."""
    document = read_text(file)
    with opened(ctx.obj) as desk:
        before, _text = desk.policy.document()
        version = desk.policy.set(document, file)
    if version == before:
        out(_("This policy is in force already, as version {number}.").format(number=version))
    else:
        out(_("Version {number} of the policy is in force.").format(number=version))
    return Exit.DONE


def group() -> typer.Typer:
    """Return the commands of this group."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    app.command("show", cls=Command, help=N_("Print the policy in force."))(show)
    app.command("check", cls=Command, help=N_("Look a policy over; every fault is named with its line."))(check)
    app.command("set", cls=Command, help=N_("Put a new version of the policy in force; the earlier ones are kept."))(
        set_policy
    )
    return app
