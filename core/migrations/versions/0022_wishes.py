"""questions in an order, cases in the forum"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _questions()
    _brought()


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


def downgrade() -> None:
    op.drop_table("forum_cases")
    op.drop_table("category_stoppers")
    op.drop_column("category_questions", "required")
    op.drop_column("category_questions", "place")
