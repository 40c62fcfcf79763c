"""What every subject of the desk works with: the store, the clock, the person, and the policy in force."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from data.drafts import Problem, Where
from data.errors import DeskDamaged, NotFound, NotPermitted, OverLimit, PolicyRefused, Refusal, SeparationOfDuties
from data.people import Register
from data.rules.masking import BLIND, FULL, Sight
from data.rules.permissions import Acting, DeskAct, acting, limited_to, permitted
from data.rules.policy import Policy, parse
from data.rules.undo import REFUSED
from data.rules.workflow import Verb
from data.rules.worktime import office_day
from data.states import Role
from data.store.queries.people import read_register
from data.store.queries.policy import policies_on_record, policy_document, policy_version
from data.store.unit import Reader, Store, Writer

Clock = Callable[[], datetime]


@lru_cache(maxsize=8)
def _parsed(document: str) -> Policy:
    return parse(document, in_force=True)


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of every act.

    Attributes:
        store: the open desk.
        clock: gives the time, in UTC; never read anywhere else.
        person: who acts, as recorded.
    """

    store: Store
    clock: Clock
    person: str

    def policy(self, reader: Reader) -> Policy:
        """Return the policy in force.

        Raises:
            NotFound: the desk has none, which no desk made by `init` is without.
            DeskDamaged: another tool took it away, or made something of it that cannot be read.
        """
        document = policy_document(reader)
        if document is None:
            if known := policies_on_record(reader):
                raise self._damaged("policy_gone", known[-1])
            raise NotFound("policy", "")
        try:
            return _parsed(document)
        except PolicyRefused as refusal:
            raise self._damaged("policy_not_as_recorded", str(policy_version(reader))) from refusal

    def _damaged(self, code: str, version: str) -> DeskDamaged:
        return DeskDamaged(str(self.store.path), (Problem(Where(), "policy", code, version),))

    def acting(self, reader: Reader, policy: Policy | None = None) -> Acting:
        """Return the person as the desk lets them act; the register is read only where it counts."""
        found = policy or self.policy(reader)
        register = self.register(reader, found)
        today = date.min if register is None else office_day(found, self.clock())
        return acting(found, register, self.person, today)

    def register(self, reader: Reader, policy: Policy) -> Register | None:
        """Return the register of people; None where whoever works at this computer answers for everything."""
        if policy.people.mode == "open":
            return None
        return read_register(reader, office_day(policy, self.clock()))

    def sight(self) -> Sight:
        """Return what the person may see (P5, E4); where everybody may act, everybody sees everything."""
        with self.store.reading() as reader:
            document = policy_document(reader)
            if document is None:  # a desk in the making
                return FULL
            try:
                policy = _parsed(document)
            except PolicyRefused:  # nobody can say any more who may see what
                return BLIND
            return self.sight_of(policy, self.acting(reader, policy))

    def sight_of(self, policy: Policy, person: Acting) -> Sight:
        """Return what somebody may see under a policy."""
        if not person.named:
            return FULL
        return Sight(
            person.may(permitted(policy, DeskAct.SEE_PRICES)),
            person.may(permitted(policy, DeskAct.SEE_CUSTOMERS)),
            limited_to(policy, person, self.today(policy)),
            person.may(permitted(policy, DeskAct.SEE_COSTS)),
        )

    def permit(self, reader: Reader, what: Verb | DeskAct, policy: Policy | None = None, number: str = "") -> Acting:
        """Let pass only who may do an act; return the person as the desk lets them act.

        Args:
            reader: the transaction.
            what: a verb or an act.
            policy: in force, where it is at hand.
            number: of the order that it is about.

        Raises:
            NotPermitted: none of the roles is the person's.
        """
        found = policy or self.policy(reader)
        person = self.acting(reader, found)
        wanted = permitted(found, what)
        if not person.may(wanted):
            raise NotPermitted(what.value, tuple(role.value for role in wanted), person.others(wanted), number)
        return person

    def check(self, what: DeskAct) -> Acting:
        """Let pass only who may do an act that writes nothing; see `permit`."""
        with self.recording(), self.store.reading() as reader:
            return self.permit(reader, what)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Give a block that writes as `Store.writing` does; what is not for the person goes on record (P2, P3)."""
        with self.recording(), self.store.writing() as tx:
            yield tx

    def note(
        self, verb: str, subject: str, key: str, payload: Mapping[str, object], wanted: tuple[Role, ...] = ()
    ) -> int:
        """Put on record that somebody read or took along something (P5); return the event.

        Args:
            verb: what was done.
            subject: with what kind of thing.
            key: which.
            payload: what belongs to it.
            wanted: the roles of whom it is the work; the person's first where it is everybody's.
        """
        with self.store.writing() as tx:
            person = self.acting(tx)
            role = person.role_for(wanted) or ""
            event = tx.event(
                at=self.clock(),
                actor=self.person,
                role=role,
                verb=verb,
                subject=subject,
                subject_key=key,
                payload={**payload, **person.noted(role)},
            )
            tx.commit()
        return event

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Put what is not for the person on record, once the transaction of the try is rolled back."""
        try:
            yield
        except (NotPermitted, SeparationOfDuties, OverLimit) as refusal:
            # what cannot be recorded is refused all the same, and for the reason that counts
            with suppress(Refusal):
                self._record(refusal)
            raise

    def _record(self, refusal: NotPermitted | SeparationOfDuties | OverLimit) -> None:
        with self.store.writing() as tx:
            roles = self.acting(tx).roles
            wanted = refusal.roles if isinstance(refusal, NotPermitted) else ()
            tx.event(
                at=self.clock(),
                actor=self.person,
                role=roles[0] if roles else "",
                verb=REFUSED,
                subject="order" if refusal.number else "desk",
                subject_key=refusal.number or refusal.verb,
                payload={"verb": refusal.verb, "code": refusal.code, "roles": list(wanted)},
            )
            tx.commit()

    def roles(self, policy: Policy, person: str = "") -> tuple[Role, ...]:
        """Return the roles of the person who acts, or of another; asked where no transaction is at hand."""
        who = self if person in ("", self.person) else replace(self, person=person)
        if policy.people.mode == "open":
            return policy.people.of(who.person)
        with self.store.reading() as own:
            return who.acting(own, policy).roles

    def today(self, policy: Policy) -> date:
        """Return the office's day."""
        return office_day(policy, self.clock())
