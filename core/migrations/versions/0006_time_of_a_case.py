"""the clocks of a case, and reminders that are gathered"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("due_from", "due_calendar_id", "due_extra", "due_by_hand", "paused_at")


def upgrade() -> None:
    moment = core.db.UTCDateTime(timezone=True)
    op.add_column("tickets", sa.Column("due_from", moment, nullable=True))
    # In plain SQL: Alembic would write the whole table anew on SQLite to add a key to it.
    number = core.db.BigId.dialect_impl(op.get_bind().dialect).compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE tickets ADD COLUMN due_calendar_id {number}"
        " CONSTRAINT fk_tickets_due_calendar_id_calendars REFERENCES calendars (id)"
    )
    op.add_column(
        "tickets", sa.Column("due_extra", core.db.BigId, server_default="0", nullable=False)
    )
    op.add_column(
        "tickets", sa.Column("due_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("tickets", sa.Column("paused_at", moment, nullable=True))
    _shares(moment)
    _reminders(moment)
    _oversight()


def _shares(moment: core.db.UTCDateTime) -> None:
    op.create_table(
        "shares",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("ticket_id", core.db.BigId, nullable=False),
        sa.Column("unit_id", core.db.BigId, nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=False),
        sa.Column("seconds", core.db.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_shares_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_shares_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
    )
    op.create_index("ix_shares_ticket", "shares", ["ticket_id", "ended_at"])


def _reminders(moment: core.db.UTCDateTime) -> None:
    op.create_table(
        "reminders",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("staff_id", core.db.BigId, nullable=False),
        sa.Column("ticket_id", core.db.BigId, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("share", core.db.BigId, nullable=True),
        sa.Column("told_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_reminders_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_reminders_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index("ix_reminders_staff", "reminders", ["staff_id", "told_at"])


def _oversight() -> None:
    op.create_table(
        "oversight_bodies",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oversight_bodies")),
        sa.UniqueConstraint("code", name=op.f("uq_oversight_bodies_code")),
    )


def downgrade() -> None:
    op.drop_table("oversight_bodies")
    op.drop_table("reminders")
    op.drop_table("shares")
    for column in COLUMNS:
        op.execute(f"ALTER TABLE tickets DROP COLUMN {column}")
