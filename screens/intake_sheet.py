"""An order as the intake room reads it: what is missing first, then its lines, then its head."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.orders import Order, OrderLine
from data.words import _, ngettext
from data.words.formats import format_amount, format_money, format_price, format_quantity
from data.words.labels import check_label, field_label, label, missing_text
from data.words.phrases import listing
from screens.summary import order_facts
from widgets.badge import Moment, short_date
from widgets.cells import Line, Part, Tone, fit, harmless, width_of, wrap
from widgets.facts import fact_lines
from widgets.lines_view import LinesView, Row

if TYPE_CHECKING:  # with the policy behind them, which the first picture does not wait for
    from data.rules.checks import Check

_SIGNS = {"warn": ("!", Tone.WARN), "fail": ("✘", Tone.BAD)}
"""Grades of checks that do not pass (`data.rules.checks.Grade`)."""
_NARROW = {"quantity": 9, "price": 9, "total": 11, "day": 6}
_ROOMY = {"quantity": 12, "price": 12, "total": 14, "day": 6}
"""Cells of the columns of figures; the roomy ones from `_WIDE` cells on."""
_WIDE = 76
_NARROWEST_NAME = 12
_LONGEST_LABEL = 24
_SAID_ABOVE = frozenset({"required_elements"})
"""What is missing stands above the lines already."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the desk has to say of an order before review.

    Attributes:
        checks: the self-check (R1).
        twins: our numbers of other orders with the same customer's number (I5).
    """

    checks: "tuple[Check, ...]" = ()
    twins: tuple[str, ...] = ()


class OrderSheet(LinesView):
    """The order, to be compared with its original."""

    DEFAULT_CSS = """
    OrderSheet { height: 1fr; overflow-x: hidden; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._order: Order | None = None
        self._moment: Moment | None = None
        self._remarks = Remarks()

    def show(self, order: Order | None, moment: Moment, remarks: Remarks | None = None) -> None:
        """Show an order, or nothing."""
        other = order is None or self._order is None or order.number != self._order.number
        self._order, self._moment, self._remarks = order, moment, remarks or Remarks()
        self.rebuild()
        if other:
            self.roll_to(y=0)

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines for a width."""
        order, moment = self._order, self._moment
        if order is None or moment is None:
            return []
        return [Row(line) for line in _sheet(order, moment, self._remarks, width)]


def _sheet(order: Order, moment: Moment, remarks: Remarks, width: int) -> Iterator[Line]:
    said = list(_lacking(order, remarks, width))
    if said:
        yield from said
        yield ()
    yield from _lines(order, moment, width)
    yield ()
    facts = [fact for fact in order_facts(order, moment) if fact.label not in _twice()]
    name = min(_LONGEST_LABEL, max((width_of(harmless(fact.label, 60)) for fact in facts), default=0))
    for fact in facts:
        yield from fact_lines(fact, name, width)


def _twice() -> frozenset[str]:
    """Return the labels of facts that stand above the lines already."""
    return frozenset({field_label("missing"), field_label("total")})


def _lacking(order: Order, remarks: Remarks, width: int) -> Iterator[Line]:
    """Yield what stands against the order: what is missing (I3), rows that were refused, checks that do not pass."""
    if order.missing:
        yield from _marked("▲", Tone.BAD, _("missing: {elements}").format(elements=missing_text(order)), width)
    if order.refused_rows:
        said = ngettext(
            "{count} row of the original was refused", "{count} rows of the original were refused", order.refused_rows
        )
        yield from _marked("▲", Tone.BAD, said.format(count=order.refused_rows), width)
    for check in remarks.checks:
        if check.grade.value in _SIGNS and check.name not in _SAID_ABOVE:
            sign, tone = _SIGNS[check.grade.value]
            yield from _marked(sign, tone, _found(check), width)
    if remarks.twins:
        said = _("the same customer's number stands on {orders}").format(orders=listing(remarks.twins))
        yield from _marked("!", Tone.WARN, said, width)


def _found(check: "Check") -> str:
    """Return what a check found, in words."""
    from data.words.checks import evidence_text

    detail = evidence_text(check) or label(check.grade)
    return _("{check}: {detail}").format(check=check_label(check.name), detail=detail)


def _marked(sign: str, tone: Tone, text: str, width: int) -> Iterator[Line]:
    for place, one in enumerate(wrap(text, max(2, width - 2))):
        yield (Part(f"{sign} " if place == 0 else "  ", tone), Part(one, tone))


def _lines(order: Order, moment: Moment, width: int) -> Iterator[Line]:
    """Yield the lines of the order as a table, and what they come to."""
    columns = _columns(width)
    head = [Part(fit(_("#"), 4, right=True) + " ", Tone.MUTED)]
    for title, cells, right in columns:
        head.append(Part(fit(_heading(title), cells, right=right) + " ", Tone.MUTED))
    yield tuple(head)
    for line in order.lines:
        yield from _line(order, line, moment, columns)
    total = format_money(order.total, order.currency) if order.currency else ""
    count = ngettext("{number} line", "{number} lines", len(order.lines)).format(number=len(order.lines))
    yield (Part(f"     {count}   ", Tone.MUTED), Part(total, Tone.STRONG))


def _columns(width: int) -> list[tuple[str, int, bool]]:
    """Return the columns that have room: name, cells, whether figures stand in them; the product takes the rest."""
    sizes = _ROOMY if width >= _WIDE else _NARROW
    kept = []
    left = width - 5 - _NARROWEST_NAME - 1
    for name in ("quantity", "price", "total", "day"):
        if left < sizes[name] + 1:
            break
        left -= sizes[name] + 1
        kept.append(name)
    return [("product", max(4, _NARROWEST_NAME + left), False), *((name, sizes[name], True) for name in kept)]


def _heading(name: str) -> str:
    return {
        "product": _("product"),
        "quantity": _("quantity"),
        "price": _("price"),
        "total": _("total"),
        "day": _("wanted"),
    }[name]


def _line(order: Order, line: OrderLine, moment: Moment, columns: list[tuple[str, int, bool]]) -> Iterator[Line]:
    from data.rules.required import missing_lines

    lacking = {element for element in order.missing if line.line_no in missing_lines(order, element)}
    number = fit(str(line.line_no), 3, right=True)
    parts = [Part("▲" if lacking else " ", Tone.BAD), Part(f"{number} ", Tone.MUTED)]
    for name, cells, right in columns:
        part = _cell(order, line, name, moment)
        parts.append(Part(fit(part.text, cells, right=right) + " ", part.tone))
    yield tuple(parts)
    beside = " ".join(part for part in (line.specification, line.drawing_no) if part)
    if beside:
        yield (Part("     "), Part(fit(beside, sum(cells + 1 for _name, cells, _right in columns)), Tone.MUTED))


def _cell(order: Order, line: OrderLine, name: str, moment: Moment) -> Part:
    missing = Part(_("▲ missing"), Tone.BAD)
    match name:
        case "product":
            names = (line.product_code, line.product_name or line.customer_part_no)
            text = " ".join(part for part in names if part)
            return Part(text) if text else missing
        case "quantity":
            if line.quantity is None:
                return missing
            return Part(f"{format_quantity(line.quantity)} {line.unit}".strip())
        case "price":
            if line.unit_price is None:
                return missing if line.stated_total is None else Part("–", Tone.MUTED)
            tone = Tone.MUTED if "unit_price" in line.supplied else Tone.PLAIN
            return Part(format_price(line.unit_price, order.currency), tone)
        case "total":
            unknown = not order.currency or (line.unit_price is None and line.stated_total is None)
            return Part("" if unknown else format_amount(line.total, order.currency), Tone.STRONG)
        case _:
            return Part(short_date(line.requested_date or order.requested_date, moment.today))
