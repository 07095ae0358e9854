"""Entering office hours and decrees."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.models import MARKS, SCOPES, Calendar, CalendarYear, Holiday, PlainHours
from core.calendar.rules import KINDS, Hours, check_hours


class HolidayRow(TypedDict):
    """One day of a decree; values as in `Holiday`."""

    day: date
    name: str
    kind: str
    scope: str
    decree: str
    mark: str


async def add_calendar(
    session: AsyncSession,
    *,
    name: str,
    timezone: str,
    hours: Hours,
    works_cuti_bersama: bool = False,
    starts_at_opening: bool = False,
) -> Calendar:
    """A new calendar; raises ValueError for hours or a zone that do not exist."""
    _check_zone(timezone)
    calendar = Calendar(
        name=name,
        timezone=timezone,
        hours=_plain(hours),
        works_cuti_bersama=works_cuti_bersama,
        starts_at_opening=starts_at_opening,
    )
    session.add(calendar)
    await session.flush()
    return calendar


async def set_hours(session: AsyncSession, calendar: Calendar, hours: Hours) -> None:
    """Give the calendar other office hours; raises ValueError when nobody could keep them."""
    calendar.hours = _plain(hours)
    await session.flush()


async def add_holidays(session: AsyncSession, rows: Sequence[HolidayRow], now: datetime) -> None:
    """Enter days off; a day already known under the same scope and kind is brought up to date.

    Raises ValueError, and enters nothing, when a row has a value that does not exist.
    """
    for row in rows:
        _check_row(row)
    days = {row["day"] for row in rows}
    known = await session.scalars(select(Holiday).where(Holiday.day.in_(days)))
    by_key = {(holiday.day, holiday.scope, holiday.kind): holiday for holiday in known}
    for row in rows:
        key = (row["day"], row["scope"], row["kind"])
        holiday = by_key.setdefault(key, Holiday(entered_at=now))
        for field, value in row.items():
            setattr(holiday, field, value)
        session.add(holiday)
    await session.flush()


async def cover_year(session: AsyncSession, *, year: int, decree: str, complete: bool) -> None:
    """Say which decree a year rests on and whether all its days have been entered."""
    await session.merge(CalendarYear(year=year, decree=decree, complete=complete))
    await session.flush()


def _plain(hours: Hours) -> PlainHours:
    check_hours(hours)
    return {
        str(weekday): [[a.isoformat("minutes"), b.isoformat("minutes")] for a, b in blocks]
        for weekday, blocks in hours.items()
    }


def _check_zone(timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"timezone: {timezone!r} is unknown; use for example Asia/Jakarta"
        ) from None


def _check_row(row: HolidayRow) -> None:
    for field, allowed in (("kind", KINDS), ("scope", SCOPES), ("mark", MARKS)):
        if row[field] not in allowed:  # type: ignore[literal-required]
            raise ValueError(f"{row['day']}: {field} must be one of {', '.join(allowed)}")
