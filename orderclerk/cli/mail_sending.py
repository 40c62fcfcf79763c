"""Sending the outbox: through the mail server of the policy, or noted as sent by hand; its password (R9, R11)."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import MailFailed, Refusal
from data.words import N_, _
from orderclerk.cli.desk import opened
from orderclerk.cli.mail import MEDIA, as_json, message_number, missing_message
from orderclerk.cli.options import Json, argument, flag, one_of, path, text
from orderclerk.cli.output import err, out, out_json_list
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.rules.outbox import Message


def mail_password(desk: "Desk") -> str:
    """Return the password for the mail server of the policy, "" where none is kept."""
    from orderclerk.mail_password import read_password

    mail = desk.policy.current().mail
    return read_password(mail.user, mail.server) if mail.user else ""


def send(
    ctx: typer.Context,
    messages: Annotated[
        list[str] | None, argument("MESSAGE", N_("Messages by their numbers; without any, all that wait to go."))
    ] = None,
    hand: Annotated[
        str, text("--by-hand", metavar="CHANNEL", help=N_("Only note that you have sent it: email, chat or letter."))
    ] = "",
    again: Annotated[bool, flag("--again", help=N_("Send once more what was perhaps sent before."))] = False,
    json: Json = False,
) -> int:
    """Send messages, or note that they were sent."""
    from data.rules.outbox import Medium
    from data.words.messages import by_hand

    one_of("--by-hand", hand, MEDIA)
    wanted = [message_number(one) for one in messages or ()]
    if hand and not wanted:
        raise typer.BadParameter(missing_message(), param_hint="MESSAGE")
    told: list[dict[str, Any]] = []
    with opened(ctx.obj) as desk:
        password = "" if hand else mail_password(desk)
        queue = tuple(wanted) if wanted else desk.outbox.waiting()
        for number in queue:
            try:
                if hand:
                    told.append(_said(by_hand(desk, number, Medium(hand), paper=True), None, json=json))
                else:
                    told.append(_try(desk, number, password, again=again, json=json))
            except Refusal as refusal:
                if len(queue) == 1:
                    raise
                told.append(_refused(number, refusal))
    if json:
        out_json_list(told)
    elif not told:
        err(_("Nothing waits to go."))
    good = sum(1 for one in told if one["state"] == "sent")
    return Exit.DONE if good == len(told) else Exit.PARTLY if good else Exit.STORAGE


def _try(desk: "Desk", number: int, password: str, *, again: bool, json: bool) -> dict[str, Any]:
    from data.words.messages import send as send_now

    tried = send_now(desk, number, password, again=again)
    return _said(tried.message, tried.failed, json=json)


def _said(one: "Message", failed: MailFailed | None, *, json: bool) -> dict[str, Any]:
    from data.words.explain import explain

    if not json:
        if failed is None:
            out(_("Message {number} is sent.").format(number=one.message_id))
        else:
            err(_("Message {number}: {text}").format(number=one.message_id, text=explain(failed)))
            if one.state.value == "queued":
                err(_("It waits in the outbox and goes with the next: orderclerk mail send"))
    return as_json(one)


def _refused(number: int, refusal: Refusal) -> dict[str, Any]:
    from data.words.explain import explain

    err(explain(refusal))
    return {"message": number, "state": "refused", "why": refusal.code}


def try_server(
    ctx: typer.Context,
    to: Annotated[str, text("--to", metavar="ADDRESS", help=N_("Also send a mail there; else only sign in."))] = "",
) -> int:
    """Try the mail server of the policy."""
    with opened(ctx.obj) as desk:
        office, _policy = desk.outbox.surroundings()
        subject = _("Test of {office}").format(office=office)
        said = desk.outbox.test(
            mail_password(desk), to, subject, _("If you read this, mail of the order desk arrives.")
        )
    out(_("The mail server answers: {text}").format(text=said))
    return Exit.DONE


def password(
    ctx: typer.Context,
    source: Annotated[
        str, path("--from", metavar="PATH", help=N_("Take it from the first line of a file; - is standard input."))
    ] = "",
    forget: Annotated[bool, flag("--forget", help=N_("Forget the password that is kept."))] = False,
) -> int:
    """Keep the password of the mail server with your own settings."""
    from orderclerk.mail_password import keep_password
    from orderclerk.signing import read_password

    with opened(ctx.obj) as desk:
        mail = desk.policy.current().mail
    if not mail.server or not mail.user:
        err(_("The policy names no server and user under [mail], so no password is needed."))
        return Exit.REFUSED
    fresh = ""
    if not forget:
        asking = _("Password of {user} at {server}: ").format(user=mail.user, server=mail.server)
        fresh = read_password(mail.user, source, asking)
        if not fresh:
            err(_("Nothing was typed, so nothing was kept."))
            return Exit.REFUSED
    place = keep_password(mail.user, mail.server, fresh)
    if forget:
        out(_("The password is forgotten."))
    else:
        out(_("The password is kept in {path}; only you can read it.").format(path=place))
    return Exit.DONE
