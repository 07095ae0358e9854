"""How long things took, in working time of the unit's calendar, and how far a deadline is."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, add_working_time, working_time_between
from core.i18n import Text
from core.tickets.models import Ticket

# When this much of the time is gone, in percent, a deadline is said to be near.
LAST_SHARE = 80
MINUTE, HOUR = 60, 3600


def days_until(due: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Days as people count them in this zone: 1 is tomorrow, whatever the hour; below 0 is past."""
    return (due.astimezone(zone).date() - now.astimezone(zone).date()).days


def duration(seconds: float) -> Text:
    """Working time in hours and minutes."""
    hours, minutes = divmod(int(seconds) // MINUTE, 60)
    if hours and not minutes:
        return Text("ticket.duration.full_hours", hours=hours)
    if hours:
        return Text("ticket.duration.hours", hours=hours, minutes=minutes)
    return Text("ticket.duration.minutes", minutes=minutes)


async def worked(session: AsyncSession, ticket: Ticket, now: datetime) -> int:
    """Working seconds since the ticket came in."""
    return await worked_between(session, ticket, ticket.opened_at, now)


async def worked_between(
    session: AsyncSession, ticket: Ticket, since: datetime, now: datetime
) -> int:
    """Working seconds by the calendar of the ticket's unit."""
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    return int(working_time_between(calendar, since, now).total_seconds())


# Cases that are filed together have the same dates.
@lru_cache(maxsize=64)
def share_gone(calendar: WorkingCalendar, start: datetime, due: datetime, share: int) -> datetime:
    """When `share` percent of the working time from `start` to `due` is gone; in office hours."""
    whole = max(working_time_between(calendar, start, due), timedelta())
    return min(add_working_time(calendar, start, whole * share / 100), due)
