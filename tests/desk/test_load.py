from datetime import date, timedelta

from data.rules.workflow import Verb
from data.states import OrderState, SourceKind
from tests.desk.office import COMPLETE, Office

TODAY = date(2026, 3, 4)
MONDAY = date(2026, 3, 2)
SCALE = 1_000_000
CENTRE = (SourceKind.WORK_CENTRE, "W1")


def _week(office: Office, kind: SourceKind, code: str, week: date) -> int:
    (found,) = [one for one in office.desk.load.board().sources if (one.kind, one.code) == (kind, code)]
    return found.load.load(week) // SCALE


def test_a_board_without_orders_names_the_sources(office: Office) -> None:
    office.desk.places.enter_work_centre("W2", "Milling", weekly_capacity=40 * SCALE)
    office.desk.places.enter_supplier("S2", "Forge", lead_days=12)
    board = office.desk.load.board()
    assert [(one.kind, one.code, one.name, one.capacity, one.lead_days) for one in board.sources] == [
        (SourceKind.WORK_CENTRE, "W1", "Assembly", None, None),
        (SourceKind.WORK_CENTRE, "W2", "Milling", 40 * SCALE, None),
        (SourceKind.SUPPLIER, "S1", "Foundry", None, None),
        (SourceKind.SUPPLIER, "S2", "Forge", None, 12),
        (SourceKind.STOCK, "", "", None, None),
    ]
    assert (board.today, board.weeks[0], len(board.weeks)) == (TODAY, MONDAY, 53)
    assert (board.orders_to_place, board.orders_not_begun, board.to_place, board.late) == (0, 0, {}, frozenset())


def test_what_is_placed_loads_its_weeks_until_it_is_finished(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    assert office.desk.load.board().to_place[number].quantity == 13 * SCALE
    assert office.desk.load.board().to_place[number].due == date(2026, 4, 1)
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1", lines="1:10", start="2026-03-05",
              finish="2026-03-11")  # fmt: skip
    board = office.desk.load.board()
    assert (board.to_place[number].quantity, board.orders_to_place) == (3 * SCALE, 1)
    assert board.where[number].sources == (CENTRE,)
    assert board.where[number].unacknowledged == 1
    # Thursday and Friday of this week, Monday to Wednesday of the next one
    assert [_week(office, *CENTRE, MONDAY + timedelta(weeks=at)) for at in range(3)] == [4, 6, 0]

    office.do(number, Verb.ALLOCATE, source="stock")
    office.do(number, Verb.ACKNOWLEDGE, person="foreman")
    board = office.desk.load.board()
    assert (board.to_place, board.orders_to_place, board.orders_not_begun) == ({}, 0, 1)
    assert board.where[number].unacknowledged == 0
    assert next(one for one in board.sources if one.kind is SourceKind.STOCK).load.quantity == 3 * SCALE

    office.do(number, Verb.START)
    board = office.desk.load.board()
    assert next(one for one in board.sources if one.kind is SourceKind.STOCK).load.quantity == 0
    assert board.orders_not_begun == 0
    office.do(number, Verb.REPORT, lines="1:5")
    assert sum(_week(office, *CENTRE, MONDAY + timedelta(weeks=at)) for at in range(3)) == 5
    office.do(number, Verb.REPORT)
    office.do(number, Verb.MAKE_READY)
    assert number not in office.desk.load.board().where


def test_what_is_withdrawn_loads_nothing(office: Office) -> None:
    number = office.at(OrderState.ALLOCATED)
    assert number in office.desk.load.board().where
    office.do(number, Verb.WITHDRAW_ALLOCATION, "too early")
    board = office.desk.load.board()
    assert number not in board.where
    assert board.to_place[number].quantity == 13 * SCALE


def test_lines_on_hold_wait_apart(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.HOLD_LINE, "drawing", line="1")
    found = office.desk.load.board().to_place[number]
    assert (found.quantity, found.held) == (3 * SCALE, 10 * SCALE)


def test_a_plan_behind_the_promise_is_late(office: Office) -> None:
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.ALLOCATE, source="work_centre", code="W1", finish="2026-04-02")
    assert office.desk.load.board().late == {number}
    other = office.at(OrderState.APPROVED)
    office.do(other, Verb.ALLOCATE, source="work_centre", code="W1", finish="2026-04-02", promised="2026-04-03")
    assert office.desk.load.board().late == {number}


def test_suppliers_with_open_quantities_come_first(office: Office) -> None:
    office.desk.places.enter_supplier("A0", "Idle")
    number = office.at(OrderState.APPROVED)
    office.do(number, Verb.ALLOCATE, source="supplier", code="S1")
    sources = office.desk.load.board().sources
    assert [one.code for one in sources if one.kind is SourceKind.SUPPLIER] == ["S1", "A0"]
    (foundry,) = [one for one in sources if one.code == "S1"]
    assert (foundry.load.orders, foundry.load.undated, foundry.load.next_finish) == (1, 13 * SCALE, None)


def test_a_line_without_a_quantity_is_nothing_to_place(office: Office) -> None:
    number = office.new({**COMPLETE, "line.2.quantity": ""})
    assert number not in office.desk.load.board().to_place
