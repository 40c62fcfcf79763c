"""A desk that others hold, a disk that is full: said after some patience, nothing half-written, and on it goes (N3)."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy
from data.errors import DeskBusy, StorageFailed
from data.rules.workflow import Verb
from data.states import OrderState
from data.store import sqlite
from data.store.unit import Store
from tests.desk.office import Clock, Office

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = 0.2


@contextmanager
def impatient(office: Office) -> Iterator[Office]:
    with Store.open(office.store.path, patience=SHORT) as store:
        yield Office(store, Clock())


def _fill(office: Office, number: str) -> None:
    """Write into an order until the disk is full."""
    for _ in range(50):
        office.do(number, Verb.NOTE, "long " * 2000)


def test_patience_is_a_quarter_of_a_minute() -> None:
    assert sqlite.PATIENCE == 15


def test_a_desk_that_another_program_holds_is_said_and_nothing_is_lost(office: Office) -> None:
    number = office.new()
    head = office.desk.audit.head()
    with impatient(office) as clerk, closing(sqlite.connect_raw(office.store.folder.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        for act in (
            lambda: clerk.do(number, Verb.ACCEPT),
            clerk.new,
            lambda: clerk.desk.policy.set(default_policy() + "\n# mine\n"),
            lambda: clerk.desk.undo(number),
        ):
            with pytest.raises(DeskBusy):
                act()
        # whoever reads does not wait
        assert clerk.order(number).state is OrderState.DRAFT
        other.rollback()
        assert clerk.desk.audit.head() == head
        assert clerk.do(number, Verb.ACCEPT).to_state is OrderState.RECEIVED
    office.sound()


def test_a_disk_that_fills_rolls_the_whole_act_back(office: Office) -> None:
    number = office.at(OrderState.RECEIVED)
    head, before = office.desk.audit.head(), office.order(number)
    with office.store.writing() as tx:
        pages = int(sqlite.pragma(tx.raw, "page_count"))
        tx.raw.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageFailed) as refused:
        _fill(office, number)
    assert refused.value.why == "full"
    office.store.close()  # the disk has room again
    assert office.order(number).version >= before.version
    assert office.desk.audit.head().seq - head.seq == office.order(number).version - before.version
    office.do(number, Verb.SUBMIT)
    office.sound()
