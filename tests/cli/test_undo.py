"""`order do NUMBER undo`: taking back from the command line, alone and in a stream."""

import re
from pathlib import Path

from orderclerk.cli.acts import _complete_verb
from tests.cli.running import Run, run_here


def test_the_last_verb_is_taken_back(run: Run) -> None:
    before = run("order", "show", "A1", "--json").json
    assert run("order", "do", "A1", "submit").code == 0
    done = run("order", "do", "A1", "undo", "--note", "too early")
    assert (done.code, done.err) == (0, "")
    found = re.fullmatch(r"A1: taken back: Hand over to review; now received \(event (\d+)\)\n", done.out)
    assert found
    after = run("order", "show", "A1", "--json").json
    assert {name for name in before if before[name] != after[name]} == {"version", "events"}
    assert after["version"] == before["version"] + 2
    event = after["events"][-1]
    assert (event["seq"], event["verb"], event["note"]) == (int(found[1]), "undo", "too early")
    assert run("check").code == 0


def test_history_tells_of_both(run: Run) -> None:
    run("order", "do", "A1", "hold", "--note", "deposit")
    run("order", "do", "A1", "undo")
    told = run("order", "history", "A1").out
    assert "Put on hold" in told
    assert "Taken back; “Put on hold”" in " ".join(told.split())


def test_taking_back_for_scripts(run: Run) -> None:
    held = run("order", "do", "A1", "hold", "--note", "wait", "--json").json
    told = run("order", "do", "A1", "undo", "--json", "--if-version", str(held["version"])).json
    assert told == {
        "number": "A1", "verb": "undo", "event": held["event"] + 1, "version": held["version"] + 1,
        "from": "received", "to": "received", "undone": {"event": held["event"], "verb": "hold"},
    }  # fmt: skip
    run("order", "do", "A1", "note", "--note", "x")
    done = run("order", "do", "A1", "undo", "--ack")
    assert done.out == f"COMMITTED {told['event'] + 2}\n"


def test_what_could_be_taken_back_stands_with_the_verbs(run: Run) -> None:
    assert all(verb["verb"] != "undo" for verb in run("order", "verbs", "A1", "--json").json)
    assert "undo" not in run("order", "verbs", "A1").out
    held = run("order", "do", "A1", "hold", "--note", "wait", "--json").json
    *_verbs, last = run("order", "verbs", "A1", "--json").json
    assert (last["verb"], [field["name"] for field in last["fields"]]) == ("undo", ["note"])
    assert (last["undoes"]["event"], last["undoes"]["verb"]) == (held["event"], "hold")
    assert re.search(
        r"undo  \(Take the last act back\)\n(.*\n)* +Now: Put on hold, done ", run("order", "verbs", "A1").out
    )


def test_help_and_completion_know_it(run: Run) -> None:
    help_ = run("order", "do", "--help").out
    assert "undo  (Take the last act back)" in help_
    assert _complete_verb("un") == [("undo", "Take the last act back")]


def test_refusals_say_why(run: Run, desk: Path) -> None:
    def by_wu(*arguments: str) -> None:
        assert run_here("--desk", str(desk), "--as", "wu", *arguments).code == 0

    def refused(said: str, *arguments: str, code: int = 7) -> None:
        head = run("audit", "head").out
        done = run("order", "do", *arguments)
        assert done.code == code
        assert said in done.err
        assert run("audit", "head").out == head

    refused("nothing to take back", "A1", "undo")
    refused("no order", "A9", "undo", code=4)
    refused("knows no field", "A1", "undo", "--set", "colour=red", code=2)
    by_wu("order", "do", "A1", "note", "--note", "x")
    refused("by wu", "A1", "undo")
    run("order", "do", "A1", "note", "--note", "y")
    refused("lin changed order A1", "A1", "undo", "--if-version", "2")
    by_wu("order", "do", "A1", "note", "--note", "z")
    refused("wu has built on it", "A1", "undo")


def test_a_stream_takes_back_too(run: Run) -> None:
    lines = "A1 submit\nA1 undo --note slip\nA1 undo\nA2 hold --note wait\nA2 undo --if-version 2\n"
    done = run("order", "do", "-", stdin=lines)
    assert done.code == 3
    assert done.out.count("taken back") == 2
    assert "line 3" in done.err
    assert [order["on_hold"] for order in run("order", "list", "--json").json] == [False, False, False]
