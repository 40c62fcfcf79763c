"""What a person at a terminal sees, through a pseudo-terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orderclerk.cli.layout import cells
from tests.cli.running import run_here

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

WIDTH = 60


def _seen(arguments: list[str], home: Path, **more: str) -> str:
    """Return what a run prints to a terminal of 60 columns."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "PYTHONPATH")}
    environment = {
        **kept, "HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm",
        "LC_ALL": "C.UTF-8", "COLUMNS": str(WIDTH), **more,
    }  # fmt: skip
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "orderclerk", *arguments]
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux tells so that the other end is closed
                break
            if not part:
                break
            seen += part
        process.wait()
    os.close(ours)
    return seen.decode("utf-8").replace("\r\n", "\n")


def test_lists_fit_the_terminal_and_their_head_is_bold(desk: Path, tmp_path: Path) -> None:
    seen = _seen(["--desk", str(desk), "customers", "list"], tmp_path)
    head, *rest = seen.splitlines()
    assert head.startswith("\x1b[1m")
    assert "…" in seen
    assert all(cells(line) <= WIDTH for line in rest)


def test_no_color_is_respected(desk: Path, tmp_path: Path) -> None:
    assert "\x1b" not in _seen(["--desk", str(desk), "order", "list"], tmp_path, NO_COLOR="1")


def test_an_export_to_a_terminal_is_harmless(desk: Path, tmp_path: Path) -> None:
    run_here("--desk", str(desk), "order", "do", "A1", "edit", "--set", "special_requirements=a\x1b]0;title\x07b")
    seen = _seen(["--desk", str(desk), "export", "orders"], tmp_path, NO_COLOR="1")
    assert "title" in seen
    assert not set("\x1b\x07") & set(seen)


def test_a_workbook_is_not_sent_to_a_terminal(desk: Path, tmp_path: Path) -> None:
    seen = _seen(["--desk", str(desk), "export", "orders", "--format", "xlsx"], tmp_path)
    assert "--out" in seen
    assert "PK" not in seen


def test_a_progress_bar_reads_no_markup_in_a_file_name(desk: Path, tmp_path: Path) -> None:
    path = tmp_path / "[bold]orders[_bold].csv"
    path.write_text("order no,customer code,product code,quantity\nT1,VINET,42,1\n", encoding="utf-8")
    seen = _seen(["--desk", str(desk), "import", str(path)], tmp_path)
    assert "1 order, 1 line taken in" in seen
    assert "[bold]orders[_bold].csv" in seen
