"""Which numbers there are, and which of them citizens may see."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.emergencies.models import EmergencyNumber


async def numbers(session: AsyncSession) -> Sequence[EmergencyNumber]:
    """All of them, in the order they were entered."""
    return (await session.scalars(select(EmergencyNumber).order_by(EmergencyNumber.id))).all()


async def confirmed(session: AsyncSession) -> list[EmergencyNumber]:
    """Those the office has tested."""
    return [one for one in await numbers(session) if one.tested_on is not None]


async def to_call(session: AsyncSession, kinds: Collection[str]) -> list[EmergencyNumber]:
    """The tested numbers that help with one of these kinds."""
    return [one for one in await confirmed(session) if not set(kinds).isdisjoint(one.kinds)]
