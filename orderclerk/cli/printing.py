"""`order print`: an order, what binds office and customer, or the sheet of its joint review, as a PDF."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import Refusal
from data.words import LANGUAGES, N_, _
from orderclerk.cli.desk import opened
from orderclerk.cli.options import Json, Why, Yes, argument, flag, one_of, path, text
from orderclerk.cli.output import err, out, out_json
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.move import Done
    from data.words.printing import Paper

WHAT = ("order", "confirmation", "contract", "joint_review")


def _complete_what(incomplete: str) -> list[str]:
    return [name for name in WHAT if name.startswith(incomplete)]


def _complete_language(incomplete: str) -> list[str]:
    return [name for name in LANGUAGES if name.startswith(incomplete)]


def print_paper(
    ctx: typer.Context,
    number: Annotated[str, argument("NUMBER", N_("The order's number."))] = "",
    what: Annotated[
        str,
        text(
            "--what",
            metavar="WHAT",
            help=N_(
                "order, as it stands; confirmation or contract, for the customer; joint_review, the sheet to sign; "
                "order if nothing is said."
            ),
            complete=_complete_what,
        ),
    ] = "order",
    to: Annotated[
        str, path("--out", "-o", metavar="FILE", help=N_("Where to; else a free name in the folder you are in."))
    ] = "",
    language: Annotated[
        str,
        text(
            "--language",
            metavar="LANGUAGE",
            help=N_("Of the paper: en, zh_CN or zh_TW; else as the policy says, else the one that is spoken."),
            complete=_complete_language,
        ),
    ] = "",
    attach: Annotated[bool, flag("--attach", help=N_("File it with the order too."))] = False,
    template: Annotated[
        bool, flag("--template", help=N_("Print the template instead, to make one of your own from it."))
    ] = False,
    why: Why = "",
    yes: Yes = False,
    json: Json = False,
) -> int:
    """Print an order as a PDF."""
    one_of("--what", what, WHAT)
    one_of("--language", language, LANGUAGES)
    from data.files.saving import prepared
    from data.words.printing import PaperKind, print_order, template_text

    kind = PaperKind(what)
    with opened(ctx.obj) as desk:
        if template:
            out(template_text(desk, kind))
            return Exit.DONE
        if not number:
            raise typer.BadParameter(_("which order is missing"), param_hint="NUMBER")
        paper = print_order(desk, number, kind, language, why)
        place = _place(paper, to, replace=yes)
        try:
            with prepared(place, paper.content, replace=yes) as put:
                done = _filed(desk, paper) if attach else None
                put()
        except FileExistsError:
            err(_("{path} is there already; with --yes it is replaced.").format(path=place))
            return Exit.REFUSED
    event = done.event if done else None
    if json:
        told = {"number": paper.number, "what": kind.value, "path": str(place), "language": paper.language,
                "draft": paper.draft, "bytes": len(paper.content), "sha256": paper.sha256,
                "attached": event}  # fmt: skip
        out_json(told)
        return Exit.DONE
    out(str(place))
    if paper.draft:
        err(_("This is a draft: the customer has not been sent the confirmation yet (order do NUMBER confirm)."))
    if event is not None:
        err(_("It is filed with the order (event {event}).").format(event=event))
    elif attach:
        err(_("The same paper is filed with the order already."))
    return Exit.DONE


def _place(paper: "Paper", to: str, *, replace: bool) -> Path:
    """Return where a paper goes: where somebody says, else where its name is free or may be replaced."""
    from data.files.saving import free_path

    place = Path(to) if to else Path(paper.name)
    return place if to or replace else free_path(place)


def _filed(desk: "Desk", paper: "Paper") -> "Done | None":
    """File a paper with its order; None where it is there already.

    Raises:
        Refusal: it cannot be filed, and it is said that it was not written either.
    """
    from data.words.printing import file_paper

    try:
        return file_paper(desk, paper)
    except Refusal:
        err(_("The paper was not written, because it cannot be filed with the order:"))
        raise
