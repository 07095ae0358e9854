"""lists and a front page that stay fast with a million cases"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OPEN = "state IN ('new', 'accepted', 'waiting')"
ASKED = (
    *("state", "unit_id", "category_id", "area_id", "kind", "confidential", "guarded"),
    *("opened_at", "due_at", "paused_at", "assignee_id"),
    *("response_seconds", "resolve_seconds", "rating", "outcome", "reopened"),
)
CLOSED = ["closed_at", "unit_id", "rating", "reporter_id", "confidential", "master_id"]
BEFORE = {
    "ix_tickets_state_due": ["state", "due_at"],
    "ix_tickets_state_opened": ["state", "opened_at"],
    "ix_tickets_area_state": ["area_id", "state", "due_at"],
    "ix_tickets_opened": ["opened_at"],
    "ix_tickets_due": ["due_at"],
    "ix_tickets_unit_due": ["unit_id", "due_at"],
    "ix_tickets_category_due": ["category_id", "due_at"],
    "ix_tickets_open_due": ["due_at"],
}
WIDE = {
    "ix_tickets_due": (["due_at", "id"], None),
    "ix_tickets_opened": (["opened_at", "id"], None),
    "ix_tickets_unit_due": (["unit_id", "due_at", "id"], None),
    "ix_tickets_category_due": (["category_id", "due_at", "id"], None),
    "ix_tickets_area_due": (["area_id", "due_at", "id"], None),
    "ix_tickets_open_due": (["due_at", "id"], OPEN),
    "ix_tickets_resolved": (["due_at", "id"], "state = 'resolved'"),
    "ix_tickets_unsolved": (["due_at", "id"], "outcome NOT IN ('fixed', 'answered')"),
    "ix_tickets_objected_again": (["due_at", "id"], "reopened > 1"),
}


def upgrade() -> None:
    for name in BEFORE:
        op.drop_index(name, table_name="tickets")
    for name, (columns, where) in WIDE.items():
        more = [column for column in ASKED if column not in columns]
        _index(name, [*columns, *more], where)
    _index("ix_tickets_closed", CLOSED, "state = 'closed'")
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", core.db.BigId, nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("guarded", sa.Boolean(), nullable=False),
        sa.Column("received", core.db.BigId, nullable=False),
        sa.Column("unsolved", core.db.BigId, nullable=False),
        sa.Column("objected_again", core.db.BigId, nullable=False),
        sa.Column("rated", core.db.BigId, nullable=False),
        sa.Column("stars", core.db.BigId, nullable=False),
        sa.Column("responses", sa.LargeBinary(), nullable=False),
        sa.Column("solutions", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_tallies_unit_id_units")),
        sa.PrimaryKeyConstraint(
            "day", "unit_id", "confidential", "guarded", name=op.f("pk_tallies")
        ),
    )


def downgrade() -> None:
    op.drop_table("tallies")
    for name in (*WIDE, "ix_tickets_closed"):
        op.drop_index(name, table_name="tickets")
    for name, columns in BEFORE.items():
        _index(name, columns, OPEN if name == "ix_tickets_open_due" else None)


def _index(name: str, columns: list[str], where: str | None) -> None:
    only = sa.text(where) if where else None
    op.create_index(
        name, "tickets", columns, unique=False, sqlite_where=only, postgresql_where=only
    )
