"""What may be done to an order wherever it stands: contacts, papers, notes, holds, cancellation."""

from data.desk.keeping import keep_source
from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.rules.workflow import Verb
from data.states import Channel, DocumentKind, OrderState
from data.store.tables.files import OrderDocument
from data.store.tables.parties import ContactRow


class Aftercare(Subject):
    """Acts that are at home in no single room."""

    @carries_out(Verb.CONTACT)
    def contact(self, move: Move) -> Change:
        """Record a contact with the customer and its outcome (I4, C3)."""
        move.tx.insert(
            ContactRow,
            {
                "customer_id": move.order.customer_id,
                "order_id": move.order.order_id,
                "at": move.at,
                "channel": Channel(move.text("channel")),
                "person": move.text("person"),
                "content": move.note,
                "outcome": move.text("outcome"),
                "by": move.person,
            },
        )
        return Change()

    @carries_out(Verb.ATTACH)
    def attach(self, move: Move) -> Change:
        """Add a paper to the order, kept byte for byte (D1)."""
        source = move.must("file", move.files.get("file"))
        self.context.store.blobs.keep(source.content)
        keep_source(move.tx, source, move.at)
        values = {"order_id": move.order.order_id, "kind": DocumentKind(move.text("kind")), "name": source.name}
        move.tx.insert(OrderDocument, {**values, "sha256": source.sha256, "at": move.at, "by": move.person})
        return Change(payload={"sha256": source.sha256, "name": source.name})

    @carries_out(Verb.NOTE)
    def note(self, _move: Move) -> Change:
        """Add a remark to the record."""
        return Change()

    @carries_out(Verb.HOLD)
    def hold(self, move: Move) -> Change:
        """Stop all work on the order, with the reason."""
        return Change(columns={"on_hold": True, "hold_reason": move.note})

    @carries_out(Verb.RELEASE)
    def release(self, move: Move) -> Change:
        """Let the order go on.

        Raises:
            NotReady: it is not on hold.
        """
        if not move.order.on_hold:
            raise move.not_ready("not_on_hold")
        return Change(columns={"on_hold": False, "hold_reason": ""})

    @carries_out(Verb.CANCEL)
    def cancel(self, move: Move) -> Change:
        """Cancel an order, with who, why, the cost so far and the customer's consent (G4); nothing is deleted.

        Raises:
            NotReady: something was shipped already (close the open lines short instead), or something was billed and
                the customer's consent to what becomes of it is not given.
        """
        if any(line.shipped for line in move.order.lines):
            raise move.not_ready("shipped_in_part")
        if move.order.invoiced and not move.text("consent"):
            raise move.not_ready("consent_needed")
        cost = move.integer("cost")
        return Change(
            OrderState.CANCELLED, {"on_hold": False, "hold_reason": ""}, {} if cost is None else {"cost_so_far": cost}
        )
