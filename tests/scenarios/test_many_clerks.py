"""Several clerks write at once while a backup is made: nothing is lost, nobody is refused."""

import re
import threading
from pathlib import Path

import pytest

from tests.scenarios.clerks import Clerk, open_office
from tests.scenarios.test_two_clerks import Program

CLERKS = 4
NOTES = 15
BACKUPS = 2


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return open_office(tmp_path, "en")


def test_clerks_and_a_backup_do_not_get_in_each_others_way(clerk: Clerk, tmp_path: Path) -> None:
    before = clerk.events()
    programs = [Program(clerk.folder, f"clerk{number}") for number in range(CLERKS)]
    for program in programs:
        program.say("W-3 note --note here")
        program.await_acknowledgement()

    def work(program: Program) -> None:
        for place in range(NOTES):
            program.say(f"W-{1 + place % 3} note --note {place}")
            program.await_acknowledgement()

    at_work = [threading.Thread(target=work, args=(program,)) for program in programs]
    for one in at_work:
        one.start()
    backups = [clerk.good("backup", "create", "--to", str(tmp_path / "b"), "--json").json for _ in range(BACKUPS)]
    for one in at_work:
        one.join()
    for program in programs:
        code, told = program.end()
        assert code == 0, told

    acknowledged = sorted(event for program in programs for event in program.acknowledged)
    assert acknowledged == list(range(before + 1, before + 1 + CLERKS * (NOTES + 1)))
    assert clerk.events() == acknowledged[-1]
    for number in ("W-1", "W-2", "W-3"):
        kept = [event for event in clerk.history(number) if event["verb"] == "note"]
        assert clerk.order(number)["version"] == 1 + len(kept)
    for made in backups:
        clerk.good("backup", "verify", made["path"])
        assert before <= int(re.match(r"\d+", made["head"])[0]) <= acknowledged[-1]  # type: ignore[index]
    clerk.sound()
