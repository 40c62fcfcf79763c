"""Why something is not for a person, and who may: sentences of refusals about people and roles."""

from collections.abc import Callable, Mapping
from typing import Any

from data import errors
from data.words import N_, _, ngettext
from data.words.formats import format_money
from data.words.labels import code_label, permit_label
from data.words.phrases import listing, sentences, shown

SIGN_IN: Mapping[str, str] = {
    "unknown": N_("{person} is not in the register of this office. Ask an administrator to enter you."),
    "retired": N_("{person} is not active any more. Ask an administrator."),
    "no_password": N_("{person} has no password yet. Ask an administrator for one."),
    "wrong": N_("This is not the password of {person}."),
    "too_soon": N_("The last password of {person} was wrong."),
    "needed": N_(
        "The desk needs the password of {person}. Type it where it is asked for, or name its file with --password-file."
    ),
}
"""Why the desk does not know that somebody is who they say → what to do."""

NOT_LET_IN: Mapping[str, str] = {
    "unknown": N_("tried to sign in without being in the register"),
    "retired": N_("tried to sign in as somebody who is not active any more"),
    "no_password": N_("tried to sign in as somebody who has no password yet"),
}
"""Why somebody did not get to the desk, as the record tells it."""


def roles_text(roles: tuple[str, ...]) -> str:
    """Return roles by their names, as a list."""
    return listing(code_label("Role", role) for role in roles)


def _not_permitted(error: errors.NotPermitted) -> str:
    """Return whose work something is, and who that is."""
    who = listing(shown(one) for one in error.who)
    return sentences(
        _("You may not do “{verb}”.").format(verb=permit_label(error.verb)),
        _("It is the work of: {roles}.").format(roles=roles_text(error.roles)) if error.roles else "",
        _("Ask one of these: {people}.").format(people=who) if who else _("Nobody else in the register may, either."),
    )


def _separation_of_duties(error: errors.SeparationOfDuties) -> str:
    who = listing(shown(one) for one in error.who)
    if error.behalf:
        text = _("You act for {person}, who entered or changed order {number}, so “{verb}” is for somebody else.")
        text = text.format(person=shown(error.behalf), number=shown(error.number), verb=permit_label(error.verb))
    else:
        text = _("You entered or changed order {number} yourself, so “{verb}” is for somebody else.").format(
            number=shown(error.number), verb=permit_label(error.verb)
        )
    ask = _("Ask one of these: {people}.").format(people=who) if who else _("Nobody else in the register may, either.")
    return sentences(text, ask)


def _over_limit(error: errors.OverLimit) -> str:
    who = listing(shown(one) for one in error.who)
    total = format_money(error.total, error.currency)
    if error.limit is None:
        text = _("Order {number} is {total}, and you approve no orders in {currency}.").format(
            number=shown(error.number), total=total, currency=shown(error.currency)
        )
    else:
        text = _("Order {number} is {total}; you approve orders up to {limit}.").format(
            number=shown(error.number), total=total, limit=format_money(error.limit, error.currency)
        )
    ask = _("Ask one of these: {people}.").format(people=who) if who else _("Nobody else in the register may, either.")
    return sentences(text, ask)


def _sign_in_refused(error: errors.SignInRefused) -> str:
    person = shown(error.person)
    why = _(SIGN_IN[error.why]) if error.why in SIGN_IN else _("{person} cannot sign in.")
    wait = ngettext("Try again in {number} second.", "Try again in {number} seconds.", error.seconds)
    return sentences(why.format(person=person), wait.format(number=error.seconds) if error.seconds else "")


SENTENCES: Mapping[type[errors.Refusal], Callable[[Any], str]] = {
    errors.NotPermitted: _not_permitted,
    errors.SeparationOfDuties: _separation_of_duties,
    errors.OverLimit: _over_limit,
    errors.SignInRefused: _sign_in_refused,
}
"""Refusal → who makes its sentence."""
