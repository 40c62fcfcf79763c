"""The few writes that touch rows by something other than their key."""

from datetime import datetime, timedelta

from data.store import undo
from data.store.queries.undo import keys_with, oldest_undo, undo_of
from data.store.tables.events import EventUndo
from data.store.tables.files import ImportRefusal
from data.store.tables.orders import ScheduleRow
from data.store.unit import Writer

UNDO_LASTS = timedelta(days=30)
"""For so long an act can be taken back; an older one is history, and what takes it back would only gather dust."""

_DROPPED_AT_ONCE = 10
"""Old entries that go with each new one: more than come, so they never gather, and few enough to cost nothing."""


def mend_refusals(tx: Writer, order_id: int) -> None:
    """Mark the refused rows of an order as dealt with."""
    for key in keys_with(tx, ImportRefusal, "order_id", order_id):
        tx.update(ImportRefusal, key, {"mended": True})


def drop_schedule(tx: Writer, line_id: int) -> None:
    """Remove a line's planned deliveries, to be written anew or because the line goes."""
    for key in keys_with(tx, ScheduleRow, "line_id", line_id):
        tx.delete(ScheduleRow, key)


def keep_undo(tx: Writer, event: int, at: datetime) -> None:
    """Keep how the act of an event is taken back, and let go of what is too old to be asked for."""
    tx.insert(EventUndo, {"seq": event, "body": undo.written(tx.remembered())})
    for seq in oldest_undo(tx, _DROPPED_AT_ONCE, at - UNDO_LASTS):
        tx.delete(EventUndo, seq)


def use_undo(tx: Writer, event: int, steps: tuple[undo.Step, ...], earlier: tuple[int, ...]) -> None:
    """Take an act back and let go of its entry.

    Args:
        tx: the transaction.
        event: of the act.
        steps: that take it back.
        earlier: the events of the order's acts before it, whose steps have to find rows that came back.
    """
    moved = tx.take_back(steps)
    tx.delete(EventUndo, event)
    for seq in earlier if moved else ():
        kept = undo_of(tx, seq)
        if kept is not None:
            tx.update(EventUndo, seq, {"body": undo.written(undo.rekeyed(kept, moved))})
