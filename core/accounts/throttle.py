"""Slowing down whoever guesses passwords, without locking anybody out.

A few tries are free; then each one more has to wait longer, up to five minutes, and a quiet
quarter of an hour forgets it all. Tries are counted in the database, so every process counts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.models import SignInPace
from core.db import changed, insert
from core.errors import Refused
from core.secrets import keys_of

FORGOTTEN_AFTER = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Limit:
    """What is counted (`user`, `address` or `device`), whose it is, and how many tries are free."""

    what: str
    value: str

    @property
    def free(self) -> int:
        return 20 if self.what == "address" else 5


async def count(session: AsyncSession, limits: list[Limit], *, now: datetime) -> None:
    """Count one try against every limit; raises Refused, counting nothing, while one must wait."""
    rows = [(limit, await _row(session, limit, now)) for limit in limits]
    free_at = max(row.free_at for _, row in rows)
    if now < free_at:
        seconds = int((free_at - now).total_seconds()) + 1
        raise Refused("panel.refused.wait", seconds=seconds)
    for limit, row in rows:
        row.tries, row.tried_at = row.tries + 1, now
        row.free_at = now + wait(row.tries - limit.free)
    await session.flush()


async def forgive(session: AsyncSession, limits: list[Limit]) -> None:
    """The password was right: the tries of this user and device no longer count."""
    names = [_name(session, limit) for limit in limits if limit.what != "address"]
    await changed(session, delete(SignInPace).where(SignInPace.name.in_(names)))


def wait(beyond: int) -> timedelta:
    """How long to wait after a try that is `beyond` the free ones (0 is the last free one)."""
    if beyond < 0:
        return timedelta()
    doubled: int = 2 ** min(beyond, 8)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


async def _row(session: AsyncSession, limit: Limit, now: datetime) -> SignInPace:
    """The row of a limit, locked; made when it is not there, started anew when it is old."""
    name = _name(session, limit)
    fresh = insert(session, SignInPace).values(name=name, tries=0, tried_at=now, free_at=now)
    await changed(session, fresh.on_conflict_do_nothing())
    statement = select(SignInPace).where(SignInPace.name == name).with_for_update()
    row = (await session.scalars(statement)).one()
    if row.tried_at <= now - FORGOTTEN_AFTER:
        row.tries, row.free_at = 0, now
    return row


def _name(session: AsyncSession, limit: Limit) -> str:
    return keys_of(session).index(f"sign_in.{limit.what}", limit.value)
