"""The command line as a process of its own: encodings, closed pipes, full disks, failures of the program."""

import os
import signal
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from data.store import sqlite

PROGRAM = [sys.executable, "-m", "orderclerk"]


def _environment(home: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON", "XDG_"))}
    return {**kept, "HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2]), **more}


def _run(arguments: list[str], home: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *arguments]
    return subprocess.run(command, env=_environment(home, **more), capture_output=True, check=False, input=b"")


@pytest.mark.parametrize("environment", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}])
def test_a_locale_without_characters_prints_utf_8(desk: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    done = _run(["--desk", str(desk), "customers", "list"], tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    assert "海川电梯" in done.stdout.decode("utf-8")


def test_a_narrow_encoding_prints_what_it_can(desk: Path, tmp_path: Path) -> None:
    done = _run(["--desk", str(desk), "customers", "list"], tmp_path, LC_ALL="C.UTF-8", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert b"\\u6d77" in done.stdout


def test_a_chinese_locale_speaks_chinese(desk: Path, tmp_path: Path) -> None:
    done = _run(["--desk", str(desk), "order", "show", "A9"], tmp_path, LANG="zh_CN.UTF-8", PYTHONUTF8="1")
    assert done.returncode == 4
    assert "订单" in done.stderr.decode("utf-8")


def test_a_reader_that_goes_away_is_no_failure(desk: Path, tmp_path: Path) -> None:
    command = [*PROGRAM, "--desk", str(desk), "order", "do", "--help"]
    with subprocess.Popen(
        command, env=_environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
    assert errors == b""
    assert process.returncode == 0


def test_nothing_is_done_any_more_when_nobody_can_be_told_of_a_commit(desk: Path, tmp_path: Path) -> None:
    command = [*PROGRAM, "--desk", str(desk), "--as", "lin", "order", "do", "-", "--ack"]
    reader, writer = os.pipe()
    os.close(reader)
    lines = b"".join(b"A1 note --note %d\n" % number for number in range(5))
    done = subprocess.run(
        command, env=_environment(tmp_path), input=lines, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert done.returncode == 6
    history = _run(["--desk", str(desk), "order", "history", "A1"], tmp_path)
    assert history.stdout.count(b"note: ") == 1


def _unread(arguments: list[str], home: Path, *, both: bool = True) -> int:
    """Run the program where nobody reads what it prints; return its exit code."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*PROGRAM, *arguments], env=_environment(home), stdin=subprocess.DEVNULL, stdout=writer,
            stderr=writer if both else subprocess.PIPE, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert b"Traceback" not in (done.stderr or b"")
    return done.returncode


def test_what_a_proof_came_to_is_its_exit_code_whoever_reads(desk: Path, tmp_path: Path) -> None:
    """`check | head -1` and its like end as they do where all is read (N3)."""
    on_desk = ["--desk", str(desk), "--as", "lin"]
    assert _run([*on_desk, "backup", "--to", str(tmp_path / "b")], tmp_path).returncode == 0
    (made,) = (tmp_path / "b").iterdir()
    (made / "manifest.json").write_bytes((made / "manifest.json").read_bytes() + b" ")
    with closing(sqlite.connect_raw(desk / "desk.db")) as raw:
        raw.execute("UPDATE sales_order SET contact = ?", ("x" * 9000,))  # more than is kept before it is printed
    for arguments, code in (
        (["check"], 5),
        (["check", "--json"], 5),
        (["audit", "verify"], 5),
        (["backup", "verify", str(made)], 5),
        (["order", "list", "--json"], 0),
    ):
        both = "--json" not in arguments  # as in `check 2>&1 | head`
        assert _unread([*on_desk, *arguments], tmp_path, both=both) == code, arguments


def test_files_are_all_taken_in_though_nobody_reads_of_them(desk: Path, tmp_path: Path) -> None:
    for name in ("B1", "B2"):
        (tmp_path / f"{name}.csv").write_text(
            f"order no,customer code,product code,quantity\n{name},HC,42,3\n{name},HC,42,x\n", encoding="utf-8"
        )
    files = [str(tmp_path / f"{name}.csv") for name in ("B1", "B2")]
    assert _unread(["--desk", str(desk), "--as", "lin", "import", *files], tmp_path) == 3
    listed = _run(["--desk", str(desk), "order", "list"], tmp_path).stdout
    assert b"B1" in listed
    assert b"B2" in listed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_both_streams_gives_its_exit_code(desk: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "--desk", str(desk), "order", "list"],
            env=_environment(tmp_path), stdout=full, stderr=full, check=False,
        )  # fmt: skip
    assert done.returncode == 6


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_standard_output_is_told(desk: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "--desk", str(desk), "order", "list", "--json"],
            env=_environment(tmp_path), stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 6
    assert b"Traceback" not in done.stderr
    assert b"What was done stands" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="streams are closed by a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_streams_that_are_closed_from_the_start_go_nowhere(desk: Path, tmp_path: Path, closed: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("order no,customer code,product code,quantity\nB1,HC,42,x\nB1,HC,42,3\n", encoding="utf-8")
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *PROGRAM, "--desk", str(desk), "import", str(path)]
    done = subprocess.run(command, env=_environment(tmp_path), capture_output=True, check=False)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"B1" in _run(["--desk", str(desk), "order", "list"], tmp_path).stdout


def test_an_interrupt_ends_with_130(desk: Path, tmp_path: Path) -> None:
    command = [*PROGRAM, "--desk", str(desk), "--as", "lin", "order", "do", "-", "--ack"]
    with subprocess.Popen(
        command, env=_environment(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"A1 note --note x\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"COMMITTED ")
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        errors = process.stderr.read()
    assert process.returncode == 130
    assert b"Traceback" not in errors


FAULT = """
import sys
from orderclerk import wiring
def broken(*_args):
    secret = "what the customer wrote"
    raise ZeroDivisionError(secret)
wiring.make_desk = broken
import orderclerk.cli.desk
orderclerk.cli.desk.make_desk = broken
from orderclerk.__main__ import main
sys.exit(main())
"""


def test_a_failure_of_the_program_is_noted_without_data(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULT, "--desk", str(tmp_path / "desk"), "init"],
        env=_environment(tmp_path), capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    (log,) = tmp_path.rglob("orderclerk.log")
    assert str(log) in done.stderr
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "in broken" in text
    assert "what the customer wrote" not in text


def test_a_failure_that_cannot_be_noted_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", FAULT, "--desk", str(tmp_path / "desk"), "init"],
        env=_environment(tmp_path / "home"), capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_completion_knows_commands_states_and_verbs(tmp_path: Path) -> None:
    for words, expected in (
        ("orderclerk or", "order"),
        ("orderclerk order list --state clar", "clarifying"),
        ("orderclerk order do A1 escal", "escalate"),
        ("orderclerk import x --what cust", "customers"),
    ):
        done = _run(
            [], tmp_path,
            _ORDERCLERK_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1),
        )  # fmt: skip
        assert expected in done.stdout.decode().split(), (words, done.stderr)
