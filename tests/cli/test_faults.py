"""Whatever is wrong with a database: every command ends with a sentence and a code, and nothing is made worse."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Result, Run

READ = ("order", "list")
WRITE = ("order", "do", "A1", "note", "--note", "one")
CHECK = ("check",)
COMMANDS = {"read": READ, "write": WRITE, "check": CHECK}
PAGE = 4096


def _flipped(content: bytes, at: int, count: int) -> bytes:
    return content[:at] + bytes(byte ^ 0xA5 for byte in content[at : at + count]) + content[at + count :]


NO_DATABASE: dict[str, Callable[[bytes], bytes]] = {
    "header": lambda content: _flipped(content, 0, 16),
    "a hundred bytes": lambda content: content[:100],
    "empty": lambda _content: b"",
    "one byte": lambda _content: b"S",
    "text": lambda _content: b"hello world\n" * 500,
    "zeros": lambda content: bytes(len(content)),
    "archive": lambda content: b"PK\x03\x04" + content[4:],
}
DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "page size": lambda content: _flipped(content, 16, 2),
    "schema": lambda content: _flipped(content, 100, 60),
    "half of it": lambda content: content[: len(content) // 2],
    "half a page less": lambda content: content[: -PAGE // 2],
    "every page": lambda content: b"".join(
        _flipped(content[at : at + PAGE], 0, 12) if at else content[:PAGE] for at in range(0, len(content), PAGE)
    ),
}


def _told(done: Result) -> None:
    """See that a person is told what is wrong, in words."""
    assert len(done.err.strip()) > 8
    assert "Traceback" not in done.err
    assert "database disk image" not in done.err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("damage", NO_DATABASE)
def test_what_is_no_database_is_refused_and_left_alone(run: Run, desk: Path, damage: str, command: str) -> None:
    database = desk / "desk.db"
    content = NO_DATABASE[damage](database.read_bytes())
    database.write_bytes(content)
    done = run(*COMMANDS[command])
    assert done.code != 0
    _told(done)
    assert database.read_bytes() == content


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_database_is_found(run: Run, desk: Path, damage: str) -> None:
    database = desk / "desk.db"
    database.write_bytes(DAMAGED[damage](database.read_bytes()))
    for command in (READ, WRITE, CHECK):
        done = run(*command)
        assert "Traceback" not in done.err
        if done.code:
            _told(done)
    assert run(*CHECK).code == 5


def test_a_single_damaged_page_is_found(run: Run, desk: Path) -> None:
    database = desk / "desk.db"
    content = database.read_bytes()
    chance = random.Random(7)  # noqa: S311 - the same pages in every run
    for page in chance.sample(range(1, len(content) // PAGE), 8):
        database.write_bytes(_flipped(content, page * PAGE, 12))
        assert run(*CHECK).code == 5, page
    database.write_bytes(content)
    assert run(*CHECK).code == 0


@pytest.mark.parametrize("beside", ["desk.db-wal", "desk.db-journal"])
def test_garbage_beside_the_database_harms_nothing(run: Run, desk: Path, beside: str) -> None:
    (desk / beside).write_bytes(random.Random(1).randbytes(5000))  # noqa: S311 - the same bytes in every run
    done = run(*WRITE)
    assert done.code == 0, done.err
    assert run(*CHECK).code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_gone_is_not_made_anew(run: Run, desk: Path, command: str) -> None:
    (desk / "desk.db").unlink()
    done = run(*COMMANDS[command])
    assert done.code != 0
    _told(done)
    assert not (desk / "desk.db").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_in_the_place_of_the_database_is_refused(run: Run, desk: Path, command: str) -> None:
    (desk / "desk.db").unlink()
    (desk / "desk.db").mkdir()
    done = run(*COMMANDS[command])
    assert done.code != 0
    _told(done)
