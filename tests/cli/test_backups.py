import shutil
from pathlib import Path

import pytest

from orderclerk.cli.backups import confirmed
from tests.cli.running import Run, run_here


def _backup(run: Run, to: Path) -> Path:
    return Path(run("backup", "create", "--to", str(to), "--json").json["path"])


def test_create_for_scripts(run: Run, tmp_path: Path) -> None:
    made = run("backup", "create", "--to", str(tmp_path / "b"), "--json").json
    assert set(made) >= {"path", "manifest", "head", "orders", "bytes"}
    assert made["orders"] == 3
    assert Path(made["manifest"]).is_file()
    assert made["head"] == run("audit", "head").out.split()[1]


def test_plain_backup_makes_one_in_the_desks_folder(run: Run, desk: Path) -> None:
    done = run("backup")
    assert done.code == 0
    assert done.out.count("\n") == 1
    assert len(list((desk / "backups").iterdir())) == 1
    assert run("backup", "--to", str(desk.parent / "b")).code == 0


def test_options_before_a_command_are_not_passed_over(run: Run, tmp_path: Path) -> None:
    done = run("backup", "--to", str(tmp_path), "list")
    assert done.code == 2
    assert "list" in done.err


def test_list(run: Run, tmp_path: Path) -> None:
    assert run("backup", "list", "--to", str(tmp_path / "none"), "--json").json == []
    made = _backup(run, tmp_path / "b")
    (entry,) = run("backup", "list", "--to", str(tmp_path / "b"), "--json").json
    assert entry["path"] == str(made)
    assert entry["name"] == "Trial office"
    assert str(made) in run("backup", "list", "--to", str(tmp_path / "b")).out


def test_verify(run: Run, tmp_path: Path) -> None:
    made = _backup(run, tmp_path / "b")
    assert run("backup", "verify", str(made)).code == 0
    assert run("backup", "verify", str(made / "manifest.json")).code == 0
    with (made / "desk.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff")
    done = run("backup", "verify", str(made))
    assert done.code == 5
    assert "desk.db" in done.err
    assert run("backup", "verify", str(made), "--json").json["good"] is False
    assert run("backup", "verify", str(tmp_path / "none")).code == 4


def test_restore_into_an_empty_place_asks_nothing(run: Run, tmp_path: Path) -> None:
    made = _backup(run, tmp_path / "b")
    new = str(tmp_path / "new")
    assert run_here("--desk", new, "backup", "restore", str(made)).code == 0
    for what in ("orders", "lines", "customers", "products", "events"):
        assert run_here("--desk", new, "export", what).out == run("export", what).out


def test_restore_over_a_desk_needs_yes_where_nobody_can_be_asked(run: Run, tmp_path: Path) -> None:
    made = _backup(run, tmp_path / "b")
    before = run("audit", "head").out
    run("order", "do", "A1", "note", "--note", "later")
    after = run("audit", "head").out
    done = run("backup", "restore", str(made))
    assert done.code == 7
    assert "--yes" in done.err
    assert run("audit", "head").out == after
    restored = run("backup", "restore", str(made), "--yes", "--json").json
    assert run("audit", "head").out == before
    assert Path(restored["replaced"]).exists()


def test_a_damaged_backup_is_not_restored(run: Run, desk: Path, tmp_path: Path) -> None:
    made = _backup(run, tmp_path / "b")
    (made / "manifest.json").write_text("{}", encoding="utf-8")
    head = run("audit", "head").out
    assert run("backup", "restore", str(made), "--yes").code == 5
    assert run("audit", "head").out == head
    shutil.rmtree(desk)
    assert run("backup", "restore", str(made)).code == 5
    assert not (desk / "desk.db").exists()


@pytest.mark.parametrize(("answer", "expected"), [("y", True), ("Yes", True), ("是", True), ("", False), ("n", False)])
def test_a_person_is_asked(monkeypatch: pytest.MonkeyPatch, answer: str, expected: bool) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    assert confirmed("Replace?", lambda _prompt: answer) is expected


def test_no_answer_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    def ended(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin", Terminal())
    assert confirmed("Replace?", ended) is False
