"""The people of the office: the register, passwords, deputies, and who may do what (P1, P2)."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.amounts import from_minor
from data.words import N_, _, ngettext
from data.words.printable import printable
from orderclerk.cli.desk import opened
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Ack, Json, Note, Set, argument, fields_of, flag, one_of, path, text
from orderclerk.cli.output import acknowledge, err, out, out_json, out_json_list, out_table
from orderclerk.exits import Exit
from orderclerk.signing import read_password

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.people import Person, Register
    from data.states import Role

Code = Annotated[str, argument("CODE", N_("The code by which the record names the person."))]


def list_people(ctx: typer.Context, json: Json = False) -> int:
    """List the register."""
    with opened(ctx.obj) as desk:
        register = desk.people.register()
    if json:
        out_json_list(_as_person(one, register) for one in register.people)
        return Exit.DONE
    _show(register)
    number = len(register.people)
    err(ngettext("{number} entry", "{number} entries", number).format(number=f"{number:,}"))
    return Exit.DONE


def _as_person(one: "Person", register: "Register") -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "department": one.department,
        "roles": [role.value for role in one.roles],
        "system_user": one.system_user,
        "email": one.email,
        "active": one.active,
        "password": one.has_password,
        "limits": {currency: format(from_minor(amount, currency), "f") for currency, amount in one.limits},
        "deputies": [
            {"deputy": each.deputy, "from": each.starts.isoformat(), "until": each.ends.isoformat()}
            for each in register.delegations
            if each.person == one.code
        ],
    }


def _show(register: "Register") -> None:
    from data.words.formats import format_date, format_money
    from data.words.labels import field_label

    heads = [Head(field_label("code")), *(Head(field_label(name), least=8) for name in ("name", "department", "roles"))]
    heads += [Head(field_label("system_user")), Head(field_label("password")), Head(field_label("deputy"), least=8)]
    heads += [Head(field_label("limits"), least=8), Head(field_label("active"))]
    yes, no = _("yes"), _("no")
    rows = []
    for one in register.people:
        deputies = [
            f"{each.deputy} {format_date(each.starts)} – {format_date(each.ends)}"
            for each in register.delegations
            if each.person == one.code
        ]
        limits = _("; ").join(format_money(amount, currency) for currency, amount in one.limits)
        found = (yes if one.has_password else no, _(", ").join(deputies), limits, yes if one.active else no)
        rows.append((one.code, one.name, one.department, _roles_text(one.roles), one.system_user, *found))
    out_table(heads, rows)


def _roles_text(roles: "Sequence[Role]") -> str:
    from data.words.labels import label

    return _(", ").join(label(role) for role in roles)


def add(
    ctx: typer.Context,
    code: Code,
    name: Annotated[str, argument("NAME", N_("The name as people call the person."))],
    given: Set = None,
    ack: Ack = False,
) -> int:
    """Enter a person."""
    fields = fields_of(given)
    _known(fields)
    with opened(ctx.obj) as desk:
        event = desk.people.enter(code, {**fields, "name": name})
        one = desk.people.register().find(code.strip())
    if ack:
        acknowledge(event)
    roles = _roles_text(one.roles) if one else ""
    out(_("Entered: {person} ({roles}).").format(person=_shown(code), roles=roles or _("no roles yet")))
    return Exit.DONE


def edit(ctx: typer.Context, code: Code, given: Set = None, ack: Ack = False) -> int:
    """Change what is on file about a person."""
    fields = fields_of(given)
    _known(fields)
    if not fields:
        raise typer.BadParameter(_("say what is to be changed"), param_hint="--set")
    with opened(ctx.obj) as desk:
        event = desk.people.edit(code, fields)
    if event is None:
        out(_("Nothing to change: {person} is so already.").format(person=_shown(code)))
        return Exit.DONE
    if ack:
        acknowledge(event)
    out(_("Changed: {person}.").format(person=_shown(code)))
    return Exit.DONE


def retire(ctx: typer.Context, code: Code, note: Note = "", ack: Ack = False) -> int:
    """Let a person act no more."""
    with opened(ctx.obj) as desk:
        event = desk.people.retire(code, note)
    if ack and event is not None:
        acknowledge(event)
    out(_("{person} acts no more; the record keeps what was done.").format(person=_shown(code)))
    return Exit.DONE


def password(
    ctx: typer.Context,
    code: Code,
    source: Annotated[
        str, path("--from", metavar="PATH", help=N_("Take the new password from the first line of a file; - is stdin."))
    ] = "",
    ack: Ack = False,
) -> int:
    """Give a person a password."""
    asking = _("New password of {person}: ").format(person=printable(code))
    fresh = read_password(code, source, asking)
    if not source and read_password(code, source, _("Once more: ")) != fresh:
        err(_("The two are not the same, so nothing was changed."))
        return Exit.REFUSED
    with opened(ctx.obj) as desk:
        event = desk.people.set_password(code, fresh)
    if ack:
        acknowledge(event)
    out(_("{person} has a new password.").format(person=_shown(code)))
    return Exit.DONE


def delegate(
    ctx: typer.Context,
    code: Code,
    deputy: Annotated[str, argument("DEPUTY", N_("The code of who acts for the person."))],
    ends: Annotated[str, text("--until", metavar="DATE", help=N_("The last day: 2026-12-31, +3d, fri."))] = "",
    starts: Annotated[str, text("--from", metavar="DATE", help=N_("The first day; else today."))] = "",
    end: Annotated[bool, flag("--end", help=N_("End what was delegated to this deputy, now."))] = False,
    note: Note = "",
    ack: Ack = False,
) -> int:
    """Put a person's roles into the hands of a deputy, or take them back."""
    if bool(ends) == end:
        raise typer.BadParameter(_("either --until with a day, or --end"), param_hint="--until")
    with opened(ctx.obj) as desk:
        if end:
            event = desk.people.end_delegation(code, deputy, note)
        else:
            event = desk.people.delegate(code, deputy, starts, ends, note)
    if ack:
        acknowledge(event)
    said = _("{deputy} acts for {person} no more.") if end else _("{deputy} acts for {person}.")
    out(said.format(deputy=_shown(deputy), person=_shown(code)))
    return Exit.DONE


def hand_over(
    ctx: typer.Context,
    giver: Annotated[str, argument("FROM", N_("The code of who has the orders."))],
    taker: Annotated[str, argument("TO", N_("The code of who gets them."))],
    customer: Annotated[
        str, text("--customer", metavar="CUSTOMER", help=N_("Only orders of this customer, by code or name."))
    ] = "",
    note: Note = "",
    json: Json = False,
) -> int:
    """Give all open orders of a person, and the customers, into the hands of a colleague."""
    from data.words.explain import explain

    with opened(ctx.obj) as desk:
        done = desk.handover.all_of(giver, taker, customer=customer, note=note)
    if json:
        refused = [{"number": number, "code": why.code, "message": explain(why)} for number, why in done.refused]
        out_json({"orders": list(done.numbers), "customers": list(done.customers), "refused": refused})
    else:
        orders = ngettext("{count} order", "{count} orders", len(done.numbers)).format(count=f"{len(done.numbers):,}")
        files = ngettext("{count} customer", "{count} customers", len(done.customers))
        said = _("Handed over to {person}: {orders}, {customers}.")
        out(said.format(person=_shown(taker), orders=orders, customers=files.format(count=f"{len(done.customers):,}")))
        for number, why in done.refused:
            err(_("{place}: {text}").format(place=printable(number), text=explain(why)))
    return Exit.PARTLY if done.refused else Exit.DONE


def roles(ctx: typer.Context, json: Json = False) -> int:
    """Show who may do what."""
    from data.words.labels import permit_label

    with opened(ctx.obj) as desk:
        permissions, register = desk.people.permissions(), desk.people.register()
    if json:
        out_json_list(
            {"act": what.value, "roles": [role.value for role in wanted], "people": list(register.having(wanted))}
            for what, wanted in permissions.items()
        )
        return Exit.DONE
    heads = (Head(_("act")), Head(_("means"), least=12), Head(_("roles"), least=12), Head(_("people"), least=8))
    out_table(
        heads,
        (
            (what.value, permit_label(what.value), _roles_text(wanted), _(", ").join(register.having(wanted)))
            for what, wanted in permissions.items()
        ),
    )
    return Exit.DONE


def _known(fields: dict[str, str]) -> None:
    """Refuse fields that a person has not, before the desk is opened.

    Raises:
        BadParameter: one is not known.
    """
    from data.desk.people import PERSON_FIELDS

    for name in fields:
        one_of("--set", name, PERSON_FIELDS)


def _shown(code: str) -> str:
    from data.words.phrases import quoted

    return quoted(code.strip())


def group() -> typer.Typer:
    """Return the commands of this group."""
    app = typer.Typer(cls=Group, no_args_is_help=True)
    for name, command, told in (
        ("list", list_people, N_("List everybody who is or was registered.")),
        ("add", add, N_("Enter a person; the first one is an administrator.")),
        ("edit", edit, N_("Change what is on file about a person.")),
        ("retire", retire, N_("Let a person act no more; the record keeps what was done.")),
        ("password", password, N_("Give a person a password; everybody may change their own.")),
        ("delegate", delegate, N_("Put a person's roles into the hands of a deputy for some days.")),
        ("hand-over", hand_over, N_("Give a person's open orders and customers into the hands of a colleague.")),
        ("roles", roles, N_("Show every verb and act with the roles and people that may do it.")),
    ):
        app.command(name, cls=Command, help=told)(command)
    return app
