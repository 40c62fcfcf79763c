"""Shipping and delivery: goods go out, in part too, and are signed for (S)."""

from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.orders import OrderLine
from data.rules.progress import open_to_deliver, open_to_ship
from data.rules.workflow import Verb
from data.store.tables.work import DeliveryLine, DeliveryRow, ShipmentLine, ShipmentRow


class Shipping(Subject):
    """Goods on their way; states follow from quantities."""

    @carries_out(Verb.SHIP)
    def ship(self, move: Move) -> Change:
        """Send finished quantities; the order is shipped once every quantity that is not cancelled is (S2).

        Raises:
            QuantityRefused: more than is finished and not shipped. NotReady: the date lies in the future.
        """
        on = move.day("date") or move.today
        if on > move.today:
            raise move.not_ready("date_ahead", on.isoformat())
        moved = move.quantities(open_to_ship, _finished_to_ship)
        shipment_no = len(move.order.shipments) + 1
        key = move.tx.insert(
            ShipmentRow,
            {
                "order_id": move.order.order_id,
                "shipment_no": shipment_no,
                "shipped_on": on,
                "carrier": move.text("carrier"),
                "waybill_no": move.text("waybill"),
                "method": move.text("method", move.order.delivery_method),
                "note": move.note,
                "at": move.at,
                "by": move.person,
            },
        )
        for line, quantity in moved:
            move.tx.insert(ShipmentLine, {"shipment_id": key, "line_id": line.line_id, "quantity": quantity})
        move.add_to_lines("shipped", moved)
        return Change(payload={"shipment": shipment_no})

    @carries_out(Verb.DELIVER)
    def deliver(self, move: Move) -> Change:
        """Record the customer's signature for shipped quantities (S6).

        Raises:
            QuantityRefused: more than is shipped and not signed for.
            NotReady: the date lies in the future, or before the first shipment.
        """
        on = move.day("date") or move.today
        if on > move.today:
            raise move.not_ready("date_ahead", on.isoformat())
        first = min((one.shipped_on for one in move.order.shipments), default=None)
        if first is not None and on < first:
            raise move.not_ready("delivered_before_shipped", first.isoformat())
        moved = move.quantities(open_to_deliver)
        key = move.tx.insert(
            DeliveryRow,
            {
                "order_id": move.order.order_id,
                "delivered_on": on,
                "signed_by": move.text("signed_by"),
                "note": move.note,
                "at": move.at,
                "by": move.person,
            },
        )
        for line, quantity in moved:
            move.tx.insert(DeliveryLine, {"delivery_id": key, "line_id": line.line_id, "quantity": quantity})
        move.add_to_lines("delivered", moved)
        return Change()


def _finished_to_ship(line: OrderLine) -> int:
    """Return what may be shipped at the most: all that is finished, a tolerated surplus included (E17).

    Of a line that was closed short nothing goes out any more, even if more of it was finished before (E8).
    """
    return open_to_ship(line) if line.closed_short else max(0, line.finished - line.shipped)
