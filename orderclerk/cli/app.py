"""The command line as a whole: the options before the command, and every group of commands."""

import os
from typing import Annotated

import typer

from data.words import LANGUAGES, N_, _
from orderclerk.cli import (
    acts,
    audit,
    backups,
    checks,
    desk,
    due,
    exports,
    imports,
    mail,
    orders,
    parties,
    places,
    policy,
    printing,
    sample,
    users,
)
from orderclerk.cli.help import Command, Group, Root
from orderclerk.cli.options import one_of, path, text
from orderclerk.cli.output import colour_wanted, err, out
from orderclerk.settings import Settings, acting_person, desk_folder
from orderclerk.terminal import has_terminal, without_terminal

_ABOUT = N_(
    "The desk of an order clerk: customers' orders from intake to archive. Without a command it opens the rooms in a "
    "terminal, and elsewhere tells what the desk holds."
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        out(f"orderclerk {metadata.version('orderclerk')}")
        raise typer.Exit


def _complete_language(incomplete: str) -> list[str]:
    return [language for language in LANGUAGES if language.startswith(incomplete)]


def _root(
    ctx: typer.Context,
    desk_path: Annotated[
        str, path("--desk", help=N_("The desk's folder; else ORDERCLERK_DESK, else your own desk."))
    ] = "",
    person: Annotated[
        str, text("--as", metavar="USER", help=N_("Who acts; else ORDERCLERK_USER, else the user of the computer."))
    ] = "",
    lang: Annotated[
        str,
        text(
            "--lang",
            metavar="LANGUAGE",
            help=N_("en, zh_CN or zh_TW; else as the locale says."),
            complete=_complete_language,
        ),
    ] = "",
    password_file: Annotated[
        str,
        path(
            "--password-file",
            help=N_("Its first line is your password, where the office asks for one; - is standard input."),
        ),
    ] = "",
    _show_version: Annotated[
        bool,
        typer.Option("--version", help=N_("Print the version and exit."), callback=_version, is_eager=True),
    ] = False,
) -> int | None:
    if ctx.resilient_parsing:
        return None
    one_of("--lang", lang, LANGUAGES)
    if "://" in desk_path:
        raise typer.BadParameter(_("a folder on this computer"), param_hint="--desk")
    who = acting_person(person, os.environ)
    if not who:
        raise typer.BadParameter(_("nobody knows who acts here; name the person"), param_hint="--as")
    ctx.obj = Settings(desk_folder(desk_path, os.environ), who, colour_wanted(os.environ), password_file)
    if ctx.invoked_subcommand is None:
        return _opened(ctx.obj, lang)
    return None


def _opened(settings: Settings, language: str) -> int:
    """Open the full screen, with a wizard where there is no desk yet; without a terminal say what there is to say."""
    if has_terminal(os.environ):
        if (settings.desk / "desk.db").exists():
            from orderclerk.running import run

            return run(settings, language=language)
        from orderclerk.setup import begin

        return begin(settings, language=language)
    code = desk.show_overview(settings)
    err(without_terminal())
    return code


def build_app() -> typer.Typer:
    """Return the command line."""
    app = typer.Typer(
        cls=Root, help=_ABOUT, invoke_without_command=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback()(_root)
    for name, command, told in (
        ("init", desk.init, N_("Make a desk in a missing or empty folder.")),
        ("import", imports.take_in, N_("Take in files: orders, customers or products.")),
        ("export", exports.hand_out, N_("Write lists for spreadsheets and other programs.")),
        ("due", due.due, N_("List what is due, the most urgent first.")),
        ("info", desk.info, N_("Show where the desk lies, how it is kept and what it holds.")),
        ("check", desk.check, N_("Look over the whole desk: database, record, files, sums.")),
        ("sample", sample.sample, N_("Make a desk with invented orders, to look around in, where there is none yet.")),
        ("demo", sample.demo, N_("Show a throwaway desk with invented orders.")),
    ):
        app.command(name, cls=Command, help=told)(command)
    for name, group, told in (
        ("order", _orders(), N_("Look at orders and work on them.")),
        ("backup", backups.group(), N_("Back the desk up; without a command, make a backup.")),
        ("mail", mail.group(), N_("Messages to customers: drafts, the outbox, sending.")),
        ("audit", audit.group(), N_("Prove that the record is whole.")),
        ("user", users.group(), N_("The people of the office and what they may do.")),
        ("policy", policy.group(), N_("Show, check and set the policy of the office.")),
        ("customers", parties.customers_group(), N_("The customers' files.")),
        ("products", parties.products_group(), N_("The price list.")),
        ("places", places.group(), N_("Work centres and suppliers, with whom orders are placed.")),
    ):
        app.add_typer(group, name=name, help=told)
    return app


def _orders() -> typer.Typer:
    group = typer.Typer(cls=Group, no_args_is_help=True)
    for name, command, told in (
        ("list", orders.list_orders, N_("List orders.")),
        ("show", orders.show, N_("Show one order with everything on record about it.")),
        ("new", orders.new, N_("Enter an order by hand, as a draft; its number is printed.")),
        ("history", orders.history, N_("Show what happened to an order.")),
        ("checks", checks.checks, N_("Show what an order is judged by: checks, exposure, changes, similar orders.")),
        ("verbs", orders.verbs, N_("Show what may be done with an order now, and what it asks for.")),
        ("print", printing.print_paper, N_("Write an order, or its confirmation for the customer, as a PDF.")),
    ):
        group.command(name, cls=Command, help=told)(command)
    group.command("do", cls=acts.VerbsCommand, help=acts.ABOUT)(acts.do)
    return group
