"""Reading a calendar."""

import json
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.models import Calendar, CalendarYear, Holiday
from core.calendar.rules import JOINT_LEAVE, Hours, WorkingCalendar

_DAYS = select(func.aggregate_strings(cast(Holiday.day, String) + "=" + Holiday.kind, " "))
_YEARS = select(func.aggregate_strings(cast(CalendarYear.year, String), " "))
_CALENDAR = select(
    Calendar.timezone,
    cast(Calendar.hours, String),
    Calendar.works_cuti_bersama,
    Calendar.starts_at_opening,
    func.coalesce(_DAYS.scalar_subquery(), ""),
    func.coalesce(_YEARS.where(CalendarYear.complete).scalar_subquery(), ""),
).where(Calendar.id == bindparam("id"))


async def calendar_rules(session: AsyncSession, calendar_id: int) -> WorkingCalendar:
    """The calendar as this transaction sees it, in one statement."""
    connection = await session.connection()
    return _build(*(await connection.execute(_CALENDAR, {"id": calendar_id})).one())


# Remembered by content, not by id: a change in any process is seen at once, and one that was
# rolled back leaves nothing behind.
@lru_cache(maxsize=64)
def _build(
    timezone: str, hours: str, works_leave: bool, at_opening: bool, days: str, years: str
) -> WorkingCalendar:
    return WorkingCalendar(
        timezone=ZoneInfo(timezone),
        hours=_hours(hours),
        holidays=_holidays(days),
        works_cuti_bersama=works_leave,
        covered_years=frozenset(map(int, years.split())),
        starts_at_opening=at_opening,
    )


def _hours(text: str) -> Hours:
    return {
        int(weekday): tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in blocks)
        for weekday, blocks in json.loads(text).items()
    }


def _holidays(text: str) -> dict[date, str]:
    """A day that is joint leave and something firmer stays off for those who work joint leave."""
    pairs = sorted((entry.split("=") for entry in text.split()), key=lambda p: p[1] != JOINT_LEAVE)
    return {date.fromisoformat(day): kind for day, kind in pairs}
