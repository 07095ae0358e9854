"""Days off, one at a time, as an office keeps them; whole decrees come in with `services`."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.calendar.models import Calendar, CalendarYear, Holiday
from core.calendar.rules import OFFICE, REGIONAL
from core.calendar.services import cover_year
from core.errors import Refused

# National days come with a decree, for the whole country at once.
OWN_KINDS = (REGIONAL, OFFICE)
LONGEST = 200


async def calendars(session: AsyncSession) -> Sequence[Calendar]:
    return (await session.scalars(select(Calendar).order_by(Calendar.name))).all()


async def years(session: AsyncSession) -> Sequence[CalendarYear]:
    """The years whose decree is known."""
    return (await session.scalars(select(CalendarYear).order_by(CalendarYear.year))).all()


async def holidays_in(session: AsyncSession, year: int) -> Sequence[Holiday]:
    statement = select(Holiday).where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
    return (await session.scalars(statement.order_by(Holiday.day, Holiday.kind))).all()


async def add_day(
    session: AsyncSession,
    *,
    day: date,
    name: str,
    kind: str,
    decree: str,
    by: str,
    now: datetime,
) -> Holiday:
    """A day off of the region or the office."""
    name, decree = " ".join(name.split()), " ".join(decree.split())
    if kind not in OWN_KINDS or not 0 < len(name) <= LONGEST or not 0 < len(decree) <= LONGEST:
        raise Refused("panel.refused.day")
    scope = "province" if kind == REGIONAL else "office"
    same = (Holiday.day == day, Holiday.scope == scope, Holiday.kind == kind)
    if (await session.scalars(select(Holiday.id).where(*same))).first() is not None:
        raise Refused("panel.refused.day_known", day=day)
    holiday = Holiday(
        day=day, name=name, kind=kind, scope=scope, decree=decree, mark="office", entered_at=now
    )
    session.add(holiday)
    await session.flush()
    audit.record(session, by, "holiday.add", holiday, now=now, day=day.isoformat())
    return holiday


async def remove_day(session: AsyncSession, holiday_id: int, *, by: str, now: datetime) -> None:
    """Take back a day the office entered itself; what a decree says stays."""
    holiday = await session.get(Holiday, holiday_id)
    if holiday is None or holiday.kind not in OWN_KINDS:
        raise Refused("panel.refused.day_stays")
    audit.record(session, by, "holiday.remove", holiday, now=now, day=holiday.day.isoformat())
    await session.delete(holiday)
    await session.flush()


async def cover(
    session: AsyncSession, *, year: int, decree: str, complete: bool, by: str, now: datetime
) -> None:
    """Say which decree a year rests on; dates in a year that is not complete are provisional."""
    decree = " ".join(decree.split())
    if not 0 < len(decree) <= LONGEST:
        raise Refused("panel.refused.day")
    await cover_year(session, year=year, decree=decree, complete=complete)
    row = await session.get_one(CalendarYear, year)
    audit.record(session, by, "calendaryear.cover", row, now=now, year=year, complete=complete)
