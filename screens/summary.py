"""An order in short, for the pane beside a list and the head of the dossier; what is missing or supplied is marked."""

from collections.abc import Iterator
from datetime import date, datetime

from data.orders import Order, OrderRow
from data.rules.review import late
from data.rules.rooms import DECIDING, amended_until, due
from data.rules.workflow import Stage
from data.states import BillingState, DeliveryState, HandlingClass, OrderState
from data.words import _, ngettext
from data.words.follow_up import call_parts, condition_parts, late_text, taken_note_text
from data.words.formats import format_date, format_datetime, format_money, format_percent
from data.words.labels import field_label, label, missing_text, noted_label
from widgets.badge import Badge, Moment, badge
from widgets.cells import Line, Part, Tone
from widgets.facts import Fact

_TONES = {
    OrderState.CLARIFYING: Tone.WARN,
    OrderState.RETURNED: Tone.WARN,
    OrderState.ESCALATED: Tone.BAD,
    OrderState.CANCELLED: Tone.MUTED,
}


def clock_of(order: Order | OrderRow) -> datetime | date | None:
    """Return what is due next of an order (I7)."""
    return due(order)


def urgency(order: Order | OrderRow, moment: Moment) -> Badge:
    """Return the mark of how urgent an order is."""
    return badge(clock_of(order), moment)


def state_parts(order: Order | OrderRow) -> list[Part]:
    """Return the states of an order: where it stands, whether it is held, how far goods and money are."""
    parts = [Part(label(order.state), _TONES.get(order.state, Tone.STRONG))]
    if order.on_hold:
        parts.append(Part(_("on hold"), Tone.WARN))
    if order.handling_class is not HandlingClass.ORDINARY:
        parts.append(Part(label(order.handling_class), Tone.STRONG))
    if order.delivery_state is not DeliveryState.NONE and order.delivery_state.value != order.state.value:
        parts.append(Part(label(order.delivery_state)))
    if order.billing_state is not BillingState.NONE:
        parts.append(Part(label(order.billing_state)))
    return parts


def joined(parts: list[Part]) -> Line:
    """Return parts on one line, with a dot between."""
    line: list[Part] = []
    for part in parts:
        if line:  # where a part has a dot for its sign, one is enough
            line += [Part(" · ", Tone.MUTED), Part(part.text.removeprefix("· "), part.tone)]
        else:
            line.append(part)
    return tuple(line)


def clock_parts(order: Order | OrderRow, moment: Moment) -> list[Part]:
    """Return what is due, in words: the decision, or the delivery."""
    mark = urgency(order, moment)
    parts = []
    clock = clock_of(order)
    if clock is not None:
        what = _("decision") if order.state in DECIDING else _("delivery")
        when = format_datetime(clock, moment.zone) if isinstance(clock, datetime) else format_date(clock)
        parts.append(Part(f"{mark.long.text} {what} {when}", mark.tone))
    return parts


def amendable_parts(row: Order | OrderRow, moment: Moment) -> list[Part]:
    """Return until when the customer amends freely, where he still may: what is begun before may be undone (I8)."""
    end = amended_until(row, moment.amendment_hours, moment.now)
    if end is None:
        return []
    text = _("free amendment until {when}").format(when=format_datetime(end, moment.zone))
    return [Part(f"↺ {text}", Tone.WARN)]


def order_facts(order: Order, moment: Moment) -> list[Fact]:
    """Return what an order says of itself, the missing elements first to be seen (I3)."""
    return [fact for fact in _facts(order, moment) if fact.value or fact.missing]


def _facts(order: Order, moment: Moment) -> Iterator[Fact]:
    customer = " ".join(part for part in (order.customer_code, order.customer_name) if part)
    yield _fact(order, "customer", customer)
    yield _fact(order, "contact", order.contact)
    yield _fact(order, "customer_po_no", order.customer_po_no)
    yield _fact(order, "contract_no", order.contract_no)
    yield _fact(order, "kind", label(order.kind))
    yield _fact(order, "channel", label(order.channel))
    yield _fact(order, "ordered_on", _day(order.ordered_on))
    yield _fact(order, "received_at", format_datetime(order.received_at, moment.zone))
    yield _fact(order, "requested_date", _day(order.requested_date))
    yield _fact(order, "promised_date", _day(order.promised_date))
    yield _fact(order, "planned_finish", _day(order.planned_finish))
    yield _fact(order, "planned_ship_date", _day(order.planned_ship_date))
    yield _fact(order, "delivery_place", order.delivery_place)
    yield _fact(order, "delivery_method", noted_label(order.delivery_method))
    yield _fact(order, "payment_terms", order.payment_terms)
    yield Fact(field_label("total"), format_money(order.total, order.currency) if order.currency else "")
    if order.discount_rate:
        yield Fact(field_label("discount_rate"), format_percent(order.discount_rate))
    yield _fact(order, "salesperson", order.salesperson)
    yield _fact(order, "merchandiser", order.merchandiser)
    if order.confirmed_at:
        yield Fact(field_label("confirmed_at"), format_datetime(order.confirmed_at, moment.zone))
        yield Fact(field_label("confirmation_no"), order.confirmation_no)
    if order.on_hold:
        yield Fact(field_label("hold_reason"), order.hold_reason, tone=Tone.WARN, wide=True)
    if order.missing:
        yield Fact(field_label("missing"), missing_text(order), tone=Tone.BAD, wide=True)
    yield from _of_review(order, moment)
    yield Fact(field_label("special_requirements"), order.special_requirements, wide=True)
    yield Fact(field_label("note"), order.note, wide=True)
    yield Fact(field_label("closing_summary"), order.closing_summary, wide=True)


def _of_review(order: Order, moment: Moment) -> Iterator[Fact]:
    """Yield what follows the review: conditions, open ones to be seen, late opinions, who took note (R8, R9)."""
    for condition in order.conditions:
        name = _("condition {number}").format(number=condition.condition_no)
        tone = Tone.WARN if condition.resolved_at is None else Tone.MUTED
        text = _(" · ").join(part for part in condition_parts(condition) if part)
        yield Fact(name, text, tone=tone, wide=True)
    for call in order.calls:
        name = _("call {number}").format(number=call.call_no)
        tone = Tone.WARN if call.answered_at is None else Tone.MUTED
        yield Fact(name, _(" · ").join(part for part in call_parts(call) if part), tone=tone, wide=True)
    yield Fact(_("late opinions"), late_text(order, moment.now), tone=Tone.WARN, wide=True)
    yield Fact(_("taken note"), taken_note_text(order), wide=True)


def late_parts(order: Order | None, moment: Moment) -> list[Part]:
    """Return how many opinions of an order were late or are, of all rounds (R8); nothing where none was."""
    number = 0 if order is None else len(late(order.opinions, moment.now))
    said = ngettext("{number} late opinion", "{number} late opinions", number).format(number=number)
    return [Part(said, Tone.WARN)] if number else []


def _fact(order: Order, name: str, value: str) -> Fact:
    return Fact(field_label(name), value, supplied=order.supplied.get(name, ""), missing=name in order.missing)


def _day(day: date | None) -> str:
    return "" if day is None else format_date(day)


def stage_name(stage: Stage) -> str:
    """Return a room's name as its tab shows it."""
    names = {
        Stage.INTAKE: _("Intake"),
        Stage.REVIEW: _("Review"),
        Stage.ALLOCATION: _("Allocation"),
        Stage.TRACKING: _("Tracking"),
        Stage.ARCHIVE: _("Archive"),
    }
    return names.get(stage, "")
