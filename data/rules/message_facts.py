"""What a message about an order is made of, as the order stands when it is drafted (R9, R11, E16)."""

from collections.abc import Mapping

from data.errors import BadValue, MessageRefused, UnknownField
from data.orders import Order
from data.rules.mail_text import address_fault, harmless_body, harmless_line
from data.rules.outbox import MESSAGE_FIELDS, Medium, Occasion
from data.rules.typed import check_text
from data.rules.workflow import Verb
from data.states import Channel, Opinion

NOTE = "note"
"""The fact that holds what the person said who gave occasion to a message; the others are named by what they are."""

_LANGUAGES = ("", "en", "zh_CN", "zh_TW")


def reference_of(order: Order, occasion: Occasion) -> str:
    """Return of which round, confirmation, date or shipment a message speaks.

    Raises:
        MessageRefused: there is nothing to tell yet.
    """
    match occasion:
        case Occasion.RETURNED:
            if not order.review_round:
                raise MessageRefused(0, "not_returned", order.number)
            return str(order.review_round)
        case Occasion.CONFIRMED:
            if not order.confirmation_no:
                raise MessageRefused(0, "not_confirmed", order.number)
            return order.confirmation_no
        case Occasion.SHIPPED:
            if not order.shipments:
                raise MessageRefused(0, "not_shipped", order.number)
            return str(order.shipments[-1].shipment_no)
        case Occasion.DELAYED:
            if order.promised_date is None:
                raise MessageRefused(0, "no_new_date", order.number)
            return order.promised_date.isoformat()
    return ""


def facts_of(order: Order, occasion: Occasion, note: str = "") -> Mapping[str, str]:
    """Return what the draft says of an order: reasons by department, a shipment, a date."""
    found: dict[str, str] = {}
    match occasion:
        case Occasion.RETURNED:
            for one in order.opinions:
                if one.round == order.review_round and one.opinion is Opinion.FAIL:
                    found[one.review.value] = harmless_line(one.comment)
        case Occasion.SHIPPED if order.shipments:
            last = order.shipments[-1]
            found = {"shipped_on": last.shipped_on.isoformat(), "carrier": last.carrier, "waybill_no": last.waybill_no}
        case Occasion.DELAYED if order.promised_date is not None:
            found["promised_date"] = order.promised_date.isoformat()
    if note.strip():
        found[NOTE] = harmless_line(note)
    return {name: text for name, text in found.items() if text}


def medium_of(channel: Channel) -> Medium:
    """Return how a message goes to a customer to whom one speaks by this channel."""
    match channel:
        case Channel.CHAT:
            return Medium.CHAT
        case Channel.LETTER | Channel.FAX | Channel.IN_PERSON:
            return Medium.LETTER
    return Medium.EMAIL


def edited(texts: Mapping[str, str]) -> dict[str, object]:
    """Return the fields of a message as they were typed, fit to be kept.

    Raises:
        UnknownField, BadValue: of a field.
    """
    found: dict[str, object] = {}
    for name, text in texts.items():
        if name not in MESSAGE_FIELDS:
            raise UnknownField(Verb.EDIT, name, MESSAGE_FIELDS)
        check_text(name, text)
        plain = text.strip()
        match name:
            case "channel":
                if plain not in set(Medium):
                    raise BadValue(name, text, "not_in_list", ", ".join(Medium))
                found[name] = Medium(plain)
            case "language":
                if plain not in _LANGUAGES:
                    raise BadValue(name, text, "not_in_list", ", ".join(_LANGUAGES[1:]))
                found[name] = plain
            case "to_address":
                if plain and (fault := address_fault(plain)):
                    raise BadValue(name, text, fault)
                found[name] = plain
            case "body":
                found[name] = harmless_body(text).rstrip()
            case _:
                found[name] = harmless_line(text)
    return found
