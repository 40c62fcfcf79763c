import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from data.words import LANGUAGES
from orderclerk.cli.app import build_app
from orderclerk.cli.layout import cells
from orderclerk.cli.output import as_json
from orderclerk.settings import acting_person, asked_language, desk_folder, speak
from tests.cli.running import Run, run_here

CHINESE = re.compile("[\u4e00-\u9fff]")


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, part in getattr(command, "commands", {}).items():
        yield from _commands(part, (*path, name))


COMMANDS = list(_commands(get_command(build_app())))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_a_help_in_every_language(path: tuple[str, ...], lang: str) -> None:
    done = run_here("--lang", lang, *path, "--help")
    assert done.code == 0
    assert done.out.count("orderclerk") >= 1
    lines = done.out.splitlines()
    assert max(cells(line) for line in lines if " " in line.strip()) <= 100
    told = [line for line in lines if line.startswith("  ") and not line.startswith("   ")]
    assert told
    assert bool(CHINESE.search(done.out)) == (lang != "en")
    if lang != "en":
        # each option and command is explained in Chinese
        options = [line for line in lines if re.match(r"  --\S", line)]
        rest = " ".join(lines)
        assert all(CHINESE.search(rest[rest.index(option.strip()) :]) for option in options)


def test_traditional_is_not_simplified() -> None:
    assert run_here("--lang", "zh_TW", "--help").out != run_here("--lang", "zh_CN", "--help").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ordre"], "order"),
        (["order", "lst"], "list"),
        (["--deks", "x"], "--deks"),
        (["order", "show"], "NUMBER"),
        (["order", "list", "--limit"], "--limit"),
        (["order", "list", "--json=yes"], "--json"),
        (["info", "now"], "now"),
        (["--lang", "fr", "info"], "zh_CN"),
        (["--desk", "postgresql://x", "info"], "--desk"),
        (["sample"], "--at"),
        (["order", "show", "\udcb6\udca9"], "\\udcb6"),
    ],
)
def test_wrong_use_is_named(arguments: list[str], said: str) -> None:
    done = run_here(*arguments)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [["ordre"], ["order", "show"], ["order", "list", "--limit"], ["order", "list", "--foo"], ["info", "now"]],
)
def test_wrong_use_is_told_in_the_language_of_the_clerk(arguments: list[str]) -> None:
    done = run_here("--lang", "zh_CN", *arguments)
    assert done.code == 2
    assert all(CHINESE.search(line) for line in done.err.splitlines())


def test_a_group_without_a_command_shows_its_help() -> None:
    done = run_here("order")
    assert done.code == 2
    assert "history" in done.err


def test_version() -> None:
    done = run_here("--version")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"orderclerk \d+\.\d+\.\d+\n", done.out)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_speak_the_language_and_scripts_do_not(run: Run, lang: str) -> None:
    assert bool(CHINESE.search(run("order", "list", "--customer", "VINET", lang=lang).out)) == (lang != "en")
    english = run("order", "show", "A1", "--json").json
    assert run("order", "show", "A1", "--json", lang=lang).json == english


def test_json_escapes_what_a_terminal_would_obey_and_loses_nothing() -> None:
    import json

    text = "a\x1b[31m\x85\u202e\u200b\ufeff\U000e0041海川\ud800"
    told = as_json({"note": text})
    assert json.loads(told)["note"] == text
    assert "海川" in told
    assert not set("\x1b\x85\u202e\u200b\ufeff\ud800") & set(told)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--lang", "zh_CN", "info"], "zh_CN"),
        (["--desk", "--lang", "info"], ""),
        (["--as", "x", "--lang=zh_TW"], "zh_TW"),
        (["info", "--lang", "zh_CN"], ""),
        (["--", "--lang", "zh_CN"], ""),
        (["--lang"], ""),
        ([], ""),
    ],
)
def test_the_language_is_looked_for_among_the_options_before_the_command(arguments: list[str], expected: str) -> None:
    assert asked_language(arguments) == expected


def test_the_language_is_the_locales_where_nothing_is_said() -> None:
    assert speak([], {"LANG": "zh_TW.UTF-8"}) == ""
    assert CHINESE.search(run_here("--lang", "zh_CN", "--help").out)
    assert speak([], {"LC_ALL": "C"}) == ""


def test_the_desk_comes_from_the_option_the_environment_or_the_user(tmp_path: Path) -> None:
    assert desk_folder("a", {"ORDERCLERK_DESK": "b"}) == Path("a")
    assert desk_folder("", {"ORDERCLERK_DESK": "~/b"}) == Path.home() / "b"
    assert desk_folder("", {}).name == "desk"


def test_the_person_comes_from_the_option_the_environment_or_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "system")
    assert acting_person(" li ", {"ORDERCLERK_USER": "wang"}) == "li"
    assert acting_person("", {"ORDERCLERK_USER": "wang"}) == "wang"
    assert acting_person("", {}) == "system"


def test_who_acts_is_recorded(run: Run, desk: Path) -> None:
    run_here("--desk", str(desk), "--as", "王芳", "order", "do", "A1", "note", "--note", "x")
    assert run("order", "history", "A1", "--json").json[-1]["actor"] == "王芳"
