"""What an order is compared with: last prices, similar orders with their lessons (K10), the customer's earlier ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from data.orders import Order, OrderLine, OrderRow
from data.rules.lessons import LessonKind, Similar
from data.rules.review import LastSale
from data.words import _
from data.words.checks import lesson_text
from data.words.formats import format_amount, format_money, format_price, format_quantity
from data.words.labels import label
from widgets.badge import Clock, short_date
from widgets.cells import Line, Part, Tone, cut, fit, harmless, width_of, wrap
from widgets.lines_view import LinesView, Row
from widgets.one_line import both_ends

_MOST_LINES = 3
"""Lines that one text from outside may take."""
_WIDEST = 100
"""Cells of a line with a figure at its end; further apart the eye loses it."""
_NO_SALES: Mapping[str, LastSale] = {}


class SimilarView(LinesView):
    """Lines with last prices, similar orders with what went wrong then (K10), earlier orders; enter opens one."""

    ITEMS: ClassVar[bool] = True

    def __init__(self, clock: Clock, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(empty=empty, id=id)
        self.clock = clock
        self.numbers: tuple[str, ...] = ()
        """The orders that the items stand for."""
        self._order: Order | None = None
        self._sales: dict[str, LastSale] = {}
        self._similar: tuple[Similar, ...] = ()
        self._earlier: tuple[OrderRow, ...] = ()

    def show(
        self,
        order: Order | None,
        sales: Mapping[str, LastSale] = _NO_SALES,
        similar: Sequence[Similar] = (),
        earlier: Sequence[OrderRow] = (),
    ) -> None:
        """Show an order's lines with the last sales of their products, similar orders, and earlier ones."""
        self._order, self._sales, self._similar, self._earlier = order, dict(sales), tuple(similar), tuple(earlier)
        sold = [sales[line.product_code].number for line in order.lines if line.product_code in sales] if order else []
        self.numbers = (*sold, *(one.number for one in similar), *(row.number for row in earlier))
        self.rebuild()
        self.item = 0
        self.roll_to(y=0)

    def build(self, width: int) -> Sequence[Row]:
        """Return lines with last prices, then similar orders, then those of the customer."""
        order = self._order
        if order is None:
            return []
        width = min(width, _WIDEST)
        rows = [Row((Part(_("Lines and last prices"), Tone.HEADING),))]
        item = 0
        for line in order.lines:
            rows.append(Row(_line(line, order, width)))
            sale = self._sales.get(line.product_code)
            if sale is None:
                text = _("no earlier sale") if line.product_code else _("no product code, so no earlier sale is known")
                rows.append(Row((Part("    " + cut(text, width - 4), Tone.MUTED),)))
            else:
                rows.append(Row(self._sale(line, order, sale, width), item))
                item += 1
        rows += self._alike(item, width)
        item += len(self._similar)
        rows.append(Row((Part(_("Earlier orders of this customer"), Tone.HEADING),)))
        if not self._earlier:
            rows.append(Row((Part(_("none: it is the first one"), Tone.MUTED),)))
        rows += [Row(line, item + at) for at, line in enumerate(self._past(width))]
        return rows

    def _sale(self, line: OrderLine, order: Order, sale: LastSale, width: int) -> Line:
        moment = self.clock()
        price = format_price(sale.unit_price, sale.currency)
        if sale.currency != order.currency:
            price = f"{sale.currency} {price}"
        text = _("last {price}").format(price=price)
        tone = Tone.PLAIN
        if sale.price_basis is not line.price_basis:
            text = _("{text} ({remark})").format(text=text, remark=label(sale.price_basis))
        elif sale.currency == order.currency and line.unit_price is not None and sale.unit_price:
            dearer = line.unit_price - sale.unit_price
            text = f"{_percent(dearer, sale.unit_price) if dearer else '='} {text}"
            tone = Tone.WARN if dearer < 0 else Tone.PLAIN
        where = [sale.number, short_date(sale.received_at.astimezone(moment.zone).date(), moment.today)]
        if not sale.own:
            where.append(_("to {customer}").format(customer=harmless(sale.customer_name, 60) or "–"))
        rest = " · " + _(" · ").join(where)
        return (Part("  "), Part(cut(text, width - 2), tone), Part(cut(rest, width - 2 - width_of(text)), Tone.MUTED))

    def _alike(self, item: int, width: int) -> Iterator[Row]:
        """Yield the similar orders, each with what went wrong then."""
        yield Row((Part(_("Similar orders"), Tone.HEADING), Part(" K10", Tone.MUTED)))
        if not self._similar:
            yield Row((Part(_("none of these products in a similar quantity"), Tone.MUTED),))
        moment = self.clock()
        for at, one in enumerate(self._similar):
            day = short_date(one.received_at.astimezone(moment.zone).date(), moment.today)
            whose = _("this customer") if one.own else harmless(one.customer_name, 60) or "–"
            quantity = (
                "–" if one.quantity is None else f"{format_quantity(one.quantity)} {harmless(one.unit, 12)}".strip()
            )
            left = (
                Part(f"{day} ", Tone.MUTED),
                Part(f"{one.number} "),
                Part(f"{label(one.state)} · {whose}", Tone.MUTED),
            )
            yield Row(both_ends(left, (Part(f"{harmless(one.product_code, 20)} {quantity}"),), width), item + at)
            for lesson in one.lessons:
                learned = lesson.kind is LessonKind.LEARNED
                sign, tone = ("→ ", Tone.PLAIN) if learned else ("! ", Tone.WARN)
                for place, text in enumerate(wrap(lesson_text(lesson), max(4, width - 4), most=_MOST_LINES)):
                    yield Row((Part("  " + (sign if place == 0 else "  "), tone), Part(text, tone)), item + at)

    def _past(self, width: int) -> Iterator[Line]:
        """Yield the earlier orders: when, which, how it stands, how much."""
        moment = self.clock()
        days = [short_date(row.received_at.astimezone(moment.zone).date(), moment.today) for row in self._earlier]
        first = max(map(width_of, days), default=0)
        second = min(18, max((width_of(harmless(row.number, 40)) for row in self._earlier), default=0))
        for row, day in zip(self._earlier, days, strict=True):
            when = Part(f"{fit(day, first, right=True)} ", Tone.MUTED)
            left = (when, Part(f"{fit(row.number, second)} "), Part(label(row.state), Tone.MUTED))
            same = self._order is not None and row.currency == self._order.currency
            amount = format_amount(row.total, row.currency) if same else format_money(row.total, row.currency)
            yield both_ends(left, (Part(amount),), width)

    def chosen(self, item: int) -> None:
        """Open the order that the item stands for."""
        if item < len(self.numbers):
            super().chosen(item)


def _percent(part: int, whole: int) -> str:
    """Return a share with its sign, to a tenth of a percent."""
    tenths = (2 * abs(part) * 1000 + whole) // (2 * whole)
    return f"{'-' if part < 0 else '+'}{tenths // 10:,}.{tenths % 10}%"


def _quantity(quantity: int | None, unit: str) -> str:
    return "–" if quantity is None else f"{format_quantity(quantity)} {harmless(unit, 12)}".strip()


def _line(line: OrderLine, order: Order, width: int) -> Line:
    names = (line.product_code, line.product_name or line.customer_part_no, line.specification)
    name = harmless(" ".join(part for part in names if part), 120) or "–"
    quantity = _quantity(line.quantity, line.unit)
    price = "–" if line.unit_price is None else format_price(line.unit_price, order.currency)
    return both_ends((Part(f"{line.line_no} {name}"),), (Part(f"{quantity} × {price}"),), width)
