import csv
import json
from contextlib import closing
from pathlib import Path

import pytest

from data.store import sqlite
from orderclerk import signing
from tests.cli.running import Run


def _alter(desk: Path, sql: str) -> None:
    """Change the record behind the desk's back, as another tool would."""
    with closing(sqlite.connect_raw(desk / "desk.db")) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _made in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(sql)
        for _name, made in triggers:  # whoever covers their tracks puts them back
            raw.execute(made)


def test_a_whole_record(run: Run) -> None:
    done = run("audit", "verify")
    assert done.code == 0
    assert "whole" in done.out
    told = run("audit", "verify", "--json").json
    assert told["good"] is True
    assert told["head"] == run("audit", "head").out.split()[1]


def test_head_for_scripts(run: Run) -> None:
    told = run("audit", "head", "--json").json
    assert told["head"] == f"{told['seq']}:{told['hash']}"
    assert run("audit", "head").out == f"HEAD {told['head']}\n"


_WRITTEN_BY = {"import_run": "by", "policy_version": "by", "customer": "entered_by", "product": "entered_by"}


def test_an_altered_event_is_named(run: Run, desk: Path) -> None:
    _alter(desk, "UPDATE events SET actor = 'somebody' WHERE seq = 3")
    done = run("audit", "verify")
    assert done.code == 5
    assert "event 3" in done.err.lower()
    found = run("audit", "verify", "--json")
    assert found.code == 5
    faults = [(fault["code"], fault["field"], fault["value"]) for fault in found.json["faults"]]
    # what it recorded has no event of its person any more
    assert faults == [("event_altered", "event", "3"), ("row_not_as_recorded", "customer", "1")]
    assert run("check").code == 5


def test_an_anchor_shows_that_the_end_was_cut_off(run: Run, desk: Path, tmp_path: Path) -> None:
    run("order", "do", "A1", "note", "--note", "x")
    head = run("audit", "head").out
    kept = tmp_path / "head.txt"
    kept.write_text(head, encoding="utf-8")
    for anchor in (head.split()[1], head.strip(), str(kept)):
        assert run("audit", "verify", "--anchor", anchor).code == 0
    for table in ("event_undo", "event_payload"):
        _alter(desk, f"DELETE FROM {table} WHERE seq = (SELECT max(seq) FROM events)")
    _alter(desk, "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    assert run("audit", "verify").code == 0
    assert run("audit", "verify", "--anchor=").code == 0
    for anchor in (head.split()[1], str(kept)):
        assert run("audit", "verify", "--anchor", anchor).code == 5


def test_growth_since_the_anchor_is_good(run: Run) -> None:
    head = run("audit", "head").out.strip()
    run("order", "do", "A1", "note", "--note", "x")
    assert run("audit", "verify", "--anchor", head).code == 0


def test_an_anchor_that_is_none(run: Run, tmp_path: Path) -> None:
    assert run("audit", "verify", "--anchor", "12:abc").code == 5
    assert run("audit", "verify", "--anchor", str(tmp_path / "none")).code == 7


def test_a_row_that_another_tool_altered_is_named_with_its_field(run: Run, desk: Path) -> None:
    _alter(desk, "UPDATE order_line SET unit_price = 1 WHERE id = 1")
    done = run("audit", "verify")
    assert done.code == 5
    assert "Order A1 is not what the record of its acts says: line 1, unit price" in done.err
    (fault,) = run("audit", "verify", "--json").json["faults"]
    assert (fault["code"], fault["field"], fault["value"]) == ("order_not_as_recorded", "lines.1.unit_price", "A1")
    assert fault["detail"] == "1 ≠ 9800000"
    assert run("check").code == 5


def test_anchors_of_all_kinds_prove_that_history_was_only_added_to(run: Run, desk: Path, tmp_path: Path) -> None:
    as_json, plain = tmp_path / "head.json", tmp_path / "head.txt"
    as_json.write_text(run("audit", "head", "--json").out, encoding="utf-8")
    plain.write_text(run("audit", "head").out, encoding="utf-8")
    manifest = run("backup", "--to", str(tmp_path / "kept"), "--json").json["manifest"]
    run("order", "do", "A1", "note", "--note", "one")
    run("order", "do", "A1", "note", "--note", "two")
    for anchor in (as_json, plain, manifest):
        done = run("audit", "verify", "--anchor", str(anchor))
        assert done.code == 0, (anchor, done.err)
        assert "none altered" in done.err
    added = run("audit", "verify", "--anchor", str(as_json), "--json").json["added"]
    assert added >= 2
    _alter(desk, "UPDATE events SET hash = iif(hash LIKE 'f%', '0', 'f') || substr(hash, 2) WHERE seq = 4")
    assert run("audit", "verify", "--anchor", str(as_json)).code == 5


def test_a_rebuilt_history_that_is_whole_in_itself_fails_an_old_anchor(run: Run, desk: Path) -> None:
    """Whoever can write the file can chain everything anew; only the head that was kept elsewhere tells."""
    from datetime import UTC, datetime

    from data.store.events import EMPTY, INSERT_EVENT, INSERT_PAYLOAD, NewEvent, chained

    anchor = run("audit", "head").out.strip()
    with closing(sqlite.connect_raw(desk / "desk.db")) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _made in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys=OFF")
        rows = raw.execute(
            "SELECT at, actor, role, verb, subject, subject_key, from_state, to_state, body"
            " FROM events JOIN event_payload USING (seq) ORDER BY seq"
        ).fetchall()
        raw.execute("DELETE FROM events")
        raw.execute("DELETE FROM event_payload")
        # whoever forges the record forges the rows with it
        for table, name in _WRITTEN_BY.items():
            raw.execute(f"UPDATE {table} SET {name} = 'somebody'")
        entries = [
            NewEvent(
                datetime.fromisoformat(at).astimezone(UTC),
                "somebody",
                role,
                verb,
                about,
                key,
                came,
                went,
                json.loads(body),
            )
            for at, _actor, role, verb, about, key, came, went, body in rows
        ]
        for event, payload in chained(EMPTY, entries):
            raw.execute(INSERT_EVENT, event)
            raw.execute(INSERT_PAYLOAD, payload)
        for _name, made in triggers:
            raw.execute(made)
    assert run("audit", "verify").code == 0
    done = run("audit", "verify", "--anchor", anchor)
    assert done.code == 5
    assert "made anew" in done.err


def test_a_file_that_is_no_anchor(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"x": 1}', encoding="utf-8")
    assert run("audit", "verify", "--anchor", str(other)).code == 5
    other.write_text("{", encoding="utf-8")
    assert run("audit", "verify", "--anchor", str(other)).code == 5


def test_the_record_for_an_auditor(run: Run, tmp_path: Path) -> None:
    run("order", "do", "A1", "edit", "--set", "contact==HYPERLINK(1)")
    told = run("audit", "export", "--format", "json", "--why", "yearly").json
    last = told[-1]
    assert (last["verb"], json.loads(last["payload"])) == ("export", {"holds": "audit", "why": "yearly"})
    assert any("contact" in row["changed"] for row in told)
    for fmt in ("csv", "xlsx", "json"):
        target = tmp_path / f"record.{fmt}"
        done = run("audit", "export", "--out", str(target))
        assert done.code == 0, done.err
        assert target.stat().st_size > 1000
        assert run("audit", "head").out.split()[1] in done.err
    rows = list(csv.DictReader((tmp_path / "record.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert rows[0]["previous_hash"].lstrip("'") == "0" * 64
    assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row.values())
    assert run("audit", "export", "--from", "2001-01-01", "--to", "2001-01-02", "--format", "json").json == []
    assert run("audit", "export", "--from", "never").code == 2


def test_nothing_was_refused_yet(run: Run) -> None:
    done = run("audit", "refused")
    assert (done.code, done.out) == (0, "")
    assert run("audit", "refused", "--json").json == []


def test_what_was_refused_is_listed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "system_user", lambda: "lin")
    run("user", "add", "lin", "Lin", "--set", "roles=administrator,clerk")
    run("user", "add", "qian", "Qian", "--set", "roles=warehouse")
    policy = tmp_path / "policy.toml"
    policy.write_text(run("policy", "show").out.replace('mode = "open"', 'mode = "named"'), encoding="utf-8")
    assert run("policy", "set", str(policy)).code == 0
    monkeypatch.setattr(signing, "system_user", lambda: "qian")
    assert run("--as", "qian", "order", "do", "A1", "accept").code == 7
    assert run("--as", "qian", "audit", "export").code == 7
    monkeypatch.setattr(signing, "system_user", lambda: "lin")
    done = run("audit", "refused")
    assert done.code == 0
    assert "A1" in done.out
    assert "qian" in done.out
    told = run("audit", "refused", "--json").json
    assert [(one["actor"], one["subject_key"], one["payload"]["verb"]) for one in told] == [
        ("qian", "A1", "accept"),
        ("qian", "audit", "audit"),
    ]
