"""personal data: rules, consents, requests, breaches, limits"""

import sqlalchemy as sa
from alembic import op

import core.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LAW = "UU 27/2022 Pelindungan Data Pribadi"
OFFICE = "Standar kantor"

# What the office starts with. The hours of pasal 30 and 32 were read in the law, those of 40 and
# 41 without certainty about the article; how long things are kept is each office's own standard.
RULES = (
    ("access", 72, LAW, "Pasal 32", "verified"),
    ("correct", 72, LAW, "Pasal 30", "verified"),
    ("restrict", 72, LAW, "Pasal 41", "unverified"),
    ("delete", 72, LAW, None, "unverified"),
    ("withdraw", 72, LAW, "Pasal 40", "unverified"),
    ("breach", 72, LAW, "Pasal 46", "verified"),
    ("cases", 1825, OFFICE, None, "office"),
    ("drafts", 90, OFFICE, None, "office"),
    ("messages", 30, OFFICE, None, "office"),
    ("updates", 30, OFFICE, None, "office"),
    ("questions", 90, OFFICE, None, "office"),
)


def upgrade() -> None:
    number = core.db.BigId
    moment = core.db.UTCDateTime(timezone=True)
    for column in ("restricted_at", "banned_at", "erased_at"):
        op.add_column("people", sa.Column(column, moment, nullable=True))
    op.add_column("conversations", sa.Column("pace", sa.JSON(), nullable=True))
    rules = op.create_table(
        "privacy_rules",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount", number, nullable=False),
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_article", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_privacy_rules")),
    )
    fields = ("name", "amount", "source_title", "source_article", "mark")
    op.bulk_insert(rules, [dict(zip(fields, row, strict=True)) for row in RULES])
    op.create_table(
        "consents",
        sa.Column("id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("version", number, nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_consents_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_person_id_purpose", "consents", ["person_id", "purpose"])
    op.create_table(
        "privacy_requests",
        sa.Column("id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_privacy_requests_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_requests")),
    )
    op.create_index("ix_privacy_requests_person_id", "privacy_requests", ["person_id"])
    op.create_index(
        "ix_privacy_requests_open",
        "privacy_requests",
        ["due_at"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "breaches",
        sa.Column("id", number, nullable=False),
        sa.Column("happened_at", moment, nullable=False),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("handling", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("told_at", moment, nullable=True),
        sa.Column("authority_at", moment, nullable=True),
        sa.Column("authority_letter", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    op.create_table(
        "breach_people",
        sa.Column("breach_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("told_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["breaches.id"], name=op.f("fk_breach_people_breach_id_breaches")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_breach_people_person_id_people")
        ),
        sa.PrimaryKeyConstraint("breach_id", "person_id", name=op.f("pk_breach_people")),
    )
    op.create_table(
        "bans",
        sa.Column("id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("banned_by", sa.String(), nullable=False),
        sa.Column("banned_at", moment, nullable=False),
        sa.Column("appeal", sa.LargeBinary(), nullable=True),
        sa.Column("appealed_at", moment, nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_bans_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bans")),
    )
    op.create_index(op.f("ix_bans_person_id"), "bans", ["person_id"])


def downgrade() -> None:
    for table in ("bans", "breach_people", "breaches", "privacy_requests", "consents"):
        op.drop_table(table)
    op.drop_table("privacy_rules")
    op.execute("ALTER TABLE conversations DROP COLUMN pace")
    for column in ("restricted_at", "banned_at", "erased_at"):
        op.execute(f"ALTER TABLE people DROP COLUMN {column}")
