"""Every night the timeline is read on and the plans are looked after, apart from all filing."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import standards, timers
from core.development.gauging import count_in, gap_of
from core.development.reading import read_on
from core.development.reviewing import review
from core.development.services import open_plan
from core.timers import Timer

LOOK = "development.look"
EVERY = timedelta(days=1)


async def plan(session: AsyncSession, *, now: datetime) -> None:
    """Set the next look, unless it is set."""
    at = now + EVERY
    await timers.start(session, f"{LOOK}:{at:%Y-%m-%d}", LOOK, at, now=now)


async def look(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """One part of what is new, all in this transaction; while there is more, the next at once."""
    on = await standards.amount(session, "development_on")
    if on and await look_once(session, now=now):
        await timers.start(session, f"{timer.key}+", LOOK, now, now=now)
        return
    if on:
        await review(session, now=now)
    await plan(session, now=now)


async def look_once(session: AsyncSession, *, now: datetime) -> bool:
    """Read on, count, and open the plans that follow, the narrowest first; whether more waits."""
    cases, more = await read_on(session, now=now)
    for subject in sorted(await count_in(session, cases)):
        gap = await gap_of(session, subject, now=now)
        if gap is not None:
            await open_plan(session, gap, now=now)
    return more


HANDLERS = {LOOK: look}
