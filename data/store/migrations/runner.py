"""Brings a desk that an earlier version of the program made to the tables of this one, after a verified backup.

Only a desk that needs it comes here, because alembic takes its time to import. There is no `env.py`: the revisions are
run one after the other in one transaction of ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from data.drafts import Problem, Where
from data.errors import DeskDamaged
from data.store import backup, engine, schema, sqlite
from data.store.manifests import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from alembic.script import Script
    from sqlalchemy import Connection

    from data.store.folder import DeskFolder
    from data.store.sqlite import Library

VERSIONS = Path(__file__).parent / "versions"


def _scripts(versions: Path) -> list[Script]:
    """Return the revisions, the oldest first."""
    directory = ScriptDirectory(str(versions.parent), version_locations=[str(versions)])
    return list(directory.walk_revisions())[::-1]


def revisions(versions: Path = VERSIONS) -> tuple[str, ...]:
    """Return the names of all revisions that this program knows, the oldest first."""
    return tuple(script.revision for script in _scripts(versions))


def upgrade(connection: Connection, found: str, versions: Path = VERSIONS) -> str:
    """Run the revisions after `found` ("" for an empty database) in the open transaction; return the last one.

    Rebuilding a table drops its triggers, so they are all made anew.
    """
    if not found:
        connection.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
        schema.create_version_table(connection)
    scripts = _scripts(versions)
    done = 0 if not found else 1 + [script.revision for script in scripts].index(found)
    with Operations.context(MigrationContext.configure(connection)):
        for script in scripts[done:]:
            script.module.upgrade()
    schema.create_triggers(connection)
    schema.stamp(connection, scripts[-1].revision)
    return scripts[-1].revision


def migrate(
    place: DeskFolder,
    *,
    at: datetime,
    lib: Library,
    patience: float,
    target: str = schema.HEAD,
    versions: Path = VERSIONS,
) -> None:
    """Back the desk up to `backups/before-<revision>-<time>`, then migrate it, all or nothing.

    Raises:
        DeskDamaged: the desk is damaged already, or rows would point at nothing afterwards; it is left as it was.
        DeskBusy: somebody works on it.
    """
    name = f"before-{target}-{stamp(at)}"
    backup.make(place, place.backups, name=name, at=at, lib=lib, deadline_seconds=backup.DEADLINE)
    bring_up(place, lib=lib, patience=patience, target=target, versions=versions)


def bring_up(
    place: DeskFolder, *, lib: Library, patience: float, target: str = schema.HEAD, versions: Path = VERSIONS
) -> None:
    """Migrate a desk of which there is a backup, all or nothing; see `migrate`."""
    # Rebuilding a table with foreign keys on would delete the rows of ON DELETE CASCADE children, and the PRAGMA does
    # nothing within a transaction.
    migrating = engine.make_engine(place.database, lib, writing=True, patience=patience, foreign_keys=False)
    try:
        with migrating.connect() as connection:
            transaction = connection.begin()
            found = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
            if found == target:  # another program was faster
                return
            upgrade(connection, found, versions)
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if lost:
                raise DeskDamaged(
                    path=str(place.root),
                    faults=tuple(
                        Problem(Where(), str(table), "points_at_nothing", value=str(row), detail=str(parent))
                        for table, row, parent, _ in lost
                    ),
                )
            transaction.commit()
    except SQLAlchemyError as error:
        refusal = engine.refusal_of(error, place.database, patience)
        if refusal is None:  # the tables are not those of the revision that the desk says it has
            said = str(getattr(error, "orig", error))
            fault = Problem(Where(file=place.database.name), "", "database_damaged", detail=said)
            raise DeskDamaged(str(place.root), (fault,)) from error
        raise refusal from error
    finally:
        migrating.dispose()
