"""Fires what is due: every process scans, nobody leads, each timer fires once."""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from core import timers
from core.clock import Clock
from core.db import Database
from core.features import queries as features
from core.timers import Timer
from core.trouble import is_outage, story

# Called as (session, timer, *, now); it flushes, and never commits.
Handler = Callable[..., Awaitable[None]]

log = structlog.get_logger()


class Ticker:
    """Handlers by kind; a handler works in the transaction that marks its timer fired."""

    def __init__(self, db: Database, clock: Clock, handlers: Mapping[str, Handler]) -> None:
        self._db = db
        self._clock = clock
        self._handlers = handlers

    async def tick(self) -> int:
        """Fire what is due, oldest first; how many there were."""
        async with self._db.read() as session:
            held = (await features.load(session)).held_timers()
            due = await timers.due(session, now=self._clock.now(), without=held)
        for timer in due:
            await self._fire(timer)
        return len(due)

    async def _fire(self, timer: Timer) -> None:
        now = self._clock.now()
        try:
            async with self._db.begin() as session:
                await features.load(session)
                if await timers.fire(session, timer, now=now):
                    await self._handlers[timer.kind](session, timer, now=now)
        except Exception as problem:
            log.error("timer.failed", timer=timer.id, problem=story(problem))
            if is_outage(problem):
                raise
            async with self._db.begin() as session:
                await timers.failed(session, timer, now=now)
