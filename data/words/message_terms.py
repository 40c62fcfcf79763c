"""The names of what a message is about, how it goes, how far it is, and why it was not sent."""

from collections.abc import Mapping

from data.rules.outbox import Medium, Message, MessageState, Occasion
from data.words import N_, _

OCCASIONS: Mapping[Occasion, str] = {
    Occasion.RETURNED: N_("returned to the customer"),
    Occasion.CONFIRMED: N_("order confirmed"),
    Occasion.RECEIVED: N_("order received"),
    Occasion.DELAYED: N_("delivery delayed"),
    Occasion.SHIPPED: N_("goods shipped"),
    Occasion.OVER_LIMIT: N_("over the credit limit"),
    Occasion.DUE: N_("what is due"),
}
MEDIA: Mapping[Medium, str] = {Medium.EMAIL: N_("e-mail"), Medium.CHAT: N_("chat"), Medium.LETTER: N_("letter")}
STATES: Mapping[MessageState, str] = {
    MessageState.DRAFTED: N_("draft"),
    MessageState.QUEUED: N_("waiting to go"),
    MessageState.UNSURE: N_("perhaps sent"),
    MessageState.SENT: N_("sent"),
    MessageState.FAILED: N_("not delivered"),
    MessageState.WITHDRAWN: N_("withdrawn"),
}

REFUSED: Mapping[str, str] = {
    "drafted": N_("It is a draft: put it in the outbox first."),
    "queued": N_("It waits in the outbox already. Withdraw it to change it."),
    "unsure": N_(
        "Perhaps it was sent: the mail server did not answer. Ask the customer, then send it again or note that it was "
        "sent."
    ),
    "sent": N_("It was sent already."),
    "failed": N_("It was not delivered. Correct it, or send it again."),
    "withdrawn": N_("It was withdrawn."),
    "overtaken": N_(
        "The order has gone on since it was drafted, so it would tell the customer what is not so any more."
    ),
    "empty": N_("It says nothing. Write a subject and a text."),
    "no_address": N_("There is no e-mail address. Enter one, or send it by hand."),
    "bad_address": N_("“{detail}” is no e-mail address."),
    "not_email": N_("It does not go by e-mail. Copy it, and note that it was sent."),
    "no_server": N_(
        "No mail server is set: the policy names none under [mail]. Write the message as a file or copy it, and note "
        "that it was sent."
    ),
    "not_returned": N_("Order {detail} was not returned."),
    "not_confirmed": N_("Order {detail} is not confirmed yet."),
    "not_shipped": N_("Nothing of order {detail} was shipped yet."),
    "no_new_date": N_("Order {detail} has no promised date to tell."),
}
"""Why a message is not drafted, changed or sent, and what to do."""

FAILURES: Mapping[str, str] = {
    "unreachable": N_("The mail server {server} cannot be reached."),
    "timeout": N_("The mail server {server} did not answer in time."),
    "no_tls": N_("The mail server {server} offers no encryption, so nothing was sent. Ask whoever looks after it."),
    "tls": N_("No secure connection to the mail server {server} could be made."),
    "certificate": N_("The certificate of the mail server {server} is not to be trusted, so nothing was sent."),
    "password_in_clear": N_(
        'With security = "none" the password would go over the line unprotected. Set [mail] security, or no user.'
    ),
    "no_password": N_("The mail server wants a password. Enter it once: orderclerk mail password."),
    "login": N_("The mail server {server} did not accept user or password."),
    "sender": N_("The mail server {server} refuses the sender of the policy."),
    "recipient": N_("The mail server {server} refuses the address."),
    "refused": N_("The mail server {server} refused the message."),
    "busy": N_("The mail server {server} cannot take the message now."),
    "unsure": N_("The mail server {server} did not say whether it took the message: perhaps it was sent."),
    "not_composed": N_("The message could not be put together."),
}
"""Why a mail server did not take a message."""


def occasion_label(occasion: Occasion) -> str:
    """Return what a message is about."""
    return _(OCCASIONS[occasion])


def medium_label(medium: Medium) -> str:
    """Return how a message goes."""
    return _(MEDIA[medium])


def state_label(message: Message) -> str:
    """Return how far a message is; one that the order has gone past says so."""
    return _("overtaken") if message.overtaken and message.state is not MessageState.WITHDRAWN else _(
        STATES[message.state]
    )  # fmt: skip
