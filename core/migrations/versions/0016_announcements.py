"""announcements and groups of units"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _themes()
    _announcements()
    _groups()


def _themes() -> None:
    op.create_table(
        "themes",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("closed_at", core.db.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("code", name=op.f("uq_themes_code")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("person_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("theme_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("area_id", core.db.BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_subscriptions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_subscriptions_theme_id_themes")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_subscriptions_area_id_areas")
        ),
        sa.PrimaryKeyConstraint("person_id", "theme_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_theme_id"), "subscriptions", ["theme_id"])


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("theme_id", core.db.BigId, nullable=False),
        sa.Column("area_id", core.db.BigId, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("picture", sa.String(), nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("staff_id", core.db.BigId, nullable=True),
        sa.Column("approver", sa.String(), nullable=True),
        sa.Column("created_at", core.db.UTCDateTime(), nullable=False),
        sa.Column("begins_at", core.db.UTCDateTime(), nullable=True),
        sa.Column("ended_at", core.db.UTCDateTime(), nullable=True),
        sa.Column("cursor", core.db.BigId, nullable=False),
        sa.Column("total", core.db.BigId, nullable=False),
        sa.Column("sent", core.db.BigId, nullable=False),
        sa.Column("blocked", core.db.BigId, nullable=False),
        sa.Column("failed", core.db.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_announcements_theme_id_themes")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_announcements_area_id_areas")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_announcements_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_table(
        "deliveries",
        sa.Column("announcement_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("person_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("ref", core.db.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_deliveries_announcement_id_announcements"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_deliveries_person_id_people")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("ref", name=op.f("uq_deliveries_ref")),
    )


def _groups() -> None:
    op.create_table(
        "unit_groups",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.BigId, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("staff_id", core.db.BigId, nullable=False),
        sa.Column("added_at", core.db.UTCDateTime(), nullable=False),
        sa.Column("bound_at", core.db.UTCDateTime(), nullable=True),
        sa.Column("card", core.db.BigId, nullable=True),
        sa.Column("posted", core.db.BigId, nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_groups_unit_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_unit_groups_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_groups")),
        sa.UniqueConstraint("lane", name=op.f("uq_unit_groups_lane")),
        sa.UniqueConstraint("heard", name=op.f("uq_unit_groups_heard")),
    )
    op.create_index("uq_unit_groups_unit_id", "unit_groups", ["unit_id"], unique=True)


def downgrade() -> None:
    for table in ("unit_groups", "deliveries", "announcements", "subscriptions", "themes"):
        op.drop_table(table)
