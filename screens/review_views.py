"""What stands beside the list of the review: exposure with the orders that make it up, changes since the last round."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from data.amounts import MASK, Hidden
from data.orders import Order
from data.rules.exposure import Claim, Exposure, owed
from data.rules.review import RoundChange
from data.states import Review
from data.words import _, ngettext
from data.words.changes import change_text
from data.words.formats import format_amount, format_money
from data.words.labels import label
from data.words.phrases import listing
from widgets.badge import Clock
from widgets.cells import Part, Tone, bar, width_of, wrap
from widgets.lines_view import LinesView, Row
from widgets.one_line import both_ends

_BAR = 24
_WIDEST = 60
"""Cells of a line with a figure at its end; further apart the eye loses it."""
_MOST_ORDERS = 50
_MOST_LINES = 6
"""Lines that one text from outside may take."""


def _wrapped(text: str, width: int, tone: Tone = Tone.PLAIN, sign: str = "") -> Iterator[Row]:
    """Yield a text in lines, a sign before the first of them."""
    edge = width_of(sign)
    for place, one in enumerate(wrap(text, max(4, width - edge), most=_MOST_LINES)):
        yield Row((Part(sign if place == 0 else " " * edge, tone), Part(one, tone)))


class ExposureView(LinesView):
    """The customer's exposure against the credit limit (C2), then the orders that make it up; enter opens one."""

    ITEMS: ClassVar[bool] = True

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self.numbers: tuple[str, ...] = ()
        """The orders that the items stand for."""
        self._exposure: Exposure | None = None
        self._said = ""
        self._claims: tuple[tuple[Claim, int], ...] = ()

    def show(self, exposure: Exposure | None, said: str = "", claims: Sequence[Claim] = (), number: str = "") -> None:
        """Show an exposure with the orders behind it, or what is said where there is none.

        Args:
            exposure: of the customer.
            said: where there is none.
            claims: of the orders that make it up.
            number: the order under review.
        """
        self._exposure, self._said = exposure, said
        sums = [(claim, owed(claim, number)) for claim in (claims if exposure is not None else ())]
        most = sorted((one for one in sums if one[1]), key=lambda one: one[1], reverse=True)
        self._claims = tuple(most)[:_MOST_ORDERS]
        self.numbers = tuple(claim.number for claim, _amount in self._claims)
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
        if self._claims:
            rows += [Row(()), Row((Part(_("Orders that make it up"), Tone.HEADING),))]
        for item, (claim, owing) in enumerate(self._claims):
            left = (Part(f"{claim.number} "), Part(label(claim.state), Tone.MUTED))
            amount = Part(format_money(owing, claim.currency))
            rows.append(Row(both_ends(left, (amount,), min(width, _WIDEST)), item))
        return rows


def exposure_part(found: Exposure) -> Part:
    """Return the exposure as short as it can be told: how much of the limit is used."""
    if found.limit is None:
        return Part(_("! no credit limit"), Tone.WARN)
    if isinstance(found.limit, Hidden):
        return Part(_("exposure {share}% of the limit").format(share=MASK), Tone.MUTED)
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
    if isinstance(found.limit, Hidden):  # nobody says whether it is passed who does not see by how much
        return _wrapped(_("{used} of {limit}").format(used=used, limit=limit), width, Tone.MUTED)
    if found.over:
        over = format_amount(found.over, found.currency)
        text = _("{used} of {limit}: {over} over the limit").format(used=used, limit=limit, over=over)
        return _wrapped(text, width, Tone.BAD, "✘ ")
    return _wrapped(_("{used} of {limit}: within the limit").format(used=used, limit=limit), width, Tone.GOOD, "✔ ")


def _sum(name: str, amount: int, currency: str, width: int) -> Row:
    figure = format_amount(amount, currency) if amount else "–"
    tone = Tone.PLAIN if amount else Tone.MUTED
    return Row(both_ends((Part(f"  {name}", Tone.MUTED),), (Part(figure, tone),), min(width, 48)))


class ChangesView(LinesView):
    """What is different from what the round before was shown (R9, R10)."""

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self.clock = clock
        self._since: RoundChange | None = None
        self._order: Order | None = None
        self._unchanged: tuple[Review, ...] = ()

    def show(self, since: RoundChange | None, order: Order | None, unchanged: Sequence[Review] = ()) -> None:
        """Show what changed, and which departments it does not concern; nothing in the first round."""
        self._since, self._order, self._unchanged = since, order, tuple(unchanged)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return why it was given back, what was agreed, and every change."""
        since, order = self._since, self._order
        if order is None:
            return []
        if since is None:
            return list(_wrapped(_("It is the first round: there is nothing to compare with."), width, Tone.MUTED))
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
        if self._unchanged:
            text = _("unchanged for: {reviews}").format(reviews=listing(label(one) for one in self._unchanged))
            rows += _wrapped(text, width, Tone.GOOD, "= ")
        if not since.whole:
            rows += _wrapped(_("a part of the record between the rounds is destroyed"), width, Tone.WARN, "! ")
        return rows
