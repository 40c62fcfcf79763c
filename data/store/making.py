"""A new desk: made aside and put in its place in one step, so that a failed try leaves nothing behind."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from data.errors import DeskExists
from data.store import engine, schema
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, modes_in, sync_folder, write_new
from data.store.types import time_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from data.store.sqlite import Library


def make_desk(place: DeskFolder, *, at: datetime, facts: Mapping[str, str], lib: Library) -> None:
    """Make an empty desk with its facts; see `Store.create`."""
    own = {"desk_id": uuid4().hex, "created_at": time_text(at)}
    made = [folder for folder in (place.root, *place.root.parents) if not folder.exists()]
    try:
        vacant(place.root)
        make_folder(place.root)
        with suppress(PermissionError):  # somebody else's folder: `check` remarks on who may read it
            place.root.chmod(modes_in(place.root.parent)[0])
        draft = place.root / f"{UNFINISHED}{secrets.token_hex(4)}"
        try:
            make_folder(draft)
            fresh = draft / place.database.name
            write_new(fresh, b"")
            _fill(fresh, {**own, **facts}, lib)
            make_folder(place.files)
            make_folder(place.backups)
            put_in_place(fresh, place.database)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        sync_folder(place.root)
    except (OSError, lib.module.Error, *engine.DATABASE_ERRORS) as error:
        _undo(place, made)
        refusal = failed(place.root, error) if isinstance(error, OSError) else engine.refusal_of(error, place.root, 0)
        if refusal is None:
            raise
        raise refusal from error


def vacant(root: Path) -> None:
    """See that nothing is where a desk is to be made, but for what a crash of an earlier try left.

    Raises:
        DeskExists: something is there.
    """
    if root.is_dir():
        found = next((entry.name for entry in sorted(root.iterdir()) if not entry.name.startswith(UNFINISHED)), None)
        if found is not None:
            raise DeskExists(path=str(root), what=found)
    elif root.exists() or root.is_symlink():
        raise DeskExists(path=str(root), what=root.name)


def put_in_place(fresh: Path, target: Path) -> None:
    """Give a finished database its name, unless another one was faster.

    Raises:
        DeskExists: the name is taken.
    """
    try:
        os.link(fresh, target)  # unlike a rename, it never replaces
    except FileExistsError:
        raise DeskExists(path=str(target.parent), what=target.name) from None
    except OSError:  # a file system without hard links
        if target.exists():
            raise DeskExists(path=str(target.parent), what=target.name) from None
        fresh.rename(target)


def _fill(path: Path, facts: Mapping[str, str], lib: Library) -> None:
    """Make the tables and write the facts, in one transaction, and leave the file closed and whole."""
    making = engine.make_engine(path, lib, writing=True, patience=0)
    try:
        with making.begin() as connection:
            schema.create_all(connection)
            for fact in facts.items():
                connection.exec_driver_sql("INSERT INTO desk_fact (name, value) VALUES (?, ?)", fact)
    finally:
        making.dispose()


def _undo(place: DeskFolder, made: list[Path]) -> None:
    """Take away the empty folders that a failed try made."""
    for folder in (place.files, place.backups, *made):
        with suppress(OSError):
            folder.rmdir()
