"""Which roles a verb is the work of (P1): recorded with every act, and the ground on which permissions are given."""

from collections.abc import Mapping, Sequence

from data.rules.workflow import STAGES, Stage, Verb
from data.states import Review, Role

READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
"""Roles that do nothing to orders: the one reads everything and changes nothing, the other sees to the desk."""

DOERS = tuple(role for role in Role if role not in READERS)
"""Roles of those who work on orders; the clerk first."""

_STAGE_ROLES: Mapping[Stage, tuple[Role, ...]] = {
    Stage.INTAKE: (Role.CLERK,),
    Stage.REVIEW: (Role.SALES_MANAGER, Role.DEPARTMENT_HEAD, Role.SUPERVISOR, Role.CLERK),
    Stage.ALLOCATION: (Role.PRODUCTION, Role.PURCHASING, Role.WAREHOUSE, Role.OPERATIONS, Role.CLERK),
    Stage.TRACKING: (Role.CLERK, Role.OPERATIONS, Role.PRODUCTION, Role.LOGISTICS),
    Stage.ARCHIVE: (Role.CLERK, Role.DEPARTMENT_HEAD),
    Stage.ANYWHERE: (Role.CLERK, Role.SALES_MANAGER, Role.OPERATIONS, Role.DEPARTMENT_HEAD, Role.SUPERVISOR),
}

_REVIEW_ROLES: Mapping[Review, tuple[Role, ...]] = {
    Review.SALES: (Role.SALES_MANAGER,),
    Review.TECHNICAL: (Role.TECHNICAL,),
    Review.FINANCE: (Role.FINANCE,),
    Review.PRODUCTION: (Role.PRODUCTION,),
    Review.PURCHASING: (Role.PURCHASING,),
    Review.WAREHOUSE: (Role.WAREHOUSE,),
    Review.JOINT: (Role.SUPERVISOR, Role.SALES_MANAGER),
}

_CARRYING_OUT = (Role.PRODUCTION, Role.PURCHASING, Role.WAREHOUSE, Role.LOGISTICS, Role.OPERATIONS, Role.QUALITY)
"""Roles to which an approved order is handed on."""

_REVIEWERS = tuple(dict.fromkeys(role for roles in _REVIEW_ROLES.values() for role in roles))

_VERB_ROLES: Mapping[Verb, tuple[Role, ...]] = {
    **dict.fromkeys((Verb.PASS, Verb.PASS_WITH_CONDITIONS, Verb.FAIL, Verb.STAND_BY), _REVIEWERS),
    # whoever is stuck may turn to the supervisor (P4), and whoever knows something may put it on record
    **dict.fromkeys((Verb.ESCALATE, Verb.NOTE, Verb.ATTACH, Verb.CONTACT), DOERS),
    Verb.APPROVE: (Role.SUPERVISOR,),
    Verb.RELEASE_PRICE: (Role.SALES_MANAGER, Role.SUPERVISOR),
    Verb.RESOLVE_CONDITION: DOERS,
    Verb.CALL_SUPERVISOR: DOERS,
    Verb.ANSWER_CALL: (Role.SUPERVISOR, Role.DEPARTMENT_HEAD),
    Verb.HAND_OVER: (Role.SALES_MANAGER, Role.DEPARTMENT_HEAD, Role.SUPERVISOR, Role.CLERK),
    # the policy says to whom an order is handed on; which of them somebody answers for, the verb looks at
    Verb.TAKE_NOTE: tuple(dict.fromkeys((*_CARRYING_OUT, *DOERS))),
    Verb.SIGN_SHEET: _REVIEWERS,
    **dict.fromkeys((Verb.AMEND, Verb.FILE_SIGNED), (Role.CLERK, Role.SALES_MANAGER, Role.DEPARTMENT_HEAD)),
    **dict.fromkeys((Verb.RAISE_EXCEPTION, Verb.RESOLVE_EXCEPTION), DOERS),
    Verb.REPORT: (Role.CLERK, Role.OPERATIONS, Role.PRODUCTION, Role.QUALITY, Role.PURCHASING, Role.WAREHOUSE),
    Verb.MAKE_READY: (Role.CLERK, Role.OPERATIONS, Role.PRODUCTION, Role.QUALITY, Role.WAREHOUSE),
    Verb.SHIP: (Role.LOGISTICS, Role.WAREHOUSE, Role.CLERK),
    Verb.DELIVER: (Role.LOGISTICS, Role.CLERK),
    Verb.INVOICE: (Role.FINANCE, Role.CLERK),
    Verb.RECEIVE_PAYMENT: (Role.FINANCE, Role.CLERK),
    Verb.SETTLE: (Role.FINANCE, Role.CLERK),
}


def acting_role(verb: Verb, roles: Sequence[Role], review: Review | None = None) -> Role:
    """Return the role in which a person with these roles does the verb: the fitting one, else the first."""
    wanted = _REVIEW_ROLES[review] if review else roles_of(verb)
    return next((role for role in wanted if role in roles), roles[0])


def roles_of(verb: Verb) -> tuple[Role, ...]:
    """Return the roles that a verb is the work of, the likeliest first."""
    return _VERB_ROLES.get(verb, _STAGE_ROLES[STAGES[verb]])


def reviewers_of(review: Review) -> tuple[Role, ...]:
    """Return the roles that a review is the work of."""
    return _REVIEW_ROLES[review]


def reviews_of(roles: Sequence[Role]) -> tuple[Review, ...]:
    """Return the reviews that are the work of these roles."""
    return tuple(review for review, wanted in _REVIEW_ROLES.items() if set(wanted) & set(roles))
