"""What a message took to the customer is a paper of the order, filed in the transaction that says it was sent (R11)."""

from collections.abc import Sequence
from datetime import datetime

from data.orders import Order
from data.rules.outbox import ATTACHED, Attachment, Occasion
from data.rules.policy import Policy
from data.states import DocumentKind
from data.store.tables.files import OrderDocument
from data.store.unit import Writer


def file_sent(
    tx: Writer, policy: Policy, order: Order, occasion: Occasion, sent: Sequence[Attachment], at: datetime, person: str
) -> list[dict[str, str]]:
    """File what went out with a message; the very same paper is filed once, however often it is sent.

    Returns:
        What was filed, as the record keeps it.
    """
    if occasion not in ATTACHED:
        return []
    contract = policy.confirmation.is_contract(order.kind)
    kind = DocumentKind.CONTRACT if contract else DocumentKind.CONFIRMATION
    there = {one.sha256 for one in order.documents}
    filed = []
    for one in sent:
        if one.sha256 not in there:
            kept = {"kind": kind.value, "name": one.name, "sha256": one.sha256}
            tx.insert(OrderDocument, {"order_id": order.order_id, **kept, "at": at, "by": person})
            filed.append(kept)
    return filed
