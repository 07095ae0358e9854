"""Rules with their source, consents, and what people asked about their own data."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.people.models import Person

CLOCKS = ("access", "correct", "restrict", "delete", "withdraw", "breach")
RETENTION = ("cases", "drafts", "messages", "updates", "questions", "proposals", "suggestions")
# Extras for which the office's task is no ground: only with consent, one purpose for one button.
PURPOSES = ("news", "publication")
KINDS = ("access", "correct", "restrict", "delete", "delete_words", "withdraw")


class PrivacyRule(Base):
    """How long something may take (CLOCKS, in real hours) or is kept (RETENTION, in days).

    `mark` is one of `deadlines.models.MARKS`; what nobody of the office has checked is shown as
    the office's own standard. What runs already keeps the date it was given.
    """

    __tablename__ = "privacy_rules"

    name: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int]
    source_title: Mapped[str]
    source_article: Mapped[str | None]
    source_url: Mapped[str | None]
    mark: Mapped[str]
    checked_by: Mapped[str | None]
    checked_on: Mapped[date | None]

    @property
    def id(self) -> str:
        """What the audit log names it by."""
        return self.name

    @property
    def is_law(self) -> bool:
        """Whether the source may be named to a citizen."""
        return self.mark == "verified" and bool(self.checked_by)


class Consent(Base):
    """One consent or its withdrawal; rows are only ever added, the newest holds.

    `text_hash` is of the very words that were agreed to, in the language they were read in.
    """

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_person_id_purpose", "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str]
    given: Mapped[bool]
    version: Mapped[int]
    text_hash: Mapped[str]
    channel: Mapped[str]
    at: Mapped[datetime]


class PrivacyRequest(Base):
    """What somebody asked about their own data, one of KINDS; `said` seals their words.

    `state` is open, done or refused. `decided_by` is the actor of the audit log.
    """

    __tablename__ = "privacy_requests"
    __table_args__ = (
        Index("ix_privacy_requests_person_id", "person_id"),
        Index(
            "ix_privacy_requests_open",
            "due_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    said: Mapped[bytes | None]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="raise")
