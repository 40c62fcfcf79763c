"""What is wrong with a desk: the database, its shape, the record, the kept files, who may read them, where it lies.

Every step works on a damaged desk as far as it can; a step that fails is a fault of its own.
"""

from __future__ import annotations

import os
import stat
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from data.drafts import Problem, Where
from data.errors import Refusal
from data.store import events, schema, sqlite
from data.store.blobs import Blobs, fault
from data.store.folder import FOLDER_MODE, SHARED_FILE_MODE, SHARED_FOLDER_MODE, UNFINISHED, is_plain
from data.store.place import remarks as place_remarks
from data.store.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from data.store.folder import DeskFolder
    from data.store.sqlite import RawConnection
    from data.store.unit import Reader, Store

    RowCheck = Callable[[Reader], Iterable[Problem]]

_MOST = 1000
"""SQLite stops after so many faults of a database."""

_MOST_RIGHTS = 20
"""So many files with wrong rights say what is wrong with all of them."""


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
    `check_failed`. Of remarks: `file_unused`, `folder_unfinished`, `readable_by_others`, `not_shared`,
    `library_unsafe`, `on_network`, `folder_linked`.
    """
    steps = (_whole, _references, events.verify_raw, _shape)
    faults = [problem for step in steps for problem in _run(store, step)]
    used: set[str] = set()
    faults += _run(store, lambda raw: _files(raw, store.blobs, used))
    for rule in rules:
        faults += apply(store, rule)
    # what stands in the way of two rules is one fault
    return CheckReport(tuple(dict.fromkeys(faults)), tuple(_remarks(store, used)))


def database_faults(store: Store) -> tuple[Problem, ...]:
    """Return what is wrong with the database as such: a record is only as good as what it is read through.

    A view in the place of a table, or an index that was left behind, would show other rows than those that lie there.
    """
    return tuple(problem for step in (_whole, _references, _shape) for problem in _run(store, step))


def _run(store: Store, step: Callable[[RawConnection], Iterable[Problem]]) -> list[Problem]:
    """Run one step on a connection of its own; what it cannot read is a fault."""
    try:
        with closing(sqlite.connect_raw(store.folder.database, patience=store.patience, lib=store.library)) as raw:
            raw.execute("PRAGMA query_only=ON")
            return list(step(raw))
    except (store.library.module.Error, OSError) as error:
        return [Problem(Where(), "database", "check_failed", detail=str(error))]


def apply(store: Store, rule: RowCheck) -> list[Problem]:
    """Look at the rows by one rule, in one snapshot; what cannot be read is a fault."""
    # rows that another tool has altered may not even be readable as what they stand for
    expected: tuple[type[Exception], ...] = (Refusal, ValueError, TypeError, KeyError, *store.errors)
    try:
        with store.reading() as reader:
            return list(rule(reader))
    except expected as error:
        return _run(store, unreadable) or [Problem(Where(), "database", "check_failed", detail=str(error))]


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
    for (revision,) in raw.execute("SELECT version_num FROM alembic_version"):
        if revision != schema.HEAD:
            yield Problem(Where(), "alembic_version", "row_not_recorded", value=str(revision))


def _files(raw: RawConnection, blobs: Blobs, used: set[str]) -> Iterator[Problem]:
    """Compare every file that is on record with what is kept; note which ones are on record."""
    for name, size, digest in raw.execute("SELECT name, size, sha256 FROM stored_file ORDER BY sha256"):
        used.add(str(digest))
        path = blobs.path(str(digest))
        if not path.exists():
            yield fault("file_missing", str(digest), str(name))
            continue
        content = path.read_bytes() if is_plain(path) else b""  # behind a link another file may lie tomorrow
        if not is_plain(path) or len(content) != size or sha256(content).hexdigest() != digest:
            yield fault("file_altered", str(digest), str(name))


def _remarks(store: Store, used: set[str]) -> Iterator[Problem]:
    for path in store.blobs.names():
        if path.name not in used or path != store.blobs.path(path.name):
            yield fault("file_unused", path.relative_to(store.folder.root).as_posix())
    for folder in (store.folder.root, store.folder.backups):
        for path in sorted(folder.glob(f"{UNFINISHED}*")):
            yield fault("folder_unfinished", path.relative_to(store.folder.root).as_posix())
    yield from islice(_rights(store), _MOST_RIGHTS)
    yield from place_remarks(store.folder)
    if not store.library.safe:
        yield Problem(Where(), "library", "library_unsafe", value=store.library.version, detail=store.library.name)


def _rights(store: Store) -> Iterator[Problem]:
    """Remark on what other users of the computer may read or write, or colleagues of a shared desk may not (P5)."""
    folder = store.folder
    if os.name == "nt":  # rights are not kept in the mode there
        return
    shared = bool(group_of(store))
    for path in _kept(folder):
        try:
            found = path.lstat()
        except OSError:
            continue
        mode, inside = stat.S_IMODE(found.st_mode), stat.S_ISDIR(found.st_mode)
        if stat.S_ISLNK(found.st_mode):
            continue
        wanted = SHARED_FOLDER_MODE if inside else SHARED_FILE_MODE
        allowed = wanted if shared else FOLDER_MODE
        name = path.name if path == folder.root else path.relative_to(folder.root).as_posix()
        if mode & ~allowed:
            yield Problem(Where(file=name), "mode", "readable_by_others", value=f"{mode:04o}")
        elif shared and not name.startswith(_OWN) and mode != wanted:
            yield Problem(Where(file=name), "mode", "not_shared", value=f"{mode:04o}", detail=f"{wanted:04o}")


_OWN = ("drafts/",)
"""What stays one's own in a shared desk: what somebody is typing."""


def group_of(store: Store) -> str:
    """Return the group of accounts that a desk was opened to when it was made, "" where there is none."""
    try:
        with closing(sqlite.connect_raw(store.folder.database, patience=store.patience, lib=store.library)) as raw:
            row = raw.execute("SELECT value FROM desk_fact WHERE name = 'group'").fetchone()
    except store.library.module.Error:
        return ""
    return "" if row is None else str(row[0])


def _kept(folder: DeskFolder) -> Iterator[Path]:
    """Yield the desk's folder and all that lies in it."""
    yield folder.root
    for path in sorted(folder.root.rglob("*")):
        if not any(part.startswith(UNFINISHED) for part in path.relative_to(folder.root).parts):
            yield path
