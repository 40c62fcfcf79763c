"""Reading orders: lists, one order whole, its history, what may be done with it now."""

from collections.abc import Iterator

from data.desk.subject import Subject
from data.errors import NotFound
from data.orders import Event, Order, OrderRow
from data.rules.permissions import permitted
from data.rules.separation import DECIDING, barred_from
from data.rules.workflow import Verb, verbs_now
from data.states import OrderState
from data.store.queries.desk import order_events
from data.store.queries.orders import (
    OrderFilter,
    count_by_state,
    near_numbers,
    order_ids,
    order_page,
)
from data.store.queries.whole import order_by_number, orders_by_id


class Orders(Subject):
    """The order book, for reading."""

    def page(self, wanted: OrderFilter, *, after: int = 0, limit: int | None = None) -> tuple[OrderRow, ...]:
        """Return a page of the list, from the key `after` on (exclusive)."""
        with self.context.store.reading() as reader:
            return order_page(reader, wanted, after=after, limit=limit)

    def get(self, number: str) -> Order:
        """Return one order whole.

        Raises:
            NotFound: there is none with this number; `near` are similar ones.
        """
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number, near_numbers(reader, number))
            return order

    def each(self, wanted: OrderFilter) -> Iterator[Order]:
        """Yield the orders that a filter finds, whole, all from one moment."""
        with self.context.store.reading() as reader:
            yield from orders_by_id(reader, list(order_ids(reader, wanted)))

    def history(self, number: str) -> tuple[Event, ...]:
        """Return what happened to an order, first things first.

        Raises:
            NotFound: there is none with this number.
        """
        self.get(number)
        with self.context.store.reading() as reader:
            return order_events(reader, number)

    def verbs(self, order: Order) -> tuple[Verb, ...]:
        """Return the verbs that this person may try on an order now."""
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            person = self.context.acting(reader, policy)
            possible = verbs_now(order.state, on_hold=order.on_hold)
            found = tuple(verb for verb in possible if person.may(permitted(policy, verb)))
            if person.named and DECIDING & set(found):
                events = order_events(reader, order.number)
                return tuple(verb for verb in found if person.person not in barred_from(verb, events, order.entered_by))
        return found

    def counts(self) -> dict[OrderState, int]:
        """Return how many orders are in each state."""
        owners = self.context.sight().owners
        with self.context.store.reading() as reader:
            return count_by_state(reader, owners)
