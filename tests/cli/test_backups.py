import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest

from data.errors import PolicyRefused, StorageFailed
from data.store.manifests import seal
from orderclerk import signing
from orderclerk.cli.backups import confirmed
from tests.cli.running import Run, run_here


def _backup(run: Run, to: Path, *options: str) -> Path:
    return Path(run("backup", "create", "--to", str(to), "--json", *options).json["path"])


def _events(run: Run, after: int = 0) -> list[dict[str, Any]]:
    """Return the events after a number, but for those of looking at them."""
    found = run("export", "events", "--format", "json").json
    return [event for event in found if event["seq"] > after and event["verb"] != "export"]


def _head(made: Path) -> str:
    """Return the head of the record that a backup's manifest says."""
    found: str = json.loads((made / "manifest.json").read_text(encoding="utf-8"))["head"]
    return found


def _aged(made: Path, days: int) -> None:
    """Let a backup have been made some days ago, by its manifest."""
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    then = datetime.fromisoformat(manifest["created_at"]) - timedelta(days=days)
    manifest["created_at"] = then.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    content = json.dumps(manifest).encode()
    (made / "manifest.json").write_bytes(content)
    (made / "manifest.json.sha256").write_bytes(seal(content))


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
    for what in ("orders", "lines", "customers", "products"):
        assert run_here("--desk", new, "export", what).out == run("export", what).out
    found = run_here("--desk", new, "export", "events", "--format", "json").json
    (event,) = [event for event in found if event["verb"] == "restore"]
    assert json.loads(event["payload"]) == {"backup": made.name, "head": _head(made), "replaced": ""}


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
    # the record is that of the backup, and one event more: that it was restored
    assert run("audit", "verify", "--anchor", before.split()[1]).code == 0
    (event,) = _events(run, after=int(before.split()[1].partition(":")[0]))
    assert (event["verb"], event["subject"], event["subject_key"]) == ("restore", "backup", made.name)
    assert event["actor"] == "lin"
    assert json.loads(event["payload"])["replaced"] == restored["replaced"]
    assert Path(restored["replaced"]).exists()


def test_a_restoration_that_cannot_be_put_on_record_replaces_nothing(
    run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _backup(run, tmp_path / "b")
    run("order", "do", "A1", "note", "--note", "later")
    head = run("audit", "head").out

    def full(*_arguments: object) -> None:
        raise StorageFailed(str(desk / "desk.db"), "full")

    monkeypatch.setattr("data.desk.backups.note_restored", full)
    for place in (desk, tmp_path / "new"):
        done = run_here("--desk", str(place), "--as", "lin", "backup", "restore", str(made / "manifest.json"), "--yes")
        assert done.code == 6
        assert done.err
    assert run("audit", "head").out == head
    assert list((desk / "backups").iterdir()) == []
    assert not (tmp_path / "new").exists()


def test_a_desk_is_brought_back_also_where_its_policy_cannot_be_read_any_more(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _backup(run, tmp_path / "b")

    def unreadable(_document: str) -> None:
        raise PolicyRefused("", ())

    with monkeypatch.context() as later:
        later.setattr("data.desk.context._parsed", unreadable)
        new = str(tmp_path / "new")
        assert run_here("--desk", new, "--as", "lin", "backup", "restore", str(made)).code == 0
    found = run_here("--desk", new, "--as", "lin", "export", "events", "--format", "json").json
    (event,) = [event for event in found if event["verb"] == "restore"]
    assert (event["actor"], event["role"]) == ("lin", "")


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


def test_old_ones_are_taken_away_after_a_good_one(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    made = [_backup(run, folder) for _ in range(3)]
    for days, path in enumerate(made, start=1):
        _aged(path, days)
    done = run("backup", "--to", str(folder), "--keep", "2d", "--json")
    assert done.code == 0
    assert done.json["removed"] == [str(made[1]), str(made[2])]
    assert sorted(folder.iterdir()) == sorted([made[0], Path(done.json["path"])])


def test_a_damaged_old_one_is_named_to_cron(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    old = _backup(run, folder)
    (old / "desk.db").write_bytes(b"")
    done = run("backup", "--to", str(folder), "--keep", "1d")
    assert done.code == 3
    assert str(old) in done.err
    assert done.out.count("\n") == 1
    assert old.exists()


def test_a_backup_that_fails_takes_nothing_away(run: Run, desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    made = [_backup(run, folder) for _ in range(2)]
    _aged(made[0], 5)
    for kept in (path for path in (desk / "files").rglob("*") if path.is_file()):
        kept.write_bytes(b"altered")
    assert run("backup", "--to", str(folder), "--keep", "1d").code == 5
    assert sorted(folder.iterdir()) == sorted(made)


def test_prune(run: Run, tmp_path: Path) -> None:
    folder = str(tmp_path / "b")
    made = [_backup(run, tmp_path / "b") for _ in range(2)]
    _aged(made[0], 5)
    assert run("backup", "prune", "--to", folder).code == 2  # the policy keeps all
    tried = run("backup", "prune", "--to", folder, "--keep", "1d", "--dry-run")
    assert tried.out == f"{made[0]}\n"
    assert made[0].exists()
    assert run("backup", "prune", "--to", folder, "--keep", "1d", "--json").json == {
        "removed": [str(made[0])],
        "kept": [str(made[1])],
        "doubtful": [],
    }
    assert not made[0].exists()
    for rule in ("x", "0d", "7"):
        assert run("backup", "prune", "--to", folder, "--keep", rule).code == 2
        assert run("backup", "--to", folder, "--keep", rule).code == 2
    assert run("backup", "--to", folder, "--deadline", "soon").code == 2


def test_encrypted_there_and_back(run: Run, tmp_path: Path) -> None:
    pair = pyrage.x25519.Identity.generate()
    private = tmp_path / "key"
    private.write_text(str(pair))
    private.chmod(0o600)
    made = _backup(run, tmp_path / "b", "--encrypt-to", str(pair.to_public()))
    (entry,) = run("backup", "list", "--to", str(tmp_path / "b"), "--json").json
    assert entry["encrypted"] is True
    plain = run("backup", "verify", str(made))
    assert plain.code == 0
    assert "--identity" in plain.err
    assert run("backup", "verify", str(made), "--identity", str(private)).code == 0
    new = str(tmp_path / "new")
    refused = run_here("--desk", new, "backup", "restore", str(made))
    assert refused.code == 7
    assert "--identity" in refused.err
    assert run_here("--desk", new, "backup", "restore", str(made), "--identity", str(private)).code == 0
    assert run_here("--desk", new, "export", "orders").out == run("export", "orders").out
    assert run_here("--desk", new, "audit", "verify", "--anchor", _head(made)).code == 0
    private.write_text(str(pyrage.x25519.Identity.generate()))
    assert run("backup", "verify", str(made), "--identity", str(private)).code == 7
    private.chmod(0o644)
    assert run("backup", "verify", str(made), "--identity", str(private)).code == 7
    assert run("backup", "--encrypt-to", "age1nonsense").code == 7
    assert run("backup", "--encrypt-to", str(tmp_path / "none.pub")).code == 7


def test_drill_goes_on_record_and_shows_in_info(run: Run, tmp_path: Path) -> None:
    assert run("backup", "drill").code == 4  # there is none yet
    assert run("info", "--json").json["last_drill"] is None
    made = _backup(run, tmp_path / "b")
    head = run("info", "--json").json["head"]
    done = run("backup", "drill", "--to", str(tmp_path / "b"), "--json").json
    assert (done["good"], done["path"], done["orders"], done["in_history"]) == (True, str(made), 3, True)
    assert run("info", "--json").json["last_drill"]["backup"] == made.name
    (event,) = _events(run, after=int(head.partition(":")[0]))
    assert (event["verb"], json.loads(event["payload"])["head"]) == ("drill", head)
    (made / "desk.db").write_bytes(b"x")
    failed = run("backup", "drill", str(made))
    assert failed.code == 5
    assert "desk.db" in failed.err
    assert _events(run)[-1]["verb"] == "drill_failed"
    # a trial that failed does not count
    assert run("info", "--json").json["last_drill"]["backup"] == made.name


def test_schedule(run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config home"))
    to = tmp_path / "the backups"
    printed = run("backup", "schedule", "--at", "3:05", "--to", str(to), "--keep", "7d", "--systemd")
    assert printed.code == 0
    assert f'"--to" "{to}" "--keep" "7d"' in printed.out
    assert f'"--desk" "{desk.absolute()}"' in printed.out
    assert "OnCalendar=*-*-* 03:05:00" in printed.out
    assert not (tmp_path / "config home").exists()
    written = run("backup", "schedule", "--systemd", "--write")
    units = tmp_path / "config home" / "systemd" / "user"
    assert written.out.split("\n")[:2] == [str(units / f"orderclerk-backup.{kind}") for kind in ("service", "timer")]
    assert (units / "orderclerk-backup.timer").is_file()
    line = run("backup", "schedule", "--cron", "--to", str(to)).out
    assert line.startswith("30 2 * * * ")
    assert f"'{to}'" in line
    assert "<Task " in run("backup", "schedule", "--windows").out
    assert run("backup", "schedule", "--at", "24:00").code == 2
    assert run("backup", "schedule", "--cron", "--windows").code == 2
    assert run("backup", "schedule", "--keep", "all").code == 2
    assert run("backup", "schedule", "--to", "a\nb").code == 2


def test_backups_are_for_those_who_see_to_them_and_tries_are_on_record(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "b"
    made = _backup(run, to)
    monkeypatch.setattr(signing, "system_user", lambda: "lin")
    run("user", "add", "lin", "Lin", "--set", "roles=administrator,clerk")
    run("user", "add", "sun", "Sun", "--set", "roles=supervisor")
    run("user", "add", "qian", "Qian", "--set", "roles=clerk,finance")
    policy = tmp_path / "policy.toml"
    policy.write_text(run("policy", "show").out.replace('mode = "open"', 'mode = "named"'), encoding="utf-8")
    assert run("policy", "set", str(policy)).code == 0
    acts = (
        ("create", "--to", str(to)),
        ("drill", str(made)),
        ("prune", "--to", str(to), "--keep", "9d"),
        ("schedule", "--to", str(to), "--cron"),
        ("restore", str(made), "--yes"),
    )
    monkeypatch.setattr(signing, "system_user", lambda: "qian")
    for act in acts:
        assert run("--as", "qian", "backup", *act).code == 7, act
    monkeypatch.setattr(signing, "system_user", lambda: "lin")
    refused = run("audit", "refused", "--json").json
    assert {one["actor"] for one in refused} == {"qian"}
    assert [one["payload"]["verb"] for one in refused] == ["backup"] * 4 + ["restore"]
    assert len(list(to.iterdir())) == 1
    monkeypatch.setattr(signing, "system_user", lambda: "sun")
    for act in acts[:4]:
        assert run("--as", "sun", "backup", *act).code == 0, act


def test_the_record_names_who_was_let_in(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register's person whose account of the computer it is, not that account."""
    monkeypatch.setattr(signing, "system_user", lambda: "pc-7")
    run("user", "add", "sun", "Sun", "--set", "roles=supervisor", "--set", "system_user=pc-7")
    policy = tmp_path / "policy.toml"
    policy.write_text(run("policy", "show").out.replace('mode = "open"', 'mode = "named"'), encoding="utf-8")
    assert run("policy", "set", str(policy)).code == 0
    assert run("--as", "pc-7", "backup", "create", "--to", str(tmp_path / "b")).code == 0
    (made,) = (tmp_path / "b").iterdir()
    assert run("--as", "pc-7", "backup", "restore", str(made), "--yes").code == 0
    (event,) = [event for event in json.loads(run("--as", "pc-7", "export", "events", "--format", "json").out)
                if event["verb"] == "restore"]  # fmt: skip
    assert (event["actor"], event["role"]) == ("sun", "administrator")
