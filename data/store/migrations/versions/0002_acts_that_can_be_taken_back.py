"""Acts that can be taken back, and indexes for lists by receipt and by amount."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_undo",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_event_undo_body_given")),
        sa.ForeignKeyConstraint(["seq"], ["events.seq"], name=op.f("fk_event_undo_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event_undo")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sales_order_received_at"), "sales_order", ["received_at"], unique=False)
    op.create_index(op.f("ix_sales_order_total"), "sales_order", ["total"], unique=False)
