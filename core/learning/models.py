"""What can be learned, what a case calls for, and what each member of staff was given."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base

SIGNALS = ("late", "no_first_response", "reopened", "returned", "low_rating")
REASONS = ("daily", "asked", "plan", *SIGNALS)


class Tip(Base):
    """A card that is read in a minute, on one level (1 to 5) of one competency."""

    __tablename__ = "tips"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    competency: Mapped[str]
    level: Mapped[int]
    source: Mapped[str]
    source_url: Mapped[str | None]
    mark: Mapped[str]
    shipped: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Question(Base):
    """A quiz question on a tip; `correct` counts the options from 0."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    tip_id: Mapped[int] = mapped_column(ForeignKey("tips.id"), index=True)
    question: Mapped[str]
    options: Mapped[list[str]] = mapped_column(JSON)
    correct: Mapped[int]
    explanation: Mapped[str]
    competency: Mapped[str]
    level: Mapped[int]
    source: Mapped[str]
    source_url: Mapped[str | None]
    mark: Mapped[str]
    shipped: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    tip: Mapped[Tip] = relationship(lazy="raise")


class Remedy(Base):
    """The questions that fit what went wrong in a case, in order; `signal` is one of `SIGNALS`."""

    __tablename__ = "remedies"

    signal: Mapped[str] = mapped_column(primary_key=True)
    questions: Mapped[list[str]] = mapped_column(JSON)


class Need(Base):
    """A case showed that somebody could use a lesson; it waits for their next one."""

    __tablename__ = "needs"
    __table_args__ = (
        UniqueConstraint("staff_id", "signal", "ticket_id"),
        Index("ix_needs_staff_id_met_at", "staff_id", "met_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    signal: Mapped[str]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    at: Mapped[datetime]
    met_at: Mapped[datetime | None]


class Lesson(Base):
    """A tip and its quiz as somebody got them on a day, and what they answered.

    `quiz` is the row of the outbox that carried the question: a poll answer names only the poll.
    """

    __tablename__ = "lessons"
    __table_args__ = (
        Index("ix_lessons_staff_id_day", "staff_id", "day"),
        Index("ix_lessons_quiz", "quiz"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    reason: Mapped[str]
    day: Mapped[date]
    given_at: Mapped[datetime]
    quiz: Mapped[int]
    chosen: Mapped[int | None]
    right: Mapped[bool | None]
    answered_at: Mapped[datetime | None]

    question: Mapped[Question] = relationship(lazy="raise")


class ScenarioRun(Base):
    """Somebody's way through a simulation; it waits at scene `at` until it is ended or given up.

    `path` holds the replies in order: the scene, and the number of the choice or the numbers of
    the points that a free reply held. `scores` and `most` are by competency: what was reached, and
    what was to be had on this way. What a free reply said is not kept. `version` is of the content
    that was played.
    """

    __tablename__ = "scenario_runs"
    __table_args__ = (Index("ix_scenario_runs_staff_id_scenario", "staff_id", "scenario"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    scenario: Mapped[str]
    version: Mapped[str]
    at: Mapped[str]
    path: Mapped[list[Any]] = mapped_column(JSON, default=list)
    scores: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    most: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None]
