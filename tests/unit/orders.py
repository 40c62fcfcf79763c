"""The orders from which tests of pure rules begin: one with nothing but what every order has, and a complete one."""

from dataclasses import replace
from datetime import UTC, date, datetime

from data.orders import Order, OrderLine
from data.states import Channel, HandlingClass, OrderKind, OrderState

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 4)
WANTED = date(2026, 4, 1)

LINE = OrderLine(line_no=1, product_code="P1", quantity=5_000_000, unit="pcs", unit_price=10_000_000)

BARE = Order(
    order_id=1,
    number="SO-1",
    version=1,
    state=OrderState.RECEIVED,
    kind=OrderKind.GOODS,
    handling_class=HandlingClass.ORDINARY,
    channel=Channel.EMAIL,
    received_at=AT,
    entered_at=AT,
    entered_by="li",
    currency="CNY",
)

COMPLETE = replace(
    BARE,
    customer_id=1,
    contact="Ann",
    requested_date=WANTED,
    delivery_place="Ningbo",
    delivery_method="carrier",
    payment_terms="30 days",
    total=5000,
    lines=(LINE,),
)
