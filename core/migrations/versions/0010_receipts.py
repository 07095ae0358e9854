"""cases an officer wrote down, and the numbers other systems give them"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receptions",
        sa.Column("ticket_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("receiver_name", sa.String(), nullable=False),
        sa.Column("citizen", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_receptions_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_receptions")),
    )
    op.create_table(
        "external_numbers",
        sa.Column("ticket_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_external_numbers_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_external_numbers")),
    )
    op.create_index("ix_external_numbers_number", "external_numbers", ["number"])


def downgrade() -> None:
    op.drop_table("external_numbers")
    op.drop_table("receptions")
