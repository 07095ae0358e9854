"""the survey of satisfaction (SKM)"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# What an office starts with; the panel changes it.
STANDARDS = (("survey_on", 1), ("survey_minimum", 5), ("survey_months", 6))
SOURCE = "PermenPANRB 14/2017"
SOURCE_URL = "https://peraturan.bpk.go.id/Details/132600/permen-pan-rb-no-14-tahun-2017"
ELEMENTS = 9
# In hundredths. Read in many places that agree, not in the regulation itself.
BANDS = (("A", 8831), ("B", 7661), ("C", 6500), ("D", 2500))
NEW = (
    "survey_marks",
    "survey_respondents",
    "survey_answers",
    "survey_asked",
    "survey_bands",
    "survey_elements",
)


def upgrade() -> None:
    _standards()
    _rules()
    _answers()


def _standards() -> None:
    standards = sa.table(
        "standards", sa.column("name", sa.String()), sa.column("amount", core.db.BigId)
    )
    op.bulk_insert(standards, [{"name": name, "amount": amount} for name, amount in STANDARDS])


def _rules() -> None:
    elements = op.create_table(
        "survey_elements",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("place", core.db.BigId, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_survey_elements")),
    )
    places = range(1, ELEMENTS + 1)
    op.bulk_insert(elements, [{"code": f"u{place}", "place": place} for place in places])
    bands = op.create_table(
        "survey_bands",
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("least", core.db.BigId, nullable=False),
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_article", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("grade", name=op.f("pk_survey_bands")),
    )
    source = {"source_title": SOURCE, "source_url": SOURCE_URL, "mark": "secondary"}
    op.bulk_insert(bands, [{"grade": grade, "least": least, **source} for grade, least in BANDS])


def _answers() -> None:
    number = core.db.BigId
    op.create_table(
        "survey_asked",
        sa.Column("id", number, nullable=False),
        *_where("survey_asked"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_asked")),
    )
    op.create_index("ix_survey_asked_month", "survey_asked", ["month"])
    op.create_table(
        "survey_answers",
        sa.Column("sheet", number, autoincrement=False, nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("answer", number, nullable=False),
        *_where("survey_answers"),
        sa.ForeignKeyConstraint(
            ["element"],
            ["survey_elements.code"],
            name=op.f("fk_survey_answers_element_survey_elements"),
        ),
        sa.PrimaryKeyConstraint("sheet", "element", name=op.f("pk_survey_answers")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answers_month", "survey_answers", ["month"])
    op.create_table(
        "survey_respondents",
        sa.Column("unit_id", number, autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("trait", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("n", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_survey_respondents_unit_id_units")
        ),
        sa.PrimaryKeyConstraint(
            "unit_id", "month", "trait", "value", name=op.f("pk_survey_respondents")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_marks",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_survey_marks")),
        sqlite_with_rowid=False,
    )


def _where(table: str) -> tuple[Any, ...]:
    """Unit, service, channel and month: all that is known of an answer."""
    return (
        sa.Column("unit_id", core.db.BigId, nullable=False),
        sa.Column("category_id", core.db.BigId, nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f(f"fk_{table}_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f(f"fk_{table}_category_id_categories")
        ),
    )


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
    op.execute(sa.text("DELETE FROM standards WHERE name LIKE 'survey_%'"))
