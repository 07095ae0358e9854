"""words of tickets

SQLite has them in a table of its own, kept by triggers: whoever makes the table `tickets` anew, as
batch migrations do, has to make the triggers anew.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ADD = "INSERT INTO ticket_words(rowid, text, place) VALUES (new.id, new.text, new.place)"
DROP = (
    "INSERT INTO ticket_words(ticket_words, rowid, text, place)"
    " VALUES ('delete', old.id, old.text, old.place)"
)
SQLITE = (
    "CREATE VIRTUAL TABLE ticket_words USING fts5(text, place, content='tickets',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    # What is erased must not stay readable in the index.
    "INSERT INTO ticket_words(ticket_words, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO ticket_words(ticket_words) VALUES ('rebuild')",
    f"CREATE TRIGGER ticket_words_new AFTER INSERT ON tickets BEGIN {ADD}; END",
    f"CREATE TRIGGER ticket_words_gone AFTER DELETE ON tickets BEGIN {DROP}; END",
    "CREATE TRIGGER ticket_words_changed AFTER UPDATE OF text, place ON tickets"
    f" BEGIN {DROP}; {ADD}; END",
)
POSTGRESQL = """
CREATE INDEX ix_ticket_words ON tickets USING gin (to_tsvector('simple', text || ' ' || place))
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
        return
    for statement in SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_ticket_words")
        return
    for name in ("new", "gone", "changed"):
        op.execute(f"DROP TRIGGER ticket_words_{name}")
    op.execute("DROP TABLE ticket_words")
