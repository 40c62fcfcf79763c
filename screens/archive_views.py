"""What stands beside the list of the archive: the papers of an order, how long it took, how long it is kept."""

from datetime import datetime, timedelta

from data.orders import Order
from data.rules.filing import FILED, Course, FileCard
from data.states import OrderState
from data.words import _, ngettext
from data.words.formats import format_amount, format_date, format_datetime, format_money, format_quantity
from data.words.labels import field_label, label, noted_label
from widgets.badge import Moment, short_date, time_left
from widgets.cells import Tone
from widgets.sections import Item, Section

_LATEST = 6
"""Papers shown beyond the checklist; the dossier has all of them."""


def file_sections(card: FileCard, moment: Moment) -> list[Section]:
    """Return the file of an order."""
    return [
        _papers(card, moment),
        _course(card),
        _keeping(card, moment),
        _record(card),
        *order_sections(card.order, moment),
    ]


def order_sections(order: Order, moment: Moment) -> list[Section]:
    """Return what was ordered, for how much, and what was said of it: all that is known before the file is read."""
    lines = tuple(
        Item(
            " ".join(part for part in (line.product_name or line.customer_part_no, line.specification) if part) or "–",
            f"{line.line_no} {line.product_code}".strip(),
            end=_("{quantity} {unit}").format(quantity=format_quantity(line.quantity or 0), unit=line.unit).strip(),
        )
        for line in order.lines
    )
    found = [Section(_("Goods"), lines), _money(order)]
    texts = [
        Item(text, field_label(name))
        for name in ("customer_po_no", "contract_no", "special_requirements", "note", "closing_summary")
        if (text := getattr(order, name))
    ]
    found.append(Section(_("Remarks"), tuple(texts)))
    said = [
        Item(_(" → ").join(part for part in (one.content, noted_label(one.outcome)) if part), _on(one.at, moment))
        for one in sorted(order.contacts, key=lambda one: one.at, reverse=True)[:_LATEST]
    ]
    found.append(Section(_("Customer"), tuple(said)))
    return found


def _papers(card: FileCard, moment: Moment) -> Section:
    there = sum(1 for paper in card.papers if paper.there)
    whole = there == len(card.papers)
    missed = card.order.state in FILED
    entries = []
    for paper in card.papers:
        if paper.there:
            entries.append(Item(label(paper.kind), "✔", Tone.PLAIN, Tone.GOOD))
        elif missed:
            text = _("{paper}: missing").format(paper=label(paper.kind))
            entries.append(Item(text, "▲", Tone.WARN, Tone.WARN))
        else:
            entries.append(Item(label(paper.kind), "–", Tone.MUTED))
    if card.gaps and not whole:
        entries.append(Item(_("reason: {text}").format(text=card.gaps), " ", Tone.MUTED))
    listed = {paper.kind for paper in card.papers}
    more = [one for one in card.order.documents if one.kind not in listed]
    entries += [
        Item(f"{label(one.kind)}: {one.name}", "·", end=_on(one.at, moment)) for one in list(reversed(more))[:_LATEST]
    ]
    note = _("{number} of {all}").format(number=there, all=len(card.papers)) if card.papers else ""
    if missed and not whole:
        return Section(_("Papers"), tuple(entries), f"▲ {note}", Tone.WARN)
    return Section(_("Papers"), tuple(entries), note, Tone.GOOD if whole else Tone.MUTED)


def _course(card: FileCard) -> Section:
    course = card.course
    entries = []
    if course.processing is not None:
        entries.append(Item(_stretch(course.processing), _("until decided")))
    if course.production is not None:
        entries.append(Item(_stretch(course.production), _("production")))
    if course.late_by is not None:
        late = course.late_by > 0
        entries.append(Item(_kept_promise(course.late_by), _("delivery"), Tone.BAD if late else Tone.GOOD))
    if course.whole is not None:
        entries.append(Item(_days(course.whole), _("from receipt to closing")))
    return Section(_("How long it took"), tuple(entries))


def _kept_promise(late_by: int) -> str:
    if late_by > 0:
        return ngettext("▲ {days} day late", "▲ {days} days late", late_by).format(days=late_by)
    return _("✔ on time")


def _days(days: int) -> str:
    return ngettext("{days} day", "{days} days", days).format(days=days)


def _stretch(stretch: timedelta) -> str:
    return time_left(int(stretch.total_seconds()))


def course_text(course: Course) -> str:
    """Return how long an order took in one line, as its closing summary begins; "" where nothing is known (D3)."""
    parts = []
    if course.processing is not None:
        parts.append(_("decided after {time}").format(time=_stretch(course.processing)))
    if course.production is not None:
        parts.append(_("produced in {time}").format(time=_stretch(course.production)))
    if course.late_by is not None:
        late = ngettext("delivered {days} day late", "delivered {days} days late", course.late_by)
        parts.append(late.format(days=course.late_by) if course.late_by > 0 else _("delivered on time"))
    return _(", ").join(parts)


def _keeping(card: FileCard, moment: Moment) -> Section:
    order = card.order
    entries = []
    if order.closed_at is not None:
        entries.append(Item(format_datetime(order.closed_at, moment.zone), _("closed")))
    if order.archived_at is not None:
        entries.append(Item(format_datetime(order.archived_at, moment.zone), _("archived")))
        entries.append(Item(label(order.importance), field_label("importance")))
    if order.keep_until is not None:
        over = order.keep_until < moment.today
        text = format_date(order.keep_until)
        if over:
            text = _("◆ {day}: the period is over").format(day=text)
        entries.append(Item(text, _("keep until"), Tone.WARN if over else Tone.PLAIN))
    waits = {
        OrderState.SETTLED: _("waits to be closed"),
        OrderState.CLOSED: _("waits to be archived"),
    }.get(order.state, "")
    if waits and not entries:
        entries.append(Item(waits, "◆", Tone.WARN, Tone.WARN))
        waits = ""
    return Section(_("Kept"), tuple(entries), waits, Tone.WARN)


def _record(card: FileCard) -> Section:
    count = ngettext("{number} event", "{number} events", len(card.events)).format(number=len(card.events))
    if card.sound:
        verdict = Item(_("every event as it was recorded"), "✔", Tone.PLAIN, Tone.GOOD)
    else:
        verdict = Item(_("altered: see “orderclerk audit verify”"), "▲", Tone.BAD, Tone.BAD)
    return Section(_("Record"), (verdict,), count)


def _money(order: Order) -> Section:
    if not order.currency:
        return Section(_("Money"), ())
    entries = [
        Item(field_label("invoiced"), "", end=format_amount(order.invoiced, order.currency)),
        Item(field_label("paid"), "", end=format_amount(order.paid, order.currency)),
    ]
    return Section(_("Money"), tuple(entries), format_money(order.total, order.currency))


def _on(at: datetime, moment: Moment) -> str:
    return short_date(at.astimezone(moment.zone).date(), moment.today)
