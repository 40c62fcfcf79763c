"""What stands beside the list of the review: exposure, what changed since the last round, lines with last prices."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from data.orders import Order, OrderLine, OrderRow
from data.rules.exposure import Exposure
from data.rules.review import LastSale, RoundChange
from data.words import _, ngettext
from data.words.changes import change_text
from data.words.formats import format_amount, format_money, format_price, format_quantity
from data.words.labels import label
from data.words.phrases import listing
from widgets.badge import Clock, short_date
from widgets.cells import Line, Part, Tone, bar, cut, fit, harmless, width_of, wrap
from widgets.lines_view import LinesView, Row
from widgets.one_line import both_ends

_BAR = 24
_MOST_LINES = 6
"""Lines that one text from outside may take."""


def _wrapped(text: str, width: int, tone: Tone = Tone.PLAIN, sign: str = "") -> Iterator[Row]:
    """Yield a text in lines, a sign before the first of them."""
    edge = width_of(sign)
    for place, one in enumerate(wrap(text, max(4, width - edge), most=_MOST_LINES)):
        yield Row((Part(sign if place == 0 else " " * edge, tone), Part(one, tone)))


class ExposureView(LinesView, can_focus=False):
    """The customer's exposure against the credit limit (C2)."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self._exposure: Exposure | None = None
        self._said = ""

    def show(self, exposure: Exposure | None, said: str = "") -> None:
        """Show an exposure, or what is said where there is none."""
        self._exposure, self._said = exposure, said
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return the sum against the limit first, then what it is made of."""
        found = self._exposure
        if found is None:
            return list(_wrapped(self._said, width, Tone.MUTED)) if self._said else []
        rows = [Row((Part(_("Exposure"), Tone.HEADING), Part(" · C2", Tone.MUTED)))]
        rows += _verdict(found, width)
        if found.limit:
            share = found.used * 100 // found.limit
            rows.append(
                Row(
                    (
                        Part(f"  {bar(found.used, found.limit, min(_BAR, max(4, width - 10)))}"),
                        Part(f" {share:,}%", Tone.BAD if found.over else Tone.PLAIN),
                    )
                )
            )
        counted = ngettext("{number} open order", "{number} open orders", found.open_count)
        waiting = ngettext("{number} other in review", "{number} others in review", found.in_review_count)
        rows += [
            _sum(_("this order"), found.this_order, found.currency, width),
            _sum(waiting.format(number=found.in_review_count), found.in_review, found.currency, width),
            _sum(counted.format(number=found.open_count), found.open_orders, found.currency, width),
            _sum(_("unpaid invoices"), found.unpaid, found.currency, width),
        ]
        if found.others:
            sums = listing(format_money(amount, currency) for currency, amount in found.others)
            rows += _wrapped(_("in other currencies, not counted: {sums}").format(sums=sums), width, Tone.WARN, "! ")
        return rows


def exposure_part(found: Exposure) -> Part:
    """Return the exposure as short as it can be told: how much of the limit is used."""
    if found.limit is None:
        return Part(_("! no credit limit"), Tone.WARN)
    if not found.limit:
        return Part(_("✘ exposure without credit") if found.over else _("✔ no exposure"), _tone(found))
    share = f"{found.used * 100 // found.limit:,}"
    return Part(
        f"{'✘' if found.over else '✔'} " + _("exposure {share}% of the limit").format(share=share), _tone(found)
    )


def _tone(found: Exposure) -> Tone:
    return Tone.BAD if found.over else Tone.GOOD


def _verdict(found: Exposure, width: int) -> Iterator[Row]:
    used = format_money(found.used, found.currency)
    if found.limit is None:
        text = _("{used}; the customer's file names no credit limit").format(used=used)
        return _wrapped(text, width, Tone.WARN, "! ")
    limit = format_amount(found.limit, found.currency)
    if found.over:
        over = format_amount(found.over, found.currency)
        text = _("{used} of {limit}: {over} over the limit").format(used=used, limit=limit, over=over)
        return _wrapped(text, width, Tone.BAD, "✘ ")
    return _wrapped(_("{used} of {limit}: within the limit").format(used=used, limit=limit), width, Tone.GOOD, "✔ ")


def _sum(name: str, amount: int, currency: str, width: int) -> Row:
    figure = format_amount(amount, currency) if amount else "–"
    tone = Tone.PLAIN if amount else Tone.MUTED
    return Row(both_ends((Part(f"  {name}", Tone.MUTED),), (Part(figure, tone),), min(width, 48)))


class ChangesView(LinesView, can_focus=False):
    """What is different from what the round before was shown (R9, R10)."""

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self.clock = clock
        self._since: RoundChange | None = None
        self._order: Order | None = None

    def show(self, since: RoundChange | None, order: Order | None) -> None:
        """Show what changed; nothing in the first round."""
        self._since, self._order = since, order
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return why it was given back, what was agreed, and every change."""
        since, order = self._since, self._order
        if since is None or order is None:
            return []
        title = _("Changed since round {number}").format(number=order.review_round - 1)
        rows = [Row((Part(title, Tone.HEADING),))]
        if since.returned:
            rows += _wrapped(_("given back: {text}").format(text=since.returned), width, Tone.MUTED, "← ")
        if since.agreed:
            rows += _wrapped(_("agreed: {text}").format(text=since.agreed), width, Tone.PLAIN, "→ ")
        for change in since.changes:
            rows += _wrapped(change_text(change, order.currency, self.clock().zone), width, Tone.STRONG, "± ")
        if not since.changes:
            rows += _wrapped(_("nothing of the order was changed"), width, Tone.WARN, "! ")
        if not since.whole:
            rows += _wrapped(_("a part of the record between the rounds is destroyed"), width, Tone.WARN, "! ")
        return rows


class SimilarView(LinesView):
    """The lines of an order, each with the last price, and the customer's earlier orders; enter opens one."""

    ITEMS: ClassVar[bool] = True

    def __init__(self, clock: Clock, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(empty=empty, id=id)
        self.clock = clock
        self.numbers: tuple[str, ...] = ()
        """The orders that the items stand for."""
        self._order: Order | None = None
        self._sales: dict[str, LastSale] = {}
        self._earlier: tuple[OrderRow, ...] = ()

    def show(self, order: Order | None, sales: dict[str, LastSale], earlier: Sequence[OrderRow]) -> None:
        """Show an order's lines with the last sales of their products, and earlier orders."""
        self._order, self._sales, self._earlier = order, dict(sales), tuple(earlier)
        sold = [sales[line.product_code].number for line in order.lines if line.product_code in sales] if order else []
        self.numbers = (*sold, *(row.number for row in earlier))
        self.rebuild()
        self.item = 0
        self.roll_to(y=0)

    def build(self, width: int) -> Sequence[Row]:
        """Return lines with last prices, then earlier orders."""
        order = self._order
        if order is None:
            return []
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


def _line(line: OrderLine, order: Order, width: int) -> Line:
    names = (line.product_code, line.product_name or line.customer_part_no, line.specification)
    name = harmless(" ".join(part for part in names if part), 120) or "–"
    quantity = "–" if line.quantity is None else f"{format_quantity(line.quantity)} {harmless(line.unit, 12)}".strip()
    price = "–" if line.unit_price is None else format_price(line.unit_price, order.currency)
    return both_ends((Part(f"{line.line_no} {name}"),), (Part(f"{quantity} × {price}"),), width)
