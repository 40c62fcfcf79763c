"""What stands beside the list of the tracking room: milestones, what has to be watched, goods and money."""

from datetime import date, datetime

from data.orders import Contact, ExceptionCase, Moved, Order, OrderLine
from data.rules.underway import TrackedRow
from data.states import Channel, SourceKind
from data.words import _, ngettext
from data.words.formats import format_amount, format_money, format_quantity
from data.words.labels import code_label, field_label, label, noted_label
from data.words.phrases import listing
from widgets.badge import Moment, badge, short_date
from widgets.cells import Tone, bar
from widgets.sections import Item, Section

_BAR = 8
_LATEST = 3
"""Check-ins and contacts shown; the dossier has all of them."""


def watch_sections(order: Order, row: TrackedRow | None, moment: Moment) -> list[Section]:
    """Return what has to be watched: exceptions, the next check-in, whether the customer knows, who makes it."""
    return [
        _exceptions(order, moment),
        _check_ins(order, row, moment),
        _customer(order, row, moment),
        _places(order, moment),
    ]


def goods_sections(order: Order, moment: Moment) -> list[Section]:
    """Return how far each line is, what was sent and signed for, and the money."""
    return [
        Section(_("Lines"), tuple(_line(line) for line in order.lines)),
        _shipments(order, moment),
        _money(order, moment),
    ]


def _exceptions(order: Order, moment: Moment) -> Section:
    still = [one for one in order.exceptions if one.resolved_at is None]
    done = [one for one in order.exceptions if one.resolved_at is not None]
    note = ngettext("{number} open", "{number} open", len(still)).format(number=len(still)) if still else _("none open")
    entries = [_open_exception(one, moment) for one in still]
    entries += [
        Item(_("{kind}: {text}").format(kind=label(one.kind), text=one.result), f"✔ {one.exception_no}", Tone.MUTED)
        for one in done[-_LATEST:]
    ]
    return Section(_("Exceptions"), tuple(entries), note, Tone.BAD if still else Tone.MUTED)


def _open_exception(one: ExceptionCase, moment: Moment) -> Item:
    due = badge(one.due, moment)
    parts = [_("{kind}: {text}").format(kind=label(one.kind), text=one.cause), one.measure, one.responsible]
    if one.due is not None:
        parts.append(_("due {day}").format(day=short_date(one.due, moment.today)))
    else:
        parts.append(_("since {day}").format(day=_on(one.raised_at, moment)))
    sign = due.sign.strip() or "▲"
    return Item(_(" · ").join(part for part in parts if part), f"{sign} {one.exception_no}", Tone.PLAIN, Tone.BAD)


def _check_ins(order: Order, row: TrackedRow | None, moment: Moment) -> Section:
    mark = badge(row.check_in if row else None, moment)
    entries = []
    note = ""
    if row is not None and row.check_in is not None:
        note = _("next {day}: {mark}").format(day=short_date(row.check_in, moment.today), mark=mark.long.text)
    for one in list(reversed(order.check_ins))[:_LATEST]:
        who = one.source or one.by
        entries.append(Item(_("{text} ({who})").format(text=one.result, who=who), _on(one.at, moment)))
    if not entries and note:
        entries.append(Item(_("nobody has asked yet"), tone=Tone.MUTED))
    return Section(_("Check-ins"), tuple(entries), note, mark.tone)


def _customer(order: Order, row: TrackedRow | None, moment: Moment) -> Section:
    newest = sorted(order.contacts, key=lambda one: one.at, reverse=True)[:_LATEST]
    entries = [_contact(one, moment) for one in newest] or [Item(_("nobody has spoken with him yet"), tone=Tone.MUTED)]
    if row is not None and row.tell:
        return Section(_("Customer"), tuple(entries), _("▲ is to be told"), Tone.WARN)
    return Section(_("Customer"), tuple(entries))


def _contact(one: Contact, moment: Moment) -> Item:
    channel = label(Channel(one.channel)) if one.channel in set(Channel) else code_label("Channel", one.channel)
    with_whom = _(", ").join(part for part in (channel, one.person) if part)
    said = _(" → ").join(part for part in (one.content, noted_label(one.outcome)) if part)
    return Item(_("{whom}: {text}").format(whom=with_whom, text=said), _on(one.at, moment))


def _places(order: Order, moment: Moment) -> Section:
    entries = []
    for one in order.allocations:
        if one.withdrawn:
            continue
        place = label(one.source_kind)
        if one.source_kind is not SourceKind.STOCK or one.source_code:
            place = f"{place} {one.source_code}".strip()
        days = " – ".join(short_date(day, moment.today) for day in (one.planned_start, one.planned_finish) if day)
        known = one.acknowledged_by or (_("not acknowledged") if one.source_kind is not SourceKind.STOCK else "")
        text = _(" · ").join(part for part in (format_quantity(one.quantity), days, known) if part)
        entries.append(Item(text, f"{one.line_no} {place}"))
    return Section(_("Placed"), tuple(entries))


def _line(line: OrderLine) -> Item:
    name = line.product_name or line.product_code or line.customer_part_no
    if line.on_hold:
        return Item(_("on hold: {reason}").format(reason=line.hold_reason), f"{line.line_no} {name}", Tone.WARN)
    if line.wanted <= 0:
        return Item(_("nothing is wanted any more"), f"{line.line_no} {name}", Tone.MUTED)
    done, whole = min(line.finished, line.wanted), line.wanted
    parts = [f"{bar(done, whole, _BAR)} {done * 100 // whole}%"]
    if line.shipped:
        parts.append(_("{quantity} shipped").format(quantity=format_quantity(line.shipped)))
    if line.delivered:
        parts.append(_("{quantity} delivered").format(quantity=format_quantity(line.delivered)))
    amount = f"{format_quantity(line.finished)}/{format_quantity(whole)} {line.unit}".strip()
    tone = Tone.GOOD if done >= whole else Tone.PLAIN
    return Item(_(" · ").join(parts), f"{line.line_no} {name}", tone, end=amount)


def _shipments(order: Order, moment: Moment) -> Section:
    found: list[tuple[date, Item]] = []
    for shipment in order.shipments:
        sent = _("sent {quantities}").format(quantities=_moved(shipment.moved))
        text = _(" · ").join(part for part in (sent, shipment.carrier, shipment.waybill_no) if part)
        found.append((shipment.shipped_on, Item(text, short_date(shipment.shipped_on, moment.today))))
    for delivery in order.deliveries:
        text = _("signed for {quantities} · {who}").format(quantities=_moved(delivery.moved), who=delivery.signed_by)
        found.append((delivery.delivered_on, Item(text, short_date(delivery.delivered_on, moment.today), Tone.GOOD)))
    entries = [entry for _day, entry in sorted(found, key=lambda one: one[0])]
    return Section(_("Shipments"), tuple(entries))


def _moved(moved: tuple[Moved, ...]) -> str:
    return listing(f"{one.line_no}: {format_quantity(one.quantity)}" for one in moved)


def _money(order: Order, moment: Moment) -> Section:
    if not order.currency:
        return Section(_("Money"), ())
    today = moment.today
    entries = []
    for invoice in order.invoices:
        mark = badge(invoice.due_on, moment) if order.paid < order.invoiced else None
        text = _("invoice {number}, due {day}").format(number=invoice.number, day=short_date(invoice.due_on, today))
        lead = short_date(invoice.issued_on, today)
        tone = mark.tone if mark else Tone.PLAIN
        entries.append(Item(text, lead, tone, end=format_amount(invoice.total, order.currency)))
    for receipt in order.receipts:
        how = " ".join(part for part in (receipt.method, receipt.reference) if part)
        text = _("received {how}").format(how=how).strip()
        amount = format_amount(receipt.amount, order.currency)
        entries.append(Item(text, short_date(receipt.received_on, today), Tone.GOOD, end=amount))
    note = format_money(order.total, order.currency)
    open_amount = order.invoiced - order.paid
    if open_amount > 0:
        note += " · " + _("{amount} open").format(amount=format_amount(open_amount, order.currency))
    billed = format_amount(order.total - order.invoiced, order.currency)
    if order.total > order.invoiced:
        entries.append(Item(_("not billed yet"), field_label("total"), Tone.MUTED, end=billed))
    return Section(_("Money"), tuple(entries), note)


def _on(at: datetime, moment: Moment) -> str:
    return short_date(at.astimezone(moment.zone).date(), moment.today)
