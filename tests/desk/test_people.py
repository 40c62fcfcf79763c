"""The register: people come, change, delegate and go, and the desk knows who stands before it (P1, P2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from data.desk.making import default_policy
from data.desk.passwords import LONGEST_WAIT, wait_after
from data.errors import (
    AlreadyExists,
    BadValue,
    NotFound,
    NotPermitted,
    PolicyRefused,
    SeparationOfDuties,
    SignInRefused,
    UnknownField,
)
from data.rules.lists import OrderFilter
from data.rules.workflow import Verb
from data.states import OrderState, Role
from data.words.explain import explain, explain_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.desk.office import Office

PASSWORD = "correct horse"  # noqa: S105 - of nobody


def named(office: Office, *changes: tuple[str, str]) -> None:
    """Let only people of the register act."""
    office.policy(('mode = "open"', 'mode = "named"'), *changes)


def staff(office: Office) -> None:
    """Register an office of four."""
    for code, roles in (("li", "clerk"), ("wu", "sales_manager, finance"), ("he", "supervisor"), ("au", "auditor")):
        office.desk.people.enter(code, {"name": code.upper(), "roles": roles})


def payload(office: Office, seq: int) -> dict[str, Any]:
    return dict(json.loads(next(iter(office.desk.audit.events(seq - 1))).payload or "{}"))


def test_the_first_person_is_an_administrator(office: Office) -> None:
    event = office.desk.people.enter(" li ", {"name": "Li Na", "department": "Sales", "roles": "clerk，finance"})
    one = office.desk.people.register().find("li")
    assert one is not None
    assert (one.name, one.department, one.active, one.has_password) == ("Li Na", "Sales", True, False)
    assert one.roles == (Role.CLERK, Role.FINANCE, Role.ADMINISTRATOR)
    assert payload(office, event)["person"]["roles"] == ["clerk", "finance", "administrator"]
    office.desk.people.enter("wu", {"name": "Wu", "roles": "clerk"})
    assert office.desk.people.register().having((Role.ADMINISTRATOR,)) == ("li",)


def test_what_a_person_cannot_be(office: Office) -> None:
    people = office.desk.people
    people.enter("li", {"name": "Li", "system_user": "w7"})
    before = office.events()
    for code, texts, refusal in (
        ("li", {"name": "Again"}, AlreadyExists("person", "li")),
        ("bo", {"name": "Bo", "system_user": "w7"}, AlreadyExists("system_user", "w7")),
        ("bo", {"name": " "}, BadValue("name", "", "missing")),
        (" ", {"name": "Bo"}, BadValue("code", "", "missing")),
        ("bo", {"name": "Bo", "roles": "king"}, BadValue("roles", "king", "not_in_list", ", ".join(Role))),
    ):
        with pytest.raises(type(refusal)) as caught:
            people.enter(code, texts)
        assert caught.value == refusal
    with pytest.raises(UnknownField):
        people.enter("bo", {"name": "Bo", "salary": "1"})
    with pytest.raises(NotFound) as missing:
        people.edit("bo", {"name": "Bo"})
    assert missing.value.near == ("li",)
    assert office.events() == before


def test_a_change_is_one_event_and_nobody_is_deleted(office: Office) -> None:
    people = office.desk.people
    staff(office)
    event = people.edit("wu", {"roles": "finance", "department": "Accounts"})
    assert event is not None
    found = payload(office, event)
    assert found["before"] == {"department": "", "roles": ["sales_manager", "finance"]}
    assert found["person"] == {"department": "Accounts", "roles": ["finance"]}
    assert people.edit("wu", {"department": "Accounts"}) is None
    assert people.retire("wu", "moved away") is not None
    assert people.retire("wu") is None
    one = people.register().find("wu")
    assert one is not None
    assert not one.active
    assert one.version == 3
    assert people.edit("wu", {"active": "yes"}) is not None
    office.sound()


def test_only_who_sees_to_people_changes_the_register(office: Office) -> None:
    staff(office)
    named(office)
    people = office.colleague("wu").desk.people
    attempts: tuple[Callable[[], object], ...] = (
        lambda: people.enter("x", {"name": "X"}),
        lambda: people.edit("wu", {"roles": "administrator"}),
        lambda: people.retire("he"),
        lambda: people.set_password("he", PASSWORD),
        lambda: people.delegate("he", "wu", "", "+3d"),
    )
    for attempt in attempts:
        before = office.events()
        with pytest.raises(NotPermitted) as caught:
            attempt()
        assert caught.value.who == ("li",)
        assert office.events() == before + 1
    people.set_password("wu", PASSWORD)
    assert office.desk.people.enter("x", {"name": "X", "roles": "clerk"})


def test_the_switch_to_names_needs_somebody_in_charge(office: Office) -> None:
    with pytest.raises(PolicyRefused) as caught:
        named(office)
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("people.mode", "nobody_in_charge")
    document = default_policy().replace('mode = "open"', 'mode = "named"')
    assert document.splitlines()[(problem.where.row or 0) - 1].startswith("mode = ")
    staff(office)
    with pytest.raises(PolicyRefused) as caught:
        named(office, ('sign_in = "system"', 'sign_in = "password"'))
    assert caught.value.problems[0].code == "nobody_with_password"
    office.desk.people.set_password("li", PASSWORD)
    named(office, ('sign_in = "system"', 'sign_in = "password"'))
    attempts: tuple[Callable[[], object], ...] = (
        lambda: office.desk.people.retire("li"),
        lambda: office.desk.people.edit("li", {"roles": "clerk"}),
    )
    for attempt in attempts:
        with pytest.raises(BadValue) as last:
            attempt()
        assert last.value.why == "last_in_charge"
    office.desk.people.edit("he", {"roles": "supervisor administrator"})
    with pytest.raises(BadValue):  # without a password he is in charge of nothing
        office.desk.people.retire("li")
    office.desk.people.set_password("he", PASSWORD)
    office.desk.people.retire("li")
    with pytest.raises(NotPermitted):
        office.desk.policy.set(default_policy())
    assert office.colleague("he").desk.policy.set(default_policy())


def test_an_order_goes_its_way_among_people_with_names(office: Office) -> None:
    staff(office)
    named(office)
    wu, he = office.colleague("wu"), office.colleague("he")
    with pytest.raises(NotPermitted):
        he.new()
    number = office.at(OrderState.IN_REVIEW)
    with pytest.raises(NotPermitted) as caught:
        he.do(number, Verb.PASS, review="finance")
    assert caught.value == NotPermitted("pass", ("finance",), ("wu",), number)
    assert explain_event(office.last(number)).startswith("he (supervisor): Refused; “Pass”")
    assert [one.value for one in wu.desk.review.duties().reviews] == ["sales", "finance", "joint"]
    assert not office.desk.review.duties().reviews
    wu.do(number, Verb.PASS, review="sales")
    wu.do(number, Verb.PASS, review="finance")
    assert wu.last(number).role == "finance"
    with pytest.raises(NotPermitted):
        office.colleague("au").do(number, Verb.NOTE, "hm")


def test_a_deputy_acts_and_the_record_says_for_whom(office: Office) -> None:
    staff(office)
    office.desk.people.enter("xu", {"name": "Xu", "roles": "warehouse"})
    named(office)
    number = office.at(OrderState.IN_REVIEW)
    xu = office.colleague("xu")
    with pytest.raises(NotPermitted):
        xu.do(number, Verb.PASS, review="finance")
    office.colleague("wu").desk.people.delegate("wu", "xu", "", "+3d", "leave")
    xu.do(number, Verb.PASS, review="finance")
    assert '"for":"wu"' in (office.last(number).payload or "")
    assert "for wu" in explain_event(office.last(number))
    assert office.last(number).role == "finance"
    assert [one.deputy for one in office.desk.people.register().delegations] == ["xu"]
    office.clock.pass_(days=4)
    with pytest.raises(NotPermitted):
        xu.do(number, Verb.PASS, review="sales")
    assert office.desk.people.register().delegations == ()


def test_a_delegation_is_ended_by_whose_roles_they_are(office: Office) -> None:
    staff(office)
    named(office)
    wu = office.colleague("wu")
    wu.desk.people.delegate("wu", "li", "", "+90d")
    number = office.at(OrderState.RECEIVED)
    with pytest.raises(NotPermitted):
        office.colleague("he").desk.people.end_delegation("wu", "li")
    event = wu.desk.people.end_delegation("wu", "li", "back again")
    ended = [["2026-03-04", "2026-06-02"]]
    assert payload(office, event) == {"deputy": "li", "ended": ended, "note": "back again"}
    assert office.desk.people.register().delegations == ()
    with pytest.raises(NotFound):
        wu.desk.people.end_delegation("wu", "li")
    with pytest.raises(NotPermitted):
        office.do(number, Verb.PASS, review="finance")


@pytest.mark.parametrize(
    ("deputy", "starts", "ends", "why"),
    [("wu", "+3d", "+1d", "ends_before_start"), ("li", "", "+1d", "no_deputy"), ("wu", "", "soon", "bad_date")],
)
def test_a_delegation_that_makes_no_sense(office: Office, deputy: str, starts: str, ends: str, why: str) -> None:
    staff(office)
    with pytest.raises(BadValue) as caught:
        office.desk.people.delegate("li", deputy, starts, ends)
    assert caught.value.why == why


def test_the_system_says_who_somebody_is(office: Office) -> None:
    people = office.desk.people
    assert people.entry("anybody").person == "anybody"
    assert people.entry("anybody", "li").person == "li"
    staff(office)
    people.edit("wu", {"system_user": "w7"})
    people.retire("au")
    named(office)
    assert (people.entry("w7").person, people.entry("w7").password) == ("wu", False)
    assert (people.entry("li", "li").person, people.entry("li", "li").password) == ("li", False)
    assert (people.entry("li", "wu").person, people.entry("li", "wu").password) == ("wu", True)
    for user, asked, why in (("root", "", "unknown"), ("li", "nobody", "unknown"), ("au", "", "retired")):
        with pytest.raises(SignInRefused) as caught:
            people.entry(user, asked)
        assert caught.value.why == why
        told = office.desk.audit.refused()[-1]  # who tried is on record, and never what they typed
        assert (told.actor, told.subject_key) == (user, "sign_in")
        assert json.loads(told.payload or "") == {
            "code": why, "verb": "sign_in", **({"person": "au"} if why == "retired" else {})
        }  # fmt: skip
    assert office.desk.audit.verify() == ()
    people.set_password("li", PASSWORD)
    named(office, ('sign_in = "system"', 'sign_in = "password"'), ("lock_minutes = 0", "lock_minutes = 5"))
    assert people.entry("li").password
    assert people.entry("li").lock_minutes == 5


def test_wrong_passwords_make_the_next_try_wait(office: Office) -> None:
    people = office.desk.people
    staff(office)
    with pytest.raises(SignInRefused) as caught:
        people.sign_in("li", PASSWORD)
    assert caught.value.why == "no_password"
    assert payload(office, office.events()) == {"code": "no_password", "person": "li", "verb": "sign_in"}
    people.set_password("li", PASSWORD)
    for wait in (1, 2, 4):
        with pytest.raises(SignInRefused) as caught:
            people.sign_in("li", "wrong")
        assert (caught.value.why, caught.value.seconds) == ("wrong", wait)
        before = office.events()
        with pytest.raises(SignInRefused) as caught:
            people.sign_in("li", PASSWORD)
        assert (caught.value.why, caught.value.seconds) == ("too_soon", wait)
        assert office.events() == before
        office.clock.pass_(seconds=wait)
    people.sign_in("li", PASSWORD)
    with pytest.raises(SignInRefused) as caught:
        people.sign_in("li", "wrong")
    assert caught.value.seconds == 1
    acts = [one.verb for one in office.desk.audit.events() if one.subject == "person"]
    assert acts[-5:] == ["sign_in_refused"] * 3 + ["sign_in", "sign_in_refused"]
    assert [wait_after(count) for count in (0, 1, 2, 6, 7, 90)] == [0, 1, 2, 32, LONGEST_WAIT, LONGEST_WAIT]
    with office.store.reading() as reader:
        kept = str(reader.raw.execute("SELECT group_concat(body) FROM event_payload").fetchone())
        (hashed,) = reader.raw.execute("SELECT password_hash FROM person WHERE code = 'li'").fetchone()
    assert PASSWORD not in kept
    assert hashed not in kept
    assert hashed.startswith("$argon2id$")


@pytest.mark.parametrize("password", ["", "short", "x" * 257])
def test_a_password_has_a_length(office: Office, password: str) -> None:
    staff(office)
    with pytest.raises(BadValue) as caught:
        office.desk.people.set_password("li", password)
    assert caught.value.why == "password_length"
    assert password == "" or password not in explain(caught.value)


def test_exports_are_for_some_and_go_on_record(office: Office) -> None:
    staff(office)
    before = office.events()
    office.desk.exports.customers()
    assert office.events() == before + 1  # of everybody, also where everybody may have everything
    named(office)
    before = office.events()
    office.colleague("au").desk.exports.orders(OrderFilter(customer="C1"), why="statement of the quarter")
    assert office.events() == before + 1
    (event,) = office.colleague("au").desk.audit.events(before)
    assert (event.verb, event.actor, event.subject_key) == ("export", "au", "orders")
    assert json.loads(event.payload or "") == {
        "filter": {"customer": "C1"}, "holds": "orders", "why": "statement of the quarter",
    }  # fmt: skip
    office.desk.people.enter("xu", {"name": "Xu", "roles": "warehouse"})
    with pytest.raises(NotPermitted):
        office.colleague("xu").desk.exports.customers()
    office.colleague("au").desk.audit.verify()
    with pytest.raises(NotPermitted):
        office.colleague("xu").desk.audit.events()


def test_refusals_are_sentences() -> None:
    assert explain(NotPermitted("set_policy", ("administrator",), ("li",))) == (
        "You may not do “Set the policy”. It is the work of: administrator. Ask one of these: li."
    )
    assert explain(SeparationOfDuties("SO-1", "pass")) == (
        "You entered or changed order SO-1 yourself, so “Pass” is for somebody else. Nobody else in the register may, "
        "either."
    )
    assert explain(SignInRefused("li", "wrong", 2)) == "This is not the password of li. Try again in 2 seconds."


def test_whoever_is_let_go_past_the_desk_is_let_go_at_once(office: Office) -> None:
    """What the register was made into is kept as long as its rows are the same, whoever writes them."""
    staff(office)
    named(office)
    wu = office.colleague("wu")
    number = office.new()
    wu.do(number, Verb.NOTE, "before")
    with office.store.writing() as tx:
        tx.raw.execute("UPDATE person SET active = 0 WHERE code = 'wu'")
        tx.commit()
    with pytest.raises(NotPermitted):
        wu.do(number, Verb.NOTE, "after")
    with office.store.writing() as tx:
        tx.raw.execute("UPDATE person SET active = 1 WHERE code = 'wu'")
        tx.raw.execute("INSERT INTO approval_limit (person_id, currency, amount) SELECT id, 'CNY', 100 FROM person")
        tx.commit()
    wu.do(number, Verb.NOTE, "again")
    found = office.desk.people.register().find("wu")
    assert found is not None
    assert (found.active, found.limits) == (True, (("CNY", 100),))
