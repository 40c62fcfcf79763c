"""What is due: for oneself, for one's roles, for all (N4)."""

from typing import TYPE_CHECKING, Annotated

import typer

from data.words import N_, _, ngettext
from data.words.formats import format_date, format_datetime
from data.words.labels import label
from orderclerk.cli.desk import opened
from orderclerk.cli.layout import Head
from orderclerk.cli.options import Json, flag, text
from orderclerk.cli.output import err, out_json_list, out_table
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from data.rules.due import Due

_SIGNS = {"none": " ", "late": "▲", "today": "◆", "later": "·"}
_WORDS = {"none": N_("no date"), "late": N_("late"), "today": N_("today"), "later": N_("later")}


def due(
    ctx: typer.Context,
    person: Annotated[str, text("--for", metavar="USER", help=N_("What is due of this person; else of you."))] = "",
    roles: Annotated[bool, flag("--roles", help=N_("Also what is due of others in the same roles."))] = False,
    everyone: Annotated[bool, flag("--all", "--everyone", help=N_("What is due of everyone."))] = False,
    until: Annotated[
        str, text("--until", metavar="DATE", help=N_("Nothing that is due later: a date, +3d, fri."))
    ] = "",
    escalate: Annotated[
        bool, flag("--escalate", help=N_("First put on record what is overdue and goes to the supervisor by rule."))
    ] = False,
    at_risk: Annotated[bool, flag("--at-risk", help=N_("Only of orders that will be late as things go."))] = False,
    mail: Annotated[
        bool, flag("--mail", help=N_("Send it by mail instead, once a day: to you, --for, or all."))
    ] = False,
    json: Json = False,
) -> int:
    """List what is due, the most urgent first."""
    from data.rules.due import Whose
    from data.rules.typed import read_date
    from data.rules.urgency import urgency

    if everyone and roles:
        raise typer.BadParameter(_("either --roles or --all"), param_hint="--all")
    whose = Whose.ALL if everyone else Whose.ROLES if roles else Whose.MINE
    if mail:
        from orderclerk.cli.due_mail import mail_due

        with opened(ctx.obj) as desk:
            if escalate:
                desk.due.remind()
            return mail_due(desk, person, everyone=everyone, json=json)
    with opened(ctx.obj) as desk:
        reminders = desk.due.remind() if escalate else ()
        policy = desk.policy.current()
        now = desk.context.clock()
        last = read_date("--until", until, desk.context.today(policy)) if until else None
        found = desk.due.items(whose, person=person, until=last, at_risk=at_risk)
        others = 0 if found or whose is Whose.ALL else len(desk.due.items(Whose.ALL, until=last, at_risk=at_risk))
    if escalate:
        late = sum(len(one.reviews) for one in reminders)
        told = ngettext("{number} overdue opinion went to the supervisor.",
                        "{number} overdue opinions went to the supervisor.", late)  # fmt: skip
        err(told.format(number=late))
    marks = [urgency(one.at, now, policy.zone) for one in found]
    if json:
        out_json_list(_as_json(one, mark) for one, mark in zip(found, marks, strict=True))
        return Exit.DONE
    if not found:
        err(_("Nothing is due."))
        if others:
            said = ngettext("{number} thing is due of others: --all shows it.",
                            "{number} things are due of others: --all shows them.", others)  # fmt: skip
            err(said.format(number=others))
        return Exit.DONE
    heads = (
        Head(""), Head(_("due")), Head(_("order")), Head(_("customer"), least=12), Head(_("what"), least=16),
        Head(_("who"), least=8),
    )  # fmt: skip
    out_table(
        heads,
        (
            (
                f"{_SIGNS[mark]} {_(_WORDS[mark])}",
                _when(one, policy.zone),
                one.number,
                one.customer,
                _what(one),
                _who(one),
            )
            for one, mark in zip(found, marks, strict=True)
        ),
    )
    return Exit.DONE


def _when(one: "Due", zone: "ZoneInfo") -> str:
    from datetime import datetime

    from data.rules.due import Fault

    if one.at is None:
        return f"✘ {label(Fault.NO_TIME)}"
    return format_datetime(one.at, zone) if isinstance(one.at, datetime) else format_date(one.at)


def _what(one: "Due") -> str:
    about = one.detail or (label(one.review) if one.review is not None else "")
    what = _("{what}: {about}").format(what=label(one.kind), about=about) if about else label(one.kind)
    if not one.escalated:
        return what
    return _("{what}, with the supervisor").format(what=what)


def _who(one: "Due") -> str:
    from data.rules.due import Fault

    who = one.person or _(", ").join(label(role) for role in one.roles)
    return f"✘ {label(Fault.NOBODY)} ({who})" if Fault.NOBODY in one.faults else who


def _as_json(one: "Due", mark: str) -> dict[str, object]:
    return {
        "due": None if one.at is None else one.at.isoformat(),
        "urgency": mark,
        "kind": one.kind.value,
        "number": one.number,
        "customer": one.customer,
        "person": one.person or None,
        "roles": [role.value for role in one.roles],
        "review": None if one.review is None else one.review.value,
        "detail": one.detail,
        "escalated": one.escalated,
        "faults": [fault.value for fault in one.faults],
    }
