"""Every day routing learns from what the office has confirmed, in a process of its own.

The new version is taken only when it is not worse than the one in use and than what names,
keywords and examples find; either way a row says so.
"""

import asyncio
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import jobs, timers
from core.clock import Clock
from core.db import Database, changed
from core.jobs import Job
from core.routing.confirmed import Report, reports
from core.routing.learned import current, newest
from core.routing.model import Model
from core.routing.models import RouterModel
from core.routing.queries import directory
from core.routing.trial import Start, Trial, enough, split
from core.runner import Work
from core.timers import Timer

KIND = "routing.learn"
EVERY = timedelta(days=1)
ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "core.routing")


async def plan(session: AsyncSession, *, now: datetime) -> None:
    """Set the next day's learning, unless it is set."""
    await timers.start(session, f"{KIND}:{(now + EVERY):%Y-%m-%d}", KIND, now + EVERY, now=now)


async def begin(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    jobs.start(session, KIND, now=now)
    await plan(session, now=now)


HANDLERS = {KIND: begin}


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {KIND: partial(learn, clock=clock)}


async def learn(db: Database, job: Job, *, clock: Clock) -> None:
    """Learn and judge; nothing when there is too little, or nothing new since the last time."""
    async with db.read() as session:
        known, asked = split(await reports(session))
        last = await newest(session)
        same = last and (last.learned, last.held) == (len(known), len(asked))
        if same or not enough(known, asked):
            return
        start = (await directory(session, now=clock.now())).phrasings
        before = await current(session)
    trial = await _apart(start, known, asked, before)
    async with db.begin() as session:
        await keep(session, trial, now=clock.now())


async def keep(session: AsyncSession, trial: Trial, *, now: datetime) -> RouterModel:
    """Note how it went; a better version replaces the one in use at once and everywhere."""
    last = await newest(session)
    row = RouterModel(
        version=last.version + 1 if last else 1,
        trained_at=now,
        learned=trial.learned,
        held=trial.held,
        top1=trial.now.top1,
        top3=trial.now.top3,
        start_top1=trial.start.top1,
        before_top1=trial.before.top1 if trial.before else None,
        verdict=trial.verdict,
    )
    if row.verdict == "better":
        await changed(session, update(RouterModel).values(weights=None))
        row.weights = trial.model.to_bytes()
    session.add(row)
    await session.flush()
    return row


async def _apart(
    start: Start, known: list[Report], asked: list[Report], before: Model | None
) -> Trial:
    """The trial, made by a process that may take its time; it knows nothing else of ours."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, cwd=ROOT, env={}, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        answer, _ = await process.communicate(pickle.dumps((start, known, asked, before)))
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode != 0:
        raise RuntimeError("learning ended early")
    trial = pickle.loads(answer)  # noqa: S301
    assert isinstance(trial, Trial)
    return trial
