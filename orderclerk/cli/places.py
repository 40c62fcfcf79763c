"""Work centres and suppliers: where order lines can be placed (A3, A6)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.words import N_, _, ngettext
from orderclerk.cli.desk import opened
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Ack, Json, Note, Set, argument, fields_of, flag, one_of, text
from orderclerk.cli.output import acknowledge, err, out, out_json_list, out_table
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.places import PlaceFile
    from data.states import SourceKind

_KINDS = ("work_centre", "supplier")


def _complete(incomplete: str) -> list[str]:
    return [kind for kind in _KINDS if kind.startswith(incomplete)]


Kind = Annotated[str, argument("KIND", N_("work_centre or supplier."), _complete)]
Code = Annotated[str, argument("CODE", N_("The code by which orders are placed there."))]


def list_places(
    ctx: typer.Context,
    kind: Annotated[
        str,
        text("--kind", metavar="KIND", help=N_("work_centre or supplier only."), complete=_complete),
    ] = "",
    retired: Annotated[bool, flag("--all", help=N_("Also those that were taken off the list."))] = False,
    json: Json = False,
) -> int:
    """List the work centres and suppliers."""
    one_of("--kind", kind, _KINDS)
    with opened(ctx.obj) as desk:
        found = [one for one in desk.places.all(retired=retired) if kind in ("", one.kind.value)]
    if json:
        out_json_list(as_place(one) for one in found)
        return Exit.DONE
    _show(found)
    number = len(found)
    err(ngettext("{number} entry", "{number} entries", number).format(number=f"{number:,}"))
    return Exit.DONE


def as_place(one: "PlaceFile") -> dict[str, Any]:
    """Return a place as scripts read it; quantities are texts, as in the exports."""
    from data.amounts import unscaled

    capacity = one.weekly_capacity
    return {
        "kind": one.kind.value,
        "code": one.code,
        "name": one.name,
        "weekly_capacity": None if capacity is None else format(unscaled(capacity), "f"),
        "lead_days": one.lead_days,
        "contact": one.contact,
        "phone": one.phone,
        "email": one.email,
        "address": one.address,
        "note": one.note,
        "orders": one.orders,
        "retired_at": None if one.retired_at is None else one.retired_at.isoformat(),
    }


def _show(found: "list[PlaceFile]") -> None:
    from data.words.formats import format_quantity
    from data.words.labels import field_label, label
    from data.words.printable import printable

    heads = [
        Head(field_label("kind")),
        Head(field_label("code")),
        Head(field_label("name"), least=8),
        Head(field_label("weekly_capacity"), right=True),
        Head(field_label("lead_days"), right=True),
        Head(_("orders open"), right=True),
        Head(field_label("note"), least=8),
    ]
    rows = [
        [
            label(one.kind),
            printable(one.code),
            printable(one.name) if one.retired_at is None else _off_list(one.name),
            "" if one.weekly_capacity is None else format_quantity(one.weekly_capacity),
            "" if one.lead_days is None else str(one.lead_days),
            str(one.orders) if one.orders else "",
            printable(one.note),
        ]
        for one in found
    ]
    out_table(heads, rows)


def _off_list(name: str) -> str:
    from data.words.printable import printable

    return _("{name} (off the list)").format(name=printable(name))


def add(
    ctx: typer.Context,
    kind: Kind,
    code: Code,
    name: Annotated[str, argument("NAME", N_("The name as people call it."))],
    given: Set = None,
    ack: Ack = False,
) -> int:
    """Enter a work centre or a supplier."""
    chosen, fields = _kind(kind), fields_of(given)
    _known(kind, fields)
    with opened(ctx.obj) as desk:
        done = desk.places.enter(chosen, code, {**fields, "name": name})
    if ack:
        acknowledge(done.event)
    said = _("Put on the list again: {thing} {code}.") if done.again else _("Entered: {thing} {code}.")
    out(said.format(thing=_thing(kind), code=_shown(code)))
    return Exit.DONE


def edit(ctx: typer.Context, kind: Kind, code: Code, given: Set = None, ack: Ack = False) -> int:
    """Change what is on file about a work centre or a supplier."""
    chosen, fields = _kind(kind), fields_of(given)
    _known(kind, fields)
    if not fields:
        raise typer.BadParameter(_("say what is to be changed"), param_hint="--set")
    with opened(ctx.obj) as desk:
        event = desk.places.edit(chosen, code, fields)
    if event is None:
        out(_("Nothing to change: {thing} {code} is so already.").format(thing=_thing(kind), code=_shown(code)))
        return Exit.DONE
    if ack:
        acknowledge(event)
    out(_("Changed: {thing} {code}.").format(thing=_thing(kind), code=_shown(code)))
    return Exit.DONE


def retire(ctx: typer.Context, kind: Kind, code: Code, note: Note = "", ack: Ack = False) -> int:
    """Take a work centre or a supplier off the list."""
    chosen = _kind(kind)
    with opened(ctx.obj) as desk:
        done = desk.places.retire(chosen, code, note)
    if ack:
        acknowledge(done.event)
    out(_("Taken off the list: {thing} {code}.").format(thing=_thing(kind), code=_shown(code)))
    if done.orders:
        err(still_there(done.orders))
    return Exit.DONE


def still_there(orders: int) -> str:
    """Say that something stands at a place that is off the list."""
    return ngettext(
        "{number} order still has something there: finish it, or withdraw it and place it elsewhere.",
        "{number} orders still have something there: finish it, or withdraw it and place it elsewhere.",
        orders,
    ).format(number=f"{orders:,}")


def _kind(kind: str) -> "SourceKind":
    from data.states import SourceKind

    return SourceKind(one_of("KIND", kind, _KINDS) or _none())


def _none() -> str:
    raise typer.BadParameter(_("one of: {choices}").format(choices=", ".join(_KINDS)), param_hint="KIND")


def _known(kind: str, fields: Mapping[str, str]) -> None:
    """Refuse fields that such a place has not, before the desk is opened.

    Raises:
        BadParameter: one is not known.
    """
    from data.desk.places import PLACE_FIELDS

    for name in fields:
        one_of("--set", name, PLACE_FIELDS[_kind(kind)])


def _thing(kind: str) -> str:
    from data.words.labels import label

    return label(_kind(kind))


def _shown(code: str) -> str:
    from data.words.phrases import quoted

    return quoted(code.strip())


def group() -> typer.Typer:
    """Return the commands of this group."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    for name, command, told in (
        ("list", list_places, N_("List the work centres and suppliers.")),
        ("add", add, N_("Enter a work centre or a supplier.")),
        ("edit", edit, N_("Change what is on file about a work centre or a supplier.")),
        ("retire", retire, N_("Take a work centre or a supplier off the list; the record keeps what it was.")),
    ):
        app.command(name, cls=Command, help=told)(command)
    return app
