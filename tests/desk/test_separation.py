"""Nobody decides on what they wrote: every deciding verb, for every way of having written (P3)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy, make
from data.errors import SeparationOfDuties
from data.rules.permissions import APART
from data.rules.separation import DECIDING
from data.rules.undo import REFUSED
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.states import Role
from data.store.unit import Store
from data.words.explain import explain, explain_event
from tests.desk.office import COMPLETE, NOW, Clock, Office, furnish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMED = ('mode = "open"', 'mode = "named"')
FLOOR = ("floor = 0.0 ", "floor = 0.8 ")
CHEAP = {**COMPLETE, "line.1.unit_price": "9"}
PEOPLE = ("li", "wu", "xu")
EVERYTHING = " ".join(role.value for role in Role)


@pytest.fixture(scope="module")
def all_round(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which everybody has every role: only the separation of duties stands against them."""
    folder = tmp_path_factory.mktemp("separation") / "desk"
    make(folder, name="Trial office", document=default_policy(), at=NOW, person="li")
    with Store.open(folder, durable=False) as store:
        furnish(store)
        office = Office(store, Clock())
        for code in PEOPLE:
            office.desk.people.enter(code, {"name": code, "roles": EVERYTHING})
        office.policy(NAMED, FLOOR)
        yield office
    shutil.rmtree(folder)


def refused(office: Office, number: str, verb: Verb, note: str = "", /, **texts: str) -> SeparationOfDuties:
    """See that a verb is refused, and that this is on record and nothing else is."""
    before, order = office.events(), office.order(number)
    with pytest.raises(SeparationOfDuties) as caught:
        office.do(number, verb, note, **texts)
    assert office.events() == before + 1
    assert office.last(number).verb == REFUSED
    assert office.order(number) == order
    return caught.value


def test_whatever_decides_is_known_to_decide() -> None:
    """A verb that is called like a decision and is none has to be looked at here."""
    likely = ("pass", "fail", "approve", "stand_by", "sign_", "release", "destroy", "permit", "accept_change")
    assert {verb for verb in Verb if verb.value.startswith(likely)} == DECIDING
    assert APART < DECIDING


# --- a price below the floor -------------------------------------------------------------------------------------


def test_whoever_entered_an_order_does_not_release_its_price(all_round: Office) -> None:
    number = all_round.at(S.RECEIVED, CHEAP)
    told = refused(all_round, number, Verb.RELEASE_PRICE, "key customer", line="1")
    assert told.who == ("wu", "xu")
    assert "for somebody else" in explain(told)
    assert Verb.RELEASE_PRICE not in all_round.desk.orders.verbs(all_round.order(number))
    wu = all_round.colleague("wu")
    assert Verb.RELEASE_PRICE in wu.desk.orders.verbs(wu.order(number))
    assert wu.do(number, Verb.RELEASE_PRICE, "key customer", line="1").verb is Verb.RELEASE_PRICE


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_whoever_entered_the_price_does_not_release_it_in_any_later_round(all_round: Office, rounds: int) -> None:
    li, wu, xu = all_round, all_round.colleague("wu"), all_round.colleague("xu")
    li.policy(NAMED)  # no floor yet, else nobody could submit it
    number = li.at(S.RECEIVED)
    wu.do(number, Verb.EDIT, **{"line.1.unit_price": "9"})
    for _round in range(rounds):
        xu.do(number, Verb.SUBMIT, "as it is")
        xu.do(number, Verb.FAIL, "too late", review="sales")
        xu.do(number, Verb.RETURN, "date")
    li.policy(NAMED, FLOOR)
    assert refused(li, number, Verb.RELEASE_PRICE, "mine", line="1").who == ("xu",)
    assert refused(wu, number, Verb.RELEASE_PRICE, "mine", line="1").who == ("xu",)
    xu.do(number, Verb.RELEASE_PRICE, "key customer", line="1")


# --- what was stopped --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stop", "go", "texts"), [(Verb.HOLD, Verb.RELEASE, {}), (Verb.HOLD_LINE, Verb.RELEASE_LINE, {"line": "2"})]
)
def test_whoever_wrote_an_order_lets_go_on_what_they_stopped_and_no_more(
    all_round: Office, stop: Verb, go: Verb, texts: dict[str, str]
) -> None:
    li, wu, xu = all_round, all_round.colleague("wu"), all_round.colleague("xu")
    number = li.at(S.RECEIVED)
    li.do(number, stop, "waits for a drawing", **texts)
    li.do(number, go, "it is here", **texts)
    wu.do(number, stop, "is this lawful?", **texts)
    assert refused(li, number, go, "surely", **texts).who == ("wu", "xu")
    xu.do(number, go, "it is", **texts)
    li.do(number, stop, "waits again", **texts)
    xu.do(number, go, "it came", **texts)


def test_a_hold_of_another_line_is_another_matter(all_round: Office) -> None:
    li, wu = all_round, all_round.colleague("wu")
    number = li.at(S.RECEIVED)
    wu.do(number, Verb.HOLD_LINE, "lawful?", line="1")
    li.do(number, Verb.HOLD_LINE, "drawing", line="2")
    li.do(number, Verb.RELEASE_LINE, "came", line="2")
    refused(li, number, Verb.RELEASE_LINE, "surely", line=" 1 ")


# --- a change ----------------------------------------------------------------------------------------------------


def test_whoever_entered_a_change_does_not_pass_it(all_round: Office) -> None:
    """What the customer wants amended is a change, also where nobody else has edited a field for it."""
    li, wu, xu = all_round, all_round.colleague("wu"), all_round.colleague("xu")
    number = li.at(S.IN_REVIEW)
    for review in ("sales", "finance"):
        xu.do(number, Verb.PASS, review=review)
    wu.do(number, Verb.AMEND, "deliver to the back door", channel="telephone", person="Ann")
    xu.do(number, Verb.SUBMIT, "agreed")
    for verb in (Verb.PASS, Verb.PASS_WITH_CONDITIONS, Verb.FAIL, Verb.STAND_BY):
        assert refused(wu, number, verb, "my own", review="finance").who == ("xu",)
        refused(li, number, verb, "my own", review="finance")
    xu.do(number, Verb.PASS, review="finance")


# --- in the name of somebody who is away -------------------------------------------------------------------------


@pytest.fixture
def deputed(office: Office) -> Office:
    """An office in which wu acts for li and has no role of their own that decides."""
    office.desk.people.enter("li", {"name": "Li", "roles": "administrator clerk sales_manager supervisor"})
    office.desk.people.enter("wu", {"name": "Wu", "roles": "warehouse clerk"})
    office.desk.people.enter("xu", {"name": "Xu", "roles": EVERYTHING})
    office.policy(NAMED, FLOOR)
    office.desk.people.delegate("li", "wu", "2026-03-04", "2026-03-09", "leave")
    return office


def _fail(number: str, xu: Office) -> None:
    xu.do(number, Verb.FAIL, "no", review="sales")
    xu.do(number, Verb.ESCALATE, "price")


@pytest.mark.parametrize(
    ("verb", "texts", "before"),
    [
        (Verb.PASS, {"review": "sales"}, None),
        (Verb.PASS_WITH_CONDITIONS, {"review": "sales", "note": "soon"}, None),
        (Verb.FAIL, {"review": "sales", "note": "no"}, None),
        (Verb.APPROVE, {"note": "so be it"}, _fail),
        (Verb.RELEASE_PRICE, {"line": "1", "note": "key customer"}, None),
    ],
)
def test_a_deputy_does_not_decide_in_the_name_of_whoever_wrote_it(
    deputed: Office, verb: Verb, texts: dict[str, str], before: Callable[[str, Office], None] | None
) -> None:
    li, wu, xu = deputed, deputed.colleague("wu"), deputed.colleague("xu")
    floor = {"line.1.unit_price": "9"} if verb is Verb.RELEASE_PRICE else {}
    own, others = li.at(S.RECEIVED, COMPLETE, **floor), xu.at(S.RECEIVED, COMPLETE, **floor)
    if verb is not Verb.RELEASE_PRICE:
        for number in (own, others):
            xu.do(number, Verb.SUBMIT)
            if before is not None:
                before(number, xu if number == own else li)
    told = refused(wu, own, verb, **texts)
    assert (told.behalf, told.who) == ("li", ("xu",))
    assert "You act for li" in explain(told)
    wu.do(others, verb, **texts)
    assert '"for":"li"' in (wu.last(others).payload or "")


# --- an office of one person -------------------------------------------------------------------------------------


def test_where_the_policy_is_that_of_one_person_the_record_says_so(office: Office) -> None:
    office.policy(FLOOR)
    number = office.at(S.RECEIVED, CHEAP)
    office.do(number, Verb.RELEASE_PRICE, "key customer", line="1")
    assert '"alone":true' in (office.last(number).payload or "")
    assert "on an order of one's own" in explain_event(office.last(number))
    office.colleague("wu").do(number, Verb.HOLD, "lawful?")
    office.do(number, Verb.RELEASE, "it is")
    assert '"alone":true' in (office.last(number).payload or "")
    office.do(number, Verb.HOLD, "drawing")
    office.do(number, Verb.RELEASE, "came")
    assert '"alone"' not in (office.last(number).payload or "")
    office.sound()
