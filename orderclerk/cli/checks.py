"""`orderclerk order checks`: what an order is judged by, as the review room shows it (R1, R7, C2, K10)."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from data.words import _
from orderclerk.cli.desk import opened
from orderclerk.cli.layout import listed, wrapped
from orderclerk.cli.options import Json
from orderclerk.cli.orders import Number
from orderclerk.cli.output import out, out_json, page_width
from orderclerk.exits import Exit

if TYPE_CHECKING:
    from data.orders import Order
    from data.rules.review import ReviewPaper

_SIGNS = {"pass": "✔", "warn": "!", "fail": "✘", "unknown": "?"}
_WIDEST = 44


def checks(ctx: typer.Context, number: Number, json: Json = False) -> int:
    """Show what an order is judged by."""
    with opened(ctx.obj) as desk:
        order = desk.orders.get(number)
        paper = desk.review.paper(number)
        zone = desk.policy.current().zone
    if json:
        out_json(_plain(order, paper))
        return Exit.DONE
    for line in _told(order, paper, zone, page_width()):
        out(line)
    return Exit.DONE


def _told(order: "Order", paper: "ReviewPaper", zone: ZoneInfo, width: int) -> Iterator[str]:
    from data.words.changes import change_text
    from data.words.checks import evidence_text
    from data.words.formats import format_money
    from data.words.labels import check_label, label
    from data.words.printable import printable

    rows = []
    for check in paper.checks:
        found = evidence_text(check, len(check.evidence)) or label(check.grade)
        rows.append((f"{_SIGNS[check.grade.value]} {check_label(check.name)} {check.clause}", printable(found)))
    yield from listed(rows, width, _WIDEST)
    if paper.exposure is not None:
        yield from _headed(_("Exposure"))
        sums = (
            (_("this order"), paper.exposure.this_order),
            (_("others in review"), paper.exposure.in_review),
            (_("open orders"), paper.exposure.open_orders),
            (_("unpaid invoices"), paper.exposure.unpaid),
        )
        yield from listed([(name, format_money(sum_, paper.exposure.currency)) for name, sum_ in sums], width, _WIDEST)
    if paper.since is not None:
        yield from _headed(_("Changed since round {number}").format(number=order.review_round - 1))
        for change in paper.since.changes:
            yield from wrapped(printable(change_text(change, order.currency, zone)), width)
    if paper.similar:
        yield from _headed(_("Similar orders"))
        yield from _similar(paper, zone, width)


def _headed(title: str) -> Iterator[str]:
    yield ""
    yield title


def _similar(paper: "ReviewPaper", zone: ZoneInfo, width: int) -> Iterator[str]:
    """Yield the similar orders, each with what went wrong then."""
    from data.words.checks import lesson_text
    from data.words.formats import format_date, format_quantity
    from data.words.labels import label
    from data.words.printable import printable

    for one in paper.similar:
        quantity = "–" if one.quantity is None else f"{format_quantity(one.quantity)} {one.unit}".strip()
        whose = _("this customer") if one.own else one.customer_name or "–"
        day = format_date(one.received_at.astimezone(zone).date())
        facts = (day, one.number, label(one.state), whose, one.product_code, quantity)
        yield from wrapped(printable(_(" · ").join(facts)), width)
        for lesson in one.lessons:
            for part in wrapped(printable(lesson_text(lesson)), max(20, width - 4)):
                yield f"    {part}"


def _plain(order: "Order", paper: "ReviewPaper") -> Mapping[str, Any]:
    """Return it as scripts read it."""
    from data.amounts import from_minor, unscaled
    from data.words.checks import lesson_text
    from orderclerk.cli import as_json

    found = paper.exposure

    def money(minor: int | None, currency: str) -> str | None:
        return None if minor is None else format(from_minor(minor, currency), "f")

    return {
        "number": order.number,
        "checks": [as_json.check(check) for check in paper.checks],
        "exposure": None
        if found is None
        else {
            "currency": found.currency,
            "limit": money(found.limit, found.currency),
            "used": money(found.used, found.currency),
            "over": money(found.over, found.currency),
            "this_order": money(found.this_order, found.currency),
            "in_review": money(found.in_review, found.currency),
            "open_orders": money(found.open_orders, found.currency),
            "unpaid": money(found.unpaid, found.currency),
            "others": [{"currency": code, "amount": money(amount, code)} for code, amount in found.others],
        },
        "changes": None if paper.since is None else as_json.jsonable(paper.since.changes, order.currency),
        "last_sales": {
            code: {
                "number": sale.number,
                "received_at": sale.received_at.isoformat(),
                "unit_price": format(unscaled(sale.unit_price), "f"),
                "price_basis": sale.price_basis.value,
                "currency": sale.currency,
                "own": sale.own,
            }
            for code, sale in paper.sales.items()
        },
        "similar": [
            {
                "number": one.number,
                "received_at": one.received_at.isoformat(),
                "state": one.state.value,
                "customer": one.customer_name,
                "own": one.own,
                "product_code": one.product_code,
                "quantity": None if one.quantity is None else format(unscaled(one.quantity), "f"),
                "unit": one.unit,
                "lessons": [
                    {"kind": lesson.kind.value, "code": lesson.code, "text": lesson.text, "days": lesson.days,
                     "told": lesson_text(lesson)}
                    for lesson in one.lessons
                ],
            }
            for one in paper.similar
        ],
    }  # fmt: skip
