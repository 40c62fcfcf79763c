"""The throwaway desk: shown on the full screen and gone afterwards, or told in words where there is no terminal."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orderclerk.throwaway import throwaway
from tests.cli.running import run_here

if TYPE_CHECKING:
    from collections.abc import Iterator

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Demo:
    """`orderclerk demo` in a terminal."""

    def __init__(self, places: Path, *arguments: str, **more: str) -> None:
        kept = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        environment = {
            **kept, "HOME": str(places), "XDG_CONFIG_HOME": str(places), "TMPDIR": str(places), "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30", **more,
        }  # fmt: skip
        self.places = places
        self.seen = b""
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "orderclerk", "--as", "lin", *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)

    def until(self, wanted: bytes) -> None:
        """Read until something has been shown."""
        end = time.monotonic() + PATIENCE
        while wanted not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            assert self._read(), self.seen[-2000:]

    def ended(self) -> int:
        """Wait for the end; return the exit code."""
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, self.seen[-2000:]
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        if not select.select([self.ours], [], [], 0.2)[0]:
            return self.process.poll() is None
        try:
            part = os.read(self.ours, 65536)
        except OSError:  # Linux tells so that the other end is closed
            part = b""
        self.seen += part
        return bool(part)

    def folders(self) -> list[Path]:
        return list(self.places.glob("orderclerk-demo-*"))


@pytest.fixture
def demos(tmp_path: Path) -> Iterator[list[Demo]]:
    started: list[Demo] = []
    yield started
    for one in started:
        with contextlib.suppress(OSError):
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()
        os.close(one.ours)


def start(demos: list[Demo], places: Path, *arguments: str, **more: str) -> Demo:
    demo = Demo(places, *arguments, **more)
    demos.append(demo)
    return demo


def test_in_a_terminal_the_full_screen_opens_on_it_and_it_is_gone_afterwards(demos: list[Demo], tmp_path: Path) -> None:
    demo = start(demos, tmp_path, "demo", "--orders", "5")
    demo.until(b"thrown away")
    assert len(demo.folders()) == 1
    assert "Making the sample desk" in demo.seen.decode(errors="replace")
    os.write(demo.ours, b"\x11")
    assert demo.ended() == 0
    assert demo.folders() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_is_gone_when_the_program_is_told_to_end(demos: list[Demo], tmp_path: Path, number: signal.Signals) -> None:
    demo = start(demos, tmp_path, "demo", "--orders", "5")
    demo.until(b"thrown away")
    demo.process.send_signal(number)
    assert demo.ended() == 128 + number
    assert demo.folders() == []


def test_it_is_gone_when_the_program_is_told_to_end_while_it_is_made(demos: list[Demo], tmp_path: Path) -> None:
    demo = start(demos, tmp_path, "demo", "--orders", "300")
    demo.until(b"Making the sample desk")
    assert len(demo.folders()) == 1
    demo.process.terminate()
    assert demo.ended() == 128 + signal.SIGTERM
    assert demo.folders() == []


def test_a_folder_is_gone_after_a_failure() -> None:
    kept: list[Path] = []

    def fail() -> None:
        with throwaway() as folder:
            kept.append(folder)
            (folder / "desk").mkdir()
            raise RuntimeError

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(RuntimeError):
        fail()
    assert not kept[0].exists()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_number_that_is_none_leaves_no_folder(demos: list[Demo], tmp_path: Path) -> None:
    demo = start(demos, tmp_path, "demo", "--orders", "many")
    assert demo.ended() == 2
    assert demo.folders() == []


def test_without_a_terminal_it_says_what_works_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    done = run_here("--as", "lin", "demo", "--orders", "5")
    (folder,) = tmp_path.glob("orderclerk-demo-*")
    assert done.code == 0
    assert "Commands to try" in done.out
    assert f"--desk {folder}/desk order list" in done.err
    assert "The full screen needs a terminal" in done.err


def test_a_dumb_terminal_is_told_in_words(demos: list[Demo], desk: Path, tmp_path: Path) -> None:
    demo = start(demos, tmp_path, "--desk", str(desk), TERM="dumb")
    assert demo.ended() == 0
    assert demo.seen.count(b"The full screen needs a terminal") == 1
    assert b"\x1b[?1049h" not in demo.seen


def test_without_a_desk_the_wizard_opens_in_a_terminal(demos: list[Demo], tmp_path: Path) -> None:
    demo = start(demos, tmp_path, "--desk", str(tmp_path / "none"))
    demo.until(b"There is no desk at")
    os.write(demo.ours, b"\x11")
    assert demo.ended() == 0
    assert not (tmp_path / "none").exists()


def test_the_wizard_leads_to_the_sample_desk(demos: list[Demo], tmp_path: Path) -> None:
    demo = start(demos, tmp_path, "--desk", str(tmp_path / "none"))
    demo.until(b"There is no desk at")
    os.write(demo.ours, b"\x1b[B")
    os.write(demo.ours, b"\r")
    demo.until(b"Making the sample desk")
    assert len(demo.folders()) == 1
    demo.process.terminate()  # all of its orders take seconds; how it is shown is seen above
    assert demo.ended() == 128 + signal.SIGTERM
    assert demo.folders() == []
