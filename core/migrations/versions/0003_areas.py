"""areas and landmarks"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "areas",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("parent_id", core.db.BigId, nullable=True),
        sa.Column("unit_id", core.db.BigId, nullable=True),
        sa.Column("outside", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("west", sa.Double(), nullable=False),
        sa.Column("south", sa.Double(), nullable=False),
        sa.Column("east", sa.Double(), nullable=False),
        sa.Column("north", sa.Double(), nullable=False),
        sa.Column("changed_at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["areas.id"], name=op.f("fk_areas_parent_id_areas")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_areas_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("code", name=op.f("uq_areas_code")),
    )
    op.create_index(op.f("ix_areas_parent_id"), "areas", ["parent_id"])
    op.create_table(
        "landmarks",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("area_id", core.db.BigId, nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("closed_at", core.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_landmarks_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landmarks")),
    )
    op.create_index("ix_landmarks_area_id", "landmarks", ["area_id"])
    # In plain SQL: Alembic would write the whole table anew on SQLite to add a key to it.
    number = core.db.BigId.dialect_impl(op.get_bind().dialect).compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE tickets ADD COLUMN area_id {number}"
        " CONSTRAINT fk_tickets_area_id_areas REFERENCES areas (id)"
    )
    op.create_index("ix_tickets_area_state", "tickets", ["area_id", "state", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_tickets_area_state", "tickets")
    op.execute("ALTER TABLE tickets DROP COLUMN area_id")
    op.drop_table("landmarks")
    op.drop_table("areas")
