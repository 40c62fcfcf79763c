"""Reading orders and entering them: lists, one order whole, its history, what may be done with it."""

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from data.words import N_, _, ngettext
from data.words.printable import printable
from orderclerk.cli.desk import opened
from orderclerk.cli.filters import Customer, From, Numbers, States, To, wanted_orders
from orderclerk.cli.layout import Head, listed
from orderclerk.cli.options import Ack, Json, Note, Set, Why, argument, fields_of, flag, text, whole_number
from orderclerk.cli.output import acknowledge, err, out, out_json, out_json_list, out_table, page_width
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.desk.desk import Desk
    from data.desk.undo import Undoable
    from data.orders import OrderRow
    from data.store.queries.orders import OrderFilter

Number = Annotated[str, argument("NUMBER", N_("The order's number."))]

_PAGE = 1000
"""Orders read at a time: a list of any length needs little memory and delays no writer."""


def _rows(desk: "Desk", wanted: "OrderFilter") -> "Iterator[OrderRow]":
    """Yield the orders of a list, page by page."""
    after = 0
    while page := desk.orders.page(wanted, after=after, limit=_PAGE):
        yield from page
        after = page[-1].order_id


def list_orders(
    ctx: typer.Context,
    state: States = None,
    customer: Customer = "",
    words: Annotated[
        str,
        text(
            "--text", metavar="TEXT", help=N_("Only orders with this in their number, customer's number or customer.")
        ),
    ] = "",
    number: Numbers = None,
    on_hold: Annotated[bool, flag("--on-hold", help=N_("Only orders on hold."))] = False,
    mine: Annotated[bool, flag("--mine", help=N_("Only orders that you sell, look after or entered."))] = False,
    requested_from: From = "",
    requested_to: To = "",
    limit: Annotated[str, text("--limit", metavar="NUMBER", help=N_("So many orders at the most."))] = "",
    json: Json = False,
) -> int:
    """List orders."""
    from orderclerk.cli import as_json

    most = whole_number("--limit", limit)
    with opened(ctx.obj) as desk:
        wanted = wanted_orders(desk, state, customer, number, requested_from, requested_to, words=words)
        if on_hold:
            wanted = replace(wanted, on_hold=True)
        if mine:
            wanted = replace(wanted, owners=(desk.context.person,))
        found = islice(_rows(desk, wanted), most)
        if json:
            out_json_list(as_json.row(row) for row in found)
            return Exit.DONE
        zone = desk.policy.current().zone
        rows = list(found)
    _show_rows(rows, zone)
    return Exit.DONE


def _show_rows(rows: "list[OrderRow]", zone: object) -> None:
    from zoneinfo import ZoneInfo

    from data.words.formats import format_date, format_money
    from data.words.labels import field_label, label

    heads = (
        Head(field_label("number")),
        Head(field_label("state")),
        Head(field_label("customer"), least=10),
        Head(_("received on")),
        Head(_("requested")),
        Head(_("lines"), right=True),
        Head(field_label("total"), right=True),
        Head(_("remarks"), least=10),
    )
    body = []
    for row in rows:
        remarks = [_("on hold")] if row.on_hold else []
        if row.missing:
            remarks.append(_("lacks {fields}").format(fields=_(", ").join(field_label(name) for name in row.missing)))
        received = row.received_at.astimezone(zone if isinstance(zone, ZoneInfo) else None)
        body.append(
            (
                row.number,
                label(row.state),
                row.customer_name or row.customer_code,
                format_date(received.date()),
                format_date(row.requested_date) if row.requested_date else "",
                f"{row.lines:,}",
                format_money(row.total, row.currency),
                _("; ").join(remarks),
            )
        )
    if body:
        out_table(heads, body)
    err(ngettext("{count} order", "{count} orders", len(body)).format(count=f"{len(body):,}"))


def show(ctx: typer.Context, number: Number, why: Why = "", json: Json = False) -> int:
    """Show one order."""
    with opened(ctx.obj) as desk:
        desk.consulting.opened(number, why)
        order = desk.orders.get(number)
        if json:
            from orderclerk.cli import as_json

            out_json(as_json.whole(desk, order))
            return Exit.DONE
        from orderclerk.cli.dossier import dossier

        for line in dossier(desk, order, page_width()):
            out(line)
    return Exit.DONE


def new(
    ctx: typer.Context,
    customer: Annotated[str, text("--customer", metavar="CUSTOMER", help=N_("Code or name of the customer."))],
    wanted_number: Annotated[
        str, text("--number", metavar="NUMBER", help=N_("The order's number; else the next of the policy's pattern."))
    ] = "",
    values: Set = None,
    note: Note = "",
    json: Json = False,
    ack: Ack = False,
) -> int:
    """Enter an order by hand."""
    texts = {"customer": customer, **fields_of(values)}
    with opened(ctx.obj) as desk:
        done = desk.intake.new(texts, note=note, number_wanted=wanted_number.strip())
        same = desk.intake.same_customer_number(done.order)
    if same:
        note_of_same = _("Note: the customer's number {number} stands on these orders too: {orders}.")
        err(note_of_same.format(number=printable(done.order.customer_po_no), orders=printable(", ".join(same))))
    if ack:
        acknowledge(done.event)
    if json:
        out_json({"number": done.number, "event": done.event, "version": done.version, "state": done.to_state.value})
    else:
        out(done.number)
    return Exit.DONE


def history(ctx: typer.Context, number: Number, json: Json = False) -> int:
    """Show what happened to an order."""
    from data.words.explain import explain_event
    from data.words.formats import format_datetime

    with opened(ctx.obj) as desk:
        order = desk.orders.get(number)
        events = desk.orders.history(number)
        zone = desk.policy.current().zone
    if json:
        from orderclerk.cli import as_json

        out_json_list(as_json.event(event) for event in events)
        return Exit.DONE
    rows = [(format_datetime(event.at, zone), explain_event(event, order.currency)) for event in events]
    for line in listed(rows, page_width(), 30):
        out(line)
    return Exit.DONE


def verbs(ctx: typer.Context, number: Number, json: Json = False) -> int:
    """Show what may be done with an order now."""
    from data.rules.verbs import FIELDS
    from data.words.formats import format_datetime
    from data.words.verbs import field_help, verb_title
    from orderclerk.cli.verb_help import undo_fields, undo_told, verbs_told

    with opened(ctx.obj) as desk:
        order = desk.orders.get(number)
        found = desk.orders.verbs(order)
        undoable = _undoable(desk, number)
        zone = desk.policy.current().zone
    if json:
        told: list[dict[str, object]] = [
            {
                "verb": verb.value,
                "title": verb_title(verb),
                "fields": [
                    {"name": field.name, "type": field.type.value, "required": field.required,
                     "choices": list(field.choices), "help": field_help(verb, field)}
                    for field in FIELDS[verb]
                ],
            }
            for verb in found
        ]  # fmt: skip
        out_json_list([*told, undo_fields(undoable)] if undoable else told)
        return Exit.DONE
    width = page_width()
    lines = verbs_told(found, width)
    if undoable:
        what = _("Now: {verb}, done {time}.").format(
            verb=verb_title(undoable.verb), time=format_datetime(undoable.at, zone)
        )
        lines += undo_told(width, what)
    for line in lines:
        out(line)
    return Exit.DONE


def _undoable(desk: "Desk", number: str) -> "Undoable | None":
    """Return what could be taken back, None where there is nothing."""
    from data.errors import Refusal

    try:
        return desk.undoing.last(number)
    except Refusal:
        return None
