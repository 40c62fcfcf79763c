import hashlib
import re
from pathlib import Path

import pytest

from data.rules.verbs import FIELDS
from data.rules.workflow import Verb
from tests.cli.running import Run


def test_a_verb_says_where_the_order_went_and_which_event_recorded_it(run: Run) -> None:
    done = run("order", "do", "A1", "submit", "--note", "checked")
    assert done.code == 0
    found = re.fullmatch(r"A1: received → in review \(event (\d+)\)\n", done.out)
    assert found
    events = run("order", "history", "A1", "--json").json
    assert (events[-1]["seq"], events[-1]["note"]) == (int(found[1]), "checked")


def test_a_verb_for_scripts(run: Run) -> None:
    told = run("order", "do", "A1", "hold", "--note", "wait", "--json").json
    assert told["number"] == "A1"
    assert (told["verb"], told["from"], told["to"], told["version"]) == ("hold", "received", "received", 2)
    assert run("order", "list", "--on-hold", "--json").json[0]["number"] == "A1"


def test_ack_comes_after_the_commit_and_alone_on_standard_output(run: Run) -> None:
    done = run("order", "do", "A1", "note", "--note", "x", "--ack")
    event = run("order", "history", "A1", "--json").json[-1]["seq"]
    assert done.out == f"COMMITTED {event}\n"
    assert "A1" in done.err


def test_a_refused_verb_is_not_acknowledged(run: Run) -> None:
    done = run("order", "do", "A1", "ship", "--set", "carrier=x", "--ack")
    assert (done.code, done.out) == (7, "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["A1", "fly"], 2),
        (["A9", "submit"], 4),
        (["A1", "start"], 7),
        (["A1", "hold"], 7),
        (["A1", "submit", "--set", "colour=red"], 2),
        (["A1", "submit", "--if-version", "7"], 7),
        (["A1", "submit", "--if-version", "x"], 2),
        (["A1", "contact", "--note", "n", "--set", "channel=pigeon", "--set", "outcome=o"], 7),
        (["A3", "submit"], 7),
        (["A1"], 2),
        (["-", "submit"], 2),
        (["A1", "attach", "--set", "kind=other", "--file", "/no/such/file"], 7),
    ],
)
def test_refusals_have_their_exit_code_and_say_why(run: Run, arguments: list[str], code: int) -> None:
    head = run("audit", "head").out
    done = run("order", "do", *arguments)
    assert done.code == code, done.err
    assert done.err.strip()
    assert "Traceback" not in done.err
    assert run("audit", "head").out == head


def test_if_version_lets_through_the_version_that_was_seen(run: Run) -> None:
    assert run("order", "do", "A1", "note", "--note", "x", "--if-version", "1").code == 0
    done = run("order", "do", "A1", "note", "--note", "y", "--if-version", "1")
    assert done.code == 7
    assert "A1" in done.err


@pytest.mark.parametrize("by_set", [False, True])
def test_a_paper_of_any_kind_is_kept_as_it_is(run: Run, tmp_path: Path, desk: Path, by_set: bool) -> None:
    paper = tmp_path / "contract.pdf"
    paper.write_bytes(b"%PDF-1.7 not a table")
    given = ["--set", f"file={paper}"] if by_set else ["--file", str(paper)]
    done = run("order", "do", "A1", "attach", "--set", "kind=contract", *given)
    assert done.code == 0, done.err
    (document,) = run("order", "show", "A1", "--json").json["documents"]
    digest = hashlib.sha256(paper.read_bytes()).hexdigest()
    assert (document["name"], document["sha256"]) == ("contract.pdf", digest)
    assert digest in {path.name for path in (desk / "files").rglob("*")}
    assert run("check").code == 0


STREAM = """
# what was agreed this morning
A1 submit --note "by telephone, with Mr. O'Neill"

A2 fly
A2 edit --set line.1.quantity=3 --set=payment_terms=cash --if-version 1
A3 submit
"""


def test_a_stream_commits_each_line_and_names_the_refused_ones(run: Run) -> None:
    done = run("order", "do", "-", "--ack", stdin=STREAM)
    assert done.code == 3
    assert len(re.findall(r"^COMMITTED \d+$", done.out, re.MULTILINE)) == 2
    assert len(done.out.splitlines()) == 2
    assert "line 5: " in done.err
    assert "line 7: " in done.err
    assert run("order", "show", "A1", "--json").json["events"][-1]["note"] == "by telephone, with Mr. O'Neill"
    edited = run("order", "show", "A2", "--json").json
    assert (edited["lines"][0]["quantity"], edited["payment_terms"]) == ("3", "cash")


def test_a_stream_for_scripts_is_one_object_a_line(run: Run) -> None:
    import json

    done = run("order", "do", "-", "--json", stdin="A1 note --note a\nA2 note --note b\n")
    assert done.code == 0
    assert [json.loads(line)["number"] for line in done.out.splitlines()] == ["A1", "A2"]


@pytest.mark.parametrize(
    "line",
    [
        b"A1", b"A1 submit now", b'A1 note --note "open', b"A1 note --colour red", b"A1 note --note",
        b"A1 note \xb6\xa9",
        b"A1 submit --set x", b"A1 note --note a --note b", b"A1 note --note a --if-version x", b"A9 submit",
    ],
)  # fmt: skip
def test_lines_that_cannot_be_carried_out(run: Run, line: bytes) -> None:
    head = run("audit", "head").out
    done = run("order", "do", "-", stdin=line + b"\n")
    assert done.code == 7
    assert done.err.startswith("line 1: ")
    assert run("audit", "head").out == head


def test_an_empty_stream_is_done(run: Run) -> None:
    assert run("order", "do", "-").code == 0


def test_a_stream_of_a_spreadsheet_program_may_begin_with_a_mark(run: Run) -> None:
    assert run("order", "do", "-", stdin=b"\xef\xbb\xbfA1 note --note a\r\n").code == 0


def test_the_help_names_every_verb_and_field(run: Run) -> None:
    out = run("order", "do", "--help").out
    for verb, fields in FIELDS.items():
        assert f"  {verb.value}  (" in out
        for field in fields:
            assert field.name in ("note", "*") or f"--set {field.name}=" in out


@pytest.mark.parametrize("lang", ["en", "zh_CN", "zh_TW"])
def test_a_refusal_speaks_the_language_of_the_clerk(run: Run, lang: str) -> None:
    err = run("order", "do", "A1", "start", lang=lang).err
    assert bool(re.search("[\u4e00-\u9fff]", err)) == (lang != "en")


def test_the_whole_life_of_an_order(run: Run, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("signed", encoding="utf-8")
    reviews = ["sales", "technical", "finance", "production", "purchasing", "warehouse", "joint"]
    assert run("order", "do", "A1", "read_again").code == 0
    assert run("order", "do", "A1", "submit").code == 0
    for opinion in run("order", "show", "A1", "--json").json["opinions"]:
        assert opinion["review"] in reviews
        assert run("order", "do", "A1", "pass", "--set", f"review={opinion['review']}").code == 0
    life = """
        A1 confirm --set channel=email
        A1 allocate --set source=stock
        A1 start
        A1 ship --set lines=1:4 --set carrier=SF --set waybill=SF1
        A1 ship --set carrier=SF
        A1 deliver --set "signed_by=Paul Henriot"
        A1 invoice
        A1 receive_payment --set amount=100
        A1 receive_payment
        A1 settle
        A1 close --set summary=good --set "gaps=papers by post"
        A1 archive --set importance=important
    """
    done = run("order", "do", "-", stdin=life)
    assert done.code == 0, done.err
    order = run("order", "show", "A1", "--json").json
    assert (order["state"], order["delivery_state"], order["billing_state"]) == ("archived", "delivered", "paid")
    assert order["paid"] == order["total"] == "272.00"
    assert len(order["shipments"]) == 2
    assert run("order", "show", "A1").code == 0
    assert run("audit", "verify").code == 0
    assert run("check").code == 0
    assert set(run("order", "show", "A1", "--json").json["verbs"]) <= set(Verb)
