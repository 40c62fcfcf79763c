"""The few writes that touch rows by something other than their key."""

from sqlalchemy import delete, update

from data.store.tables.base import table
from data.store.tables.files import ImportRefusal
from data.store.tables.orders import ScheduleRow
from data.store.unit import Writer

_REFUSAL = table(ImportRefusal)
_SCHEDULE = table(ScheduleRow)


def mend_refusals(tx: Writer, order_id: int) -> None:
    """Mark the refused rows of an order as dealt with."""
    tx.execute(update(_REFUSAL).where(_REFUSAL.c.order_id == order_id).values(mended=True))


def drop_schedule(tx: Writer, line_id: int) -> None:
    """Remove a line's planned deliveries, to be written anew or because the line goes."""
    tx.execute(delete(_SCHEDULE).where(_SCHEDULE.c.line_id == line_id))
