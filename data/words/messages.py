"""Letters of the desk: drafts to customers in plain words, notices for chat, what is due, and how they are sent.

A message says what the desk drafts until somebody edits it; the draft is made of what was kept with it, in the language
of its reader (R9, R11, E16, N4).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from data.desk.outbox_facts import Material
from data.drafts import Source
from data.orders import Order
from data.rules.message_facts import NOTE
from data.rules.outbox import ATTACHED, Medium, Message, MessageState, Occasion
from data.rules.papers import PaperKind
from data.states import Review
from data.words import N_, _, current_language, ngettext, speaking
from data.words.formats import format_date, format_datetime, format_quantity
from data.words.labels import label
from data.words.phrases import sentences
from data.words.printable import printable

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.outbox import Tried
    from data.rules.due import Due

TOPICS: Mapping[Review, str] = {
    Review.SALES: N_("Terms of the order"),
    Review.TECHNICAL: N_("Technical requirements"),
    Review.FINANCE: N_("Payment"),
    Review.PRODUCTION: N_("Production and date of delivery"),
    Review.PURCHASING: N_("Material"),
    Review.WAREHOUSE: N_("Stock and packing"),
    Review.JOINT: N_("The order as a whole"),
}
"""What a department's reasons are about, as a customer calls it."""

_MOST_LINES = 10
"""So many lines of an order are named in a message; the others are counted."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message with its words, as it would go out now.

    Attributes:
        drafted: whether they are the desk's, because nobody has edited them.
        language: of the words.
    """

    message: Message
    subject: str
    body: str
    language: str
    drafted: bool
    attached: bool

    @property
    def notice(self) -> str:
        """What is copied: of a chat the text alone, else the subject above it."""
        return self.body if self.message.channel is Medium.CHAT else f"{self.subject}\n\n{self.body}"


def written(desk: "Desk", message_id: int) -> Written:
    """Return a message with its words.

    Raises:
        NotFound, NotPermitted: see `Outbox.message`.
    """
    return worded(desk.outbox.material(message_id))


def worded(material: Material) -> Written:
    """Return a message with the words that somebody wrote, else with those that the desk drafts."""
    message = material.message
    language = message.language or material.policy.papers.language or current_language()
    attached = message.occasion in ATTACHED and message.channel is Medium.EMAIL
    if message.body or material.order is None:
        return Written(message, message.subject, message.body, language, False, attached)
    with speaking(language):
        subject = message.subject or _subject(material.order, message)
        body = _chat(material) if message.channel is Medium.CHAT else _letter(material, material.order)
    return Written(message, subject, body, language, True, attached)


def _subject(order: Order, message: Message) -> str:
    yours = order.customer_po_no or order.number
    match message.occasion:
        case Occasion.RETURNED:
            said = _("Your order {number}: we need your answer")
        case Occasion.CONFIRMED:
            said = _("Your order {number}: our confirmation")
        case Occasion.DELAYED:
            said = _("Your order {number}: new date of delivery")
        case Occasion.SHIPPED:
            said = _("Your order {number} is on its way")
        case Occasion.OVER_LIMIT:
            said = _("Your order {number}: about the agreed credit")
        case _other:
            said = _("Your order {number} has arrived")
    return said.format(number=printable(yours))


def _letter(material: Material, order: Order) -> str:
    """Return a letter: greeting, what it is about, what is asked for, and who writes."""
    name = printable(material.message.to_name)
    greeting = _("Dear {name},").format(name=name) if name else _("Dear Sir or Madam,")
    signature = material.policy.mail.signature.strip() or material.office
    parts = [greeting, _about(order), *_content(material, order), _("Kind regards"), signature]
    return "\n\n".join(part for part in parts if part)


def _about(order: Order) -> str:
    """Return the lines by which a customer knows his order."""
    rows = []
    if order.customer_po_no:
        rows.append(_("Your order: {number}").format(number=printable(order.customer_po_no)))
    rows.append(_("Our number: {number}").format(number=order.number))
    return "\n".join(rows)


def _content(material: Material, order: Order) -> Sequence[str]:
    facts = material.message.facts
    match material.message.occasion:
        case Occasion.RETURNED:
            return [
                _("Thank you for your order. We have looked through it and cannot carry it out as it stands:"),
                "\n".join(_reasons(facts)),
                _("Please tell us how it should be changed, or call us. Once we agree it is looked at again at once."),
            ]
        case Occasion.CONFIRMED:
            confirmed = _("Thank you for your order. We confirm it; our confirmation {number} is attached.")
            dated = _delivery(order.promised_date or order.requested_date)
            sign = _("Please look it through, sign one copy and send it back to us.")
            return [confirmed.format(number=printable(material.message.reference)), dated, sign]
        case Occasion.DELAYED:
            sorry = _("We are sorry: your order will be later than we promised.")
            return [
                sorry,
                _delivery(_day(facts, "promised_date") or order.promised_date),
                printable(facts.get(NOTE, "")),
            ]
        case Occasion.SHIPPED:
            return [_shipped(facts), _lines(order)]
        case Occasion.OVER_LIMIT:
            return [
                _("Thank you for your order. With it, what is open between us exceeds the credit that we agreed on."),
                _("It is therefore looked at specially, which takes longer. A payment, or another agreement, helps."),
            ]
        case _other:
            return [_("Thank you for your order. It has arrived here and is being looked through."), _lines(order)]


def _reasons(facts: Mapping[str, str]) -> list[str]:
    """Return why an order comes back, by what the reasons are about; the note of whoever sent it back comes last."""
    found = [
        _("- {topic}: {text}").format(topic=_(TOPICS[review]), text=printable(facts[review.value]))
        for review in Review
        if facts.get(review.value)
    ]
    if facts.get(NOTE):
        found.append(_("- {text}").format(text=printable(facts[NOTE])))
    return found


def _delivery(day: date | None) -> str:
    return _("Date of delivery: {date}").format(date=format_date(day)) if day else ""


def _shipped(facts: Mapping[str, str]) -> str:
    day = _day(facts, "shipped_on")
    parts = [_("Your goods left us on {date}.").format(date=format_date(day)) if day else _("Your goods have left us.")]
    if facts.get("carrier"):
        parts.append(_("Carrier: {carrier}.").format(carrier=printable(facts["carrier"])))
    if facts.get("waybill_no"):
        parts.append(_("Waybill: {number}.").format(number=printable(facts["waybill_no"])))
    return sentences(*parts)


def _lines(order: Order) -> str:
    rows = [
        _("{no}. {name}, {quantity} {unit}").format(
            no=line.line_no,
            name=printable(line.product_name or line.product_code or line.specification),
            quantity=format_quantity(line.wanted),
            unit=printable(line.unit),
        )
        for line in order.lines[:_MOST_LINES]
    ]
    more = len(order.lines) - _MOST_LINES
    if more > 0:
        rows.append(ngettext("… and {number} more line", "… and {number} more lines", more).format(number=more))
    return "\n".join(rows)


def _chat(material: Material) -> str:
    """Return a short notice: two or three sentences that a phone shows whole (E16)."""
    message, order = material.message, material.order
    if order is None:
        return message.body
    yours = printable(order.customer_po_no or order.number)
    day = order.promised_date or order.requested_date
    match message.occasion:
        case Occasion.RETURNED:
            said = _("Your order {number} cannot be carried out as it stands:").format(number=yours)
            rest = _("Please tell us how it should be changed.")
            return "\n".join([said, *_reasons(message.facts), rest])
        case Occasion.CONFIRMED:
            said = _("Your order {number} is confirmed ({confirmation}).")
            said = said.format(number=yours, confirmation=printable(message.reference))
            return sentences(said, _delivery(day))
        case Occasion.DELAYED:
            said = _("We are sorry: your order {number} will be late.").format(number=yours)
            return sentences(said, _delivery(_day(message.facts, "promised_date") or day), message.facts.get(NOTE, ""))
        case Occasion.SHIPPED:
            return sentences(_("Order {number}:").format(number=yours), _shipped(message.facts))
        case Occasion.OVER_LIMIT:
            said = _("Your order {number} goes beyond the agreed credit, so it takes longer.").format(number=yours)
            return sentences(said, _("A payment, or another agreement, helps."))
        case _other:
            return _("Your order {number} has arrived here (our number {ours}).").format(
                number=yours, ours=order.number
            )


def _day(facts: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(facts.get(name, ""))
    except ValueError:
        return None


# --- sending ------------------------------------------------------------------------------------------------------


def enclosed(desk: "Desk", found: Written) -> tuple[Source, ...]:
    """Return what goes with a message: the confirmation of the order, in the language of the message (R11).

    Raises:
        PaperTooEarly, TemplateRefused, Unreadable: it cannot be printed.
    """
    if not found.attached:
        return ()
    # typst is loaded only where a paper is made
    from data.words.printing import print_order

    number = found.message.number
    contract = desk.policy.current().confirmation.is_contract(desk.orders.get(number).kind)
    paper = print_order(desk, number, PaperKind.CONTRACT if contract else PaperKind.CONFIRMATION, found.language)
    digest = hashlib.sha256(paper.content).hexdigest()
    return (Source(paper.name, paper.content, digest, "application/pdf"),)


def queue(desk: "Desk", message_id: int, *, version: int | None = None, again: bool = False) -> Message:
    """Put a message as it stands, with what goes with it, into the queue; see `Outbox.queue`."""
    found = written(desk, message_id)
    files = enclosed(desk, found)
    return desk.outbox.queue(message_id, found.subject, found.body, files, version=version, again=again)


def send(desk: "Desk", message_id: int, password: str, *, version: int | None = None, again: bool = False) -> "Tried":
    """Queue a message, unless it is queued already, and hand it to the server; see `Outbox.queue`, `Outbox.send`."""
    if desk.outbox.message(message_id).state is not MessageState.QUEUED:
        queue(desk, message_id, version=version, again=again)
    return desk.outbox.send(message_id, password)


def by_hand(
    desk: "Desk", message_id: int, channel: Medium, *, version: int | None = None, paper: bool = False
) -> Message:
    """Record that a message was sent by hand as it stands; see `Outbox.by_hand`.

    Args:
        desk: where it is.
        message_id: which.
        channel: how it went.
        version: the version that the person saw.
        paper: whether the paper that a confirmation has with it is made, and filed as sent.
    """
    found = written(desk, message_id)
    going = paper and channel is not Medium.CHAT and not found.message.overtaken
    files = enclosed(desk, found) if going else ()
    return desk.outbox.by_hand(message_id, found.subject, found.body, channel, files, version=version)


def as_file(desk: "Desk", message_id: int) -> bytes:
    """Return a message as a file that a mail program opens as a draft, with what goes with it."""
    found = written(desk, message_id)
    return desk.outbox.file(message_id, found.subject, found.body, enclosed(desk, found))


# --- what is due, by mail (N4) ------------------------------------------------------------------------------------


def reminder(name: str, items: Sequence["Due"], today: date, zone: tzinfo, language: str = "") -> tuple[str, str]:
    """Return subject and text of the mail that tells a person what is due of them."""
    with speaking(language or current_language()):
        number = len(items)
        subject = ngettext("{number} thing is due ({date})", "{number} things are due ({date})", number)
        rows = [_due_line(one, zone) for one in items]
        body = "\n".join([_("Dear {name},").format(name=printable(name)), "", _("this is due of you:"), "", *rows])
        return subject.format(number=number, date=format_date(today)), body


def _due_line(one: "Due", zone: tzinfo) -> str:
    from datetime import datetime

    when = "–"
    if one.at is not None:
        when = format_datetime(one.at, zone) if isinstance(one.at, datetime) else format_date(one.at)
    about = label(one.review) if one.review is not None else printable(one.detail)
    what = _("{what}: {about}").format(what=label(one.kind), about=about) if about else label(one.kind)
    return _("- {when}  {number}  {what}  ({customer})").format(
        when=when, number=one.number, what=what, customer=printable(one.customer)
    )
