"""What is due, by mail: one to each person and day, and none where nothing is due (N4)."""

from typing import TYPE_CHECKING, Any

from data.errors import MessageRefused, Refusal
from data.words import _, ngettext
from orderclerk.cli.mail_sending import mail_password
from orderclerk.cli.output import err, out, out_json_list
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk


def mail_due(desk: "Desk", person: str = "", *, everyone: bool = False, json: bool = False) -> int:
    """Send what is due to a person, or to everybody of the register; return the exit code.

    What waited from before goes with it. Who has no address, or was written to today, is passed over and told.
    """
    from data.words.messages import send as send_now

    told: list[dict[str, Any]] = []
    password = mail_password(desk)
    for code in _people(desk, person, everyone=everyone):
        entry: dict[str, Any] = {"person": code, "items": 0, "state": "nothing_due", "why": None}
        try:
            found = _reminder(desk, code)
            entry["items"] = found[0]
            if found[1] is not None:
                tried = send_now(desk, found[1], password)
                entry |= {"state": tried.message.state.value, "why": tried.message.why or None}
                if tried.failed is not None:
                    _explain(code, tried.failed)
            elif found[0]:
                entry["state"] = "reminded_before"
        except Refusal as refusal:
            entry |= {"state": "refused", "why": refusal.why if isinstance(refusal, MessageRefused) else refusal.code}
            if not everyone:
                raise
            _explain(code, refusal)
        told.append(entry)
    if json:
        out_json_list(told)
    else:
        _tell(told)
    bad = sum(1 for one in told if one["state"] in ("refused", "failed", "queued", "unsure"))
    good = sum(1 for one in told if one["state"] == "sent")
    return Exit.DONE if not bad else Exit.PARTLY if good else Exit.REFUSED


def _people(desk: "Desk", person: str, *, everyone: bool) -> tuple[str, ...]:
    if not everyone:
        return (person or desk.context.person,)
    return tuple(one.code for one in desk.people.register().people if one.active)


def _reminder(desk: "Desk", code: str) -> tuple[int, int | None]:
    """Return how much is due of a person, and the message about it; None where there is nothing to send any more."""
    from data.rules.due import Whose
    from data.words.messages import reminder

    policy = desk.policy.current()
    items = desk.due.items(Whose.MINE, person=code)
    if not items or code in desk.outbox.reminded():
        return len(items), None
    name = next((one.name for one in desk.people.register().people if one.code == code), code)
    subject, body = reminder(name, items, desk.context.today(policy), policy.zone, policy.papers.language)
    made = desk.outbox.remind(code, subject, body)
    return len(items), None if made is None else made.message_id


def _explain(code: str, refusal: Refusal) -> None:
    from data.words.explain import explain

    err(_("{place}: {text}").format(place=code, text=explain(refusal)))


def _tell(told: list[dict[str, Any]]) -> None:
    for one in told:
        if one["state"] == "sent":
            said = ngettext("{person}: {number} thing sent", "{person}: {number} things sent", one["items"])
            out(said.format(person=one["person"], number=one["items"]))
        elif one["state"] == "nothing_due":
            err(_("{person}: nothing is due").format(person=one["person"]))
        elif one["state"] == "reminded_before":
            err(_("{person}: was written to today already").format(person=one["person"]))
