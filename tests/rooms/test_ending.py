"""A program that is told to end does so at once, at whatever point of its beginning; the terminal is as it was."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any, cast

import pytest

from orderclerk.ending import EndingApp
from screens.bridge import Bridge
from tests.rooms.terminal import NEVER_THERE, PATIENCE, WAITING, open_straight, open_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk
    from tests.rooms.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")

SOON = PATIENCE
"""Seconds; a slow machine needs some of them, what is waited for here never comes."""

OPENING = """
import sys, time
from pathlib import Path
from orderclerk import wiring
def open_desk(settings, clock=None):
    time.sleep(600)
wiring.open_desk = open_desk
from orderclerk.__main__ import main
sys.argv[1:] = ["--desk", sys.argv[1], "--as", "zhang"]
sys.exit(main())
"""


def test_a_first_picture_that_is_interrupted_gives_the_terminal_back(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    program = NEVER_THERE.format(what=WAITING)
    terminal = open_straight(terminals, folder, environment, program)
    terminal.read_until(b"waiting")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.wait() == 130
    assert terminal.restored()


def test_an_interrupt_ends_the_screens(terminals: list[Terminal], folder: Path, environment: dict[str, str]) -> None:
    terminal = open_terminal(terminals, folder, environment)
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.wait() == 130
    assert terminal.restored()


def test_nobody_waits_for_a_desk_that_is_being_opened(
    terminals: list[Terminal], folder: Path, environment: dict[str, str]
) -> None:
    terminal = open_straight(terminals, folder, environment, OPENING)
    terminal.read_until(b"SO-001")  # the first rows are read before the desk is open
    begun = time.monotonic()
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.wait() == 128 + signal.SIGTERM
    assert time.monotonic() - begun < SOON
    assert terminal.restored()


def test_a_desk_that_is_being_opened_is_left_only_where_that_is_asked_for() -> None:
    begun, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    class Fake:
        def close(self) -> None:
            closed.set()

    def open_desk() -> Desk:
        begun.set()
        assert go_on.wait(SOON)
        return cast("Desk", Fake())

    bridge = Bridge(open_desk)
    answers: list[object] = []
    bridge._pool.submit(bridge._answer, answers.append)
    assert begun.wait(SOON)
    assert not bridge.close(wait=False)
    threading.Timer(0.05, go_on.set).start()
    assert bridge.close()
    assert closed.is_set()
    assert len(answers) == 1


async def test_what_fails_on_the_way_out_is_no_failure() -> None:
    app: EndingApp = EndingApp()
    async with app.run_test() as pilot:
        app._told_to_end(signal.SIGINT)
        app._handle_exception(ValueError("a screen that is half made"))
        await pilot.pause()
    assert app.return_code == 128 + signal.SIGINT
    assert cast("Any", app)._exception is None
