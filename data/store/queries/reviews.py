"""Reading opinions."""

from sqlalchemy import select

from data.states import Review
from data.store.tables.base import table
from data.store.tables.work import OpinionRow
from data.store.unit import Reader

_OPINION = table(OpinionRow)


def opinion_key(reader: Reader, order_id: int, round_no: int, review: Review) -> int:
    """Return the key of one department's opinion in one round."""
    return int(
        reader.execute(
            select(_OPINION.c.id).where(
                _OPINION.c.order_id == order_id, _OPINION.c.round == round_no, _OPINION.c.review == review.value
            )
        ).scalar_one()
    )
