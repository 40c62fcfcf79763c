"""Finding orders by whatever stands on them; one search gives the whole list, of which pages are read by key (D4)."""

from array import array
from collections.abc import Sequence

from data.desk.subject import Subject
from data.orders import OrderRow
from data.rules.lists import ListQuery, Moment
from data.store.queries.lists import list_keys, rows_by_key
from data.store.unit import Reader


class Search(Subject):
    """The archive's memory."""

    def find(self, query: ListQuery) -> Sequence[int]:
        """Return the keys of all orders of a list, in its order; the filter's `anywhere` says what is searched for."""
        with self.context.store.reading() as reader:
            return array("q", list_keys(reader, query, self._moment(reader)))

    def rows(self, keys: Sequence[int]) -> tuple[OrderRow, ...]:
        """Return the rows of some of the orders found, in the order of the keys; one that is gone is left out."""
        with self.context.store.reading() as reader:
            return rows_by_key(reader, keys)

    def _moment(self, reader: Reader) -> Moment:
        policy = self.context.policy(reader)
        return Moment(self.context.clock(), self.context.today(policy), policy.zone)
