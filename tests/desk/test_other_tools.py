"""What a colleague with a SQLite tool can do to the database itself is found, named, and never a failure (P6)."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from data.desk.overview import Overview
from data.errors import DeskDamaged
from data.rules.workflow import Verb
from data.states import OrderState
from data.store import schema, sqlite
from data.store.queries.policy import policy_editions
from data.store.unit import Store

if TYPE_CHECKING:
    from data.drafts import Problem
    from tests.desk.office import Office

_NO_UPDATE = "CREATE TRIGGER events_no_update BEFORE UPDATE ON events"
_HIDDEN = (
    "UPDATE sqlite_master SET name = 'sqlite_seen', tbl_name = 'sqlite_seen',"
    " sql = replace(sql, ' v ', ' sqlite_seen ') WHERE name = 'v'"
)
_FORBIDDEN = schema.TRIGGERS["events_only_at_end"].partition(" WHEN ")[2].partition(" BEGIN ")[0]


def _alter(office: Office, *statements: str) -> None:
    office.store.close()
    with closing(sqlite.connect_raw(office.store.folder.database)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        for sql in statements:
            raw.execute(sql)


def _named(faults: tuple[Problem, ...]) -> set[tuple[str, str, str]]:
    return {(fault.code, fault.field, fault.value) for fault in faults}


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (["DROP TRIGGER events_no_delete"], ("table_missing", "trigger", "events_no_delete")),
        # what stands in double quotes and is no name is a text to SQLite: this trigger raises nothing
        (
            [
                "DROP TRIGGER events_no_update",
                f"""{_NO_UPDATE} BEGIN SELECT "RAISE(ABORT, 'events are never changed')"; END""",
            ],
            ("table_altered", "trigger", "events_no_update"),
        ),
        (
            [
                "DROP TRIGGER events_only_at_end",
                schema.TRIGGERS["events_only_at_end"].replace(_FORBIDDEN, f'"{_FORBIDDEN}"'),
            ],
            ("table_altered", "trigger", "events_only_at_end"),
        ),
        (
            ["ALTER TABLE note_taken RENAME TO kept", "CREATE VIEW note_taken AS SELECT * FROM kept"],
            ("table_extra", "view", "note_taken"),
        ),
        # the names that SQLite keeps for itself can be given all the same
        (
            [
                "CREATE VIEW v AS SELECT 1",
                "PRAGMA writable_schema=ON",
                _HIDDEN,
            ],
            ("table_extra", "view", "sqlite_seen"),
        ),
        (
            ["ALTER TABLE sales_order ADD COLUMN more TEXT GENERATED ALWAYS AS (number) VIRTUAL"],
            ("table_altered", "table", "sales_order"),
        ),
        (["INSERT INTO alembic_version VALUES ('0001')"], ("row_not_recorded", "alembic_version", "0001")),
        (["INSERT INTO desk_fact VALUES ('group', 'everybody')"], ("row_not_recorded", "desk_fact", "group")),
    ],
)
def test_what_is_altered_in_the_database_itself_is_named(
    office: Office, statements: list[str], fault: tuple[str, str, str]
) -> None:
    office.new()
    _alter(office, *statements)
    assert fault in _named(office.desk.audit.verify())
    assert fault in _named(office.desk.audit.check().faults)


def test_a_quoted_name_is_the_name() -> None:
    assert schema.normal('CREATE INDEX "a" ON "t" ("by", b)') == schema.normal("CREATE INDEX a ON t (by,b)")
    for sql in ('SELECT "a b"', 'SELECT "a""b"', 'SELECT a"b"', 'SELECT "A"', "SELECT 'a  b'", "SELECT '\"a\"'"):
        assert schema.normal(sql) == sql


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("customer_po_no", "CAST(x'ff41' AS TEXT)"),
        ("received_at", "'garbage'"),
        ("requested_date", "'2026-02-31'"),
        ("state", "'nirvana'"),
        ("extra", "'['"),
        ("extra", "'[1]'"),
        ("missing", "'{\"a\":1}'"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(office: Office, column: str, value: str) -> None:
    office.new()
    number = office.new()
    with office.store.reading() as reader:
        (key,) = reader.raw.execute("SELECT id FROM sales_order WHERE number = ?", (number,)).fetchone()
    _alter(office, f"UPDATE sales_order SET {column} = {value} WHERE id = {key}")
    for faults in (office.desk.audit.verify(), office.desk.audit.check().faults):
        found = [(one.field, one.value, one.detail) for one in faults if one.code == "row_not_as_recorded"]
        assert found == [("sales_order", str(key), column)]
    with pytest.raises(DeskDamaged):
        office.order(number)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE policy_version SET document = 'x = ['", "policy_not_as_recorded"),
        ("DELETE FROM policy_version", "policy_gone"),
    ],
)
def test_a_policy_that_is_gone_or_unreadable_is_damage(office: Office, statement: str, code: str) -> None:
    _alter(office, "DROP TRIGGER policy_version_no_update", "DROP TRIGGER policy_version_no_delete", statement)
    for asked in (office.desk.audit.verify, office.desk.audit.check, Overview(office.desk.context).glance):
        with pytest.raises(DeskDamaged) as caught:
            asked()
        assert [(fault.code, fault.value) for fault in caught.value.faults] == [(code, "1")]


def test_an_altered_payload_of_a_policy_is_the_chains_to_name(office: Office) -> None:
    body = "UPDATE event_payload SET body = '[]' WHERE seq = (SELECT seq FROM events WHERE subject = 'policy')"
    _alter(office, "DROP TRIGGER event_payload_no_update", body)
    with office.store.reading() as reader:
        assert [edition.note for edition in policy_editions(reader)] == [""]
    assert "payload_altered" in {fault.code for fault in office.desk.audit.verify()}


@pytest.mark.parametrize("revision", ["0003", "0005"])
def test_a_desk_that_says_it_is_of_earlier_tables_is_damage(office: Office, revision: str) -> None:
    place = office.store.folder
    _alter(office, f"UPDATE alembic_version SET version_num = '{revision}'")
    with pytest.raises(DeskDamaged) as caught:
        Store.open(place.root)
    assert [fault.code for fault in caught.value.faults] == ["database_damaged"]
    with closing(sqlite.connect_raw(place.database)) as raw:
        assert schema.stored_revision(raw) == revision


def _planted(office: Office, number: str, step: list[object]) -> None:
    """Put a step more to those that take the last act on an order back."""
    seq = office.last(number).seq
    with office.store.reading() as reader:
        (body,) = reader.raw.execute("SELECT body FROM event_undo WHERE seq = ?", (seq,)).fetchone()
    kept = json.loads(body)
    altered = json.dumps({**kept, "steps": [*kept["steps"], step]}).replace("'", "''")
    _alter(office, f"UPDATE event_undo SET body = '{altered}' WHERE seq = {seq}")


@pytest.mark.parametrize(
    "step",
    [
        ["update", "sales_order", 1, {"payment_terms": "180 days"}],
        ["update", "person", 1, {"roles": '["administrator"]'}],
        ["update", "sales_order", 1, {'number" = 1 --': "x"}],
        ["insert", "nowhere", 1, {}],
        ["delete", "sales_order"],
    ],
)
def test_what_another_tool_planted_is_not_taken_for_an_act(office: Office, step: list[object]) -> None:
    """Else what somebody wrote into the steps would go on record as the act of whoever takes theirs back."""
    number = office.at(OrderState.RECEIVED, payment_terms="30 days")
    office.do(number, Verb.EDIT, contact="Bob")
    before = office.order(number)
    _planted(office, number, step)
    with pytest.raises(DeskDamaged):
        office.desk.undo(number)
    assert office.order(number) == before
    assert office.desk.audit.verify() == ()


def test_an_anchor_of_any_length_is_no_failure(office: Office) -> None:
    for number in ("9" * 19, "9" * 6000):
        (fault,) = office.desk.audit.verify(f"{number}:{'a' * 64}")
        assert fault.code == "anchor_unreadable"
