"""how a case ends, who approves what is written, and replies written often"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcome", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("outside", sa.String(), nullable=True))
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("approval_required", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_table(
        "proposals",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("ticket_id", _NUMBER, nullable=False),
        sa.Column("staff_id", _NUMBER, nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", core.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("approver_id", _NUMBER, nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("waited_seconds", _NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["staff.id"], name=op.f("fk_proposals_approver_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_proposals_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_proposals_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_ticket", "proposals", ["ticket_id"])
    op.create_table(
        "reply_templates",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("category_id", _NUMBER, nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("closed_at", core.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_reply_templates_category_id_categories"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
    )


def downgrade() -> None:
    op.drop_table("reply_templates")
    op.drop_table("proposals")
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.drop_column("approval_required")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_column("outside")
        batch_op.drop_column("outcome")
