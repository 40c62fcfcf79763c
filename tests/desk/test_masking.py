"""What people without the right do not see (P5): every answer of every subject, asked by somebody of the warehouse."""

from __future__ import annotations

import inspect
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from data.amounts import HIDDEN, MASK
from data.desk.making import default_policy
from data.desk.subject import Subject
from data.desk.subjects import Subjects
from data.drafts import Subject as Holds
from data.errors import BadValue, NotPermitted, Refusal
from data.rules.lists import ListQuery, Sort
from data.rules.papers import PaperKind
from data.rules.permissions import DeskAct
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.store.queries.orders import OrderFilter
from data.store.unit import Store
from data.words.explain import explain_event
from data.words.formats import format_money
from orderclerk.cli.as_json import jsonable, whole
from tests.desk.office import COMPLETE, Clock, Office, paper

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk
    from data.orders import Order

PRICE = "98765.4321"
MONEY = ("9876543", "98765.4", "98,765.4", "592592", "592,592", "691358", "691,358")
"""Digits of the unit price and the credit limit, of six pieces, and of the whole order, in whatever form."""
COST = ("54321987654", "54321.98", "54,321.98", "0.45001")
"""Digits of what a product costs the office, in whatever form, and of the margin that it leaves."""
SECRETS = ("Wang Secret", "12 Hidden Lane", "555-0199")
"""A contact, an address and a telephone number."""


def named(*changes: tuple[str, str]) -> str:
    """Return a policy under which only people of the register act."""
    document = default_policy().replace('mode = "open" ', 'mode = "named" ')
    for old, new in changes:
        assert document.count(old) == 1, old
        document = document.replace(old, new)
    return document


@pytest.fixture(scope="module")
def kept(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with orders in several states, whose prices and contacts are known again anywhere."""
    folder = tmp_path_factory.mktemp("masking") / "desk"
    shutil.copytree(template, folder)
    with Store.open(folder, durable=False) as store:
        fill(Office(store, Clock()))
    return folder


@pytest.fixture
def shut(kept: Path, tmp_path: Path) -> Iterator[Office]:
    """The same desk, to do with as one likes."""
    shutil.copytree(kept, tmp_path / "desk")
    with Store.open(tmp_path / "desk", durable=False) as store:
        yield Office(store, Clock())


def fill(office: Office) -> None:
    """Enter customers and orders, register people, and let only them act."""
    customers = (
        "code,name,contact,address,city,phone,credit limit,currency,note\n"
        "C1,海川电梯,Wang Secret,12 Hidden Lane,Ningbo,555-0199,9876543,CNY,call 555-0199\n"
        "C9,Secretive,Wang Secret,12 Hidden Lane,Ningbo,555-0199,9876543,CNY,\n"
    )
    from tests.desk.test_imports import take

    take(office, customers, Holds.CUSTOMERS)
    take(office, "code,standard cost\nP1,54321.987654\n", Holds.PRODUCTS)
    office.policy(("joint_above = 1000000 ", "joint_above = 0 "), ("over_credit = true  ", "over_credit = false "))
    for state in (S.DRAFT, S.RECEIVED, S.IN_REVIEW, S.RETURNED, S.ALLOCATED, S.DELIVERED, S.ARCHIVED):
        number = office.new(
            {
                **COMPLETE,
                "contact": "Wang Secret",
                "delivery_place": "12 Hidden Lane",
                "line.1.quantity": "1",
                "line.1.unit_price": PRICE,
                "line.1.discount_rate": "0",
                "line.2.quantity": "6",
                "line.2.unit_price": PRICE,
            }
        )
        office.bring(number, state)
        if state is S.DELIVERED:
            office.do(number, Verb.INVOICE)
            office.do(number, Verb.RECEIVE_PAYMENT, amount="98765.43")
        if state is S.RECEIVED:
            office.do(number, Verb.CONTACT, "asked", channel="email", person="Wang Secret", outcome="agreed")
            office.desk.do(
                number, Verb.ATTACH, {"kind": "original", "file": "x"}, files={"file": paper(PRICE.encode(), "a.csv")}
            )
    people = (
        ("boss", "administrator"), ("wu", "warehouse"), ("te", "technical"), ("li", "clerk"), ("au", "auditor"),
    )  # fmt: skip
    for code, roles in people:
        office.desk.people.enter(code, {"name": code, "roles": roles})
    office.desk.policy.set(
        named(
            ("joint_above = 1000000 ", "joint_above = 0 "),
            ("over_credit = true  ", "over_credit = false "),
            (
                "# export = [",
                (
                    'audit = ["warehouse", "technical"]\nedit = ["warehouse", "technical"]\n'
                    'export = ["warehouse", "technical", '
                ),
            ),
        )
    )


def texts_of(value: Any) -> Iterator[str]:
    """Yield whatever can be read of an answer, in every way in which it is printed."""
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield str(name)
            yield from texts_of(one)
    elif isinstance(value, tuple | list | set | frozenset | Iterator):
        for one in value:
            yield from texts_of(one)
    elif is_dataclass(value) and not isinstance(value, type):
        yield repr(value)
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))
    elif isinstance(value, bytes):
        yield value.decode("utf-8", errors="replace")
    else:
        yield str(value)
        yield repr(value)
        if isinstance(value, int):
            yield str(int(value))


def leaks(value: Any, secrets: tuple[str, ...]) -> set[str]:
    """Return the secrets that an answer tells."""
    found = "\n".join(texts_of(value))
    return {secret for secret in secrets if secret in found}


def subjects(desk: Desk) -> dict[str, Subject]:
    """Return every subject of a desk."""
    names = [name for name in vars(Subjects) if not name.startswith("_")]
    return {name: found for name in names if isinstance(found := getattr(desk, name), Subject)}


def reading(desk: Desk) -> Iterator[tuple[str, Any, list[tuple[Any, ...]]]]:
    """Yield every public method of every subject with what it can be asked with; who cannot say is left out by name."""
    numbers = [row.number for row in desk.orders.page(OrderFilter())]
    orders = [desk.orders.get(number) for number in numbers]
    rows = desk.orders.page(OrderFilter())
    query = ListQuery(sort=Sort.TOTAL)
    ways: dict[str, list[tuple[Any, ...]]] = {
        "number": [(number,) for number in numbers],
        "numbers": [(tuple(numbers),)],
        "order": [(order,) for order in orders],
        "wanted": [(OrderFilter(),), (OrderFilter(text="1"),)],
        "query": [(query,), (ListQuery(OrderFilter(anywhere="Bolt")),)],
        "rows": [(rows,)],
        "named": [("C1",)],
        "text": [("海",), ("P",), ("Bo",)],
        "keys": [([row.order_id for row in rows],)],
    }
    special: dict[str, list[tuple[Any, ...]]] = {
        "lists.page": [(query, None, 50)],
        "lists.end": [(query, 50)],
        "lists.anchors": [(query, 2)],
        "lists.position_of": [(query, numbers[0])],
        "lists.changed_since": [(0,)],
        "papers.facts": [(number, kind) for number in numbers for kind in PaperKind],
        "suggestions.customers": [("C",)],
    }
    for name, subject in subjects(desk).items():
        for method_name, method in inspect.getmembers(subject, inspect.ismethod):
            if method_name.startswith("_") or method_name in ("works", "writing", "recording"):
                continue
            key = f"{name}.{method_name}"
            wanted = [
                one for one in inspect.signature(method).parameters.values()
                if one.default is inspect.Parameter.empty and one.kind is one.POSITIONAL_OR_KEYWORD
            ]  # fmt: skip
            if key in special:
                yield key, method, special[key]
            elif not wanted:
                yield key, method, [()]
            elif len(wanted) == 1 and wanted[0].name in ways:
                yield key, method, ways[wanted[0].name]


@pytest.mark.parametrize(
    ("person", "secrets"),
    [
        ("wu", (*MONEY, *COST)),
        ("te", (*MONEY, *COST, *SECRETS)),
        ("stranger", (*MONEY, *COST, *SECRETS)),
        ("li", COST),
    ],
)
def test_nobody_is_told_what_is_not_for_them(shut: Office, person: str, secrets: tuple[str, ...]) -> None:
    desk = shut.colleague(person).desk
    asked = 0
    for key, method, ways in reading(desk):
        for way in ways:
            try:
                found = method(*way)
                told = leaks(found, secrets)
            except Refusal as refusal:
                told = leaks(refusal.facts(), secrets)
            asked += 1
            assert told == set(), (key, way)
    assert asked > 150


def test_whoever_has_the_right_is_told(shut: Office) -> None:
    desk = shut.colleague("li").desk
    found: set[str] = set()
    for _key, method, ways in reading(desk):
        for way in ways:
            try:
                found |= leaks(method(*way), (*MONEY, *SECRETS))
            except Refusal:
                continue
    assert found >= {*MONEY[:1], "592592", "691358", *SECRETS}
    boss = shut.colleague("boss").desk
    assert leaks([(boss.products.all(), boss.intake.checks("SO-202603-00002"))], COST) >= {COST[0]}
    assert leaks(shut.colleague("wu").desk.customers.get("C1"), SECRETS) == set(SECRETS)


def test_what_is_hidden_is_shown_as_hidden_and_what_is_missing_as_missing(shut: Office) -> None:
    order: Order = shut.colleague("te").desk.orders.get("SO-202603-00003")
    assert order.total is HIDDEN
    assert format_money(order.total, order.currency) == f"CNY {MASK}"
    assert order.lines[0].unit_price is HIDDEN
    assert order.stated_total is None
    assert (order.contact, order.delivery_place) == (MASK, MASK)
    assert order.customer_name == "海川电梯"
    told = json.loads(json.dumps(jsonable(order, order.currency)))
    assert (told["total"], told["masked"], told["contact"]) == (None, True, None)
    assert told["lines"][0]["unit_price"] is None
    assert told["lines"][0]["quantity"] == "1"
    open_order = shut.colleague("li").desk.orders.get("SO-202603-00003")
    assert "masked" not in jsonable(open_order, open_order.currency)


def test_exports_hold_the_mask_and_are_not_taken_in_again(shut: Office) -> None:
    from data.files.writers import Column, write
    from tests.desk.test_imports import take

    desk = shut.colleague("te").desk
    for name, asked in (("orders", (OrderFilter(),)), ("lines", (OrderFilter(),)), ("customers", ()), ("products", ())):
        table = getattr(desk.exports, name)(*asked)
        stream = io.BytesIO()
        write(stream, "csv", [Column(one) for one in table.columns], table.rows)
        text = stream.getvalue().decode("utf-8-sig")
        assert leaks(text, (*MONEY, *SECRETS)) == set()
        assert MASK in text
        if name == "customers":
            before = shut.colleague("li").desk.customers.all()
            report = take(shut.colleague("li"), text, Holds.CUSTOMERS)
            assert report.refused
            assert shut.colleague("li").desk.customers.all() == before


@pytest.mark.parametrize(
    ("person", "field", "text", "act"),
    [
        ("wu", "line.1.unit_price", "1", DeskAct.SEE_PRICES),
        ("te", "freight", "1", DeskAct.SEE_PRICES),
        ("te", "contact", "Ann", DeskAct.SEE_CUSTOMERS),
    ],
)
def test_what_somebody_does_not_see_they_do_not_write(
    shut: Office, person: str, field: str, text: str, act: DeskAct
) -> None:
    with pytest.raises(NotPermitted) as refused:
        shut.colleague(person).desk.do("SO-202603-00002", Verb.EDIT, {field: text})
    assert refused.value.verb == act
    assert shut.colleague("au").desk.orders.history("SO-202603-00002")[-1].verb == "refused"


def test_the_mask_is_written_by_nobody(shut: Office) -> None:
    with pytest.raises(BadValue) as refused:
        shut.colleague("wu").desk.do("SO-202603-00002", Verb.EDIT, {"special_requirements": MASK})
    assert refused.value.why == "masked"


def test_an_edit_of_something_else_leaves_what_is_hidden(shut: Office) -> None:
    before = shut.colleague("li").desk.orders.get("SO-202603-00002")
    done = shut.colleague("te").desk.do("SO-202603-00002", Verb.EDIT, {"line.1.specification": "M8"})
    assert done.order.total is HIDDEN
    after = shut.colleague("li").desk.orders.get("SO-202603-00002")
    assert (after.total, after.lines[0].unit_price, after.contact) == (
        before.total,
        before.lines[0].unit_price,
        before.contact,
    )
    assert after.lines[0].specification == "M8"


def test_amounts_sort_nothing_and_contacts_find_nothing_for_those_who_do_not_see_them(shut: Office) -> None:
    query = ListQuery(sort=Sort.TOTAL)
    own, blind = shut.colleague("li").desk, shut.colleague("te").desk
    by_number = [row.number for row in own.lists.page(ListQuery(), None, 50)]
    assert [row.number for row in blind.lists.page(query, None, 50)] == by_number
    assert blind.lists.count(ListQuery(OrderFilter(anywhere="Secret"))) == 0
    assert own.lists.count(ListQuery(OrderFilter(anywhere="Secret"))) > 0
    assert len(blind.search.find(ListQuery(OrderFilter(anywhere="Hidden")))) == 0
    assert len(blind.search.find(ListQuery(OrderFilter(anywhere="Bolt")))) > 0


def test_the_history_tells_no_amounts(shut: Office) -> None:
    desk = shut.colleague("wu").desk
    number = next(row.number for row in desk.orders.page(OrderFilter(states=(S.DELIVERED,))))
    said = "\n".join(explain_event(event, "CNY") for event in desk.orders.history(number))
    assert leaks(said, MONEY) == set()
    assert MASK in said
    assert leaks(json.dumps(whole(desk, desk.orders.get(number)), default=str), MONEY) == set()


def test_in_an_open_office_everybody_sees_everything(office: Office) -> None:
    number = office.new()
    assert office.colleague("anybody").order(number).total == 42_500
