"""Parts that several papers have: parties, lines, sums, rows of a name and a text (R11, N2)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from data.desk.papers import PaperFacts
from data.orders import Order, OrderLine
from data.states import PriceBasis
from data.words import _
from data.words.formats import format_amount, format_date, format_money, format_percent, format_price, format_quantity
from data.words.labels import field_label, label

Row = list[str]
Values = dict[str, Any]


def address(facts: PaperFacts) -> list[str]:
    """Return the customer as a letter names it, the name first."""
    order, customer = facts.order, facts.customer
    name = order.customer_name or order.customer_code or "—"
    if customer is None:
        return kept(name, order.contact)
    town = " ".join(part for part in (customer.postal_code, customer.city, customer.region) if part)
    country = ", ".join(part for part in (town, customer.country) if part)
    return kept(
        name,
        customer.foreign_name if customer.foreign_name != name else "",
        customer.address,
        country,
        said(headed(field_label("contact")), order.contact if order.contact != name else ""),
        said(_("Tel."), customer.phone),
        said(headed(field_label("tax_no")), customer.tax_no),
    )


def columns(order: Order, *, tax: bool) -> list[str]:
    """Return the heads of the columns; prices and amounts say whether tax is in them."""
    basis = label(order.price_basis)
    price, amount = (f"{name}\n{basis}" for name in (_("Unit price"), _("Amount")))
    rate = [_("Tax")] if tax else []
    return ["#", _("Code"), _("Description"), _("Quantity"), price, *rate, amount, _("Delivery")]


def line_values(order: Order, line: OrderLine, *, inside: bool = False) -> Values:
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
        "date": day(line.promised_date or line.requested_date or order.promised_date or order.requested_date),
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
            yield said(headed(field_label(field)), text)
    if inside:
        yield from (said(heading, text) for heading, text in line.extra.items() if text)
    for planned in line.schedule:
        parts = (format_date(planned.due), f"{format_quantity(planned.quantity)} {line.unit}".strip(), planned.place)
        yield _(" · ").join(part for part in parts if part)


def sums(order: Order) -> list[Row]:
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
    return stated([*rows, [field_label("total"), format_money(order.total, code).strip()]])


def block(title: str, lines: list[str], facts: Iterable[Row] = ()) -> Values:
    """Return a block of the head: a title, lines below it, and rows that say something."""
    return {"title": title, "lines": lines, "facts": stated(facts)}


def stated(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that say something, each name written as a heading is."""
    return [[headed(name), text] for name, text in rows if text]


def headed(name: str) -> str:
    """Return a name as a heading writes it."""
    return name[:1].upper() + name[1:]


def said(name: str, text: str) -> str:
    """Return a text with its name before it, "" where there is none."""
    return _("{field}: {text}").format(field=name, text=text) if text else ""


def kept(*texts: str) -> list[str]:
    """Return the texts that say something."""
    return [text for text in texts if text]


def day(on: date | None) -> str:
    """Return a date as it is written, "" for none."""
    return format_date(on) if on else ""
