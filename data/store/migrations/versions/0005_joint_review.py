"""The sheet of a joint review, amendments of the customer, and the signed copies that come back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joint_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("meeting_no", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Text(), nullable=False),
        sa.Column("chair", sa.Text(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "result IN ('waiting', 'pass', 'pass_with_conditions', 'fail')", name=op.f("ck_joint_meeting_result_known")
        ),
        sa.CheckConstraint("round >= 1", name=op.f("ck_joint_meeting_round_counts")),
        sa.CheckConstraint("chair <> ''", name=op.f("ck_joint_meeting_chair_given")),
        sa.CheckConstraint("minutes <> ''", name=op.f("ck_joint_meeting_minutes_given")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_joint_meeting_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_meeting")),
        sa.UniqueConstraint("order_id", "meeting_no", name=op.f("uq_joint_meeting_order_id_meeting_no")),
        sqlite_strict=True,
    )
    op.create_table(
        "joint_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "review IN ('sales', 'technical', 'finance', 'production', 'purchasing', 'warehouse', 'joint')",
            name=op.f("ck_joint_signature_review_known"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["joint_meeting.id"], name=op.f("fk_joint_signature_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_signature")),
        sa.UniqueConstraint("meeting_id", "review", name=op.f("uq_joint_signature_meeting_id_review")),
        sqlite_strict=True,
    )
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("confirmation_no", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('platform', 'chat', 'email', 'fax', 'telephone', 'letter', 'in_person', 'electronic', "
            "'requisition', 'file')",
            name=op.f("ck_amendment_channel_known"),
        ),
        sa.CheckConstraint("person <> ''", name=op.f("ck_amendment_person_given")),
        sa.CheckConstraint("content <> ''", name=op.f("ck_amendment_content_given")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_amendment_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_amendment_order_id"), "amendment", ["order_id"], unique=False)
    op.create_table(
        "signed_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("confirmation_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_signed_copy_order_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_signed_copy_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_copy")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_signed_copy_order_id"), "signed_copy", ["order_id"], unique=False)
