"""The last price of a product, with its day and order, beside the line that is typed (E11)."""

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.screen import ModalScreen

from data.errors import Refusal
from data.words import _
from data.words.formats import format_price
from screens.work import start
from widgets.badge import Moment, short_date
from widgets.cells import harmless
from widgets.order_form import OrderForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.desk.desk import Desk
    from data.desk.move import Done  # noqa: F401 - what the screen answers
    from data.rules.review import LastSale
    from screens.office import Office


class PricedForm(ModalScreen["Done"]):
    """A screen with the form of an order, which says what a product cost the last time."""

    office: "Office"
    form: OrderForm

    @on(OrderForm.LineShown)
    def _line_shown(self, message: OrderForm.LineShown) -> None:
        message.stop()
        work = partial(self._read_price, message.customer, message.product)
        start(self, work, "last_price", "last price of a product")

    async def _read_price(self, customer: str, product: str) -> None:
        def last(desk: "Desk") -> "Mapping[str, LastSale]":
            return desk.review.last_prices(customer, (product,))

        try:
            found = await self.office.bridge.ask(last)
        except Refusal:
            return  # a remark is no reason to stop somebody who types
        sale = found.get(product)
        if sale is not None and self.is_mounted:
            self.form.remark_on(customer, product, last_price(sale, self.office.moment()))


def last_price(sale: "LastSale", moment: Moment) -> str:
    """Return what a product cost the last time, in words."""
    day = short_date(sale.received_at.astimezone(moment.zone).date(), moment.today)
    price = f"{sale.currency} {format_price(sale.unit_price, sale.currency)}"
    if sale.own:
        text = _("last price to this customer: {price} · {day} · {number}")
        return text.format(price=price, day=day, number=sale.number)
    text = _("last price, to {customer}: {price} · {day} · {number}")
    return text.format(price=price, day=day, number=sale.number, customer=harmless(sale.customer_name, 60) or "–")
