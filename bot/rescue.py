"""An update whose turn failed: tried again, or set aside so that its lane goes on."""

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.sender import is_private, sender
from core import outbox, updates
from core.clock import Clock
from core.db import Database
from core.people.models import Person
from core.trouble import is_outage, story
from core.updates import Claimed

log = structlog.get_logger()


class KilledProcess(Exception):
    """Nobody came back from working on this update, again and again."""


class Rescue:
    """Works in transactions of its own, after the turn's was rolled back."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def recover(self, row: Claimed, problem: Exception, update: Update) -> None:
        """Give the update back, or set it aside after its last attempt."""
        log.error("turn.failed", row=row.id, attempt=row.attempt, problem=story(problem))
        try:
            if is_outage(problem):
                await self.release([row])
            elif row.attempt >= updates.MAX_ATTEMPTS:
                await self.set_aside(row, problem, update)
            else:
                await self._retry(row, problem)
        except Exception as again:
            # The lease runs out by itself; nothing is lost while the database is away.
            log.error("turn.not_returned", row=row.id, problem=story(again))

    async def release(self, rows: list[Claimed]) -> None:
        """Give the updates back as if they had not been taken."""
        async with self._db.begin() as session:
            for row in rows:
                await updates.release(session, row)

    async def set_aside(self, row: Claimed, problem: Exception, update: Update | None) -> None:
        """Quarantine the update and apologise; an apology that fails must not hold up the lane."""
        try:
            await self._quarantine(row, problem, update, apologise=True)
        except Exception as again:
            log.error("turn.no_apology", row=row.id, problem=story(again))
            await self._quarantine(row, problem, update, apologise=False)
        log.error("turn.quarantined", row=row.id, problem=story(problem))

    async def _retry(self, row: Claimed, problem: Exception) -> None:
        async with self._db.begin() as session:
            await updates.retry_later(session, row, story(problem), now=self._clock.now())

    async def _quarantine(
        self, row: Claimed, problem: Exception, update: Update | None, *, apologise: bool
    ) -> None:
        now = self._clock.now()
        async with self._db.begin() as session:
            ours = await updates.quarantine(session, row, story(problem), now=now)
            if ours and apologise:
                person = await self._whose(session, row, update)
                if person is not None:
                    outbox.tell(session, person, "common.set_aside", now=now, kind="interactive")

    async def _whose(
        self, session: AsyncSession, row: Claimed, update: Update | None
    ) -> Person | None:
        if update is not None and is_private(update):
            return await sender(session, update, now=self._clock.now())
        found = await session.scalars(select(Person).where(Person.lane == row.lane))
        return found.one_or_none()
