"""Lists by keyset: every sort, both ways, with ties and missing values; filters; places; changes; tallies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from data.desk.context import Context
from data.desk.lists import Lists
from data.desk.making import default_policy
from data.rules.lists import Anchor, ListQuery, Moment, OrderFilter, Sort, Tally
from data.rules.rooms import DECIDING, DELIVERING, ROOM_STATES, ROOMS, WAITING, due, room_of
from data.rules.workflow import Stage
from data.states import OrderState
from data.store.events import NewEvent
from data.store.queries.lists import list_page
from data.store.queries.orders import order_page
from data.store.tables.events import PolicyVersion
from data.store.tables.orders import OrderLineRow, SalesOrder
from data.store.tables.parties import CustomerRow
from data.store.types import time_text
from data.store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.orders import OrderRow

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
MANY = 257


def _order(number: int) -> dict[str, Any]:
    """An order of which every value to sort by has ties, and those that may be missing are at times."""
    state = list(OrderState)[number % len(OrderState)]
    return {
        "id": number,
        "number": f"SO-{number * 7919 % 10007:05}",
        "state": state.value,
        "kind": "goods",
        "handling_class": "ordinary",
        "channel": "file",
        "received_at": NOW - timedelta(hours=number % 30),
        "entered_at": NOW,
        "entered_by": "li",
        "currency": "CNY",
        "price_basis": "net",
        "customer_id": None if number % 11 == 0 else number % 5 + 1,
        "customer_po_no": f"PO_{number % 13}",
        "total": number % 17 * 100,
        "on_hold": number % 10 == 0,
        "requested_date": None if number % 4 == 0 else TODAY + timedelta(days=number % 9 - 4),
        "promised_date": None if number % 3 == 0 else TODAY + timedelta(days=number % 7 - 3),
        "decision_due_at": None if number % 6 == 0 else NOW + timedelta(hours=number % 12 - 6),
        "decided_at": NOW if number % 5 == 0 else None,
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("desk")
    with Store.create(folder / "desk", at=NOW, facts={"name": "Trial office"}) as made:
        with made.writing() as tx:
            document = default_policy()
            tx.insert(PolicyVersion, {"document": document, "sha256": "0" * 64, "at": NOW, "by": "li"})
            for name in ("海川电梯", "Ostara", "Lumenag", "Ostara", "a_b%c"):
                key = tx.next_key(CustomerRow)
                tx.insert(CustomerRow, {"code": f"C{key}", "name": name, "entered_at": NOW, "entered_by": "li"})
            tx.insert_many(SalesOrder, [_order(number) for number in range(1, MANY + 1)])
            tx.insert_many(
                OrderLineRow,
                [
                    {"order_id": number, "line_no": line, "price_basis": "net", "quantity": 1_000_000}
                    for number in range(1, MANY + 1)
                    for line in range(1, number % 3 + 1)
                ],
            )
            tx.commit()
        yield made


@pytest.fixture
def lists(store: Store) -> Lists:
    return Lists(Context(store, lambda: NOW, "li"))


def _all(lists: Lists, query: ListQuery) -> tuple[OrderRow, ...]:
    return lists.page(query, None, MANY + 1)


def _value(row: OrderRow, sort: Sort) -> Any:
    if sort is Sort.CUSTOMER:
        return row.customer_name or None
    if sort is Sort.DUE:
        clock = due(row)
        return None if clock is None else time_text(clock) if isinstance(clock, datetime) else clock.isoformat()
    if sort is Sort.STATE:
        return list(OrderState).index(row.state)
    return getattr(row, sort.value)


QUERIES = [ListQuery(OrderFilter(), sort, descending) for sort in Sort for descending in (False, True)]
QUERIES += [
    ListQuery(OrderFilter(states=ROOM_STATES[Stage.TRACKING]), sort, descending)
    for sort in (Sort.STATE, Sort.PROMISED_DATE, Sort.CUSTOMER)
    for descending in (False, True)
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_list_is_sorted_with_missing_values_last(lists: Lists, query: ListQuery) -> None:
    rows = _all(lists, query)
    assert len(rows) == lists.count(query) > 0
    assert len({row.number for row in rows}) == len(rows)
    values = [_value(row, query.sort) for row in rows]
    there = [value for value in values if value is not None]
    assert values == there + [None] * (len(values) - len(there))
    assert all((a >= b if query.descending else a <= b) for a, b in pairwise(there))
    for before, after in pairwise(rows):
        if _value(before, query.sort) == _value(after, query.sort) and before.customer_code == after.customer_code:
            assert (before.order_id > after.order_id) is query.descending


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_pages_behind_anchors_make_up_the_whole_list(lists: Lists, query: ListQuery) -> None:
    rows = _all(lists, query)
    anchors = list(lists.anchors(query, step=20))
    assert [anchor.position for anchor in anchors] == list(range(20, len(rows) + 1, 20))
    for anchor in anchors:
        assert lists.page(query, anchor, 20) == rows[anchor.position : anchor.position + 20]
        assert lists.page(query, anchor, 5, skip=13) == rows[anchor.position + 13 : anchor.position + 18]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_place_can_be_reached_by_skipping(lists: Lists, query: ListQuery) -> None:
    rows = _all(lists, query)
    for skip in range(0, len(rows) + 3, 7):
        assert lists.page(query, None, 9, skip=skip) == rows[skip : skip + 9]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_list_can_be_read_from_its_end(lists: Lists, query: ListQuery) -> None:
    rows = _all(lists, query)
    assert lists.end(query, 9) == rows[-9:]
    for skip in range(1, len(rows) + 3, 13):
        assert lists.end(query, 9, skip=skip) == rows[max(0, len(rows) - skip - 9) : max(0, len(rows) - skip)]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_an_order_is_found_at_its_place(lists: Lists, query: ListQuery) -> None:
    rows = _all(lists, query)
    for place in range(0, len(rows), 11):
        assert lists.position_of(query, rows[place].number) == place
    assert lists.position_of(query, "SO-none") is None


def test_an_order_that_the_filter_hides_has_no_place(lists: Lists) -> None:
    hidden = next(row for row in _all(lists, ListQuery()) if row.state is OrderState.DRAFT)
    assert lists.position_of(ListQuery(OrderFilter(states=(OrderState.CLOSED,))), hidden.number) is None


@pytest.mark.parametrize("states", [(), (OrderState.IN_REVIEW, OrderState.RETURNED)])
def test_of_some_orders_those_of_a_list_are_told(
    lists: Lists, states: tuple[OrderState, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.desk.lists.STEP", 50)
    query = ListQuery(OrderFilter(states=states), Sort.DUE)
    known = frozenset(row.number for row in _all(lists, ListQuery(OrderFilter())))
    own = frozenset(row.number for row in _all(lists, query))
    assert lists.listed(query, known | {"SO-none"}) == own
    assert lists.listed(query, frozenset()) == frozenset()
    few = frozenset(sorted(known)[:5])
    assert lists.listed(replace(query, filter=replace(query.filter, numbers=tuple(few))), known) == own & few


def test_anchors_stop_when_they_are_cancelled(lists: Lists) -> None:
    answers = iter([False, False, True])
    assert len(list(lists.anchors(ListQuery(), step=10, cancelled=lambda: next(answers)))) == 2


@pytest.mark.parametrize("states", [*ROOM_STATES.values(), (OrderState.ARCHIVED,), tuple(OrderState)], ids=str)
def test_states_filter_with_and_without_the_archive(lists: Lists, states: tuple[OrderState, ...]) -> None:
    found = _all(lists, ListQuery(OrderFilter(states=states)))
    assert {row.state for row in found} == set(states)
    assert len(found) == sum(row.state in states for row in _all(lists, ListQuery()))


def test_text_is_looked_for_as_it_stands(lists: Lists) -> None:
    by_name = _all(lists, ListQuery(OrderFilter(text="海川")))
    assert {row.customer_name for row in by_name} == {"海川电梯"}
    assert {row.customer_name for row in _all(lists, ListQuery(OrderFilter(text="b%c")))} == {"a_b%c"}
    assert {row.customer_po_no for row in _all(lists, ListQuery(OrderFilter(text="O_12")))} == {"PO_12"}


def test_a_customer_is_found_by_a_part_of_the_name_or_code(lists: Lists) -> None:
    assert {row.customer_name for row in _all(lists, ListQuery(OrderFilter(customer_part="川")))} == {"海川电梯"}
    assert {row.customer_code for row in _all(lists, ListQuery(OrderFilter(customer_part="C2")))} == {"C2"}
    assert _all(lists, ListQuery(OrderFilter(customer="川"))) == ()


def _is_late(row: OrderRow) -> bool:
    clock = due(row)
    if isinstance(clock, datetime):
        return clock < NOW
    return clock is not None and clock < TODAY


def test_late_in_a_list_is_late_by_the_rule_of_the_rooms(lists: Lists) -> None:
    rows = _all(lists, ListQuery())
    late = {row.number for row in rows if _is_late(row)}
    assert 0 < len(late) < len(rows)
    assert {row.number for row in _all(lists, ListQuery(OrderFilter(late=True)))} == late
    assert {row.number for row in _all(lists, ListQuery(OrderFilter(late=False)))} == {r.number for r in rows} - late


def test_what_is_due_before_a_day_is_found(lists: Lists) -> None:
    found = {row.number for row in _all(lists, ListQuery(OrderFilter(due_before=TODAY)))}
    begin = Moment(NOW, TODAY, lists.moment().zone).begin_of(TODAY)
    expected = set()
    for row in _all(lists, ListQuery()):
        clock = due(row)
        if isinstance(clock, datetime):
            expected |= {row.number} if clock < begin else set()
        elif clock is not None and clock < TODAY:
            expected.add(row.number)
    assert found == expected
    assert found


def test_late_needs_a_moment(store: Store) -> None:
    with store.reading() as reader, pytest.raises(ValueError, match="late=True"):
        order_page(reader, OrderFilter(late=True))


def test_rows_are_read_again_by_number(lists: Lists) -> None:
    rows = _all(lists, ListQuery())
    wanted = tuple(row.number for row in rows[3:40:6])
    assert lists.rows((*wanted, "SO-none")) == rows[3:40:6]
    assert lists.rows(()) == ()


def test_tallies_count_what_waits_and_what_is_late(lists: Lists) -> None:
    rows = _all(lists, ListQuery())
    assert lists.tallies() == {
        room: Tally(
            sum(row.state in states for row in rows), sum(row.state in states and _is_late(row) for row in rows)
        )
        for room, states in WAITING.items()
    }


def test_changes_name_the_orders_since_an_event(tmp_path: Path) -> None:
    with Store.create(tmp_path / "desk", at=NOW, facts={"name": "Trial office"}) as store:
        lists = Lists(Context(store, lambda: NOW, "li"))
        assert lists.changed_since(0) == (0, frozenset())
        with store.writing() as tx:
            entries = [("order", "SO-1"), ("policy", "2"), ("order", "SO-2"), ("order", "SO-1")]
            tx.events(NewEvent(NOW, "li", "clerk", "edit", kind, key, "", "", {}) for kind, key in entries)
            tx.commit()
        assert lists.changed_since(0) == (4, frozenset({"SO-1", "SO-2"}))
        assert lists.changed_since(3) == (4, frozenset({"SO-1"}))
        assert lists.changed_since(4) == (4, frozenset())


class _Plans:
    """A reader that asks how each statement would be carried out, instead of carrying it out."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.plans: list[str] = []

    def execute(self, statement: Any) -> Any:
        compiled = statement.compile(
            dialect=self.reader._connection.dialect, compile_kwargs={"render_postcompile": True}
        )
        bound = [
            convert(value) if (convert := compiled._bind_processors.get(name)) else value
            for name in compiled.positiontup
            for value in (compiled.params[name],)
        ]
        rows = self.reader.raw.execute(f"EXPLAIN QUERY PLAN {compiled}", bound)
        self.plans.append("\n".join(str(row[3]) for row in rows))
        return self.reader.execute(statement)


INDEXED = (
    Sort.NUMBER,
    Sort.TOTAL,
    Sort.RECEIVED_AT,
    Sort.CUSTOMER,
    Sort.DECISION_DUE_AT,
    Sort.REQUESTED_DATE,
    Sort.PROMISED_DATE,
    Sort.STATE,
)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", INDEXED)
def test_a_page_comes_from_an_index_without_sorting(store: Store, sort: Sort, *, descending: bool) -> None:
    query = ListQuery(OrderFilter(), sort, descending)
    lists = Lists(Context(store, lambda: NOW, "li"))
    middle = list(lists.anchors(query, step=20))[4]
    for after in (None, middle):
        with store.reading() as reader:
            watched = _Plans(reader)
            list_page(watched, query, after, 10, 0, lists.moment())  # type: ignore[arg-type]  # stands in for a Reader
        assert watched.plans
        for plan in watched.plans:
            assert "USE TEMP B-TREE" not in plan, plan
            assert "USING INDEX" in plan or "USING COVERING INDEX" in plan, plan


def test_every_state_is_at_home_in_one_room() -> None:
    homes = [state for room in ROOMS for state in ROOM_STATES[room]]
    assert sorted(homes) == sorted(OrderState)
    assert all(set(WAITING[room]) <= set(ROOM_STATES[room]) for room in ROOMS)
    assert room_of(OrderState.SETTLED) is Stage.ARCHIVE
    assert not set(DECIDING) & set(DELIVERING)


def test_the_clock_of_an_order(lists: Lists) -> None:
    row = replace(
        _all(lists, ListQuery())[0], state=OrderState.IN_REVIEW, decided_at=None, decision_due_at=NOW,
        requested_date=TODAY, promised_date=None,
    )  # fmt: skip
    assert due(row) == NOW
    assert due(replace(row, decided_at=NOW)) is None
    assert due(replace(row, state=OrderState.RETURNED)) is None
    shipped = replace(row, state=OrderState.SHIPPED)
    assert due(shipped) == TODAY
    assert due(replace(shipped, promised_date=date(2026, 12, 1))) == date(2026, 12, 1)
    assert due(replace(row, state=OrderState.CLOSED)) is None


def test_an_anchor_names_its_place() -> None:
    assert Anchor(500, (0, "SO-1", 7)).position == 500
