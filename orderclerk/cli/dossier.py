"""One order as a person reads it: everything on record, in the width of a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.desk.desk import Desk
from data.orders import Moved, Order, OrderLine
from data.rules.checks import Check, Grade
from data.rules.workflow import Verb
from data.words import _
from data.words.agreed import agreed
from data.words.checks import evidence_text
from data.words.explain import explain_event
from data.words.follow_up import call_parts, condition_parts, opinion_remarks
from data.words.formats import (
    format_amount,
    format_date,
    format_datetime,
    format_money,
    format_percent,
    format_price,
    format_quantity,
)
from data.words.labels import check_label, code_label, field_label, label, missing_text, noted_label, source_label
from data.words.phrases import line_numbers
from data.words.printable import printable
from orderclerk.cli.layout import listed, padded, wrapped

_LATEST = 10
"""So many events are shown; `order history` shows all."""

_WIDEST = 28


def dossier(desk: Desk, order: Order, width: int) -> Iterator[str]:
    """Yield the lines of an order's dossier."""
    zone = desk.policy.current().zone
    yield from _head(order, width)
    yield from _section("", _facts(order, zone), width)
    yield from _lines(order, width)
    yield from _sums(order, width)
    for title, rows in _records(order, zone):
        yield from _section(title, rows, width)
    sheets, agreement = desk.joint.sheets(order.number), desk.confirming.agreement(order.number)
    for group in agreed(order, agreement, sheets, desk.context.clock(), zone):
        told = [
            (row.name if place == 0 else "", line)
            for row in group.rows
            for place, line in enumerate(row.text.splitlines())
        ]
        yield from _section(group.title, told, width)
    verbs = desk.orders.verbs(order)
    if Verb.ACCEPT in verbs or Verb.SUBMIT in verbs:  # what the check finds matters before the review
        yield from _section(_("Self-check"), _graded(desk.intake.checks(order.number)), width)
    yield from _section(_("What may be done now"), [("", ", ".join(verbs) or _("nothing"))], width)
    history = desk.orders.history(order.number)
    told = [(format_datetime(event.at, zone), explain_event(event, order.currency)) for event in history[-_LATEST:]]
    title = _("History") if len(history) <= _LATEST else _("History, the last {count}").format(count=_LATEST)
    yield from _section(title, told, width)


def _graded(checks: Sequence[Check]) -> list[tuple[str, str]]:
    return [
        (label(check.grade), _("{check}: {detail}").format(check=check_label(check.name), detail=evidence_text(check)))
        for check in checks
        if check.grade in (Grade.WARN, Grade.FAIL)
    ]


def _head(order: Order, width: int) -> Iterator[str]:
    parts = [order.number, label(order.state)]
    if order.on_hold:
        parts.append(_("on hold: {reason}").format(reason=order.hold_reason))
    parts.append(_("version {number}").format(number=order.version))
    yield from wrapped(printable(_(" · ").join(parts)), width)
    if order.missing:
        yield from wrapped(_("Missing: {fields}").format(fields=missing_text(order)), width)


def _section(title: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield a title and its rows, nothing where there are none."""
    if not rows:
        return
    yield ""
    if title:
        yield title
    if all(not name for name, _text in rows):
        for _name, text in rows:
            yield from (f"  {line}" for line in wrapped(printable(text), width - 2))
        return
    yield from listed([(printable(name), printable(text)) for name, text in rows], width, _WIDEST)


def _facts(order: Order, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return what the order says of itself, with where it came from what its source did not say (I3)."""
    names = (
        "kind", "handling_class", "delivery_state", "billing_state", "customer_po_no", "contract_no", "contact",
        "ordered_on", "received_at", "channel", "entered_by", "decision_due_at", "decided_at", "requested_date",
        "promised_date", "planned_finish", "planned_ship_date", "confirmed_at", "confirmation_no", "delivery_place",
        "delivery_method", "payment_terms", "price_basis", "currency", "special_requirements", "note", "salesperson",
        "merchandiser", "verified_at", "verified_by", "closing_summary", "closed_at", "archived_at", "keep_until",
    )  # fmt: skip
    customer = f"{order.customer_code}  {order.customer_name}".strip()
    rows = [(field_label("customer"), _marked(order, "customer", customer))] if customer else []
    for name in names:
        value = getattr(order, name)
        text = noted_label(value) if name == "delivery_method" else _text_of(value, zone)
        if text:
            rows.append((field_label(name), _marked(order, name, text)))
    rows += [(heading, text) for heading, text in order.extra.items() if text]
    return rows


def _text_of(value: Any, zone: ZoneInfo) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return format_datetime(value, zone)
    if isinstance(value, date):
        return format_date(value)
    return label(value) if hasattr(value, "value") else str(value)


def _marked(thing: Order | OrderLine, name: str, text: str) -> str:
    source = thing.supplied.get(name)
    return _("{text} ({source})").format(text=text, source=source_label(source)) if source else text


def _lines(order: Order, width: int) -> Iterator[str]:
    if not order.lines:
        return
    yield ""
    yield field_label("lines")
    widest = len(str(order.lines[-1].line_no))
    for line in order.lines:
        lead = f"  {padded(str(line.line_no), widest, right=True)}  "
        for place, text in enumerate(_line(order, line)):
            indent = lead if place == 0 else " " * len(lead)
            for part in wrapped(printable(text), width - len(lead)):
                yield f"{indent}{part}"
                indent = " " * len(lead)


def _line(order: Order, line: OrderLine) -> Iterator[str]:
    """Yield what is to be said of a line: the thing, the figures, the rest."""
    missing = _("missing")
    yield _thing(line) or _("{field}: {text}").format(field=field_label("product"), text=missing)
    quantity = missing if line.quantity is None else _marked(line, "quantity", format_quantity(line.quantity))
    unit = _marked(line, "unit", line.unit) if line.unit else ""
    if line.unit_price is not None:
        price = _marked(line, "unit_price", format_price(line.unit_price, order.currency))
    else:
        price = "—" if line.stated_total is not None else missing
    parts = [f"{quantity} {unit}".strip(), f"× {price}"]
    if line.discount_rate:
        parts.append(f"− {_marked(line, 'discount_rate', format_percent(line.discount_rate))}")
    parts.append(f"= {format_money(line.net, order.currency)}")
    if line.tax_rate:
        tax = _marked(line, "tax_rate", format_percent(line.tax_rate))
        parts.append(_("+ tax {rate} = {amount}").format(rate=tax, amount=format_money(line.total, order.currency)))
    yield " ".join(parts)
    progress = [
        f"{field_label(name)} {format_quantity(getattr(line, name))}"
        for name in ("allocated", "finished", "shipped", "delivered", "closed_short")
        if getattr(line, name)
    ]
    if progress:
        yield _(", ").join(progress)
    if line.on_hold:
        yield _("on hold: {reason}").format(reason=line.hold_reason)
    if line.close_reason:
        yield _("{field}: {text}").format(field=field_label("close_reason"), text=line.close_reason)
    rest = [
        _("{field}: {text}").format(field=field_label(name), text=text)
        for name, text in (
            ("customer_part_no", line.customer_part_no),
            ("requested_date", format_date(line.requested_date) if line.requested_date else ""),
            ("promised_date", format_date(line.promised_date) if line.promised_date else ""),
            ("job_no", line.job_no),
            ("note", line.note),
        )
        if text
    ]
    rest += [_("{field}: {text}").format(field=heading, text=text) for heading, text in line.extra.items() if text]
    if rest:
        yield _("; ").join(rest)
    for planned in line.schedule:
        yield f"→ {format_date(planned.due)}: {format_quantity(planned.quantity)} {planned.place}".rstrip()


def _thing(line: OrderLine) -> str:
    """Return what the line is of; where several parts came from one source, that is said once behind them."""
    names = ("product_code", "product_name", "specification", "drawing_no", "revision")
    there = [name for name in names if getattr(line, name)]
    sources = [line.supplied.get(name) for name in there]
    return "  ".join(
        getattr(line, name) if sources[at] in sources[at + 1 :] else _marked(line, name, getattr(line, name))
        for at, name in enumerate(there)
    )


def _sums(order: Order, width: int) -> Iterator[str]:
    names = ["net", "tax", *(name for name in ("discount", "freight", "rounding_off") if getattr(order, name))]
    names += ["total", *(name for name in ("stated_total", "invoiced", "paid") if getattr(order, name))]
    amounts = {name: format_amount(getattr(order, name), order.currency) for name in names}
    widest = max(len(amount) for amount in amounts.values())
    rows = [(field_label(name), f"{order.currency} {amount:>{widest}}") for name, amount in amounts.items()]
    yield from _section(_("Amounts"), rows, width)


def _records(order: Order, zone: ZoneInfo) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what was recorded about the order, kind by kind."""

    def when(moment: datetime | None) -> str:
        return format_datetime(moment, zone) if moment else ""

    yield (
        _("Reviews"),
        [
            (
                _("round {number}: {review}").format(number=one.round, review=label(one.review)),
                _join(
                    label(one.opinion),
                    one.by,
                    when(one.at) or _("due {when}").format(when=when(one.due_at)),
                    *opinion_remarks(one),
                    one.comment,
                ),
            )
            for one in order.opinions
        ],
    )
    yield _("Conditions"), [(str(one.condition_no), _join(*condition_parts(one))) for one in order.conditions]
    yield _("Calls for the supervisor"), [(str(one.call_no), _join(*call_parts(one))) for one in order.calls]
    yield _("Taken note"), [(label(one.department), _join(one.by, when(one.at))) for one in order.notes_taken]
    yield (
        _("Allocations"),
        [
            (
                line_numbers([one.line_no]),
                _join(
                    f"{label(one.source_kind)} {one.source_code}".strip(),
                    format_quantity(one.quantity),
                    f"{_day(one.planned_start)} – {_day(one.planned_finish)}"
                    if one.planned_start or one.planned_finish
                    else "",
                    _("acknowledged by {person}").format(person=one.acknowledged_by) if one.acknowledged_by else "",
                    _("withdrawn") if one.withdrawn else "",
                ),
            )
            for one in order.allocations
        ],
    )
    yield (
        _("Progress"),
        [
            (
                when(one.at),
                _join(
                    line_numbers([one.line_no]), format_quantity(one.quantity), noted_label(one.step), one.note, one.by
                ),
            )
            for one in order.progress
        ],
    )
    yield _("Check-ins"), [
        (when(one.at), _join(one.result, one.source, one.by,
                             _("next {when}").format(when=_day(one.next_due)) if one.next_due else ""))
        for one in order.check_ins
    ]  # fmt: skip
    yield (
        _("Exceptions"),
        [
            (
                f"{one.exception_no}  {label(one.kind)}",
                _join(
                    one.cause,
                    one.measure,
                    one.responsible,
                    _day(one.due),
                    one.result or _("open"),
                    when(one.resolved_at),
                ),
            )
            for one in order.exceptions
        ],
    )
    yield from _goods_and_money(order)
    yield _("Contacts"), [
        (when(one.at), _join(code_label("Channel", one.channel), one.person,
                             one.content, noted_label(one.outcome)))
        for one in order.contacts
    ]  # fmt: skip
    yield (
        _("Papers"),
        [
            (label(one.kind), _join(one.name, _("{number} bytes").format(number=f"{one.size:,}"), when(one.at), one.by))
            for one in order.documents
        ],
    )


def _goods_and_money(order: Order) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield (
        _("Shipments"),
        [
            (_day(one.shipped_on), _join(_quantities(one.moved), one.carrier, one.waybill_no, one.method))
            for one in order.shipments
        ],
    )
    yield (
        _("Deliveries"),
        [(_day(one.delivered_on), _join(_quantities(one.moved), one.signed_by)) for one in order.deliveries],
    )
    yield (
        _("Invoices"),
        [
            (
                one.number,
                _join(
                    label(one.kind),
                    format_money(one.total, order.currency),
                    _day(one.issued_on),
                    _("due {when}").format(when=_day(one.due_on)),
                ),
            )
            for one in order.invoices
        ],
    )
    yield (
        _("Receipts"),
        [
            (_day(one.received_on), _join(format_money(one.amount, order.currency), one.method, one.reference))
            for one in order.receipts
        ],
    )


def _quantities(moved: tuple[Moved, ...]) -> str:
    return _(", ").join(
        _("{field}: {text}").format(field=line_numbers([one.line_no]), text=format_quantity(one.quantity))
        for one in moved
    )


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _join(*parts: str) -> str:
    return _("; ").join(part for part in parts if part)
