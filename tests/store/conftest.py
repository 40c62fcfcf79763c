"""A fresh desk for each test, and one with a few orders on it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from data.store import sqlite
from data.store.events import NewEvent
from data.store.tables.events import PolicyVersion
from data.store.tables.files import StoredFile
from data.store.tables.orders import OrderLineRow, SalesOrder
from data.store.tables.parties import CustomerRow
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 21, 14, 32, 5, 123456, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty desk in `tmp_path/desk`, with little patience."""
    with Store.create(tmp_path / "desk", at=NOW, facts={"name": "Trial office"}, patience=0.1) as made:
        yield made


@pytest.fixture
def filled(store: Store, order: dict[str, object]) -> Store:
    """A desk with a customer, three orders, a kept file, a policy and five events."""
    digest = store.blobs.keep("原件 original".encode())
    with store.writing() as tx:
        customer = tx.insert(CustomerRow, {"code": "C1", "name": "海川电梯", "entered_at": NOW, "entered_by": "li"})
        tx.insert(StoredFile, {"sha256": digest, "name": "原件.txt", "media_type": "text/plain", "size": 15, "at": NOW})
        tx.insert(PolicyVersion, {"version": 1, "document": "x = 1", "sha256": "0" * 64, "at": NOW, "by": "li"})
        for number in range(1, 4):
            key = tx.insert(SalesOrder, {**order, "number": f"SO-{number}", "customer_id": customer})
            tx.insert(OrderLineRow, {"order_id": key, "line_no": 1, "price_basis": "net", "quantity": 5_000_000})
        tx.events(
            NewEvent(NOW, "li", "clerk", "take_in", "order", f"SO-{n}", "", "received", {"n": n}) for n in range(1, 6)
        )
        tx.commit()
    return store


@pytest.fixture
def safe_library() -> sqlite.Library:
    """The library of this process, where it is one that may use WAL."""
    if not sqlite.library().safe:
        pytest.skip(f"SQLite {sqlite.library().version} must not use WAL")
    return sqlite.library()


@pytest.fixture
def affected() -> sqlite.Library:
    """The library of this process, taken for one with the WAL-reset bug."""
    return replace(sqlite.library(), version="3.40.1", safe=False)


@pytest.fixture
def order() -> dict[str, object]:
    """What every order needs."""
    return {
        "number": "SO-1",
        "state": "received",
        "kind": "goods",
        "handling_class": "ordinary",
        "channel": "file",
        "received_at": NOW,
        "entered_at": NOW,
        "entered_by": "li",
        "currency": "CNY",
        "price_basis": "net",
    }


@pytest.fixture
def loose_umask() -> Iterator[None]:
    """A umask that would let everybody read what is made."""
    before = os.umask(0)
    yield
    os.umask(before)
