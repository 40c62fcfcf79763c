"""Files are kept byte for byte, and what was altered is not handed out."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DeskDamaged, StorageFailed
from data.store.blobs import Blobs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    return Blobs(tmp_path_factory.mktemp("files"))


@given(st.binary(max_size=200))
def test_what_is_kept_is_read_again(blobs: Blobs, content: bytes) -> None:
    digest = blobs.keep(content)
    assert digest == sha256(content).hexdigest()
    assert blobs.keep(content) == digest
    assert blobs.read(digest) == content
    assert blobs.path(digest) == blobs.folder / digest[:2] / digest


def test_nothing_else_is_left(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digests = {blobs.keep(content) for content in (b"a", b"b", b"a")}
    assert {path.name for path in blobs.names()} == digests


@pytest.mark.parametrize(("content", "code"), [(b"y", "file_altered"), (b"", "file_altered"), (None, "file_missing")])
def test_an_altered_file_is_not_handed_out(tmp_path: Path, content: bytes | None, code: str) -> None:
    blobs = Blobs(tmp_path)
    digest = blobs.keep(b"x")
    if content is None:
        blobs.path(digest).unlink()
    else:
        blobs.path(digest).write_bytes(content)
    with pytest.raises(DeskDamaged) as refused:
        blobs.read(digest)
    assert [(fault.code, fault.value) for fault in refused.value.faults] == [(code, digest)]
    assert blobs.read(blobs.keep(b"x")) == b"x"  # keeping it again mends it


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = sha256(b"x").hexdigest()
    (blobs.path(digest) / "in the way").mkdir(parents=True)
    with pytest.raises(StorageFailed):
        blobs.keep(b"x")
    assert os.listdir(tmp_path / digest[:2]) == [digest]  # noqa: PTH208 - hidden files too
    with pytest.raises(DeskDamaged):
        blobs.read(digest)
