"""The daily lesson: a timer for each member of staff, at their hour on working days."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.learning.services import DAILY, give_daily, plan
from core.people.queries import staff_by_id
from core.timers import Timer

Act = Callable[..., Awaitable[None]]


async def daily(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Give the lesson to whoever is on duty, and set the next timer."""
    staff = await staff_by_id(session, timer.data["staff_id"])
    if staff is None or staff.left_at is not None or staff.person is None:
        return
    if staff.on_duty:
        await give_daily(session, staff, staff.person, now=now)
    await plan(session, staff, now=now)


# Kind of timer: what to do, called as (session, timer, *, now).
HANDLERS: dict[str, Act] = {DAILY: daily}
