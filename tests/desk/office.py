"""A small office for tests: an open desk, a clock that is set by hand, and orders brought to any state."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from data.desk.desk import Desk
from data.desk.making import default_policy
from data.drafts import Source
from data.errors import Refusal
from data.rules.workflow import Verb
from data.states import Opinion
from data.states import OrderState as S
from data.store.tables.parties import CustomerRow, ProductRow, SupplierRow, WorkCentreRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import SQLModel

    from data.desk.move import Done
    from data.orders import Event, Order
    from data.store.unit import Store, Writer

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in the office."""

COMPLETE: Mapping[str, str] = {
    "customer": "C1",
    "requested_date": "2026-04-01",
    "line.1.product_code": "P1",
    "line.1.quantity": "10",
    "line.1.unit_price": "12.50",
    "line.2.product_code": "P2",
    "line.2.quantity": "3",
    "line.2.unit_price": "100",
}
"""An order that lacks nothing: 10 × 12.50 and 3 × 100, which is 425.00 CNY."""

LIFE: tuple[tuple[Verb, Mapping[str, str]], ...] = (
    (Verb.ACCEPT, {}),
    (Verb.SUBMIT, {}),
    (Verb.PASS, {"review": "sales"}),
    (Verb.PASS, {"review": "finance"}),
    (Verb.CONFIRM, {"channel": "email"}),
    (Verb.ALLOCATE, {"source": "work_centre", "code": "W1"}),
    (Verb.START, {}),
    (Verb.REPORT, {}),
    (Verb.MAKE_READY, {}),
    (Verb.SHIP, {"carrier": "SF"}),
    (Verb.DELIVER, {"signed_by": "Zhao"}),
    (Verb.INVOICE, {}),
    (Verb.RECEIVE_PAYMENT, {}),
    (Verb.SETTLE, {}),
    (Verb.CLOSE, {"gaps": "sent by post"}),
    (Verb.ARCHIVE, {}),
)
"""One way from draft to archived."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: int) -> None:
        """Let some time pass."""
        self.at += timedelta(**time)


class Office:
    """A desk, its clock, and short ways to use them."""

    def __init__(self, store: Store, clock: Clock, person: str = "li") -> None:
        self.store = store
        self.clock = clock
        self.desk = Desk(store, clock, person)

    def colleague(self, person: str) -> Office:
        """Return the same office as somebody else sees it."""
        return Office(self.store, self.clock, person)

    def new(self, texts: Mapping[str, str] = COMPLETE, /, **more: str) -> str:
        """Enter an order by hand and return its number."""
        return self.desk.intake.new({**texts, **more}).number

    def do(self, number: str, verb: Verb, note: str = "", /, **texts: str) -> Done:
        """Carry out a verb."""
        return self.desk.do(number, verb, texts, note=note)

    def order(self, number: str) -> Order:
        """Return an order as it stands."""
        return self.desk.orders.get(number)

    def at(self, state: S, texts: Mapping[str, str] = COMPLETE, /, **more: str) -> str:
        """Return the number of a new order that was brought to a state."""
        number = self.new(texts, **more)
        self.bring(number, state)
        return number

    def bring(self, number: str, state: S) -> None:
        """Bring an order to a state by the ordinary way."""
        if state is S.CANCELLED:
            self.do(number, Verb.CANCEL, "not wanted any more")
        elif state is S.CLARIFYING:
            self.do(number, Verb.CLARIFY, "which colour?")
        elif state in (S.RETURNED, S.ESCALATED):
            self.bring(number, S.IN_REVIEW)
            self.do(number, Verb.FAIL, "too dear", review="sales")
            self.do(number, Verb.RETURN if state is S.RETURNED else Verb.ESCALATE, "price")
        else:
            for verb, texts in LIFE:
                order = self.order(number)
                if order.state is state:
                    return
                if verb in self.desk.orders.verbs(order):
                    self.desk.do(number, verb, texts)
            assert self.order(number).state is state

    def onward(self, order: Order) -> Order:
        """Do the first thing that leads an order nearer to its end, whatever was done to it before."""
        tries: list[tuple[Verb, Mapping[str, str]]] = [(Verb.RELEASE, {}), (Verb.RESOLVE_EXCEPTION, {"note": "done"})]
        tries += [(Verb.RELEASE_LINE, {"line": str(line.line_no)}) for line in order.lines if line.on_hold]
        tries += [
            (Verb.RESOLVE_EXCEPTION, {"exception": str(one.exception_no), "note": "done"}) for one in order.exceptions
        ]
        if any(one.opinion is Opinion.FAIL and one.round == order.review_round for one in order.opinions):
            tries += [(Verb.RETURN, {"note": "price"}), (Verb.APPROVE, {"note": "so be it"})]
        tries += [(Verb.PASS, {"review": one.review}) for one in order.opinions]
        tries += [(verb, {**texts, "note": "agreed"}) for verb, texts in LIFE if verb not in (Verb.PASS, Verb.CONFIRM)]
        tries += [(Verb.APPROVE, {"note": "so be it"}), (Verb.CANCEL, {"note": "never mind", "consent": "Ann"})]
        for verb, texts in tries:
            with suppress(Refusal):
                return self.desk.do(order.number, verb, texts).order
        raise AssertionError(f"nothing leads on from {order.state}: {order}")

    def last(self, number: str) -> Event:
        """Return what happened to an order last."""
        return self.desk.orders.history(number)[-1]

    def events(self) -> int:
        """Return how many events the desk has."""
        return self.desk.audit.head().seq

    def policy(self, *changes: tuple[str, str]) -> None:
        """Put a policy in force that differs from the first one by some replaced texts."""
        document = default_policy()
        for old, new in changes:
            assert document.count(old) == 1, old
            document = document.replace(old, new)
        self.desk.policy.set(document)

    def sound(self) -> None:
        """See that nothing is wrong with the desk."""
        assert self.desk.audit.check().faults == ()


def paper(content: bytes = b"signed", name: str = "receipt.pdf") -> Source:
    """A file that needs no disk."""
    return Source(name, content, hashlib.sha256(content).hexdigest(), "application/pdf")


def enter(tx: Writer, table: type[SQLModel], values: Mapping[str, object]) -> int:
    """Enter the file of a party or a place, with its event, and return its key."""
    key = tx.insert(table, values)
    subject = str(table.__tablename__)
    filed = {name: value for name, value in values.items() if name not in ("entered_at", "entered_by")}
    at, by = values.get("entered_at", NOW), values.get("entered_by", "li")
    assert isinstance(at, datetime)
    tx.event(at=at, actor=str(by), role="clerk", verb="enter", subject=subject, subject_key=str(values["code"]),
             payload={subject: filed})  # fmt: skip
    return key


def correct(tx: Writer, table: type[SQLModel], key: int, values: Mapping[str, object], code: str = "C1") -> None:
    """Change the file of a party, with its event."""
    tx.update(table, key, values)
    subject = str(table.__tablename__)
    tx.event(at=NOW, actor="li", role="clerk", verb="update", subject=subject, subject_key=code,
             payload={subject: dict(values)})  # fmt: skip


def furnish(store: Store) -> None:
    """Give a desk a customer, products, a work centre and a supplier."""
    entered = {"entered_at": NOW, "entered_by": "li"}
    with store.writing() as tx:
        enter(
            tx,
            CustomerRow,
            {"code": "C1", "name": "海川电梯", "address": "1 Harbour Road", "city": "Ningbo", **entered},
        )
        enter(
            tx,
            CustomerRow,
            {"code": "C2", "name": "Northwind", "currency": "USD", "payment_terms": "60 days", "contact": "Ann",
             "delivery_place": "Seattle", **entered},
        )  # fmt: skip
        priced = {"currency": "CNY", "unit": "pcs"}
        enter(tx, ProductRow, {"code": "P1", "name": "Bolt", "list_price": 12_500_000, **priced, **entered})
        enter(tx, ProductRow, {"code": "P2", "name": "Motor", "special": "standard", **priced, **entered})
        enter(tx, ProductRow, {"code": "P3", "name": "Drive", "special": "special", **priced, **entered})
        enter(tx, WorkCentreRow, {"code": "W1", "name": "Assembly"})
        enter(tx, SupplierRow, {"code": "S1", "name": "Foundry"})
        tx.commit()
