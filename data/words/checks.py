"""What the checks of an order found, in words (R1, R7), and what earlier orders teach (K10)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from data.amounts import Hidden, divide_half_up
from data.rules.facts import Amount, Cost, Fact, Margin, Money, Price, Rate, Spot, Term, Value
from data.rules.lessons import Lesson, LessonKind
from data.words import N_, _, ngettext
from data.words.formats import format_date, format_money, format_percent, format_price, format_quantity
from data.words.labels import check_label, code_label, field_label
from data.words.phrases import line_numbers, listing, quoted, shown

if TYPE_CHECKING:
    from data.rules.checks import Check, NotSimple

FACTS: Mapping[str, str] = {
    "missing": N_("{element} is missing"),
    "no_total_stated": N_("the original states no total"),
    "total_equal": N_("{ours}, as on the original"),
    "total_differs": N_("theirs {theirs}, ours {ours}"),
    "quantity_beyond": N_("{quantity} is more than {most}"),
    "amount_beyond": N_("{total} is more than {most}"),
    "part_of_unit": N_("{quantity}: there are no parts of it"),
    "price_as_agreed": N_("{price}, as in {number} under the same contract"),
    "price_not_agreed": N_("{price}, but {agreed} in {number} under the same contract ({difference})"),
    "price_off_list": N_("{price}, list {listed} ({difference}, allowed {tolerance})"),
    "price_near_list": N_("{price}, list {listed} ({difference})"),
    "no_list_price": N_("no list price is known"),
    "below_floor": N_("{price} after discounts is below the floor of {floor}"),
    "floor_released": N_("{price} below the floor of {floor}, released by {person}: {reason}"),
    "below_cost": N_("{price} without tax is below the cost of {cost} ({margin})"),
    "cost_released": N_("{price} below the cost of {cost} ({margin}), released by {person}: {reason}"),
    "below_margin": N_("{price} without tax, cost {cost}: margin {margin}, {least} is asked for"),
    "margin_of_order": N_("margin of the order {margin}"),
    "order_below_margin": N_("margin of the order {margin}, {least} is asked for"),
    "no_cost": N_("no cost is known"),
    "cost_in_other_currency": N_("the cost is in {currency}, the order in {ours}; they are not compared"),
    "cost_of_other_unit": N_("the cost is by {unit}, the line by {ours}; they are not compared"),
    "costs_hidden": N_("judged by the cost, which is not shown to you"),
    "terms_of_customer": N_("{terms}, as on the customer's file"),
    "terms_allowed": N_("{terms}, which the policy allows"),
    "terms_unlike": N_("{terms}; the customer's file says {theirs}"),
    "terms_not_allowed": N_("{terms}, which the policy does not name"),
    "no_customer": N_("the order has no customer yet"),
    "no_limit": N_("{used}; the customer's file names no limit"),
    "over_limit": N_("{used} of {limit}: {over} over the limit"),
    "within_limit": N_("{used} of {limit}"),
    "other_currency": N_("{amount} besides, not counted"),
    "no_rule_against": N_("no rule of the office speaks against it"),
    "rule_customer": N_("customer {customer} is stopped: {reason}"),
    "rule_country": N_("nothing goes to {country} ({element}): {reason}"),
    "rule_product": N_("product {product} is not sold: {reason}"),
    "rule_word": N_("“{word}” ({element}) is not allowed: {reason}"),
    "of_class": N_("class {name}"),
    "first_order": N_("no order was agreed with this customer before"),
    "customer_since": N_("customer since {day}, agreed orders: {orders}"),
    "turnover": N_("{amount} invoiced in {months} months, without tax"),
    "exposed": N_("exposure {used}, no limit is named"),
    "exposed_within": N_("exposure {used} of {limit}"),
    "exposed_over": N_("exposure {used} of {limit}: {over} over the limit"),
    "paid_late": N_("pays {days} days late on average ({bills} invoices), allowed {most}"),
    "paid_on_average": N_("pays {days} days late on average ({bills} invoices)"),
    "long_overdue": N_("{amount} overdue, for up to {days} days, allowed {most}"),
    "overdue": N_("{amount} overdue, for up to {days} days"),
    "nothing_overdue": N_("nothing is overdue"),
    "faults_told": N_("faults of quality in {months} months: {count}"),
    "quality_of_order": N_("{standard}, named by the order"),
    "quality_of_lines": N_("{standard}, named by the lines"),
    "quality_of_policy": N_("{standard}, as of all orders (policy)"),
    "no_quality": N_("no standard is named, nor by the policy ([papers] quality_standard)"),
    "special_undescribed": N_("a special product without specification or drawing"),
    "special_described": N_("special, and described"),
    "no_revision": N_("drawing {drawing} without a revision"),
    "other_revision": N_("revision {ordered} is ordered, ours is {ours}"),
    "no_room": N_(
        "{source}: {needed} to make by {until}, only {free} free; the week of {week} is at {share} "
        "({used} of {capacity})"
    ),
    "has_room": N_(
        "{source}: {needed} to make by {until}, {free} free; the week of {week} is at {share} ({used} of {capacity})"
    ),
    "no_capacity": N_("{source}: nobody has said what can be made in a week"),
    "nothing_to_load": N_("nothing of it is made in a work centre"),
    "no_stock_ledger": N_("the desk keeps no stock yet"),
    "date_past": N_("{wanted} is past"),
    "too_early": N_("wanted {wanted}, can be there {earliest} at the earliest"),
    "in_time": N_("wanted {wanted}, can be there {earliest}"),
    "no_lead_time": N_("no lead time is known"),
    "strange_place": N_("{place}: nothing was delivered there yet, nor is it the customer's address"),
    "first_place": N_("{place}: no other place of this customer is known"),
    "usual_place": N_("{place}, a place of this customer"),
}  # fmt: skip
"""Kind of a fact → its sentence."""

_ALL_CENTRES = N_("all work centres")

MOST = 4
"""A check of more facts than these says how many are left."""


def value_text(value: Value) -> str:
    """Return one value of a fact in words."""
    match value:
        case Money(minor, currency):
            return format_money(minor, currency)
        case Price(price, currency) | Cost(price, currency):
            return format_price(price, currency)
        case Margin(ppm):
            return _rate(ppm)
        case Amount(quantity, unit):
            return f"{format_quantity(quantity)} {shown(unit)}".strip()
        case Rate(ppm, signed):
            return _rate(ppm, signed=signed)
        case Spot(name):
            return shown(name)
        case Term("field", code):
            return field_label(code)
        case Term(kind, code):
            return code_label(kind, code)
        case date():
            return format_date(value)
    return shown(value)


def _rate(ppm: int, *, signed: bool = False) -> str:
    """Return a rate to a tenth of a percent, a difference with its sign."""
    if isinstance(ppm, Hidden):
        return format_percent(ppm)
    tenths = divide_half_up(ppm, 1_000) * 1_000
    return f"+{format_percent(tenths)}" if signed and tenths > 0 else format_percent(tenths)


def fact_text(found: Fact) -> str:
    """Return one fact in words, with the lines that it is about."""
    values = {name: value_text(value) for name, value in found.values}
    if values.get("source") == "":
        values["source"] = _(_ALL_CENTRES)
    text = _(FACTS[found.kind]).format(**values) if found.kind in FACTS else shown(found.kind)
    return _("{place}: {text}").format(place=line_numbers(found.lines), text=text) if found.lines else text


def evidence_text(check: "Check", most: int = MOST) -> str:
    """Return what a check found on one line; facts that say the same of several lines are told once."""
    lines: dict[tuple[str, tuple[tuple[str, Value], ...]], set[int]] = defaultdict(set)
    for one in check.evidence:
        lines[one.kind, one.values] |= set(one.lines)
    told = [Fact(kind, tuple(sorted(numbers)), values) for (kind, values), numbers in lines.items()]
    parts = [fact_text(one) for one in told[:most]]
    left = len(told) - most
    if left > 0:
        parts.append(ngettext("and {number} more", "and {number} more", left).format(number=left))
    return _("; ").join(parts)


def lesson_text(lesson: Lesson) -> str:
    """Return what an earlier order teaches, in words."""
    text = shown(lesson.text, 200)
    match lesson.kind:
        case LessonKind.EXCEPTION:
            return _("{place}: {text}").format(place=code_label("ExceptionKind", lesson.code), text=text)
        case LessonKind.RETURNED:
            review = code_label("Review", lesson.code)
            return _("failed by {review}: {text}").format(review=review, text=text)
        case LessonKind.LATE:
            said = ngettext("{number} day late", "{number} days late", lesson.days)
            return said.format(number=lesson.days)
        case LessonKind.SHORT:
            return _("closed short: {text}").format(text=text)
        case LessonKind.CANCELLED:
            return _("cancelled")
        case LessonKind.LEARNED:
            return _("written down at the end: {text}").format(text=text)


def not_simple_text(number: str, found: "NotSimple") -> str:
    """Return why an order does not pass with others at once."""
    reasons = [_("its amount")] if found.dear else []
    reasons += [quoted(check_label(name)) for name in found.checks]
    return _("{place}: {text}").format(place=shown(number), text=listing(reasons))
