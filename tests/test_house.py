"""The contracts of the house: who may import whom, what starts quickly, what is in the wheel, what is in the lock."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("orderclerk", "screens", "widgets", "data")
ROOMS_OF_DATA = ("rules", "store", "store/tables", "files", "desk", "words", "sample")
LONGEST_FILE = 400
NEVER_IN_HELP = {
    "alembic", "babel", "holidays", "opencc", "pydantic", "python_calamine", "rapidfuzz", "sqlalchemy", "sqlmodel",
    "textual", "xlsxwriter",
}  # fmt: skip
NEVER_FOR_A_LIST = {
    "alembic", "argon2", "charset_normalizer", "holidays", "opencc", "python_calamine", "rapidfuzz", "typst",
    "xlsxwriter",
}  # fmt: skip
# What lies in a checkout without belonging to it, as .gitignore says.
NOT_OURS = {
    ".benchmarks", ".desk", ".git", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache",
    ".ruff_cache", ".venv", ".venv.old", "__pycache__", "build", "dist", "zh_TW",
}  # fmt: skip


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def _ours() -> Iterator[Path]:
    """Every file that belongs to the project."""
    for folder, names, files in os.walk(ROOT):
        names[:] = sorted(name for name in names if name not in NOT_OURS and not name.endswith(".egg-info"))
        yield from (Path(folder) / name for name in sorted(files) if not name.endswith((".mo", ".pyc", "_report.html")))


SQLITE = re.compile(r"(?:py)?sqlite3(?:\.\w+)*")


def _names_sqlite(path: Path) -> bool:
    """Whether a file imports an SQLite library, in a statement or by its name in a string."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=names) if any(SQLITE.fullmatch(alias.name) for alias in names):
                return True
            case ast.ImportFrom(module=str(module)) if SQLITE.fullmatch(module):
                return True
            case ast.Constant(value=str(text)) if SQLITE.fullmatch(text):
                return True
    return False


# --- who may import whom ---------------------------------------------------------------------------------------


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": ""}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_import_contracts_hold() -> None:
    done = _lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("data/rules/__init__.py", "import screens", "The staircase"),
        ("widgets/__init__.py", "import orderclerk", "The staircase"),
        ("data/store/__init__.py", "import data.desk", "Inside data"),
        ("data/files/__init__.py", "import data.store", "Inside data"),
        ("data/unplaced.py", "", "Inside data"),
        ("data/desk/__init__.py", "import sqlalchemy", "Only data.store"),
        ("data/files/__init__.py", "import sqlite3", "Only data.store"),
        ("data/store/tables/__init__.py", "import pysqlite3", "Only data.store"),
        ("orderclerk/__init__.py", "import sqlmodel", "Only data.store"),
        ("data/desk/__init__.py", "import rich", "The record room"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tmp_path: Path, file: str, line: str, contract: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in (*PACKAGES, *(f"data/{room}" for room in ROOMS_OF_DATA)):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("", encoding="utf-8")
    assert _lint_imports(tmp_path).returncode == 0
    (tmp_path / file).write_text(line, encoding="utf-8")
    done = _lint_imports(tmp_path)
    assert done.returncode != 0
    broken = [shown for shown in done.stdout.splitlines() if shown.endswith("BROKEN")]
    assert [shown.startswith(contract) for shown in broken] == [True], done.stdout


def test_one_file_chooses_the_sqlite_library() -> None:
    importing = {path.relative_to(ROOT).as_posix() for path in _modules() if _names_sqlite(path)}
    assert importing == {"data/store/sqlite.py"}


def test_package_roots_import_nothing() -> None:
    for package in PACKAGES:
        statements = ast.parse((ROOT / package / "__init__.py").read_bytes()).body
        assert [type(s) for s in statements] == [ast.Expr], f"{package}/__init__.py holds more than a docstring"


def test_no_file_is_longer_than_its_subject() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines()) for path in _modules()}
    # A migration is one step that is written once and never changed; cut in two it could stop in the middle.
    migrations = "data/store/migrations/versions/"
    assert {n: lines for n, lines in lengths.items() if lines > LONGEST_FILE and not n.startswith(migrations)} == {}


# --- what starts quickly ---------------------------------------------------------------------------------------


def _loaded_by(arguments: list[str], home: Path) -> tuple[int, set[str]]:
    """Run the command line in a process of its own; return its exit code and the top-level modules it loaded."""
    code = """
import json, sys
from orderclerk.__main__ import main
status = 0
try:
    status = main()
except SystemExit as leaving:
    status = leaving.code
print("\\n" + json.dumps([status or 0, sorted({name.partition(".")[0] for name in sys.modules})]))
"""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ORDERCLERK_")}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    status, names = json.loads(done.stdout.splitlines()[-1])
    return int(status), set(names)


@pytest.mark.parametrize("arguments", [["--help"], ["order", "--help"], ["info", "--help"], ["import", "--help"]])
def test_help_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    status, loaded = _loaded_by(arguments, tmp_path)
    assert status == 0
    # Before the help of a subcommand Typer reads the options of the command above it, and for that it loads pydantic.
    by_typer = {"pydantic"} if arguments != ["--help"] else set()
    assert loaded & NEVER_IN_HELP - by_typer == set()


def test_a_subcommand_never_loads_the_full_screen(tmp_path: Path) -> None:
    status, loaded = _loaded_by(["--desk", str(tmp_path / "missing"), "order", "list"], tmp_path)
    assert status != 0
    assert "textual" not in loaded
    _status, loaded = _loaded_by(["--desk", str(tmp_path / "desk"), "init", "--name", "Office"], tmp_path)
    assert "sqlalchemy" in loaded
    status, loaded = _loaded_by(["--desk", str(tmp_path / "desk"), "order", "list"], tmp_path)
    assert status == 0
    assert "textual" not in loaded
    assert loaded & NEVER_FOR_A_LIST == set()


def test_the_rows_of_a_room_wait_for_what_a_list_needs_alone(tmp_path: Path) -> None:
    making = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from data.desk.making import default_policy, make
make(Path(sys.argv[1]), name="Office", document=default_policy(), at=datetime.now(UTC), person="x")
"""
    asking = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from data.desk.desk import Desk
from data.rules.lists import ListQuery
from data.store.unit import Store
desk = Desk(Store.open(Path(sys.argv[1])), lambda: datetime.now(UTC), "x")
desk.people.entry("x", "x")
desk.lists.surroundings(), desk.lists.count(ListQuery()), desk.lists.page(ListQuery(), None, 50), desk.lists.tallies()
print(*(name for name in sys.modules if name.startswith("data.")), *{name.partition(".")[0] for name in sys.modules})
"""

    def run(program: str) -> str:
        command = [sys.executable, "-c", program, str(tmp_path / "desk")]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    run(making)
    loaded = set(run(asking).split())
    assert "data.store.queries.lists" in loaded
    assert loaded & (NEVER_FOR_A_LIST | {"textual", "rich", "typer"}) == set()
    late = {"data.desk.doing", "data.desk.imports", "data.rules.compose", "data.store.queries.whole"}
    assert loaded & (late | {"data.store.tables.registry", "data.store.tables.work"}) == set()


# --- how .venv is made -----------------------------------------------------------------------------------------

# A Python whose venv has no ensurepip, as on a Debian without python3-venv; the rest is answered as a test wants it.
INTERPRETER = """#!/bin/sh
case "$*" in
"-m venv --without-pip "*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
"-m venv "*) mkdir -p .venv/bin; echo "ensurepip is not available"; exit 1 ;;
"-m pip --version") exit %(pip)d ;;
"-m pip --python .venv/bin/python install "*requirements.lock) exit %(install)d ;;
"-m pip --python .venv/bin/python "*) echo "$*" >>asked ;;
"-c import sys; sys.exit"*) exit %(old)d ;;
-c*) echo a Python of the test ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac
"""


def _make_venv(folder: Path, *, pip: int = 0, install: int = 0, old: int = 0) -> subprocess.CompletedProcess[str]:
    interpreter = folder / "python"
    interpreter.write_text(INTERPRETER % {"pip": pip, "install": install, "old": old}, encoding="utf-8")
    interpreter.chmod(0o755)
    (folder / "requirements.lock").write_text("nothing==1\n", encoding="utf-8")
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "make_venv.sh")],
        cwd=folder, env={**os.environ, "PYTHON": str(interpreter)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_venv_without_pip_is_filled_by_the_pip_of_the_interpreter(tmp_path: Path) -> None:
    done = _make_venv(tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".venv" / ".made").read_text(encoding="utf-8") == f"{tmp_path.resolve()}\nnothing==1\n"
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert "--no-deps --no-build-isolation --editable ." in asked
    assert "check" in asked


def test_a_machine_without_any_pip_is_told_what_to_install(tmp_path: Path) -> None:
    done = _make_venv(tmp_path, pip=1)
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    done = _make_venv(tmp_path, old=1)
    assert done.returncode != 0
    assert "not a Python 3.11 or newer" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_failed_install_leaves_what_was_there_before(tmp_path: Path) -> None:
    assert _make_venv(tmp_path, install=1).returncode != 0
    assert not (tmp_path / ".venv").exists()
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "from-before").touch()
    assert _make_venv(tmp_path, install=1).returncode != 0
    assert [path.name for path in (tmp_path / ".venv").iterdir()] == ["from-before"]
    assert not (tmp_path / ".venv.old").exists()


# --- what is in the wheel --------------------------------------------------------------------------------------


def test_wheel_from_a_clean_tree_holds_what_the_product_needs(tmp_path: Path) -> None:
    tree, out = tmp_path / "tree", tmp_path / "out"
    for path in _ours():
        copy = tree / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = out.glob("orderclerk-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = archive.read(next(n for n in names if n.endswith("entry_points.txt"))).decode()
    assert "orderclerk = orderclerk.__main__:main" in entry_points
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    for language in ("zh_CN", "zh_TW"):
        assert f"data/locale/{language}/LC_MESSAGES/orderclerk.mo" in names
    kinds = {".py", ".tcss", ".toml", ".mako", ".typed", ".sql"}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in _ours()
        if path.suffix in kinds and path.relative_to(ROOT).parts[0] in PACKAGES
    }
    assert wanted - names == {"data/locale/zh_TW.corrections.toml"}
    assert not [name for name in names if name.endswith((".po", ".pyc"))]


# --- what is in the repository ---------------------------------------------------------------------------------

# Folders of one machine and indexes of one network. The letters in brackets keep this file from finding itself.
OF_ONE_MACHINE = re.compile(
    r"/ho[m]e/\w|/Us[e]rs/\w|/ro[o]t/|[A-Z]:\\Us[e]rs|(?<![\w.])/wo[r]k/|(?<![\w.])/op[t]/"
    r"|--(?:extra-)?index-[u]rl|--find-[l]inks|https?://[^\s\"']*/simp[l]e\b|files\.pythonhos[t]ed"
)


def test_nothing_speaks_of_one_machine() -> None:
    found = []
    for path in _ours():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in OF_ONE_MACHINE.finditer(text)]
    assert found == []


def _requirements() -> list[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return text.replace("\\\n", " ").splitlines()


def test_every_requirement_of_the_lock_is_pinned_and_hashed() -> None:
    requirements = _requirements()
    form = re.compile(r"[a-z0-9][a-z0-9-]*==\S+(?: ; [^#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in requirements if not form.fullmatch(line)] == []
    assert not [line for line in requirements if "://" in line or "@" in line]


def test_the_lock_has_everything_the_project_asks_for() -> None:
    project = _project()
    asked = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    locked = {line.partition("==")[0] for line in _requirements()}
    names = {re.split(r"[^A-Za-z0-9._-]", line)[0].lower().replace("_", "-") for line in asked}
    assert names - locked == set()


def test_the_lock_has_wheels_for_more_than_this_platform() -> None:
    """A lock made for one platform has one hash for each compiled package; a universal one has many."""
    for name in ("pydantic-core", "rapidfuzz", "opencc", "mypy", "pysqlite3"):
        (line,) = (line for line in _requirements() if line.startswith(f"{name}=="))
        assert line.count("--hash=sha256:") > 10, name
