"""Settlement: delivered quantities are billed, receipts matched, the order is settled (M)."""

from datetime import timedelta

from data.amounts import SCALE, divide_half_up
from data.desk.move import Change, Move
from data.desk.numbers import give
from data.desk.subject import Subject, carries_out
from data.errors import AlreadyExists, AmountRefused, NotFound
from data.orders import Order, OrderLine
from data.rules.pricing import part_amount
from data.rules.progress import open_to_invoice
from data.rules.workflow import Verb
from data.states import BillingState, InvoiceKind, OrderState
from data.store.queries.money import invoice_exists, invoice_key, open_of_invoice
from data.store.tables.work import InvoiceLine, InvoiceRow, ReceiptRow


class Settlement(Subject):
    """What the customer owes, and what he has paid."""

    @carries_out(Verb.INVOICE)
    def invoice(self, move: Move) -> Change:
        """Bill delivered quantities, or an advance (M2).

        The invoice that bills the last quantity takes what is left of the order's total, so that advances, the
        order's discount, freight and rounding-off are in it and the invoices together are the order's total. Where all
        quantities are billed and something is left all the same (freight, after the last line was closed short), an
        invoice without quantities bills it.

        Raises:
            AmountRefused: an advance beyond the order's total. QuantityRefused: more than is delivered.
            AlreadyExists: the invoice number is taken.
            NotReady: an amount is given for delivered quantities, which have their price, or quantities for an advance.
        """
        order = move.order
        number = self._number(move)
        on = move.day("date") or move.today
        due = move.day("due") or on + timedelta(days=move.policy.settlement.due_days)
        if due < on:
            raise move.not_ready("due_before_issue")
        kind = InvoiceKind(move.text("kind", InvoiceKind.DELIVERY))
        moved: tuple[tuple[OrderLine, int], ...] = ()
        if kind is InvoiceKind.ADVANCE:
            if move.values.get("lines"):
                raise move.not_ready("advance_without_lines")
            total = move.must("amount", move.integer("amount"))
            if not 0 < total <= order.total - order.invoiced:
                raise AmountRefused(order.number, move.verb, total, order.total - order.invoiced, order.currency)
        else:
            if move.integer("amount") is not None:
                raise move.not_ready("amount_of_delivery")
            rest = not move.values.get("lines") and _only_rest(order)
            moved = () if rest else move.quantities(open_to_invoice)
            total = _billed(move, moved)
        tax = _tax(order, total)
        key = move.tx.insert(
            InvoiceRow,
            {
                "order_id": order.order_id,
                "number": number,
                "kind": kind,
                "issued_on": on,
                "due_on": due,
                "net": total - tax,
                "tax": tax,
                "total": total,
                "note": move.note,
                "at": move.at,
                "by": move.person,
            },
        )
        for line, quantity in moved:
            amount = _part(line, quantity)
            values = {"invoice_id": key, "line_id": line.line_id, "quantity": quantity, "amount": amount}
            move.tx.insert(InvoiceLine, values)
        move.add_to_lines("invoiced", moved)
        return Change(columns={"invoiced": order.invoiced + total}, payload={"invoice": number, "total": total})

    def _number(self, move: Move) -> str:
        wanted = move.text("number").strip()
        if wanted:
            if invoice_exists(move.tx, wanted):
                raise AlreadyExists("invoice", wanted)
            return wanted
        while True:
            number = give(move.tx, move.policy.numbers.invoice, move.today)
            if not invoice_exists(move.tx, number):
                return number

    @carries_out(Verb.RECEIVE_PAYMENT)
    def receive_payment(self, move: Move) -> Change:
        """Record money received, in part too; nothing given means all that is billed and not paid (M2).

        Raises:
            AmountRefused: nothing, or more than is billed (on the invoice, where one is named) and not paid.
            NotFound: there is no such invoice.
        """
        order = move.order
        still = order.invoiced - order.paid
        named = move.text("invoice")
        invoice_id = invoice_key(move.tx, order.order_id, named) if named else None
        if named:
            if invoice_id is None:
                raise NotFound("invoice", named, tuple(one.number for one in order.invoices))
            still = min(still, open_of_invoice(move.tx, invoice_id))
        given = move.integer("amount")
        amount = still if given is None else given
        if not 0 < amount <= still:
            raise AmountRefused(order.number, move.verb, amount, still, order.currency)
        on = move.day("date") or move.today
        if on > move.today:
            raise move.not_ready("date_ahead", on.isoformat())
        move.tx.insert(
            ReceiptRow,
            {
                "order_id": order.order_id,
                "invoice_id": invoice_id,
                "amount": amount,
                "received_on": on,
                "method": move.text("method"),
                "reference": move.text("reference"),
                "at": move.at,
                "by": move.person,
            },
        )
        return Change(columns={"paid": order.paid + amount}, payload={"amount": amount})

    @carries_out(Verb.SETTLE)
    def settle(self, move: Move) -> Change:
        """Say that nothing is owed any more (M4).

        Raises:
            NotReady: something is not billed or not paid.
        """
        if move.order.billing_state is not BillingState.PAID:
            raise move.not_ready("not_all_paid", move.order.billing_state)
        return Change(OrderState.SETTLED)


def _part(line: OrderLine, quantity: int) -> int:
    """Return what a quantity of a line is billed at, before the order's own discount."""
    if not line.wanted:
        return 0
    return part_amount(
        line.total, line.wanted, min(line.invoiced, line.wanted), min(line.invoiced + quantity, line.wanted)
    )


def _only_rest(order: Order) -> bool:
    """Whether every quantity is billed, and something of the order's total is left."""
    return order.total > order.invoiced and all(line.invoiced >= line.wanted for line in order.lines)


def _tax(order: Order, total: int) -> int:
    """Return the tax in an invoice's total: its part of the order's, so that all invoices together have all of it."""
    if order.total <= 0:
        return 0
    if order.invoiced + total == order.total and not order.taken_over:
        share = order.tax - sum(one.tax for one in order.invoices)
    else:
        share = part_amount(order.tax, order.total, order.invoiced, order.invoiced + total)
    return min(max(0, share), total)


def _billed(move: Move, moved: tuple[tuple[OrderLine, int], ...]) -> int:
    """Return the total of an invoice for quantities."""
    order = move.order
    left = order.total - order.invoiced
    now = {line.line_no: quantity for line, quantity in moved}
    if all(line.invoiced + now.get(line.line_no, 0) >= line.wanted for line in order.lines):
        return max(0, left)
    parts = sum(_part(line, quantity) for line, quantity in moved)
    parts -= divide_half_up(parts * order.discount_rate, SCALE)
    return max(0, min(parts, left))
