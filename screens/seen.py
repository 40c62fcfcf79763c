"""An order as a person saw it, which is what a verb is tried on: with the version that the store compares."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from data.orders import Order, OrderRow
from data.rules.verbs import FIELDS, FieldType
from data.rules.workflow import EDGES, WHILE_ON_HOLD, Verb, verbs_now
from data.states import OrderState


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an order on the screen.

    Attributes:
        version: the version that the person saw; a verb is refused where somebody else was faster.
        currency: the currency of its amounts.
        customer: the customer's name, for titles.
    """

    number: str
    version: int
    state: OrderState
    on_hold: bool
    currency: str
    customer: str

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """The verbs that may be tried now, in the order of the workflow table."""
        return verbs_now(self.state, on_hold=self.on_hold)


def seen(order: Order | OrderRow) -> Seen:
    """Return what the screen shows of an order."""
    return Seen(
        order.number,
        order.version,
        order.state,
        order.on_hold,
        order.currency,
        order.customer_name or order.customer_code,
    )


def common_verbs(orders: Iterable[Seen], barred: Container[Verb] = ()) -> tuple[Verb, ...]:
    """Return the verbs that may be tried on at least one of the orders, in the order of the workflow table.

    Args:
        orders: as the person saw them.
        barred: the verbs that are not for this person.
    """
    possible = {verb for order in orders for verb in order.verbs if verb not in barred}
    return tuple(verb for verb in Verb if verb in possible)


def states_of(verb: Verb) -> tuple[OrderState, ...]:
    """Return the states in which the table offers a verb."""
    return tuple(edge.state for edge in EDGES if edge.verb is verb)


def blocked_by_hold(verb: Verb, orders: Sequence[Seen]) -> bool:
    """Whether nothing but a hold stands against the verb."""
    return verb not in WHILE_ON_HOLD and any(order.on_hold and order.state in states_of(verb) for order in orders)


def single_only(verb: Verb) -> bool:
    """Whether a verb can only be meant for one order: it corrects fields of it."""
    return any(field.type is FieldType.ORDER_FIELD for field in FIELDS[verb])
