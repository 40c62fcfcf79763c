"""Who looked at what, and why (P5): archived files that were opened, papers that were printed.

It is recorded beside the order, under a subject of its own: nobody builds on it, nothing of it is taken back, and the
order is what it was.
"""

from collections.abc import Mapping

from data.desk.subject import Subject
from data.errors import Needed, NotFound
from data.orders import Event, Order
from data.rules.typed import check_text
from data.states import OrderState
from data.store.queries.desk import events_about
from data.store.queries.orders import near_numbers
from data.store.queries.whole import order_by_number
from data.store.unit import Reader

DOSSIER = "dossier"
"""The subject of events about the file of an order, as something that is read."""

CONSULT = "consult"
PRINT = "print"


class Consulting(Subject):
    """The record of reading."""

    def opened(self, number: str, why: str = "") -> int | None:
        """Record that the file of an order is opened, if it is archived; return the event, None where it is not.

        Raises:
            NotFound: there is no such order. Needed: the policy asks why, and nobody says.
        """
        check_text("why", why)
        with self.context.store.reading() as reader:
            order = _order(reader, number)
            asked = self.context.policy(reader).archive.ask_why
        if order.state is not OrderState.ARCHIVED:
            return None
        if asked and not why.strip():
            raise Needed(CONSULT, "why")
        return self._note(CONSULT, number, {}, why)

    def printed(self, number: str, what: str, why: str = "") -> int:
        """Record that a paper of an order is printed; return the event.

        Raises:
            NotFound: there is no such order. Needed: it is archived, the policy asks why, and nobody says.
        """
        check_text("why", why)
        with self.context.store.reading() as reader:
            order = _order(reader, number)
            asked = self.context.policy(reader).archive.ask_why
        if asked and order.state is OrderState.ARCHIVED and not why.strip():
            raise Needed(PRINT, "why")
        return self._note(PRINT, number, {"what": what}, why)

    def of(self, number: str) -> tuple[Event, ...]:
        """Return who opened or printed the file of an order, first things first.

        Raises:
            NotFound: there is no such order.
        """
        with self.context.store.reading() as reader:
            _order(reader, number)
            return events_about(reader, DOSSIER, number)

    def _note(self, verb: str, number: str, payload: Mapping[str, object], why: str) -> int:
        said = {"why": why.strip()} if why.strip() else {}
        return self.context.note(verb, DOSSIER, number, {**payload, **said})


def _order(reader: Reader, number: str) -> Order:
    order = order_by_number(reader, number)
    if order is None:
        raise NotFound("order", number, near_numbers(reader, number))
    return order
