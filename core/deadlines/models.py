"""Deadlines are rows with a source: the law and each office's standard change."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

# "wait": how long a case may stand still for an answer; "grace": between one step of escalation
# and the next.
STAGES = ("accept", "first_response", "resolve", "wait", "grace", "close_on_silence")
MEASURES = ("working_days", "calendar_days", "working_hours")
MARKS = ("verified", "secondary", "office", "unverified")


class DeadlineRule(Base):
    """How long one stage may take. NULL in unit, kind or class means "any".

    Both effective dates are included. A row is never edited once a ticket points to it: a new
    standard is a new row, so no old ticket moves.
    """

    __tablename__ = "deadline_rules"
    __table_args__ = (Index("ix_deadline_rules_stage_unit_id", "stage", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[str | None]
    report_class: Mapped[str | None]
    stage: Mapped[str]
    amount: Mapped[int]
    measure: Mapped[str]
    source_title: Mapped[str]
    source_article: Mapped[str | None]
    source_url: Mapped[str | None]
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    mark: Mapped[str]
    checked_by: Mapped[str | None]
    checked_on: Mapped[date | None]
