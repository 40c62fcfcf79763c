"""How a review goes on: turns, conditions, who took note, calls for the supervisor, which policy it followed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OPINION = {"sqlite_strict": True}


def upgrade() -> None:
    # opinions that were asked for before were asked for all at once, by a policy whose number was not noted
    with op.batch_alter_table("review_opinion", recreate="always", table_kwargs=_OPINION) as batch:
        batch.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("policy", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("as_in_round", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("reminded_at", sa.Text(), nullable=True))
        batch.create_check_constraint(op.f("ck_review_opinion_turn_counts"), "turn >= 1")
    with op.batch_alter_table("review_opinion", recreate="always", table_kwargs=_OPINION) as batch:
        for name in ("turn", "policy", "as_in_round"):
            batch.alter_column(name, existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    op.create_table(
        "review_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("condition_no", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.Text(), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "review IN ('sales', 'technical', 'finance', 'production', 'purchasing', 'warehouse', 'joint')",
            name=op.f("ck_review_condition_review_known"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_review_condition_text_given")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_review_condition_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_condition")),
        sa.UniqueConstraint("order_id", "condition_no", name=op.f("uq_review_condition_order_id_condition_no")),
        sqlite_strict=True,
    )
    op.create_table(
        "supervisor_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("call_no", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_supervisor_call_text_given")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_supervisor_call_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_call")),
        sa.UniqueConstraint("order_id", "call_no", name=op.f("uq_supervisor_call_order_id_call_no")),
        sqlite_strict=True,
    )
    op.create_table(
        "note_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "department IN ('clerk', 'sales_manager', 'technical', 'finance', 'production', 'purchasing', 'warehouse', "
            "'logistics', 'quality', 'operations', 'after_sales', 'auditor', 'department_head', 'supervisor', "
            "'administrator')",
            name=op.f("ck_note_taken_department_known"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_note_taken_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_taken")),
        sa.UniqueConstraint("order_id", "round", "department", name=op.f("uq_note_taken_order_id_round_department")),
        sqlite_strict=True,
    )
