import json
import os
import signal
import threading
from contextlib import closing
from pathlib import Path

import pytest

from data.store import sqlite
from orderclerk.cli.imports import _interruptible
from tests.cli.running import ORDERS, Run

BAD = """\
order no,customer code,product code,quantity,unit price,requested date
B1,VINET,42,10,9.80,2031-02-03
B1,VINET,72,-5,34.80,2031-02-03
B2,VINET,42,some,9.80,2031-02-04
A1,HC,42,1,9.80,2031-02-04
"""

KEYS = {
    "path", "status", "orders", "lines", "records", "clarifying", "already", "rejected", "missing", "problems",
    "numbers",
}  # fmt: skip


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_text(ORDERS.replace("A", "G"), encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.csv"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_summary_counts_and_names_what_is_missing(run: Run, good: Path) -> None:
    done = run("import", str(good))
    assert done.code == 0
    assert done.out == f"{good}: 3 orders, 5 lines taken in (1 needs clarification: unit price).\n"


def test_the_same_file_again_changes_nothing(run: Run, good: Path) -> None:
    run("import", str(good))
    head = run("audit", "head").out
    done = run("import", str(good))
    assert done.code == 0
    assert "already" in done.out
    assert run("audit", "head").out == head


def test_json_of_a_good_file(run: Run, good: Path) -> None:
    (report,) = run("import", str(good), "--json").json["files"]
    assert set(report) >= KEYS
    assert report["path"] == str(good)
    assert report["status"] == "imported"
    assert (report["orders"], report["lines"], report["clarifying"]) == (3, 5, 1)
    assert report["numbers"] == ["G1", "G2", "G3"]
    assert report["missing"] == ["unit_price"]


def test_refused_rows_are_named_and_the_good_ones_go_in(run: Run, bad: Path) -> None:
    done = run("import", str(bad))
    assert done.code == 3
    assert "1 order, 1 line taken in" in done.out
    assert "3 rows refused" in done.out
    for part in ("row 3", "“-5”", "row 4", "“some”", "A1"):
        assert part in done.err
    assert run("order", "show", "B1").code == 0


def test_json_of_refused_rows(run: Run, bad: Path) -> None:
    done = run("import", str(bad), "--json")
    assert done.code == 3
    (report,) = done.json["files"]
    assert report["status"] == "partial"
    assert report["rejected"] == 3
    first = report["problems"][0]
    assert set(first) >= {"row", "field", "code", "message"}
    assert (first["row"], first["field"], first["code"]) == (3, "quantity", "negative")
    assert "minus" in first["message"]


def test_errors_go_to_a_file_that_can_be_mended_and_imported(run: Run, bad: Path, tmp_path: Path) -> None:
    target = tmp_path / "refused.csv"
    assert run("import", str(bad), "--errors-to", str(target)).code == 3
    text = target.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith(",reason")
    rows = text.splitlines()[1:]
    assert len(rows) == 3
    assert "A1,HC,42,1,9.80,2031-02-04" in rows[2], "a row that only the desk refused comes back whole"
    mended = text.replace("'-5", "5").replace("some", "8").replace("A1,", "B3,")
    target.write_text(mended, encoding="utf-8")
    done = run("import", str(target))
    assert done.code == 0, done.err
    order = run("order", "show", "B1", "--json").json
    assert [line["quantity"] for line in order["lines"]] == ["10", "5"]
    assert "refused_rows" not in order["missing"]


def test_each_of_several_files_has_its_own_errors(run: Run, bad: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(BAD.replace("B", "C"), encoding="utf-8")
    run("import", str(bad), str(other), "--errors-to", str(tmp_path / "e.csv"))
    assert (tmp_path / "e-bad.csv").exists()
    assert (tmp_path / "e-other.csv").exists()


def test_errors_that_cannot_be_written_do_not_undo_the_import(run: Run, bad: Path, tmp_path: Path) -> None:
    done = run("import", str(bad), "--errors-to", str(tmp_path / "none" / "e.csv"), "--json")
    assert done.code == 6
    assert done.json["files"][0]["status"] == "partial"
    assert run("order", "show", "B1").code == 0


def test_a_bad_file_does_not_stop_the_others(run: Run, good: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    done = run("import", str(tmp_path / "none.csv"), str(empty), str(tmp_path), str(good), "--json")
    assert done.code == 3
    assert [report["status"] for report in done.json["files"]] == ["refused", "refused", "refused", "imported"]
    codes = [report["problems"][0]["code"] for report in done.json["files"][:3]]
    assert codes == ["missing", "empty", "is_folder"]
    assert all(report["problems"][0]["message"] for report in done.json["files"][:3])


def test_a_long_path_is_named_to_its_end(run: Run, tmp_path: Path) -> None:
    path = tmp_path / ("a folder with a long name " * 4) / "orders.csv"
    assert str(path) in run("import", str(path)).err


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"PK\x03\x04 broken", b"just some text\nwithout columns\n", b"%PDF-1.7"]
)
def test_a_file_of_which_nothing_can_be_read_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "what.xlsx"
    path.write_bytes(content)
    head = run("audit", "head").out
    done = run("import", str(path))
    assert done.code == 7
    assert "what.xlsx" in done.err
    assert "Traceback" not in done.err
    assert run("audit", "head").out == head


def test_a_dry_run_keeps_nothing(run: Run, good: Path) -> None:
    head = run("audit", "head").out
    done = run("import", str(good), "--dry-run")
    assert done.code == 0
    assert "would be taken in" in done.out
    assert run("audit", "head").out == head
    assert run("import", str(good)).code == 0


def test_ack_names_the_event_of_each_commit(run: Run, good: Path) -> None:
    done = run("import", str(good), "--ack")
    acknowledged = [line for line in done.out.splitlines() if line.startswith("COMMITTED ")]
    events = run("export", "events", "--format", "json").json
    (event,) = [event["seq"] for event in events if event["verb"] == "import"][-1:]
    assert acknowledged == [f"COMMITTED {event}"]


def test_customer_currency_and_channel_come_from_options(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("物料编码,数量,单价,交货日期\n42,3,9.80,2031-05-01\n", encoding="utf-8")
    done = run(
        "import", str(path), "--customer", "海川电梯", "--currency", "usd", "--price-basis", "gross",
        "--channel", "email", "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    order = run("order", "show", done.json["files"][0]["numbers"][0], "--json").json
    assert order["customer"]["code"] == "HC"
    assert (order["currency"], order["price_basis"], order["channel"]) == ("USD", "gross", "email")


@pytest.mark.parametrize("form", ["{{{}}}", "[columns]\n{}"])
def test_a_mapping_from_a_file_and_by_name(run: Run, tmp_path: Path, form: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Vorgang,Wer,Ding,Wieviel,Preis\nM1,VINET,42,3,9.80\n", encoding="utf-8")
    pairs = {"Vorgang": "number", "Wer": "customer_code", "Ding": "product_code", "Wieviel": "quantity",
             "Preis": "unit_price"}  # fmt: skip
    mapping = tmp_path / "map.toml"
    text = (
        json.dumps(pairs) if form.startswith("{") else form.format("\n".join(f'{k} = "{v}"' for k, v in pairs.items()))
    )
    mapping.write_text(text, encoding="utf-8")
    done = run("import", str(path), "--mapping", str(mapping), "--save-mapping", "odd")
    assert done.code == 0, done.err
    assert run("order", "show", "M1").code == 0
    path.write_text("Vorgang,Wer,Ding,Wieviel,Preis\nM2,VINET,42,3,9.80\n", encoding="utf-8")
    assert run("import", str(path), "--mapping", "odd").code == 0
    assert run("order", "show", "M2").code == 0


def test_an_unknown_mapping_is_not_found(run: Run, good: Path) -> None:
    done = run("import", str(good), "--mapping", "nobody")
    assert done.code == 4
    assert "nobody" in done.err


def test_a_format_that_the_file_does_not_have(run: Run, good: Path) -> None:
    done = run("import", str(good), "--format", "xlsx")
    assert done.code == 7
    assert "xlsx" in done.err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--what", "people"), ("--format", "doc"), ("--rows", "columns"), ("--date-order", "ydm"),
        ("--price-basis", "nett"), ("--channel", "pigeon"), ("--currency", "yuan"),
    ],
)  # fmt: skip
def test_options_are_looked_over_before_anything_is_done(run: Run, good: Path, option: str, value: str) -> None:
    head = run("audit", "head").out
    done = run("import", str(good), option, value)
    assert done.code == 2
    assert option in done.err
    assert run("audit", "head").out == head


def test_own_exports_come_back_from_json(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "customers.json"
    run("export", "customers", "--out", str(target))
    done = run("import", str(target), "--what", "customers", "--format", "json")
    assert done.code == 0, done.err


def test_harmful_text_is_shown_and_not_sent_to_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad\x1b[31m.csv"
    path.write_text("order no,customer code,product code,quantity\nX\x1b]0;t\x07,VINET,42,\u202ex\n", encoding="utf-8")
    for arguments in (
        ["import", str(path)],
        ["import", str(path), "--json"],
        ["order", "list"],
        ["order", "list", "--json"],
    ):
        done = run(*arguments)
        assert not set("\x1b\x07\u202e") & set(done.out + done.err)


def test_a_name_of_undecodable_bytes_is_taken_in(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xb6\xa9\xb5\xa5.csv")
    Path(name).write_text(ORDERS.replace("A", "U"), encoding="utf-8")
    done = run("import", name)
    assert done.code == 0, done.err
    assert run().code == 0


def test_an_interrupt_leaves_nothing_of_the_file(run: Run, desk: Path, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    rows = "".join(f"I{number},VINET,42,1,9.80,2031-01-01\n" for number in range(4000))
    path.write_text("order no,customer code,product code,quantity,unit price,requested date\n" + rows, encoding="utf-8")
    head = run("audit", "head").out
    done = threading.Event()

    def interrupt_when_begun() -> None:
        with closing(sqlite.connect_raw(desk / "desk.db", patience=0)) as raw:
            while not done.wait(0.002):
                try:
                    raw.execute("BEGIN IMMEDIATE")
                except sqlite.library().module.OperationalError:  # the import has the lock
                    os.kill(os.getpid(), signal.SIGINT)
                    return
                raw.execute("ROLLBACK")

    watcher = threading.Thread(target=interrupt_when_begun)
    watcher.start()
    try:
        result = run("import", str(path))
    finally:
        done.set()
        watcher.join()
    assert result.code == 130
    assert "big.csv" in result.err
    assert run("audit", "head").out == head


def test_a_second_interrupt_stops_at_once() -> None:
    with _interruptible() as asked:
        assert not asked()
        signal.raise_signal(signal.SIGINT)
        assert asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
