"""What takes writes back: every kind of write leaves its step, and the steps bring the rows back as they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert, select, update

from data.errors import Refusal
from data.store import undo
from data.store.queries.undo import undo_of
from data.store.tables.base import table
from data.store.tables.events import EventUndo, NumberSeries
from data.store.tables.files import ImportRefusal, ImportRun, StoredFile
from data.store.tables.orders import OrderLineRow, SalesOrder, ScheduleRow
from data.store.tables.parties import CustomerRow
from data.store.tables.reviews import OpinionRow
from data.store.writes import UNDO_LASTS, drop_schedule, keep_undo, mend_refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store.unit import Reader, Store, Writer

NOW = datetime(2026, 11, 21, 14, 32, 5, 123456, tzinfo=UTC)
LINE = table(OrderLineRow)
PLAIN = {"order_id": 1, "price_basis": "net", "quantity": 7_000_000}
PLANNED = {"line_id": 1, "due": NOW.date(), "quantity": 1_000_000}


def _all(reader: Reader) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but those of events."""
    names = [row[0] for row in reader.raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {
        name: reader.raw.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
        for name in names
        if not name.startswith("event")
    }


def _planned(tx: Writer) -> None:
    """Give the first line two planned deliveries and the first order two refused rows."""
    for seq in (1, 2):
        tx.insert(ScheduleRow, {**PLANNED, "seq": seq})
    digest = tx.execute(select(table(StoredFile).c.sha256)).scalar_one()
    run = {
        "sha256": digest, "fingerprint": "x", "path": "x", "subject": "orders", "status": "partial", "at": NOW,
        "by": "li", "event_seq": 1,
    }  # fmt: skip
    key = tx.insert(ImportRun, run)
    for row in (4, 9):
        refused = {"run_id": key, "order_id": 1, "sheet": "", "row": row, "cells": "[]", "problems": "[]"}
        tx.insert(ImportRefusal, refused)


def _write_and_take_back(tx: Writer) -> None:
    """Do everything that a verb may do to rows."""
    key = tx.insert(OrderLineRow, {**PLAIN, "line_no": 2})
    tx.update(OrderLineRow, key, {"quantity": None, "on_hold": True, "extra": {"颜色": "red"}})
    tx.insert_many(ScheduleRow, [{**PLANNED, "line_id": key, "seq": seq} for seq in (1, 2, 3)])
    drop_schedule(tx, 1)
    tx.insert(ScheduleRow, {**PLANNED, "seq": 1})
    tx.delete(OrderLineRow, 2)
    mend_refusals(tx, 1)
    tx.insert_many(OrderLineRow, [{**PLAIN, "id": 80, "order_id": 2, "line_no": 5}])
    tx.update(SalesOrder, 1, {"state": "in_review", "missing": ["unit_price"]}, version=1)
    waiting = {
        "order_id": 1, "round": 1, "review": "sales", "opinion": "waiting", "asked_at": NOW, "due_at": NOW,
    }  # fmt: skip
    asked = tx.insert(OpinionRow, waiting)
    given = {"opinion": "fail", "comment": "too dear", "by": "li", "role": "clerk", "at": NOW}
    tx.update(OpinionRow, asked, given)


def test_rows_are_what_they_were(filled: Store) -> None:
    with filled.writing() as tx:
        _planned(tx)
        before = _all(tx)
        tx.remember()
        _write_and_take_back(tx)
        steps = tx.remembered()
        assert _all(tx) != before
        again = undo.read(undo.written(steps))
        assert again == steps
        assert tx.take_back(again) == {}
        tx.update(SalesOrder, 1, {"version": 1})  # which is never taken back
        assert _all(tx) == before
        assert tx.remembered() == ()


def test_only_what_changes_is_kept(filled: Store) -> None:
    with filled.writing() as tx:
        tx.remember()
        tx.update(OrderLineRow, 1, {"quantity": 5_000_000, "on_hold": False, "note": "", "unit": "EA"})
        tx.update(OrderLineRow, 1, {"unit": "EA"})
        tx.update(OrderLineRow, 99, {"unit": "EA"})
        tx.delete(OrderLineRow, 99)
        assert tx.remembered() == (undo.Step("order_line", 1, "update", {"unit": ""}),)


def test_what_belongs_to_no_order_stays(filled: Store) -> None:
    with filled.writing() as tx:
        tx.remember()
        tx.insert(NumberSeries, {"series": "SO-", "last": 1})
        tx.update(NumberSeries, "SO-", {"last": 2})
        tx.insert(StoredFile, {"sha256": "ab" * 32, "name": "x", "media_type": "", "size": 1, "at": NOW})
        assert tx.remembered() == ()


def test_nothing_is_remembered_unasked(filled: Store) -> None:
    with filled.writing() as tx:
        tx.insert(OrderLineRow, {**PLAIN, "line_no": 2})
        assert tx.remembered() == ()


@pytest.mark.parametrize(
    "statement",
    [
        update(LINE).values(unit="EA"),
        delete(LINE).where(LINE.c.id == 1),
        insert(table(CustomerRow)).values(code="x", name="x"),
    ],
)
def test_no_write_slips_past(filled: Store, statement: Any) -> None:
    with filled.writing() as tx:
        tx.remember()
        assert tx.execute(select(LINE.c.id)).scalars().all() == [1, 2, 3]
        with pytest.raises(RuntimeError):
            tx.execute(statement)


def test_a_row_comes_back_under_another_key_where_its_own_is_taken(filled: Store) -> None:
    with filled.writing() as tx:
        tx.insert(ScheduleRow, {**PLANNED, "line_id": 3, "seq": 1})
        tx.remember()
        tx.update(OrderLineRow, 3, {"unit": "EA"})
        earlier = tx.remembered()
        tx.remember()
        drop_schedule(tx, 3)
        tx.delete(OrderLineRow, 3)
        steps = tx.remembered()
        taken = tx.insert(OrderLineRow, {**PLAIN, "line_no": 2, "unit": "kg"})
        assert taken == 3
        moved = tx.take_back(steps)
        assert moved == {("order_line", 3): 4}
        (planned,) = tx.execute(select(table(ScheduleRow).c.line_id)).scalars()
        assert planned == 4
        tx.take_back(undo.rekeyed(earlier, moved))
        units = {row.id: (row.order_id, row.unit) for row in tx.execute(select(LINE))}
        assert (units[3], units[4]) == ((1, "kg"), (3, ""))


def test_a_given_opinion_is_taken_back_whole_or_not_at_all(filled: Store) -> None:
    asked = {"order_id": 1, "round": 1, "review": "sales", "asked_at": NOW, "due_at": NOW}
    given: dict[str, object] = {"opinion": "fail", "comment": "too dear", "by": "li", "role": "clerk", "at": NOW}
    back: dict[str, object] = {"opinion": "waiting", "comment": "", "by": "", "role": "", "at": None}
    with filled.writing() as tx:
        key = tx.insert(OpinionRow, {**asked, **given})
        tx.commit()
    for one in (*({**back, name: given[name]} for name in back), {**back, "round": 2}, {**back, "review": "finance"}):
        with pytest.raises(filled.errors, match="given opinion"), filled.writing() as tx:
            tx.update(OpinionRow, key, one)
    with filled.writing() as tx:
        assert tx.update(OpinionRow, key, back) == 1


def _kept(reader: Reader) -> list[int]:
    return list(reader.execute(select(table(EventUndo).c.seq)).scalars())


def _do(store: Store, act: Callable[[Writer], object], at: datetime) -> int:
    with store.writing() as tx:
        tx.remember()
        act(tx)
        event = tx.event(
            at=at, actor="li", role="clerk", verb="note", subject="order", subject_key="SO-1", payload={}
        )  # fmt: skip
        keep_undo(tx, event, at)
        tx.commit()
    return event


def test_steps_are_kept_beside_their_event_for_a_while(filled: Store) -> None:
    first = _do(filled, lambda tx: tx.update(OrderLineRow, 1, {"unit": "EA"}), NOW)
    for _ in range(14):
        _do(filled, lambda tx: tx.update(OrderLineRow, 1, {"unit": "EA"}), NOW)
    with filled.reading() as reader:
        assert undo_of(reader, first) == (undo.Step("order_line", 1, "update", {"unit": ""}),)
        assert undo_of(reader, 1) is None
    on_time = _do(filled, lambda _tx: None, NOW + UNDO_LASTS)
    with filled.reading() as reader:
        assert len(_kept(reader)) == 16
    for _ in range(2):
        _do(filled, lambda _tx: None, NOW + UNDO_LASTS + timedelta(seconds=1))
    with filled.reading() as reader:
        assert _kept(reader) == [on_time, on_time + 1, on_time + 2]


def test_what_is_refused_leaves_no_steps(filled: Store) -> None:
    class Refused(Refusal):
        pass

    def refuse(tx: Writer) -> None:
        tx.update(OrderLineRow, 1, {"unit": "EA"})
        raise Refused

    with pytest.raises(Refused):
        _do(filled, refuse, NOW)
    with filled.reading() as reader:
        assert _kept(reader) == []
