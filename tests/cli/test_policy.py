from pathlib import Path

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
