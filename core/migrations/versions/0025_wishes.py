"""questions in an order, cases in the forum, and a survey in the office's own words"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BEGINNING = date(2000, 1, 1)
WORDS = ("name", "name_en", "question", "question_en", "source_title", "recorded_by")
BANDS = (
    "SELECT grade, least, source_title, source_article, source_url, mark, checked_by, checked_on"
    " FROM survey_bands"
)


def upgrade() -> None:
    _questions()
    _brought()
    _survey()


def _questions() -> None:
    for column in (
        sa.Column("place", core.db.BigId, nullable=False, server_default="0"),
        sa.Column("required", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("category_questions", column)
    op.create_table(
        "category_stoppers",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("question_id", core.db.BigId, nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("words_en", sa.String(), nullable=False),
        sa.Column("number_id", core.db.BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["category_questions.id"],
            name=op.f("fk_category_stoppers_question_id_category_questions"),
        ),
        sa.ForeignKeyConstraint(
            ["number_id"],
            ["emergency_numbers.id"],
            name=op.f("fk_category_stoppers_number_id_emergency_numbers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_stoppers")),
        sa.UniqueConstraint(
            "question_id", "choice", name=op.f("uq_category_stoppers_question_id_choice")
        ),
    )


def _brought() -> None:
    number = core.db.BigId
    op.create_table(
        "forum_cases",
        sa.Column("ticket_id", number, autoincrement=False, nullable=False),
        sa.Column("topic_id", number, nullable=True),
        sa.Column("post_id", number, nullable=True),
        sa.Column("staff_id", number, nullable=False),
        sa.Column("area_id", number, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("days", number, nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("asked_at", core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", core.db.UTCDateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_forum_cases_{column}_{table}")
            )
            for column, table in (
                ("ticket_id", "tickets"),
                ("topic_id", "forum_topics"),
                ("post_id", "forum_posts"),
                ("staff_id", "staff"),
                ("area_id", "areas"),
            )
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_forum_cases")),
    )
    op.create_index("ix_forum_cases_topic_id", "forum_cases", ["topic_id"])


def _survey() -> None:
    op.create_table(
        "survey_wordings",
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in WORDS),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answers_en", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["element"],
            ["survey_elements.code"],
            name=op.f("fk_survey_wordings_element_survey_elements"),
        ),
        sa.PrimaryKeyConstraint("element", "since", name=op.f("pk_survey_wordings")),
    )
    _bands(sa.Column("since", sa.Date(), nullable=False), "since", "grade")


def _bands(column: sa.Column[Any] | None, *key: str) -> None:
    """The bands with another key: a table of four rows is made anew."""
    known = [dict(row) for row in op.get_bind().execute(sa.text(BANDS)).mappings()]
    op.drop_table("survey_bands")
    table = op.create_table(
        "survey_bands",
        *([] if column is None else [column]),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("least", core.db.BigId, nullable=False),
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_article", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_survey_bands")),
    )
    since = {} if column is None else {"since": BEGINNING}
    rows = [row | since | {"checked_on": _day(row["checked_on"])} for row in known]
    op.bulk_insert(table, rows)


def _day(value: str | date | None) -> date | None:
    """SQLite knows dates as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def downgrade() -> None:
    op.execute("DELETE FROM survey_bands WHERE since > '2000-01-01'")
    _bands(None, "grade")
    op.drop_table("survey_wordings")
    op.drop_table("forum_cases")
    op.drop_table("category_stoppers")
    op.drop_column("category_questions", "required")
    op.drop_column("category_questions", "place")
