"""simulations as staff went through them"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_runs",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("staff_id", core.db.BigId, nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("most", sa.JSON(), nullable=False),
        sa.Column("started_at", core.db.UTCDateTime(), nullable=False),
        sa.Column("changed_at", core.db.UTCDateTime(), nullable=False),
        sa.Column("ended_at", core.db.UTCDateTime(), nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_scenario_runs_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_runs")),
    )
    op.create_index("ix_scenario_runs_staff_id_scenario", "scenario_runs", ["staff_id", "scenario"])


def downgrade() -> None:
    op.drop_table("scenario_runs")
