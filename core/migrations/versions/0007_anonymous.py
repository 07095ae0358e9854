"""anonymous and confidential tickets"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "tickets",
        sa.Column("confidential", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        _loosen_on_sqlite()
    else:
        op.alter_column("tickets", "reporter_id", nullable=True)
    op.create_table(
        "hidden_reporters",
        sa.Column("ticket_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_hidden_reporters_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_hidden_reporters")),
    )
    op.create_index(op.f("ix_hidden_reporters_lane"), "hidden_reporters", ["lane"])
    op.create_table(
        "identity_requests",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("ticket_id", core.db.BigId, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", core.db.BigId, nullable=False),
        sa.Column("asked_at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("approved_by", core.db.BigId, nullable=True),
        sa.Column("approved_at", core.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_identity_requests_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["accounts.id"], name=op.f("fk_identity_requests_asked_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["accounts.id"], name=op.f("fk_identity_requests_approved_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_requests")),
    )
    op.create_index(op.f("ix_identity_requests_ticket_id"), "identity_requests", ["ticket_id"])


def _loosen_on_sqlite() -> None:
    """Let `reporter_id` be empty in place, as https://sqlite.org/lang_altertable.html#otheralter.

    Alembic would write the table anew and drop the old one, which the keys of other tables forbid.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_schema"
        " SET sql = replace(sql, 'reporter_id INTEGER NOT NULL', 'reporter_id INTEGER')"
        " WHERE type = 'table' AND name = 'tickets' AND sql LIKE '%reporter_id INTEGER NOT NULL%'"
    )
    assert changed.rowcount == 1
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")


def downgrade() -> None:
    """`reporter_id` stays loose: there may be tickets without one."""
    op.drop_table("identity_requests")
    op.drop_table("hidden_reporters")
    op.execute("ALTER TABLE tickets DROP COLUMN confidential")
