"""docs/regulations.md names every clause once, in order, and only tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
CLAUSES = {
    "P": 6,
    "I": 15,
    "C": 4,
    "R": 11,
    "A": 10,
    "T": 8,
    "S": 6,
    "G": 5,
    "M": 4,
    "F": 4,
    "D": 6,
    "K": 12,
    "N": 4,
    "E": 18,
}
"""Sections of the requirements, and how many clauses each has."""


class Row(NamedTuple):
    """One row of the table."""

    clause: str
    title: str
    state: str
    screen: str
    command: str
    tests: tuple[str, ...]


def _rows() -> list[Row]:
    found = []
    for line in (ROOT / "docs/regulations.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "id" and not set(line) <= set("|-"):
            clause, _, title = cells[0].partition(" ")
            tests = tuple(re.findall(r"`([^`]+)`", cells[4]))
            found.append(Row(clause, title, cells[1], cells[2], cells[3], tests))
    return found


ROWS = _rows()


@cache
def _names(path: str) -> frozenset[str]:
    """The functions and classes of a file, those in classes as `Class::function`."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return frozenset(found)


def test_every_clause_stands_once_and_in_order() -> None:
    expected = [f"{section}{number}" for section, many in CLAUSES.items() for number in range(1, many + 1)]
    assert [row.clause for row in ROWS] == expected


@pytest.mark.parametrize("row", ROWS, ids=[row.clause for row in ROWS])
def test_a_clause_is_as_far_as_its_tests(row: Row) -> None:
    assert row.title
    assert row.state in ("done", "partly", "not yet")
    if row.state == "not yet":
        assert (row.screen, row.command, row.tests) == ("—", "—", ())
        return
    assert row.tests
    assert (row.screen, row.command) != ("—", "—")
    for node in row.tests:
        path, _, name = node.partition("::")
        assert name.rpartition("::")[2].startswith("test_"), node
        assert (ROOT / path).is_file(), node
        assert name in _names(path), node
