"""On duty or away, as somebody says now, whatever was planned."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.absences.queries import ahead
from core.absences.services import call_off
from core.people import services as people
from core.people.models import Staff


async def set_duty(
    session: AsyncSession, staff: Staff, on_duty: bool, *, by: str, now: datetime
) -> None:
    """Whoever takes up work again is back: an absence that runs ends, for the stand-in as well."""
    if on_duty:
        for row in await ahead(session, staff):
            if row.state == "running":
                await call_off(session, row, by=by, now=now)
    if staff.on_duty != on_duty:
        await people.set_duty(session, staff, on_duty, by=by, now=now)
