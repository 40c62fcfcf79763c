"""Why a message is not sent, and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from data import errors
from data.words import _
from data.words.message_terms import FAILURES, REFUSED
from data.words.phrases import sentences, shown


def _message_refused(error: errors.MessageRefused) -> str:
    why = _(REFUSED[error.why]).format(detail=shown(error.detail)) if error.why in REFUSED else _("It cannot be sent.")
    if not error.message:
        return why
    return _("Message {number}: {text}").format(number=error.message, text=why)


def _mail_failed(error: errors.MailFailed) -> str:
    return failure_text(error.why, error.detail, error.server)


def failure_text(why: str, detail: str, server: str) -> str:
    """Return why a mail server did not take a message, with its own words behind."""
    found = _(FAILURES[why]) if why in FAILURES else _("The message could not be sent.")
    said = _("It said: “{text}”.").format(text=shown(detail, 200)) if detail else ""
    return sentences(found.format(server=shown(server)), said)


SENTENCES: Mapping[type[errors.Refusal], Callable[[Any], str]] = {
    errors.MessageRefused: _message_refused,
    errors.MailFailed: _mail_failed,
}
"""Refusal → who makes its sentence."""
