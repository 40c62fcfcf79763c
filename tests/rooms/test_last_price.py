"""The last price to a customer, beside the line that is typed (E11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.intake_form import OrderFormScreen

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from tests.rooms.trial import Trial


PRODUCT = "BOLT-8"


def sell(other: Desk, number: str) -> str:
    """Let an order in review be one of the product, and approved; return its customer."""
    other.do(number, "fail", {"review": "sales"}, note="of what?")
    other.do(number, "return", note="of what?")
    other.do(number, "edit", {"line.1.product_code": PRODUCT})
    other.do(number, "submit", note="of this")
    for review in ("sales", "finance"):
        other.do(number, "pass", {"review": review})
    return other.orders.get(number).customer_code


async def test_the_last_price_stands_below_the_line_of_the_keys(trial: Trial, other: Desk) -> None:
    customer = sell(other, "SO-004")
    async with trial.run(80, 24) as desk:
        await desk.press("n")
        form = desk.screen(OrderFormScreen).form
        form.head.put("customer", customer)
        form.lines.model.set(0, "product_code", PRODUCT)
        await desk.press("ctrl+o")
        assert "last price to this customer: CNY 86.50" in desk.text
        assert "SO-004" in desk.text
        form.head.put("customer", "")
        await desk.press("right")
        assert "last price, to " in desk.text


async def test_a_product_that_was_never_sold_has_no_last_price(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("n")
        form = desk.screen(OrderFormScreen).form
        form.lines.model.set(0, "product_code", "nothing")
        await desk.press("ctrl+o", "right")
        assert "last price" not in desk.text
