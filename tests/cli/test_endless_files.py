"""A file that a command is given and that has no end is refused, and not read until the memory is full."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from data.errors import Unreadable
from orderclerk.cli import desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run


@pytest.mark.skipif(sys.platform == "win32", reason="there is no file without an end")
@pytest.mark.parametrize("command", [("audit", "verify", "--anchor"), ("policy", "check"), ("policy", "set")])
def test_a_file_without_an_end_is_refused(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "/dev/zero")
    assert done.code != 0
    assert "The file is larger than can be read" in done.err


def test_the_longest_text_is_read_and_a_longer_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_LONGEST_TEXT", 5)
    written = tmp_path / "note.txt"
    written.write_text("\ufeff订单12三", encoding="utf-8")
    assert desk.read_text(str(written)) == "订单12三"
    written.write_text("订单123三", encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        desk.read_text(str(written))
    assert refused.value.why == "too_large"
