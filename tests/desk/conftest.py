"""A fresh desk for each test, copied from one that is made once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy, make
from data.store.unit import Store
from tests.desk.office import NOW, Clock, Office, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished desk that no test changes."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    make(folder, name="Trial office", document=default_policy(), at=NOW, person="li")
    with Store.open(folder) as store:
        furnish(store)
    return folder


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which there is nothing yet, which no test changes."""
    folder = tmp_path_factory.mktemp("bare") / "desk"
    make(folder, name="New office", document=default_policy(), at=NOW, person="li")
    return folder


def _opened(template: Path, folder: Path) -> Iterator[Office]:
    shutil.copytree(template, folder)
    with Store.open(folder) as store:
        yield Office(store, Clock())


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of its own for a test."""
    yield from _opened(template, tmp_path / "desk")


@pytest.fixture
def empty(bare: Path, tmp_path: Path) -> Iterator[Office]:
    """An office that has just been set up."""
    yield from _opened(bare, tmp_path / "empty")
