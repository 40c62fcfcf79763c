"""Finding orders by whatever stands on them: numbers, customers, products, notes, papers, contacts (D4)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Table, and_, or_, select

from data.rules.lists import Moment
from data.rules.search import Word, search_words
from data.store.tables import files, orders, parties
from data.store.tables.base import table

_ORDER = table(orders.SalesOrder)
_LINE = table(orders.OrderLineRow)
_CUSTOMER = table(parties.CustomerRow)
_CONTACT = table(parties.ContactRow)
_DOCUMENT = table(files.OrderDocument)

_OF_ORDER = ("number", "customer_po_no", "contract_no", "confirmation_no", "contact", "delivery_place",
             "special_requirements", "note", "closing_summary")  # fmt: skip
_OF_CUSTOMER = ("code", "name", "foreign_name")
_OF_PARTS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (_LINE, ("product_code", "product_name", "specification", "customer_part_no", "drawing_no", "job_no", "note")),
    (_DOCUMENT, ("name",)),
    (_CONTACT, ("content", "outcome", "person")),
)
"""What hangs on an order, and the columns in which it is searched."""


_PRIVATE_OF_ORDER = ("contact", "delivery_place")
"""What of an order is not searched for those who do not see it (P5); nor are the contacts with its customer."""


def anywhere(text: str, moment: Moment | None, *, contacts: bool = True) -> Iterator[ColumnElement[bool]]:
    """Yield a condition on the statement over orders and customers for each word of a search.

    Args:
        text: what was typed.
        moment: says in which zone a day that is searched for begins and ends; without one it is a day of UTC.
        contacts: whether contacts and addresses of customers are searched as well.
    """
    for word in search_words(text):
        yield or_(*_places(word, moment, contacts=contacts))


def _places(word: Word, moment: Moment | None, *, contacts: bool) -> Iterator[ColumnElement[bool]]:
    yield _has(word, _ORDER, tuple(name for name in _OF_ORDER if contacts or name not in _PRIVATE_OF_ORDER))
    # lists of keys that are made once, and not looked for anew for each order
    yield _ORDER.c.customer_id.in_(select(_CUSTOMER.c.id).where(_has(word, _CUSTOMER, _OF_CUSTOMER)))
    for part, names in _OF_PARTS:
        if part is _CONTACT and not contacts:
            continue
        yield _ORDER.c.id.in_(select(part.c.order_id).where(part.c.order_id.is_not(None), _has(word, part, names)))
    if word.period is not None:
        first, last = word.period
        begin, end = _begin(first, moment), _begin(last + timedelta(days=1), moment)
        yield and_(_ORDER.c.received_at >= begin, _ORDER.c.received_at < end)


def _has(word: Word, of: Table, names: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(of.c[name].contains(spelling, autoescape=True) for spelling in word.spellings for name in names))


def _begin(day: date, moment: Moment | None) -> datetime:
    return datetime.combine(day, time.min, UTC) if moment is None else moment.begin_of(day)
