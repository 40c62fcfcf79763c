"""`check` names each thing that is wrong with a desk, and never breaks on one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from data.drafts import Problem, Where
from data.store import check, sqlite
from data.store.folder import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store.unit import Reader, Store


def _faults(store: Store) -> list[tuple[str, str, str]]:
    return [(fault.field, fault.code, fault.value) for fault in check.check(store).faults]


def _remarks(store: Store) -> list[tuple[str, str, str]]:
    return [(remark.field, remark.code, remark.value) for remark in check.check(store).remarks]


def _change(store: Store, *statements: str) -> None:
    store.close()
    with closing(sqlite.connect_raw(store.folder.database)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA writable_schema=ON")
        for statement in statements:
            raw.execute(statement)


def test_a_good_desk(safe_library: sqlite.Library, filled: Store) -> None:
    report = check.check(filled)
    assert (report.faults, report.remarks, report.good) == ((), (), True)


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DROP TRIGGER events_no_update", ("trigger", "table_missing", "events_no_update")),
        ("DROP INDEX ix_customer_name", ("index", "table_missing", "ix_customer_name")),
        ("DROP TABLE work_centre", ("table", "table_missing", "work_centre")),
        ("CREATE TABLE song (title TEXT)", ("table", "table_extra", "song")),
        ("ALTER TABLE customer ADD COLUMN colour TEXT", ("table", "table_altered", "customer")),
        ("UPDATE sales_order SET customer_id = 77 WHERE id = 2", ("sales_order", "points_at_nothing", "2")),
        ("DELETE FROM customer", ("sales_order", "points_at_nothing", "3")),
    ],
)
def test_what_is_wrong_with_the_database_is_named(filled: Store, sql: str, fault: tuple[str, str, str]) -> None:
    _change(filled, sql)
    assert fault in _faults(filled)


def test_a_trigger_that_does_nothing_any_more_is_found(filled: Store) -> None:
    _change(
        filled,
        "DROP TRIGGER events_no_delete",
        "CREATE TRIGGER events_no_delete BEFORE DELETE ON events WHEN 0 BEGIN SELECT RAISE(ABORT, 'x'); END",
    )
    assert _faults(filled) == [("trigger", "table_altered", "events_no_delete")]


def test_a_value_of_another_type_is_found(filled: Store) -> None:
    _change(
        filled,
        "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'customer'",
    )
    _change(filled, "UPDATE customer SET version = 'one'")
    _change(filled, "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'customer'")
    assert {code for _, code, _ in _faults(filled)} == {"database_damaged"}


def test_an_altered_event_is_named(filled: Store) -> None:
    _change(filled, "DROP TRIGGER events_no_update", "UPDATE events SET actor = 'wang' WHERE seq = 2")
    assert _faults(filled) == [("event", "event_altered", "2"), ("trigger", "table_missing", "events_no_update")]


def test_files_are_compared_with_what_is_on_record(filled: Store) -> None:
    (kept,) = filled.blobs.names()
    content = kept.read_bytes()
    kept.write_bytes(content[:-1])
    assert _faults(filled) == [("file", "file_altered", kept.name)]
    kept.unlink()
    assert _faults(filled) == [("file", "file_missing", kept.name)]
    filled.blobs.keep(content)
    assert _faults(filled) == []


def test_remarks(safe_library: sqlite.Library, filled: Store) -> None:
    digest = filled.blobs.keep(b"nobody asks for me")
    (filled.path / f"{UNFINISHED}1").mkdir()
    (filled.folder.backups / f"{UNFINISHED}2").mkdir()
    filled.path.chmod(0o755)
    assert check.check(filled).good
    assert _remarks(filled) == [
        ("file", "file_unused", f"files/{digest[:2]}/{digest}"),
        ("file", "folder_unfinished", f"{UNFINISHED}1"),
        ("file", "folder_unfinished", f"backups/{UNFINISHED}2"),
        ("mode", "readable_by_others", "0755"),
    ]


def test_an_affected_library_is_remarked_on(filled: Store, affected: sqlite.Library) -> None:
    filled.library = affected
    assert _remarks(filled) == [("library", "library_unsafe", "3.40.1")]


def test_rules_of_the_desk_are_asked(filled: Store) -> None:
    found = Problem(Where(), "total", "sums_disagree", value="SO-1")

    def rule(reader: Reader) -> Iterator[Problem]:
        if reader.raw.execute("SELECT count(*) FROM sales_order").fetchone() == (3,):
            yield found

    def broken(_reader: Reader) -> Iterator[Problem]:
        raise ValueError("no such state")

    report = check.check(filled, [broken, rule])
    assert report.faults == (Problem(Where(), "database", "check_failed", detail="no such state"), found)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_ruined_database_is_a_report_not_a_traceback(filled: Store, share: float) -> None:
    filled.close()
    database = filled.folder.database
    content = bytearray(database.read_bytes())
    start = int(len(content) * share) // 4096 * 4096
    for page in range(max(start, 4096), len(content), 4096):
        content[page : page + 200] = b"\xee" * 200
    database.write_bytes(content)
    assert not check.check(filled).good


@pytest.mark.parametrize("content", [None, b"", b"a letter"])
def test_no_database_is_a_report_too(filled: Store, content: bytes | None) -> None:
    filled.close()
    if content is None:
        filled.folder.database.unlink()
    else:
        filled.folder.database.write_bytes(content)
    assert not check.check(filled, [lambda reader: reader.raw.execute("SELECT 1").fetchall()]).good
