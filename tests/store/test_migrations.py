"""A migrated desk equals a fresh one, and a migration is all or nothing, after a backup."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine

from data.errors import DeskDamaged, StorageFailed
from data.store import manifests, proof, schema, sqlite
from data.store.migrations import runner
from data.store.unit import Store
from tests.store.older import make_older, versions_in

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


GOOD = """
import sqlalchemy as sa
from alembic import op

def upgrade() -> None:
    with op.batch_alter_table("sales_order", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("review_opinion", recreate="always") as batch:
        batch.alter_column("comment", nullable=True)
"""
LOSING = """
from alembic import op

def upgrade() -> None:
    op.execute("DELETE FROM customer")
"""
FAILING = """
from alembic import op

def upgrade() -> None:
    op.execute("DELETE FROM order_line")
    op.execute("INSERT INTO stored_file (sha256) VALUES ('x')")
"""


def _schema(path: Path) -> dict[str, str]:
    with closing(sqlite.connect_raw(path, read_only=True)) as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert sqlite.pragma(raw, "application_id") == sqlite.APPLICATION_ID
        assert schema.stored_revision(raw) == schema.HEAD
        return schema.read_schema(raw)


def test_a_migrated_desk_equals_a_fresh_one(tmp_path: Path) -> None:
    path = tmp_path / "migrated.db"
    migrating = create_engine(
        "sqlite://",
        module=sqlite.library().module,
        creator=lambda: sqlite.library().module.connect(str(path), isolation_level=None),
        poolclass=NullPool,
    )
    with migrating.connect() as connection:
        connection.exec_driver_sql("PRAGMA synchronous=OFF")
        assert runner.upgrade(connection, "") == schema.HEAD
    migrated, fresh = _schema(path), schema.expected_schema()
    assert set(migrated) == set(fresh)
    assert migrated == fresh
    assert {name.partition(" ")[0] for name in fresh} == {"table", "index", "trigger"}
    assert {f"trigger {name}" for name in schema.TRIGGERS} <= set(fresh)


def test_all_tables_are_strict() -> None:
    tables = {name: sql for name, sql in schema.expected_schema().items() if name.startswith("table ")}
    assert len(tables) > 20
    assert [name for name, sql in tables.items() if not sql.endswith("STRICT")] == []


def test_head_is_the_last_revision() -> None:
    assert runner.revisions()[-1] == schema.HEAD


def test_the_order_of_constraints_and_the_way_of_writing_mean_nothing() -> None:
    one = (
        'CREATE TABLE "t" (\n\ta TEXT, b INTEGER, '
        "CONSTRAINT y CHECK (a IN ('x', 'y,')), CONSTRAINT x UNIQUE (a, b)\n) STRICT"
    )
    two = "CREATE TABLE t(a TEXT,b INTEGER,CONSTRAINT x UNIQUE (a,b),CONSTRAINT y CHECK(a IN ('x', 'y,'))) STRICT"
    assert schema.normal(one) == schema.normal(two)
    assert schema.normal(one) != schema.normal(two.replace("a TEXT,b INTEGER", "b INTEGER,a TEXT"))
    assert schema.normal(one) != schema.normal(two.replace("UNIQUE (a,b)", "UNIQUE (b,a)"))


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """The revisions of the program, and room for one more."""
    return versions_in(tmp_path)


def _add(versions: Path, text: str) -> None:
    last = runner.revisions()[-1]
    (versions / "9000_next.py").write_text(f'revision = "9000"\ndown_revision = "{last}"\n{text}')


def _migrate(store: Store, versions: Path, at: datetime) -> None:
    runner.migrate(store.folder, at=at, lib=store.library, patience=0.1, target="9000", versions=versions)


def test_a_rebuilt_table_keeps_its_rows_its_children_and_its_triggers(
    filled: Store, versions: Path, now: datetime
) -> None:
    _add(versions, GOOD)
    _migrate(filled, versions, now)
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        assert schema.stored_revision(raw) == "9000"
        assert raw.execute("SELECT count(*), max(colour) FROM sales_order").fetchone() == (3, "")
        assert raw.execute("SELECT count(*) FROM order_line").fetchone() == (3,)
        found = schema.read_schema(raw)
        assert {f"trigger {name}" for name in schema.TRIGGERS} <= set(found)
        assert found["table sales_order"].endswith("STRICT")
    (kept,) = manifests.list_backups(filled.folder.backups)
    assert kept.path.name == "before-9000-20261121T143205Z"
    assert proof.verify(kept.path) == ()


@pytest.mark.parametrize(("text", "refusal"), [(LOSING, DeskDamaged), (FAILING, Exception)])
def test_a_failed_migration_changes_nothing(
    filled: Store, versions: Path, now: datetime, text: str, refusal: type[Exception]
) -> None:
    _add(versions, text)
    with pytest.raises(refusal):
        _migrate(filled, versions, now)
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        assert schema.stored_revision(raw) == schema.HEAD
        assert raw.execute("SELECT count(*) FROM order_line").fetchone() == (3,)
        assert raw.execute("SELECT count(*) FROM customer").fetchone() == (1,)


def test_no_backup_no_migration(filled: Store, versions: Path, now: datetime) -> None:
    _add(versions, GOOD)
    filled.folder.backups.rmdir()
    filled.folder.backups.write_text("in the way")
    with pytest.raises(StorageFailed):
        _migrate(filled, versions, now)
    with closing(sqlite.connect_raw(filled.folder.database)) as raw:
        assert schema.stored_revision(raw) == schema.HEAD


def test_a_desk_that_another_program_migrated_meanwhile_is_left_alone(
    filled: Store, versions: Path, now: datetime
) -> None:
    _add(versions, GOOD)
    _migrate(filled, versions, now)
    _migrate(filled, versions, now)
    assert len(manifests.list_backups(filled.folder.backups)) == 2


@pytest.fixture(params=[name for name in runner.revisions() if name != schema.HEAD])
def older(request: pytest.FixtureRequest, filled: Store, versions: Path) -> Store:
    """A desk with rows as the program of an earlier revision left it: rows of today under the tables of then."""
    make_older(filled, versions, request.param)
    return filled


def test_a_desk_of_an_earlier_revision_is_opened_with_all_its_rows(older: Store, now: datetime) -> None:
    with Store.open(older.folder.root, clock=lambda: now) as store, store.reading() as reader:
        assert schema.stored_revision(reader.raw) == schema.HEAD
        assert schema.read_schema(reader.raw) == schema.expected_schema()
        assert reader.raw.execute("SELECT count(*) FROM sales_order").fetchone() == (3,)
        assert reader.raw.execute("SELECT count(*) FROM order_line").fetchone() == (3,)
    (kept,) = manifests.list_backups(older.folder.backups)
    assert kept.path.name.startswith(f"before-{schema.HEAD}-")
    assert proof.verify(kept.path) == ()
