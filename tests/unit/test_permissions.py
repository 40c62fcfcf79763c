"""Every role × every verb and act: allowed or refused as the policy says, refusals on record (P1, P2, P3, P6)."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data import desk as desk_package
from data.desk.desk import Desk
from data.desk.making import default_policy, make
from data.errors import NotPermitted, Refusal, SeparationOfDuties, UnknownField
from data.people import Delegation, Person, Register
from data.rules.permissions import APART, CHANGING, SEEING, DeskAct, acting, own_roles, permitted, writers_of
from data.rules.policy import parse
from data.rules.undo import REFUSED
from data.rules.workflow import EDGES, Verb, verbs_now
from data.states import OrderState, Role
from data.store.queries.undo import Act
from data.store.unit import Store
from tests.desk.office import NOW, Clock, Office, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = default_policy()
NAMED = DOCUMENT.replace('mode = "open"', 'mode = "named"')
POLICY = parse(NAMED)
TODAY = date(2026, 3, 4)

STATE_OF = {edge.verb: edge.state for edge in reversed(EDGES)}
"""Verb → the first state in which it is offered."""


def code_of(role: Role) -> str:
    """The person who has one role and no other."""
    return f"p_{role.value}"


# --- the rules alone ---------------------------------------------------------------------------------------------


def person(code: str, *roles: Role, active: bool = True, system_user: str = "") -> Person:
    return Person(0, code, code, roles=roles, active=active, system_user=system_user)


@pytest.mark.parametrize("what", [*Verb, *DeskAct])
def test_everything_has_roles(what: Verb | DeskAct) -> None:
    assert own_roles(what)
    assert permitted(POLICY, what) == own_roles(what)


def test_no_name_means_two_things() -> None:
    assert not {verb.value for verb in Verb} & {what.value for what in DeskAct}


def test_the_auditor_changes_nothing_and_the_administrator_does_no_business() -> None:
    audited = {what for what in (*Verb, *DeskAct) if Role.AUDITOR in permitted(POLICY, what)}
    administered = {what for what in (*Verb, *DeskAct) if Role.ADMINISTRATOR in permitted(POLICY, what)}
    assert audited == {DeskAct.EXPORT, DeskAct.AUDIT, *SEEING}
    assert administered == {DeskAct.PEOPLE, DeskAct.SET_POLICY, DeskAct.BACKUP, DeskAct.RESTORE, DeskAct.AUDIT, *SEEING}
    mad = parse(NAMED.replace("[permissions]", '[permissions]\nship = ["auditor", "clerk"]\naudit = ["auditor"]', 1))
    assert permitted(mad, Verb.SHIP) == (Role.CLERK,)
    assert permitted(mad, DeskAct.AUDIT) == (Role.AUDITOR,)
    assert Verb.SHIP in CHANGING


def test_the_policy_permits_what_it_names() -> None:
    policy = parse(NAMED.replace("# invoice = ", "invoice = ").replace("# export = ", "export = "))
    assert permitted(policy, Verb.INVOICE) == (Role.FINANCE,)
    assert Role.CLERK not in permitted(policy, DeskAct.EXPORT)
    assert permitted(policy, Verb.SETTLE) == own_roles(Verb.SETTLE)


def test_an_earlier_policy_lets_everybody_act() -> None:
    lines = [line for line in DOCUMENT.splitlines() if not line.startswith(("mode", "sign_in", "lock_min"))]
    earlier = "\n".join(lines).replace("[permissions]", "")
    one = acting(parse(earlier), Register(), "anybody", TODAY)
    assert one.may(())
    assert not one.named
    assert one.roles == (Role.CLERK,)


def test_who_is_not_an_active_person_of_the_register_may_nothing() -> None:
    register = Register((person("gone", *Role, active=False),))
    for who in ("gone", "stranger", ""):
        found = acting(POLICY, register, who, TODAY)
        assert not found.known
        assert not any(found.may(permitted(POLICY, what)) for what in (*Verb, *DeskAct))


def test_a_deputy_acts_for_somebody_on_the_days_that_were_said() -> None:
    people = (
        person("wu", Role.SUPERVISOR, Role.CLERK),
        person("li", Role.CLERK),
        person("old", Role.FINANCE, active=False),
    )
    delegations = (
        Delegation(1, "wu", "li", date(2026, 3, 4), date(2026, 3, 6)),
        Delegation(2, "old", "li", date(2026, 3, 4), date(2026, 3, 6)),
    )
    register = Register(people, delegations)
    for day, roles in (
        (3, {Role.CLERK}),
        (4, {Role.CLERK, Role.SUPERVISOR}),
        (6, {Role.CLERK, Role.SUPERVISOR}),
        (7, {Role.CLERK}),
    ):
        found = acting(POLICY, register, "li", date(2026, 3, day))
        assert set(found.roles) == roles
        assert found.noted("clerk") == {}
        assert found.noted("supervisor") == ({"for": "wu"} if Role.SUPERVISOR in roles else {})
    assert acting(POLICY, register, "wu", TODAY).behalf == {}


def test_a_user_of_the_computer_is_one_person() -> None:
    register = Register((person("ann", system_user="w7"), person("w7"), person("li"), person("bo", system_user="li")))
    assert register.of_system("w7") == person("ann", system_user="w7")
    assert register.of_system("li") == person("bo", system_user="li")
    assert register.of_system("bo") is None  # bo works under another name
    assert register.of_system("") is None


def act(verb: str, actor: str) -> Act:
    return Act(0, datetime(2026, 3, 4, tzinfo=UTC), actor, "", verb, kept=True)


def test_whoever_wrote_the_order_of_this_round_is_known() -> None:
    first = [
        act("new", "ann"),
        act("edit", "bo"),
        act("edit", "cy"),
        act("undo", "cy"),
        act("note", "di"),
        act("submit", "ed"),
    ]
    assert writers_of(first, "ann") == {"ann", "bo"}
    second = [*first, act("fail", "fa"), act("return", "fa"), act("edit", "gu")]
    assert writers_of(second, "ann") == {"ann", "bo", "gu"}
    assert writers_of([*second, act("refused", "hu"), act("submit", "ed")], "ann") == {"ann", "gu"}


def test_nothing_in_the_desk_writes_past_the_permissions() -> None:
    """`Context.writing` puts refusals on record; what writes without it has a reason of its own."""
    folder = Path(desk_package.__file__).parent
    found = {path.name for path in folder.glob("*.py") if "store.writing()" in path.read_text(encoding="utf-8")}
    # a desk in the making, the record of refusals and of what was read, of tries to sign in, of a desk brought back of
    # which the policy cannot be read any more
    assert found == {"making.py", "context.py", "signing.py", "backups.py"}
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "context.writing()" in text:
            asked = text.count(".permit(") + text.count("= self._own_or_in_charge") + text.count("before = self._open(")
            assert text.count("context.writing()") <= asked, path.name


# --- the whole table, on a desk ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with an order in every state, one person for each role, and the register in force."""
    folder = tmp_path_factory.mktemp("permissions") / "desk"
    make(folder, name="Trial office", document=DOCUMENT, at=NOW, person="li")
    with Store.open(folder, durable=False) as store:
        furnish(store)
        office = Office(store, Clock())
        for state in OrderState:
            with suppress(Refusal):
                office.at(state)
        for role in (Role.ADMINISTRATOR, *(role for role in Role if role is not Role.ADMINISTRATOR)):
            office.desk.people.enter(code_of(role), {"name": role.value, "roles": role.value})
        office.desk.policy.set(NAMED)
        yield office
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def numbers(office: Office) -> dict[OrderState, str]:
    """State → the number of an order in it."""
    from data.store.queries.orders import OrderFilter

    return {row.state: row.number for row in office.desk.orders.page(OrderFilter())}


def events_after(office: Office, seq: int) -> list[tuple[str, str, str, str | None]]:
    auditor = Desk(office.store, office.clock, code_of(Role.AUDITOR))
    return [(one.verb, one.actor, one.subject_key, one.payload) for one in auditor.audit.events(seq)]


@pytest.mark.parametrize("role", Role)
def test_every_verb_for_a_role(office: Office, numbers: dict[OrderState, str], role: Role) -> None:
    """A field that no verb knows stops what is allowed right behind the permission, so that nothing changes."""
    desk = Desk(office.store, office.clock, code_of(role))
    barred = desk.people.barred()
    for verb in Verb:
        number = numbers[STATE_OF[verb]]
        before = office.events()
        roles = permitted(POLICY, verb)
        order = office.order(number)
        if role in roles:
            with pytest.raises(UnknownField):
                desk.do(number, verb, {"nonsense": "1"})
            assert office.events() == before
            assert verb not in barred
        else:
            with pytest.raises(NotPermitted) as caught:
                desk.do(number, verb, {"nonsense": "1"})
            assert caught.value.roles == tuple(one.value for one in roles)
            assert caught.value.who == tuple(sorted(code_of(one) for one in roles))
            ((recorded, actor, key, payload),) = events_after(office, before)
            assert (recorded, actor, key) == (REFUSED, code_of(role), number)
            assert f'"verb":"{verb.value}"' in (payload or "")
            assert barred[verb].roles == caught.value.roles
        assert office.order(number) == order
        offered = desk.orders.verbs(order)
        assert offered == tuple(one for one in verbs_now(order.state, on_hold=False) if role in permitted(POLICY, one))


def test_strangers_and_people_who_left_do_nothing(office: Office, numbers: dict[OrderState, str]) -> None:
    for who in ("stranger", "li"):
        desk = Desk(office.store, office.clock, who)
        for verb in Verb:
            before = office.events()
            with pytest.raises(NotPermitted):
                desk.do(numbers[STATE_OF[verb]], verb, {})
            assert [one[:2] for one in events_after(office, before)] == [(REFUSED, who)]


@pytest.mark.parametrize("role", Role)
def test_every_act_for_a_role(office: Office, role: Role) -> None:
    desk = Desk(office.store, office.clock, code_of(role))
    for what in DeskAct:
        before = office.events()
        if role in permitted(POLICY, what):
            assert desk.context.check(what).person == code_of(role)
            assert office.events() == before
        else:
            with pytest.raises(NotPermitted):
                desk.context.check(what)
            assert [one[:3] for one in events_after(office, before)] == [(REFUSED, code_of(role), what.value)]


def test_the_record_is_whole_after_all_that(office: Office) -> None:
    assert Desk(office.store, office.clock, code_of(Role.AUDITOR)).audit.verify() == ()


@pytest.fixture(scope="module")
def all_round(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which everybody has every role, so that only the separation of duties stands against them."""
    folder = tmp_path_factory.mktemp("apart") / "desk"
    make(folder, name="Trial office", document=DOCUMENT, at=NOW, person="li")
    with Store.open(folder, durable=False) as store:
        furnish(store)
        office = Office(store, Clock())
        everything = " ".join(role.value for role in Role)
        for code in ("li", "wu", "xu"):
            office.desk.people.enter(code, {"name": code, "roles": everything})
        office.desk.policy.set(NAMED)
        yield office


@pytest.mark.parametrize("verb", sorted(APART))
@pytest.mark.parametrize("how", ["entered", "edited", "entered_then_edited_by_another"])
def test_nobody_decides_on_an_order_of_their_own(all_round: Office, verb: Verb, how: str) -> None:
    li, wu, xu = all_round, all_round.colleague("wu"), all_round.colleague("xu")
    large = {"line.2.unit_price": "400000"} if verb is Verb.SIGN_SHEET else {}  # it has a joint review
    number = (wu if how == "edited" else li).new(**large)
    if how != "entered":
        (li if how == "edited" else wu).do(number, Verb.EDIT, payment_terms="cash")
    li.bring(number, OrderState.IN_REVIEW)
    if verb is Verb.APPROVE:
        xu.do(number, Verb.FAIL, "too dear", review="sales")
        li.do(number, Verb.ESCALATE, "price")
    if verb is Verb.SIGN_SHEET:
        xu.do(number, Verb.HOLD_MEETING, chair="Xu", present="all", minutes="so be it", result="pass")
    if verb is Verb.STAND_BY:  # somebody else passed the round before
        xu.do(number, Verb.PASS, review="finance")
        xu.do(number, Verb.FAIL, "too late", review="sales")
        xu.do(number, Verb.RETURN, "date")
        if how != "entered":
            (li if how == "edited" else wu).do(number, Verb.EDIT, delivery_place="Hall 4")
        xu.do(number, Verb.SUBMIT, "agreed")
    texts = {"note": "so be it"} if verb is Verb.APPROVE else {"review": "finance", "note": "fine"}
    for own in (li, *([wu] if how != "entered" else [])):
        assert verb not in own.desk.orders.verbs(own.order(number))
        before = all_round.events()
        with pytest.raises(SeparationOfDuties) as caught:
            own.desk.do(number, verb, texts)
        assert caught.value.who == (("wu", "xu") if how == "entered" else ("xu",))
        assert all_round.events() == before + 1
        assert all_round.last(number).verb == REFUSED
    assert verb in xu.desk.orders.verbs(xu.order(number))
    done = xu.desk.do(number, verb, texts)
    assert done.verb is verb
    with li.store.reading() as reader:
        signed = "SELECT by FROM joint_signature UNION SELECT by FROM review_opinion WHERE by <> ''"
        rows = reader.raw.execute(signed).fetchall()
    assert {by for (by,) in rows} == {"xu"}


def test_what_was_refused_stands_against_no_undo(all_round: Office) -> None:
    number = all_round.new()
    all_round.do(number, Verb.ACCEPT)
    all_round.do(number, Verb.SUBMIT)
    with pytest.raises(SeparationOfDuties):
        all_round.do(number, Verb.PASS, review="sales")
    assert all_round.desk.undo(number).verb is Verb.SUBMIT


def test_a_one_person_office_says_that_it_is_one(tmp_path: Path) -> None:
    make(tmp_path / "desk", name="One", document=DOCUMENT, at=NOW, person="li")
    with Store.open(tmp_path / "desk", durable=False) as store:
        furnish(store)
        office = Office(store, Clock())
        number = office.at(OrderState.IN_REVIEW)
        office.do(number, Verb.PASS, review="sales")
        assert '"alone":true' in (office.last(number).payload or "")
        office.colleague("wu").do(number, Verb.PASS, review="finance")
        assert '"alone"' not in (office.last(number).payload or "")
