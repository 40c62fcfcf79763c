"""Reading what is under way."""

from sqlalchemy import select

from data.store.tables.base import table
from data.store.tables.work import ExceptionRow
from data.store.unit import Reader

_EXCEPTION = table(ExceptionRow)


def exception_key(reader: Reader, order_id: int, exception_no: int) -> int:
    """Return the key of one exception of an order."""
    statement = select(_EXCEPTION.c.id).where(
        _EXCEPTION.c.order_id == order_id, _EXCEPTION.c.exception_no == exception_no
    )
    return int(reader.execute(statement).scalar_one())
