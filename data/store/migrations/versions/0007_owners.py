"""Up to which amount somebody approves orders."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("currency <> ''", name=op.f("ck_approval_limit_currency_given")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_approval_limit_amount_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_limit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_limit")),
        sa.UniqueConstraint("person_id", "currency", name=op.f("uq_approval_limit_person_id_currency")),
        sqlite_strict=True,
    )
