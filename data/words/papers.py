"""What a paper says: an order as values for a template, in the language of the paper (R11, N2)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from data.desk.papers import PaperFacts
from data.orders import Order, OrderLine
from data.rules.papers import PaperKind
from data.states import OrderState
from data.words import _, current_language
from data.words.explain_events import explain_event
from data.words.formats import format_datetime, format_money, format_quantity
from data.words.labels import field_label, label, missing_text, noted_label
from data.words.papers_customer import confirmation, contract
from data.words.papers_joint import joint_review
from data.words.papers_parts import (
    Row,
    Values,
    address,
    block,
    columns,
    day,
    headed,
    kept,
    line_values,
    said,
    stated,
    sums,
)
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


def paper_values(facts: PaperFacts, kind: PaperKind) -> Values:
    """Return everything that a paper prints, by the names under which a template finds it.

    Words, dates and numbers are in the language that is spoken (`data.words.speaking`). All texts are harmless: control
    characters are shown as signs, and a long one can be broken.
    """
    values = _VALUES[kind](facts)
    lang, region, font = _FONTS[current_language()]
    papers = facts.policy.papers
    telephone = _("Tel. {number}").format(number=papers.telephone) if papers.telephone else ""
    values["office"] = {"name": facts.office, "lines": kept(papers.address, telephone)}
    values["page-of"] = _("page {page} of {pages}")
    harmless = _harmless(values)
    for line in harmless.get("lines", ()):  # codes have a narrow column
        line["code"] = _breakable(line["code"].replace(_ZERO_WIDTH_SPACE, ""), _UNBROKEN_CODE)
    return {**harmless, "lang": lang, "region": region, "font": font}


def _whole(facts: PaperFacts) -> Values:
    order, zone = facts.order, facts.policy.zone
    state = [headed(label(order.state))]
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
    heads = columns(order, tax=False)
    printed = format_datetime(facts.at, zone)
    return {
        "title": _("Sales order"),
        "number": order.number,
        "dated": _("as of {time}, version {version}").format(time=printed, version=order.version),
        "mark": label(order.state) if order.state is OrderState.CANCELLED else "",
        "foot": _("For use inside the office"),
        "blocks": [
            block(_("Customer"), address(facts)),
            block(_("Delivery to"), [order.delivery_place or "—"], _delivery(order)),
            block(_("State"), state, progress),
        ],
        "columns": [*heads, _("Progress")],
        "lines": [{**line_values(order, line, inside=True), "progress": _progress(line)} for line in order.lines],
        "sums": sums(order),
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
        [field_label("requested_date"), day(order.requested_date)],
        [field_label("promised_date"), day(order.promised_date)],
        [field_label("planned_ship_date"), day(order.planned_ship_date)],
        [field_label("delivery_method"), noted_label(order.delivery_method)],
    ]


def _says(order: Order) -> list[Row]:
    """Return the rest of what stands in the order, as rows of a name and a text."""
    names = ("contact", "customer_po_no", "contract_no", "payment_terms", "special_requirements", "note",
             "confirmation_no", "salesperson", "merchandiser", "closing_summary")  # fmt: skip
    rows = [[field_label(name), str(getattr(order, name))] for name in names]
    rows.insert(3, [field_label("ordered_on"), day(order.ordered_on)])
    rows.append([field_label("channel"), label(order.channel)])
    if order.invoiced:
        rows.append([field_label("invoiced"), format_money(order.invoiced, order.currency)])
    if order.paid:
        rows.append([field_label("paid"), format_money(order.paid, order.currency)])
    return [*stated(rows), *([heading, text] for heading, text in order.extra.items() if text)]


def _progress(line: OrderLine) -> str:
    names = ("allocated", "finished", "shipped", "delivered", "invoiced")
    parts = [said(field_label(name), format_quantity(getattr(line, name))) for name in names if getattr(line, name)]
    if line.on_hold:
        parts.insert(0, _("on hold: {reason}").format(reason=line.hold_reason))
    return "\n".join(parts)


_VALUES: Mapping[PaperKind, Callable[[PaperFacts], Values]] = {
    PaperKind.ORDER: _whole,
    PaperKind.CONFIRMATION: confirmation,
    PaperKind.CONTRACT: contract,
    PaperKind.JOINT_REVIEW: joint_review,
}


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
