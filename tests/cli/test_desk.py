from pathlib import Path

import pytest

from tests.cli.running import Run, run_here


def test_init_makes_a_desk_and_asks_nothing(tmp_path: Path) -> None:
    desk = tmp_path / "new" / "desk"
    done = run_here("--desk", str(desk), "--as", "lin", "init", "--name", "Trial office")
    assert done.code == 0
    assert "Trial office" in done.out
    assert sorted(path.name for path in desk.iterdir()) == ["backups", "desk.db", "files"]
    info = run_here("--desk", str(desk), "info", "--json").json
    assert info["name"] == "Trial office"
    assert info["policy_version"] == 1
    assert info["counts"]["events"] == 2


def test_init_records_who_made_the_desk_and_its_policy(tmp_path: Path) -> None:
    desk = str(tmp_path / "desk")
    run_here("--desk", desk, "--as", "lin", "init")
    events = run_here("--desk", desk, "export", "events", "--format", "json").json
    assert [(event["verb"], event["actor"]) for event in events][:2] == [("init", "lin"), ("set_policy", "lin")]


def test_a_second_init_is_refused_and_changes_nothing(run: Run, desk: Path) -> None:
    before = run("audit", "head").out
    done = run("init")
    assert done.code == 7
    assert str(desk) in done.err
    assert run("audit", "head").out == before


def test_init_leaves_somebody_elses_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    assert run_here("--desk", str(tmp_path), "init").code == 7
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_faulty_policy_makes_no_desk(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[office]\nzone = "Mars/Base"\n', encoding="utf-8")
    done = run_here("--desk", str(tmp_path / "a" / "desk"), "init", "--policy", str(policy))
    assert done.code == 7
    assert "Mars/Base" in done.err
    assert not (tmp_path / "a").exists()


def test_init_where_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run_here("--desk", str(tmp_path / "file" / "desk"), "init")
    assert done.code == 6
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""


def test_without_a_command_it_shows_what_the_desk_holds(run: Run, desk: Path) -> None:
    done = run()
    assert done.code == 0
    assert "Trial office" in done.out
    assert "orders.csv" in done.out
    assert str(desk) in done.out
    assert "orderclerk order list" in done.out


def test_without_a_desk_it_says_how_to_make_one(tmp_path: Path) -> None:
    done = run_here("--desk", str(tmp_path / "none"))
    assert done.code == 4
    assert "init" in done.err
    assert done.out == ""


@pytest.mark.parametrize("command", [["order", "list"], ["info"], ["check"], ["backup"], ["audit", "verify"]])
def test_every_command_names_a_missing_desk(tmp_path: Path, command: list[str]) -> None:
    done = run_here("--desk", str(tmp_path / "none"), *command)
    assert done.code == 4
    assert str(tmp_path / "none") in done.err


def test_info_tells_how_the_desk_is_kept(run: Run) -> None:
    facts = run("info", "--json").json
    assert set(facts) >= {
        "path", "name", "zone", "policy_version", "sqlite", "journal_mode", "synchronous", "revision", "bytes", "head",
        "counts", "user",
    }  # fmt: skip
    assert facts["user"] == "lin"
    assert facts["counts"]["sales_order"] == 3
    told = run("info")
    assert facts["sqlite"]["version"] in told.out
    assert "3 orders" in told.out


def test_check_of_a_good_desk(run: Run) -> None:
    assert run("check").code == 0
    assert run("check", "--json").json["good"] is True


def test_check_names_a_damaged_file(run: Run, desk: Path) -> None:
    kept = next(path for path in (desk / "files").rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(b"other")
    done = run("check")
    assert done.code == 5
    assert "Fault:" in done.err
    found = run("check", "--json")
    assert found.code == 5
    assert [fault["code"] for fault in found.json["faults"]] == ["file_altered"]


def test_a_file_that_is_no_desk_is_told_as_damage(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"no database at all" * 100)
    done = run_here("--desk", str(tmp_path), "order", "list")
    assert done.code == 5
    assert "Traceback" not in done.err
