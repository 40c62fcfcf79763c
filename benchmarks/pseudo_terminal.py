"""A program in a terminal of its own: what it paints, when, and what it costs the processor and the memory."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

QUIET = 0.15
"""Seconds without output after which a program has said what it had to say."""

PATIENCE = 120.0
_NOTHING = 0.3
"""A key that causes no output in so many seconds causes none."""

_IDLE = 0.05
"""Seconds of the processor that a program uses which only looks now and then whether anything has changed."""

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Terminal:
    """A terminal of 120 × 40 with a program in it; leaving the block ends the program."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], folder: Path) -> None:
        """Start the program; `began` is when."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            list(command), stdin=slave, stdout=slave, stderr=slave, cwd=folder, env=dict(environ),
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            self._read(0.05)
            if time.monotonic() > until:
                self._process.kill()
        os.close(self._master)

    def _read(self, wait: float) -> bytes | None:
        """Return what the program wrote; None where it wrote nothing for so many seconds, or has ended."""
        if not select.select([self._master], [], [], wait)[0]:
            return None
        try:
            return os.read(self._master, 1 << 20)
        except OSError:  # the other end is closed
            time.sleep(0.01)
            return None

    def until(self, wanted: str) -> float:
        """Return the seconds from the start until a text is painted.

        Raises:
            TimeoutError: it is not painted.
        """
        shown = b""
        while wanted.encode() not in shown:
            shown += self._read(0.5) or b""
            if time.perf_counter() - self.began > PATIENCE or self._process.poll() is not None:
                raise TimeoutError(f"{wanted!r} is not painted: {shown[-2000:]!r}")
        return time.perf_counter() - self.began

    def settle(self) -> float:
        """Wait until the program is quiet; return the seconds until its last output."""
        began = last = time.perf_counter()
        while self._read(QUIET) is not None:
            last = time.perf_counter()
        return last - began

    def idle(self) -> None:
        """Wait until the program neither writes nor works."""
        while True:
            before = self.worked()
            self.settle()
            time.sleep(_NOTHING)
            if self.worked() - before < _IDLE:
                return

    def press(self, keys: str) -> tuple[float, float]:
        """Send keys; return the seconds to the first output and to the last one before the program is quiet."""
        began = time.perf_counter()
        os.write(self._master, keys.encode())
        self._read(_NOTHING)
        first = time.perf_counter() - began
        return first, first + self.settle()

    def send(self, keys: str) -> None:
        """Send keys and wait for the first output alone."""
        os.write(self._master, keys.encode())
        self._read(_NOTHING)

    def worked(self) -> float:
        """Return the seconds of the processor that the program has used, in all its threads."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def memory(self) -> int:
        """Return the bytes of memory that the program holds."""
        return int(Path(f"/proc/{self._process.pid}/statm").read_text(encoding="utf-8").split()[1]) * _PAGE
