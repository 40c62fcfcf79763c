"""Two programs work on one desk at the same time: nothing is lost, nothing is done twice, the record stays whole."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenarios.clerks import Clerk, open_office

ROOT = Path(__file__).parents[2]
NOTES = 25
"""So many notes each clerk makes on the same order."""


class Program:
    """A clerk at a terminal of his own: `order do -`, one verb a line."""

    def __init__(self, desk: Path, person: str) -> None:
        command = [sys.executable, "-m", "orderclerk", "--desk", str(desk), "--as", person, "order", "do", "-", "--ack"]
        self.acknowledged: list[int] = []
        self.process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def say(self, *lines: str) -> None:
        """Give lines without waiting for what comes of them."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def await_acknowledgement(self) -> None:
        """Wait for one act to be committed."""
        assert self.process.stdout is not None
        self.acknowledged.append(int(self.process.stdout.readline().removeprefix("COMMITTED ")))

    def end(self) -> tuple[int, str]:
        """Close the standard input and return the exit code and what was told."""
        out, err = self.process.communicate()
        self.acknowledged += [int(line) for line in re.findall(r"^COMMITTED (\d+)$", out, re.MULTILINE)]
        return self.process.returncode, err


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return open_office(tmp_path, "en")


def test_nothing_that_two_clerks_do_at_once_is_lost(clerk: Clerk) -> None:
    before = clerk.events()
    programs = [Program(clerk.folder, person) for person in ("lin", "wu")]
    for program, number in zip(programs, ("W-1", "W-2"), strict=True):
        program.say(f"{number} submit")
    for program in programs:
        program.await_acknowledgement()  # both are under way
    for program in programs:
        program.say(*(f"W-3 note --note {place}" for place in range(NOTES)))
    for program, number in zip(programs, ("W-1", "W-2"), strict=True):
        program.say(f"{number} pass --set review=sales", f"{number} pass --set review=finance")
    for program in programs:
        code, told = program.end()
        assert code == 0, told

    acknowledged = sorted(event for program in programs for event in program.acknowledged)
    assert acknowledged == list(range(before + 1, before + 1 + 2 * (NOTES + 3)))
    assert clerk.events() == acknowledged[-1]
    order = clerk.order("W-3")
    assert order["version"] == 1 + 2 * NOTES
    notes = [(event["actor"], event["note"]) for event in order["events"] if event["verb"] == "note"]
    for person in ("lin", "wu"):
        assert [note for actor, note in notes if actor == person] == [str(place) for place in range(NOTES)]
    for number in ("W-1", "W-2"):
        assert (clerk.order(number)["state"], clerk.order(number)["version"]) == ("approved", 4)
    clerk.sound()


def test_of_two_clerks_who_want_the_same_one_is_told_that_he_came_late(clerk: Clerk) -> None:
    programs = [Program(clerk.folder, person) for person in ("lin", "wu")]
    for program in programs:
        program.say("W-3 note --note here")
    for program in programs:
        program.await_acknowledgement()
    for program in programs:
        program.say("W-1 submit", "W-2 edit --if-version 1 --set line.1.quantity=7")
    ends = [program.end() for program in programs]
    assert sum(len(program.acknowledged) for program in programs) == 4
    assert {code for code, _told in ends} <= {0, 3}
    told = "".join(err for _code, err in ends)
    assert told.count("W-1") == 2
    assert len(re.findall(r"^line 2: .*W-1.*", told, re.MULTILINE)) == 1
    assert len(re.findall(r"^line 3: .*W-2.*", told, re.MULTILINE)) == 1
    assert [clerk.order(number)["version"] for number in ("W-1", "W-2", "W-3")] == [2, 2, 3]
    clerk.sound()


def test_a_version_that_was_seen_before_somebody_else_changed_it_is_refused(clerk: Clerk) -> None:
    seen = clerk.order("W-1")["version"]
    wu = Program(clerk.folder, "wu")
    wu.say("W-1 edit --set line.1.quantity=12")
    assert wu.end()[0] == 0
    before = clerk.events()
    change = ["order", "do", "W-1", "edit", "--set", "line.1.quantity=3", "--if-version"]
    for lang, sentence in (("en", "wu changed order W-1"), ("zh_CN", "订单 W-1 刚被 wu 改过")):
        late = Clerk(clerk.folder, lang).run(*change, str(seen))
        assert late.code == 7
        assert sentence in late.err
        assert late.err.count("\n") == 1
    assert clerk.events() == before
    assert clerk.order("W-1")["lines"][0]["quantity"] == "12"
    clerk.good(*change, str(seen + 1))
    assert clerk.order("W-1")["lines"][0]["quantity"] == "3"
