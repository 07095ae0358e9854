"""category questions and warnings"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "category_questions",
        sa.Column("id", big, nullable=False),
        sa.Column("category_id", big, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("wording_en", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("closed_at", core.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_category_questions_category_id_categories"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_questions")),
    )
    op.create_index(
        op.f("ix_category_questions_category_id"), "category_questions", ["category_id"]
    )
    # Added, not made anew: the triggers of the words of tickets stay.
    op.add_column("tickets", sa.Column("details", sa.JSON(), nullable=True))
    for name in ("warning", "warning_en"):
        op.add_column("categories", sa.Column(name, sa.String(), nullable=False, server_default=""))
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE categories ADD COLUMN warning_number_id {number}"
        " CONSTRAINT fk_categories_warning_number_id_emergency_numbers"
        " REFERENCES emergency_numbers (id)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE categories DROP COLUMN warning_number_id")
    for name in ("warning_en", "warning"):
        op.drop_column("categories", name)
    op.drop_column("tickets", "details")
    op.drop_table("category_questions")
