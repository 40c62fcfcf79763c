"""README, architecture and change log say what is there; commands and regulations have tests of their own."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from data.rules.verbs import FIELDS
from data.rules.workflow import Verb
from orderclerk.cli.app import build_app
from tests.cli.running import Result, run_here
from tests.files.sheets import workbook
from tools.keys_page import PAGE as KEYS
from tools.keys_page import page
from tools.workflow_diagram import drawn

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDES = [ROOT / "README.md", ROOT / "docs/architecture.md"]
"""Pages that show whole commands; `docs/commands.md` has a test of its own."""


def commands_of(text: str) -> Iterator[str]:
    """Yield every command that a page shows, in blocks and within sentences, in order and without its comment."""
    for block, inline in re.findall(r"^```\n(.*?)^```|`(orderclerk [^`]+)`", text, re.MULTILINE | re.DOTALL):
        for line in (block or inline).splitlines():
            command = re.sub(r"\s+#.*", "", line).strip()
            if re.match(r"orderclerk [\w-]", command):
                yield command


def section(title: str) -> str:
    """Return the text of a section of the README."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def wrong_with(command: str) -> str:
    """Return what the command line does not know of a command; "" if all is known."""
    words = shlex.split(command.partition(" > ")[0])[1:]
    here: Any = get_command(build_app())
    plain = []
    while words:
        word = words.pop(0)
        name, given, _value = word.partition("=")
        options = {
            spelling: one
            for one in here.params
            if one.param_type_name == "option"
            for spelling in (*one.opts, *one.secondary_opts)
        }
        if word.startswith("-") and word != "-":
            if name == "--help":
                continue
            if name not in options:
                return name
            if not given and not options[name].is_flag:
                if not words:
                    return f"{name} without a value"
                value = words.pop(0)
                if name == "--set":
                    plain.append(value)
        elif word in getattr(here, "commands", {}):
            here = here.commands[word]
        elif getattr(here, "commands", {}):
            return word
        else:
            plain.append(word)
    return "" if here.name != "do" else wrong_with_act(plain)


def wrong_with_act(plain: list[str]) -> str:
    """Return what the workflow does not know of an act: number, verb, and fields as NAME=VALUE."""
    if plain in ([], ["-"]):
        return ""
    _number, verb, *fields = plain
    if verb not in set(Verb):
        return verb
    known = {field.name for field in FIELDS[Verb(verb)]}
    return " ".join(field for field in fields if field.partition("=")[0] not in known and "*" not in known)


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists(page: Path) -> None:
    shown = list(commands_of(page.read_text(encoding="utf-8")))
    assert shown
    assert {command: wrong for command in shown if (wrong := wrong_with(command))} == {}


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("orderclerk order lists", "lists"),
        ("orderclerk import a.csv --waht customers", "--waht"),
        ("orderclerk --dsek x info", "--dsek"),
        ("orderclerk order do N sumbit", "sumbit"),
        ("orderclerk order do N pass --set reveiw=sales", "reveiw=sales"),
        ("orderclerk order do N pass --set review=sales", ""),
        ("orderclerk --desk NEW backup restore PATH --yes", ""),
    ],
)
def test_a_command_that_does_not_exist_is_noticed(command: str, wrong: str) -> None:
    assert wrong_with(command) == wrong


def test_the_two_commands_of_make_exist() -> None:
    shown = re.findall(r"^make (\w+)", section("Two commands"), re.MULTILINE)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert shown == ["run", "test"]
    assert set(shown) <= set(targets)


FILES: dict[str, list[tuple[object, ...]]] = {
    "customers.xlsx": [
        ("code", "name", "contact", "address", "city", "country"),
        ("HC", "海川电梯", "王工", "工业路 8 号", "湖州", "中国"),
        ("C001", "Eastwind", "Ann", "1 Harbour Road", "Ningbo", "China"),
    ],
    "products.xlsx": [
        ("code", "name", "unit", "list price", "currency"),
        ("A-100", "Guide rail", "pcs", 12.5, "CNY"),
        ("B-200", "Bracket", "pcs", "", "CNY"),
    ],
    "order.xlsx": [("物料编码", "数量", "要求交期"), ("B-200", 20, "2031-05-01")],
}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the files that the README has in mind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ORDERCLERK_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("ORDERCLERK_USER", "lin")
    for name, rows in FILES.items():
        (tmp_path / name).write_bytes(workbook({"Sheet1": rows}))
    return tmp_path


def typed(command: str, number: str, backup: str) -> Result:
    """Type a command of the README, with this desk's own order and backup in place of the example's."""
    command, _, target = command.partition(" > ")
    command = re.sub(r"\bSO-\d{6}-00001\b", number, command)
    command = re.sub(r"\bPATH\b", shlex.quote(backup), command).replace("/media/backups", "backups")
    done = run_here(*shlex.split(command)[1:])
    assert done.code == 0, (command, done.out, done.err)
    if target:
        Path(target).write_text(done.out, encoding="utf-8")
    return done


def test_the_five_minutes_and_what_comes_after_them_are_walked_as_they_stand(shell: Path) -> None:
    number = backup = ""
    states = []
    for command in commands_of(section("Five minutes to your first own order")):
        if "--help" not in command and not command.endswith(" -"):
            done = typed(command, number, backup)
            if command == "orderclerk order list":
                (order,) = run_here("order", "list", "--json").json
                number = order["number"]
                assert number in done.out
            if number:
                states.append(run_here("order", "show", number, "--json").json["state"])
    assert [state for at, state in enumerate(states) if state not in states[:at]] == [
        "clarifying", "received", "in_review", "approved", "allocated",
    ]  # fmt: skip
    assert run_here("order", "show", number, "--json").json["lines"][0]["unit_price"] == "86.5"
    assert len(run_here("order", "list", "--json").json) == 2

    walked = 0
    for command in commands_of(section("Looking after a desk")):
        done = typed(command, number, backup)
        walked += 1
        if "backup create" in command:
            (made,) = (shell / "backups").iterdir()
            backup = str(made)
            assert backup in done.out or made.name in done.out
    assert walked >= 10
    assert (shell / "NEW" / "desk.db").exists()
    assert (shell / "lines.xlsx").read_bytes().startswith(b"PK")


def test_the_workflow_that_is_drawn_is_the_one_of_the_table() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert drawn(page) == page


def anchors(page: Path) -> set[str]:
    """Return how the headings of a page are linked to."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in link:
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:data|orderclerk|screens|widgets|tests|docs|tools|benchmarks)/[\w./-]*)`", page.read_text("utf-8")
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readme_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\(([^)\s]+\.md)\)", README))
    assert linked == {page.relative_to(ROOT).as_posix() for page in PAGES} - {"README.md"}


def test_the_change_log_begins_with_what_is_not_released() -> None:
    first = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
    title, _, entries = first.partition("\n")
    assert title == "Unreleased"
    assert re.search(r"^- \S", entries, re.MULTILINE)


def test_the_page_of_keys_is_what_the_bindings_say() -> None:
    fresh = page()
    assert KEYS.read_text("utf-8") == fresh
    assert "`ctrl+s` `F10`" in fresh
    assert all(f"`verb.{verb}`" in fresh for verb in ("edit", "ship", "archive"))
