"""followers, merged and linked tickets, and the search for similar ones"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IS_OPEN = "state IN ('new', 'accepted', 'waiting')"
# Index: its columns, and the rows it holds.
INDEXES = {
    "ix_tickets_near": (
        ["category_id", "latitude", "longitude", "opened_at"],
        f"{IS_OPEN} AND latitude IS NOT NULL",
    ),
    "ix_tickets_same_area": (
        ["category_id", "area_id", "opened_at"],
        f"{IS_OPEN} AND area_id IS NOT NULL",
    ),
    "ix_tickets_master": (["master_id"], "master_id IS NOT NULL"),
}
# Column: its table and the one it points to.
REFERENCES = {"master_id": ("tickets", "tickets"), "follower_id": ("attachments", "people")}


def upgrade() -> None:
    op.add_column("categories", sa.Column("near_metres", core.db.BigId, nullable=True))
    op.add_column("tickets", sa.Column("verdict_until", core.db.UTCDateTime(timezone=True)))
    op.add_column("tickets", sa.Column("state_before_merge", sa.String(), nullable=True))
    followers = sa.Column("followers", core.db.BigId, nullable=False, server_default="0")
    op.add_column("tickets", followers)
    # In plain SQL: Alembic would write the whole table anew on SQLite to add a key to it.
    number = core.db.BigId.dialect_impl(op.get_bind().dialect).compile(op.get_bind().dialect)
    for column, (table, other) in REFERENCES.items():
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {number}"
            f" CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"
        )
    for name, (columns, rows) in INDEXES.items():
        where = sa.text(rows)
        op.create_index(name, "tickets", columns, sqlite_where=where, postgresql_where=where)
    _followers()
    _links()


def _followers() -> None:
    op.create_table(
        "followers",
        sa.Column("ticket_id", core.db.BigId, nullable=False),
        sa.Column("person_id", core.db.BigId, nullable=False),
        sa.Column("since", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", core.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_followers_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_followers_person_id_people")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_followers")),
    )
    op.create_index("ix_followers_person_id", "followers", ["person_id"])


def _links() -> None:
    op.create_table(
        "ticket_links",
        sa.Column("ticket_id", core.db.BigId, nullable=False),
        sa.Column("other_id", core.db.BigId, nullable=False),
        sa.Column("linked_at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_links_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["tickets.id"], name=op.f("fk_ticket_links_other_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", name=op.f("pk_ticket_links")),
    )
    op.create_index("ix_ticket_links_other_id", "ticket_links", ["other_id"])


def downgrade() -> None:
    op.drop_table("ticket_links")
    op.drop_table("followers")
    for name in INDEXES:
        op.drop_index(name, "tickets")
    for column, (table, _) in REFERENCES.items():
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for column in ("verdict_until", "state_before_merge", "followers"):
        op.drop_column("tickets", column)
    op.drop_column("categories", "near_metres")
