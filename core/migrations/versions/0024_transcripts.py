"""transcripts of voice messages, and ratings written down for citizens

SQLite finds their words by a table of its own, kept by triggers as those of `ticket_words` are.
"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DROP = "DELETE FROM ticket_words_spoken WHERE rowid = old.id"
ADD = (
    "INSERT INTO ticket_words_spoken(rowid, spoken)"
    " SELECT new.id, new.spoken WHERE new.spoken IS NOT NULL"
)
SQLITE = (
    "CREATE VIRTUAL TABLE ticket_words_spoken USING fts5(spoken,"
    " tokenize='unicode61 remove_diacritics 2')",
    # What is erased must not stay readable in the index.
    "INSERT INTO ticket_words_spoken(ticket_words_spoken, rank) VALUES ('secure-delete', 1)",
    "CREATE TRIGGER ticket_words_spoken_changed AFTER UPDATE OF spoken ON tickets"
    f" BEGIN {DROP}; {ADD}; END",
)
POSTGRESQL = """
CREATE INDEX ix_ticket_words_spoken ON tickets USING gin (to_tsvector('simple', spoken))
WHERE spoken IS NOT NULL
"""
# What came before waits as well, as long as its case is not closed.
VOICES = """
INSERT INTO transcripts
  (attachment_id, ticket_id, state, text, writer, writer_name, version, alarmed, added_at)
SELECT a.id, a.ticket_id, 'waiting', '', '', '', 1, false, a.added_at
FROM attachments a JOIN tickets t ON t.id = a.ticket_id
WHERE a.by_reporter AND a.stored IS NOT NULL AND a.kind IN ('voice', 'audio')
  AND t.state <> 'closed'
"""
HEARD = "UPDATE tickets SET heard = 'waiting' WHERE id IN (SELECT ticket_id FROM transcripts)"


def upgrade() -> None:
    for name in ("spoken", "heard"):
        op.add_column("tickets", sa.Column(name, sa.String(), nullable=True))
    op.create_table(
        "transcripts",
        sa.Column("attachment_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("ticket_id", core.db.BigId, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("writer_name", sa.String(), nullable=False),
        sa.Column("version", core.db.BigId, nullable=False),
        sa.Column("alarmed", sa.Boolean(), nullable=False),
        sa.Column("added_at", core.db.UTCDateTime(), nullable=False),
        sa.Column("written_at", core.db.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_transcripts_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_transcripts_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_transcripts")),
    )
    op.create_table(
        "relayed_ratings",
        sa.Column("ticket_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("rating", core.db.BigId, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("staff_id", core.db.BigId, nullable=False),
        sa.Column("at", core.db.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_relayed_ratings_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_relayed_ratings_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_relayed_ratings")),
    )
    waits = core.db.where("state = 'waiting'")
    op.create_index("ix_transcripts_waiting", "transcripts", ["added_at"], **waits)
    op.create_index("ix_transcripts_ticket", "transcripts", ["ticket_id"])
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (POSTGRESQL,) if on_postgresql else SQLITE:
        op.execute(statement)
    op.execute(VOICES)
    op.execute(HEARD)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_ticket_words_spoken")
    else:
        op.execute("DROP TRIGGER ticket_words_spoken_changed")
        op.execute("DROP TABLE ticket_words_spoken")
    op.drop_table("relayed_ratings")
    op.drop_table("transcripts")
    for name in ("heard", "spoken"):
        op.drop_column("tickets", name)
