"""A fresh desk for each test, copied from one that is made once."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from data.desk.imports import Options
from data.desk.making import default_policy, make
from data.drafts import FileStatus, Source, Subject
from data.files.readers import read
from data.store.unit import Store
from tests.desk.office import NOW, Clock, Office, furnish
from tests.postbox import Postbox, postbox

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


@pytest.fixture
def box() -> Iterator[Postbox]:
    """A mail server on this computer."""
    with postbox() as server:
        yield server


@pytest.fixture
def wired(office: Office, box: Postbox) -> Office:
    """An office whose policy names the server, and whose customer has an address."""
    office.desk.policy.set(box.policy(default_policy()))
    rows = "code,name,email,contact\nC1,海川电梯,wang@haichuan.example,王工\n".encode()
    source = Source("customers.csv", rows, hashlib.sha256(rows).hexdigest(), "text/csv")
    read_in = read(source, Subject.CUSTOMERS, today=NOW.date(), zone=office.desk.policy.current().zone)
    assert office.desk.imports.take_in(source, read_in, Options()).status is FileStatus.IMPORTED
    return office
