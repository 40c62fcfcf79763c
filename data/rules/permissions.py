"""Who may do what (P2, P3): the policy's table over the roles that an act is the work of, asked for every act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from data.people import Person, Register
from data.rules.roles import DOERS, reviewers_of, roles_of
from data.rules.undo import Recorded, standing
from data.rules.workflow import Verb
from data.states import Review, Role

if TYPE_CHECKING:
    from data.rules.policy import Policy


class DeskAct(StrEnum):
    """What can be done on the desk beside the verbs of the workflow; `[permissions]` names both."""

    NEW = "new"
    UNDO = "undo"
    IMPORT = "import"
    EXPORT = "export"
    PLACES = "places"
    CUSTOMERS = "customers"
    PRODUCTS = "products"
    PEOPLE = "people"
    SET_POLICY = "set_policy"
    BACKUP = "backup"
    RESTORE = "restore"
    MESSAGES = "messages"
    AUDIT = "audit"
    REMIND = "remind"
    SEE_PRICES = "see_prices"
    SEE_COSTS = "see_costs"
    SEE_CUSTOMERS = "see_customers"
    REVIEW_SALES = "review_sales"
    REVIEW_TECHNICAL = "review_technical"
    REVIEW_FINANCE = "review_finance"
    REVIEW_PRODUCTION = "review_production"
    REVIEW_PURCHASING = "review_purchasing"
    REVIEW_WAREHOUSE = "review_warehouse"
    REVIEW_JOINT = "review_joint"


_ACT_ROLES: Mapping[DeskAct, tuple[Role, ...]] = {
    DeskAct.NEW: (Role.CLERK,),
    DeskAct.UNDO: DOERS,
    DeskAct.IMPORT: (Role.CLERK, Role.OPERATIONS),
    DeskAct.EXPORT: (
        Role.CLERK, Role.SALES_MANAGER, Role.FINANCE, Role.OPERATIONS, Role.AUDITOR, Role.DEPARTMENT_HEAD,
        Role.SUPERVISOR,
    ),
    DeskAct.PLACES: (Role.OPERATIONS, Role.PRODUCTION, Role.PURCHASING),
    DeskAct.CUSTOMERS: (Role.CLERK, Role.SALES_MANAGER),
    DeskAct.PRODUCTS: (Role.CLERK, Role.SALES_MANAGER, Role.TECHNICAL),
    DeskAct.PEOPLE: (Role.ADMINISTRATOR,),
    DeskAct.SET_POLICY: (Role.ADMINISTRATOR,),
    DeskAct.BACKUP: (Role.ADMINISTRATOR, Role.SUPERVISOR),
    DeskAct.RESTORE: (Role.ADMINISTRATOR, Role.SUPERVISOR),
    DeskAct.MESSAGES: (
        Role.CLERK, Role.SALES_MANAGER, Role.OPERATIONS, Role.AFTER_SALES, Role.DEPARTMENT_HEAD, Role.SUPERVISOR,
    ),
    DeskAct.AUDIT: (Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR),
    DeskAct.REMIND: DOERS,
    # whoever makes, keeps, moves or examines goods needs no price for it (P5) …
    DeskAct.SEE_PRICES: (
        Role.CLERK, Role.SALES_MANAGER, Role.FINANCE, Role.PURCHASING, Role.OPERATIONS, Role.AFTER_SALES,
        Role.DEPARTMENT_HEAD, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR,
    ),
    # … nor does whoever sells need to know what it costs us (R3) …
    DeskAct.SEE_COSTS: (
        Role.SALES_MANAGER, Role.FINANCE, Role.PURCHASING, Role.DEPARTMENT_HEAD, Role.SUPERVISOR, Role.AUDITOR,
        Role.ADMINISTRATOR,
    ),
    # … and whoever does not deliver needs no address
    DeskAct.SEE_CUSTOMERS: (
        Role.CLERK, Role.SALES_MANAGER, Role.FINANCE, Role.WAREHOUSE, Role.LOGISTICS, Role.OPERATIONS,
        Role.AFTER_SALES, Role.DEPARTMENT_HEAD, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR,
    ),
    **{DeskAct(f"review_{review.value}"): reviewers_of(review) for review in Review},
}  # fmt: skip

SEEING = frozenset({DeskAct.SEE_PRICES, DeskAct.SEE_COSTS, DeskAct.SEE_CUSTOMERS})
"""Rights to see what is confidential (P5)."""

CHANGING = frozenset({*Verb, *DeskAct} - {DeskAct.EXPORT, DeskAct.AUDIT} - SEEING)
"""What changes something; an auditor does nothing of it, whatever the policy says."""

DEPARTMENTS = tuple(
    dict.fromkeys(role for review in Review if review is not Review.JOINT for role in reviewers_of(review))
)
"""Roles in which departments give their opinions."""

OPINIONS = frozenset({Verb.PASS, Verb.PASS_WITH_CONDITIONS, Verb.FAIL, Verb.STAND_BY})
"""Verbs by which a department gives its opinion."""

APART = OPINIONS | {Verb.APPROVE, Verb.SIGN_SHEET}
"""Decisions on an order that are not for whoever wrote it (P3)."""

LIMITED = APART - {Verb.FAIL, Verb.SIGN_SHEET}
"""Decisions by which an order goes on, which not everybody makes for every amount (P1)."""

WRITING = frozenset(
    {
        "new", "take_in", "take_over", "add_rows", Verb.EDIT, Verb.CLOSE_LINE, Verb.REOPEN_LINE, Verb.SCHEDULE,
        Verb.AMEND,
    }
)  # fmt: skip
"""Verbs of events by which somebody wrote what an order says, or what the customer wants changed of it."""


def review_act(review: Review) -> DeskAct:
    """Return under which name the policy permits a review's opinions."""
    return DeskAct(f"review_{review.value}")


def own_roles(what: Verb | DeskAct) -> tuple[Role, ...]:
    """Return the roles that an act is the work of where the policy says nothing, the likeliest first."""
    return roles_of(what) if isinstance(what, Verb) else _ACT_ROLES[what]


def permitted(policy: "Policy", what: Verb | DeskAct) -> tuple[Role, ...]:
    """Return the roles that may do an act: those that the policy names, else those that it is the work of."""
    roles = policy.permissions.get(what.value)
    found = own_roles(what) if roles is None else roles
    return tuple(role for role in found if role is not Role.AUDITOR) if what in CHANGING else found


@dataclass(frozen=True, slots=True)
class Acting:
    """A person as the desk lets them act today.

    Attributes:
        person: as recorded.
        roles: own ones first, then those of people who are away.
        behalf: delegated role → whose it is.
        register: everybody; None in an office where whoever works at this computer may do everything.
        known: whether the person is an active one of the register.
    """

    person: str
    roles: tuple[Role, ...]
    behalf: Mapping[Role, str] = field(default_factory=dict)
    register: Register | None = None
    known: bool = True

    @property
    def named(self) -> bool:
        """Whether only people of the register act."""
        return self.register is not None

    def may(self, wanted: Iterable[Role]) -> bool:
        """Whether one of these roles is the person's."""
        return self.register is None or bool(set(self.roles) & set(wanted))

    def role_for(self, wanted: Iterable[Role]) -> Role | None:
        """Return the role in which the person does what is the work of these; None where the person has no role."""
        return next((role for role in wanted if role in self.roles), self.roles[0] if self.roles else None)

    def others(self, wanted: tuple[Role, ...]) -> tuple[str, ...]:
        """Return who else has one of these roles."""
        found = () if self.register is None else self.register.having(wanted)
        return tuple(code for code in found if code != self.person)

    def heads(self, one: Person) -> bool:
        """Whether somebody is of the department that the person is at the head of."""
        own = self.register.find(self.person) if self.register is not None and self.known else None
        return own is not None and Role.DEPARTMENT_HEAD in own.roles and own.department == one.department != ""

    def noted(self, role: str) -> dict[str, object]:
        """Return what the record keeps of an act in a role: for whom, where it is somebody else's."""
        whose = next((whose for one, whose in self.behalf.items() if one.value == role), "")
        return {"for": whose} if whose else {}


def acting(policy: "Policy", register: Register | None, person: str, today: date) -> Acting:
    """Return a person as the desk lets them act.

    Args:
        policy: in force.
        register: of the office; not asked for where the policy lets everybody act.
        person: who acts.
        today: the office's day, on which delegations hold.
    """
    if policy.people.mode == "open" or register is None:
        return Acting(person, policy.people.of(person))
    one = register.find(person)
    if one is None or not one.active:
        return Acting(person, (), {}, register, known=False)
    behalf: dict[Role, str] = {}
    for delegation in register.delegations:
        absent = register.find(delegation.person)
        if delegation.deputy == person and delegation.starts <= today <= delegation.ends and absent and absent.active:
            behalf |= {role: absent.code for role in absent.roles if role not in one.roles and role not in behalf}
    department = tuple(role for role in _of_department(one, register) if role not in one.roles and role not in behalf)
    return Acting(person, (*one.roles, *department, *behalf), behalf, register)


def _of_department(one: Person, register: Register) -> tuple[Role, ...]:
    """Return the roles in which a head approves for the department: those in which its people give opinions (P1)."""
    if Role.DEPARTMENT_HEAD not in one.roles or not one.department:
        return ()
    others = (each for each in register.people if each.active and each.department == one.department)
    theirs = {role for each in others for role in each.roles}
    return tuple(role for role in DEPARTMENTS if role in theirs)


def limited_to(policy: "Policy", person: Acting, today: date) -> frozenset[str] | None:
    """Return whose orders a person sees and works on (E4): None for everybody's.

    Who has limited roles alone sees those of the people for whom they act as well.
    """
    if person.register is None or not person.roles or set(person.roles) - set(policy.people.own_only):
        return None
    return frozenset({person.person, *person.register.absent_for(person.person, today)})


def in_charge(policy: "Policy", register: Register) -> tuple[str, ...]:
    """Return who can see to people and policy under a policy; without one of them an office would lock itself out."""
    with_password = policy.people.sign_in == "password"
    return tuple(
        one.code
        for one in register.people
        if one.active
        and (one.has_password or not with_password)
        and all(set(one.roles) & set(permitted(policy, act)) for act in (DeskAct.PEOPLE, DeskAct.SET_POLICY))
    )


class Written(Recorded, Protocol):
    """An event as the separation of duties looks at it."""

    @property
    def actor(self) -> str:
        """Who did it."""


def writers_of(events: Iterable[Written], entered_by: str) -> frozenset[str]:
    """Return who wrote what an order says in the round of review under way (P3).

    Args:
        events: the order's, first things first.
        entered_by: who entered it, which counts in every round.
    """
    found: list[set[str]] = [set(), set()]  # one for each time that the order was handed over, and since
    for event in standing(events):
        if event.verb == Verb.SUBMIT:
            found.append(set())
        elif event.verb in WRITING:
            found[-1].add(event.actor)
    # what is judged was written before the last handing over, or, once returned, after it
    return frozenset({entered_by, *found[-1], *found[-2]})
