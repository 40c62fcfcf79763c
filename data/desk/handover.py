"""Handing over: an order, or all that somebody looks after, goes into the hands of a colleague, on record (E4)."""

from collections.abc import Callable
from dataclasses import dataclass

from data.desk.move import Change, Move
from data.desk.subject import Subject, carries_out
from data.errors import BadValue, Needed, NotFound, Refusal
from data.rules.permissions import Acting, permitted
from data.rules.typed import check_text
from data.rules.workflow import Verb
from data.store.queries.owners import customers_of, open_orders_of
from data.store.queries.parties import customer as find_customer
from data.store.tables.parties import CustomerRow
from data.store.unit import Reader, Writer

OWNERS = ("salesperson", "merchandiser")
"""Who of the office stands on an order and on a customer's file."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over.

    Attributes:
        numbers: the orders.
        refused: orders that were not, each with why.
        customers: codes of the customers whose file names the other one now.
    """

    numbers: tuple[str, ...]
    refused: tuple[tuple[str, Refusal], ...] = ()
    customers: tuple[str, ...] = ()


def _never() -> bool:
    return False


class HandOver(Subject):
    """Orders and customers change hands."""

    @carries_out(Verb.HAND_OVER)
    def hand_over(self, move: Move) -> Change:
        """Give an order into other hands.

        Raises:
            Needed: nobody is named. BadValue: nobody active of the register has this code.
            NotReady: it is in these hands already.
        """
        given = {name: move.text(name).strip() for name in OWNERS if move.text(name).strip()}
        if not given:
            raise Needed(move.verb, "merchandiser")
        for name, code in given.items():
            see_colleague(move.by, name, code)
        if all(getattr(move.order, name) == code for name, code in given.items()):
            raise move.not_ready("handed_over")
        return Change(columns=given)

    def all_of(
        self, giver: str, taker: str, *, customer: str = "", note: str, cancelled: Callable[[], bool] = _never
    ) -> Handed:
        """Give all open orders of somebody into other hands, and the customers whose file names them.

        Each order is a transaction and an event of its own, so that what was done stands where one is refused.

        Args:
            giver: whose they are.
            taker: whose they become.
            customer: only those of this customer, by code or name.
            note: why.
            cancelled: asked between two orders.

        Raises:
            NotPermitted: that is not for this person. NotFound: there is no such customer.
            BadValue: nobody active of the register has the code of the taker, or it is the same. Needed: no reason.
        """
        from data.desk.doing import Doing  # which carries this subject's verb out

        whose, whom = giver.strip(), taker.strip()
        for name, text in (("from", whose), ("to", whom), ("note", note)):
            check_text(name, text)
            if not text.strip():
                raise Needed(Verb.HAND_OVER, name)
        with self.context.recording(), self.context.store.reading() as reader:
            person = self.context.permit(reader, Verb.HAND_OVER)
            see_colleague(person, "to", whom)
            if whose == whom:
                raise BadValue("to", whom, "no_colleague")
            customer_id = _customer(reader, customer)
            orders = open_orders_of(reader, whose, customer_id)
            files = customers_of(reader, whose, customer_id)
        numbers: list[str] = []
        refused: list[tuple[str, Refusal]] = []
        for number, theirs in orders:
            if cancelled():
                break
            try:
                Doing(self.context).do(number, Verb.HAND_OVER, dict.fromkeys(theirs, whom), note=note)
                numbers.append(number)
            except Refusal as refusal:
                refused.append((number, refusal))
        renamed = tuple(one[1] for one in files if self._customer(*one, whom, note))
        return Handed(tuple(numbers), tuple(refused), renamed)

    def _customer(self, key: int, code: str, version: int, theirs: tuple[str, ...], taker: str, note: str) -> bool:
        """Write the taker into the file of a customer; False where somebody changed it meanwhile."""
        with self.context.writing() as tx:
            person = self.context.permit(tx, Verb.HAND_OVER)
            if not tx.update(CustomerRow, key, dict.fromkeys(theirs, taker), version=version):
                return False
            self._event(tx, person, code, dict.fromkeys(theirs, taker), note)
            tx.commit()
        return True

    def _event(self, tx: Writer, person: Acting, code: str, values: dict[str, str], note: str) -> None:
        role = person.role_for(permitted(self.context.policy(tx), Verb.HAND_OVER)) or ""
        tx.event(
            at=self.context.clock(),
            actor=self.context.person,
            role=role,
            verb=Verb.HAND_OVER,
            subject="customer",
            subject_key=code,
            payload={"values": values, "note": note.strip(), **person.noted(role)},
        )


def see_colleague(person: Acting, field: str, code: str) -> None:
    """See that a name is one of the register, where only its people act.

    Raises:
        BadValue: it is not.
    """
    if person.register is None:
        return
    one = person.register.find(code)
    if one is None or not one.active:
        raise BadValue(
            field, code, "no_colleague", ", ".join(each.code for each in person.register.people if each.active)
        )


def _customer(reader: Reader, named: str) -> int | None:
    if not named.strip():
        return None
    found = find_customer(reader, named.strip())
    if found is None:
        raise NotFound("customer", named.strip())
    return found.customer_id
