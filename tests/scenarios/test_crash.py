"""A program that is killed at its work loses nothing that was acknowledged and leaves nothing half-done."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from data.store import proof
from data.store.folder import UNFINISHED
from tests.scenarios.clerks import Clerk, open_office

ROOT = Path(__file__).parents[2]
KILLS = 4
ORDERS = 500


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return open_office(tmp_path, "en")


def started(clerk: Clerk, arguments: Sequence[str], tracer: Sequence[str] = ()) -> "subprocess.Popen[str]":
    command = [*tracer, sys.executable, "-m", "orderclerk", "--desk", str(clerk.folder), "--as", "lin", *arguments]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def killed_after(process: "subprocess.Popen[str]", seconds: float) -> list[int]:
    """Kill a program after some time, if it still runs; return the events that it acknowledged."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
    process.kill()
    out, _ = process.communicate()
    return [int(event) for event in re.findall(r"^COMMITTED (\d+)\n", out, re.MULTILINE)]


def test_an_import_that_is_killed_is_in_or_it_is_not(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"K-{number},HC,A-100,{number % 7 + 1},86.50,2031-01-01\n" for number in range(ORDERS))
    path.write_text("order no,customer code,product code,quantity,unit price,requested date\n" + rows, encoding="utf-8")
    arguments = ["import", str(path), "--ack"]
    spare = Clerk(tmp_path / "spare")
    shutil.copytree(clerk.folder, spare.folder)
    begun = time.perf_counter()
    started(spare, arguments).communicate()
    takes = time.perf_counter() - begun
    before, events = clerk.orders(), clerk.events()
    assert spare.orders() == before + ORDERS

    chance = random.Random(20261121)  # noqa: S311 - the same moments in every run
    acknowledged: list[int] = []
    for _ in range(KILLS):
        acknowledged += killed_after(started(clerk, arguments), takes * chance.uniform(0.5, 1.0))
        found = clerk.orders()
        assert found in (before, before + ORDERS)
        assert (clerk.events() > events) == (found > before)
        assert found > before or not acknowledged
        clerk.good("check")
    clerk.good(*arguments)
    assert clerk.orders() == before + ORDERS
    clerk.good("check")


def test_acknowledged_acts_survive_the_program_that_did_them(clerk: Clerk) -> None:
    chance = random.Random(1997)  # noqa: S311 - the same moments in every run
    before, made = clerk.events(), 0
    for kill in range(KILLS):
        process = started(clerk, ["order", "do", "-", "--ack"])
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(f"W-1 note --note {kill}.{place}\n" for place in range(200)))
        process.stdin.flush()
        first = int(process.stdout.readline().removeprefix("COMMITTED "))
        acknowledged = [first, *killed_after(process, chance.uniform(0, 0.2))]
        events = clerk.events()
        assert acknowledged == list(range(before + 1, before + 1 + len(acknowledged)))
        # one more may have been committed that the program did not come to acknowledge
        assert events - acknowledged[-1] in (0, 1)
        made += events - before
        notes = [event["note"] for event in clerk.history("W-1") if event["seq"] > before]
        assert notes == [f"{kill}.{place}" for place in range(events - before)]
        assert clerk.order("W-1")["version"] == 1 + made
        before = events
        clerk.good("check")


def test_a_backup_that_is_killed_bears_no_name_unless_it_is_whole(clerk: Clerk, tmp_path: Path) -> None:
    place = tmp_path / "b"
    arguments = ["backup", "create", "--to", str(place)]
    begun = time.perf_counter()
    started(clerk, arguments).communicate()
    takes = time.perf_counter() - begun
    chance = random.Random(28)  # noqa: S311 - the same moments in every run
    for _ in range(KILLS):
        killed_after(started(clerk, arguments), takes * chance.uniform(0.6, 1.0))
        named = [path for path in place.iterdir() if not path.name.startswith(UNFINISHED)]
        assert named
        assert [proof.verify(path) for path in named] == [()] * len(named)
        clerk.good("check")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is what kills at a system call")
@pytest.mark.parametrize(("call", "time_"), [("pwrite64", 9), ("fsync", 3), ("fsync", 7), ("unlink", 1), ("write", 4)])
def test_an_act_that_is_killed_at_a_call_to_the_disk_is_done_or_it_is_not(clerk: Clerk, call: str, time_: int) -> None:
    tracer = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
    tracer += ["-e", f"inject={call}:signal=SIGKILL:when={time_}"]
    before = clerk.events()
    process = started(clerk, ["order", "do", "-", "--ack"], tracer)
    out, _ = process.communicate("".join(f"W-1 note --note {place}\n" for place in range(9)))
    acknowledged = [int(event) for event in re.findall(r"^COMMITTED (\d+)\n", out, re.MULTILINE)]
    assert process.returncode in (-9, 137)
    assert acknowledged == list(range(before + 1, before + 1 + len(acknowledged)))
    assert clerk.events() - before - len(acknowledged) in (0, 1)
    clerk.good("check")
