import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.desk.desk import Desk
from data.errors import PolicyMoved
from data.store.unit import Store
from data.words.explain import explain
from tests.cli.running import Run


def test_show_check_and_set(run: Run, tmp_path: Path) -> None:
    shown = run("policy", "show")
    assert shown.code == 0
    assert "[office]" in shown.out
    path = tmp_path / "policy.toml"
    path.write_text(shown.out.replace('"CNY"', '"EUR"', 1), encoding="utf-8")
    assert run("policy", "check", str(path)).code == 0
    done = run("policy", "set", str(path))
    assert done.code == 0
    assert "2" in done.out
    assert run("info", "--json").json["policy_version"] == 2
    again = run("policy", "set", str(path))
    assert again.code == 0
    assert run("info", "--json").json["policy_version"] == 2


def test_a_faulty_policy_is_refused_with_its_lines(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    document = run("policy", "show").out
    place = next(n for n, line in enumerate(document.splitlines(), start=1) if line.startswith("zone"))
    path.write_text(document.replace("Asia/Shanghai", "Mars/Base"), encoding="utf-8")
    for command in ("check", "set"):
        done = run("policy", command, str(path))
        assert done.code == 7
        assert "Mars/Base" in done.err
        assert str(place) in done.err
    assert run("info", "--json").json["policy_version"] == 1


def test_files_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes("# 政策".encode("gbk"))
    (tmp_path / "bad.toml").write_text("[office\n", encoding="utf-8")
    for name in ("none.toml", "gbk.toml", "bad.toml", ""):
        done = run("policy", "check", str(tmp_path / name))
        assert done.code == 7, name
        assert done.err.strip()


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str], None]:
    """Have an editor that replaces a text in whatever it is given; its files are made in the test's own folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def use(old: str, new: str, code: int = 0) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\n"
            "path = pathlib.Path(sys.argv[1])\n"
            f"path.write_text(path.read_text('utf-8').replace({old!r}, {new!r}), 'utf-8')\n"
            f"sys.exit({code})\n",
            encoding="utf-8",
        )
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}"')

    return use


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob("orderclerk-policy-*"))


def test_a_policy_is_edited_and_its_history_tells_what_changed(
    run: Run, tmp_path: Path, edited: Callable[[str, str], None]
) -> None:
    edited("joint_above = 1000000", "joint_above = 500000")
    done = run("policy", "edit")
    assert (done.code, done.out) == (0, "Version 2 of the policy is in force.\n")
    assert not drafts(tmp_path)
    found = run("policy", "history", "--json").json
    assert [(one["version"], one["by"]) for one in found] == [(2, "lin"), (1, "lin")]
    change = {"key": "review.joint_above", "before": "1000000", "after": "500000"}
    assert found[0]["changes"] == [change]
    assert "review.joint_above" in run("policy", "history").out
    assert run("policy", "diff", "--json").json == [change]
    assert run("policy", "diff", "2", "1", "--json").json == [{**change, "before": "500000", "after": "1000000"}]
    assert "500000" in run("policy", "diff").out
    assert "joint_above = 1000000" in run("policy", "show", "--version", "1").out
    assert run("policy", "show", "--version", "3").code == 4


def test_what_changes_no_setting_is_told_apart(run: Run, edited: Callable[[str, str], None]) -> None:
    assert "are the same" in run("policy", "diff").err
    edited("x" * 99, "")
    assert run("policy", "edit").err == "Nothing was changed.\n"
    edited("# the office's clock", "# our clock")
    assert run("policy", "edit").code == 0
    assert "remarks only" in run("policy", "diff").err


def test_a_faulty_edit_is_refused_and_kept(run: Run, tmp_path: Path, edited: Callable[[str, str], None]) -> None:
    edited("joint_above = 1000000", "joint_above = -1")
    done = run("policy", "edit")
    assert done.code == 7
    assert "review.joint_above" in done.err
    (kept,) = drafts(tmp_path)
    assert str(kept) in done.err
    assert "joint_above = -1" in kept.read_text("utf-8")
    assert run("info", "--json").json["policy_version"] == 1


def test_an_editor_that_fails_or_is_not_there(
    run: Run, tmp_path: Path, edited: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    edited("joint_above = 1000000", "joint_above = 500000", 3)
    assert run("policy", "edit").code == 7
    assert len(drafts(tmp_path)) == 1
    monkeypatch.delenv("EDITOR")
    assert "EDITOR" in run("policy", "edit").err
    monkeypatch.setenv("EDITOR", str(tmp_path / "none"))
    done = run("policy", "edit")
    assert done.code == 7
    assert str(tmp_path / "none") in done.err
    monkeypatch.setenv("EDITOR", 'vi "half')
    done = run("policy", "edit")
    assert done.code == 7
    assert 'vi "half' in done.err
    assert run("info", "--json").json["policy_version"] == 1


@pytest.mark.parametrize("left", ["path.write_bytes(b'\\xff\\xfe')", "path.unlink()"])
def test_what_an_editor_left_cannot_be_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: Callable[..., None], left: str
) -> None:
    edited("", "")
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{left}\n", encoding="utf-8")
    done = run("policy", "edit")
    assert done.code == 7
    assert "orderclerk-policy-" in done.err
    assert "Traceback" not in done.err
    assert run("info", "--json").json["policy_version"] == 1


def test_a_policy_that_somebody_else_set_meanwhile_is_not_lost(desk: Path, run: Run, tmp_path: Path) -> None:
    store = Desk(Store.open(desk), lambda: datetime(2031, 1, 1, tzinfo=UTC), "wang")
    seen, document = store.policy.document()
    path = tmp_path / "other.toml"
    path.write_text(document.replace("joint_above = 1000000", "joint_above = 1"), encoding="utf-8")
    assert run("policy", "set", str(path)).code == 0
    with pytest.raises(PolicyMoved) as caught:
        store.policy.set(document + "\n# mine\n", seen=seen)
    store.close()
    assert (caught.value.expected, caught.value.found) == (1, 2)
    assert caught.value.by == ("lin",)
    assert "lin put version 2" in explain(caught.value)
