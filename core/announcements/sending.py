"""An announcement on its way: a timer starts a job, the job writes messages a batch at a time.

Each batch and the cursor behind it are one transaction, so a kill neither skips nor repeats
anybody. Only so many messages wait at once: who stops it, and the end of office hours, take effect
within a minute, however many are to get it.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import jobs, outbox, timers
from core.announcements import queries
from core.announcements.letters import letter
from core.announcements.models import Announcement, Delivery
from core.calendar.queries import calendar_rules
from core.calendar.rules import next_opening
from core.clock import Clock
from core.db import Database, changed
from core.jobs import Job
from core.outbox import Letter, Outgoing
from core.people.queries import root_unit
from core.runner import Work
from core.secrets import keys_of
from core.timers import Timer

TIMER, JOB = "announcement.go", "announcement.send"
BATCH, MOST_WAITING = 200, 600
# At 25 messages a second about as long as a batch takes.
LOOK_AGAIN = timedelta(seconds=10)


async def plan(session: AsyncSession, row: Announcement, at: datetime, *, now: datetime) -> None:
    """Go on then; an announcement has one timer at most."""
    key = f"announcement:{row.id}"
    await timers.start(session, key, TIMER, at, now=now, announcement=row.id)


async def permitted(session: AsyncSession, row: Announcement, *, now: datetime) -> datetime:
    """When it may be sent: in office hours, what is urgent at once."""
    root = None if row.urgent else await root_unit(session)
    if root is None:
        return now
    return next_opening(await calendar_rules(session, root.calendar_id), now)


async def go(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Have the next batch written."""
    # Its key is free again for the time after this one.
    await changed(session, delete(Timer).where(Timer.id == timer.id))
    jobs.start(session, JOB, now=now, **timer.data)


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {JOB: partial(send, clock=clock)}


async def send(db: Database, job: Job, *, clock: Clock) -> None:
    """Write batches until enough messages wait, the office closes, or everybody has theirs."""
    going = True
    while going:
        async with db.begin() as session:
            going = await write_batch(session, job.data["announcement"], now=clock.now())


async def write_batch(session: AsyncSession, announcement_id: int, *, now: datetime) -> bool:
    """Write the next messages; False when that is all for now."""
    row = await queries.announcement_by_id(session, announcement_id, lock=True)
    if row is None or row.state != "sending":
        return False
    opens = await permitted(session, row, now=now)
    waiting = await queries.count_open(session, row)
    if opens > now or waiting >= MOST_WAITING:
        await plan(session, row, max(opens, now + LOOK_AGAIN), now=now)
        return False
    if await _write(session, row, now):
        return True
    if waiting:
        await plan(session, row, now + LOOK_AGAIN, now=now)
    else:
        await end(session, row, "done", now=now)
    return False


async def end(session: AsyncSession, row: Announcement, state: str, *, now: datetime) -> None:
    """Count, then forget who was to get it; what has not left is taken back."""
    counted = await queries.counts(session, row)
    row.sent, row.blocked, row.failed = counted.sent, counted.blocked, counted.failed
    row.state, row.ended_at = state, now
    refs = select(Delivery.ref).where(Delivery.announcement_id == row.id)
    idle = (Outgoing.state != "sent", (Outgoing.state != "open") | (Outgoing.attempt == 0))
    await changed(session, delete(Outgoing).where(Outgoing.ref.in_(refs), *idle))
    # What is leaving this very moment arrives.
    flying = select(func.count(Outgoing.id)).where(Outgoing.ref.in_(refs), Outgoing.state == "open")
    row.sent += (await session.scalars(flying)).one()
    await changed(session, delete(Delivery).where(Delivery.announcement_id == row.id))
    _tell_author(session, row, now)
    await session.flush()


async def _write(session: AsyncSession, row: Announcement, now: datetime) -> int:
    """One batch, after the cursor; how many there were."""
    wanted = await queries.recipients(session, row.theme_id, row.area_id)
    person = wanted.selected_columns[0]
    after = wanted.where(person > row.cursor).order_by(person).limit(BATCH)
    people = (await session.execute(after)).all()
    office, letters = session.info["service"].office, dict[str, Letter]()
    for person_id, lane, language in people:
        if language not in letters:
            letters[language] = letter(row, language, office, keys_of(session))
        sent = outbox.post(session, lane, letters[language], now=now, kind="bulk")
        delivery = Delivery(announcement_id=row.id, person_id=person_id, ref=sent.ref)
        session.add(delivery)
        row.cursor = person_id
    await session.flush()
    return len(people)


def _tell_author(session: AsyncSession, row: Announcement, now: datetime) -> None:
    if row.staff is None or row.staff.person is None:
        return
    key = f"announcements.ended.{row.state}"
    counted: dict[str, Any] = {
        "sent": row.sent,
        "blocked": row.blocked,
        "failed": row.failed,
    }
    to = row.staff.person
    outbox.tell(session, to, key, now=now, kind="notice", heading=row.heading, **counted)


HANDLERS = {TIMER: go}
