"""Keeping the tallies: every other minute, days on which something has changed are counted anew.

Filing a ticket costs nothing here: today is never counted. Days before the tallies began are added
a few at a time, the youngest first, as far back as the front page looks.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import marks, timers
from core.db import changed
from core.tallies.models import Tally
from core.tallies.queries import FIRST, SEEN, UNTIL, changed_days, counts_of, live, state
from core.tallies.rules import DAY, Span, day_of, midnight, widened
from core.timers import Timer

KIND = "tallies"
EVERY = timedelta(minutes=2)
# The longest period of the front page, and what one round adds at most: nobody should wait for it.
KEPT = 366 * DAY
ADDED = 10


async def plan(session: AsyncSession, *, now: datetime) -> None:
    """Set the next round, unless it is set."""
    step = EVERY.total_seconds()
    at = datetime.fromtimestamp((now.timestamp() // step + 1) * step, UTC)
    await timers.start(session, f"{KIND}:{at:%Y-%m-%dT%H:%M}", KIND, at, now=now)


async def keep(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """One round, and the timer of the next; those that are over are so many that they go."""
    await refresh(session, now=now)
    await changed(session, delete(Timer).where(Timer.kind == KIND, Timer.fired_at < now))
    await plan(session, now=now)


HANDLERS = {KIND: keep}


async def refresh(session: AsyncSession, *, now: datetime) -> None:
    """Count what has changed since the last time, and some more days."""
    await marks.lock(session, SEEN, now)
    known = await state(session, now=now)
    wider = widened(known, now, at_most=ADDED, longest=KEPT)
    stale = await changed_days(session, known, midnight(known.first))
    await _count(session, [day for day in wider.days() if day in stale or not known.has(day)])
    outside = (Tally.day < wider.first) | (Tally.day >= wider.until)
    await changed(session, delete(Tally).where(outside))
    await marks.write(session, FIRST, midnight(wider.first))
    await marks.write(session, UNTIL, midnight(wider.until))
    await marks.write(session, SEEN, now)


async def _count(session: AsyncSession, days: Collection[date]) -> None:
    """The tallies of these days, anew."""
    await changed(session, delete(Tally).where(Tally.day.in_(days)))
    spans = [Span(midnight(day), midnight(day + DAY)) for day in days]
    rows = [_row(row) for row in await live(session, spans)]
    if rows:
        await session.execute(insert(Tally), rows)


def _row(row: Any) -> dict[str, Any]:
    counts = counts_of(row)
    keys = {"unit_id": row.unit_id, "confidential": row.confidential, "guarded": row.guarded}
    seconds = {"responses": b"".join(counts.responses), "solutions": b"".join(counts.solutions)}
    return {"day": day_of(row.earliest), **keys, **vars(counts), **seconds}
