"""cleaned files"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "attachments", sa.Column("cleaned", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "attachments", sa.Column("details", sa.JSON(), server_default="{}", nullable=False)
    )
    # The release before stored pictures it had drawn anew under this ending, and nothing else.
    op.execute(
        sa.text("UPDATE attachments SET cleaned = :yes WHERE stored LIKE '%.jpg'").bindparams(
            sa.bindparam("yes", True, type_=sa.Boolean())
        )
    )
    op.create_table(
        "place_offers",
        sa.Column(
            "ticket_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("point", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_place_offers_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_place_offers")),
    )


def downgrade() -> None:
    op.drop_table("place_offers")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_column("details")
        batch_op.drop_column("cleaned")
