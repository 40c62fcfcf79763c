"""The draft of a message, written with the act that gives occasion to it (R9, R11)."""

from collections.abc import Mapping

from data.desk.move import Move
from data.parties import Customer
from data.rules.message_facts import facts_of, medium_of, reference_of
from data.rules.outbox import Medium, MessageState, Occasion, language_of
from data.rules.policy import Policy
from data.states import Channel
from data.store.queries.outbox import drafts_of
from data.store.queries.parties import customer_by_id
from data.store.tables.outbox import MessageRow
from data.store.unit import Writer


def drafted(move: Move, occasion: Occasion, reference: str = "") -> dict[str, object]:
    """Draft a message to the customer within a verb, where the policy wants one; earlier drafts of it are withdrawn.

    It stays when the verb is taken back, and is then overtaken: what was sent cannot be called back.

    Args:
        move: the act.
        occasion: what the message is about.
        reference: of what it speaks, where the order does not say so yet.

    Returns:
        What the record keeps of it: the number of the message.
    """
    order = move.order
    if occasion.value not in move.policy.mail.drafts:
        return {}
    given = customer_by_id(move.tx, order.customer_id) if order.customer_id else None
    for earlier, version in drafts_of(move.tx, order.order_id, occasion):
        move.tx.update(MessageRow, earlier, {"state": MessageState.WITHDRAWN}, version=version)
    whom = recipient(move.policy, given, move.text("person") or order.contact, order.customer_name)
    channel = move.text("channel")
    values: dict[str, object] = {
        **whom,
        "order_id": order.order_id,
        "occasion": occasion,
        "reference": reference or reference_of(order, occasion),
        "channel": medium_of(Channel(channel)) if channel else Medium.EMAIL,
        "facts": dict(facts_of(order, occasion, move.note)),
        "drafted_at": move.at,
        "drafted_by": move.person,
    }
    return {"message": write_draft(move.tx, values)}


def write_draft(tx: Writer, values: Mapping[str, object]) -> int:
    """Write the row of a draft, by mail where nothing else is said; return its number."""
    return tx.insert(MessageRow, {"channel": Medium.EMAIL, "state": MessageState.DRAFTED, **values})


def recipient(policy: Policy, given: Customer | None, contact: str, name: str) -> dict[str, object]:
    """Return whom a message to a customer is for, and in which language."""
    called = contact or (given.contact if given else "") or name
    return {
        "to_name": called,
        "to_address": given.email if given else "",
        "language": language_of(policy, given),
    }
