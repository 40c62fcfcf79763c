"""The people of the office as everybody above the store sees them (P1)."""

from dataclasses import dataclass
from datetime import date

from data.states import Role


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the register.

    Attributes:
        code: as the record names the person; unique, and never given to somebody else.
        system_user: the user of the computer who is this person; "" is the one of the same name as the code.
        active: False for one who has left; nobody is deleted.
        has_password: whether the person can sign in with a password.
        email: where what is due is sent (N4).
        limits: up to which total the person approves orders (P1): currencies with amounts in their minor units; none
            is no limit, and with some there is none for a currency that is not among them.
    """

    person_id: int
    code: str
    name: str
    department: str = ""
    roles: tuple[Role, ...] = ()
    system_user: str = ""
    active: bool = True
    version: int = 1
    has_password: bool = False
    email: str = ""
    limits: tuple[tuple[str, int], ...] = ()

    def approves(self, total: int, currency: str) -> bool:
        """Whether an order of this total is within the person's limits."""
        return not self.limits or total <= dict(self.limits).get(currency, -1)


@dataclass(frozen=True, slots=True)
class Delegation:
    """The roles of a person in the hands of a deputy, from one day to another, both included."""

    delegation_id: int
    person: str
    deputy: str
    starts: date
    ends: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody who is or was registered, and the delegations that are not over."""

    people: tuple[Person, ...] = ()
    delegations: tuple[Delegation, ...] = ()

    def find(self, code: str) -> Person | None:
        """Return the person with a code, None where there is none."""
        return next((one for one in self.people if one.code == code), None)

    def of_system(self, user: str) -> Person | None:
        """Return who a user of the computer is: whose `system_user` it is, else whose code."""
        theirs = next((one for one in self.people if user and one.system_user == user), None)
        return theirs or next((one for one in self.people if one.code == user and not one.system_user), None)

    def absent_for(self, deputy: str, today: date) -> tuple[str, ...]:
        """Return the codes of the active people for whom somebody acts on a day."""
        away = (one.person for one in self.delegations if one.deputy == deputy and one.starts <= today <= one.ends)
        return tuple(code for code in away if (found := self.find(code)) is not None and found.active)

    def having(self, roles: tuple[Role, ...]) -> tuple[str, ...]:
        """Return the codes of the active people who have one of these roles."""
        return tuple(one.code for one in self.people if one.active and set(one.roles) & set(roles))
