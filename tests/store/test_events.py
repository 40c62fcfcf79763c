"""The record: chained by hash, only ever added to, and every kind of tampering is found and named."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from data.store import events, sqlite
from data.store.events import EMPTY, Head, NewEvent
from data.store.schema import NO_HASH

if TYPE_CHECKING:
    from data.store.sqlite import RawConnection
    from data.store.unit import Store

NOW = datetime(2026, 11, 21, tzinfo=UTC)
COLUMNS = ("at", "actor", "role", "verb", "subject", "subject_key", "from_state", "to_state")


def _faults(store: Store) -> list[tuple[str, str]]:
    with store.reading() as reader:
        return [(fault.code, fault.value) for fault in events.verify_chain(reader)]


def _tamper(store: Store, *statements: str) -> None:
    """Change the database as another tool would: no triggers, no foreign keys."""
    with closing(sqlite.connect_raw(store.folder.database)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)


def _rehash(raw: RawConnection, seq: int) -> None:
    """Give an altered event a hash that fits, as somebody would who knows how it is made."""
    row = list(raw.execute("SELECT * FROM events WHERE seq = ?", (seq,)).fetchone())[:-1]
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    raw.execute("UPDATE events SET hash = ? WHERE seq = ?", (sha256(text.encode()).hexdigest(), seq))


def test_a_fresh_record_is_whole(store: Store, filled: Store) -> None:
    assert _faults(filled) == []
    with filled.reading() as reader:
        head = events.head(reader)
        rows = reader.raw.execute("SELECT seq, previous_hash, hash FROM events ORDER BY seq").fetchall()
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert [row[1] for row in rows] == [NO_HASH, *(row[2] for row in rows[:-1])]
    assert str(head) == f"5:{rows[-1][2]}"


def test_an_empty_record_is_whole(store: Store) -> None:
    assert _faults(store) == []
    with store.reading() as reader:
        assert events.head(reader) == EMPTY
        assert events.verify_anchor(reader, str(EMPTY)) == ()


def test_events_go_on_across_transactions(store: Store, now: datetime) -> None:
    def add(payload: dict[str, object]) -> int:
        with store.writing() as tx:
            seq = tx.event(
                at=now, actor="li", role="clerk", verb="note", subject="order", subject_key="1", payload=payload
            )
            tx.commit()
            return seq

    assert [add({"b": 1, "a": "文"}), add({})] == [1, 2]
    with store.writing() as tx:  # rolled back: its numbers are free again
        assert tx.events(NewEvent(now, "li", "clerk", "v", "order", "1") for _ in range(3)) == range(3, 6)
        assert tx.events([]) == range(6, 6)
    with store.writing() as tx:
        assert tx.events([NewEvent(now, "li", "clerk", "v", "order", "1")]) == range(3, 4)
        tx.commit()
    assert _faults(store) == []
    with store.reading() as reader:
        assert reader.raw.execute("SELECT body FROM event_payload WHERE seq = 1").fetchone() == ('{"a":"文","b":1}',)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET actor = 'wang' WHERE seq = 2",
        "DELETE FROM events WHERE seq = 5",
        (
            "INSERT INTO events SELECT 7, at, actor, role, verb, subject, subject_key, from_state, to_state,"
            " payload_hash, hash, hash FROM events WHERE seq = 5"
        ),
        (
            "INSERT INTO events SELECT 6, at, actor, role, verb, subject, subject_key, from_state, to_state,"
            " payload_hash, previous_hash, hash FROM events WHERE seq = 5"
        ),
        (
            "INSERT OR REPLACE INTO events SELECT seq, at, 'wang', role, verb, subject, subject_key, from_state,"
            " to_state, payload_hash, previous_hash, hash FROM events WHERE seq = 5"
        ),
        "UPDATE event_payload SET body = '{}' WHERE seq = 2",
        "DELETE FROM event_payload WHERE seq = 2",
        "INSERT OR REPLACE INTO event_payload VALUES (2, '{}')",
        "UPDATE policy_version SET document = 'x = 2'",
        "DELETE FROM policy_version",
    ],
)
def test_triggers_keep_the_record(filled: Store, sql: str) -> None:
    with pytest.raises(sqlite.library().module.IntegrityError), filled.writing() as tx:
        tx.raw.execute(sql)


def test_only_a_waiting_opinion_can_be_given(filled: Store) -> None:
    insert = (
        "INSERT INTO review_opinion (order_id, round, review, opinion, comment, asked_at, due_at, by, role, turn,"
        " policy, as_in_round) VALUES (1, 1, 'sales', ?, '', '', '', '', '', 1, 0, 0)"
    )
    give = "UPDATE review_opinion SET opinion = 'pass'"
    with filled.writing() as tx:
        tx.raw.execute(insert, ("waiting",))
        assert tx.raw.execute(give).rowcount == 1
        for sql in (give, "DELETE FROM review_opinion", insert.replace("INSERT", "INSERT OR REPLACE")):
            with pytest.raises(sqlite.library().module.IntegrityError, match="given opinion"):
                tx.raw.execute(sql, ("waiting",) if "?" in sql else ())


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_column_is_found(filled: Store, column: str) -> None:
    _tamper(filled, f"UPDATE events SET {column} = {column} || ' ' WHERE seq = 3")
    assert _faults(filled) == [("event_altered", "3")]


@pytest.mark.parametrize("column", ["payload_hash", "previous_hash", "hash"])
def test_an_altered_hash_is_found(filled: Store, column: str) -> None:
    _tamper(filled, f"UPDATE events SET {column} = replace({column}, 'a', 'b') WHERE seq = 3")
    assert _faults(filled) == [("event_altered", "3")]


def test_an_event_altered_with_its_hash_breaks_the_chain(filled: Store) -> None:
    _tamper(filled, "UPDATE events SET actor = 'wang' WHERE seq = 3")
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        _rehash(raw, 3)
    assert _faults(filled) == [("chain_broken", "4")]


def test_the_last_event_altered_with_its_hash_shows_against_an_anchor(filled: Store) -> None:
    with filled.reading() as reader:
        anchor = str(events.head(reader))
        assert events.verify_anchor(reader, anchor) == ()
    _tamper(filled, "UPDATE events SET actor = 'wang' WHERE seq = 5")
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        _rehash(raw, 5)
    assert _faults(filled) == []
    with filled.reading() as reader:
        assert [fault.code for fault in events.verify_anchor(reader, anchor)] == ["anchor_differs"]


def test_events_cut_off_at_the_end_show_against_an_anchor(filled: Store) -> None:
    with filled.reading() as reader:
        anchor = str(events.head(reader))
    _tamper(filled, "DELETE FROM event_payload WHERE seq >= 4", "DELETE FROM events WHERE seq >= 4")
    assert _faults(filled) == []
    with filled.reading() as reader:
        assert [(f.code, f.value) for f in events.verify_anchor(reader, anchor)] == [("event_missing", "5")]


@pytest.mark.parametrize("anchor", ["", "5", "x:y", "5:abc", f"-1:{NO_HASH}", f"٣:{NO_HASH}"])
def test_what_is_no_anchor(filled: Store, anchor: str) -> None:
    with filled.reading() as reader:
        assert [fault.code for fault in events.verify_anchor(reader, anchor)] == ["anchor_unreadable"]


def test_an_anchor_before_the_first_event(filled: Store) -> None:
    with filled.reading() as reader:
        assert [fault.code for fault in events.verify_anchor(reader, f"0:{'1' * 64}")] == ["anchor_differs"]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("DELETE FROM events WHERE seq = 3", [("event_missing", "3"), ("payload_without_event", "3")]),
        ("DELETE FROM events WHERE seq < 3", [("event_missing", "1-2"), ("payload_without_event", "1"),
                                              ("payload_without_event", "2")]),
        ("UPDATE event_payload SET body = '{\"n\":9}' WHERE seq = 2", [("payload_altered", "2")]),
        ("UPDATE event_payload SET body = body || ' ' WHERE seq = 2", [("payload_altered", "2")]),
        ("DELETE FROM event_payload WHERE seq = 2", [("payload_missing", "2")]),
        ("INSERT INTO event_payload VALUES (77, '{}')", [("payload_without_event", "77")]),
        ("UPDATE events SET seq = 9 WHERE seq = 5", [("event_missing", "5-8"), ("event_altered", "9"),
                                                     ("payload_missing", "9"), ("payload_without_event", "5")]),
        ("UPDATE events SET seq = -5 WHERE seq = 5", [("event_altered", "-5"), ("payload_without_event", "5")]),
        ("UPDATE events SET actor = CAST(x'ff' AS TEXT) WHERE seq = 2", [("event_altered", "2")]),
        ("UPDATE event_payload SET body = CAST(x'ff' AS TEXT) WHERE seq = 2", [("payload_altered", "2")]),
    ],
)  # fmt: skip
def test_what_is_missing_or_changed_is_named(filled: Store, sql: str, expected: list[tuple[str, str]]) -> None:
    _tamper(filled, sql)
    assert _faults(filled) == expected


def test_every_fault_is_named_not_only_the_first(filled: Store) -> None:
    _tamper(
        filled,
        "UPDATE events SET verb = 'x' WHERE seq IN (1, 4)",
        "UPDATE event_payload SET body = '' WHERE seq = 2",
        "DELETE FROM event_payload WHERE seq = 5",
    )
    assert _faults(filled) == [
        ("event_altered", "1"),
        ("payload_altered", "2"),
        ("event_altered", "4"),
        ("payload_missing", "5"),
    ]


@pytest.mark.parametrize("value", ["5", "NULL", "x'6c69'", "2.5"])
def test_values_of_another_type_are_found(filled: Store, value: str) -> None:
    # a table that is no longer STRICT, as a careless tool could leave it
    _tamper(
        filled,
        "CREATE TABLE loose (seq INTEGER PRIMARY KEY, at, actor, role, verb, subject, subject_key, from_state,"
        " to_state, payload_hash, previous_hash, hash)",
        "INSERT INTO loose SELECT * FROM events",
        "DROP TABLE events",
        "ALTER TABLE loose RENAME TO events",
        f"UPDATE events SET actor = {value} WHERE seq = 3",
        "UPDATE event_payload SET body = body",
    )
    assert _faults(filled) == [("event_altered", "3")]


def test_reading_goes_on_as_text_after_verifying(filled: Store) -> None:
    with filled.reading() as reader:
        events.verify_chain(reader)
        assert reader.raw.execute("SELECT actor FROM events WHERE seq = 1").fetchone() == ("li",)


def test_an_event_of_nobody_is_refused(store: Store, now: datetime) -> None:
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.events([NewEvent(now, "", "clerk", "v", "order", "1")])


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.lists(
        st.tuples(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS | st.integers() | st.none(), max_size=3)),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 3),
)
def test_the_head_depends_on_every_entry(entries: list[tuple[str, str, dict[str, object]]], which: int) -> None:
    made = [NewEvent(NOW, actor, "clerk", "v", "order", key, payload=payload) for actor, key, payload in entries]
    which %= len(made)
    other = [*made]
    other[which] = replace(made[which], actor=made[which].actor + ".")

    def heads(of: list[NewEvent]) -> list[str]:
        return [str(row[-1]) for row, _ in events.chained(Head(7, "a" * 64), of)]

    before, after = heads(made), heads(other)
    assert before[:which] == after[:which]
    assert not set(before[which:]) & set(after[which:])
