"""Single lines: delivery schedules (E17), holds, closing short and reopening (E8), prices below the floor (E11)."""

from dataclasses import replace

from data.amounts import from_minor
from data.desk.evidence import evidence_of
from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.orders import OrderLine
from data.rules.checks_of_cost import below_cost
from data.rules.checks_of_money import Cheap, below_floor, release_for
from data.rules.compose import priced, totalled
from data.rules.price_release import release_payload
from data.rules.workflow import Verb
from data.store.tables.orders import OrderLineRow, ScheduleRow
from data.store.writes import drop_schedule


class Lines(Subject):
    """What may be done to one line of an order."""

    @carries_out(Verb.SCHEDULE)
    def schedule(self, move: Move) -> Change:
        """Set the planned deliveries of a line; together they are its quantity (E17).

        Raises:
            NotReady: the quantities do not add up to what is to be delivered.
        """
        line = move.line()
        planned = move.values["dates"]
        if not isinstance(planned, tuple) or sum(one.quantity for one in planned) != line.wanted:
            raise move.not_ready("schedule_not_whole", str(line.line_no))
        drop_schedule(move.tx, line.line_id)
        for seq, one in enumerate(planned, start=1):
            values = {"line_id": line.line_id, "seq": seq, "due": one.due, "quantity": one.quantity}
            move.tx.insert(ScheduleRow, {**values, "place": move.text("place")})
        return Change()

    @carries_out(Verb.HOLD_LINE)
    def hold_line(self, move: Move) -> Change:
        """Hold one line; the others go on (E8)."""
        line = move.line()
        if line.on_hold:
            raise move.not_ready("line_held", line.hold_reason)
        move.tx.update(OrderLineRow, line.line_id, {"on_hold": True, "hold_reason": move.note})
        return Change()

    @carries_out(Verb.RELEASE_LINE)
    def release_line(self, move: Move) -> Change:
        """Let a held line go on."""
        line = move.line()
        if not line.on_hold:
            raise move.not_ready("line_not_held")
        move.tx.update(OrderLineRow, line.line_id, {"on_hold": False, "hold_reason": ""})
        return Change()

    @carries_out(Verb.RELEASE_PRICE)
    def release_price(self, move: Move) -> Change:
        """Let a line be sold below the floor price or below cost; it lapses when the price changes (E11, R3).

        Raises:
            NotReady: the line is sold neither below the floor nor below cost, or was released at this price already.
        """
        line = move.line()
        known = evidence_of(move.tx, move.order, move.policy, move.today)
        cheap: tuple[Cheap, ...] = (*below_floor(move.order, move.policy, known), *below_cost(move.order, known))
        found = next((one for one in cheap if one.line == line), None)
        if found is None:
            raise move.not_ready("price_not_below_floor", str(line.line_no))
        if release_for(found, move.order.currency, known) is not None:
            raise move.not_ready("price_released", str(line.line_no))
        return Change(payload=release_payload(found, move.order.currency))

    @carries_out(Verb.CLOSE_LINE)
    def close_line(self, move: Move) -> Change:
        """Close a line short: what is not shipped yet will not be delivered, nor charged (E8).

        Raises:
            NotReady: nothing of it is open, it is the last of the order (cancel the order instead), or more was billed
                than the order would cost without it.
        """
        line = move.line()
        short = line.wanted - line.shipped
        if line.quantity is None or short <= 0:
            raise move.not_ready("nothing_open")
        others = any(one.wanted > 0 for one in move.order.lines if one.line_no != line.line_no)
        if not others and not line.shipped:
            raise move.not_ready("last_line")
        after = priced(replace(line, closed_short=line.closed_short + short), move.order.currency)
        kept = (after if one.line_no == line.line_no else one for one in move.order.lines)
        total = totalled(replace(move.order, lines=tuple(kept))).total
        if move.order.invoiced > max(0, total):
            raise move.not_ready("billed_beyond", f"{from_minor(total, move.order.currency)} {move.order.currency}")
        self._close(move, line, line.closed_short + short, move.note)
        return Change(payload={"closed_short": short})

    @carries_out(Verb.REOPEN_LINE)
    def reopen_line(self, move: Move) -> Change:
        """Take a short closing back (E8)."""
        line = move.line()
        if not line.closed_short:
            raise move.not_ready("line_not_closed")
        self._close(move, line, 0, "")
        return Change()

    def _close(self, move: Move, line: OrderLine, short: int, reason: str) -> None:
        after = priced(replace(line, closed_short=short), move.order.currency)
        values = {
            "closed_short": short,
            "close_reason": reason,
            "net": after.net,
            "tax": after.tax,
            "total": after.total,
        }
        move.tx.update(OrderLineRow, line.line_id, values)
        drop_schedule(move.tx, line.line_id)
