"""The outbox: messages to customers, drafted by the desk, read, edited and sent (R9, R11, E16)."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.words import LANGUAGES, N_, _
from orderclerk.cli.desk import opened, read_text
from orderclerk.cli.help import Command, Group
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Json, Note, Set, Yes, argument, fields_of, flag, one_of, path, text, whole_number
from orderclerk.cli.output import err, out, out_json, out_json_list, out_table
from orderclerk.editing import EditorError, draft_file
from orderclerk.editing import edit as edit_file
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.rules.outbox import Message
    from data.words.messages import Written

MEDIA = ("email", "chat", "letter")
_ABOUT = ("received", "confirmed", "returned", "delayed", "shipped")

Id = Annotated[str, argument("MESSAGE", N_("The message's number, as the outbox lists it."))]


def missing_message() -> str:
    """Return what is said where no message is named."""
    return _("which message is missing")


def message_number(value: str) -> int:
    """Return the number of a message.

    Raises:
        BadParameter: it is none.
    """
    found = whole_number("MESSAGE", value)
    if found is None:
        raise typer.BadParameter(missing_message(), param_hint="MESSAGE")
    return found


# --- looking ------------------------------------------------------------------------------------------------------


def outbox(
    ctx: typer.Context,
    order: Annotated[str, text("--order", metavar="NUMBER", help=N_("Only of this order."))] = "",
    everything: Annotated[bool, flag("--all", help=N_("Also what was sent, withdrawn or overtaken."))] = False,
    to: Annotated[
        str, path("--to", metavar="DIR", help=N_("Write what waits as files for a mail program, into this folder."))
    ] = "",
    yes: Yes = False,
    json: Json = False,
) -> int:
    """List the outbox, or write what waits as files."""
    with opened(ctx.obj) as desk:
        found = desk.outbox.messages(order, open_only=not everything)
        if to:
            return _written_to(desk, found, Path(to), replace=yes, json=json)
        zone = desk.policy.current().zone
    if json:
        out_json_list(as_json(one) for one in found)
        return Exit.DONE
    from data.words.formats import format_datetime
    from data.words.message_terms import medium_label, occasion_label, state_label

    if not found:
        err(_("The outbox is empty."))
        return Exit.DONE
    heads = (
        Head("#", right=True), Head(_("state")), Head(_("drafted")), Head(_("by way of")), Head(_("order")),
        Head(_("about")), Head(_("to"), least=12),
    )  # fmt: skip
    rows = (
        (
            str(one.message_id),
            state_label(one),
            format_datetime(one.drafted_at, zone),
            medium_label(one.channel),
            one.number or "–",
            occasion_label(one.occasion),
            one.to_address or one.to_name or one.customer,
        )
        for one in found
    )
    out_table(heads, rows)
    return Exit.DONE


def as_json(one: "Message") -> dict[str, Any]:
    """Return a message as other programs read it."""
    return {
        "message": one.message_id,
        "state": one.state.value,
        "overtaken": one.overtaken,
        "number": one.number or None,
        "about": one.occasion.value,
        "channel": one.channel.value,
        "to_name": one.to_name,
        "to_address": one.to_address,
        "person": one.person or None,
        "drafted_at": one.drafted_at.isoformat(),
        "drafted_by": one.drafted_by,
        "sent_at": None if one.sent_at is None else one.sent_at.isoformat(),
        "tries": one.tries,
        "why": one.why or None,
        "detail": one.detail or None,
        "version": one.version,
    }


def _written_to(desk: "Desk", found: "tuple[Message, ...]", folder: Path, *, replace: bool, json: bool) -> int:
    """Write the mails that wait as files, each named by its number; what is there is kept unless it may be replaced."""
    from data.files.saving import save
    from data.rules.outbox import Medium
    from data.store.folder import make_folder
    from data.words.messages import as_file

    make_folder(folder)
    places: list[dict[str, object]] = []
    kept = 0
    for one in found:
        if one.channel is not Medium.EMAIL or not one.open:
            continue
        place = folder / f"{one.message_id:06d}-{one.occasion.value}.eml"
        try:
            save(place, as_file(desk, one.message_id), replace=replace)
        except FileExistsError:
            kept += 1
            err(_("{path} is there already; with --yes it is replaced.").format(path=place))
            continue
        places.append({"message": one.message_id, "path": str(place)})
    if json:
        out_json_list(places)
    else:
        for written in places:
            out(str(written["path"]))
    if places:
        err(_("When you have sent one, note it: orderclerk mail send MESSAGE --by-hand email"))
    return Exit.PARTLY if kept and places else Exit.REFUSED if kept else Exit.DONE


def show(ctx: typer.Context, message: Id, json: Json = False) -> int:
    """Show a message as it would go out, or as it went."""
    from data.words.messages import written

    with opened(ctx.obj) as desk:
        found = written(desk, message_number(message))
        server = desk.policy.current().mail.server
    if json:
        told = {"subject": found.subject, "body": found.body, "language": found.language}
        files = [{"name": one.name, "sha256": one.sha256} for one in found.message.attachments]
        out_json({**as_json(found.message), **told, "drafted": found.drafted, "files": files})
        return Exit.DONE
    _tell(found, server)
    return Exit.DONE


def _tell(found: "Written", server: str) -> None:
    from data.words.explain_messages import failure_text
    from data.words.labels import field_label
    from data.words.message_terms import medium_label, occasion_label, state_label

    one = found.message
    to = f"{one.to_name} <{one.to_address}>" if one.to_address else one.to_name
    rows = [
        (_("state"), state_label(one)),
        (_("about"), f"{occasion_label(one.occasion)} {one.number}".strip()),
        (_("by way of"), medium_label(one.channel)),
        (field_label("to_name"), to),
        (field_label("subject"), found.subject),
        (_("with it"), ", ".join(each.name for each in one.attachments)),
    ]
    if found.attached and not one.attachments:
        rows[-1] = (_("with it"), _("the confirmation as a PDF"))
    if one.why:
        rows.append((_("last try"), failure_text(one.why, one.detail, server)))
    for name, said in rows:
        if said:
            out(_("{field}: {text}").format(field=name, text=said))
    out()
    out(found.body)


# --- writing ------------------------------------------------------------------------------------------------------


def draft(
    ctx: typer.Context,
    number: Annotated[str, argument("NUMBER", N_("The order's number."))],
    about: Annotated[
        str, text("--about", metavar="WHAT", help=N_("received, confirmed, returned, delayed or shipped (needed)."))
    ] = "",
    channel: Annotated[
        str, text("--channel", metavar="CHANNEL", help=N_("email, chat or letter; chat if nothing is said."))
    ] = "chat",
    language: Annotated[
        str, text("--language", metavar="LANGUAGE", help=N_("Of the reader; else the customer's, else the policy's."))
    ] = "",
    json: Json = False,
) -> int:
    """Draft a message about an order, such as a short notice for chat, and print it."""
    from data.rules.outbox import Medium, Occasion
    from data.words.messages import written

    if not about:
        raise typer.BadParameter(_("what it is about is missing"), param_hint="--about")
    one_of("--about", about, _ABOUT)
    one_of("--channel", channel, MEDIA)
    one_of("--language", language, LANGUAGES)
    with opened(ctx.obj) as desk:
        made = desk.outbox.draft(number, Occasion(about), Medium(channel))
        if language:
            made = desk.outbox.edit(made.message_id, {"language": language})
        found = written(desk, made.message_id)
    if json:
        out_json({**as_json(found.message), "subject": found.subject, "body": found.body, "language": found.language})
        return Exit.DONE
    out(found.notice)
    err(_("This is message {number}; it is not sent yet.").format(number=made.message_id))
    return Exit.DONE


def edit(
    ctx: typer.Context,
    message: Id,
    given: Set = None,
    source: Annotated[
        str, path("--text", metavar="FILE", help=N_("Take the text from a file; - is standard input."))
    ] = "",
) -> int:
    """Change a message; without options its text is opened in an editor."""
    import sys

    from data.rules.outbox import MESSAGE_FIELDS
    from data.words.messages import written

    fields = fields_of(given)
    for name in fields:
        one_of("--set", name, MESSAGE_FIELDS)
    if source:
        fields["body"] = sys.stdin.read() if source == "-" else read_text(source)
    number = message_number(message)
    with opened(ctx.obj) as desk:
        before = written(desk, number)
        place = None if fields else draft_file(before.body, "message")
        if place is not None:
            fresh = _in_editor(place)
            if fresh is None:
                return Exit.REFUSED
            if fresh.rstrip() == before.body.rstrip():
                place.unlink(missing_ok=True)
                err(_("Nothing was changed."))
                return Exit.DONE
            fields["body"] = fresh
        if "body" in fields and not before.message.subject:
            fields.setdefault("subject", before.subject)
        try:
            desk.outbox.edit(number, fields, version=before.message.version)
        except BaseException:
            if place is not None:
                err(_("What was typed is kept in {path}.").format(path=place))
            raise
    if place is not None:
        place.unlink(missing_ok=True)
    out(_("Message {number} is changed.").format(number=number))
    return Exit.DONE


def _in_editor(place: Path) -> str | None:
    """Return what a person makes of a text in the editor, None where there is none."""
    try:
        return edit_file(place, os.environ)
    except EditorError as error:
        name = str(error)
        err(
            _("The editor {name} failed.").format(name=name)
            if name
            else _("There is no editor. Name one in the environment variable EDITOR.")
        )
        place.unlink(missing_ok=True)
        return None


def withdraw(ctx: typer.Context, message: Id, note: Note = "") -> int:
    """Take a message out of the outbox."""
    number = message_number(message)
    with opened(ctx.obj) as desk:
        desk.outbox.withdraw(number, note)
    out(_("Message {number} is withdrawn.").format(number=number))
    return Exit.DONE


def group() -> typer.Typer:
    """Return the commands of this group."""
    from orderclerk.cli.mail_sending import password, send, try_server

    app = typer.Typer(cls=Group, no_args_is_help=True)
    for name, command, told in (
        ("outbox", outbox, N_("List messages that are drafted, wait or were not delivered.")),
        ("show", show, N_("Show a message as it goes out.")),
        ("draft", draft, N_("Draft a message about an order, such as a short notice for chat.")),
        ("edit", edit, N_("Change what a message says, to whom it goes, and how.")),
        ("send", send, N_("Send messages, or note that you have sent them.")),
        ("withdraw", withdraw, N_("Take a message out of the outbox.")),
        ("test", try_server, N_("Try the mail server of the policy.")),
        ("password", password, N_("Keep the password of the mail server with your own settings.")),
    ):
        app.command(name, cls=Command, help=told)(command)
    return app
