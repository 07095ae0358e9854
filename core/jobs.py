"""Long work: rows with a lease, a retry and a progress, run off the event loop."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, changed

LEASE = timedelta(minutes=5)
# A morning without a network must cost nobody a photo: these tries take ten hours.
MAX_ATTEMPTS = 20
LONGEST_WAIT = timedelta(hours=1)


class Job(Base):
    """`state` is open, done or dead; `lease_until` is when an open job may be taken."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_open",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(default="open")
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    progress: Mapped[str | None]
    problem: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


def start(session: AsyncSession, kind: str, *, now: datetime, **data: Any) -> Job:
    """Queue a job; `data` holds ids only, never a person's words."""
    job = Job(kind=kind, data=data, created_at=now)
    session.add(job)
    return job


async def claim(session: AsyncSession, *, now: datetime) -> Job | None:
    """Take the oldest job that is free."""
    free = or_(Job.lease_until.is_(None), Job.lease_until <= now)
    found = (
        await session.scalars(
            select(Job)
            .where(Job.state == "open", free)
            .order_by(Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()
    if found is not None:
        found.attempt += 1
        found.lease_until = now + LEASE
    return found


async def free_all(session: AsyncSession) -> None:
    """End every lease: only for a process that knows it is the only one to do jobs."""
    await changed(session, update(Job).where(Job.state == "open").values(lease_until=None))


async def done(session: AsyncSession, job: Job, *, now: datetime) -> bool:
    return await _close(session, job, state="done", settled_at=now, problem=None)


async def failed(session: AsyncSession, job: Job, problem: str, *, now: datetime) -> bool:
    """Try again, waiting twice as long each time up to an hour; dead after twenty attempts."""
    if job.attempt >= MAX_ATTEMPTS:
        return await _close(session, job, state="dead", settled_at=now, problem=problem)
    wait = min(timedelta(seconds=2**job.attempt), LONGEST_WAIT)
    return await _close(session, job, lease_until=now + wait, problem=problem)


async def _close(session: AsyncSession, job: Job, **values: Any) -> bool:
    mine = (Job.id == job.id, Job.attempt == job.attempt, Job.state == "open")
    return await changed(session, update(Job).where(*mine).values(**values)) == 1
