"""Office hours and days off, each with the decree it comes from."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

SCOPES = ("national", "province", "office")
MARKS = ("verified", "secondary", "office", "unverified")

PlainHours = dict[str, list[list[str]]]


class Calendar(Base):
    """When a unit works. `hours`: {"0": [["08:00", "12:00"], …]}, local time, 0 is Monday.

    A six-day week is a Saturday with hours.
    """

    __tablename__ = "calendars"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    timezone: Mapped[str]
    hours: Mapped[PlainHours] = mapped_column(JSON)
    works_cuti_bersama: Mapped[bool] = mapped_column(default=False)
    starts_at_opening: Mapped[bool] = mapped_column(default=False)


class Holiday(Base):
    """A day off for every calendar; `kind` is one of `rules.KINDS`."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("day", "scope", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    name: Mapped[str]
    kind: Mapped[str]
    scope: Mapped[str]
    decree: Mapped[str]
    mark: Mapped[str]
    entered_at: Mapped[datetime]


class CalendarYear(Base):
    """Whether a year's decree is in; without one, due dates in that year are provisional."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decree: Mapped[str]
    complete: Mapped[bool]
