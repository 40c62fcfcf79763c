"""A terminal that behaves badly ends nothing: sizes for nobody, a cat on the keyboard, bytes without a meaning."""

from __future__ import annotations

import os
import signal
import struct
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from data.store import sqlite
from tests.rooms.terminal import PATIENCE, open_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rooms.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")

SIZES = ((24, 80), (10, 40), (5, 20), (1, 1), (3, 3), (200, 500), (2, 300), (50, 10), (30, 100))
SIGNALS = b"\x03\x11\x13\x1a\x1c"
"""Interrupt, quit, stop: bytes that are meant to end or to stop a program."""


def _resize(terminal: Terminal, rows: int, columns: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(terminal.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _free(folder: Path) -> bool:
    """Whether somebody else can write to the desk at once, and it is sound."""
    with closing(sqlite.connect_raw(folder / "desk.db", patience=PATIENCE)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        raw.rollback()
        return raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_sizes_keys_and_bytes_of_all_kinds_end_nothing(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    for rows, columns in SIZES * 2:
        _resize(terminal, rows, columns)
        terminal.process.send_signal(signal.SIGWINCH)
    terminal.write(b"x" * 300 + b"\x1b[A" * 20)
    terminal.write(bytes(set(range(256)) - set(SIGNALS)))
    terminal.write(b"\x1b[200~pasted\x1b[31m\r\n\x1b[201~")
    assert _free(folder)
    terminal.write(b"\x11")
    assert terminal.wait() == 0
    assert terminal.restored()
    assert b"Traceback" not in terminal.shown
    assert _free(folder)


def test_a_program_that_is_killed_leaves_nothing_locked(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.write(b"n")  # a form is open
    terminal.process.kill()
    assert terminal.wait() == -signal.SIGKILL
    assert _free(folder)
