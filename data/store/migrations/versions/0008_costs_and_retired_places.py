"""What a product costs the office; when a work centre or a supplier was taken off the list."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    with op.batch_alter_table("product", recreate="always", table_kwargs=_STRICT) as batch:
        batch.add_column(sa.Column("standard_cost", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_product_standard_cost_not_negative"), "standard_cost >= 0")
    for table in ("supplier", "work_centre"):
        with op.batch_alter_table(table, recreate="always", table_kwargs=_STRICT) as batch:
            batch.add_column(sa.Column("retired_at", sa.Text(), nullable=True))
