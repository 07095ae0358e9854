"""how long the original words of proposals and suggestions are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OFFICE = "Standar kantor"
NAMES = ("proposals", "suggestions")


def upgrade() -> None:
    rules = sa.table(
        "privacy_rules",
        sa.column("name", sa.String()),
        sa.column("amount", sa.BigInteger()),
        sa.column("source_title", sa.String()),
        sa.column("mark", sa.String()),
    )
    rows = [
        {"name": name, "amount": 365, "source_title": OFFICE, "mark": "office"} for name in NAMES
    ]
    op.bulk_insert(rules, rows)


def downgrade() -> None:
    op.execute("DELETE FROM privacy_rules WHERE name IN ('proposals', 'suggestions')")
