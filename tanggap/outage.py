"""After a silence that nears Telegram's memory: say which hours may be missing.

Telegram keeps an undelivered message for 24 hours. A shorter silence loses nothing.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import marks, outbox
from core.db import Database
from core.people.models import Person, Staff

ALIVE = "alive"
MEMORY = timedelta(hours=24)
# Told already a little before the limit: the clocks of both sides differ, and a citizen loses
# less by sending twice than by never being heard.
NEAR = timedelta(hours=23)
KNOWN_FOR = timedelta(days=90)

log = structlog.get_logger()


async def tell_of_outage(db: Database, heard_at: datetime) -> bool:
    """Note when Telegram was heard; after too long a silence tell coordinators and citizens.

    True when there was one; whoever notes it first tells of it, and nobody else.
    """
    async with db.begin() as session:
        last = await marks.lock(session, ALIVE, heard_at)
        await marks.write(session, ALIVE, max(last, heard_at))
        # In the demo time jumps, and nothing is ever missing.
        if heard_at - last < NEAR or session.info["service"].demo:
            return False
        _tell(session, "common.outage_staff", await _coordinators(session), last, heard_at)
        _tell(session, "common.outage", await _citizens(session, heard_at), last, heard_at)
    log.warning("service.was_away", hours=round((heard_at - last).total_seconds() / 3600))
    return True


def _tell(
    session: AsyncSession, key: str, people: list[Person], last: datetime, now: datetime
) -> None:
    for person in people:
        outbox.tell(session, person, key, now=now, kind="bulk", from_=last, until=now - NEAR)


async def _coordinators(session: AsyncSession) -> list[Person]:
    statement = (
        select(Person)
        .join(Staff, Staff.person_id == Person.id)
        .where(Staff.left_at.is_(None), Staff.role == "coordinator")
    )
    return list(await session.scalars(statement))


async def _citizens(session: AsyncSession, now: datetime) -> list[Person]:
    statement = (
        select(Person)
        .outerjoin(Staff, Staff.person_id == Person.id)
        .where(or_(Staff.id.is_(None), Staff.left_at.is_not(None)))
        .where(Person.last_seen_at > now - KNOWN_FOR)
    )
    return list(await session.scalars(statement))
