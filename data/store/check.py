"""What is wrong with a desk: the database, its shape, the record, the kept files, and who may read them.

Every step works on a damaged desk as far as it can; a step that fails is a fault of its own.
"""

from __future__ import annotations

import os
import stat
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from data.drafts import Problem, Where
from data.errors import Refusal
from data.store import events, schema, sqlite
from data.store.blobs import Blobs, fault
from data.store.folder import FOLDER_MODE, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from data.store.folder import DeskFolder
    from data.store.sqlite import RawConnection
    from data.store.unit import Reader, Store

    RowCheck = Callable[[Reader], Iterable[Problem]]

_MOST = 1000
"""SQLite stops after so many faults of a database."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Faults that need mending, and remarks that do not touch what is on record."""

    faults: tuple[Problem, ...]
    remarks: tuple[Problem, ...]

    @property
    def good(self) -> bool:
        """Whether there are no faults."""
        return not self.faults


def check(store: Store, rules: Sequence[RowCheck] = ()) -> CheckReport:
    """Look over a whole desk; `rules` look at the rows from the desk's point of view, each in one snapshot.

    Codes of faults: `database_damaged`, `points_at_nothing`, those of `events.verify_chain`, `table_missing`,
    `table_altered`, `table_extra` (also of indexes and triggers, named in the field), `file_missing`, `file_altered`,
    `check_failed`. Of remarks: `file_unused`, `folder_unfinished`, `readable_by_others`, `library_unsafe`.
    """
    steps: list[Callable[[RawConnection], Iterable[Problem]]] = [_whole, _references, events.verify_raw, _shape]
    faults: list[Problem] = []
    used: set[str] = set()
    for step in steps:
        faults += _run(store, step)
    faults += _run(store, lambda raw: _files(raw, store.blobs, used))
    for rule in rules:
        faults += _apply(store, rule)
    return CheckReport(tuple(faults), tuple(_remarks(store, used)))


def _run(store: Store, step: Callable[[RawConnection], Iterable[Problem]]) -> list[Problem]:
    """Run one step on a connection of its own; what it cannot read is a fault."""
    try:
        with closing(sqlite.connect_raw(store.folder.database, patience=store.patience, lib=store.library)) as raw:
            raw.execute("PRAGMA query_only=ON")
            return list(step(raw))
    except (store.library.module.Error, OSError) as error:
        return [Problem(Where(), "database", "check_failed", detail=str(error))]


def _apply(store: Store, rule: RowCheck) -> list[Problem]:
    # rows that another tool has altered may not even be readable as what they stand for
    expected: tuple[type[Exception], ...] = (Refusal, ValueError, TypeError, KeyError, *store.errors)
    try:
        with store.reading() as reader:
            return list(rule(reader))
    except expected as error:
        return [Problem(Where(), "database", "check_failed", detail=str(error))]


def _whole(raw: RawConnection) -> Iterator[Problem]:
    for row in raw.execute(f"PRAGMA integrity_check({_MOST})"):
        if row[0] != "ok":
            yield Problem(Where(), "database", "database_damaged", detail=str(row[0]))


def _references(raw: RawConnection) -> Iterator[Problem]:
    for table, row, parent, _ in raw.execute("PRAGMA foreign_key_check"):
        yield Problem(Where(), str(table), "points_at_nothing", value=str(row), detail=str(parent))


def _shape(raw: RawConnection) -> Iterator[Problem]:
    found, expected = schema.read_schema(raw), schema.expected_schema()
    for name in sorted(found.keys() | expected.keys()):
        kind, _, thing = name.partition(" ")
        if name not in found:
            code = "table_missing"
        elif name not in expected:
            code = "table_extra"
        elif found[name] != expected[name]:
            code = "table_altered"
        else:
            continue
        yield Problem(Where(), kind, code, value=thing)


def _files(raw: RawConnection, blobs: Blobs, used: set[str]) -> Iterator[Problem]:
    """Compare every file that is on record with what is kept; note which ones are on record."""
    for name, size, digest in raw.execute("SELECT name, size, sha256 FROM stored_file ORDER BY sha256"):
        used.add(str(digest))
        path = blobs.path(str(digest))
        if not path.is_file():
            yield fault("file_missing", str(digest), str(name))
            continue
        content = path.read_bytes()
        if len(content) != size or sha256(content).hexdigest() != digest:
            yield fault("file_altered", str(digest), str(name))


def _remarks(store: Store, used: set[str]) -> Iterator[Problem]:
    for path in store.blobs.names():
        if path.name not in used or path != store.blobs.path(path.name):
            yield fault("file_unused", path.relative_to(store.folder.root).as_posix())
    for folder in (store.folder.root, store.folder.backups):
        for path in sorted(folder.glob(f"{UNFINISHED}*")):
            yield fault("folder_unfinished", path.relative_to(store.folder.root).as_posix())
    yield from _open_to_others(store.folder)
    if not store.library.safe:
        yield Problem(Where(), "library", "library_unsafe", value=store.library.version, detail=store.library.name)


def _open_to_others(folder: DeskFolder) -> Iterator[Problem]:
    """Remark on what other users of the computer may read or write (P5)."""
    if os.name == "nt":  # rights are not kept in the mode there
        return
    for path in (folder.root, folder.database, folder.files, folder.backups):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            continue
        if mode & ~FOLDER_MODE:
            yield Problem(Where(file=path.name), "mode", "readable_by_others", value=f"{mode:04o}")
