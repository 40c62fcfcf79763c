"""The roles of the office: all there, each with work, heads of departments, and who holds several (P1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NotPermitted
from data.rules.permissions import CHANGING, DEPARTMENTS, SEEING, DeskAct, own_roles
from data.rules.roles import READERS, reviewers_of
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.states import Review, Role
from data.words import speaking
from data.words.labels import label

if TYPE_CHECKING:
    from tests.desk.office import Office

REGULATIONS = (
    "order clerk", "sales manager", "technical staff", "finance staff", "production staff", "purchasing staff",
    "warehouse staff", "logistics staff", "quality staff", "operations staff", "after-sales staff", "internal auditor",
    "department head", "supervisor", "administrator",
)  # fmt: skip
ALL = (
    'goods = ["sales", "finance"]',
    'goods = ["sales", "technical", "finance", "production", "purchasing", "warehouse"]',
)
"""Every department is asked about every order."""
DEPARTMENTAL = tuple(review for review in Review if review is not Review.JOINT)


def staff(office: Office, **people: str) -> None:
    """Enter people as `code="roles/department"`, and let only them act from now on."""
    office.desk.people.enter("li", {"name": "Li", "roles": "clerk administrator"})
    for code, given in people.items():
        roles, _slash, department = given.partition("/")
        office.desk.people.enter(code, {"name": code, "roles": roles, "department": department})
    office.policy(('mode = "open"', 'mode = "named"'), ALL)


def test_the_fifteen_roles_are_there_under_their_names() -> None:
    with speaking("en"):
        assert [label(role) for role in Role] == list(REGULATIONS)
    for language in ("zh_CN", "zh_TW"):
        with speaking(language):
            names = [label(role) for role in Role]
        assert len(set(names)) == len(names)
        assert not any(name.isascii() for name in names)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_work_of_its_own(role: Role) -> None:
    """Whoever only reads changes nothing of an order; everybody else has something to do with one."""
    verbs = {verb for verb in Verb if role in own_roles(verb)}
    acts = {act for act in DeskAct if role in own_roles(act)}
    if role in READERS:
        assert not verbs
        assert acts & ({DeskAct.AUDIT} if role is Role.AUDITOR else CHANGING)
    else:
        assert verbs - {Verb.NOTE, Verb.ATTACH, Verb.CONTACT}
    assert acts - SEEING or verbs


def test_one_person_holds_several_roles(office: Office) -> None:
    staff(office, ma="sales_manager finance warehouse")
    number = office.at(S.IN_REVIEW)
    ma = office.colleague("ma")
    ma.do(number, Verb.PASS, review="sales")
    assert office.last(number).role == "sales_manager"
    ma.do(number, Verb.PASS, review="finance")
    assert office.last(number).role == "finance"


@pytest.mark.parametrize("review", DEPARTMENTAL)
def test_a_head_approves_and_delegates_for_the_department_and_for_no_other(office: Office, review: Review) -> None:
    role = reviewers_of(review)[0]
    assert role in DEPARTMENTS
    other = "finance" if review is not Review.FINANCE else "sales_manager"
    staff(
        office, one=f"{role.value}/Theirs", two=f"{role.value}/Theirs", hd="department_head/Theirs",
        ho="department_head/Others", xx=f"{other}/Others", ma="clerk",
    )  # fmt: skip
    number = office.new()
    office.colleague("ma").bring(number, S.IN_REVIEW)
    with pytest.raises(NotPermitted) as refused:
        office.colleague("ho").do(number, Verb.PASS, review=review.value)
    assert role.value in refused.value.roles
    office.colleague("hd").do(number, Verb.PASS, review=review.value)
    assert office.last(number).role == role.value
    head = office.colleague("hd").desk.people
    head.delegate("one", "two", "", "+2d", "leave")
    head.end_delegation("one", "two")
    with pytest.raises(NotPermitted):
        head.delegate("xx", "two", "", "+2d")
    with pytest.raises(NotPermitted):
        office.colleague("ho").desk.people.delegate("one", "two", "", "+2d")
