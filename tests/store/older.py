"""Desks as programs of earlier revisions left them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine

from data.store import sqlite
from data.store.migrations import runner

if TYPE_CHECKING:
    from pathlib import Path

    from data.store.unit import Store


def versions_in(folder: Path) -> Path:
    """Copy the revisions of the program to a folder of their own, where more can be added and some taken away."""
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    for path in runner.VERSIONS.glob("*.py"):
        (versions / path.name).write_bytes(path.read_bytes())
    return versions


def make_older(store: Store, versions: Path, revision: str) -> None:
    """Leave a desk as the program of an earlier revision would: rows of today under the tables of then.

    Args:
        store: the desk; it is closed.
        versions: of which the later ones are taken away.
        revision: the desk's.
    """
    for path in versions.glob("*.py"):
        if path.stem.partition("_")[0] > revision:
            path.unlink()
    aside = store.folder.root / "older.db"
    making = create_engine(
        "sqlite://",
        module=sqlite.library().module,
        creator=lambda: sqlite.library().module.connect(str(aside), isolation_level=None),
        poolclass=NullPool,
    )
    with making.connect() as connection:
        transaction = connection.begin()
        runner.upgrade(connection, "", versions)
        transaction.commit()
    store.close()
    with closing(sqlite.connect_raw(aside)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("ATTACH ? AS today", (str(store.folder.database),))
        for (table,) in raw.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            if table != "alembic_version" and not table.startswith("sqlite_"):
                columns = ", ".join(f'"{row[1]}"' for row in raw.execute(f'PRAGMA main.table_info("{table}")'))
                raw.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM today."{table}"')
        raw.execute("DETACH today")
        raw.execute("PRAGMA journal_mode=WAL")
    for name in ("desk.db-wal", "desk.db-shm"):
        (store.folder.root / name).unlink(missing_ok=True)
    aside.replace(store.folder.database)
