"""Every table of the schema: what another tool changes in it is found, or the table says why nothing tells it (P6)."""

from __future__ import annotations

import re
import shutil
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from data.desk.imports import Options
from data.desk.making import default_policy
from data.drafts import Subject
from data.files.readers import read
from data.rules.replay import UNTOLD
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.states import SourceKind
from data.store import sqlite
from data.store.tables.registry import metadata
from data.store.unit import Store
from tests.desk.office import COMPLETE, Clock, Office, paper
from tests.postbox import postbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.drafts import Problem
    from data.store.sqlite import RawConnection

TABLES = sorted(metadata.tables)
_MEETING = {"chair": "Wang", "present": "Zhao", "measures": "mould | Li | 2026-03-20", "minutes": "It can be done."}
_OLD = (
    b"number,state,customer_name,product_name,line_no,quantity,unit_price,allocated,finished,order_invoiced,paid\n"
    b"K-1,in_progress,Eastwind,Bolt,1,5,10,5,2,10,5\n"
)

DERIVED = {
    "review_opinion.reminded_at": "a reminder goes out by rule, over many orders at once",
    "sales_order.version": "counts the acts, which the events name one by one",
    "customer.version": "counts changes",
    "product.version": "counts changes",
    "person.version": "counts changes",
    "supplier.version": "counts changes",
    "work_centre.version": "counts changes",
    "person.failed_at": "when the last wrong password was tried; how many there were is told",
    "delivery.note": "stands as the note of the event",
    "shipment.note": "stands as the note of the event",
    "invoice.note": "stands as the note of the event",
    "exception_case.resolved_by": "whoever the event of the resolving names",
    "delegation.reason": "stands as the note of the event",
    "person.entered_at": "the first event about the person tells it",
    "person.entered_by": "the first event about the person tells it",
    "delegation.entered_at": "the event tells it",
    "delegation.entered_by": "the event tells it",
    "import_run.fingerprint": "tells whether the same file comes again with the same options",
    "import_refusal.mended": "whether the row came back mended; the order that it became is on record",
    "import_refusal.order_id": "which order a refused row was of stands in its cells",
    "policy_version.sha256": "worked out from the document",
}
"""Columns that no event tells, and why nobody gains by changing them; keys and who wrote a row are beside them."""

_KEYS = re.compile(r"(^|_)(id|seq|sha256)$")
"""Columns that only link rows, which foreign keys and digests hold."""


class _Ticking(Clock):
    """Goes on with every look at it, as clocks do: a row and its event have one time because they were given one."""

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


def _fill(office: Office) -> None:
    """Have a row in every table, by the verbs of the desk."""
    desk = office.desk
    _take(office, _OLD, "old.csv")
    desk.people.enter("li", {"name": "Li", "roles": "administrator, clerk", "email": "li@office.example"})
    desk.people.enter("wu", {"name": "Wu", "roles": "finance", "limits": "CNY 1000"})
    desk.people.set_password("wu", "correct horse battery")
    desk.people.delegate("wu", "li", "", "2026-12-01", "leave")
    desk.places.enter(SourceKind.WORK_CENTRE, "W2", {"name": "Turning", "weekly_capacity": "40"})
    desk.imports.remember_mapping("hc", Subject.ORDERS, {"Menge": "quantity"})
    number = office.at(S.READY)
    office.do(number, Verb.RAISE_EXCEPTION, "late", kind="other", cause="no steel", responsible="Li")
    office.do(number, Verb.SHIP, carrier="SF", lines="1:4")
    office.do(number, Verb.DELIVER, signed_by="Zhao", lines="1:3")
    office.do(number, Verb.INVOICE, lines="1:2")
    office.do(number, Verb.RECEIVE_PAYMENT, amount="7.77")
    desk.do(number, Verb.ATTACH, {"kind": "other", "file": "receipt.pdf"}, files={"file": paper()})
    office.do(number, Verb.CALL_SUPERVISOR, "what now?")
    source = paper(b"scan \xff", "signed.png")
    stated = {"number": office.order(number).confirmation_no, "total": "425", "date": "2026-04-01"}
    desk.do(number, Verb.FILE_SIGNED, {"file": source.name, **stated}, files={"file": source})
    _take(office, b"Order No,Customer,Product Code,Quantity,Unit Price\nPO-1,Eastwind,P1,many,12.5\n", "bad.csv")
    checked = office.at(S.IN_PROGRESS)
    office.do(checked, Verb.CHECK_IN, "on the way", source="W1")
    planned = office.new()
    office.do(planned, Verb.SCHEDULE, line="1", dates="2026-04-08:6, 2026-04-01:4", place="Dock 2")
    joint = office.at(S.IN_REVIEW, {**COMPLETE, "line.2.unit_price": "400000"})
    office.do(joint, Verb.PASS_WITH_CONDITIONS, "half in advance", review="finance")
    office.do(joint, Verb.HOLD_MEETING, **_MEETING, result="pass")
    office.do(joint, Verb.SIGN_SHEET, "seen", review="finance")
    amended = office.at(S.APPROVED)
    office.do(amended, Verb.TAKE_NOTE, department="production")
    office.do(amended, Verb.CONFIRM, channel="email")
    office.do(amended, Verb.AMEND, "twelve", channel="telephone", person="Ann")
    with postbox() as server:
        desk.policy.set(server.policy(default_policy()))
        desk.outbox.remind("li", "2 things", "a\nb")


def _take(office: Office, content: bytes, name: str) -> None:
    source = paper(content, name)
    reading = read(source, Subject.ORDERS, today=office.clock.at.date(), zone=office.desk.policy.current().zone)
    report = office.desk.imports.take_in(source, reading, Options())
    assert report.orders or "many" in content.decode(), report


@pytest.fixture(scope="module")
def full(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("audited") / "desk"
    shutil.copytree(template, folder)
    with Store.open(folder, durable=False) as store:
        office = Office(store, _Ticking())
        _fill(office)
        assert office.desk.audit.verify() == ()
        yield office


def _other(raw: RawConnection, table: str, column: Any, value: Any) -> Any:
    """Return another value that fits the column."""
    if column.name in ("extra", "supplied", "facts", "headings"):
        return '{"Farbe":"rot"}'
    if isinstance(value, int):
        return (
            1 - value if value in (0, 1) and column.name in ("on_hold", "active", "taken_over", "mended") else value + 1
        )
    text = str(value or "")
    if moment := re.match(r"\d{4}(-\d\d-\d\d.*)", text):
        return "2031" + moment[1]
    if value is None:
        return 7 if "INTEGER" in str(column.type).upper() or "BIGINT" in str(column.type).upper() else "2031-01-01"
    (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if listed := re.search(rf"""\b{column.name}"? IN \(([^)]*)\)""", sql):
        return next(one for one in re.findall(r"'([^']*)'", listed[1]) if one != text)
    if text.startswith("["):
        return '["auditor"]' if column.name == "roles" else '["x"]'
    return text + ("\n# x\n" if column.name == "document" else "x")


_OF_THE_DATABASE = {"database_damaged", "points_at_nothing", "table_missing"}
"""What shows anyway where checks, references and triggers are off, as they are here."""


def _told(office: Office) -> list[Problem]:
    """Return what the record says against the rows."""
    return [fault for fault in office.desk.audit.verify() if fault.code not in _OF_THE_DATABASE]


def _found(office: Office, raw: RawConnection, table: str, column: Any) -> bool:
    """Change one value as another tool would, look, and change it back; whether it was found."""
    order = f'"{column.name}" IS NULL, rowid DESC'
    key, value = raw.execute(f'SELECT rowid, "{column.name}" FROM "{table}" ORDER BY {order} LIMIT 1').fetchone()
    change = f'UPDATE "{table}" SET "{column.name}" = ? WHERE rowid = ?'
    try:
        raw.execute(change, (_other(raw, table, column, value), key))
    except office.store.library.module.IntegrityError:  # two rows would say the same: the database itself refuses that
        return True
    try:
        return bool(_told(office))
    finally:
        raw.execute(change, (value, key))


@pytest.mark.parametrize("table", TABLES)
def test_what_another_tool_changes_in_a_row_is_found(full: Office, table: str) -> None:
    with closing(sqlite.connect_raw(full.store.folder.database)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,))
        dropped = triggers.fetchall()
        for name, _sql in dropped:
            raw.execute(f'DROP TRIGGER "{name}"')
        try:
            if table in UNTOLD:
                return
            assert raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0], f"the test has no row of {table}"
            own = [one for one in metadata.tables[table].columns if not one.primary_key]
            columns = [one for one in own if not _KEYS.search(one.name)] or own
            lost = [f"{table}.{one.name}" for one in columns if not _found(full, raw, table, one)]
        finally:
            for _name, sql in dropped:
                raw.execute(sql)
        assert [name for name in lost if name not in DERIVED] == []
        assert len(lost) < len(columns)
        assert full.desk.audit.verify() == ()


UNWATCHED = {*UNTOLD, "events", "event_payload"}
"""Beside what is not told: the record itself, whose own faults have tests of their own."""


@contextmanager
def _past_the_triggers(office: Office) -> Iterator[RawConnection]:
    """Open the database as another tool does that heeds no trigger and no reference."""
    with closing(sqlite.connect_raw(office.store.folder.database)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        try:
            yield raw
        finally:
            for _name, sql in triggers:
                raw.execute(sql)


@pytest.mark.parametrize("table", [name for name in TABLES if name not in UNWATCHED])
def test_a_row_that_another_tool_takes_away_is_found(full: Office, table: str) -> None:
    with _past_the_triggers(full) as raw:
        cursor = raw.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid DESC LIMIT 1')
        names = [column[0] for column in cursor.description]
        key, *row = cursor.fetchone()
        raw.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (key,))
        assert _told(full) != []
        listed = ", ".join(f'"{name}"' for name in names[1:])
        raw.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(row))})', row)
    assert full.desk.audit.verify() == ()


_MADE_OTHER = ("code", "currency", "day", "fingerprint", "number", "round", "seq", "series")
"""What makes a second row another one, beside its key and its number within the order."""


@pytest.mark.parametrize("table", [name for name in TABLES if name not in UNWATCHED])
def test_a_row_that_another_tool_puts_there_is_found(full: Office, table: str) -> None:
    with _past_the_triggers(full) as raw:
        cursor = raw.execute(f'SELECT * FROM "{table}" ORDER BY rowid DESC LIMIT 1')
        row = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
        (own,) = metadata.tables[table].primary_key.columns
        for name in {own.name, *(name for name in row if name.endswith("_no") or name in _MADE_OTHER)}:
            row[name] = row[name] + 1 if isinstance(row[name], int) else f"{row[name]}x"
        row |= {"department": "auditor"} if table == "note_taken" else {}
        row |= {"review": "joint"} if table == "joint_signature" else {}
        listed = ", ".join(f'"{name}"' for name in row)
        raw.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(row))})', tuple(row.values()))
        found = _told(full)
        raw.execute(f'DELETE FROM "{table}" WHERE "{own.name}" = ?', (row[own.name],))
        assert found
    assert full.desk.audit.verify() == ()


def test_a_quantity_of_another_orders_line_is_found(full: Office) -> None:
    with _past_the_triggers(full) as raw:
        key, line = raw.execute("SELECT id, line_id FROM delivery_line ORDER BY id LIMIT 1").fetchone()
        other = (
            "SELECT b.id FROM order_line a JOIN order_line b ON a.line_no = b.line_no AND a.id <> b.id WHERE a.id = ?"
        )
        raw.execute(f"UPDATE delivery_line SET line_id = ({other} LIMIT 1) WHERE id = ?", (line, key))
        assert [(one.code, one.field) for one in _told(full)] == [("row_not_as_recorded", "delivery_line")]
        raw.execute("UPDATE delivery_line SET line_id = ? WHERE id = ?", (line, key))


def test_what_is_not_told_says_why() -> None:
    assert set(UNTOLD) - {"alembic_version"} <= set(TABLES)
    assert all(why for why in (*UNTOLD.values(), *DERIVED.values()))
    columns = {f"{table}.{column.name}" for table in TABLES for column in metadata.tables[table].columns}
    assert set(DERIVED) <= columns
