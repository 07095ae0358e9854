"""gaps found in cases, and the plans that close them"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# From how many open cases on it is load that makes somebody late, the days a plan lasts, and how
# long after the training is waited for the signal. The office changes them in the panel.
STANDARDS = (
    ("development_on", 1),
    ("development_load", 15),
    ("development_days", 30),
    ("development_watch", 90),
)
NEW = ("plan_items", "development_plans", "gap_look", "gap_evidence", "gap_cases", "gap_rules")


def upgrade() -> None:
    standards = sa.table(
        "standards", sa.column("name", sa.String()), sa.column("amount", core.db.BigId)
    )
    op.bulk_insert(standards, [{"name": name, "amount": amount} for name, amount in STANDARDS])
    _tables()


def _tables() -> None:
    op.create_table(
        "gap_rules",
        sa.Column("signal", sa.String(), nullable=False),
        sa.Column("competency", sa.String(), nullable=False),
        sa.Column("threshold", core.db.BigId, nullable=False),
        sa.Column("minimum", core.db.BigId, nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("scenarios", sa.JSON(), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("signal", name=op.f("pk_gap_rules")),
    )
    op.create_table(
        "gap_cases",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("ticket_id", core.db.BigId, nullable=False),
        sa.Column("signal", sa.String(), nullable=False),
        sa.Column("staff_id", core.db.BigId, nullable=False),
        sa.Column("unit_id", core.db.BigId, nullable=False),
        sa.Column("category_id", core.db.BigId, nullable=True),
        sa.Column("at", core.db.UTCDateTime(), nullable=False),
        sa.Column("bad", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("excuse", sa.String(), nullable=False),
        sa.Column("objection", sa.String(), nullable=False),
        sa.Column("counts_below", core.db.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_gap_cases_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_gap_cases_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_gap_cases_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_gap_cases_category_id_categories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_cases")),
        sa.UniqueConstraint("ticket_id", "signal", name=op.f("uq_gap_cases_ticket_id_signal")),
    )
    op.create_index("ix_gap_cases_signal", "gap_cases", ["signal", "at"])
    op.create_index("ix_gap_cases_staff_id", "gap_cases", ["staff_id", "signal", "at"])
    op.create_index("ix_gap_cases_unit_id", "gap_cases", ["unit_id", "signal", "at"])
    op.create_table(
        "gap_evidence",
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("subject_id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("signal", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("n", core.db.BigId, nullable=False),
        sa.Column("bad", core.db.BigId, nullable=False),
        sa.Column("split", core.db.BigId, nullable=False),
        sa.PrimaryKeyConstraint(
            "level", "subject_id", "signal", "started_on", name=op.f("pk_gap_evidence")
        ),
    )
    op.create_table(
        "gap_look",
        sa.Column("id", core.db.BigId, autoincrement=False, nullable=False),
        sa.Column("event_id", core.db.BigId, nullable=False),
        sa.Column("looked_at", core.db.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_look")),
    )
    op.create_table(
        "development_plans",
        sa.Column("id", core.db.BigId, nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("subject_id", core.db.BigId, nullable=False),
        sa.Column("signal", sa.String(), nullable=False),
        sa.Column("competency", sa.String(), nullable=False),
        sa.Column("threshold", core.db.BigId, nullable=False),
        sa.Column("minimum", core.db.BigId, nullable=False),
        sa.Column("staff_id", core.db.BigId, nullable=True),
        sa.Column("unit_id", core.db.BigId, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("before_n", core.db.BigId, nullable=False),
        sa.Column("before_bad", core.db.BigId, nullable=False),
        sa.Column("bound", core.db.BigId, nullable=False),
        sa.Column("split", core.db.BigId, nullable=False),
        sa.Column("after_n", core.db.BigId, nullable=False),
        sa.Column("after_bad", core.db.BigId, nullable=False),
        sa.Column("mentor_id", core.db.BigId, nullable=True),
        sa.Column("mentoring", sa.String(), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.Column("days", core.db.BigId, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_at", core.db.UTCDateTime(), nullable=False),
        sa.Column("decided_at", core.db.UTCDateTime(), nullable=True),
        sa.Column("trained_at", core.db.UTCDateTime(), nullable=True),
        sa.Column("ended_at", core.db.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_development_plans_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_development_plans_unit_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["staff.id"], name=op.f("fk_development_plans_mentor_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_plans")),
    )
    op.create_index("ix_development_plans_staff_id", "development_plans", ["staff_id"])
    op.create_index("ix_development_plans_state", "development_plans", ["state"])
    op.create_index(
        "ix_development_plans_subject",
        "development_plans",
        ["level", "subject_id", "signal", "state"],
    )
    op.create_table(
        "plan_items",
        sa.Column("plan_id", core.db.BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("place", core.db.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["development_plans.id"],
            name=op.f("fk_plan_items_plan_id_development_plans"),
        ),
        sa.PrimaryKeyConstraint("plan_id", "kind", "code", name=op.f("pk_plan_items")),
    )


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
    op.execute(sa.text("DELETE FROM standards WHERE name LIKE 'development_%'"))
