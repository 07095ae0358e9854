"""Who may open no new case for now."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.bans.models import Ban
from core.people.models import Person, Staff

MOST = 200


async def current(session: AsyncSession, person: Person) -> Ban | None:
    """The ban that holds, if one does."""
    mine = (Ban.person_id == person.id, Ban.lifted_at.is_(None))
    return (await session.scalars(select(Ban).where(*mine).limit(1))).one_or_none()


async def ban_by_id(session: AsyncSession, ban_id: int, *, lock: bool = False) -> Ban | None:
    """The ban with its person."""
    statement = select(Ban).options(joinedload(Ban.person, innerjoin=True)).where(Ban.id == ban_id)
    if lock:
        statement = statement.with_for_update(of=Ban)
    return (await session.scalars(statement)).one_or_none()


async def listed(session: AsyncSession) -> Sequence[Ban]:
    """Those that hold, the newest first, then those that were lifted."""
    order = (Ban.lifted_at.is_not(None), Ban.id.desc())
    statement = select(Ban).options(joinedload(Ban.person, innerjoin=True)).order_by(*order)
    return (await session.scalars(statement.limit(MOST))).all()


async def count_appeals(session: AsyncSession) -> int:
    """Objections to bans that still hold."""
    waiting = (Ban.appealed_at.is_not(None), Ban.lifted_at.is_(None))
    return (await session.scalars(select(func.count(Ban.id)).where(*waiting))).one()


async def works_here(session: AsyncSession, person: Person) -> bool:
    """Whether somebody is a member of staff."""
    theirs = select(Staff.id).where(Staff.person_id == person.id, Staff.left_at.is_(None))
    return (await session.scalars(theirs)).first() is not None
