"""knowledge that the office keeps: drafts, versions, owners, and what a release brings"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# Days of a first interval between two looks at an answer; what an office starts with.
DAYS = ("knowledge_days", 30)
COLUMNS = ("base", "theirs", "valid_from", "review_on", "review_asked_at", "memory")


def upgrade() -> None:
    standards = sa.table(
        "standards", sa.column("name", sa.String()), sa.column("amount", core.db.BigId)
    )
    op.bulk_insert(standards, [{"name": DAYS[0], "amount": DAYS[1]}])
    for name, kind in zip(COLUMNS, _kinds(), strict=True):
        op.add_column("articles", sa.Column(name, kind, nullable=True))
    _refer("articles", "unit_id", "units")
    _versions()
    _drafts()
    op.create_table(
        "known_questions",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_questions")),
        sa.UniqueConstraint("text", name=op.f("uq_known_questions_text")),
    )
    _refer("asked_questions", "draft_id", "article_drafts")
    op.add_column("asked_questions", sa.Column("closed_at", core.db.UTCDateTime(timezone=True)))
    op.create_index("ix_asked_questions_draft_id", "asked_questions", ["draft_id"])


def _kinds() -> tuple[Any, ...]:
    moment = core.db.UTCDateTime(timezone=True)
    return (sa.JSON(), sa.JSON(), sa.Date(), sa.Date(), moment, sa.JSON())


def _refer(table: str, column: str, other: str) -> None:
    """Add a key in plain SQL: Alembic would write the whole table anew on SQLite."""
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {number}"
        f" CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"
    )


def _versions() -> None:
    op.create_table(
        "article_versions",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("article_id", core.db.BigId, nullable=False),
        sa.Column("at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_versions_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_versions")),
    )
    op.create_index(op.f("ix_article_versions_article_id"), "article_versions", ["article_id"])


def _drafts() -> None:
    number = core.db.BigId
    op.create_table(
        "article_drafts",
        sa.Column("id", number, nullable=False),
        sa.Column("article_id", number, nullable=True),
        sa.Column("of_revision", number, nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("unit_id", number, nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ticket_id", number, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("version", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_drafts_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_article_drafts_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_article_drafts_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_drafts")),
    )
    for column in ("state", "article_id", "ticket_id"):
        op.create_index(f"ix_article_drafts_{column}", "article_drafts", [column])


def downgrade() -> None:
    op.drop_index("ix_asked_questions_draft_id", "asked_questions")
    op.drop_column("asked_questions", "closed_at")
    op.execute("ALTER TABLE asked_questions DROP COLUMN draft_id")
    for table in ("known_questions", "article_drafts", "article_versions"):
        op.drop_table(table)
    op.execute("ALTER TABLE articles DROP COLUMN unit_id")
    for name in reversed(COLUMNS):
        op.drop_column("articles", name)
    op.execute(sa.text("DELETE FROM standards WHERE name = 'knowledge_days'"))
