"""Whoever has an improvement is reminded before its date, and once when it has passed; patterns
are looked for every week.
"""

from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox, standards, timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import next_opening
from core.improvements import patterns
from core.improvements.models import UNDER_WAY, Improvement
from core.improvements.queries import improvement_by_id
from core.outbox import Button
from core.people.queries import root_unit
from core.tickets.staffing import coordinators
from core.timers import Timer

REMIND = "improvement.remind"
LATE = "improvement.late"
LOOK = "improvement.look"
EVERY = timedelta(days=7)


async def remind(session: AsyncSession, row: Improvement, *, now: datetime) -> None:
    """Set both timers for the date as it is; those of an earlier date then say nothing."""
    days = await standards.amount(session, "improvements_remind")
    zone = session.info["service"].zone
    calendar = await calendar_rules(session, row.unit.calendar_id)
    for kind, shift in ((REMIND, -days), (LATE, 1)):
        day = row.due_on + timedelta(days=shift)
        at = next_opening(calendar, datetime.combine(day, time.min, zone))
        key = f"{kind}:{row.id}:{row.due_on.isoformat()}"
        if at > now:
            due = row.due_on.isoformat()
            await timers.start(session, key, kind, at, now=now, improvement=row.id, due=due)


async def tell_owner(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """The date is near, or has passed; the coordinators hear of the latter too."""
    row = await improvement_by_id(session, timer.data["improvement"])
    moved = row is None or row.due_on.isoformat() != timer.data["due"]
    if row is None or moved or row.state not in UNDER_WAY:
        return
    late = timer.kind == LATE
    staff = {row.owner.id: row.owner}
    staff |= {one.id: one for one in (await coordinators(session) if late else ())}
    for one in staff.values():
        if one.person is not None and one.left_at is None:
            outbox.tell(
                session,
                one.person,
                f"improvement.staff.{'late' if late else 'near'}",
                now=now,
                kind="notice",
                buttons=[[Button("improvement.open", row.id)]],
                title=row.title,
                due=row.due_on,
            )


async def plan(session: AsyncSession, *, now: datetime) -> None:
    """Set the next look for patterns, unless it is set; none before there is an office."""
    root = await root_unit(session)
    if root is None:
        return
    at = next_opening(await calendar_rules(session, root.calendar_id), now + EVERY)
    key = f"{LOOK}:{at.isocalendar().year}-{at.isocalendar().week}"
    await timers.start(session, key, LOOK, at, now=now)


async def look(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    await patterns.tell_new(session, now=now)
    await plan(session, now=now)


HANDLERS = {REMIND: tell_owner, LATE: tell_owner, LOOK: look}
