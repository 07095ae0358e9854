"""questions in an order, and choices that send people elsewhere"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _questions()


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


def downgrade() -> None:
    op.drop_table("category_stoppers")
    op.drop_column("category_questions", "required")
    op.drop_column("category_questions", "place")
