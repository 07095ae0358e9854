"""orders of the panel's lists"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("state IN ('new', 'accepted', 'waiting')")
INDEXES = {
    "ix_tickets_due": ["due_at"],
    "ix_tickets_state_opened": ["state", "opened_at"],
    "ix_tickets_unit_due": ["unit_id", "due_at"],
    "ix_tickets_category_due": ["category_id", "due_at"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "tickets", columns, unique=False)
    op.create_index(
        "ix_tickets_open_due",
        "tickets",
        ["due_at"],
        unique=False,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_open_due", table_name="tickets")
    for name in INDEXES:
        op.drop_index(name, table_name="tickets")
