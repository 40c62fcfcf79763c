"""The first rows are the list's own, though nothing but SQLite reads them; whatever is unusual gives none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.rooms import ROOM_STATES
from data.rules.workflow import Stage, Verb
from data.store.first_rows import STATEMENTS, first_rows
from data.store.sqlite import connect_raw, library
from tools.first_rows import content

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.office import Office

INTAKE = OrderFilter(states=ROOM_STATES[Stage.INTAKE])
EVERY = [ListQuery(INTAKE, sort, descending) for sort in Sort for descending in (False, True)]


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Path:
    """A desk with orders that are to be completed, missing something, held, handed over and gone from the room."""
    if not library().safe:
        pytest.skip("with this SQLite the desk is not looked at before it is opened")
    for at in range(12):
        number = office.new(**{"requested_date": f"2026-04-{at % 5 + 1:02}", "line.1.quantity": str(at + 1)})
        if at % 3 == 1:
            office.do(number, Verb.ACCEPT)
        if at == 4:
            office.do(number, Verb.SUBMIT)
        if at == 5:
            office.do(number, Verb.EDIT, requested_date="", customer="")
        if at == 6:
            office.do(number, Verb.HOLD, "asked")
    return tmp_path / "desk"


def test_the_statements_are_those_of_the_lists() -> None:
    assert STATEMENTS.read_text(encoding="utf-8") == content(), "python tools/first_rows.py"


@pytest.mark.parametrize("query", EVERY, ids=lambda query: f"{query.sort} {query.descending}")
def test_the_first_rows_are_those_of_the_list(office: Office, desk: Path, query: ListQuery) -> None:
    found = first_rows(desk, query)
    assert found is not None
    assert found.rows == office.desk.lists.page(query, None, 128)
    assert len(found.rows) >= 8
    around = office.desk.lists.surroundings()
    assert (found.name, found.zone, found.event) == (around.name, around.zone, around.event)


def test_another_list_is_left_to_the_desk(desk: Path) -> None:
    assert first_rows(desk, ListQuery(OrderFilter(states=INTAKE.states, text="C1"))) is None
    assert first_rows(desk, ListQuery(OrderFilter(states=ROOM_STATES[Stage.TRACKING]))) is None


def test_where_people_act_by_name_nothing_is_shown_before_they_are_let_in(office: Office, desk: Path) -> None:
    office.desk.people.enter("li", {"name": "Li", "roles": "administrator"})
    office.policy(('mode = "open"', 'mode = "named"'))
    assert first_rows(desk, EVERY[0]) is None


@pytest.mark.parametrize(
    "change",
    ["UPDATE alembic_version SET version_num = '0001'", "PRAGMA application_id = 7", "DROP TABLE customer"],
)
def test_a_desk_that_is_not_as_expected_is_left_to_who_opens_it(desk: Path, change: str) -> None:
    raw = connect_raw(desk / "desk.db")
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(change)
    raw.close()
    assert first_rows(desk, EVERY[0]) is None


def test_a_place_without_a_desk_gives_no_rows(tmp_path: Path) -> None:
    assert first_rows(tmp_path / "nowhere", EVERY[0]) is None
    (tmp_path / "desk.db").write_bytes(b"no database at all")
    assert first_rows(tmp_path, EVERY[0]) is None


def test_orders_that_change_between_the_glance_and_the_opening_are_seen(office: Office, desk: Path) -> None:
    found = first_rows(desk, EVERY[0])
    assert found is not None
    office.do(found.rows[0].number, Verb.NOTE, "told")
    _event, changed = office.desk.lists.changed_since(found.event)
    assert changed == {found.rows[0].number}
