"""Lists of orders for the rooms: sorted, paged by keyset, and what has changed since they were read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from data.desk.subject import Subject
from data.orders import OrderRow
from data.rules.lists import Anchor, ListQuery, Moment, OrderFilter, Sort, Tally
from data.rules.workflow import Stage
from data.store.queries.desk import facts
from data.store.queries.lists import (
    changed_orders,
    list_anchors,
    list_count,
    list_end,
    list_page,
    list_position,
    room_tallies,
)
from data.store.unit import Reader

__all__ = ("Anchor", "ListQuery", "Lists", "Moment", "OrderFilter", "Sort", "Tally")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a screen shows of the desk itself.

    Attributes:
        name: the office's.
        zone: its time zone.
        amendment_hours: for how many hours after a confirmation the customer amends freely (I8).
        event: the number of the newest event, from which changes are looked for.
    """

    name: str
    zone: tzinfo
    amendment_hours: int
    event: int


STEP = 500
"""Rows between two anchors: few enough to be skipped at once, many enough that a million orders have two thousand."""


_FAR = 2**62
"""No event has a larger number."""


def _never() -> bool:
    return False


class Lists(Subject):
    """The order book as the rooms show it."""

    def count(self, query: ListQuery) -> int:
        """Return how many orders the list has."""
        with self.context.store.reading() as reader:
            return list_count(reader, query, self._moment(reader))

    def page(self, query: ListQuery, after: Anchor | None, limit: int, skip: int = 0) -> tuple[OrderRow, ...]:
        """Return at most `limit` rows of the list.

        Args:
            query: which list.
            after: a place that `anchors` gave; None is the beginning.
            limit: how many rows.
            skip: rows behind the place to leave out: cheap up to the distance of two anchors.
        """
        with self.context.store.reading() as reader:
            return list_page(reader, query, after, limit, skip, self._moment(reader))

    def end(self, query: ListQuery, limit: int, skip: int = 0) -> tuple[OrderRow, ...]:
        """Return at most `limit` rows before the last `skip` ones: the end of a long list before its anchors are."""
        with self.context.store.reading() as reader:
            return list_end(reader, query, limit, skip, self._moment(reader))

    def anchors(self, query: ListQuery, step: int = STEP, cancelled: Callable[[], bool] = _never) -> Iterator[Anchor]:
        """Yield the places behind every `step` rows of the list, until there are no more or it is cancelled."""
        with self.context.store.reading() as reader:
            for anchor in list_anchors(reader, query, step, self._moment(reader)):
                if cancelled():
                    return
                yield anchor

    def rows(self, numbers: tuple[str, ...]) -> tuple[OrderRow, ...]:
        """Return the rows of these orders as they are now, by their numbers; an order that is gone is left out."""
        query = ListQuery(OrderFilter(numbers=numbers))
        with self.context.store.reading() as reader:
            return list_page(reader, query, None, len(numbers), 0, self._moment(reader))

    def listed(self, query: ListQuery, numbers: frozenset[str]) -> frozenset[str]:
        """Return which of these orders the list has, wherever in it they stand."""
        own = query.filter.numbers
        wanted = sorted(numbers.intersection(own) if own else numbers)
        found: set[str] = set()
        with self.context.store.reading() as reader:
            moment = self._moment(reader)
            for some in (tuple(wanted[at : at + STEP]) for at in range(0, len(wanted), STEP)):
                narrowed = replace(query, filter=replace(query.filter, numbers=some))
                found.update(row.number for row in list_page(reader, narrowed, None, STEP, 0, moment))
        return frozenset(found)

    def position_of(self, query: ListQuery, number: str) -> int | None:
        """Return at which place of the list (0 is the first) an order stands; None where it is not in the list."""
        with self.context.store.reading() as reader:
            return list_position(reader, query, number, self._moment(reader))

    def changed_since(self, event: int) -> tuple[int, frozenset[str]]:
        """Return the number of the newest event, and which orders changed after the given one."""
        with self.context.store.reading() as reader:
            return changed_orders(reader, event)

    def surroundings(self) -> Surroundings:
        """Return what a screen shows of the desk itself."""
        with self.context.store.reading() as reader:
            newest, _ = changed_orders(reader, _FAR)
            policy = self.context.policy(reader)
            hours = policy.confirmation.amendment_hours
            return Surroundings(facts(reader).get("name", ""), policy.zone, hours, newest)

    def tallies(self) -> Mapping[Stage, Tally]:
        """Return for each room how many orders wait there, and how many of them are late."""
        owners = self.context.sight().owners
        with self.context.store.reading() as reader:
            return room_tallies(reader, self._moment(reader), owners)

    def moment(self) -> Moment:
        """Return the moment by which lists say what is late: the clock's, in the office's zone."""
        with self.context.store.reading() as reader:
            return self._moment(reader)

    def _moment(self, reader: Reader) -> Moment:
        policy = self.context.policy(reader)
        return Moment(self.context.clock(), self.context.today(policy), policy.zone)
