"""What the tabs of the dossier show: records of an order as rows of tables."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from data.orders import Invoice, Moved, Order, OrderLine
from data.states import SourceKind
from data.words import N_, _
from data.words.formats import format_amount, format_date, format_datetime, format_money, format_price, format_quantity
from data.words.labels import code_label, field_label, label, noted_label
from data.words.phrases import listing
from screens.records import Head, Record
from widgets.badge import Moment, short_date
from widgets.cells import Part, Tone
from widgets.columns import Width
from widgets.facts import Fact

if TYPE_CHECKING:
    from data.rules.confirming import Agreement

_NOTHING = Part("–", Tone.MUTED)
_SUPPLIED = "°"
"""Behind a value that the source did not state (I3)."""

LINE_HEADS = (
    Head("#", Width(2, 3), right=True, rank=0),
    Head(N_("Product"), Width(12, 32, 3), rank=0),
    Head(N_("Specification"), Width(8, 14, 2), rank=5),
    Head(N_("Quantity"), Width(8, 11), right=True, rank=0),
    Head(N_("Price"), Width(8, 12), right=True, rank=3),
    Head(N_("Total"), Width(10, 13), right=True, rank=1),
    Head(N_("Wanted"), Width(8, 8), right=True, rank=4),
    Head(N_("Progress"), Width(9, 16, 1), rank=2),
)
PLAN_HEADS = (
    Head(N_("What"), Width(12, 20), rank=0),
    Head(N_("Line"), Width(4, 4), right=True, rank=3),
    Head(N_("Where or what"), Width(12, 24, 3), rank=0),
    Head(N_("Quantity"), Width(8, 10), right=True, rank=2),
    Head(N_("From"), Width(6, 11), right=True, rank=4),
    Head(N_("Until"), Width(6, 11), right=True, rank=1),
    Head(N_("Who"), Width(6, 14), rank=5),
)
SHIPMENT_HEADS = (
    Head(N_("Date"), Width(6, 11), right=True, rank=0),
    Head(N_("What"), Width(10, 16), rank=0),
    Head(N_("Carrier, signature"), Width(10, 24, 2), rank=1),
    Head(N_("Waybill"), Width(8, 18, 1), rank=3),
    Head(N_("Quantities"), Width(10, 26, 2), rank=2),
)
MONEY_HEADS = (
    Head(N_("Date"), Width(6, 11), right=True, rank=0),
    Head(N_("What"), Width(10, 20), rank=0),
    Head(N_("Number, reference"), Width(10, 24, 2), rank=1),
    Head(N_("Amount"), Width(10, 15), right=True, rank=0),
    Head(N_("Due"), Width(6, 11), right=True, rank=2),
)
PAPER_HEADS = (
    Head(N_("Paper"), Width(10, 20), rank=0),
    Head(N_("Name"), Width(12, 24, 3), rank=0),
    Head(N_("Size"), Width(7, 9), right=True, rank=3),
    Head(N_("Added"), Width(8, 18), right=True, rank=2),
    Head(N_("Who"), Width(6, 14), rank=4),
    Head(N_("Sent to"), Width(16, 20, 3), rank=1),
)
CONTACT_HEADS = (
    Head(N_("When"), Width(12, 18), rank=0),
    Head(N_("How"), Width(8, 16), rank=3),
    Head(N_("With"), Width(6, 16), rank=2),
    Head(N_("What was said"), Width(14, 28, 3), rank=0),
    Head(N_("What came of it"), Width(10, 16, 2), rank=1),
    Head(N_("Who"), Width(6, 12), rank=4),
)


def line_records(order: Order, moment: Moment) -> list[Record]:
    """Return the lines of an order; what is missing or supplied is marked."""
    return [Record(str(line.line_no), _line(order, line, moment)) for line in order.lines]


def _line(order: Order, line: OrderLine, moment: Moment) -> tuple[str | Part, ...]:
    names = (line.product_code, line.product_name or line.customer_part_no)
    name = " ".join(part for part in names if part)
    quantity = _missing() if line.quantity is None else f"{format_quantity(line.quantity)} {line.unit}".strip()
    price = format_price(line.unit_price, order.currency) if line.unit_price is not None else ""
    if "unit_price" in line.supplied:
        price += _SUPPLIED
    asked = line.requested_date or order.requested_date
    return (
        str(line.line_no),
        name or _missing(),
        line.specification or line.drawing_no or _NOTHING,
        quantity,
        price or (_missing() if line.stated_total is None else _NOTHING),
        format_amount(line.total, order.currency) if order.currency else _NOTHING,
        short_date(asked, moment.today) or _NOTHING,
        _progress(line),
    )


def _progress(line: OrderLine) -> Part:
    if line.on_hold:
        return Part(_("on hold: {reason}").format(reason=line.hold_reason), Tone.WARN)
    if line.wanted <= 0 and line.closed_short:
        return Part(_("closed short"), Tone.MUTED)
    steps = ((line.delivered, N_("delivered")), (line.shipped, N_("shipped")), (line.finished, N_("finished")),
             (line.allocated, N_("allocated")))  # fmt: skip
    for quantity, step in steps:
        if quantity >= line.wanted > 0:
            return Part(_(step), Tone.GOOD if step == "delivered" else Tone.PLAIN)
        if quantity > 0:
            text = _("{quantity} {step}").format(quantity=format_quantity(quantity), step=_(step))
            return Part(text)
    return _NOTHING


def _missing() -> Part:
    return Part(_("▲ missing"), Tone.BAD)


def plan_records(order: Order, moment: Moment) -> list[Record]:
    """Return where the quantities are placed, what was reported, check-ins and exceptions."""

    def day(on: date | None) -> str | Part:
        return short_date(on, moment.today) or _NOTHING

    found: list[Record] = []
    for one in order.exceptions:
        done = one.resolved_at is not None
        found.append(
            Record(
                f"exception-{one.exception_no}",
                (
                    Part(_("exception {number}").format(number=one.exception_no), Tone.MUTED if done else Tone.BAD),
                    "",
                    _("{kind}: {text}").format(kind=label(one.kind), text=one.result or one.cause),
                    "",
                    short_date(one.raised_at.astimezone(moment.zone).date(), moment.today),
                    day(one.due),
                    one.responsible,
                ),
            )
        )
    for allocation in order.allocations:
        what = _("withdrawn") if allocation.withdrawn else _("allocated")
        place = label(allocation.source_kind)
        if allocation.source_kind is not SourceKind.STOCK or allocation.source_code:
            place = f"{place} {allocation.source_code}".strip()
        found.append(
            Record(
                f"allocation-{allocation.allocation_id}",
                (
                    Part(what, Tone.MUTED if allocation.withdrawn else Tone.PLAIN),
                    str(allocation.line_no),
                    place,
                    format_quantity(allocation.quantity),
                    day(allocation.planned_start),
                    day(allocation.planned_finish),
                    allocation.acknowledged_by or _NOTHING,
                ),
            )
        )
    for at, report in enumerate(order.progress):
        found.append(
            Record(
                f"report-{at}",
                (
                    _("finished"),
                    str(report.line_no),
                    " ".join(part for part in (noted_label(report.step), report.note) if part),
                    format_quantity(report.quantity),
                    "",
                    short_date(report.at.astimezone(moment.zone).date(), moment.today),
                    report.by,
                ),
            )
        )
    for at, check in enumerate(order.check_ins):
        on = short_date(check.at.astimezone(moment.zone).date(), moment.today)
        found.append(Record(f"check-in-{at}", (_("check-in"), "", check.result, "", on, day(check.next_due), check.by)))
    return found


def shipment_records(order: Order, moment: Moment) -> list[Record]:
    """Return what was sent and what was signed for."""
    found: list[tuple[date, Record]] = []
    for shipment in order.shipments:
        what = _("opening balance") if shipment.opening else _("shipment {number}").format(number=shipment.shipment_no)
        cells = (_dated(shipment.shipped_on, moment), what, shipment.carrier or shipment.method, shipment.waybill_no,
                 _quantities(shipment.moved))  # fmt: skip
        found.append((shipment.shipped_on, Record(f"shipment-{shipment.shipment_no}", cells)))
    for at, delivery in enumerate(order.deliveries):
        what = _("opening balance") if delivery.opening else _("delivered")
        cells = (_dated(delivery.delivered_on, moment), what, delivery.signed_by, "", _quantities(delivery.moved))
        found.append((delivery.delivered_on, Record(f"delivery-{at}", cells)))
    return [record for _on, record in sorted(found, key=lambda one: one[0])]


def money_records(order: Order, moment: Moment) -> list[Record]:
    """Return what was billed and what was received."""
    found: list[tuple[date, Record]] = []
    for invoice in order.invoices:
        cells = (_dated(invoice.issued_on, moment), _invoice_kind(invoice), invoice.number,
                 format_amount(invoice.total, order.currency), _dated(invoice.due_on, moment))  # fmt: skip
        found.append((invoice.issued_on, Record(f"invoice-{invoice.number}", cells)))
    for at, receipt in enumerate(order.receipts):
        what = _("opening balance") if receipt.opening else _("payment")
        reference = " ".join(part for part in (receipt.method, receipt.reference) if part)
        cells = (_dated(receipt.received_on, moment), what, reference, format_amount(receipt.amount, order.currency),
                 "")  # fmt: skip
        found.append((receipt.received_on, Record(f"receipt-{at}", cells)))
    return [record for _on, record in sorted(found, key=lambda one: one[0])]


def _invoice_kind(invoice: Invoice) -> str:
    return _("opening balance") if invoice.opening else label(invoice.kind)


def money_facts(order: Order) -> list[Fact]:
    """Return the sums of an order."""

    def money(name: str, amount: int, tone: Tone = Tone.PLAIN) -> Fact:
        return Fact(field_label(name), format_money(amount, order.currency), tone=tone)

    owed = order.invoiced - order.paid
    facts = [money("net", order.net), money("tax", order.tax)]
    facts += [money(name, getattr(order, name)) for name in ("discount", "freight", "rounding_off")
              if getattr(order, name)]  # fmt: skip
    facts += [money("total", order.total, Tone.STRONG), money("invoiced", order.invoiced), money("paid", order.paid)]
    if owed > 0:
        facts.append(Fact(_("open"), format_money(owed, order.currency), tone=Tone.WARN))
    return facts


def paper_records(order: Order, agreement: "Agreement | None", moment: Moment) -> list[Record]:
    """Return the papers of an order; of one that went to the customer with a message, to whom the last time (R11)."""
    sent = {one.sha256: one.to_address or one.to_name for one in agreement.sent} if agreement is not None else {}
    return [
        Record(
            f"paper-{at}",
            (
                label(paper.kind),
                paper.name,
                _size(paper.size),
                format_datetime(paper.at, moment.zone),
                paper.by,
                sent.get(paper.sha256, ""),
            ),
        )
        for at, paper in enumerate(order.documents)
    ]


def contact_records(order: Order, moment: Moment) -> list[Record]:
    """Return the contacts with the customer, the newest first."""
    newest = sorted(enumerate(order.contacts), key=lambda one: one[1].at, reverse=True)
    return [
        Record(
            f"contact-{at}",
            (
                format_datetime(contact.at, moment.zone),
                code_label("Channel", contact.channel),
                contact.person,
                contact.content,
                noted_label(contact.outcome),
                contact.by,
            ),
        )
        for at, contact in newest
    ]


def _dated(day: date, moment: Moment) -> str:
    return short_date(day, moment.today) or format_date(day)


def _quantities(moved: Iterable[Moved]) -> str:
    parts: Sequence[str] = [f"{one.line_no}: {format_quantity(one.quantity)}" for one in moved]
    return listing(parts)


_KIB = 1024


def _size(size: int) -> str:
    """Return the size of a file in the unit that keeps it short."""
    if size < _KIB:
        return _("{number} B").format(number=size)
    if size < _KIB**2:
        return _("{number} KB").format(number=-(-size // _KIB))
    return _("{number} MB").format(number=-(-size // _KIB**2))
