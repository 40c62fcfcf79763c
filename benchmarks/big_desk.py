"""A desk of very many invented orders, written past the desk's verbs: fit for lists and searches, not for work."""

import hashlib
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from data.desk.making import default_policy, make
from data.states import Channel, HandlingClass, OrderKind, OrderState, PriceBasis
from data.store.tables.orders import OrderLineRow, SalesOrder
from data.store.tables.parties import CustomerRow
from data.store.unit import Store

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
BEGIN = datetime(2019, 1, 7, 1, 0, tzinfo=UTC)
PERSON = "bench"

CUSTOMERS = 2_000
AT_ONCE = 20_000
NAMES = ("海川电梯有限公司", "Ostara Lifts", "Lumenag AG", "MARISOL", "Haldenx", "上海锁紧件厂", "Nordwind & Söhne")
GOODS = ("锁紧螺母 lock nut", "hex bolt", "弹簧垫圈", "guide rail", "Seilklemme", "door lock")

STATES = (
    *(OrderState.DRAFT, OrderState.CLARIFYING, OrderState.RECEIVED, OrderState.RECEIVED),
    *(OrderState.IN_REVIEW, OrderState.APPROVED, OrderState.IN_PROGRESS, OrderState.SHIPPED, OrderState.CLOSED),
    *(OrderState.ARCHIVED,) * 11,
)
"""One order in five lies in the intake, more than half in the archive."""


def big_desk(folder: Path, orders: int) -> Path:
    """Return the folder of a desk with so many orders; it is made once, and again for other tables."""
    made = folder / f"desk-{orders}-{_tables()}"
    if not (made / "whole").exists():
        shutil.rmtree(made, ignore_errors=True)
        make(made, name="Bench office", document=default_policy(), at=BEGIN, person=PERSON)
        with Store.open(made) as store:
            _fill(store, orders)
        (made / "whole").touch()
    return made


def _tables() -> str:
    """Return a short name for the tables as they are now."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "data" / "store" / "migrations" / "versions").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _fill(store: Store, orders: int) -> None:
    draw = random.Random(orders)  # noqa: S311 - the same desk each time, nothing secret
    with store.writing() as tx:
        tx.insert_many(
            CustomerRow,
            [{"code": f"C{at:05d}", "name": f"{NAMES[at % len(NAMES)]} {at}", "entered_at": BEGIN, "entered_by": PERSON}
             for at in range(1, CUSTOMERS + 1)],
        )  # fmt: skip
        for first in range(1, orders + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, orders + 1))
            tx.insert_many(SalesOrder, [_order(at, orders, draw) for at in numbers])
            tx.insert_many(OrderLineRow, [line for at in numbers for line in _lines(at, draw)])
        tx.commit()


def _order(at: int, orders: int, draw: random.Random) -> dict[str, Any]:
    received = BEGIN + (NOW - BEGIN) * (at / (orders + 1))
    state = STATES[draw.randrange(len(STATES))]
    open_still = state in STATES[:5]
    due = NOW + timedelta(minutes=draw.randrange(-4_000, 90_000)) if open_still else received + timedelta(days=1)
    return {
        "id": at,
        "number": f"SO-{received:%Y%m}-{at:07d}",
        "state": state,
        "kind": OrderKind.GOODS,
        "handling_class": HandlingClass.ORDINARY if at % 9 else HandlingClass.URGENT,
        "channel": Channel.EMAIL,
        "received_at": received,
        "entered_at": received + timedelta(minutes=4),
        "entered_by": PERSON,
        "currency": "CNY",
        "customer_id": draw.randrange(1, CUSTOMERS + 1),
        "customer_po_no": f"PO{draw.randrange(10**8):08d}",
        "contact": "Li Wei",
        "requested_date": received.date() + timedelta(days=30),
        "promised_date": None if open_still else received.date() + timedelta(days=28),
        "decision_due_at": due,
        "decided_at": None if open_still else received + timedelta(hours=3),
        "delivery_place": f"Hall {at % 40}",
        "price_basis": PriceBasis.NET,
        "total": draw.randrange(10**7),
        "note": "" if at % 5 else f"call before delivery, gate {at % 17}",
        "ordered_on": date(received.year, received.month, 1),
    }


def _lines(at: int, draw: random.Random) -> Iterator[dict[str, Any]]:
    for line in (1, 2):
        goods = draw.randrange(9_000)
        yield {
            "order_id": at,
            "line_no": line,
            "product_code": f"M{goods:05d}",
            "product_name": f"{GOODS[goods % len(GOODS)]} {goods}",
            "specification": f"M{goods % 60} × {goods % 200}",
            "quantity": 5_000_000,
            "unit": "EA",
            "unit_price": 86_500_000,
            "price_basis": PriceBasis.NET,
        }
