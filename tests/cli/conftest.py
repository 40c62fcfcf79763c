"""A desk that is made once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.cli.running import CUSTOMERS, ORDERS, PRODUCTS, Result, Run, run_here


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two customers, two products and three orders."""
    folder = tmp_path_factory.mktemp("template")
    desk = folder / "desk"
    assert run_here("--desk", str(desk), "--as", "lin", "init", "--name", "Trial office").code == 0
    for what, content in (("customers", CUSTOMERS), ("products", PRODUCTS), ("orders", ORDERS)):
        path = folder / f"{what}.csv"
        path.write_text(content, encoding="utf-8")
        done = run_here("--desk", str(desk), "--as", "lin", "import", str(path), "--what", what)
        assert done.code == 0, done.err
    return desk


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Path:
    """A desk of one's own, as the template."""
    folder = tmp_path / "desk"
    shutil.copytree(template, folder)
    return folder


@pytest.fixture
def run(desk: Path) -> Run:
    """Run the command line on this test's desk, as Lin."""

    def run_on_desk(*arguments: str, stdin: str | bytes = b"", lang: str = "en") -> Result:
        return run_here("--desk", str(desk), "--as", "lin", "--lang", lang, *arguments, stdin=stdin)

    return run_on_desk
