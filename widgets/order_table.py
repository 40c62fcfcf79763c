"""The list of orders, and the columns that a room chooses from."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from data.orders import OrderRow
from data.rules.rooms import DECIDING, DELIVERING, due
from data.states import BillingState, DeliveryState, HandlingClass, OrderState
from data.words import N_, _
from data.words.formats import format_amount
from data.words.labels import field_label, label
from data.words.phrases import listing
from widgets.badge import Clock, amendable, badge, short_date, short_time
from widgets.cells import Part, Tone
from widgets.columns import Column, Width
from widgets.row_table import RowTable

_CLASS_TONES = {
    HandlingClass.ORDINARY: Tone.PLAIN,
    HandlingClass.SPECIAL: Tone.STRONG,
    HandlingClass.URGENT: Tone.WARN,
}


class OrderTable(RowTable[OrderRow]):
    """A list of orders; its keys are their numbers."""

    def row_key(self, row: OrderRow) -> str:
        """Return the order's number."""
        return row.number


def due_column(
    name: str,
    title: str,
    what: Callable[[OrderRow], datetime | date | None],
    clock: Clock,
    sort: str = "",
) -> Column[OrderRow]:
    """Return a column of urgency: sign and time left until what `what` says.

    Args:
        name: the column's id.
        title: marked with `N_`.
        what: what is due for an order; None where nothing is.
        clock: gives the moment.
        sort: by what the list is sorted for it.
    """
    return Column(name, title, lambda row: badge(what(row), clock()).short, Width(9, 11), rank=0, sort=sort)


def decision_due(row: OrderRow) -> datetime | date | None:
    """Return when the first decision on an order is due, while its clock runs (I7)."""
    return due(row) if row.state in DECIDING else None


def delivery_due(row: OrderRow) -> datetime | date | None:
    """Return by when an order is promised, else asked for, while its goods are to come."""
    return due(row) if row.state in DELIVERING else None


def _dated(name: str, title: str, day: Callable[[OrderRow], date | None], clock: Clock, rank: int) -> Column[OrderRow]:
    return Column(
        name,
        title,
        lambda row: short_date(day(row), clock().today),
        Width(8, 11),
        right=True,
        rank=rank,
        sort=name,
    )


def _state(row: OrderRow) -> Part:
    name = label(row.state)
    if row.on_hold:
        return Part(_("held: {state}").format(state=name), Tone.WARN)
    marked = {OrderState.CLARIFYING: Tone.WARN, OrderState.RETURNED: Tone.WARN, OrderState.ESCALATED: Tone.BAD}
    return Part(name, marked.get(row.state, Tone.PLAIN))


def _delivery(row: OrderRow) -> Part:
    return Part("–", Tone.MUTED) if row.delivery_state is DeliveryState.NONE else Part(label(row.delivery_state))


def _billing(row: OrderRow) -> Part:
    return Part("–", Tone.MUTED) if row.billing_state is BillingState.NONE else Part(label(row.billing_state))


def _missing(row: OrderRow) -> Part:
    if not row.missing:
        return Part("–", Tone.MUTED)
    return Part(f"▲ {len(row.missing)}: {listing(map(field_label, row.missing))}", Tone.BAD)


def order_columns(clock: Clock) -> Mapping[str, Column[OrderRow]]:
    """Return the columns that a list of orders can have, by their ids; a room takes those that it needs, in its order.

    Args:
        clock: gives the moment, for what is due and for short dates.
    """
    columns: tuple[Column[OrderRow], ...] = (
        due_column("left", N_("Left"), decision_due, clock, "decision_due_at"),
        due_column("slack", N_("Slack"), delivery_due, clock, "promised_date"),
        Column("number", N_("Order"), lambda row: row.number, Width(15, 18), rank=0, sort="number"),
        Column(
            "class",
            N_("Class"),
            lambda row: Part(label(row.handling_class), _CLASS_TONES[row.handling_class]),
            Width(8, 8),
            rank=6,
        ),
        Column(
            "customer",
            N_("Customer"),
            lambda row: row.customer_name or row.customer_code or Part("–", Tone.MUTED),
            Width(14, 22, 3),
            rank=0,
            sort="customer",
        ),
        Column("customer_po_no", N_("Their number"), lambda row: row.customer_po_no, Width(12, 18, 1), rank=7),
        Column("state", N_("State"), _state, Width(11, 19), rank=2, sort="state"),
        Column("delivery", N_("Delivery"), _delivery, Width(10, 16), rank=8),
        Column("billing", N_("Billing"), _billing, Width(10, 15), rank=9),
        Column("free", N_("Amend"), lambda row: Part(amendable(row, clock()), Tone.WARN), Width(9, 9), rank=5),
        _dated("requested_date", N_("Wanted"), lambda row: row.requested_date, clock, 5),
        _dated("promised_date", N_("Promised"), lambda row: row.promised_date, clock, 4),
        Column(
            "total",
            N_("Total"),
            lambda row: format_amount(row.total, row.currency) if row.currency else "",
            Width(10, 13),
            right=True,
            rank=3,
            sort="total",
        ),
        Column("currency", N_("Currency"), lambda row: row.currency, Width(8, 8), rank=6),
        Column("lines", N_("Lines"), lambda row: f"{row.lines:,}", Width(5, 5), right=True, rank=8),
        Column("missing", N_("Missing"), _missing, Width(14, 26, 2), rank=2),
        Column(
            "received_at",
            N_("Received"),
            lambda row: short_time(row.received_at, clock()),
            Width(12, 18),
            right=True,
            rank=7,
            sort="received_at",
        ),
    )
    return {column.id: column for column in columns}
