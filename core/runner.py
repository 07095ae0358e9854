"""Runs the long work: one job at a time, its effects written when it is done."""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from core import jobs
from core.clock import Clock
from core.db import Database
from core.features import queries as features
from core.jobs import Job

# A job opens its own transactions: it may take minutes, and must hold none meanwhile.
Work = Callable[[Database, Job], Awaitable[None]]

log = structlog.get_logger()


class Runner:
    """Work by kind of job."""

    def __init__(self, db: Database, clock: Clock, works: Mapping[str, Work]) -> None:
        self._db = db
        self._clock = clock
        self._works = works

    async def work(self) -> int:
        """Do the oldest free job; how many were done, 0 or 1."""
        async with self._db.begin() as session:
            job = await jobs.claim(session, now=self._clock.now())
            if job is not None:
                await features.load(session)
        if job is None:
            return 0
        try:
            await self._works[job.kind](self._db, job)
        except Exception as problem:
            log.warning("job.failed", job=job.id, kind=job.kind, problem=type(problem).__name__)
            await self._settle(job, type(problem).__name__)
        else:
            await self._settle(job, None)
        return 1

    async def _settle(self, job: Job, problem: str | None) -> None:
        now = self._clock.now()
        async with self._db.begin() as session:
            if problem is None:
                await jobs.done(session, job, now=now)
            else:
                await jobs.failed(session, job, problem, now=now)
