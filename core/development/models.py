"""What the cases showed, the plans that follow from it, and what belongs to each plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.people.models import Staff, Unit


class GapRule(Base):
    """What a signal asks of somebody, from when on it is a gap, and what helps.

    `threshold` is in percent of cases, `minimum` in cases; both are the office's own standard.
    `questions` and `scenarios` are codes of the library, in order. A rule the office changed is
    no longer `shipped` and is left alone.
    """

    __tablename__ = "gap_rules"

    signal: Mapped[str] = mapped_column(primary_key=True)
    competency: Mapped[str]
    threshold: Mapped[int]
    minimum: Mapped[int]
    questions: Mapped[list[str]] = mapped_column(JSON)
    scenarios: Mapped[list[str]] = mapped_column(JSON)
    shipped: Mapped[bool] = mapped_column(default=True)

    @property
    def id(self) -> str:
        """By what the audit log names it."""
        return self.signal


class GapCase(Base):
    """What one case says about one signal; of each there is one.

    `state` is counted, excused (`excuse` says why), objected or upheld: only what is counted is
    evidence. It counts for the levels below `counts_below` (see `rules.LEVELS`): what a plan speaks
    about already is not held against anybody a second time.
    """

    __tablename__ = "gap_cases"
    __table_args__ = (
        UniqueConstraint("ticket_id", "signal"),
        Index("ix_gap_cases_staff_id", "staff_id", "signal", "at"),
        Index("ix_gap_cases_unit_id", "unit_id", "signal", "at"),
        Index("ix_gap_cases_signal", "signal", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    signal: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    at: Mapped[datetime]
    bad: Mapped[bool]
    state: Mapped[str]
    excuse: Mapped[str]
    objection: Mapped[str]
    counts_below: Mapped[int]


class GapEvidence(Base):
    """A bet on one subject: of `n` cases since `started_on`, `bad` went wrong.

    `split` is how many subjects of its level shared the chance of a false alarm when it began.
    """

    __tablename__ = "gap_evidence"

    level: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signal: Mapped[str] = mapped_column(primary_key=True)
    started_on: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]
    bad: Mapped[int]
    split: Mapped[int]


class GapLook(Base):
    """How far the timeline was read: `event_id` is the newest step that was looked at."""

    __tablename__ = "gap_look"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int]
    looked_at: Mapped[datetime]


class DevelopmentPlan(Base):
    """A gap and what is done about it; with `staff` it is one person's, else the unit's, unnamed.

    `subject_id` is of the level: staff, unit, category or 0. `unit` is where it is decided.
    `before_n` and `before_bad` are of the bet that showed it, `bound` its edge in percent; the same
    after the training is kept when the plan ends. `held` while objections take the ground away.
    `declined` are the staff who could not be the mentor.
    """

    __tablename__ = "development_plans"
    __table_args__ = (
        Index("ix_development_plans_subject", "level", "subject_id", "signal", "state"),
        Index("ix_development_plans_state", "state"),
        Index("ix_development_plans_staff_id", "staff_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[str]
    subject_id: Mapped[int]
    signal: Mapped[str]
    competency: Mapped[str]
    threshold: Mapped[int]
    minimum: Mapped[int]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[str] = mapped_column(default="proposed")
    stage: Mapped[str] = mapped_column(default="lessons")
    held: Mapped[bool] = mapped_column(default=False)
    before_n: Mapped[int]
    before_bad: Mapped[int]
    bound: Mapped[int]
    split: Mapped[int] = mapped_column(default=1)
    after_n: Mapped[int] = mapped_column(default=0)
    after_bad: Mapped[int] = mapped_column(default=0)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    mentoring: Mapped[str] = mapped_column(default="proposed")
    declined: Mapped[list[Any]] = mapped_column(JSON, default=list)
    days: Mapped[int]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    trained_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    staff: Mapped[Staff | None] = relationship(lazy="raise", foreign_keys=[staff_id])
    mentor: Mapped[Staff | None] = relationship(lazy="raise", foreign_keys=[mentor_id])
    unit: Mapped[Unit] = relationship(lazy="raise")


class PlanItem(Base):
    """Something to learn or practise in a plan: `kind` is question or scenario, `code` which."""

    __tablename__ = "plan_items"

    plan_id: Mapped[int] = mapped_column(ForeignKey("development_plans.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
