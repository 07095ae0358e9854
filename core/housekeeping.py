"""What nobody needs any more is deleted, a little every night.

An update's row is kept for as long as Telegram might deliver it again, a sent message for as long
as somebody may reply to it; both hold no words any more by then. What belongs to a case stays.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.db import changed
from core.handover import services as handover
from core.jobs import Job
from core.outbox import Outgoing
from core.survey import once
from core.tickets import found_place
from core.tickets.models import Reminder
from core.timers import Timer
from core.updates import Update

KIND = "housekeeping"
EVERY = timedelta(days=1)
# Telegram forgets after 24 hours; the rest is for clocks that differ and backups.
UPDATES_KEPT = timedelta(days=3)
MESSAGES_KEPT = timedelta(days=30)
DONE_KEPT = timedelta(days=30)


async def plan(session: AsyncSession, *, now: datetime) -> None:
    """Set the next round, unless it is set."""
    await timers.start(session, f"{KIND}:{(now + EVERY):%Y-%m-%d}", KIND, now + EVERY, now=now)


async def sweep(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """One round, and the timer of the next."""
    old = Update.settled_at < now - UPDATES_KEPT
    await changed(session, delete(Update).where(Update.state == "done", old))
    read = Outgoing.settled_at < now - MESSAGES_KEPT
    loose = (Outgoing.state == "sent", Outgoing.ticket_id.is_(None), Outgoing.poll_id.is_(None))
    await changed(session, delete(Outgoing).where(*loose, read))
    await changed(session, delete(Timer).where(Timer.fired_at < now - DONE_KEPT))
    await changed(session, delete(Job).where(Job.state == "done", Job.settled_at < now - DONE_KEPT))
    await changed(session, delete(Reminder).where(Reminder.told_at < now - DONE_KEPT))
    await found_place.forget_old(session, now=now)
    await once.forget_old(session, now=now)
    await handover.forget_old(session, now=now)
    await plan(session, now=now)


HANDLERS = {KIND: sweep}
