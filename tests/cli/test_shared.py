"""Who may read what a desk writes: its owner alone whatever the umask, or a group that was chosen (P5)."""

from __future__ import annotations

import grp
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orderclerk import log
from orderclerk.mail_password import keep_password
from orderclerk.ui_settings import UiSettings, settings_file
from tests.cli.running import CUSTOMERS, ORDERS, PRODUCTS, run_here

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights are not kept in the mode there")


@pytest.fixture(params=[0, 0o077, 0o277])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield int(request.param)
    os.umask(before)


@pytest.fixture
def loose() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _own_group() -> str:
    return grp.getgrgid(os.getgid()).gr_name


def _worked_on(desk: Path, sources: Path, *init: str) -> None:
    """Make a desk and have it write every kind of file: attachments, a backup, a restored database."""
    for name, content in (("customers.csv", CUSTOMERS), ("products.csv", PRODUCTS), ("orders.csv", ORDERS)):
        (sources / name).write_text(content, encoding="utf-8")
    where = ("--desk", str(desk))
    assert run_here(*where, "init", *init).code == 0
    assert run_here(*where, "import", str(sources / "customers.csv"), "--what", "customers").code == 0
    assert run_here(*where, "import", str(sources / "products.csv"), "--what", "products").code == 0
    assert run_here(*where, "import", str(sources / "orders.csv")).code == 0
    made = run_here(*where, "backup", "--json")
    assert made.code == 0, made.err
    assert run_here(*where, "backup", "restore", made.json["path"], "--yes").code == 0


def _modes(desk: Path) -> dict[bool, set[int]]:
    found: dict[bool, set[int]] = {True: set(), False: set()}
    for path in (desk, *desk.rglob("*")):
        found[path.is_dir()].add(stat.S_IMODE(path.lstat().st_mode))
    return found


def test_a_desk_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    sources.chmod(0o700)
    desk = tmp_path / "desk"
    _worked_on(desk, sources)
    assert _modes(desk) == {True: {0o700}, False: {0o600}}


def test_what_lies_beside_a_desk_is_its_owners_alone_too(
    tmp_path: Path, loose: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A schedule that others can write is a program that others have run in one's name."""
    home = tmp_path / "home"
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    desk = ("--desk", str(tmp_path / "desk"))
    assert run_here(*desk, "init").code == 0
    for kind in ("--systemd", "--cron", "--windows"):
        assert run_here(*desk, "backup", "schedule", kind, "--write").code == 0
    UiSettings(settings_file()).put("rooms", "first", "intake")
    keep_password("desk", "mail.example", "secret")
    assert log.note(ValueError(), None) is not None
    assert run_here(*desk, "mail", "outbox", "--to", str(home / "mails")).code == 0
    found = _modes(home)
    assert found == {True: {0o700}, False: {0o600}}
    assert len([path for path in home.rglob("*") if path.is_file()]) == 7


def test_a_shared_desk_is_the_groups_and_stays_so(tmp_path: Path, loose: None) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    desk = tmp_path / "desk"
    os.umask(0o077)  # that of an account which shares nothing by itself
    _worked_on(desk, sources, "--group", _own_group())
    assert _modes(desk) == {True: {0o2770}, False: {0o660}}
    assert {path.stat().st_gid for path in desk.rglob("*")} == {os.getgid()}
    assert run_here("--desk", str(desk), "info", "--json").json["group"] == _own_group()
    assert run_here("--desk", str(desk), "check", "--json").json["remarks"] == []
    (desk / "desk.db").chmod(0o600)
    (desk / "files").chmod(0o2775)
    told = run_here("--desk", str(desk), "check", "--json")
    assert told.code == 0
    assert [(one["code"], one["file"], one["value"]) for one in told.json["remarks"] if "-" not in one["file"]] == [
        ("not_shared", "desk.db", "0600"),
        ("readable_by_others", "files", "2775"),
    ]


def test_backups_elsewhere_are_the_groups_where_their_folder_is(tmp_path: Path, loose: None) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    desk, shared, own = tmp_path / "desk", tmp_path / "shared", tmp_path / "own"
    os.umask(0o077)
    _worked_on(desk, sources, "--group", _own_group())
    shared.mkdir()
    shared.chmod(0o2770)
    own.mkdir()
    for place in (shared, own):
        assert run_here("--desk", str(desk), "backup", "--to", str(place)).code == 0
    assert _modes(shared) == {True: {0o2770}, False: {0o660}}
    assert _modes(own) == {True: {0o700}, False: {0o600}}


def test_a_group_that_is_none_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run_here("--desk", str(tmp_path / "desk"), "init", "--group", "no-such-group")
    assert done.code == 6
    assert "no-such-group" in done.err
    assert not (tmp_path / "desk").exists()


def test_a_network_as_a_desks_place_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from data.store import place

    monkeypatch.setattr(place, "network_of", lambda _path: "cifs")
    desk = str(tmp_path / "desk")
    done = run_here("--desk", desk, "init")
    assert (done.code, Path(desk).exists()) == (7, False)
    assert "cifs" in done.err
    done = run_here("--desk", desk, "init", "--yes")
    assert done.code == 0
    assert "cifs" in done.err
    assert json.loads(run_here("--desk", desk, "info", "--json").out)["file_system"] == "cifs"
    assert "cifs" in run_here("--desk", desk, "info").out
    assert "cifs" in run_here("--desk", desk, "check").err


def test_a_linked_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    run_here("--desk", str(desk), "init")
    os.link(desk / "desk.db", tmp_path / "again.db")
    done = run_here("--desk", str(desk), "order", "list")
    assert done.code == 6
    assert "hard link" in done.err
