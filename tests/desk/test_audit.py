"""Rows that another tool altered are named; what people tried is shown; an auditor checks the hashes alone (P6)."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.desk.audit import EXPORTED
from data.errors import NotPermitted
from data.rules.workflow import Verb
from data.states import OrderState
from data.store import sqlite
from tests.desk.office import LIFE, Office

if TYPE_CHECKING:
    from data.drafts import Problem

NAMED = ('mode = "open"', 'mode = "named"')


def _alter(office: Office, sql: str, *values: object) -> None:
    """Change rows behind the desk's back, as another SQLite tool would: the events stay as they are."""
    office.store.close()
    with closing(sqlite.connect_raw(office.store.folder.database)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        assert raw.execute(sql, values).rowcount
        for _name, made in triggers:  # whoever covers their tracks puts them back
            raw.execute(made)


def _named(faults: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.field, fault.value) for fault in faults]


def test_an_order_is_what_its_events_say_at_every_step_of_its_life(office: Office) -> None:
    number = office.new()
    for verb, texts in LIFE:
        if verb in office.desk.orders.verbs(office.order(number)):
            office.desk.do(number, verb, texts)
            assert office.desk.audit.verify() == (), verb
    assert office.order(number).state is OrderState.ARCHIVED


@pytest.mark.parametrize(
    ("sql", "field", "detail"),
    [
        ("UPDATE sales_order SET payment_terms = '180 days'", "payment_terms", "180 days ≠ 30 days"),
        ("UPDATE sales_order SET promised_date = '2027-01-01'", "promised_date", "2027-01-01 ≠ –"),
        ("UPDATE sales_order SET state = 'settled'", "state", "settled ≠ in_review"),
        ("UPDATE sales_order SET on_hold = 1", "on_hold", "True ≠ False"),
        ("UPDATE order_line SET quantity = 11000000 WHERE line_no = 1", "lines.1.quantity", "11000000 ≠ 10000000"),
        ("UPDATE order_line SET product_code = 'P3' WHERE line_no = 2", "lines.2.product_code", "P3 ≠ P2"),
        ("UPDATE review_opinion SET opinion = 'pass' WHERE review = 'sales'", "opinions.1.opinion", "pass ≠ waiting"),
    ],
)
def test_a_row_that_another_tool_altered_is_named(office: Office, sql: str, field: str, detail: str) -> None:
    number = office.at(OrderState.IN_REVIEW, payment_terms="30 days")
    assert office.desk.audit.verify() == ()
    _alter(office, sql)
    found = [fault for fault in office.desk.audit.verify() if fault.field == field]
    assert [(fault.code, fault.value, fault.detail) for fault in found] == [("order_not_as_recorded", number, detail)]
    assert ("order_not_as_recorded", field, number) in _named(office.desk.audit.check().faults)


def test_a_row_stays_found_after_the_desk_has_worked_on(office: Office) -> None:
    number = office.at(OrderState.RECEIVED)
    _alter(office, "UPDATE sales_order SET delivery_place = 'elsewhere'")
    office.do(number, Verb.NOTE, "nothing odd here")
    assert ("order_not_as_recorded", "delivery_place", number) in _named(office.desk.audit.verify())


def test_a_line_put_in_or_taken_out_is_named(office: Office) -> None:
    number = office.new()
    _alter(office, "UPDATE order_line SET line_no = 9 WHERE line_no = 2")
    fields = {fault.field for fault in office.desk.audit.verify()}
    assert {"lines.2.product_code", "lines.9.product_code"} <= fields
    assert office.order(number).line(9)


def test_an_order_that_nothing_made_and_one_that_is_gone(office: Office) -> None:
    number = office.new()
    _alter(office, "UPDATE sales_order SET number = 'SO-X'")
    faults = _named(office.desk.audit.verify())
    assert ("order_not_recorded", "order", "SO-X") in faults
    assert ("order_gone", "order", number) in faults


def test_undo_leaves_rows_as_the_record_says(office: Office) -> None:
    number = office.at(OrderState.RECEIVED)
    office.do(number, Verb.EDIT, **{"line.1.quantity": "7", "note": "less"})
    office.do(number, Verb.SUBMIT)
    office.desk.undo(number)
    office.desk.undo(number)
    assert office.desk.audit.verify() == ()


def test_people_rights_and_the_policy_are_watched(office: Office) -> None:
    office.desk.people.enter("li", {"name": "Li", "roles": "administrator"})
    office.desk.people.enter("wang", {"name": "Wang", "roles": "clerk"})
    office.desk.people.enter("zhao", {"name": "Zhao", "roles": "finance"})
    office.desk.people.delegate("wang", "zhao", "", "2026-12-01")
    assert office.desk.audit.verify() == ()
    _alter(office, """UPDATE person SET roles = '["clerk","administrator"]' WHERE code = 'wang'""")
    assert _named(office.desk.audit.verify()) == [("party_not_as_recorded", "roles", "wang")]
    _alter(office, """UPDATE person SET roles = '["clerk"]', system_user = 'root' WHERE code = 'wang'""")
    assert _named(office.desk.audit.verify()) == [("party_not_as_recorded", "system_user", "wang")]
    _alter(office, "UPDATE person SET system_user = '' WHERE code = 'wang'")
    _alter(office, "UPDATE delegation SET ends = '2036-12-01'")
    assert _named(office.desk.audit.verify()) == [("delegation_not_recorded", "delegation", "wang")]
    _alter(office, "UPDATE delegation SET ends = '2026-12-01', reason = 'leave'")
    assert _named(office.desk.audit.verify()) == [("delegation_not_recorded", "delegation", "wang")]
    _alter(office, "UPDATE delegation SET reason = ''")
    assert office.desk.audit.verify() == ()
    with office.store.reading() as reader:
        (kept,) = reader.raw.execute("SELECT * FROM delegation").fetchall()
    back = f"INSERT INTO delegation VALUES ({', '.join('?' * len(kept))})"
    _alter(office, "DELETE FROM delegation")
    assert _named(office.desk.audit.verify()) == [("delegation_gone", "delegation", "wang")]
    _alter(office, back, *kept)
    office.desk.people.end_delegation("wang", "zhao")
    assert office.desk.audit.verify() == ()
    _alter(office, back, *kept)
    assert _named(office.desk.audit.verify()) == [("delegation_not_recorded", "delegation", "wang")]
    _alter(office, "DELETE FROM delegation")
    _alter(office, "UPDATE policy_version SET document = replace(document, 'mode', 'mode ')")
    assert ("policy_not_as_recorded", "policy", "1") in _named(office.desk.audit.verify())


def test_what_was_recorded_in_a_destroyed_payload_is_not_held_against_an_order(office: Office) -> None:
    number = office.new()
    entered = office.last(number).seq
    office.do(number, Verb.EDIT, contact="Ann")
    _alter(office, "DELETE FROM event_payload WHERE seq = ?", entered)
    _alter(office, "UPDATE sales_order SET note = 'nothing tells', contact = 'Bob'")
    assert _named(office.desk.audit.verify()) == [
        ("payload_missing", "event", str(entered)),
        ("order_not_as_recorded", "contact", number),
    ]


def test_what_people_tried_is_shown(office: Office) -> None:
    office.desk.people.enter("li", {"name": "Li", "roles": "administrator, clerk"})
    office.desk.people.enter("qian", {"name": "Qian", "roles": "warehouse"})
    office.policy(NAMED)
    number = office.new()
    with pytest.raises(NotPermitted):
        office.colleague("qian").do(number, Verb.ACCEPT)
    (tried,) = office.desk.audit.refused()
    assert (tried.actor, tried.subject_key, json.loads(tried.payload or "")["verb"]) == ("qian", number, "accept")
    assert office.desk.audit.refused(until=date(2020, 1, 1)) == ()
    with pytest.raises(NotPermitted):
        office.colleague("qian").desk.audit.refused()
    assert len(office.desk.audit.refused()) == 2


def test_an_auditor_works_the_hashes_out_alone(office: Office) -> None:
    number = office.at(OrderState.RECEIVED)
    office.do(number, Verb.EDIT, contact="=cmd|' /C calc'!A0")
    before = office.events()
    table = office.desk.audit.export(why="yearly audit")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert table.columns == EXPORTED
    assert len(rows) == before + 1  # the export itself is on record
    assert json.loads(rows[-1]["payload"]) == {"holds": "audit", "why": "yearly audit"}
    previous = "0" * 64
    for row in rows:
        columns = [row[name] for name in EXPORTED[: EXPORTED.index("hash")]]
        text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
        assert row["previous_hash"] == previous
        assert row["payload_hash"] == hashlib.sha256(row["payload"].encode()).hexdigest()
        assert row["hash"] == hashlib.sha256(text.encode()).hexdigest()
        previous = row["hash"]
    (edited,) = (row for row in rows if row["verb"] == "edit")
    assert edited["changed"] == "contact: 海川电梯 → =cmd|' /C calc'!A0\nsupplied.contact: customer → –"


def test_an_export_of_some_days(office: Office) -> None:
    office.new()
    office.clock.pass_(days=3)
    office.new()
    table = office.desk.audit.export(date(2026, 3, 7), date(2026, 3, 7))
    assert [row[4] for row in table.rows] == ["new", "export"]
    assert json.loads(list(office.desk.audit.events())[-1].payload or "")["filter"] == {
        "from": "2026-03-07",
        "to": "2026-03-07",
    }
