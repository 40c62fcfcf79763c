"""A power cut at any moment: whatever part of what was being written came to the disk, nothing acknowledged is lost.

A disk writes sectors of 512 bytes, in any order, until the power is gone. So between two acknowledgements the files of
the desk are some of the sectors of before and some of those of after.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from data.store import sqlite
from tests.scenarios.clerks import Clerk, open_office
from tests.scenarios.test_two_clerks import Program

ROOT = Path(__file__).parents[2]
SECTOR = 512
ACTS = 12
ORDERS = 200
DRAWS = 3

Files = Mapping[str, bytes]


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return open_office(tmp_path, "en")


def lying_there(desk: Path) -> Files:
    """Return the database and what SQLite keeps beside it; the index of the WAL is no file of the disk."""
    return {path.name: path.read_bytes() for path in desk.glob("desk.db*") if not path.name.endswith("-shm")}


def torn(before: Files, after: Files, chance: random.Random) -> Files:
    """Return what a disk may hold that had the one and was to hold the other."""
    found = {}
    for name in before.keys() | after.keys():
        old, new = before.get(name, b""), after.get(name, b"")
        mixed = bytearray(new if chance.random() < 0.5 else new[: len(old)].ljust(len(old), b"\0"))
        for start in range(0, len(mixed), SECTOR):
            if chance.random() < 0.5 and start < len(old):
                mixed[start : start + SECTOR] = old[start : start + SECTOR]
            elif start >= len(old) and chance.random() < 0.5:
                mixed[start : start + SECTOR] = bytes(len(mixed[start : start + SECTOR]))
        found[name] = bytes(mixed)
    return found


def states(moments: list[tuple[int, Files]]) -> Iterator[tuple[int, int, Files]]:
    """Return for each what is acknowledged, what is at most done, and what lies there."""
    chance = random.Random(20261122)  # noqa: S311 - the same cuts in every run
    for (sure, before), (most, after) in pairwise(moments):
        yield sure, sure, before
        for _ in range(DRAWS):
            yield sure, most, torn(before, after, chance)


def record(folder: Path, files: Files) -> tuple[list[tuple[object, ...]], int, int]:
    """Put files into a folder of their own and say whether they are sound, and how far the record goes."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with closing(sqlite.connect_raw(folder / "desk.db")) as raw:
        sound = raw.execute("PRAGMA integrity_check").fetchall()
        count, last = raw.execute("SELECT count(*), max(seq) FROM events").fetchone()
        return sound, count, last


def test_acts_outlive_a_power_cut_between_any_two_of_them(clerk: Clerk, tmp_path: Path) -> None:
    program = Program(clerk.folder, "lin")
    moments: list[tuple[int, Files]] = []
    for act in range(ACTS):
        program.say(f"W-1 edit --set delivery_method=road-{act}" if act % 3 else f"W-1 note --note {act}")
        program.await_acknowledgement()
        moments.append((program.acknowledged[-1], lying_there(clerk.folder)))
    code, told = program.end()
    assert code == 0, told
    # the WAL is written back into the database at the end, and given up only after that
    beside = {name: content for name, content in moments[-1][1].items() if name != "desk.db"}
    moments.append((program.acknowledged[-1], {**beside, "desk.db": lying_there(clerk.folder)["desk.db"]}))

    for place, (sure, most, files) in enumerate(states(moments)):
        sound, count, last = record(tmp_path / f"state-{place}", files)
        assert sound == [("ok",)], place
        assert count == last
        assert sure <= last <= most, place
    clerk.good("check")


def test_an_import_is_in_or_it_is_not_after_a_power_cut(clerk: Clerk, tmp_path: Path) -> None:
    rows = "".join(f"K-{number},HC,A-100,{number % 7 + 1},86.50,2031-01-01\n" for number in range(ORDERS))
    path = tmp_path / "many.csv"
    path.write_text("order no,customer code,product code,quantity,unit price,requested date\n" + rows, encoding="utf-8")
    colleague = Program(clerk.folder, "wu")  # as long as he is in the desk, what was written stays in the WAL
    colleague.say("W-1 note --note here")
    colleague.await_acknowledgement()
    (sure,) = colleague.acknowledged
    before = lying_there(clerk.folder)
    clerk.good("import", str(path))
    after, most = lying_there(clerk.folder), clerk.events()
    colleague.end()

    chance, found = random.Random(7), set()  # noqa: S311 - the same cuts in every run
    files = [torn(before, after, chance) for _ in range(8)]
    for place, state in enumerate([before, *files, after]):
        sound, count, last = record(tmp_path / f"state-{place}", state)
        assert sound == [("ok",)], place
        assert count == last
        found.add(last)
    assert found == {sure, most}


RESTORE = """
import os, sys
from data.store import restore
from orderclerk.__main__ import main
put, moment, desk, backup = os.replace, *sys.argv[1:]

def cut(source, target):
    if moment == "after":
        put(source, target)
    os._exit(9)

restore.restore.__kwdefaults__["replace"] = cut
restore.put_in_place = cut
sys.exit(main(["--desk", desk, "--as", "lin", "backup", "restore", backup, "--yes"]))
"""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("place", ["the desk", "a new one"])
def test_a_restored_desk_is_never_there_without_its_event(
    clerk: Clerk, tmp_path: Path, moment: str, place: str
) -> None:
    clerk.good("backup", "create", "--to", str(tmp_path / "b"))
    (made,) = (tmp_path / "b").iterdir()
    clerk.good("order", "do", "W-1", "note", "--note", "later")
    before = _verbs(clerk.folder)
    folder = clerk.folder if place == "the desk" else tmp_path / "new"
    done = subprocess.run(
        [sys.executable, "-c", RESTORE, moment, str(folder), str(made)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr
    if moment == "after":
        assert _verbs(folder) == [*before[:-1], "restore"]
    elif place == "the desk":
        assert _verbs(folder) == before
    else:
        assert not (folder / "desk.db").exists()
    clerk.good("check")


def _verbs(folder: Path) -> list[str]:
    """Return the verbs of a desk's record."""
    with closing(sqlite.connect_raw(folder / "desk.db")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0] for row in raw.execute("SELECT verb FROM events ORDER BY seq").fetchall()]
