"""What every subject of the desk works with: the store, the clock, the person, and the policy in force."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from data.errors import NotFound
from data.rules.policy import Policy, parse
from data.rules.worktime import office_day
from data.states import Role
from data.store.queries.desk import policy_document
from data.store.unit import Reader, Store

Clock = Callable[[], datetime]


@lru_cache(maxsize=8)
def _parsed(document: str) -> Policy:
    return parse(document)


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
        """
        document = policy_document(reader)
        if document is None:
            raise NotFound("policy", "")
        return _parsed(document)

    def roles(self, policy: Policy) -> tuple[Role, ...]:
        """Return the roles of the person who acts."""
        return policy.people.of(self.person)

    def today(self, policy: Policy) -> date:
        """Return the office's day."""
        return office_day(policy, self.clock())
