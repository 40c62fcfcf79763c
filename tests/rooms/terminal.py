"""A program in a terminal of its own, as tests drive it: read, written to, and looked at when it has ended."""

from __future__ import annotations

import contextlib
import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
BEGIN, END = b"\x1b[?1049h", b"\x1b[?1049l"
"""What switches a terminal to its second screen, and back."""

PROGRAM = """
import sys
from pathlib import Path
from orderclerk.exits import finish_output
from orderclerk.running import run
from orderclerk.settings import Settings
sys.exit(finish_output(run(Settings(Path(sys.argv[1]), "zhang", True), path=lambda: Path(sys.argv[2]))))
"""

STRAIGHT = """
import sys
from orderclerk.__main__ import main
sys.argv[1:] = ["--desk", sys.argv[1], "--as", "zhang"]
sys.exit(main())
"""

HELD_BACK = """
import select, sys
from orderclerk import __main__, running
come = running.run
def run(*settings, **language):
    select.select([sys.stdin], [], [])
    return come(*settings, **language)
running.run = run
sys.argv[1:] = ["--desk", sys.argv[1], "--as", "zhang"]
sys.exit(__main__.main())
"""
"""The screens come once something is typed, however slow whoever looks at the first picture is."""

WAITING = """sys.stderr.write("waiting"); sys.stderr.flush()
    while True:
        select.select([], [], [], 0.05)"""
"""For `NEVER_THERE`: to wait for a signal. `signal.pause` would miss the one that comes just before it."""

NEVER_THERE = """
import select, sys
from orderclerk import __main__, running
def run(settings, language):
    {what}
running.run = run
sys.argv[1:] = ["--desk", sys.argv[1], "--as", "zhang"]
sys.exit(__main__.main())
"""


class Terminal:
    """A program in a terminal of 100 by 30."""

    def __init__(self, folder: Path, program: str, environment: dict[str, str]) -> None:
        import fcntl
        import pty
        import termios

        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.shown = b""
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder), str(folder.parent / "screen.toml")],
            stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment, start_new_session=True,
        )  # fmt: skip

    def read_until(self, wanted: bytes) -> None:
        """Read what is shown until something has been."""
        until = time.monotonic() + PATIENCE
        while wanted not in self.shown:
            assert time.monotonic() < until, self.shown[-3000:]
            ready, _w, _x = select.select([self.master], [], [], 0.2)
            if ready:
                with contextlib.suppress(OSError):
                    self.shown += os.read(self.master, 65536)
            elif self.process.poll() is not None:
                break
        assert wanted in self.shown, self.shown[-3000:]

    def write(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def wait(self) -> int:
        """Wait until the program has ended; return its exit code."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < until
            ready, _w, _x = select.select([self.master], [], [], 0.1)
            if ready:
                with contextlib.suppress(OSError):
                    self.shown += os.read(self.master, 65536)
        while select.select([self.master], [], [], 0.1)[0]:
            try:
                self.shown += os.read(self.master, 65536)
            except OSError:
                break
        return self.process.returncode

    def restored(self) -> bool:
        """Whether the terminal is as it was before."""
        import termios

        return self.shown.rfind(END) > self.shown.rfind(BEGIN) and termios.tcgetattr(self.slave)[:4] == self.before[:4]

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


def open_terminal(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], program: str = PROGRAM
) -> Terminal:
    terminal = Terminal(folder, program, environment)
    terminals.append(terminal)
    terminal.read_until(b"SO-001")
    return terminal


def open_straight(
    terminals: list[Terminal], folder: Path, environment: dict[str, str], program: str = STRAIGHT
) -> Terminal:
    home = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), environment["HOME"])
    terminal = Terminal(folder, program, {**environment, **home})
    terminals.append(terminal)
    terminal.read_until(b" 1 Intake ")
    return terminal
