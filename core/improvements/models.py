"""Improvements with their cases and pictures, and what citizens suggest for the service."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.areas.models import Area
from core.db import Base
from core.people.models import Person, Staff, Unit
from core.tickets.models import Category

STATES = ("planned", "running", "done", "cancelled")
UNDER_WAY = ("planned", "running")
SIDES = ("before", "after")
SUGGESTION_STATES = ("new", "thanked", "taken", "declined")


class Improvement(Base):
    """`problem` is how it was, `result` how it is now; `reason` why it was given up.

    `due_on` is the day by which `owner` means to be done. With `published_at` everybody can read
    it.
    """

    __tablename__ = "improvements"
    __table_args__ = (
        Index("ix_improvements_state", "state", "due_on"),
        Index("ix_improvements_published_at", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    problem: Mapped[str]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(default="planned")
    due_on: Mapped[date]
    result: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    category: Mapped[Category | None] = relationship(lazy="raise")
    area: Mapped[Area | None] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    owner: Mapped[Staff] = relationship(lazy="raise")


class ImprovementCase(Base):
    """A case that the improvement is about."""

    __tablename__ = "improvement_cases"
    __table_args__ = (Index("ix_improvement_cases_ticket_id", "ticket_id"),)

    improvement_id: Mapped[int] = mapped_column(ForeignKey("improvements.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)


class ImprovementNews(Base):
    """Whoever reads through `lane` was told that the improvement reached this state."""

    __tablename__ = "improvement_news"
    __table_args__ = (Index("ix_improvement_news_lane", "lane"),)

    improvement_id: Mapped[int] = mapped_column(ForeignKey("improvements.id"), primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    lane: Mapped[str] = mapped_column(primary_key=True)


class ImprovementPhoto(Base):
    """A picture of one side, the newest counts; `file_id` seals Telegram's name until it is here.

    `stored` is the cleaned picture; `problem` why there is none: lost, too_large or unreadable.
    """

    __tablename__ = "improvement_photos"
    __table_args__ = (Index("ix_improvement_photos_improvement_id", "improvement_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    improvement_id: Mapped[int] = mapped_column(ForeignKey("improvements.id"))
    side: Mapped[str]
    file_id: Mapped[bytes]
    stored: Mapped[str | None]
    problem: Mapped[str | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime]


class Suggestion(Base):
    """What a citizen would like the service to do better.

    `text` is masked and all the office reads; `words` seals what was really written. Of somebody
    who was erased only the text is left.
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        Index("ix_suggestions_state", "state"),
        Index("ix_suggestions_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    words: Mapped[bytes | None]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="new")
    reply: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    improvement_id: Mapped[int | None] = mapped_column(ForeignKey("improvements.id"))

    person: Mapped[Person | None] = relationship(lazy="raise")


class RepeatedCause(Base):
    """A pattern the office was told of, so that it is not told again every week."""

    __tablename__ = "repeated_causes"

    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    told_at: Mapped[datetime]
