"""Reading sorted lists of orders by keyset: a page costs the same at the end of a million orders as at its beginning.

A sorted list is a chain of segments, each of which an index can deliver in order: first the orders that have a value to
sort by, then those that have none; a list sorted by state has a segment for each state. A key names the segment and the
values of a row there, the order's own key last, so that ties have one order.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, String, case, func, literal, select, tuple_, type_coerce

from data.orders import OrderRow
from data.rules.lists import Anchor, ListQuery, Moment, Sort, Tally
from data.rules.rooms import DECIDING, DELIVERING, WAITING
from data.rules.workflow import Stage
from data.states import OrderState
from data.store.queries.desk import EVENT
from data.store.queries.orders import CUSTOMER, ORDER, filtered, is_late, order_row, rows_of
from data.store.queries.owners import owned_by
from data.store.queries.reviews import round_due
from data.store.unit import Reader

# Times and days are texts that sort as they count, so they can stand in one column.
_DUE: ColumnElement[Any] = case(
    (ORDER.c.state.in_(DECIDING) & ORDER.c.decided_at.is_(None), type_coerce(ORDER.c.decision_due_at, String)),
    (ORDER.c.state == OrderState.IN_REVIEW.value, type_coerce(round_due(), String)),
    (
        ORDER.c.state.in_(DELIVERING),
        func.coalesce(type_coerce(ORDER.c.promised_date, String), type_coerce(ORDER.c.requested_date, String)),
    ),
)

_COLUMNS: Mapping[Sort, ColumnElement[Any]] = {
    Sort.DUE: _DUE,
    Sort.NUMBER: ORDER.c.number,
    Sort.TOTAL: ORDER.c.total,
    Sort.RECEIVED_AT: ORDER.c.received_at,
    Sort.DECISION_DUE_AT: ORDER.c.decision_due_at,
    Sort.REQUESTED_DATE: ORDER.c.requested_date,
    Sort.PROMISED_DATE: ORDER.c.promised_date,
}
_MAY_BE_MISSING = frozenset({Sort.DUE, Sort.DECISION_DUE_AT, Sort.REQUESTED_DATE, Sort.PROMISED_DATE})


@dataclass(frozen=True, slots=True)
class _Segment:
    """One part of a sorted list: its rows meet the condition, and lie in the order of the columns."""

    condition: ColumnElement[bool] | None
    columns: tuple[ColumnElement[Any], ...]


def _segments(query: ListQuery) -> tuple[_Segment, ...]:
    own = ORDER.c.id
    if query.sort is Sort.STATE:
        wanted = [state for state in OrderState if not query.filter.states or state in query.filter.states]
        ordered = reversed(wanted) if query.descending else wanted
        return tuple(_Segment(ORDER.c.state == state.value, (own,)) for state in ordered)
    if query.sort is Sort.CUSTOMER:
        # The customer's key lies between, so that the index of names and the one of customers give this very order; no
        # name is empty, and asking that much of it lets SQLite begin with the names instead of sorting all orders.
        return (
            _Segment(CUSTOMER.c.name >= "", (CUSTOMER.c.name, CUSTOMER.c.id, own)),
            _Segment(ORDER.c.customer_id.is_(None), (own,)),
        )
    column = _COLUMNS[query.sort]
    if query.sort in _MAY_BE_MISSING:
        return (_Segment(column.is_not(None), (column, own)), _Segment(column.is_(None), (own,)))
    return (_Segment(None, (column, own)),)


def _within(statement: Select[Any], query: ListQuery, segment: _Segment, moment: Moment) -> Select[Any]:
    if segment.condition is not None:
        statement = statement.where(segment.condition)
    return filtered(statement, query.filter, moment)


def _keyed(segment: _Segment, statement: Select[Any]) -> Select[Any]:
    return statement.add_columns(*(column.label(f"key_{place}") for place, column in enumerate(segment.columns)))


def _key(at: int, segment: _Segment, row: RowMapping) -> tuple[Any, ...]:
    return (at, *(row[f"key_{place}"] for place in range(len(segment.columns))))


def _behind(segment: _Segment, values: Sequence[Any], *, descending: bool) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the rows that lie behind a key.

    The first one says no more than the second, but lets every database begin at the right place of the index.
    """
    first = segment.columns[0]
    bound = tuple_(*(literal(value, column.type) for value, column in zip(values, segment.columns, strict=True)))
    start = literal(values[0], first.type)
    if len(segment.columns) == 1:
        return (first < start if descending else first > start,)
    if descending:
        return first <= start, tuple_(*segment.columns) < bound
    return first >= start, tuple_(*segment.columns) > bound


def _sorted(statement: Select[Any], segment: _Segment, *, descending: bool) -> Select[Any]:
    return statement.order_by(*(column.desc() if descending else column.asc() for column in segment.columns))


def list_count(reader: Reader, query: ListQuery, moment: Moment) -> int:
    """Return how many orders a list has."""
    return int(reader.execute(filtered(_counting(), query.filter, moment)).scalar_one())


def list_end(reader: Reader, query: ListQuery, limit: int, skip: int, moment: Moment) -> tuple[OrderRow, ...]:
    """Return rows of a list, counted from its end: at most `limit` of them before the last `skip`, in list order."""
    segments = tuple(reversed(_segments(query)))
    backwards = replace(query, descending=not query.descending)
    return tuple(reversed(_page(reader, backwards, segments, None, limit, skip, moment)))


def list_page(
    reader: Reader, query: ListQuery, after: Anchor | None, limit: int, skip: int, moment: Moment
) -> tuple[OrderRow, ...]:
    """Return rows of a list: `skip` rows behind the anchor, at most `limit` of them."""
    return _page(reader, query, _segments(query), after, limit, skip, moment)


def _page(
    reader: Reader,
    query: ListQuery,
    segments: Sequence[_Segment],
    after: Anchor | None,
    limit: int,
    skip: int,
    moment: Moment,
) -> tuple[OrderRow, ...]:
    found: list[OrderRow] = []
    begin = after.key[0] if after else 0
    for at, segment in enumerate(segments[begin:], start=begin):
        if len(found) == limit:
            break
        statement = _within(rows_of(), query, segment, moment)
        if after is not None and at == begin:
            statement = statement.where(*_behind(segment, after.key[1:], descending=query.descending))
        statement = _sorted(statement, segment, descending=query.descending).limit(limit - len(found))
        if skip:
            statement = statement.offset(skip)
        rows = [order_row(row) for row in reader.execute(statement).mappings()]
        if skip and not rows:
            skip -= _length(reader, query, segment, after if at == begin else None, moment)
        else:
            skip = 0
        found += rows
    return tuple(found)


def list_statements(query: ListQuery, limit: int, moment: Moment) -> tuple[Select[Any], ...]:
    """Return the statements that `list_page` runs one after another until it has so many first rows."""
    return tuple(
        _sorted(_within(rows_of(), query, segment, moment), segment, descending=query.descending).limit(limit)
        for segment in _segments(query)
    )


def _length(reader: Reader, query: ListQuery, segment: _Segment, after: Anchor | None, moment: Moment) -> int:
    """Return how many rows of a segment lie behind an anchor, or in all of it."""
    statement = _within(_counting(), query, segment, moment)
    if after is not None:
        statement = statement.where(*_behind(segment, after.key[1:], descending=query.descending))
    return int(reader.execute(statement).scalar_one())


def _counting() -> Select[Any]:
    return select(func.count()).select_from(ORDER.outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id))


def list_anchors(reader: Reader, query: ListQuery, step: int, moment: Moment) -> Iterator[Anchor]:
    """Yield the place behind every `step` rows of a list, first places first, as the database comes to them."""
    before = 0
    for at, segment in enumerate(_segments(query)):
        order = [column.desc() if query.descending else column.asc() for column in segment.columns]
        plain = select(func.row_number().over(order_by=order).label("place")).select_from(
            ORDER.outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)
        )
        counted = _within(_keyed(segment, plain), query, segment, moment).subquery()
        wanted = select(counted).where((counted.c.place + before) % step == 0).order_by(counted.c.place)
        for row in reader.execute(wanted).mappings():
            yield Anchor(before + row["place"], _key(at, segment, row))
        before += _length(reader, query, segment, None, moment)


def list_position(reader: Reader, query: ListQuery, number: str, moment: Moment) -> int | None:
    """Return at which place of a list (0 is the first) an order stands, None where it is not in the list."""
    joined = ORDER.outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)
    before = 0
    for segment in _segments(query):
        statement = _keyed(segment, select(ORDER.c.id).select_from(joined).where(ORDER.c.number == number))
        row = reader.execute(_within(statement, query, segment, moment)).mappings().one_or_none()
        if row is None:
            before += _length(reader, query, segment, None, moment)
            continue
        values = [row[f"key_{place}"] for place in range(len(segment.columns))]
        ahead = _within(_counting(), query, segment, moment).where(
            *_behind(segment, values, descending=not query.descending)
        )
        return before + int(reader.execute(ahead).scalar_one())
    return None


def list_keys(reader: Reader, query: ListQuery, moment: Moment) -> Iterator[int]:
    """Yield the keys of all orders of a list, in its order: for a search that is too dear to be made for each page."""
    joined = ORDER.outerjoin(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id)
    for segment in _segments(query):
        statement = _within(select(ORDER.c.id).select_from(joined), query, segment, moment)
        yield from reader.execute(_sorted(statement, segment, descending=query.descending)).scalars()


def rows_by_key(reader: Reader, keys: Sequence[int]) -> tuple[OrderRow, ...]:
    """Return the rows of some orders, no more than a page, in the order of the keys given."""
    statement = rows_of().where(ORDER.c.id.in_(list(keys)))
    found = {row["id"]: order_row(row) for row in reader.execute(statement).mappings()}
    return tuple(found[key] for key in keys if key in found)


def changed_orders(reader: Reader, event: int) -> tuple[int, frozenset[str]]:
    """Return the number of the newest event, and the orders that events after the given one speak of."""
    newest = int(reader.execute(select(func.coalesce(func.max(EVENT.c.seq), 0))).scalar_one())
    if newest <= event:
        return newest, frozenset()
    statement = select(EVENT.c.subject_key).where(EVENT.c.seq > event, EVENT.c.subject == "order").distinct()
    return newest, frozenset(reader.execute(statement).scalars())


def room_tallies(reader: Reader, moment: Moment, owners: Collection[str] | None = None) -> dict[Stage, Tally]:
    """Return for each room how many orders wait there, and how many of them are late; with owners, of their orders."""
    states = [state.value for waiting in WAITING.values() for state in waiting]
    late = func.sum(case((is_late(moment), 1), else_=0)).label("late")
    statement = select(ORDER.c.state, func.count().label("waiting"), late)
    if owners is not None:
        statement = statement.where(owned_by(ORDER, sorted(owners)))
    rows = reader.execute(statement.where(ORDER.c.state.in_(states)).group_by(ORDER.c.state)).mappings()
    found = {OrderState(row["state"]): (int(row["waiting"]), int(row["late"] or 0)) for row in rows}
    return {
        room: Tally(
            sum(found.get(state, (0, 0))[0] for state in waiting), sum(found.get(state, (0, 0))[1] for state in waiting)
        )
        for room, waiting in WAITING.items()
    }
