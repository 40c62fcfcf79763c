"""Write the next migration from what differs between the tables in `data/store/tables` and the last revision.

python tools/new_migration.py "what changes"     the next revision; read it, mend it, then set `schema.HEAD`
python tools/new_migration.py --first            the first one anew, while no desk is in use anywhere

There is no downgrade: the way back is the backup that is made before a desk is migrated. Types are written as SQLite
stores them, so that an old migration does not change with the code.
"""

import argparse
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import Boolean, Integer, NullPool, create_engine
from sqlalchemy.types import TypeEngine

from data.store.migrations.runner import VERSIONS, revisions, upgrade
from data.store.sqlite import library
from data.store.tables.registry import metadata

TEMPLATE = '''"""{message}."""

# ruff: noqa: E501, PLR0915 - one statement per table and index, one line per constraint

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}
'''


def _type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Name a column's type as it lies in a STRICT table."""
    if kind != "type" or not isinstance(item, TypeEngine):
        return False
    return "sa.Integer()" if isinstance(item, Integer | Boolean) else "sa.Text()"


def written(message: str, known: tuple[str, ...], folder: Path) -> tuple[str, str]:
    """Return the revision after the known ones, and the text of its migration."""
    engine = create_engine(
        "sqlite://",
        module=library().module,
        creator=lambda: library().module.connect(str(folder / "old.db"), isolation_level=None),
        poolclass=NullPool,
    )
    with engine.connect() as connection:
        if known:
            upgrade(connection, "")
        options = {"compare_type": False, "render_item": _type}
        context = MigrationContext.configure(connection, opts=options)
        script = produce_migrations(context, metadata)
        if script.upgrade_ops is None:
            raise SystemExit("alembic found nothing to compare")
        up = render_python_code(
            script.upgrade_ops, render_as_batch=bool(known), render_item=_type, migration_context=context
        )
    revision = f"{len(known) + 1:04}"
    text = TEMPLATE.format(
        message=message,
        revision=revision,
        down=f'"{known[-1]}"' if known else "None",
        upgrade=re.sub(r"(?m)^ *# .*\n", "", up).strip(),
    )
    return revision, text


def main() -> int:
    """Write the file and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("message", nargs="?", default="The first desk")
    parser.add_argument("--first", action="store_true", help="write the first migration anew")
    options = parser.parse_args()
    known = () if options.first else revisions()
    with TemporaryDirectory() as folder:
        revision, text = written(options.message, known, Path(folder))
    slug = re.sub(r"[^a-z0-9]+", "_", options.message.lower().removeprefix("the ")).strip("_")
    target = VERSIONS / f"{revision}_{slug}.py"
    target.write_text(text, encoding="utf-8")
    print(f"{target}: read it, then `make format`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
