"""The full screen in a terminal of its own: how it begins, how it ends, and that it leaves the terminal as it was."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from orderclerk.keyboard import Patient
from orderclerk.themes import DARK, LIGHT, SIXTEEN, first_theme, fitting
from tests.rooms.terminal import (
    BEGIN,
    END,
    HELD_BACK,
    NEVER_THERE,
    PATIENCE,
    PROGRAM,
    ROOT,
    WAITING,
    Terminal,
    open_straight,
    open_terminal,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")

CRASHING = """
import sys
from pathlib import Path
from orderclerk import app, running
from orderclerk.settings import Settings
def fail(self):
    secret = "customer 海川 owes 312000"
    raise ValueError(secret)
app.OrderclerkApp.action_settings = fail
sys.exit(running.run(Settings(Path(sys.argv[1]), "zhang", True), path=lambda: Path(sys.argv[2])))
"""


FAILING_AT_WORK = """
import sys
from pathlib import Path
from orderclerk import app, running
from orderclerk.settings import Settings
async def fail(self):
    raise ValueError("customer 海川 owes 312000")
app.OrderclerkApp.look = fail
sys.exit(running.run(Settings(Path(sys.argv[1]), "zhang", True), path=lambda: Path(sys.argv[2])))
"""


def test_ctrl_q_ends_with_success_and_gives_the_terminal_back(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.write(b"\x11")
    assert terminal.wait() == 0
    assert terminal.restored()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_program_that_is_told_to_end_gives_the_terminal_back(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.process.send_signal(number)
    assert terminal.wait() == 128 + number
    assert terminal.restored()


def test_a_closed_terminal_ends_the_program(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    os.close(terminal.slave)
    os.close(terminal.master)
    try:
        assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP
    finally:  # closed once more with the others
        terminal.master, terminal.slave = os.pipe()


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_a_program_that_was_stopped_goes_on_where_it_was(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.process.send_signal(number)
    if number is signal.SIGTSTP:
        terminal.read_until(END)
    _found, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    terminal.shown = b""
    terminal.process.send_signal(signal.SIGCONT)
    terminal.read_until(BEGIN)
    terminal.read_until(b"SO-001")
    terminal.write(b"\x11")
    assert terminal.wait() == 0
    assert terminal.restored()


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_a_terminal_that_is_closed_while_the_program_is_stopped_ends_it(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.process.send_signal(number)
    if number is signal.SIGTSTP:
        terminal.read_until(END)
    os.waitpid(terminal.process.pid, os.WUNTRACED)
    os.close(terminal.slave)
    os.close(terminal.master)
    terminal.process.send_signal(signal.SIGCONT)  # as a shell does that is closed itself
    try:
        assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP
    finally:  # closed once more with the others
        terminal.master, terminal.slave = os.pipe()


def test_what_is_written_to_a_terminal_that_is_gone_goes_nowhere() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    told: list[str] = []
    with os.fdopen(writing, "w", encoding="utf-8") as file:
        patient = Patient(file, lambda: told.append("gone"))
        for _once_more in range(3):
            patient.write("x" * 100_000)
            patient.flush()
        with contextlib.suppress(OSError):
            file.close()
    assert told == ["gone"]


def test_the_theme_fits_the_colours_of_the_terminal() -> None:
    assert fitting("standard", {}) == SIXTEEN
    assert fitting("standard", {"NO_COLOR": "1"}) == DARK
    assert fitting("256", {}) == DARK
    assert first_theme(LIGHT, SIXTEEN) == LIGHT
    assert first_theme("of yesterday", SIXTEEN) == SIXTEEN


def test_a_keyboard_of_another_encoding_ends_nothing(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.write("订单".encode("gbk"))
    terminal.read_until(b"UTF-8")
    terminal.write(b"\xff\xfe\x80")
    terminal.write(b"\x1b[15~")
    terminal.write(b"\x11")
    assert terminal.wait() == 0


def test_a_scanner_at_the_terminal_opens_an_order(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.write(b"SO-009\r")
    terminal.read_until(b"Contacts")
    terminal.write(b"\x11")
    assert terminal.wait() == 0


def test_a_crash_is_told_without_anything_of_the_customers(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    terminal = open_terminal(terminals, folder, environment, CRASHING)
    terminal.shown = b""
    terminal.write(b"\x1b[20~")
    assert terminal.wait() == 1
    told = terminal.shown.decode("utf-8", errors="replace")
    assert "Something went wrong" in told
    assert "312000" not in told
    assert "secret" not in told
    (log,) = (tmp_path / "home").rglob("*.log")
    noted = log.read_text(encoding="utf-8")
    assert "ValueError" in noted
    assert "312000" not in noted


def test_what_failed_beside_the_screen_is_noted_itself(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    terminal = Terminal(folder, FAILING_AT_WORK, environment)
    terminals.append(terminal)
    assert terminal.wait() == 1
    assert "312000" not in terminal.shown.decode("utf-8", errors="replace")
    (log,) = (tmp_path / "home").rglob("*.log")
    noted = log.read_text(encoding="utf-8")
    assert "ValueError" in noted
    assert "in fail" in noted
    assert "312000" not in noted


@pytest.mark.parametrize("changed", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_dumb_terminal_is_refused_in_a_line(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], changed: dict[str, str]
) -> None:
    terminal = Terminal(folder, PROGRAM, {**environment, **changed})
    terminals.append(terminal)
    assert terminal.wait() == 2
    assert BEGIN not in terminal.shown
    assert terminal.shown.count(b"\n") == 1
    assert b"orderclerk order list" in terminal.shown


def test_without_a_terminal_it_says_what_works_without(folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), str(folder.parent / "screen.toml")],
        cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_the_database_is_loaded_after_the_first_rows(folder: Path, environment: dict[str, str]) -> None:
    code = """
import sys
from pathlib import Path
import orderclerk.running
from orderclerk.wiring import look
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.rooms import ROOM_STATES
from data.rules.workflow import Stage
from screens.glance import Glance
seen = Glance(look(Path(sys.argv[1]))).at(ListQuery(OrderFilter(states=ROOM_STATES[Stage.INTAKE]), Sort.DUE))
print(len(seen.rows) > 0, [name for name in ("sqlalchemy", "sqlmodel", "pydantic") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True []"


# --- before the screens are loaded -----------------------------------------------------------------------------


def test_what_is_typed_into_the_first_picture_is_done_in_order(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_straight(terminals, folder, environment, HELD_BACK)
    terminal.read_until(b"commands")
    assert b"\x1b[?1000h" not in terminal.shown  # the mouse is asked for by the screens, which are not there yet
    terminal.write(b"35")
    here = re.search(rb"\x1b\[([0-9;]*)m 1 Intake ", terminal.shown)
    assert here
    terminal.read_until(here[1] + b"m 5 Archive ")
    terminal.write(b"\x11")
    assert terminal.wait() == 0
    assert terminal.restored()
    assert terminal.shown.count(BEGIN) == 1  # said again, it would empty the screen


def test_a_first_picture_to_which_no_screens_come_gives_the_terminal_back(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    program = NEVER_THERE.format(what="raise ValueError")
    terminal = open_straight(terminals, folder, environment, program)
    assert terminal.wait() == 1
    assert terminal.restored()
    assert b"went wrong" in terminal.shown[terminal.shown.rfind(END) :]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_first_picture_that_is_told_to_end_gives_the_terminal_back(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    program = NEVER_THERE.format(what=WAITING)
    terminal = open_straight(terminals, folder, environment, program)
    terminal.read_until(b"waiting")
    terminal.process.send_signal(number)
    assert terminal.wait() == -number
    assert terminal.restored()
