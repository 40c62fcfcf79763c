"""What commands that fail leave behind: no word of a customer in the log, which stays small (P5)."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from orderclerk import log

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run

SECRET = "Kunde-Zitronenfalter-4711"  # noqa: S105 - a word that stands nowhere else


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program keeps its log in this test."""
    folder = tmp_path / "home"
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder


def _written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()) if folder.exists() else b""


@pytest.mark.parametrize(
    "arguments",
    [
        ("order", "show", SECRET),
        ("order", "do", SECRET, "accept"),
        ("order", "do", "A1", "edit", "--set", f"requested_date={SECRET}"),
        ("order", "do", "A1", "edit", "--set", f"{SECRET}=1"),
        ("order", "new", "--set", f"customer={SECRET}"),
        ("order", "print", SECRET),
        ("import", f"/nowhere/{SECRET}.csv"),
        ("export", "orders", "--out", f"/nowhere/{SECRET}.csv"),
        ("audit", "verify", "--anchor", f"1:{SECRET}"),
        ("user", "edit", SECRET, "--set", "name=x"),
        ("backup", "restore", f"/nowhere/{SECRET}", "--yes"),
        ("policy", "set", f"/nowhere/{SECRET}.toml"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_a_command_that_fails_logs_nothing_of_what_was_typed(run: Run, home: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code != 0
    assert SECRET.encode() not in _written(home)


@pytest.mark.parametrize("error", [ValueError(SECRET), KeyError(SECRET), OSError(5, SECRET, SECRET)])
def test_a_fault_of_the_program_is_logged_without_what_it_was_about(tmp_path: Path, error: Exception) -> None:
    path = tmp_path / "state" / "orderclerk.log"

    def fail(customer: str) -> None:
        try:
            raise error
        except type(error) as inner:
            raise RuntimeError(customer) from inner

    with pytest.raises(RuntimeError) as raised:
        fail(SECRET)
    assert log.note(raised.value, raised.value.__traceback__, path) == path
    text = path.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert type(error).__name__ in text
    assert SECRET not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_log_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_LARGEST", 2000)
    path = tmp_path / "orderclerk.log"
    for _ in range(60):
        log.note(ValueError("x"), None, path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["orderclerk.log", "orderclerk.old.log"]
    assert all(one.stat().st_size < 4000 and stat.S_IMODE(one.stat().st_mode) == 0o600 for one in tmp_path.iterdir())
