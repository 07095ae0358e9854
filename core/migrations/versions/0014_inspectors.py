"""reports about staff, for inspectors only"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added, not made anew: the triggers of the words of tickets stay.
    for table, column in (("tickets", "guarded"), ("units", "inspects")):
        op.add_column(
            table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    op.drop_column("units", "inspects")
    op.drop_column("tickets", "guarded")
