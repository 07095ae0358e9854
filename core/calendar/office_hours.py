"""Office hours as people write them, changed in the panel."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.calendar.models import Calendar
from core.calendar.rules import Hours
from core.calendar.services import set_hours
from core.errors import Refused


async def change(
    session: AsyncSession, calendar_id: int, days: Sequence[str], *, by: str, now: datetime
) -> None:
    """Give a calendar other hours: a line for each weekday, Monday first, empty for a day off."""
    calendar = await session.get(Calendar, calendar_id)
    if calendar is None:
        raise Refused("panel.refused.hours")
    try:
        await set_hours(session, calendar, read(days))
    except ValueError:
        raise Refused("panel.refused.hours") from None
    audit.record(session, by, "calendar.hours", calendar, now=now)


def read(days: Sequence[str]) -> Hours:
    """Such as "08:00-12:00, 13.00-16.00"; raises ValueError for what is no time."""
    return {number: _blocks(line) for number, line in enumerate(days) if line.strip()}


def _blocks(line: str) -> tuple[tuple[time, time], ...]:
    parts = line.replace("–", "-").replace(".", ":").replace(" ", "").split(",")
    edges = [part.partition("-") for part in parts]
    return tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, _, b in edges)
