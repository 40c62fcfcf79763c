"""What a paper says: an order as values for a template, in the language of the paper (R11, N2)."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from data.desk.papers import PaperFacts
from data.orders import Order, OrderLine
from data.rules.papers import PaperKind
from data.states import OrderState, PriceBasis
from data.words import _, current_language
from data.words.explain_events import explain_event
from data.words.formats import (
    format_amount,
    format_date,
    format_datetime,
    format_money,
    format_percent,
    format_price,
    format_quantity,
)
from data.words.labels import field_label, label, missing_text, noted_label
from data.words.printable import printable

_FONTS = {
    "en": ("en", "GB", "Noto Sans CJK SC"),
    "zh_CN": ("zh", "CN", "Noto Sans CJK SC"),
    "zh_TW": ("zh", "TW", "Noto Sans CJK TC"),
}
"""Language of the desk → language and region as typography names them, and the font with the glyphs of that region."""

_UNBROKEN, _UNBROKEN_CODE = 18, 11
"""After so many characters without a space a line may end anywhere, so that nothing runs out of its column."""

_LONG = re.compile(r"[^\s\u2e80-\U0003ffff]+")
"""Words; between two Chinese characters a line may end anyway."""

_NO_GLYPHS = {0x2400 + code: f"\\x{code:02x}" for code in range(0x20)} | {0x2421: "\\x7f", ord("\t"): " "}
"""Pictures of control characters, which the font does not have, are written as escapes."""

_ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"

Row = list[str]
Values = dict[str, Any]


def paper_values(facts: PaperFacts, kind: PaperKind) -> Values:
    """Return everything that a paper prints, by the names under which a template finds it.

    Words, dates and numbers are in the language that is spoken (`data.words.speaking`). All texts are harmless: control
    characters are shown as signs, and a long one can be broken.
    """
    values = _confirmation(facts) if kind is PaperKind.CONFIRMATION else _whole(facts)
    lang, region, font = _FONTS[current_language()]
    papers = facts.policy.papers
    telephone = _("Tel. {number}").format(number=papers.telephone) if papers.telephone else ""
    values["office"] = {"name": facts.office, "lines": _kept(papers.address, telephone)}
    values["page-of"] = _("page {page} of {pages}")
    harmless = _harmless(values)
    for line in harmless["lines"]:  # codes have a narrow column
        line["code"] = _breakable(line["code"].replace(_ZERO_WIDTH_SPACE, ""), _UNBROKEN_CODE)
    return {**harmless, "lang": lang, "region": region, "font": font}


def _confirmation(facts: PaperFacts) -> Values:
    order, papers = facts.order, facts.policy.papers
    confirmed = order.confirmed_at is not None
    mark = "" if confirmed else _("Draft")
    if order.state is OrderState.CANCELLED:
        mark = label(order.state)
    number = order.confirmation_no or order.number
    customer = order.customer_name or order.customer_code
    references = [
        [_("Our order"), order.number],
        [_("Your order"), order.customer_po_no],
        [field_label("contract_no"), order.contract_no],
        [field_label("ordered_on"), _day(order.ordered_on)],
        [field_label("salesperson"), order.salesperson],
        [field_label("currency"), order.currency],
    ]
    delivery = [
        [field_label("requested_date"), _day(order.requested_date)],
        [field_label("promised_date"), _day(order.promised_date)],
        [field_label("delivery_method"), noted_label(order.delivery_method)],
    ]
    terms = [
        [field_label("payment_terms"), order.payment_terms],
        [field_label("delivery_method"), noted_label(order.delivery_method)],
        [field_label("delivery_place"), order.delivery_place],
        [field_label("special_requirements"), order.special_requirements],
        [_("Quality standard"), papers.quality_standard],
        [_("Liability"), papers.liability],
        [_("Settlement of disputes"), papers.disputes],
    ]
    below = _("Name, date, signature and stamp")
    return {
        "title": _("Order confirmation"),
        "number": number,
        "dated": format_date((order.confirmed_at or facts.at).astimezone(facts.policy.zone)),
        "mark": mark,
        "foot": order.number,
        "blocks": [
            _block(_("Customer"), _address(facts)),
            _block(_("Delivery to"), [order.delivery_place or "—"], delivery),
            _block(_("References"), [], references),
        ],
        "opening": _("Thank you for your order. We confirm it with the following content and terms."),
        "columns": _columns(order, tax=True),
        "lines": [_line(order, line) for line in order.lines],
        "sums": _sums(order),
        "terms-title": _("Terms"),
        "terms": _stated(terms),
        "closing": _("Please sign one copy and send it back to us."),
        "signatures": [
            {"title": _("For the seller"), "name": facts.office, "below": below},
            {"title": _("For the customer"), "name": customer, "below": below},
        ],
    }


def _whole(facts: PaperFacts) -> Values:
    order, zone = facts.order, facts.policy.zone
    state = [_headed(label(order.state))]
    if order.on_hold:
        state.append(_("on hold: {reason}").format(reason=order.hold_reason))
    if order.missing:
        state.append(_("Missing: {fields}").format(fields=missing_text(order)))
    progress = [
        [field_label("delivery_state"), label(order.delivery_state)],
        [field_label("billing_state"), label(order.billing_state)],
        [field_label("kind"), label(order.kind)],
        [field_label("handling_class"), label(order.handling_class)],
        [field_label("received_at"), format_datetime(order.received_at, zone)],
        [field_label("entered_by"), order.entered_by],
    ]
    columns = _columns(order, tax=False)
    printed = format_datetime(facts.at, zone)
    return {
        "title": _("Sales order"),
        "number": order.number,
        "dated": _("as of {time}, version {version}").format(time=printed, version=order.version),
        "mark": label(order.state) if order.state is OrderState.CANCELLED else "",
        "foot": _("For use inside the office"),
        "blocks": [
            _block(_("Customer"), _address(facts)),
            _block(_("Delivery to"), [order.delivery_place or "—"], _delivery(order)),
            _block(_("State"), state, progress),
        ],
        "columns": [*columns, _("Progress")],
        "lines": [{**_line(order, line, inside=True), "progress": _progress(line)} for line in order.lines],
        "sums": _sums(order),
        "sections": [
            {"title": _("The order says"), "rows": _says(order)},
            {"title": _("Papers"), "rows": [[label(one.kind), one.name] for one in order.documents]},
            {
                "title": _("What happened"),
                "rows": [[format_datetime(one.at, zone), explain_event(one, order.currency)] for one in facts.events],
            },
        ],
    }


def _delivery(order: Order) -> list[Row]:
    return [
        [field_label("requested_date"), _day(order.requested_date)],
        [field_label("promised_date"), _day(order.promised_date)],
        [field_label("planned_ship_date"), _day(order.planned_ship_date)],
        [field_label("delivery_method"), noted_label(order.delivery_method)],
    ]


def _says(order: Order) -> list[Row]:
    """Return the rest of what stands in the order, as rows of a name and a text."""
    names = ("contact", "customer_po_no", "contract_no", "payment_terms", "special_requirements", "note",
             "confirmation_no", "salesperson", "merchandiser", "closing_summary")  # fmt: skip
    rows = [[field_label(name), str(getattr(order, name))] for name in names]
    rows.insert(3, [field_label("ordered_on"), _day(order.ordered_on)])
    rows.append([field_label("channel"), label(order.channel)])
    if order.invoiced:
        rows.append([field_label("invoiced"), format_money(order.invoiced, order.currency)])
    if order.paid:
        rows.append([field_label("paid"), format_money(order.paid, order.currency)])
    return [*_stated(rows), *([heading, text] for heading, text in order.extra.items() if text)]


def _address(facts: PaperFacts) -> list[str]:
    """Return the customer as a letter names it, the name first."""
    order, customer = facts.order, facts.customer
    name = order.customer_name or order.customer_code or "—"
    if customer is None:
        return _kept(name, order.contact)
    town = " ".join(part for part in (customer.postal_code, customer.city, customer.region) if part)
    country = ", ".join(part for part in (town, customer.country) if part)
    return _kept(
        name,
        customer.foreign_name if customer.foreign_name != name else "",
        customer.address,
        country,
        _said(_headed(field_label("contact")), order.contact if order.contact != name else ""),
        _said(_("Tel."), customer.phone),
        _said(_headed(field_label("tax_no")), customer.tax_no),
    )


def _columns(order: Order, *, tax: bool) -> list[str]:
    """Return the heads of the columns; prices and amounts say whether tax is in them."""
    basis = label(order.price_basis)
    price, amount = (f"{name}\n{basis}" for name in (_("Unit price"), _("Amount")))
    rate = [_("Tax")] if tax else []
    return ["#", _("Code"), _("Description"), _("Quantity"), price, *rate, amount, _("Delivery")]


def _line(order: Order, line: OrderLine, *, inside: bool = False) -> Values:
    """Return a line as a paper prints it; notes and holds are for the office only."""
    gross = order.price_basis is PriceBasis.GROSS
    missing = _("missing")
    quantity = missing if line.quantity is None else f"{format_quantity(line.quantity)} {line.unit}".strip()
    price = "—" if line.stated_total is not None else missing
    if line.unit_price is not None:
        price = format_price(line.unit_price, order.currency)
    name = line.product_name or line.specification or line.customer_part_no or line.product_code or missing
    return {
        "no": str(line.line_no),
        "code": line.product_code,
        "name": name,
        "details": list(_details(order, line, name, inside=inside)),
        "quantity": quantity,
        "price": price,
        "tax": format_percent(line.tax_rate),
        "amount": format_amount(line.total if gross else line.net, order.currency),
        "date": _day(line.promised_date or line.requested_date or order.promised_date or order.requested_date),
    }


def _details(order: Order, line: OrderLine, name: str, *, inside: bool) -> Iterable[str]:
    """Yield what stands below the name of what is ordered."""
    if line.specification and line.specification != name:
        yield line.specification
    named = [
        ("customer_part_no", "" if line.customer_part_no == name else line.customer_part_no),
        ("drawing_no", line.drawing_no),
        ("revision", line.revision),
        ("discount_rate", format_percent(line.discount_rate) if line.discount_rate else ""),
        ("closed_short", format_quantity(line.closed_short) if line.closed_short else ""),
    ]
    if line.second_quantity is not None:
        named.append(("second_quantity", f"{format_quantity(line.second_quantity)} {line.second_unit}".strip()))
    if line.price_basis is not order.price_basis:
        named.append(("price_basis", label(line.price_basis)))
    if inside:
        named += [("job_no", line.job_no), ("note", line.note)]
    for field, text in named:
        if text:
            yield _said(_headed(field_label(field)), text)
    if inside:
        yield from (_said(heading, text) for heading, text in line.extra.items() if text)
    for planned in line.schedule:
        parts = (format_date(planned.due), f"{format_quantity(planned.quantity)} {line.unit}".strip(), planned.place)
        yield _(" · ").join(part for part in parts if part)


def _progress(line: OrderLine) -> str:
    names = ("allocated", "finished", "shipped", "delivered", "invoiced")
    parts = [_said(field_label(name), format_quantity(getattr(line, name))) for name in names if getattr(line, name)]
    if line.on_hold:
        parts.insert(0, _("on hold: {reason}").format(reason=line.hold_reason))
    return "\n".join(parts)


def _sums(order: Order) -> list[Row]:
    """Return the amounts below the lines; whoever adds them up comes to the total."""
    code = order.currency
    rows = []
    if order.discount:
        gross = order.price_basis is PriceBasis.GROSS
        lines = sum(line.total if gross else line.net for line in order.lines)
        after = order.net + order.tax if gross else order.net
        discount = _("{field} ({lines})").format(
            field=field_label("discount_rate"), lines=format_percent(order.discount_rate)
        )
        rows += [[_("Sum of the lines"), format_amount(lines, code)], [discount, format_amount(after - lines, code)]]
    rows += [[field_label("net"), format_amount(order.net, code)], [field_label("tax"), format_amount(order.tax, code)]]
    if order.freight:
        rows.append([field_label("freight"), format_amount(order.freight, code)])
    if order.rounding_off:
        rows.append([field_label("rounding_off"), format_amount(-order.rounding_off, code)])
    return _stated([*rows, [field_label("total"), format_money(order.total, code).strip()]])


def _block(title: str, lines: list[str], facts: Iterable[Row] = ()) -> Values:
    return {"title": title, "lines": lines, "facts": _stated(facts)}


def _stated(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that say something, each name written as a heading is."""
    return [[_headed(name), text] for name, text in rows if text]


def _headed(name: str) -> str:
    """Return a name as a heading writes it."""
    return name[:1].upper() + name[1:]


def _said(name: str, text: str) -> str:
    return _("{field}: {text}").format(field=name, text=text) if text else ""


def _kept(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _harmless(value: Any) -> Any:
    """Return a value with every text in it fit for paper."""
    if isinstance(value, str):
        return _breakable(printable(value, multiline=True).translate(_NO_GLYPHS), _UNBROKEN)
    if isinstance(value, list):
        return [_harmless(one) for one in value]
    return {name: _harmless(one) for name, one in value.items()}


def _breakable(text: str, whole: int) -> str:
    """Return a text in which a line may end anywhere in a word after so many characters."""
    return _LONG.sub(
        lambda found: found[0][:whole] + "".join(f"{_ZERO_WIDTH_SPACE}{one}" for one in found[0][whole:]), text
    )
