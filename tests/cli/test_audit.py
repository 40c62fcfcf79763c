from contextlib import closing
from pathlib import Path

from data.store import sqlite
from tests.cli.running import Run


def _alter(desk: Path, sql: str) -> None:
    """Change the record behind the desk's back, as another tool would."""
    with closing(sqlite.connect_raw(desk / "desk.db")) as raw:
        triggers = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
        for name in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(sql)


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


def test_an_altered_event_is_named(run: Run, desk: Path) -> None:
    _alter(desk, "UPDATE events SET actor = 'somebody' WHERE seq = 3")
    done = run("audit", "verify")
    assert done.code == 5
    assert "event 3" in done.err.lower()
    found = run("audit", "verify", "--json")
    assert found.code == 5
    assert [(fault["code"], fault["value"]) for fault in found.json["faults"]] == [("event_altered", "3")]
    assert run("check").code == 5


def test_an_anchor_shows_that_the_end_was_cut_off(run: Run, desk: Path, tmp_path: Path) -> None:
    run("order", "do", "A1", "note", "--note", "x")
    head = run("audit", "head").out
    kept = tmp_path / "head.txt"
    kept.write_text(head, encoding="utf-8")
    for anchor in (head.split()[1], head.strip(), str(kept)):
        assert run("audit", "verify", "--anchor", anchor).code == 0
    _alter(desk, "DELETE FROM event_payload WHERE seq = (SELECT max(seq) FROM events)")
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
