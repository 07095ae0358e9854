"""what routing has learned"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "router_models",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("version", core.db.BigId, nullable=False),
        sa.Column("trained_at", core.db.UTCDateTime(), nullable=False),
        sa.Column("learned", core.db.BigId, nullable=False),
        sa.Column("held", core.db.BigId, nullable=False),
        sa.Column("top1", sa.Double(), nullable=False),
        sa.Column("top3", sa.Double(), nullable=False),
        sa.Column("start_top1", sa.Double(), nullable=False),
        sa.Column("before_top1", sa.Double(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_router_models")),
        sa.UniqueConstraint("version", name=op.f("uq_router_models_version")),
    )


def downgrade() -> None:
    op.drop_table("router_models")
