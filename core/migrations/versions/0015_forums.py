"""forums and improvements, and the amounts an office sets for itself"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# What an office starts with; none of it is law, and the panel changes it.
STANDARDS = (
    ("forum_approval", 1),
    ("forum_minimum", 10),
    ("forum_reports", 3),
    ("forum_smallest_area", 3),
    ("improvements_repeats", 3),
    ("improvements_days", 90),
    ("improvements_remind", 3),
)
NEW = (
    "repeated_causes",
    "suggestions",
    "improvement_photos",
    "improvement_news",
    "improvement_cases",
    "improvements",
    "forum_participants",
    "forum_objections",
    "forum_looks",
    "forum_posts",
    "forum_topics",
    "standards",
)


def upgrade() -> None:
    number = core.db.BigId
    moment = core.db.UTCDateTime(timezone=True)
    standards = op.create_table(
        "standards",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount", number, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_standards")),
    )
    op.bulk_insert(standards, [{"name": name, "amount": amount} for name, amount in STANDARDS])
    op.create_table(
        "forum_topics",
        sa.Column("id", number, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("unit_id", number, nullable=False),
        sa.Column("area_id", number, nullable=True),
        sa.Column("staff_id", number, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opens_at", moment, nullable=False),
        sa.Column("closes_at", moment, nullable=False),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_forum_topics_unit_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_forum_topics_area_id_areas")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_forum_topics_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_topics")),
    )
    op.create_index("ix_forum_topics_state", "forum_topics", ["state"])
    op.create_table(
        "forum_posts",
        sa.Column("id", number, nullable=False),
        sa.Column("topic_id", number, nullable=False),
        sa.Column("on_id", number, nullable=True),
        sa.Column("person_id", number, nullable=True),
        sa.Column("by_office", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hidden_for", sa.String(), nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["forum_topics.id"], name=op.f("fk_forum_posts_topic_id_forum_topics")
        ),
        sa.ForeignKeyConstraint(
            ["on_id"], ["forum_posts.id"], name=op.f("fk_forum_posts_on_id_forum_posts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_forum_posts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_posts")),
    )
    op.create_index("ix_forum_posts_on_id", "forum_posts", ["on_id"])
    op.create_index("ix_forum_posts_person_id", "forum_posts", ["person_id"])
    op.create_index("ix_forum_posts_topic_id_state", "forum_posts", ["topic_id", "state"])
    op.create_table(
        "forum_looks",
        sa.Column("post_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("supported", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_posts.id"], name=op.f("fk_forum_looks_post_id_forum_posts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_forum_looks_person_id_people")
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_forum_looks")),
    )
    op.create_index("ix_forum_looks_person_id", "forum_looks", ["person_id"])
    op.create_table(
        "forum_objections",
        sa.Column("post_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_posts.id"], name=op.f("fk_forum_objections_post_id_forum_posts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_forum_objections_person_id_people")
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_forum_objections")),
    )
    op.create_index("ix_forum_objections_person_id", "forum_objections", ["person_id"])
    op.create_table(
        "forum_participants",
        sa.Column("topic_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("area_id", number, nullable=True),
        sa.Column("since", moment, nullable=False),
        sa.Column("told_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["forum_topics.id"],
            name=op.f("fk_forum_participants_topic_id_forum_topics"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_forum_participants_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_forum_participants_area_id_areas")
        ),
        sa.PrimaryKeyConstraint("topic_id", "person_id", name=op.f("pk_forum_participants")),
    )
    op.create_index("ix_forum_participants_person_id", "forum_participants", ["person_id"])
    op.create_table(
        "improvements",
        sa.Column("id", number, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("category_id", number, nullable=True),
        sa.Column("area_id", number, nullable=True),
        sa.Column("unit_id", number, nullable=False),
        sa.Column("owner_id", number, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("published_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_improvements_category_id_categories")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_improvements_area_id_areas")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_improvements_unit_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_improvements_owner_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvements")),
    )
    op.create_index("ix_improvements_published_at", "improvements", ["published_at"])
    op.create_index("ix_improvements_state", "improvements", ["state", "due_on"])
    op.create_table(
        "improvement_cases",
        sa.Column("improvement_id", number, nullable=False),
        sa.Column("ticket_id", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvements.id"],
            name=op.f("fk_improvement_cases_improvement_id_improvements"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_improvement_cases_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("improvement_id", "ticket_id", name=op.f("pk_improvement_cases")),
    )
    op.create_index("ix_improvement_cases_ticket_id", "improvement_cases", ["ticket_id"])
    op.create_table(
        "improvement_news",
        sa.Column("improvement_id", number, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvements.id"],
            name=op.f("fk_improvement_news_improvement_id_improvements"),
        ),
        sa.PrimaryKeyConstraint(
            "improvement_id", "state", "lane", name=op.f("pk_improvement_news")
        ),
    )
    op.create_index("ix_improvement_news_lane", "improvement_news", ["lane"])
    op.create_table(
        "improvement_photos",
        sa.Column("id", number, nullable=False),
        sa.Column("improvement_id", number, nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("file_id", sa.LargeBinary(), nullable=False),
        sa.Column("stored", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("staff_id", number, nullable=True),
        sa.Column("added_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvements.id"],
            name=op.f("fk_improvement_photos_improvement_id_improvements"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_improvement_photos_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_photos")),
    )
    op.create_index(
        "ix_improvement_photos_improvement_id", "improvement_photos", ["improvement_id"]
    )
    op.create_table(
        "suggestions",
        sa.Column("id", number, nullable=False),
        sa.Column("person_id", number, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("improvement_id", number, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_suggestions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvements.id"],
            name=op.f("fk_suggestions_improvement_id_improvements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_person_id", "suggestions", ["person_id"])
    op.create_index("ix_suggestions_state", "suggestions", ["state"])
    op.create_table(
        "repeated_causes",
        sa.Column("category_id", number, nullable=False),
        sa.Column("area_id", number, nullable=False),
        sa.Column("told_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_repeated_causes_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_repeated_causes_area_id_areas")
        ),
        sa.PrimaryKeyConstraint("category_id", "area_id", name=op.f("pk_repeated_causes")),
    )


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
