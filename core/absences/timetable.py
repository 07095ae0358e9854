"""Absences begin and end by themselves at midnight of the office."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.absences.queries import absence_by_id
from core.absences.services import BEGIN, END, begin, end
from core.timers import Timer


async def turn(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    row = await absence_by_id(session, timer.data["absence"])
    if row is not None:
        await (begin if timer.kind == BEGIN else end)(session, row, now=now)


HANDLERS = {BEGIN: turn, END: turn}
