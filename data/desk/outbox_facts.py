"""The outbox, for reading: what is in it, one message, and what its words are made of."""

from dataclasses import dataclass

from data.desk.subject import Subject
from data.errors import NotFound, NotPermitted
from data.files.mail import Server
from data.orders import Order
from data.people import Person
from data.rules.mail_text import ascii_address, harmless_body, harmless_line, parted
from data.rules.outbox import Message, Occasion
from data.rules.permissions import DeskAct
from data.rules.policy import Policy
from data.store.queries.desk import facts
from data.store.queries.outbox import message, messages
from data.store.queries.people import read_register
from data.store.queries.whole import order_by_number
from data.store.unit import Reader


@dataclass(frozen=True, slots=True)
class Material:
    """What the words of a message are made of, all from one moment.

    Attributes:
        order: None of a message to a colleague.
        office: the name under which the office writes.
    """

    message: Message
    order: Order | None
    office: str
    policy: Policy


class OutboxFacts(Subject):
    """Looking into the outbox; it holds addresses and prices, so it is only for those who send messages."""

    def messages(self, number: str = "", *, open_only: bool = True) -> tuple[Message, ...]:
        """Return what somebody still has to see to, the oldest first, or all; with a number those of an order.

        Raises:
            NotPermitted: that is not for this person.
        """
        self.context.check(DeskAct.MESSAGES)
        with self.context.store.reading() as reader:
            return messages(reader, number=number, open_only=open_only)

    def message(self, message_id: int) -> Message:
        """Return one message.

        Raises:
            NotFound: there is none of this number. NotPermitted: that is not for this person.
        """
        found = self._found(message_id)
        if found.occasion is not Occasion.DUE or found.person != self.context.person:
            self.context.check(DeskAct.MESSAGES)
        return found

    def offered(self, number: str) -> int:
        """Return how many messages about an order this person could send; asking is not recorded."""
        with self.context.store.reading() as reader:
            try:
                self.context.permit(reader, DeskAct.MESSAGES)
            except NotPermitted:
                return 0
            return len(messages(reader, number=number))

    def material(self, message_id: int) -> Material:
        """Return what the words of a message are made of.

        Raises:
            NotFound, NotPermitted: as `message`.
        """
        found = self.message(message_id)
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            order = order_by_number(reader, found.number) if found.number else None
            return Material(found, order, office_name(reader, policy), policy)

    def surroundings(self) -> tuple[str, Policy]:
        """Return the name under which the office writes, and its policy."""
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            return office_name(reader, policy), policy

    def _found(self, message_id: int) -> Message:
        with self.context.store.reading() as reader:
            found = message(reader, message_id)
        if found is None:
            raise NotFound("message", str(message_id))
        return found

    def _colleague(self, reader: Reader, policy: Policy, code: str) -> Person:
        register = read_register(reader, self.context.today(policy))
        one = register.find(code)
        if one is None or not one.active:
            raise NotFound("person", code, tuple(each.code for each in register.people if each.active))
        return one


def office_name(reader: Reader, policy: Policy) -> str:
    """Return the name under which the office writes."""
    return policy.papers.office_name or facts(reader).get("name", "")


def server_of(policy: Policy) -> Server:
    """Return the mail server of a policy."""
    mail = policy.mail
    return Server(mail.server, mail.port, mail.security, mail.user, mail.timeout_seconds, domain_of(policy))


def domain_of(policy: Policy) -> str:
    """Return the domain in whose name the office writes; one that is nobody's where it has none."""
    try:
        return ascii_address(parted(policy.mail.sender)[1]).rpartition("@")[2]
    except ValueError:
        return "orderclerk.invalid"


def said(subject: str, body: str) -> dict[str, object]:
    """Return subject and body as they are kept and sent."""
    return {"subject": harmless_line(subject), "body": harmless_body(body).rstrip()}
