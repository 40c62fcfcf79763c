"""What papers say that bind office and customer: the order confirmation and the contract (R11)."""

from data.desk.papers import PaperFacts
from data.states import OrderState
from data.words import _
from data.words.formats import format_date, format_money
from data.words.labels import field_label, label, noted_label
from data.words.papers_parts import (
    Row,
    Values,
    address,
    block,
    columns,
    day,
    kept,
    line_values,
    said,
    stated,
    sums,
)


def confirmation(facts: PaperFacts) -> Values:
    """Return what a confirmation says: the content and terms of the order, with room for the customer's signature."""
    order, papers = facts.order, facts.policy.papers
    terms = [
        [field_label("payment_terms"), order.payment_terms],
        [field_label("delivery_method"), noted_label(order.delivery_method)],
        [field_label("delivery_place"), order.delivery_place],
        [field_label("special_requirements"), order.special_requirements],
        [_("Quality standard"), papers.quality_standard],
        [_("Liability"), papers.liability],
        [_("Settlement of disputes"), papers.disputes],
        [_("Annexes"), "\n".join(annexes(facts))],
    ]
    return {
        **_shared(facts),
        "title": _("Order confirmation"),
        "blocks": [
            block(_("Customer"), address(facts)),
            block(_("Delivery to"), [order.delivery_place or "—"], _dates(facts)),
            block(_("References"), [], _references(facts)),
        ],
        "opening": _opening(facts, _("Thank you for your order. We confirm it with the following content and terms.")),
        "terms-title": _("Terms"),
        "terms": stated(terms),
        "closing": _("Please sign one copy and send it back to us."),
    }


def contract(facts: PaperFacts) -> Values:
    """Return what a contract says: the parties, and its articles one by one (R11)."""
    order, papers = facts.order, facts.policy.papers
    total = _("The goods and services above, {total} in all.")
    delivery = [said(name, text) for name, text in stated([
        [field_label("delivery_place"), order.delivery_place],
        [field_label("delivery_method"), noted_label(order.delivery_method)],
        *_dates(facts)[:2],
    ])]  # fmt: skip
    listed = annexes(facts)
    articles = [
        [_("Subject and price"), total.format(total=format_money(order.total, order.currency).strip())],
        [_("Delivery"), "\n".join(delivery)],
        [_("Payment"), order.payment_terms],
        [_("Quality standard and acceptance"), papers.quality_standard],
        [_("Liability"), papers.liability],
        [_("Settlement of disputes"), papers.disputes],
        [_("Special agreements"), order.special_requirements],
        [_("Annexes"), "\n".join(listed)],
        [_("Validity"), _("This contract is made in two copies, one for each party, and holds once both have signed.")],
    ]
    told = stated(articles)
    return {
        **_shared(facts),
        "title": _("Contract"),
        "blocks": [
            block(_("Seller"), kept(facts.office, papers.address)),
            block(_("Buyer"), address(facts)),
            block(_("References"), [], _references(facts)),
        ],
        "opening": _opening(facts, _("Seller and buyer agree as follows.")),
        "terms-title": _("Articles"),
        "terms": [[f"{place}. {name}", text] for place, (name, text) in enumerate(told, start=1)],
        "closing": "",
    }


def annexes(facts: PaperFacts) -> list[str]:
    """Return what belongs to the agreement beside this paper: what the policy names, and the drawings of the lines."""
    drawings = [" ".join(kept(line.drawing_no, line.revision)) for line in facts.order.lines if line.drawing_no]
    named = [_("Drawing {number}").format(number=one) for one in dict.fromkeys(drawings)]
    return [*kept(*facts.policy.papers.annexes.splitlines()), *named]


def _shared(facts: PaperFacts) -> Values:
    """Return what both papers have."""
    order = facts.order
    mark = "" if order.confirmed_at is not None else _("Draft")
    if order.state is OrderState.CANCELLED:
        mark = label(order.state)
    customer = order.customer_name or order.customer_code
    below = _("Name, date, signature and stamp")
    # the number of an order that was amended is given with the next confirmation: until then it has none of its own
    number = order.confirmation_no if order.confirmed_at is not None else ""
    return {
        "number": number or order.number,
        "dated": format_date((order.confirmed_at or facts.at).astimezone(facts.policy.zone)),
        "mark": mark,
        "foot": order.number,
        "columns": columns(order, tax=True),
        "lines": [line_values(order, line) for line in order.lines],
        "sums": sums(order),
        "signatures": [
            {"title": _("For the seller"), "name": facts.office, "below": below},
            {"title": _("For the customer"), "name": customer, "below": below},
        ],
    }


def _opening(facts: PaperFacts, text: str) -> str:
    """Return the first words, and what this paper takes the place of."""
    if not facts.replaces:
        return text
    return text + "\n" + _("It takes the place of {number}.").format(number=facts.replaces)


def _references(facts: PaperFacts) -> list[Row]:
    order = facts.order
    return [
        [_("Our order"), order.number],
        [_("Your order"), order.customer_po_no],
        [field_label("contract_no"), order.contract_no],
        [field_label("ordered_on"), day(order.ordered_on)],
        [field_label("salesperson"), order.salesperson],
        [field_label("currency"), order.currency],
    ]


def _dates(facts: PaperFacts) -> list[Row]:
    order = facts.order
    return [
        [field_label("requested_date"), day(order.requested_date)],
        [field_label("promised_date"), day(order.promised_date)],
        [field_label("delivery_method"), noted_label(order.delivery_method)],
    ]
