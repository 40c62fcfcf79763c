"""Whose an order is (E4): owners, people who see their own alone, handing over; and limits of amount (P1)."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from data.desk.limits import read_limits
from data.errors import BadValue, Needed, NotFound, NotPermitted, NotReady, OverLimit, Refusal
from data.rules.due import Whose
from data.rules.lists import ListQuery, OrderFilter
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.store.tables.parties import CustomerRow
from data.words.explain import explain
from tests.desk.test_masking import named, reading, texts_of

if TYPE_CHECKING:
    from tests.desk.office import Office

LIMITED = ("own_only = [] ", 'own_only = ["clerk"] ')


def staff(office: Office, *changes: tuple[str, str], **people: str) -> None:
    """Register people by their codes and roles (`li="clerk/sales"` is of a department), and let only them act."""
    for code, said in {"boss": "administrator", **people}.items():
        roles, _, department = said.partition("/")
        office.desk.people.enter(code, {"name": code, "roles": roles, "department": department})
    office.desk.policy.set(named(*changes))


def of(office: Office, person: str, **more: str) -> str:
    """Enter an order as somebody."""
    return office.colleague(person).new(**more)


# --- taken over from the customer ---------------------------------------------------------------------------------


def test_an_order_is_of_whoever_looks_after_its_customer(office: Office) -> None:
    with office.store.writing() as tx:
        tx.update(CustomerRow, 1, {"salesperson": "sun", "merchandiser": "mei"})
        tx.commit()
    order = office.order(office.new())
    assert (order.salesperson, order.merchandiser) == ("sun", "mei")
    assert order.supplied["merchandiser"] == "customer"
    own = office.order(office.new(merchandiser="tao"))
    assert (own.salesperson, own.merchandiser) == ("sun", "tao")
    both = [row.number for row in office.desk.orders.page(OrderFilter(owners=("sun",)))]
    assert both == [order.number, own.number]
    assert [row.number for row in office.desk.lists.page(ListQuery(OrderFilter(owners=("tao",))), None, 9)] == [
        own.number
    ]


# --- limited to one's own -----------------------------------------------------------------------------------------


@pytest.fixture
def apart(office: Office) -> tuple[Office, dict[str, str]]:
    """An office in which clerks see their own orders alone, with an order of each of them."""
    numbers = {who: of(office, who) for who in ("li", "wu", "mo")}
    numbers["sold"] = of(office, "mo", salesperson="li")
    numbers["kept"] = of(office, "mo", merchandiser="li")
    for number in list(numbers.values()):
        office.bring(number, S.IN_PROGRESS)
    numbers["draft"] = of(office, "wu")
    staff(office, LIMITED, li="clerk", wu="clerk", mo="clerk sales_manager", ke="clerk")
    return office, numbers


def test_who_is_limited_sees_their_own_orders_and_no_others(apart: tuple[Office, dict[str, str]]) -> None:
    office, numbers = apart
    own = {numbers[name] for name in ("li", "sold", "kept")}
    desk = office.colleague("li").desk
    assert {row.number for row in desk.orders.page(OrderFilter())} == own
    assert {row.number for row in desk.lists.page(ListQuery(), None, 50)} == own
    assert desk.lists.count(ListQuery()) == len(own)
    assert {row.number for row in desk.lists.rows(tuple(numbers.values()))} == own
    assert len(desk.search.find(ListQuery(OrderFilter(anywhere="Bolt")))) == len(own)
    assert desk.lists.position_of(ListQuery(), numbers["wu"]) is None
    assert {item.number for item in desk.due.items(Whose.ALL)} <= own
    assert desk.lists.changed_since(0)[1] == own
    assert sum(desk.orders.counts().values()) == len(own)
    assert sum(tally.waiting for tally in desk.lists.tallies().values()) == len(own)
    assert {row[0] for row in office.colleague("li").desk.load.board().where.items()} <= own
    # asked for somebody else's by name, the filter is empty instead of theirs
    assert desk.orders.page(OrderFilter(owners=("wu",))) == ()
    assert {row.number for row in office.colleague("mo").desk.orders.page(OrderFilter())} == set(numbers.values())


def test_nothing_that_is_answered_names_an_order_of_others(apart: tuple[Office, dict[str, str]]) -> None:
    office, numbers = apart
    foreign = [number for name, number in numbers.items() if name in ("wu", "mo", "draft")]
    boss = office.colleague("mo").desk
    ways: dict[str, list[tuple[Any, ...]]] = {key: ways for key, _method, ways in reading(boss)}
    desk = office.colleague("li").desk
    asked = 0
    for key, method, _own in reading(desk):
        for way in ways.get(key, []):
            try:
                told = method(*way)
            except Refusal as refusal:
                told = refusal.facts() if not (isinstance(refusal, NotFound) and refusal.key in foreign) else ()
            asked += 1
            said = "\n".join(texts_of(told))
            # who brings an order along knows it already: a method may say something of what it was given
            given = "\n".join(texts_of(way))
            assert not [number for number in foreign if number in said and number not in given], (key, way)
    assert asked > 60


@pytest.mark.parametrize("verb", [Verb.NOTE, Verb.REPORT, Verb.CANCEL, "undo"])
def test_an_order_of_others_is_not_there_to_work_on(apart: tuple[Office, dict[str, str]], verb: str) -> None:
    office, numbers = apart
    desk, before = office.colleague("li").desk, office.events()
    for number in (numbers["wu"], "SO-202603-99999"):
        act = partial(desk.undo, number) if verb == "undo" else partial(desk.do, number, verb, {"note": "x"})
        with pytest.raises(NotFound) as refused:
            act()
        assert (refused.value.what, refused.value.key) == ("order", number)
        assert not set(refused.value.near) & {numbers["wu"], numbers["mo"]}
    assert office.events() == before
    assert desk.do(numbers["kept"], Verb.NOTE, {"note": "x"}).version > 1


def test_a_deputy_sees_the_orders_of_whoever_is_away(apart: tuple[Office, dict[str, str]]) -> None:
    office, numbers = apart
    office.colleague("wu").desk.people.delegate("wu", "li", "", "+2d", "leave")
    desk = office.colleague("li").desk
    assert desk.orders.get(numbers["wu"]).entered_by == "wu"
    assert numbers["mo"] not in {row.number for row in desk.orders.page(OrderFilter())}
    office.clock.pass_(days=4)
    with pytest.raises(NotFound):
        desk.orders.get(numbers["wu"])


def test_exports_hold_ones_own_alone(apart: tuple[Office, dict[str, str]]) -> None:
    office, numbers = apart
    rows = [row[0] for row in office.colleague("li").desk.exports.orders(OrderFilter()).rows]
    assert set(rows) == {numbers[name] for name in ("li", "sold", "kept")}
    assert {row[0] for row in office.colleague("li").desk.exports.lines(OrderFilter()).rows} == set(rows)


# --- handing over -------------------------------------------------------------------------------------------------


def test_an_order_goes_into_other_hands_on_record(apart: tuple[Office, dict[str, str]]) -> None:
    office, numbers = apart
    boss = office.colleague("mo")
    done = boss.do(numbers["wu"], Verb.HAND_OVER, "leave", merchandiser="li")
    assert done.order.merchandiser == "li"
    assert office.colleague("li").desk.orders.get(numbers["wu"]).merchandiser == "li"
    payload = json.loads(boss.last(numbers["wu"]).payload or "")
    assert payload["note"] == "leave"
    assert payload["difference"]["merchandiser"] == [None, "li"]
    boss.desk.undo(numbers["wu"])
    assert boss.order(numbers["wu"]).merchandiser == ""
    with pytest.raises(Needed):
        boss.do(numbers["wu"], Verb.HAND_OVER, "leave")
    with pytest.raises(BadValue) as refused:
        boss.do(numbers["wu"], Verb.HAND_OVER, "leave", salesperson="nobody")
    assert "nobody" in explain(refused.value)
    with pytest.raises(NotReady):
        boss.do(numbers["kept"], Verb.HAND_OVER, "leave", merchandiser="li")


def test_all_of_somebody_goes_into_other_hands(apart: tuple[Office, dict[str, str]]) -> None:
    office, numbers = apart
    with office.store.writing() as tx:
        tx.update(CustomerRow, 1, {"merchandiser": "li"})
        tx.commit()
    before = office.events()
    boss = office.colleague("mo").desk
    done = boss.handover.all_of("li", "ke", note="leaves the company")
    # what li entered is hers to look after, what she sells and looks after as well
    assert set(done.numbers) == {numbers[name] for name in ("li", "sold", "kept")}
    assert (done.refused, done.customers) == ((), ("C1",))
    assert office.events() == before + len(done.numbers) + 1
    sold, kept, own = (boss.orders.get(numbers[name]) for name in ("sold", "kept", "li"))
    assert (sold.salesperson, kept.merchandiser, own.merchandiser) == ("ke", "ke", "ke")
    assert boss.customers.get("C1").merchandiser == "ke"
    assert {row.number for row in office.colleague("ke").desk.orders.page(OrderFilter())} == set(done.numbers)
    assert boss.handover.all_of("nobody", "ke", note="x").numbers == ()
    with pytest.raises(BadValue):
        boss.handover.all_of("ke", "ke", note="x")
    with pytest.raises(Needed):
        boss.handover.all_of("ke", "li", note=" ")
    with pytest.raises(NotPermitted):
        office.colleague("boss").desk.handover.all_of("ke", "li", note="x")


def test_only_the_orders_of_one_customer_are_handed_over(office: Office) -> None:
    first, other = of(office, "li"), of(office, "li", customer="C2", currency="USD")
    done = office.desk.handover.all_of("li", "ke", customer="C2", note="new region")
    assert done.numbers == (other,)
    assert office.order(first).merchandiser == ""
    with pytest.raises(NotFound):
        office.desk.handover.all_of("li", "ke", customer="C7", note="x")


# --- limits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("50000 CNY", [["CNY", 5_000_000]]),
        ("USD 8,000; CNY 50000.50", [["CNY", 5_000_050], ["USD", 800_000]]),
        ("7000 jpy", [["JPY", 7000]]),
    ],
)
def test_limits_are_read(text: str, found: list[list[Any]]) -> None:
    assert read_limits(text) == found


@pytest.mark.parametrize("text", ["many", "50000", "CNY", "CNY 5 USD", "5 CNY; 6 CNY", "-5 CNY"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_limits(text)
    assert explain(refused.value)


def test_nobody_passes_more_than_they_may(office: Office) -> None:
    number = office.at(S.IN_REVIEW)  # 425.00 CNY
    staff(office, sa="sales_manager", su="supervisor", fi="finance", bo="sales_manager", di="sales_manager")
    boss = office.colleague("boss").desk
    boss.people.edit("sa", {"limits": "400 CNY"})
    boss.people.edit("bo", {"limits": "8000 USD"})
    assert boss.people.edit("bo", {"limits": "USD 8000"}) is None
    before = office.order(number)
    with pytest.raises(OverLimit) as refused:
        office.colleague("sa").do(number, Verb.PASS, review="sales")
    assert (refused.value.total, refused.value.limit, refused.value.who) == (42_500, 40_000, ("di",))
    assert "425.00" in explain(refused.value)
    assert "400.00" in explain(refused.value)
    assert office.colleague("boss").order(number).opinions == before.opinions
    last = office.colleague("boss").last(number)
    assert (last.verb, last.actor) == ("refused", "sa")
    assert json.loads(last.payload or "")["code"] == "over_limit"
    with pytest.raises(OverLimit) as none:
        office.colleague("bo").do(number, Verb.PASS, review="sales")
    assert none.value.limit is None
    assert explain(none.value)
    # to say no is for everybody, and so is to pass what is within the limit
    office.colleague("sa").do(number, Verb.FAIL, "too dear", review="sales")
    office.colleague("sa").desk.undo(number)
    boss.people.edit("sa", {"limits": "425 CNY"})
    office.colleague("sa").do(number, Verb.PASS, review="sales")


def test_a_deputy_passes_what_the_absent_may(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    staff(office, sa="sales_manager", de="technical", bo="sales_manager")
    boss = office.colleague("boss").desk
    boss.people.edit("sa", {"limits": "400 CNY"})
    boss.people.edit("de", {"limits": "1 CNY"})
    boss.people.delegate("sa", "de", "", "+1d")
    with pytest.raises(OverLimit) as refused:
        office.colleague("de").do(number, Verb.PASS, review="sales")
    assert refused.value.limit == 40_000
    boss.people.edit("sa", {"limits": ""})
    office.colleague("de").do(number, Verb.PASS, review="sales")


def test_a_supervisor_approves_up_to_the_limit(office: Office) -> None:
    number = office.at(S.ESCALATED)
    staff(office, su="supervisor", ce="supervisor")
    office.colleague("boss").desk.people.edit("su", {"limits": "10 CNY"})
    with pytest.raises(OverLimit) as refused:
        office.colleague("su").do(number, Verb.APPROVE, "so be it")
    assert refused.value.who == ("ce",)
    assert office.colleague("ce").do(number, Verb.APPROVE, "so be it").to_state is S.APPROVED


# --- heads of departments -----------------------------------------------------------------------------------------


def test_a_head_gives_the_opinion_of_the_department_and_delegates_for_it(office: Office) -> None:
    number = office.at(S.IN_REVIEW)
    staff(
        office,
        hd="department_head/Money",
        fi="finance/Money",
        f2="finance/Money",
        sa="sales_manager/Sales",
        lo="department_head",
    )
    head = office.colleague("hd")
    head.do(number, Verb.PASS, review="finance")
    with pytest.raises(NotPermitted):
        head.do(number, Verb.PASS, review="sales")
    with pytest.raises(NotPermitted):
        office.colleague("lo").do(number, Verb.PASS, review="sales")
    head.desk.people.delegate("fi", "f2", "", "+2d", "leave")
    head.desk.people.end_delegation("fi", "f2")
    for whose in ("sa", "lo"):
        with pytest.raises(NotPermitted):
            head.desk.people.delegate(whose, "f2", "", "+2d")


# --- what was read ------------------------------------------------------------------------------------------------


def test_every_opening_of_an_archived_file_is_on_record(office: Office) -> None:
    number, open_one = office.at(S.ARCHIVED), office.at(S.RECEIVED)
    before, version = office.events(), office.order(number).version
    assert office.desk.consulting.opened(open_one, "curious") is None
    assert office.events() == before
    office.desk.consulting.opened(number, "the customer asks for a copy")
    office.colleague("wu").desk.consulting.opened(number)
    office.desk.consulting.printed(open_one, "order")
    seen = office.desk.consulting.of(number)
    assert [(one.verb, one.actor) for one in seen] == [("consult", "li"), ("consult", "wu")]
    assert json.loads(seen[0].payload or "") == {"why": "the customer asks for a copy"}
    assert [one.verb for one in office.desk.consulting.of(open_one)] == ["print"]
    # nothing of the order is changed by it, and nothing stands in the way of taking an act back
    assert office.order(number).version == version
    assert [one.verb for one in office.desk.orders.history(number)][-1] == Verb.ARCHIVE
    assert office.desk.undoing.last(number).verb is Verb.ARCHIVE
    office.sound()


def test_the_policy_may_ask_why(office: Office) -> None:
    number = office.at(S.ARCHIVED)
    office.policy(("ask_why = false ", "ask_why = true "))
    before = office.events()
    for ask in (office.desk.consulting.opened, lambda one: office.desk.consulting.printed(one, "order")):
        with pytest.raises(Needed) as refused:
            ask(number)
        assert refused.value.field == "why"
        assert explain(refused.value)
    assert office.events() == before
    assert office.desk.consulting.opened(number, "audit") == before + 1
